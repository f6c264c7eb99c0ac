//! The ways to a customer: how an answer can go out, best first.

use super::sendable::{Question, Sendable};
use crate::{
    channel::Channel,
    conversation::{Conversation, Participant},
    evidence::{Action, Assurance, Evidence},
    id::SessionId,
    identity::{Identifier, Standing},
    policy::{Capability, Policy, Quiet},
    time::{MINUTE, Timestamp},
};
use jiff::tz::TimeZoneDatabase;

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
    /// The key path of the rule that blocks it, or that allows only some texts.
    pub rule: Option<String>,
    /// Only these texts of the policy may be sent now; empty when it is not blocked: any text.
    pub templates: Vec<String>,
    /// When free text ends being possible.
    pub window_ends: Option<Timestamp>,
}

/// Tells whether a browser is here now: the only thing about a conversation that its journal does not know.
pub type Presence<'a> = &'a dyn Fn(SessionId) -> bool;

/// All ways to the customer, one for each address and medium, and one for the browsers: the one that they used last
/// first, those for approved texts only after the others, browsers that are away after them, blocked ones last.
#[must_use]
pub fn ways(conversation: &Conversation, policy: &Policy, now: Timestamp, here: Presence<'_>) -> Vec<Way> {
    let mut ways: Vec<(Way, Option<Timestamp>)> = Vec::new();
    for known in &conversation.participants {
        for (channel, heard) in media(known, policy) {
            ways.push((to_address(conversation, policy, now, known, channel), heard));
        }
    }
    ways.extend(to_browser(conversation, policy, now).map(|way| {
        let came = browser_came(conversation, &way.target);
        (way, came)
    }));
    let heard = conversation.heard.as_ref();
    let last = |way: &Way| {
        heard.is_some_and(|heard| {
            way.channel == heard.channel
                && match &way.target {
                    Target::Address(address) => heard.address.as_ref() == Some(address),
                    Target::Session(session) => heard.session == Some(*session),
                }
        })
    };
    // Where an agent moved the customer to is where they go on, until they write elsewhere.
    let moved = |way: &Way| conversation.desk.moved_to.as_ref() == Some(&way.channel);
    let away = |way: &Way| matches!(way.target, Target::Session(session) if !here(session));
    ways.sort_by_key(|(way, heard)| {
        let at = heard.map_or(i64::MIN, |at| at.0);
        (way.blocked.is_some(), away(way), !way.templates.is_empty(), !moved(way), !last(way), std::cmp::Reverse(at))
    });
    ways.into_iter().map(|(way, _)| way).collect()
}

/// The media that an agent can write to an address on: those that it was heard on, the latest first, then every other
/// one that reaches it.
fn media<'a>(known: &'a Participant, policy: &'a Policy) -> Vec<(&'a Channel, Option<Timestamp>)> {
    let can = |channel: &Channel| {
        policy.channels.get(channel).is_none_or(|rules| rules.capabilities.contains(&Capability::Send))
    };
    let heard = known.heard_on.iter().rev().filter(|heard| can(&heard.channel));
    let mut media: Vec<_> = heard.map(|heard| (&heard.channel, Some(heard.at))).collect();
    for channel in policy.reaching(known.identifier.kind).filter(|channel| can(channel)) {
        if media.iter().all(|(known, _)| *known != channel) {
            media.push((channel, None));
        }
    }
    media
}

fn to_address(
    conversation: &Conversation,
    policy: &Policy,
    now: Timestamp,
    known: &Participant,
    channel: &Channel,
) -> Way {
    let address = &known.identifier;
    let heard = known.heard_on.iter().find(|heard| heard.channel == *channel);
    let evidence: &[Evidence] = heard.map_or(&[], |heard| &heard.evidence);
    let claimed = (known.standing == Standing::Claimed)
        .then(|| "Nothing vouches for this address yet: it is only what somebody says.".to_owned());
    let unproven = unproven(policy, channel, policy.assurance(channel, evidence, now));
    let cautions = [claimed, unproven, quiet(policy, channel, address, now)];
    let mut way = Way {
        channel: channel.clone(),
        target: Target::Address(address.clone()),
        blocked: None,
        caution: joined(cautions),
        rule: None,
        templates: Vec::new(),
        window_ends: None,
    };
    match Question::of(conversation, channel, address).ask(policy, now) {
        Ok(Sendable::Free { window_ends }) => way.window_ends = window_ends,
        Ok(Sendable::Templates { names, because }) => {
            way.templates = names;
            way.rule = Some(because.rule);
            way.caution = joined([Some(sentence(&because.why)), way.caution]);
        }
        Err(block) => {
            way.rule = Some(block.rule);
            way.blocked = Some(block.why);
        }
    }
    way
}

