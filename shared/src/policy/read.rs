//! Reading a policy file: every question records what is wrong with its answer and goes on.

use super::{Review, load::PolicyError};
use crate::{
    channel::Channel,
    time::{DAY, HOUR, MINUTE, SECOND, Timestamp},
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};
use toml::{Table, Value};

/// What the reading of one file collects.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) errors: RefCell<Vec<PolicyError>>,
    pub(super) reviews: RefCell<BTreeMap<String, Review>>,
}

/// No file that somebody wrote has more errors than this; one that was made to has no use for all of them.
pub(super) const MAX_ERRORS: usize = 500;

impl Findings {
    /// Whether the list of errors is full.
    pub(super) fn full(&self) -> bool {
        self.errors.borrow().len() >= MAX_ERRORS
    }

    pub(super) fn add(&self, path: String, problem: impl Into<String>, right: impl Into<String>) {
        if !self.full() {
            self.errors.borrow_mut().push(PolicyError { path, problem: problem.into(), right: right.into() });
        }
    }
}

/// One table of the file, and which of its keys were asked for.
pub(super) struct Section<'a> {
    path: String,
    table: &'a Table,
    asked: RefCell<BTreeSet<&'a str>>,
    findings: &'a Findings,
}

impl<'a> Section<'a> {
    pub(super) fn new(path: String, table: &'a Table, findings: &'a Findings) -> Self {
        Self { path, table, asked: RefCell::default(), findings }
    }

    /// The key path of a key in here.
    pub(super) fn at(&self, key: &str) -> String {
        let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let key = if bare { key.to_owned() } else { format!("{key:?}") };
        if self.path.is_empty() { key } else { format!("{}.{key}", self.path) }
    }

    /// Records what is wrong with a key.
    pub(super) fn wrong(&self, key: &str, problem: impl Into<String>, right: impl Into<String>) {
        self.findings.add(self.at(key), problem, right);
    }

    fn optional(&self, key: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().insert(key);
        self.table.get(key)
    }

    fn value(&self, key: &'static str, right: &str) -> Option<&'a Value> {
        let value = self.optional(key);
        if value.is_none() {
            self.wrong(key, "is missing", right);
        }
        value
    }

    /// Text of 1 to `longest` characters.
    pub(super) fn text(&self, key: &'static str, longest: usize) -> String {
        let right = format!("text of 1 to {longest} characters");
        let Some(value) = self.value(key, &right) else {
            return String::new();
        };
        match value.as_str() {
            Some(text) if !text.trim().is_empty() && text.chars().count() <= longest => return text.to_owned(),
            Some("") => self.wrong(key, "is empty", right),
            Some(text) if text.trim().is_empty() => self.wrong(key, "is blank", right),
            Some(_) => self.wrong(key, "is too long", right),
            None => self.wrong(key, found(value), right),
        }
        String::new()
    }

    /// Text that may be absent.
    pub(super) fn maybe_text(&self, key: &'static str, longest: usize) -> Option<String> {
        self.optional(key)?;
        Some(self.text(key, longest))
    }

    pub(super) fn flag(&self, key: &'static str) -> bool {
        match self.value(key, "true or false") {
            Some(Value::Boolean(flag)) => *flag,
            Some(other) => {
                self.wrong(key, found(other), "true or false");
                false
            }
            None => false,
        }
    }

    pub(super) fn count(&self, key: &'static str, range: RangeInclusive<u32>) -> u32 {
        let right = format!("a whole number from {} to {}", range.start(), range.end());
        let Some(value) = self.value(key, &right) else {
            return 0;
        };
        match value.as_integer().map(u32::try_from) {
            Some(Ok(count)) if range.contains(&count) => return count,
            Some(_) => self.wrong(key, format!("is {value}"), right),
            None => self.wrong(key, found(value), right),
        }
        0
    }

    /// A duration such as `"10m"`, in milliseconds.
    pub(super) fn duration(&self, key: &'static str, shortest: &str, longest: &str) -> i64 {
        let right = format!("a duration from {shortest:?} to {longest:?}, as in \"30s\", \"10m\", \"12h\", \"45d\"");
        let Some(value) = self.value(key, &right) else {
            return 0;
        };
        let range = millis(shortest).unwrap_or(0)..=millis(longest).unwrap_or(0);
        match value.as_str().map(|text| (text, millis(text))) {
            Some((_, Some(ms))) if range.contains(&ms) => return ms,
            Some((text, _)) => self.wrong(key, format!("is {}", shown(text)), right),
            None => self.wrong(key, found(value), right),
        }
        0
    }

    /// One of several names.
    pub(super) fn choice<T: Copy>(&self, key: &'static str, names: &[(&str, T)]) -> Option<T> {
        let right = format!("one of {}", list(names.iter().map(|(name, _)| *name)));
        let value = self.value(key, &right)?;
        let Some(text) = value.as_str() else {
            self.wrong(key, found(value), right);
            return None;
        };
        let known = names.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if known.is_none() {
            let hint = did_you_mean(text, names.iter().map(|(name, _)| *name));
            self.wrong(key, format!("is {}{hint}", shown(text)), right);
        }
        known
    }

    /// Several of several names, each once; may be empty.
    pub(super) fn choices<T: Copy + PartialEq>(&self, key: &'static str, names: &[(&str, T)]) -> Vec<T> {
        let right = format!("a list of {}", list(names.iter().map(|(name, _)| *name)));
        let mut chosen = Vec::new();
        let Some(value) = self.value(key, &right) else {
            return chosen;
        };
        let Some(items) = value.as_array() else {
            self.wrong(key, found(value), right);
            return chosen;
        };
        for (i, item) in items.iter().enumerate().take_while(|_| !self.findings.full()) {
            let name = item.as_str().unwrap_or("");
            match names.iter().find(|(known, _)| *known == name) {
                Some((_, value)) if chosen.contains(value) => {
                    self.wrong(key, format!("names {name:?} twice"), right.clone());
                }
                Some((_, value)) => chosen.push(*value),
                None => {
                    let hint = did_you_mean(name, names.iter().map(|(known, _)| *known));
                    self.wrong(key, format!("has {}{hint} at place {}", item_shown(item), i + 1), right.clone());
                }
            }
        }
        chosen
    }

    /// Who answers for this table's rules and when they are looked at again.
    pub(super) fn review(&self) -> Review {
        let right = "a day as in \"2027-05-31\"";
        let owner = self.text("owner", 80);
        let day = self.value("review-by", right).and_then(|value| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let day = (text.len() == 10).then(|| Timestamp::parse_rfc3339(&format!("{text}T00:00:00Z"))).flatten();
            if day.is_none() {
                self.wrong("review-by", format!("is {}", shown(&text)), right);
            }
            day
        });
        let review = Review { owner, review_by: day.unwrap_or_default() };
        self.findings.reviews.borrow_mut().insert(self.path.clone(), review.clone());
        review
    }

