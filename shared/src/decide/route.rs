//! The ways to a customer: how an answer can go out, best first.

use crate::{
    channel::Channel,
    conversation::Conversation,
    evidence::Assurance,
    id::SessionId,
    identity::{Identifier, Standing},
    policy::{Capability, Policy},
    time::Timestamp,
};

/// Where an answer goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a stored address.
    Address(Identifier),
    /// To a browser.
    Session(SessionId),
}

/// One way to the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The medium.
    pub channel: Channel,
    /// Where to.
    pub target: Target,
    /// Why it cannot be used now, if so.
    pub blocked: Option<String>,
    /// What the agent should know before writing this way.
    pub caution: Option<String>,
}

/// Tells whether a browser is here now: the only thing about a conversation that its journal does not know.
pub type Presence<'a> = &'a dyn Fn(SessionId) -> bool;

/// All ways to the customer: the one that they used last first, browsers that are away after addresses, blocked ones last.
#[must_use]
pub fn ways(conversation: &Conversation, policy: &Policy, now: Timestamp, here: Presence<'_>) -> Vec<Way> {
    let heard = conversation.heard.as_ref();
    let mut ways: Vec<Way> = Vec::new();
    for known in &conversation.participants {
        let caution = (known.standing == Standing::Claimed)
            .then(|| "Nothing vouches for this address yet: it is only what the sender says.".to_owned());
        let target = Target::Address(known.identifier.clone());
        for heard in known.heard_on.iter().filter(|heard| policy.can(&heard.channel, Capability::Send)) {
            let channel = heard.channel.clone();
            ways.push(Way { channel, target: target.clone(), blocked: None, caution: caution.clone() });
        }
    }
    // Of several browsers the one that wrote last is answered, else the one that came last.
    let spoke = heard.and_then(|heard| heard.session).filter(|session| conversation.live(*session, now).is_some());
    let latest = || conversation.sessions.iter().rev().find(|(_, session)| !session.ended && now < session.expires);
    if let Some(id) = spoke.or_else(|| latest().map(|(id, _)| *id))
        && let Some(session) = conversation.sessions.get(&id)
    {
        let level = session.level(policy, now);
        let needed = policy.channels.get(&session.channel).map_or(Assurance::Account, |rules| rules.caution_below);
        let caution = (level < needed).then(|| match level {
            Assurance::Linked => "Only a link proves this visitor: disclose nothing of what came before.".to_owned(),
            _ => "Nothing is proven about this visitor: disclose nothing personal.".to_owned(),
        });
        let channel = session.channel.clone();
        ways.push(Way { channel, target: Target::Session(id), blocked: None, caution });
    }
    for way in &mut ways {
        way.blocked = match policy.channels.get(&way.channel) {
            Some(rules) if rules.enabled => None,
            Some(_) => Some("this channel is switched off in the policy".to_owned()),
            None => Some("the policy knows no such channel".to_owned()),
        };
    }
    let last = |way: &Way| {
        heard.is_some_and(|heard| {
            way.channel == heard.channel
                && match &way.target {
                    Target::Address(address) => heard.address.as_ref() == Some(address),
                    Target::Session(session) => heard.session == Some(*session),
                }
        })
    };
    let away = |way: &Way| matches!(way.target, Target::Session(session) if !here(session));
    ways.sort_by_key(|way| (way.blocked.is_some(), away(way), !last(way)));
    ways
}
