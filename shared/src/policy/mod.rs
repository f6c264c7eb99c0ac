//! Policy: what differs by channel, as data.
//!
//! A site's rules are one TOML file. Code asks the fields of [`Policy`]; it never branches on a channel's name.
//! [`Policy::parse`] refuses a file with every error it has, each by its key path, and refuses rules that would
//! break what Weft promises whatever a site decides, such as a link that proves who holds it.

mod invariant;
mod letter;
mod load;
mod read;
#[cfg(test)]
mod tests;

pub use letter::{Filled, Letter, LetterKind};
pub use load::PolicyError;

use crate::{
    channel::Channel,
    evidence::{Action, Assurance, Evidence, EvidenceKind},
    identity::IdentifierKind,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The rules of one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The rules of each medium.
    pub channels: BTreeMap<Channel, ChannelPolicy>,
    /// How long each kind of proof counts, in milliseconds.
    pub lifetimes: BTreeMap<EvidenceKind, i64>,
    /// After this long without a sign of the customer an address may have a new owner, in milliseconds.
    pub possession_silence_ms: i64,
    /// One-time codes.
    pub codes: CodePolicy,
    /// Continuation links.
    pub links: LinkPolicy,
    /// Browser sessions.
    pub sessions: SessionPolicy,
    /// Mail that Weft writes by itself.
    pub automatic: AutomaticPolicy,
    /// What the site promises its customers: one list for all media.
    pub promises: BTreeMap<String, Promise>,
    /// The texts of mails, one of each [`LetterKind`].
    pub letters: BTreeMap<LetterKind, Letter>,
    /// Who answers for each rule and when it is looked at again, by key path.
    pub reviews: BTreeMap<String, Review>,
}

/// Who answers for a rule, and until when it counts as looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// A person or team.
    pub owner: String,
    /// The beginning (UTC) of the day by which the rule must be looked at again.
    pub review_by: Timestamp,
}

/// The rules of one medium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelPolicy {
    /// The name that people read.
    pub label: String,
    /// Whether it is in use.
    pub enabled: bool,
    /// What reaches a customer there.
    pub reach: Reach,
    /// Whether both sides are there at the same time: an answer shows up while the customer waits.
    pub live: bool,
    /// Whether a message to the customer carries a continuation link.
    pub carries_link: bool,
    /// Whether messages have a subject.
    pub has_subject: bool,
    /// The longest text of one message, in characters.
    pub max_text: usize,
    /// The promise that holds here: a key of [`Policy::promises`].
    pub promise: Option<String>,
    /// The level that each kind of proof gives here. A kind that is not named gives none.
    pub weights: BTreeMap<EvidenceKind, Assurance>,
    /// The agent is warned when answering somebody below this level.
    pub caution_below: Assurance,
    /// What each action needs here.
    pub disclosure: BTreeMap<Action, Disclosure>,
    /// Who answers for these rules.
    pub owner: String,
    /// The beginning (UTC) of the day by which they must be looked at again.
    pub review_by: Timestamp,
}

/// What reaches a customer over a medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only the session, while it lasts.
    Session,
    /// An address of this kind.
    Address(IdentifierKind),
}

/// What an action needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// The level.
    pub level: Assurance,
    /// The proofs that lead there, the easiest first. None: there is no way for the customer.
    pub step_up: Vec<EvidenceKind>,
}

/// Limits of one-time codes. All of them hold per address, over all sessions and conversations, except the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodePolicy {
    /// How many digits a code has.
    pub digits: u32,
    /// How long a code is valid, in milliseconds.
    pub valid_ms: i64,
    /// After so many wrong tries a code is dead.
    pub tries: u32,
    /// A new code may be asked for after so many milliseconds.
    pub resend_after_ms: i64,
    /// Wrong guesses an hour.
    pub guesses_an_hour: u32,
    /// After so many wrong guesses in a row codes stop for the address, and it is told so.
    pub wrong_in_a_row: u32,
    /// Codes sent an hour.
    pub codes_an_hour: u32,
    /// Codes sent a day.
    pub codes_a_day: u32,
    /// Codes sent an hour by the whole site.
    pub site_codes_an_hour: u32,
}

