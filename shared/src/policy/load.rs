//! From TOML to a [`Policy`], with every error.

use super::{
    AutomaticPolicy, ChannelPolicy, CodePolicy, Disclosure, Letter, LetterKind, LinkPolicy, Policy, Promise, Reach,
    Review, SessionPolicy, SpokenPolicy, invariant, medium,
    read::{Findings, MAX_ERRORS, Section},
};
use crate::{
    evidence::{Action, Assurance, EvidenceKind},
    identity::IdentifierKind,
    message::MAX_TEXT,
};
use std::{collections::BTreeMap, fmt};
use toml::{Table, de::DeTable};

/// The longest policy file, in bytes.
const MAX_FILE: usize = 256 * 1_024;

/// One error of a policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// The key path, as in `channel.shop-chat.disclosure.read-history.level`; for a file that is no TOML, the line.
    pub path: String,
    /// What is wrong.
    pub problem: String,
    /// What would be right.
    pub right: String,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}; expected {}", self.path, self.problem, self.right)
    }
}

impl std::error::Error for PolicyError {}

impl Policy {
    /// Reads a site's own file, over the rules that Weft comes with: tables are merged key by key, anything else
    /// replaces what was there. An empty file changes nothing.
    ///
    /// # Errors
    /// Every error of the rules that result, by its key path.
    pub fn of_site(text: &str) -> Result<Self, Vec<PolicyError>> {
        let own = read_toml(text)?;
        let mut table = read_toml(DEFAULT)?;
        merge(&mut table, own);
        Self::read(&table)
    }

    /// Reads a whole policy file.
    ///
    /// # Errors
    /// Every error of the file, by its key path.
    pub fn parse(text: &str) -> Result<Self, Vec<PolicyError>> {
        Self::read(&read_toml(text)?)
    }

    fn read(table: &Table) -> Result<Self, Vec<PolicyError>> {
        let findings = Findings::default();
        let root = Section::new(String::new(), table, &findings);
        let policy = policy(&root, &findings);
        root.finish();
        let mut errors = findings.errors.into_inner();
        if errors.is_empty() {
            return Ok(policy);
        }
        errors.sort_by(|a, b| a.path.cmp(&b.path));
        Err(errors)
    }
}

/// The rules that Weft comes with.
pub const DEFAULT: &str = include_str!("../../../policies/default.toml");

fn merge(into: &mut Table, from: Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(toml::Value::Table(known)), toml::Value::Table(own)) => merge(known, own),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

fn read_toml(text: &str) -> Result<Table, Vec<PolicyError>> {
    let error =
        |path: String, problem: &str| PolicyError { path, problem: problem.to_owned(), right: "TOML".to_owned() };
    if text.len() > MAX_FILE {
        let right = format!("at most {MAX_FILE} bytes");
        return Err(vec![PolicyError { path: "the file".to_owned(), problem: "is too long".to_owned(), right }]);
    }
    let (_, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let line = |at: usize| text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
        let place = |e: &toml::de::Error| {
            e.span().map_or_else(|| "the file".to_owned(), |at| format!("line {}", line(at.start)))
        };
        return Err(errors.iter().take(MAX_ERRORS).map(|e| error(place(e), e.message())).collect());
    }
    toml::from_str(text).map_err(|e: toml::de::Error| vec![error("the file".to_owned(), e.message())])
}

fn policy(root: &Section<'_>, findings: &Findings) -> Policy {
    let promises = promises(root);
    let (lifetimes, possession_silence_ms) = evidence(root);
    Policy {
        channels: channels(root, &promises),
        lifetimes,
        possession_silence_ms,
        codes: codes(root),
        links: links(root),
        sessions: sessions(root),
        spoken: spoken(root),
        automatic: automatic(root),
        hours: super::hours::read(root),
        zones: super::hours::read_zones(root),
        intents: super::intent::read(root),
        templates: super::template::read(root),
        letters: letters(root),
        promises,
        reviews: findings.reviews.take(),
    }
}

fn promises(root: &Section<'_>) -> BTreeMap<String, Promise> {
    let mut promises = BTreeMap::new();
    if let Some(all) = root.section("promise") {
        for (name, section) in all.sections() {
            let text = section.text("text", 200);
            let within_ms = section.duration("within", "1m", "90d");
            let hours = section.maybe_text("hours", 40);
            let Review { owner, review_by } = section.review();
            section.finish();
            promises.insert(name.to_owned(), Promise { text, within_ms, hours, owner, review_by });
        }
    }
    promises
}

