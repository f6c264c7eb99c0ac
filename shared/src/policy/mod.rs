//! Policy: what differs by channel, as data.
//!
//! A site's rules are one TOML file. Code asks the fields of [`Policy`]; it never branches on a channel's name.
//! [`Policy::parse`] refuses a file with every error it has, each by its key path, and refuses rules that would
//! break what Weft promises whatever a site decides, such as a link that proves who holds it.

mod calendar;
mod channel;
mod check;
mod contradiction;
mod desk;
mod dry_run;
mod fired;
mod hours;
mod intent;
mod invariant;
mod letter;
mod limits;
mod load;
mod medium;
mod note;
mod read;
mod reference;
mod report;
mod say;
mod schema;
mod template;
#[cfg(test)]
mod tests;
mod word;

pub use desk::{Answer, SummaryPolicy};
pub use dry_run::dry_run;
pub use fired::fired;
pub use intent::{Intent, Place, Switch, SwitchWhen};
pub use letter::{Filled, Letter, LetterKind, filled};
pub use load::{DEFAULT, MAX_FILE, PolicyError};
pub use medium::{Capability, Compliance, Length, OptIn, Quiet, Tone, Words};
pub use reference::reference;
pub use report::report;
pub use schema::schema;
pub use word::plain_words;

use crate::{
    channel::Channel,
    evidence::{Action, Assurance, Evidence, EvidenceKind},
    handoff::NoteLimits,
    identity::IdentifierKind,
    routing::Rules,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The rules of one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The name of the site, as customers read it: what `{{site}}` is filled with. It stands in the site's settings, not
    /// in the file of rules; who loads a site sets it.
    pub site_name: String,
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
    /// Codes that are spoken instead of a link.
    pub spoken: SpokenPolicy,
    /// When the site is at work, by name.
    pub hours: BTreeMap<String, Hours>,
    /// Where customers are, by the beginning of their number, as in `+44`: names of the IANA time zone database. The
    /// longest beginning counts; with several zones, quiet in one is quiet.
    pub zones: BTreeMap<String, Vec<String>>,
    /// What customers write about, by name.
    pub intents: BTreeMap<String, Intent>,
    /// Texts that providers have approved, by name.
    pub templates: BTreeMap<String, Template>,
    /// The texts of mails, one of each [`LetterKind`].
    pub letters: BTreeMap<LetterKind, Letter>,
    /// Who answers: teams, and the rules that choose among them.
    pub routing: Rules,
    /// Limits of handoff notes.
    pub handoff: NoteLimits,
    /// How the past is summed up for agents.
    pub summary: SummaryPolicy,
    /// Texts that agents use often, by name.
    pub answers: BTreeMap<String, Answer>,
    /// Who can answer for rules; none: anybody.
    pub active_owners: Option<Vec<String>>,
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
    /// The level that particular words of a provider about a number give here, at most what `weights` gives them.
    pub assertions: BTreeMap<String, Assurance>,
    /// A message whose proofs reach this level is from its address's holder and goes to their conversation; below it,
    /// the address is only claimed.
    pub identifies_from: Assurance,
    /// What the medium can do.
    pub capabilities: Vec<Capability>,
    /// How one writes here.
    pub tone: Tone,
    /// What law and providers demand here.
    pub compliance: Compliance,
    /// What is answered by itself when a conversation begins here; `{{promise}}` and `{{site}}` are filled in. None:
    /// nothing.
    pub first_answer: Option<String>,
    /// Texts that the medium's adapter speaks or writes, by the adapter's own names.
    pub texts: BTreeMap<String, String>,
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

/// Limits of codes that are spoken instead of a link: what they point to, they do not prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenPolicy {
    /// How many digits a code has.
    pub digits: u32,
    /// How long a code is valid, in milliseconds.
    pub valid_ms: i64,
    /// Codes an hour for one conversation.
    pub codes_an_hour: u32,
    /// Codes an hour for the whole site.
    pub site_codes_an_hour: u32,
    /// Wrong tries an hour on the whole site; after them codes wait for the next hour.
    pub site_wrong_an_hour: u32,
}

/// When the site is at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// A name of the IANA time zone database.
    pub zone: String,
    /// From and until, in minutes after midnight, Monday first; none: closed that day.
    pub days: [Option<(u16, u16)>; 7],
    /// Days on which it is closed all the same, as `2026-12-25`.
    pub closed: Vec<String>,
}

/// A text that providers have approved: what may be sent where free text may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The text as customers read it; `{{site}}` and `{{agent}}` are filled in, in the order of their first mention.
    pub text: String,
    /// The language that it was approved in, as in `en` or `en_GB`.
    pub language: String,
    /// Where it may be sent, and there each provider's name of it: channel → provider → name.
    pub approved: BTreeMap<Channel, BTreeMap<String, String>>,
}

/// Something the site promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// What customers read.
    pub text: String,
    /// Within what time, in milliseconds of working time.
    pub within_ms: i64,
    /// The working time that counts: a key of [`Policy::hours`]; none: around the clock.
    pub hours: Option<String>,
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
        Self::of_site("")
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
        let weight = |proof: &Evidence| {
            let most = rules.weights.get(&proof.kind()).copied()?;
            match proof {
                Evidence::NumberAsserted { assertion, .. } => {
                    Some(rules.assertions.get(assertion).map_or(most, |level| most.min(*level)))
                }
                _ => Some(most),
            }
        };
        evidence.iter().filter(counts).filter_map(weight).max().unwrap_or_default()
    }

    /// Whether a message with these proofs is from the holder of its address.
    #[must_use]
    pub fn identifies(&self, channel: &Channel, evidence: &[Evidence], now: Timestamp) -> bool {
        let from = self.channels.get(channel).map_or(Assurance::Account, |rules| rules.identifies_from);
        self.assurance(channel, evidence, now) >= from
    }

    /// The media in use that reach a kind of address.
    pub fn reaching(&self, kind: IdentifierKind) -> impl Iterator<Item = &Channel> {
        self.channels
            .iter()
            .filter(move |(_, rules)| rules.enabled && rules.reach == Reach::Address(kind))
            .map(|(channel, _)| channel)
    }

    /// Whether a medium can do something.
    #[must_use]
    pub fn can(&self, channel: &Channel, capability: Capability) -> bool {
        self.channels.get(channel).is_some_and(|rules| rules.enabled && rules.capabilities.contains(&capability))
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
