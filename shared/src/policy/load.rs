//! From TOML to a [`Policy`], with every error.

use super::{
    Policy, Promise, Review, channel, check, desk, hours, intent, letter, limits,
    note::{Note, is_name},
    read::{Findings, MAX_ERRORS, Section},
    template,
};
use crate::routing::Rules;
use std::{cell::RefCell, collections::BTreeMap, fmt};
use toml::{Table, Value, de::DeTable};

/// The longest policy file, in bytes.
pub const MAX_FILE: usize = 256 * 1_024;

/// One error of a policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// The key path, as in `channel.shop-chat.disclosure.read-history.level`; for a file that is no TOML, the line.
    pub path: String,
    /// What is wrong.
    pub problem: String,
    /// What would be right.
    pub right: String,
    /// The key is not in the site's own file: it is one of the default that no longer fits what the site's file says.
    pub inherited: bool,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.inherited { " (in the default)" } else { "" };
        write!(f, "{}{place} {}; expected {}", self.path, self.problem, self.right)
    }
}

impl std::error::Error for PolicyError {}

impl Policy {
    /// Reads a site's own file, over the rules that Weft comes with: tables are merged key by key, anything else
    /// replaces what was there. An empty file changes nothing. A table that says `drop = true` takes one of the
    /// default's away, where names are free.
    ///
    /// # Errors
    /// Every error of the rules that result, by its key path.
    pub fn of_site(text: &str) -> Result<Self, Vec<PolicyError>> {
        let mut own = read_toml(text)?;
        let mut table = read_toml(DEFAULT)?;
        let mut errors = Vec::new();
        for family in DROPPABLE {
            drop_named(&mut own, &mut table, family, String::new(), &mut errors);
        }
        merge(&mut table, own.clone());
        let read = Self::read(&table, Some(&own));
        match (read, errors.is_empty()) {
            (Ok(policy), true) => Ok(policy),
            (read, _) => {
                errors.extend(read.err().unwrap_or_default());
                errors.sort_by(|a, b| a.path.cmp(&b.path));
                errors.truncate(MAX_ERRORS);
                Err(errors)
            }
        }
    }

    /// Reads a whole policy file.
    ///
    /// # Errors
    /// Every error of the file, by its key path.
    pub fn parse(text: &str) -> Result<Self, Vec<PolicyError>> {
        Self::read(&read_toml(text)?, None)
    }

    fn read(table: &Table, own: Option<&Table>) -> Result<Self, Vec<PolicyError>> {
        let findings = Findings { own, ..Findings::default() };
        let root = Section::root(table, &findings);
        let policy = policy(&root, &findings);
        check::check(&policy, &root);
        root.finish();
        let mut errors = findings.errors.take();
        if errors.is_empty() {
            return Ok(policy);
        }
        errors.sort_by(|a, b| a.path.cmp(&b.path));
        Err(errors)
    }
}

/// All keys that a policy file may have, in the order of their reading.
pub(super) fn notes() -> Vec<Note> {
    let nothing = Table::new();
    let findings = Findings { notes: Some(RefCell::default()), ..Findings::default() };
    let root = Section::root(&nothing, &findings);
    let _ = policy(&root, &findings);
    let mut notes: Vec<Note> = findings.notes.as_ref().map(RefCell::take).unwrap_or_default();
    for family in DROPPABLE {
        let keys = family.iter().copied().chain(["drop"]).map(str::to_owned).collect();
        let doc = "In a site's file, alone in its table: the default's table of this name is taken away.";
        notes.push(Note { keys, shape: super::note::Shape::Flag, needed: false, doc });
    }
    notes
}

/// The rules that Weft comes with.
pub const DEFAULT: &str = include_str!("../../../policies/default.toml");

/// Tables of the default that a site's file may take away.
const DROPPABLE: [&[&str]; 8] = [
    &["intent", "<intent>"],
    &["promise", "<promise>"],
    &["template", "<template>"],
    &["hours", "<hours>"],
    &["team", "<team>"],
    &["routing", "rule", "<rule>"],
    &["answer", "<answer>"],
    &["channel", "<channel>", "compliance", "words", "<language>"],
];

