//! Moving a customer to another medium: what is sent for that, and where it is impossible.

use super::{
    At, Refusal,
    sendable::{Block, Question},
};
use crate::{
    channel::Channel,
    conversation::{Conversation, Participant},
    event::EventBody,
    id::{MessageId, TokenId},
    identity::Identifier,
    policy::{Capability, ChannelPolicy, Policy, Reach},
    time::Timestamp,
};

/// How a customer gets to another medium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// A link goes to an address.
    Link {
        /// The medium that carries it.
        over: Channel,
        /// Where to.
        to: Identifier,
    },
    /// An agent calls them there, and reads out a code that leads back.
    Spoken(Identifier),
    /// The next answer goes there.
    Answer(Identifier),
    /// They are there already: the next answer goes there.
    Here,
}

/// A medium that the customer may be moved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The medium.
    pub to: Channel,
    /// How, or by which rule not.
    pub how: Result<How, Block>,
}

/// All media of the policy that are in use but the one that the customer wrote on last.
#[must_use]
pub fn moves(conversation: &Conversation, policy: &Policy, now: Timestamp) -> Vec<Move> {
    let used = |channel: &Channel| conversation.heard.as_ref().is_some_and(|heard| heard.channel == *channel);
    let media = policy.channels.iter().filter(|(channel, rules)| rules.enabled && !used(channel));
    media.map(|(to, rules)| Move { to: to.clone(), how: how(conversation, policy, now, to, rules) }).collect()
}

fn how(
    conversation: &Conversation,
    policy: &Policy,
    now: Timestamp,
    to: &Channel,
    rules: &ChannelPolicy,
) -> Result<How, Block> {
    let can = |what| rules.capabilities.contains(&what);
    match rules.reach {
        Reach::Session => {
            let here = conversation
                .sessions
                .iter()
                .any(|(id, session)| session.channel == *to && conversation.live(*id, now).is_some());
            match link_there(conversation, policy, now, to) {
                Ok(link) => Ok(link),
                Err(_) if here => Ok(How::Here),
                Err(block) => Err(block),
            }
        }
        Reach::Address(kind) => {
            // Neither written to nor sent links: it is spoken.
            let spoken = !can(Capability::Send) && !can(Capability::Link);
            let label = policy.label(to);
            let none = || Block::of(to, "reach", format!("no address of the customer is known that {label} reaches"));
            let mut blocked = None;
            for known in latest_first(conversation).filter(|known| known.identifier.kind == kind) {
                if spoken {
                    return Ok(How::Spoken(known.identifier.clone()));
                }
                let question = Question::of(conversation, to, &known.identifier);
                let asked = if can(Capability::Link) {
                    let (over, to) = (to.clone(), known.identifier.clone());
                    question.ask_link(policy, now, false).map(|()| How::Link { over, to })
                } else {
                    question.ask(policy, now).map(|_| How::Answer(known.identifier.clone()))
                };
                match asked {
                    Ok(how) => return Ok(how),
                    Err(block) => blocked = blocked.or(Some(block)),
                }
            }
            Err(blocked.unwrap_or_else(none))
        }
    }
}

/// A link into the chat goes over what the customer used last, else over what else may carry one.
fn link_there(conversation: &Conversation, policy: &Policy, now: Timestamp, to: &Channel) -> Result<How, Block> {
    let mut blocked = None;
    for known in latest_first(conversation) {
        for over in known.media_for(Capability::Link, policy) {
            match Question::of(conversation, over, &known.identifier).ask_link(policy, now, false) {
                Ok(()) => return Ok(How::Link { over: over.clone(), to: known.identifier.clone() }),
                Err(block) => blocked = blocked.or(Some(block)),
            }
        }
    }
    let none = || Block::of(to, "reach", "no address of the customer is known that a link can be sent to".to_owned());
    Err(blocked.unwrap_or_else(none))
}

fn latest_first(conversation: &Conversation) -> impl Iterator<Item = &Participant> {
    let mut all: Vec<&Participant> = conversation.participants.iter().collect();
    all.sort_by_key(|known| std::cmp::Reverse(known.heard_on.last().map(|heard| heard.at)));
    all.into_iter()
}

impl At<'_> {
    /// What is sent so that the customer gets there; nothing where an agent speaks or answers.
    pub(super) fn move_to(&self, to: &Channel, token: TokenId, letter: MessageId) -> Result<Vec<EventBody>, Refusal> {
        let known = moves(self.conversation, self.policy, self.now).into_iter().find(|known| known.to == *to);
        let known = known.ok_or_else(|| {
            let label = self.policy.label(to);
            let used = self.conversation.heard.as_ref().is_some_and(|heard| heard.channel == *to);
            Refusal::Unreachable(if used {
                format!("the customer writes on {label} already")
            } else {
                format!("{label} is not in use: see the policy")
            })
        })?;
        match known.how.map_err(|block| block.refusal(self.instead(to)))? {
            How::Link { over, to } => self.send_link(token, letter, Some(&to), Some(&over), false),
            How::Spoken(_) | How::Answer(_) | How::Here => Ok(Vec::new()),
        }
    }
}