/// Of several browsers the one that wrote last is answered, else the one that came last.
fn to_browser(conversation: &Conversation, policy: &Policy, now: Timestamp) -> Option<Way> {
    let spoke = conversation.heard.as_ref().and_then(|heard| heard.session);
    let spoke = spoke.filter(|session| conversation.live(*session, now).is_some());
    let latest = || conversation.sessions.iter().rev().find(|(_, session)| !session.ended && now < session.expires);
    let id = spoke.or_else(|| latest().map(|(id, _)| *id))?;
    let session = conversation.sessions.get(&id)?;
    let channel = session.channel.clone();
    let (blocked, rule) = match policy.channels.get(&channel) {
        Some(rules) if rules.enabled => (None, None),
        Some(_) => (
            Some(format!("{} is switched off in the policy", policy.label(&channel))),
            Some(format!("channel.{channel}.enabled")),
        ),
        None => (Some(format!("the policy knows no channel {channel}")), Some(format!("channel.{channel}.enabled"))),
    };
    let level = session.level(policy, now);
    let who = match level {
        Assurance::Anonymous => "Nothing is proven about this visitor.",
        _ => "Only a link proves this visitor.",
    };
    let caution = unproven(policy, &channel, level).map(|what| format!("{who} {what}"));
    let (templates, window_ends) = (Vec::new(), None);
    Some(Way { channel, target: Target::Session(id), blocked, caution, rule, templates, window_ends })
}

/// When a browser came, or proved something last: whoever is in the chat now is answered there rather than where they
/// wrote before.
fn browser_came(conversation: &Conversation, target: &Target) -> Option<Timestamp> {
    let Target::Session(id) = target else { return None };
    let session = conversation.sessions.get(id)?;
    session.evidence.iter().map(Evidence::at).chain([session.opened]).max()
}

/// What a level is too low for, in words, where agents are to be warned.
fn unproven(policy: &Policy, channel: &Channel, level: Assurance) -> Option<String> {
    const TOLD: [(Action, &str); 4] = [
        (Action::ReadHistory, "repeat what was said before"),
        (Action::SeeContact, "see contact data"),
        (Action::ChangeContact, "change contact data"),
        (Action::DiscussAccount, "discuss the account"),
    ];
    let rules = policy.channels.get(channel)?;
    if level >= rules.caution_below {
        return None;
    }
    let locked = TOLD.into_iter().filter(|(action, _)| !policy.allows(channel, *action, level));
    let locked: Vec<&str> = locked.map(|(_, words)| words).collect();
    Some(if locked.is_empty() {
        "The customer is not proven here.".to_owned()
    } else {
        format!("Ask for a proof before you: {}.", locked.join(", "))
    })
}

/// The warning about the hour, by the clock of whoever has the number.
fn quiet(policy: &Policy, channel: &Channel, address: &Identifier, now: Timestamp) -> Option<String> {
    let until = policy.quiet_until(channel, &address.value, now)?;
    let rules = policy.channels.get(channel)?.compliance.quiet?;
    let named = policy.zones_of(&address.value).iter().map(String::as_str);
    let zones = named.chain(policy.hours.values().map(|hours| hours.zone.as_str())).chain(["UTC"]);
    let clock = |zone: &str, at: Timestamp| {
        let zone = TimeZoneDatabase::bundled().get(zone).ok()?;
        let time = zone.to_datetime(jiff::Timestamp::from_millisecond(at.0).ok()?).time();
        Some((u16::try_from(time.hour()).ok()?, u16::try_from(time.minute()).ok()?))
    };
    // With several zones the one in which it is quiet tells.
    let told =
        zones.clone().find(|zone| clock(zone, now).is_some_and(|(hour, minute)| in_quiet(rules, hour * 60 + minute)));
    let zone = told.or_else(|| zones.clone().next())?;
    let (hour, minute) = clock(zone, now)?;
    let (until_hour, until_minute) = clock(zone, until)?;
    let day = if until.since(now) > 24 * 60 * MINUTE { " of a later day" } else { "" };
    Some(format!(
        "It is {hour:02}:{minute:02} where this number is from: quiet until {until_hour:02}:{until_minute:02}{day}."
    ))
}

const fn in_quiet(rules: Quiet, minute: u16) -> bool {
    if rules.from < rules.until {
        rules.from <= minute && minute < rules.until
    } else {
        rules.from <= minute || minute < rules.until
    }
}

fn joined<const N: usize>(cautions: [Option<String>; N]) -> Option<String> {
    let told: Vec<String> = cautions.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// A reason as a sentence of its own.
fn sentence(why: &str) -> String {
    let mut letters = why.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