/// Takes the tables that say `drop = true` out of both files.
fn drop_named(own: &mut Table, default: &mut Table, family: &[&str], path: String, errors: &mut Vec<PolicyError>) {
    let Some((key, rest)) = family.split_first() else {
        return;
    };
    let names: Vec<String> = if Note::is_free(key) { own.keys().cloned().collect() } else { vec![(*key).to_owned()] };
    for name in names {
        let here = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let mut nothing = Table::new();
        let below = match default.get_mut(&name) {
            Some(Value::Table(below)) => Some(below),
            _ => None,
        };
        let known = below.is_some();
        let Some(Value::Table(table)) = own.get_mut(&name) else {
            continue;
        };
        if !rest.is_empty() {
            drop_named(table, below.unwrap_or(&mut nothing), rest, here, errors);
            continue;
        }
        let Some(wish) = table.get("drop") else {
            continue;
        };
        let problem = match wish {
            Value::Boolean(true) if table.len() > 1 => Some("stands beside other keys"),
            Value::Boolean(true) if !known => Some("names what the default does not have"),
            Value::Boolean(true) => None,
            Value::Boolean(false) => Some("is false"),
            _ => Some("is neither true nor absent"),
        };
        if let Some(problem) = problem.filter(|_| errors.len() < MAX_ERRORS) {
            let right = "true, alone in a table of the default's, or no such key".to_owned();
            let path = format!("{here}.drop");
            errors.push(PolicyError { path, problem: problem.to_owned(), right, inherited: false });
            table.remove("drop");
            if !table.is_empty() {
                continue;
            }
        } else {
            default.remove(&name);
        }
        own.remove(&name);
    }
}

fn merge(into: &mut Table, from: Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Table(known)), Value::Table(own)) => merge(known, own),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

fn read_toml(text: &str) -> Result<Table, Vec<PolicyError>> {
    let error = |path: String, problem: &str| PolicyError {
        path,
        problem: problem.to_owned(),
        right: "TOML".to_owned(),
        inherited: false,
    };
    if text.len() > MAX_FILE {
        let right = format!("at most {MAX_FILE} bytes");
        return Err(vec![PolicyError { right, ..error("the file".to_owned(), "is too long") }]);
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

fn policy(root: &Section<'_>, findings: &Findings<'_>) -> Policy {
    let channels = channel::read(root);
    let (lifetimes, possession_silence_ms) = limits::evidence(root);
    let intents = intent::read(root);
    // Routing gives its reasons in the words that agents read.
    let labels = intents.iter().map(|(name, intent)| (name.clone(), intent.label.clone())).collect();
    Policy {
        channels,
        lifetimes,
        possession_silence_ms,
        codes: limits::codes(root),
        links: limits::links(root),
        sessions: limits::sessions(root),
        spoken: limits::spoken(root),
        automatic: limits::automatic(root),
        promises: promises(root),
        hours: hours::read(root),
        zones: hours::read_zones(root),
        intents,
        templates: template::read(root),
        letters: letter::read(root),
        routing: Rules { intents: labels, ..desk::routing(root) },
        handoff: desk::handoff(root),
        summary: desk::summary(root),
        answers: desk::answers(root),
        active_owners: owners(root),
        site_name: String::new(),
        reviews: findings.reviews.take(),
    }
}

fn promises(root: &Section<'_>) -> BTreeMap<String, Promise> {
    let mut promises = BTreeMap::new();
    if let Some(all) = root.section("promise", "What the site promises its customers: one list for all media.") {
        for (name, section) in all.sections("<promise>", 100, "A promise. Its name is what media refer to.") {
            all.name(name);
            let text = section.text("text", 200, "What customers read.");
            let within = "How soon a customer is answered: in working time, where `hours` names it.";
            let within_ms = section.duration("within", "1m", "90d", within);
            let hours = "The working time that counts, one of `[hours]`. Without it, around the clock.";
            let hours = section.maybe_text("hours", 40, hours);
            let Review { owner, review_by } = section.review();
            section.finish();
            promises.insert(name.to_owned(), Promise { text, within_ms, hours, owner, review_by });
        }
    }
    promises
}

fn owners(root: &Section<'_>) -> Option<Vec<String>> {
    let doc = "Who can answer for rules. Without it, anybody can.";
    let section = root.maybe_section("owners", doc)?;
    let active = section.texts(
        "active",
        80,
        "The people and teams that are still there: a rule of anybody else is reported as one without an owner.",
    );
    section.finish();
    Some(active)
}

impl Section<'_> {
    /// Reports a free name that cannot be one.
    pub(super) fn name(&self, key: &str) {
        if !self.describes() && !is_name(key) {
            self.wrong(key, "is no name", "1 to 40 lower-case letters, digits or hyphens");
        }
    }
}
