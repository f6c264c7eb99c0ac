//! Whether something may be sent to an address over a medium: the one place that every path of sending asks.

use super::{At, Refusal, Way, ways};
use crate::{
    channel::Channel,
    consent::Consent,
    conversation::Conversation,
    identity::Identifier,
    policy::{Capability, ChannelPolicy, OptIn, Policy, Reach},
    time::{DAY, HOUR, MINUTE, Timestamp},
};

/// What may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sendable {
    /// Any text, until then if the medium has a window.
    Free {
        /// When that ends.
        window_ends: Option<Timestamp>,
    },
    /// Only these texts of the policy, which the medium has approved.
    Templates {
        /// Their names.
        names: Vec<String>,
        /// Why nothing else, with the key path of the rule.
        because: Block,
    },
}

/// A rule that forbids something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its key path.
    pub rule: String,
    /// Why, in one sentence.
    pub why: String,
}

/// What the rules look at: an address on a medium, and what is known of its holder there.
pub(super) struct Question<'a> {
    pub channel: &'a Channel,
    pub address: &'a Identifier,
    pub consent: Option<Consent>,
    /// When the holder last wrote there.
    pub heard: Option<Timestamp>,
}

/// What may be sent to `address` over `channel` at `now`.
///
/// # Errors
/// [`Refusal::Rule`], with the next best medium.
pub fn sendable(
    conversation: &Conversation,
    policy: &Policy,
    channel: &Channel,
    address: &Identifier,
    now: Timestamp,
) -> Result<Sendable, Refusal> {
    let question = Question::of(conversation, channel, address);
    question.ask(policy, now).map_err(|block| block.refusal(instead(conversation, policy, channel, now)))
}

impl Block {
    pub(super) fn of(channel: &Channel, rule: &str, why: String) -> Self {
        Self { rule: format!("channel.{channel}.{rule}"), why }
    }

    pub(super) fn refusal(self, instead: Option<Channel>) -> Refusal {
        Refusal::Rule { rule: self.rule, why: self.why, instead }
    }
}

impl<'a> Question<'a> {
    pub(super) fn of(conversation: &Conversation, channel: &'a Channel, address: &'a Identifier) -> Self {
        let known = conversation.participant(address);
        let heard = known.and_then(|known| known.heard_on.iter().find(|heard| heard.channel == *channel));
        let consent = conversation.consent(address, channel);
        Self { channel, address, consent, heard: heard.map(|heard| heard.at) }
    }

    /// Whether any text may go there.
    pub(super) fn free(&self, policy: &Policy, now: Timestamp) -> bool {
        matches!(self.ask(policy, now), Ok(Sendable::Free { .. }))
    }

    pub(super) fn ask(&self, policy: &Policy, now: Timestamp) -> Result<Sendable, Block> {
        let rules = self.reached(policy, Capability::Send)?;
        self.stop(policy)?;
        self.opt_in(policy, rules)?;
        self.window(policy, rules, now)
    }

    /// The same for a link that is asked for. Whose holder has just asked for it, as by a key on the phone, has agreed
    /// by that.
    pub(super) fn ask_link(&self, policy: &Policy, now: Timestamp, by_holder: bool) -> Result<(), Block> {
        let rules = self.reached(policy, Capability::Link)?;
        self.stop(policy)?;
        if !by_holder {
            self.opt_in(policy, rules)?;
        }
        match self.window(policy, rules, now)? {
            Sendable::Free { .. } => Ok(()),
            Sendable::Templates { because, .. } => Err(because),
        }
    }

    fn reached<'p>(&self, policy: &'p Policy, how: Capability) -> Result<&'p ChannelPolicy, Block> {
        let (channel, label) = (self.channel, policy.label(self.channel));
        let unknown = || Block::of(channel, "enabled", format!("the policy knows no channel {channel}"));
        let rules = policy.channels.get(channel).ok_or_else(unknown)?;
        if !rules.enabled {
            return Err(Block::of(channel, "enabled", format!("{label} is switched off in the policy")));
        }
        if rules.reach != Reach::Address(self.address.kind) {
            return Err(Block::of(channel, "reach", format!("{label} does not reach this kind of address")));
        }
        if !rules.capabilities.contains(&how) {
            let why = format!("{label} lacks the capability {:?} in the policy", how.name());
            return Err(Block::of(channel, "capabilities", why));
        }
        Ok(rules)
    }

    fn stop(&self, policy: &Policy) -> Result<(), Block> {
        if self.consent != Some(Consent::Stopped) {
            return Ok(());
        }
        let label = policy.label(self.channel);
        let why = format!("the customer said stop on {label}: nothing may be sent there until they say start");
        Err(Block::of(self.channel, "compliance.words", why))
    }

    fn opt_in(&self, policy: &Policy, rules: &ChannelPolicy) -> Result<(), Block> {
        let given = self.consent == Some(Consent::Given);
        let (agreed, what) = match rules.compliance.opt_in {
            OptIn::None => (true, ""),
            OptIn::Inbound => (given || self.heard.is_some(), "wrote there first or agreed"),
            OptIn::Explicit => (given, "agreed to it"),
        };
        if agreed {
            return Ok(());
        }
        let label = policy.label(self.channel);
        let why = format!("on {label} nothing may be sent before the customer {what}");
        Err(Block::of(self.channel, "compliance.opt-in", why))
    }

    fn window(&self, policy: &Policy, rules: &ChannelPolicy, now: Timestamp) -> Result<Sendable, Block> {
        let Some(length) = rules.compliance.window_ms else {
            return Ok(Sendable::Free { window_ends: None });
        };
        let ends = self.heard.map(|heard| heard.plus(length));
        if let Some(ends) = ends.filter(|ends| now < *ends) {
            return Ok(Sendable::Free { window_ends: Some(ends) });
        }
        let label = policy.label(self.channel);
        let when = ends.map_or_else(
            || "and they have not written there yet".to_owned(),
            |ends| format!("that ended {}", ends.words()),
        );
        let approved = policy.templates.iter().filter(|(_, template)| template.approved.contains_key(self.channel));
        let names: Vec<String> = approved.map(|(name, _)| name.clone()).collect();
        let only = if names.is_empty() { "no text is approved" } else { "only approved texts may be sent" };
        let why = format!(
            "{label} takes free text for {} after the customer's last message, {when}: {only}",
            duration(length)
        );
        let because = Block::of(self.channel, "compliance.window", why);
        if names.is_empty() { Err(because) } else { Ok(Sendable::Templates { names, because }) }
    }
}

/// The next best medium: the first way that any text may take.
fn instead(conversation: &Conversation, policy: &Policy, than: &Channel, now: Timestamp) -> Option<Channel> {
    let open = |way: &Way| way.blocked.is_none() && way.channel != *than && way.templates.is_empty();
    ways(conversation, policy, now, &|_| true).into_iter().find(open).map(|way| way.channel)
}

impl At<'_> {
    /// The next best medium.
    pub(super) fn instead(&self, than: &Channel) -> Option<Channel> {
        instead(self.conversation, self.policy, than, self.now)
    }
}

fn duration(ms: i64) -> String {
    let (size, unit) = match ms {
        ms if ms % DAY == 0 && ms > DAY => (DAY, "days"),
        ms if ms % HOUR == 0 => (HOUR, "hours"),
        _ => (MINUTE, "minutes"),
    };
    format!("{} {unit}", ms / size)
}