fn levels() -> [(&'static str, Assurance); 4] {
    Assurance::ALL.map(|level| (level.name(), level))
}

fn kinds() -> [(&'static str, EvidenceKind); 6] {
    EvidenceKind::ALL.map(|kind| (kind.name(), kind))
}

fn channels(
    root: &Section<'_>,
    promises: &BTreeMap<String, Promise>,
) -> BTreeMap<crate::channel::Channel, ChannelPolicy> {
    let mut channels = BTreeMap::new();
    if let Some(all) = root.section("channel") {
        for (name, section) in all.sections() {
            let rules = channel(&section, promises);
            section.finish();
            if let Some(name) = all.channel(name) {
                channels.insert(name, rules);
            }
        }
        if channels.is_empty() {
            root.wrong("channel", "has no channel", "at least one table [channel.<name>]");
        }
    }
    channels
}

fn channel(section: &Section<'_>, promises: &BTreeMap<String, Promise>) -> ChannelPolicy {
    let reaches = [
        ("session", Reach::Session),
        ("mail", Reach::Address(IdentifierKind::Mail)),
        ("phone", Reach::Address(IdentifierKind::Phone)),
    ];
    let promise = section.maybe_text("promise", 40);
    if let Some(name) = promise.as_deref().filter(|name| !name.is_empty() && !promises.contains_key(*name)) {
        let known = promises.keys().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
        section.wrong(
            "promise",
            format!("is {name:?}, which is not in the list of promises"),
            format!("one of {known}"),
        );
    }
    let longest = u32::try_from(MAX_TEXT).unwrap_or(u32::MAX);
    let weights = section.section("weight").and_then(|section| {
        let weights = section.choices_by_name(kinds().into_iter(), &levels());
        if let Some(weights) = &weights {
            invariant::check_weights(&section, weights);
        }
        section.finish();
        weights
    });
    let disclosure = section.section("disclosure").map_or_else(BTreeMap::new, |section| {
        let needs = |action| Some((action, needs(&section, action, weights.as_ref())?));
        let disclosure = Action::ALL.into_iter().filter_map(needs).collect();
        section.finish();
        disclosure
    });
    let review = section.review();
    ChannelPolicy {
        label: section.text("label", 40),
        enabled: section.flag("enabled"),
        reach: section.choice("reach", &reaches).unwrap_or(Reach::Session),
        live: section.flag("live"),
        carries_link: section.flag("carries-link"),
        has_subject: section.flag("has-subject"),
        max_text: usize::try_from(section.count("max-text", 1..=longest)).unwrap_or(0),
        promise,
        weights: weights.unwrap_or_default(),
        assertions: section.maybe_section("assertion").map_or_else(BTreeMap::new, |section| {
            let words = section.free_choices(&levels());
            section.finish();
            words
        }),
        identifies_from: section.choice("identifies-from", &levels()).unwrap_or(Assurance::Account),
        capabilities: section.choices("capabilities", &medium::Capability::ALL.map(|it| (it.name(), it))),
        tone: medium::read_tone(section),
        compliance: medium::read_compliance(section),
        first_answer: section.maybe_text("first-answer", 500),
        texts: section.maybe_section("texts").map_or_else(BTreeMap::new, |section| {
            let texts = section.free_texts(500);
            section.finish();
            texts
        }),
        caution_below: section.choice("caution-below", &levels()).unwrap_or(Assurance::Account),
        disclosure,
        owner: review.owner,
        review_by: review.review_by,
    }
}

/// Without weights, because theirs have errors, the ways to step up are not judged: one error is enough for one mistake.
fn needs(
    section: &Section<'_>,
    action: Action,
    weights: Option<&BTreeMap<EvidenceKind, Assurance>>,
) -> Option<Disclosure> {
    let section = section.section(action.name())?;
    let level = section.choice("level", &levels());
    let step_up = section.choices("step-up", &kinds());
    let disclosure = level.map(|level| Disclosure { level, step_up });
    if let Some(disclosure) = &disclosure {
        invariant::check_level(&section, action, disclosure);
        if let Some(weights) = weights {
            invariant::check_step_up(&section, disclosure, weights);
        }
    }
    section.finish();
    disclosure
}

fn evidence(root: &Section<'_>) -> (BTreeMap<EvidenceKind, i64>, i64) {
    let Some(section) = root.section("evidence") else {
        return (BTreeMap::new(), 0);
    };
    // Longer silence than this and a number or mailbox may well have been given to somebody else.
    let silence = section.duration("possession-silence", "1d", "45d");
    let lifetimes = section.section("lifetime").map_or_else(BTreeMap::new, |section| {
        let lifetimes = kinds().map(|(name, kind)| (kind, section.duration(name, "1m", "90d")));
        section.finish();
        lifetimes.into_iter().collect()
    });
    section.review();
    section.finish();
    (lifetimes, silence)
}

/// The upper ends are what Weft promises against guessing and against bombing somebody's mailbox.
fn codes(root: &Section<'_>) -> CodePolicy {
    root.section("codes").map_or(CodePolicy::NONE, |section| {
        let codes = CodePolicy {
            digits: section.count("digits", 6..=10),
            valid_ms: section.duration("valid", "1m", "30m"),
            tries: section.count("tries", 1..=5),
            resend_after_ms: section.duration("resend-after", "10s", "1h"),
            guesses_an_hour: section.count("guesses-an-hour", 1..=15),
            wrong_in_a_row: section.count("wrong-in-a-row", 5..=100),
            codes_an_hour: section.count("codes-an-hour", 1..=3),
            codes_a_day: section.count("codes-a-day", 1..=10),
            site_codes_an_hour: section.count("site-codes-an-hour", 1..=100_000),
        };
        section.review();
        section.finish();
        codes
    })
}

fn links(root: &Section<'_>) -> LinkPolicy {
    root.section("links").map_or(LinkPolicy { valid_ms: 0, links_an_hour: 0, links_a_day: 0 }, |section| {
        let links = LinkPolicy {
            valid_ms: section.duration("valid", "1h", "90d"),
            links_an_hour: section.count("links-an-hour", 1..=10),
            links_a_day: section.count("links-a-day", 1..=50),
        };
        section.review();
        section.finish();
        links
    })
}

fn spoken(root: &Section<'_>) -> SpokenPolicy {
    root.section("spoken").map_or(SpokenPolicy::NONE, |section| {
        let spoken = SpokenPolicy {
            digits: section.count("digits", 8..=10),
            valid_ms: section.duration("valid", "1m", "10m"),
            codes_an_hour: section.count("codes-an-hour", 1..=20),
            site_codes_an_hour: section.count("site-codes-an-hour", 1..=1_000),
            site_wrong_an_hour: section.count("site-wrong-an-hour", 1..=1_000),
        };
        section.review();
        section.finish();
        spoken
    })
}

fn sessions(root: &Section<'_>) -> SessionPolicy {
    root.section("sessions").map_or(SessionPolicy { anonymous_ms: 0, linked_ms: 0 }, |section| {
        let sessions = SessionPolicy {
            anonymous_ms: section.duration("anonymous", "1h", "90d"),
            linked_ms: section.duration("linked", "1h", "90d"),
        };
        section.review();
        section.finish();
        sessions
    })
}

fn automatic(root: &Section<'_>) -> AutomaticPolicy {
    root.section("automatic").map_or(AutomaticPolicy { mails_a_day: 0, unproven_mails_a_day: 0 }, |section| {
        let automatic = AutomaticPolicy {
            mails_a_day: section.count("mails-a-day", 0..=2),
            unproven_mails_a_day: section.count("unproven-mails-a-day", 0..=1),
        };
        section.review();
        section.finish();
        automatic
    })
}

fn letters(root: &Section<'_>) -> BTreeMap<LetterKind, Letter> {
    let Some(all) = root.section("letter") else {
        return BTreeMap::new();
    };
    let mut letters = BTreeMap::new();
    for kind in LetterKind::ALL {
        if let Some(section) = all.section(kind.name()) {
            let letter = Letter {
                subject: section.text("subject", 200),
                text: section.text("text", 10_000),
                html: section.text("html", 50_000),
            };
            letter.check(kind, &section);
            section.review();
            section.finish();
            letters.insert(kind, letter);
        }
    }
    all.finish();
    letters
}

impl SpokenPolicy {
    /// What stands for a table that is missing: nothing is allowed. The file is refused anyway.
    const NONE: Self = Self { digits: 0, valid_ms: 0, codes_an_hour: 0, site_codes_an_hour: 0, site_wrong_an_hour: 0 };
}

impl CodePolicy {
    /// What stands for a table that is missing: nothing is allowed. The file is refused anyway.
    const NONE: Self = Self {
        digits: 0,
        valid_ms: 0,
        tries: 0,
        resend_after_ms: 0,
        guesses_an_hour: 0,
        wrong_in_a_row: 0,
        codes_an_hour: 0,
        codes_a_day: 0,
        site_codes_an_hour: 0,
    };
}