/// Limits of continuation links, per address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkPolicy {
    /// How long a link is valid, in milliseconds.
    pub valid_ms: i64,
    /// Links sent an hour on request.
    pub links_an_hour: u32,
    /// Links sent a day on request.
    pub links_a_day: u32,
}

/// How long browser sessions last, in milliseconds. A session never outlives the proof it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPolicy {
    /// One that began without a link.
    pub anonymous_ms: i64,
    /// One that began with a link.
    pub linked_ms: i64,
}

/// Limits of mail that Weft writes by itself, per pair of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AutomaticPolicy {
    /// To an address that is proven, a day.
    pub mails_a_day: u32,
    /// To an address that is not, a day.
    pub unproven_mails_a_day: u32,
}

/// Something the site promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// What customers read.
    pub text: String,
    /// Who keeps it.
    pub owner: String,
    /// The beginning (UTC) of the day by which it must be looked at again.
    pub review_by: Timestamp,
}

/// What holds where the policy has no rule.
static UNKNOWN: Disclosure = Disclosure { level: Assurance::Account, step_up: Vec::new() };

impl Policy {
    /// The rules that Weft comes with.
    ///
    /// # Errors
    /// Never in a released build: a test reads them.
    pub fn default_rules() -> Result<Self, Vec<PolicyError>> {
        Self::parse(include_str!("../../../policies/default.toml"))
    }

    /// The rules of a medium.
    #[must_use]
    pub fn channel(&self, channel: &Channel) -> Option<&ChannelPolicy> {
        self.channels.get(channel)
    }

    /// The highest level that proofs which still count give on a medium. A medium without rules gives none.
    #[must_use]
    pub fn assurance(&self, channel: &Channel, evidence: &[Evidence], now: Timestamp) -> Assurance {
        let Some(rules) = self.channels.get(channel) else {
            return Assurance::Anonymous;
        };
        let counts = |proof: &&Evidence| now < self.expiry_of(proof);
        let weight = |proof: &Evidence| rules.weights.get(&proof.kind()).copied();
        evidence.iter().filter(counts).filter_map(weight).max().unwrap_or_default()
    }

    /// What an action needs on a medium. Without a rule: the highest level, and no way there.
    #[must_use]
    pub fn required(&self, channel: &Channel, action: Action) -> &Disclosure {
        self.channels.get(channel).and_then(|rules| rules.disclosure.get(&action)).unwrap_or(&UNKNOWN)
    }

    /// Whether a level suffices for an action on a medium.
    #[must_use]
    pub fn allows(&self, channel: &Channel, action: Action, level: Assurance) -> bool {
        level >= self.required(channel, action).level
    }

    /// The first moment at which a proof no longer counts. A kind without a lifetime never counts.
    #[must_use]
    pub fn expiry_of(&self, evidence: &Evidence) -> Timestamp {
        evidence.at().plus(self.lifetimes.get(&evidence.kind()).copied().unwrap_or(0))
    }

    /// Whether a message to a customer on this medium carries a continuation link.
    #[must_use]
    pub fn carries_link(&self, channel: &Channel) -> bool {
        self.channels.get(channel).is_some_and(|rules| rules.carries_link)
    }

    /// The name of a medium that people read; for one without rules, its own.
    #[must_use]
    pub fn label<'a>(&'a self, channel: &'a Channel) -> &'a str {
        self.channels.get(channel).map_or(channel.as_str(), |rules| &rules.label)
    }

    /// The text of a kind of mail.
    #[must_use]
    pub fn letter(&self, kind: LetterKind) -> Option<&Letter> {
        self.letters.get(&kind)
    }

    /// The rules whose review is due, by key path.
    pub fn stale(&self, now: Timestamp) -> impl Iterator<Item = (&str, &Review)> {
        self.reviews
            .iter()
            .filter(move |(_, review)| review.review_by <= now)
            .map(|(path, review)| (path.as_str(), review))
    }
}
