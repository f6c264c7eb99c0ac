//! Events: what happened in a conversation, in the order of its journal. The serialised form is the journal's format: it
//! may grow by optional fields and new kinds, never change.

use crate::{
    channel::Channel,
    consent::ConsentLine,
    evidence::Evidence,
    handoff::HandoffNote,
    id::{AgentId, ConversationId, CustomerId, HandoffId, MergeId, MessageId, SessionId, SiteId, TokenId},
    identity::{Identifier, Standing},
    message::{Amendment, Delivery, Message},
    routing::{Decision, Guess, Mood},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// One entry of a conversation's journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place: 1, 2, 3 … without gaps. This is the order, never a clock.
    pub seq: u64,
    /// When it was decided; for showing, and for counting durations.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub body: EventBody,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum EventBody {
    /// The conversation began.
    Opened {
        /// Its id, for ever.
        conversation: ConversationId,
        /// Where.
        site: SiteId,
        /// Whose it is.
        customer: CustomerId,
        /// What it is about, where somebody said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
    },
    /// An address takes part from now on, or what is known of it got better.
    ParticipantNoted {
        /// The address, in stored form.
        identifier: Identifier,
        /// The medium that it was heard on; none when somebody said that it is the customer's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<Channel>,
        /// Whether it is known to be the customer's.
        standing: Standing,
        /// The proof behind `proven`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<Evidence>,
    },
    /// A customer, or somebody who says so, wrote.
    MessageReceived {
        /// The message.
        message: Message,
    },
    /// An agent, or Weft by a rule, wrote; it goes out.
    MessageSent {
        /// The message.
        message: Message,
        /// The link that goes with it, issued just before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<TokenId>,
    },
    /// An outbound message got further, or failed.
    DeliveryChanged {
        /// Which message.
        message: MessageId,
        /// Its status, already joined with the former.
        status: Delivery,
        /// The provider's words, for agents.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        /// The medium's own id of it, once there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        foreign_id: Option<String>,
    },
    /// A message was edited, taken back or reacted to by its reader.
    MessageAmended {
        /// Which.
        message: MessageId,
        /// What.
        #[serde(flatten)]
        change: Amendment,
    },
    /// More is known of a call: everything that is known now.
    CallNoted {
        /// The call's message.
        message: MessageId,
        /// What.
        call: crate::call::Call,
    },
    /// The holder of an address wishes, or no longer wishes, to be written to.
    ConsentNoted {
        /// What.
        #[serde(flatten)]
        line: ConsentLine,
        /// Why, in one sentence for agents.
        because: String,
        /// The directory said so; without it, it was said here and the directory must be told.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        told: bool,
    },
    /// A rule kept something from being sent.
    SendRefused {
        /// Who wanted to send; none means Weft itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
        /// The medium.
        channel: Channel,
        /// The key path of the rule.
        rule: String,
    },
    /// What it is about, by a name of the policy's list.
    IntentSet {
        /// It; none when it was taken back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intent: Option<String>,
        /// Who said so; none means a rule.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
    },
    /// It is about a deal of the site.
    DealAttached {
        /// Which.
        deal: Identifier,
    },
    /// It belongs to another customer from now on: two were merged, or came apart again.
    Rehomed {
        /// Whose it is.
        customer: CustomerId,
        /// By which merge, or the undoing of which.
        merge: MergeId,
        /// Why, in one sentence for agents.
        because: String,
    },
    /// An address, or an account, takes part no longer: links to it are dead, and nothing is read by a proof of it.
    ParticipantLeft {
        /// Which.
        identifier: Identifier,
        /// By the undoing of which merge.
        merge: MergeId,
        /// Why, in one sentence for agents.
        because: String,
    },
    /// Its messages go on in another conversation; it ended.
    Departed {
        /// Which.
        to: ConversationId,
        /// The agent who chose so; none means the visitor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
    },
    /// Messages of another conversation go on here; they follow.
    Absorbed {
        /// Which.
        from: ConversationId,
        /// How many messages.
        messages: u32,
        /// More of that conversation's follow later.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        more: bool,
    },
    /// A browser began to take part.
    SessionOpened {
        /// The session.
        session: SessionId,
        /// The medium.
        channel: Channel,
        /// By what it got here, when by a link.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<TokenId>,
        /// What it may rest on.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        evidence: Vec<Evidence>,
        /// When it ends at the latest.
        expires: Timestamp,
    },
    /// A session gave a proof: the only way that its level rises.
    SessionProven {
        /// The session.
        session: SessionId,
        /// The proof.
        evidence: Evidence,
        /// The first entry that it may see by this proof: later than 1 when a new possession epoch began.
        readable_from: u64,
        /// When it ends at the latest: never later than the proof it rests on.
        expires: Timestamp,
    },
    /// A proof was asked for; where to, is known to agents in full and to the session masked.
    ProofAsked {
        /// The session that asked.
        session: SessionId,
        /// The stored address that the code went to.
        address: Identifier,
    },
    /// A proof was tried and refused.
    ProofRefused {
        /// The session that tried.
        session: SessionId,
        /// The reason, as a name of the protocol.
        because: String,
    },
    /// A session ended by its own wish.
    SessionEnded {
        /// The session.
        session: SessionId,
    },
    /// Silence was so long that the address may have a new owner: what came before stays locked for it.
    EpochBegan {
        /// The address.
        address: Identifier,
        /// The first entry of the epoch.
        from: u64,
    },
    /// A link to this conversation was sent.
    LinkIssued {
        /// Its `jti`.
        token: TokenId,
        /// Over which medium.
        channel: Channel,
        /// To which stored address.
        address: Identifier,
        /// When it ends.
        expires: Timestamp,
        /// The letter that carries nothing else, when it was asked for; none when it goes with a message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<MessageId>,
        /// It was spoken as a code, by an agent or a machine, instead of sent.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        spoken: bool,
        /// The agent who read the code out; none means a machine.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<AgentId>,
    },
    /// All earlier links died.
    LinksRevoked {
        /// The generation that is valid from now on.
        generation: u32,
        /// By whom; none means a rule.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<AgentId>,
    },
    /// Somebody who could not prove it says that this continues another conversation.
    ContinuationClaimed {
        /// The conversation that is claimed. Nothing of it is disclosed here.
        conversation: ConversationId,
        /// Why it is unproven.
        because: String,
    },
    /// An agent answers for it from now on.
    Taken {
        /// Who.
        agent: AgentId,
    },
    /// What the customer's words say by themselves, as the text models read them.
    ContextRead {
        /// What it is about; none: unsure.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intent: Option<Guess>,
        /// What else it may be about, the likeliest first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        others: Vec<Guess>,
        /// How the customer sounds.
        mood: Mood,
        /// The language (ISO 639-1), if it could be told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
    },
    /// The customer's tier, in the site's words.
    TierNoted {
        /// It; none: they have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tier: Option<String>,
    },
    /// The directory said what is known of the customer's other conversations: routing looks at it.
    PastNoted(crate::conversation::Past),
    /// The desk gave it to an agent, who answers for it from now on.
    Assigned {
        /// Who.
        agent: AgentId,
        /// Why.
        decision: Decision,
    },
    /// A rule put it back into the queue.
    Requeued {
        /// Why, in one sentence for agents.
        because: String,
        /// The team whose queue it is; none: rules choose.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team: Option<String>,
    },
    /// Somebody hands it over, with a note: to a team's queue, or to an agent; then its owner stays until they accept.
    HandedOff {
        /// Which.
        handoff: HandoffId,
        /// Who signed the note.
        by: AgentId,
        /// The note; it names the next owner.
        note: HandoffNote,
        /// When an offer to an agent ends; none for a team.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expires: Option<Timestamp>,
    },
    /// An agent took over what was handed off, and answers for it from now on.
    HandoffAccepted {
        /// Which.
        handoff: HandoffId,
        /// Who.
        agent: AgentId,
    },
    /// The agent whom it was offered to declined: its owner keeps it.
    HandoffDeclined {
        /// Which.
        handoff: HandoffId,
        /// Who.
        agent: AgentId,
        /// Why, in their words.
        because: String,
    },
    /// Nobody accepted in time: it is in the queue.
    HandoffExpired {
        /// Which.
        handoff: HandoffId,
    },
    /// An agent moved the customer to another medium, with a note.
    ChannelMoved {
        /// Who.
        by: AgentId,
        /// Where to.
        to: Channel,
        /// The note.
        note: HandoffNote,
    },
    /// A note of an agent that customers never see.
    AgentNoted {
        /// Who.
        agent: AgentId,
        /// The text.
        text: String,
        /// Colleagues who are mentioned.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<AgentId>,
    },
    /// Its tags are these from now on.
    Tagged {
        /// Who.
        agent: AgentId,
        /// All of them, sorted.
        tags: Vec<String>,
    },
    /// It waits: its owner keeps it, and it takes none of their capacity.
    Held {
        /// Who.
        agent: AgentId,
        /// Until when; none: until the customer writes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
        /// What it waits for, in the agent's words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        because: String,
    },
    /// It waits no longer. Its agent goes on with it, or, without one, it is in the queue: whoever held it comes first.
    Resumed {
        /// Who; none: the customer wrote, or its time came.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
    },
    /// It is back in the queue, without a note: only journals from before there were notes have this.
    Released {
        /// Who gave it back.
        agent: AgentId,
    },
    /// It ended.
    Closed {
        /// Who ended it.
        agent: AgentId,
    },
    /// It goes on.
    Reopened {
        /// The agent, or none when a new message did it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
    },
    /// Something came that is kept but is no message: a bounce, an answering machine.
    Noted {
        /// What, in one sentence for agents.
        what: String,
        /// The key of the raw original in the object store.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        raw: Option<String>,
    },
}