    /// A table in here.
    pub(super) fn section(&self, key: &'static str) -> Option<Section<'a>> {
        let right = format!("a table [{}]", self.at(key));
        let value = self.value(key, &right)?;
        let table = value.as_table();
        if table.is_none() {
            self.wrong(key, found(value), right);
        }
        table.map(|table| Section::new(self.at(key), table, self.findings))
    }

    /// A table in here that may be absent.
    pub(super) fn maybe_section(&self, key: &'static str) -> Option<Section<'a>> {
        self.optional(key)?;
        self.section(key)
    }

    /// Texts by names that are free.
    pub(super) fn free_texts(&self, longest: usize) -> BTreeMap<String, String> {
        self.free(
            |value| {
                value
                    .as_str()
                    .filter(|text| !text.trim().is_empty() && text.chars().count() <= longest)
                    .map(str::to_owned)
            },
            &format!("text of 1 to {longest} characters"),
        )
    }

    /// One of several names each, by names that are free.
    pub(super) fn free_choices<T: Copy>(&self, names: &[(&str, T)]) -> BTreeMap<String, T> {
        let chosen =
            |value: &Value| names.iter().find(|(name, _)| value.as_str() == Some(*name)).map(|(_, value)| *value);
        self.free(chosen, &format!("one of {}", list(names.iter().map(|(name, _)| *name))))
    }

    /// Values by names that are free.
    pub(super) fn free<T>(&self, read: impl Fn(&Value) -> Option<T>, right: &str) -> BTreeMap<String, T> {
        let mut all = BTreeMap::new();
        for (key, value) in self.table {
            self.asked.borrow_mut().insert(key);
            match read(value) {
                Some(read) => {
                    all.insert(key.clone(), read);
                }
                None => self.wrong(key, format!("is {}", item_shown(value)), right),
            }
        }
        all
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &'static str, longest: usize) -> Vec<String> {
        let right = format!("a list of texts of 1 to {longest} characters");
        let Some(value) = self.value(key, &right) else {
            return Vec::new();
        };
        let fits = |text: &&str| !text.trim().is_empty() && text.chars().count() <= longest;
        let all = value.as_array().map(|items| {
            items.iter().map(|item| item.as_str().filter(fits).map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        match all {
            Some(Some(texts)) => texts,
            Some(None) => {
                self.wrong(key, "has something else in it", right);
                Vec::new()
            }
            None => {
                self.wrong(key, found(value), right);
                Vec::new()
            }
        }
    }

    /// A list of tables in here; absent is an empty one.
    pub(super) fn list(&self, key: &'static str) -> Vec<Section<'a>> {
        let right = format!("a list of tables [[{}]]", self.at(key));
        let Some(value) = self.optional(key) else {
            return Vec::new();
        };
        let Some(items) = value.as_array() else {
            self.wrong(key, found(value), right);
            return Vec::new();
        };
        let mut all = Vec::new();
        for (i, item) in items.iter().enumerate().take_while(|_| !self.findings.full()) {
            match item.as_table() {
                Some(table) => all.push(Section::new(format!("{}[{i}]", self.at(key)), table, self.findings)),
                None => self.wrong(key, format!("has {} at place {}", item_shown(item), i + 1), right.clone()),
            }
        }
        all
    }

    /// Whether a key is there.
    pub(super) fn has(&self, key: &'static str) -> bool {
        self.optional(key).is_some()
    }

    /// All tables in here, by names that are free.
    pub(super) fn sections(&self) -> Vec<(&'a str, Section<'a>)> {
        let mut all = Vec::new();
        for (key, value) in self.table {
            self.asked.borrow_mut().insert(key);
            match value.as_table() {
                Some(table) => all.push((key.as_str(), Section::new(self.at(key), table, self.findings))),
                None => self.wrong(key, found(value), format!("a table [{}]", self.at(key))),
            }
        }
        all
    }

    /// The name of a channel that is this key.
    pub(super) fn channel(&self, key: &str) -> Option<Channel> {
        key.parse().map_err(|_| self.wrong(key, "is no channel's name", "1 to 20 lower-case letters or hyphens")).ok()
    }

    /// The name of a channel that is the value of this key.
    pub(super) fn channel_in(&self, key: &str, name: &str) -> Option<Channel> {
        name.parse().map_err(|_| self.wrong(key, "is no channel's name", "1 to 20 lower-case letters or hyphens")).ok()
    }

    /// The values of keys of which each is optional, such as weights by kind; none when one of them is wrong.
    pub(super) fn choices_by_name<K: Copy + Ord, T: Copy>(
        &self,
        keys: impl Iterator<Item = (&'static str, K)>,
        names: &[(&str, T)],
    ) -> Option<BTreeMap<K, T>> {
        let present = keys.filter(|(key, _)| self.optional(key).is_some());
        let all: Vec<_> = present.map(|(key, kind)| Some((kind, self.choice(key, names)?))).collect();
        all.into_iter().collect()
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self) {
        let asked = self.asked.borrow();
        let unknown = self.table.keys().filter(|key| !asked.contains(key.as_str()));
        for key in unknown.take_while(|_| !self.findings.full()) {
            let hint = did_you_mean(key, asked.iter().copied());
            self.wrong(key, format!("is unknown{hint}"), format!("one of {}", list(asked.iter().copied())));
        }
    }
}

/// Reads a duration: digits and one of `s`, `m`, `h`, `d`.
fn millis(text: &str) -> Option<i64> {
    let unit = match text.chars().next_back()? {
        's' => SECOND,
        'm' => MINUTE,
        'h' => HOUR,
        'd' => DAY,
        _ => return None,
    };
    let digits = text.get(..text.len() - 1)?;
    let plain = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { digits.parse::<i64>().ok()?.checked_mul(unit) } else { None }
}

fn found(value: &Value) -> String {
    format!("is of type {}", value.type_str())
}

fn item_shown(value: &Value) -> String {
    value.as_str().map_or_else(|| format!("something of type {}", value.type_str()), shown)
}

/// A value in an error, not longer than it helps.
fn shown(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("{start:?}…") } else { format!("{start:?}") }
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}

/// A hint when one of the names is what was probably meant.
fn did_you_mean<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> String {
    let close = |name: &&str| distance(text, name) <= 1 + name.len() / 5;
    names
        .filter(close)
        .min_by_key(|name| distance(text, name))
        .map(|name| format!(" (did you mean {name:?}?)"))
        .unwrap_or_default()
}

/// Insertions, deletions and replacements from one to the other (Levenshtein); far apart when one is long.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(41).collect(), b.chars().take(41).collect());
    if a.len().max(b.len()) > 40 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        let mut left = i + 1;
        for ((to, above_left), above) in b.iter().zip(&row).zip(row.iter().skip(1)) {
            left = (above_left + usize::from(from != to)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
