//! Effects: every side effect of an event, as a value, before it happens.

use crate::{
    consent::ConsentLine,
    conversation::{Conversation, Link},
    disclose::is_announced,
    event::{Event, EventBody},
    evidence::Evidence,
    id::{AgentId, ConversationId, MessageId, TokenId},
    identity::{Identifier, IdentifierKind, Standing},
    message::{Message, Via},
    time::Timestamp,
};

/// Something to do outside the conversation. The outbox does each at least once; each is idempotent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Hand a message to its medium.
    Deliver {
        /// The message.
        message: Box<Message>,
        /// The link that goes with it.
        link: Option<(TokenId, Link)>,
        /// The site's own end that it leaves by, as it is now: what is tried again is not tried elsewhere.
        via: Option<Via>,
    },
    /// Send a link and nothing else.
    SendLink {
        /// The letter's id.
        letter: MessageId,
        /// The link.
        link: (TokenId, Link),
        /// The site's own end that it leaves by.
        via: Option<Via>,
    },
    /// Tell the directory that an identifier is proven to be this customer's.
    Prove(Identifier),
    /// Tell the directory what the holder of an address wishes, since when; it tells the customer's other conversations.
    Consent(ConsentLine, Timestamp),
    /// Tell the directory where this conversation goes on, and hand its messages over.
    Depart(ConversationId),
    /// Bring the desk's and the directory's line for this conversation up to date.
    Index,
    /// Have the text models read what the customer wrote, before the desk looks at it.
    Read,
    /// An agent said what it is about: that may be an example to learn from.
    Teach(String, AgentId),
    /// Bring the read model up to date.
    Project,
    /// Tell webhooks what happened.
    Announce,
}

/// What follows from `event`. `after` is the conversation with the event already applied.
#[must_use]
pub fn effects(after: &Conversation, event: &Event) -> Vec<Effect> {
    let link = |token: &TokenId| after.links.get(token).map(|link| (*token, link.clone()));
    let mut effects = vec![Effect::Project];
    if is_announced(&event.body) {
        effects.push(Effect::Announce);
    }
    match &event.body {
        EventBody::MessageReceived { .. }
        | EventBody::Rehomed { .. }
        | EventBody::SessionProven { evidence: Evidence::SiteSigned { .. }, .. } => effects.push(Effect::Read),
        EventBody::IntentSet { intent: Some(intent), agent: Some(agent) } => {
            effects.push(Effect::Teach(intent.clone(), agent.clone()));
        }
        _ => {}
    }
    match &event.body {
        EventBody::MessageSent { message, link: token } => {
            // What was moved here went out where it was written.
            if let Some(to) = message.to.as_ref().filter(|_| message.origin.is_none()) {
                let link = token.as_ref().and_then(link);
                let via = after.via(to, &message.channel).cloned();
                effects.push(Effect::Deliver { message: Box::new(message.clone()), link, via });
            }
            effects.push(Effect::Index);
        }
        EventBody::LinkIssued { token, letter: Some(letter), .. } => {
            if let Some(link) = link(token) {
                let via = after.via(&link.1.address, &link.1.channel).cloned();
                effects.push(Effect::SendLink { letter: *letter, link, via });
            }
        }
        EventBody::ParticipantNoted { identifier, standing: Standing::Proven, .. } => {
            effects.push(Effect::Prove(identifier.clone()));
            effects.push(Effect::Index);
        }
        EventBody::SessionProven { evidence: Evidence::SiteSigned { account, .. }, .. } => {
            effects.push(Effect::Prove(Identifier { kind: IdentifierKind::Account, value: account.clone() }));
            effects.push(Effect::Index);
        }
        EventBody::DealAttached { deal } => effects.push(Effect::Prove(deal.clone())),
        EventBody::ConsentNoted { line, told: false, .. } => effects.push(Effect::Consent(line.clone(), event.at)),
        EventBody::Departed { to, .. } => {
            effects.push(Effect::Depart(*to));
            effects.push(Effect::Index);
        }
        EventBody::Opened { .. }
        | EventBody::ParticipantNoted { .. }
        | EventBody::MessageReceived { .. }
        | EventBody::SessionProven { .. }
        | EventBody::Rehomed { .. }
        | EventBody::ParticipantLeft { .. }
        | EventBody::IntentSet { .. }
        | EventBody::ContextRead { .. }
        | EventBody::TierNoted { .. }
        | EventBody::PastNoted(_)
        | EventBody::Assigned { .. }
        | EventBody::Requeued { .. }
        | EventBody::HandedOff { .. }
        | EventBody::HandoffAccepted { .. }
        | EventBody::HandoffDeclined { .. }
        | EventBody::HandoffExpired { .. }
        | EventBody::ChannelMoved { .. }
        | EventBody::AgentNoted { .. }
        | EventBody::Tagged { .. }
        | EventBody::Held { .. }
        | EventBody::Resumed { .. }
        | EventBody::Taken { .. }
        | EventBody::Released { .. }
        | EventBody::Closed { .. }
        | EventBody::Reopened { .. } => effects.push(Effect::Index),
        EventBody::LinkIssued { .. }
        | EventBody::DeliveryChanged { .. }
        | EventBody::SessionOpened { .. }
        | EventBody::ProofAsked { .. }
        | EventBody::ProofRefused { .. }
        | EventBody::SessionEnded { .. }
        | EventBody::EpochBegan { .. }
        | EventBody::LinksRevoked { .. }
        | EventBody::ContinuationClaimed { .. }
        | EventBody::MessageAmended { .. }
        | EventBody::CallNoted { .. }
        | EventBody::ConsentNoted { .. }
        | EventBody::SendRefused { .. }
        | EventBody::Absorbed { .. }
        | EventBody::Noted { .. } => {}
    }
    effects
}
