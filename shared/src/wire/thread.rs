//! A conversation as agents see it: who it is with, how an answer goes out, what the rules say.

use super::agent::{HeldLine, OfferLine};
use crate::{
    channel::Channel,
    consent::Consent,
    evidence::Assurance,
    handoff::HandoffNote,
    id::{AgentId, ConversationId, CustomerId, SessionId},
    identity::{IdentifierKind, Standing},
    routing::{Decision, Guess},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A conversation as agents see it, without its entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadState {
    /// It.
    pub conversation: ConversationId,
    /// The subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Whether it is open.
    pub open: bool,
    /// Who answers for it; of a closed one, who closed it. None means the queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
    /// The customer.
    pub customer: CustomerCard,
    /// How an answer would go out, the default first.
    pub routes: Vec<Route>,
    /// What it is about, by a name of [`Me::intents`](super::agent::Me::intents).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    /// What the policy advises now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<Advice>,
    /// What was promised, while the customer waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<PromiseLine>,
    /// The deals of the site that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deals: Vec<String>,
    /// Where it goes on, if it ended so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departed: Option<ConversationId>,
    /// What it may be about, the likeliest first, as its words were read; an agent's word is in `intent`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guesses: Vec<Guess>,
    /// Who said what it is about; none: it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent_by: Option<AgentId>,
    /// The team that it is with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Why the desk gave it where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// It is on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<HeldLine>,
    /// An offer that nobody has accepted yet, with its note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<(OfferLine, HandoffNote)>,
    /// The media that the customer can be moved to, each with what is sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<MoveLine>,
    /// The language that the customer writes (ISO 639-1), as far as it could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A medium that the customer can be moved to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveLine {
    /// The medium.
    pub to: Channel,
    /// What happens, in one sentence: a link is sent to an address, a code is read out.
    pub how: String,
    /// Nothing is sent: a code is to be read out, to be asked for once the move is decided.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub code: bool,
    /// The number that an agent calls (E.164), where a code is read out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// Why it is impossible now, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<String>,
}

/// The customer of a conversation, as agents see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerCard {
    /// The customer.
    pub customer: CustomerId,
    /// What to call them.
    pub title: String,
    /// What they are known by.
    pub identifiers: Vec<IdentifierLine>,
    /// The browsers that take part.
    pub sessions: Vec<SessionLine>,
}

/// One identifier and its proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentifierLine {
    /// Its kind.
    pub kind: IdentifierKind,
    /// Its value.
    pub value: String,
    /// Claimed or proven.
    pub standing: Standing,
    /// How, and when, in one sentence.
    pub because: String,
    /// The media that it was heard on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Channel>,
    /// What its holder wishes, by medium, with where that is known from and since when, in one sentence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<(Channel, Consent, String)>,
}

/// One browser session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    /// It.
    pub session: SessionId,
    /// Its level now.
    pub level: Assurance,
    /// How, and when, in one sentence.
    pub because: String,
    /// A socket of it is open now.
    pub present: bool,
}

/// How an answer would go out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The medium.
    pub channel: Channel,
    /// The address, or the browser, in words.
    pub to: String,
    /// Why it cannot be used now, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<String>,
    /// What the agent should know before writing this way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caution: Option<String>,
    /// The key path of the rule that blocks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Only these texts may be sent now; empty with no `blocked`: any text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<TemplateLine>,
    /// When free text ends being possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_ends: Option<Timestamp>,
    /// The longest text, in characters.
    pub max_text: usize,
    /// Texts are billed by segments: count them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub segments: bool,
    /// Files can go with it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub files: bool,
    /// How one writes there.
    pub tone: ToneLine,
}

/// A text that may be sent where free text may not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateLine {
    /// Its name in the policy.
    pub name: String,
    /// The text as the customer would read it.
    pub text: String,
}

/// How one writes on a medium, for this customer and agent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToneLine {
    /// `short`, `medium` or `long`.
    pub length: String,
    /// How an answer begins, filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greeting: Option<String>,
    /// How an answer ends, with `{{agent}}` to be filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// A note on how formal to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What to call the customer here; none where no name is known that may be said here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The sentence that asks for a proof.
    #[serde(default)]
    pub verify: String,
}

/// What a rule of the policy advises now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// The key path of the rule.
    pub rule: String,
    /// Why, in one sentence.
    pub because: String,
    /// Where to go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Channel>,
    /// The sentence to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub say: Option<String>,
    /// Too little is proven for what it is about.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
}

/// What was promised to a customer who waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseLine {
    /// What the customer reads.
    pub text: String,
    /// Until when it is kept.
    pub due: Timestamp,
}
