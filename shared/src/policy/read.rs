//! Reading a policy file: every question records what is wrong with its answer and goes on. When the keys themselves
//! are described, every question writes down what it asks for instead.

mod tables;

use super::{
    Review,
    load::PolicyError,
    note::{Note, Shape, names},
    say::{did_you_mean, found, item_shown, list, shown},
};
use crate::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};
use toml::{Table, Value};

/// What the reading of one file collects.
#[derive(Default)]
pub(super) struct Findings<'f> {
    pub(super) errors: RefCell<Vec<PolicyError>>,
    pub(super) reviews: RefCell<BTreeMap<String, Review>>,
    /// A site's own file, when what is read is that over the default.
    pub(super) own: Option<&'f Table>,
    /// The keys that were asked for, when it is them that are wanted.
    pub(super) notes: Option<RefCell<Vec<Note>>>,
}

/// No file that somebody wrote has more errors than this; one that was made to has no use for all of them.
pub(super) const MAX_ERRORS: usize = 500;
/// No list has more items than this.
const MAX_ITEMS: usize = 200;

impl Findings<'_> {
    /// Whether the list of errors is full.
    pub(super) fn full(&self) -> bool {
        self.errors.borrow().len() >= MAX_ERRORS
    }
}

/// Whether a file has this key, or a list on the way to it.
fn has_path(table: &Table, keys: &[String], key: &str) -> bool {
    let mut table = table;
    for way in keys {
        match table.get(way) {
            Some(Value::Table(next)) => table = next,
            Some(_) => return true,
            None => return false,
        }
    }
    table.contains_key(key)
}

/// One table of the file, and which of its keys were asked for.
pub(super) struct Section<'a> {
    path: String,
    keys: Vec<String>,
    table: &'a Table,
    asked: RefCell<BTreeSet<&'a str>>,
    findings: &'a Findings<'a>,
}

impl<'a> Section<'a> {
    pub(super) fn root(table: &'a Table, findings: &'a Findings<'a>) -> Self {
        Self { path: String::new(), keys: Vec::new(), table, asked: RefCell::default(), findings }
    }

    fn inner(&self, key: &str, path: String, table: &'a Table) -> Self {
        let keys = self.keys.iter().cloned().chain([key.to_owned()]).collect();
        Self { path, keys, table, asked: RefCell::default(), findings: self.findings }
    }

    /// The key path of a key in here.
    pub(super) fn at(&self, key: &str) -> String {
        let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let key = if bare { key.to_owned() } else { format!("{key:?}") };
        if self.path.is_empty() { key } else { format!("{}.{key}", self.path) }
    }

    /// Records what is wrong with a key.
    pub(super) fn wrong(&self, key: &str, problem: impl Into<String>, right: impl Into<String>) {
        if self.findings.full() {
            return;
        }
        let elsewhere = |own| self.table.contains_key(key) && !has_path(own, &self.keys, key);
        let inherited = self.findings.own.is_some_and(elsewhere);
        let error = PolicyError { path: self.at(key), problem: problem.into(), right: right.into(), inherited };
        self.findings.errors.borrow_mut().push(error);
    }

    /// Whether the keys are described instead of read.
    pub(super) fn describes(&self) -> bool {
        self.findings.notes.is_some()
    }

    pub(super) fn note(&self, key: &str, shape: Shape, needed: bool, doc: &'static str) {
        if let Some(notes) = &self.findings.notes {
            let keys = self.keys.iter().cloned().chain([key.to_owned()]).collect();
            notes.borrow_mut().push(Note { keys, shape, needed, doc });
        }
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

    fn read_text(&self, key: &'static str, longest: usize) -> String {
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

    /// Text of 1 to `longest` characters.
    pub(super) fn text(&self, key: &'static str, longest: usize, doc: &'static str) -> String {
        self.note(key, Shape::Text(longest), true, doc);
        self.read_text(key, longest)
    }

    /// Text that may be absent.
    pub(super) fn maybe_text(&self, key: &'static str, longest: usize, doc: &'static str) -> Option<String> {
        self.note(key, Shape::Text(longest), false, doc);
        self.optional(key)?;
        Some(self.read_text(key, longest))
    }

    /// Text of a shape of its own.
    pub(super) fn shaped(&self, key: &'static str, shape: Shape, needed: bool, doc: &'static str) -> Option<String> {
        self.note(key, shape, needed, doc);
        if !needed {
            self.optional(key)?;
        }
        Some(self.read_text(key, 60))
    }

    pub(super) fn flag(&self, key: &'static str, doc: &'static str) -> bool {
        self.note(key, Shape::Flag, true, doc);
        match self.value(key, "true or false") {
            Some(Value::Boolean(flag)) => *flag,
            Some(other) => {
                self.wrong(key, found(other), "true or false");
                false
            }
            None => false,
        }
    }

    /// A flag that may be absent.
    pub(super) fn maybe_flag(&self, key: &'static str, doc: &'static str) -> Option<bool> {
        self.note(key, Shape::Flag, false, doc);
        let value = self.optional(key)?;
        if value.as_bool().is_none() {
            self.wrong(key, found(value), "true or false");
        }
        value.as_bool()
    }

    pub(super) fn count(&self, key: &'static str, range: RangeInclusive<u32>, doc: &'static str) -> u32 {
        self.note(key, Shape::Count(*range.start(), *range.end()), true, doc);
        self.read_count(key, range)
    }

    pub(super) fn maybe_count(&self, key: &'static str, range: RangeInclusive<u32>, doc: &'static str) -> Option<u32> {
        self.note(key, Shape::Count(*range.start(), *range.end()), false, doc);
        self.optional(key)?;
        Some(self.read_count(key, range))
    }

    fn read_count(&self, key: &'static str, range: RangeInclusive<u32>) -> u32 {
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
    pub(super) fn duration(&self, key: &'static str, shortest: &str, longest: &str, doc: &'static str) -> i64 {
        self.note(key, Shape::Duration(shortest.to_owned(), longest.to_owned()), true, doc);
        self.read_duration(key, shortest, longest)
    }

    pub(super) fn maybe_duration(
        &self,
        key: &'static str,
        shortest: &str,
        longest: &str,
        doc: &'static str,
    ) -> Option<i64> {
        self.note(key, Shape::Duration(shortest.to_owned(), longest.to_owned()), false, doc);
        self.optional(key)?;
        Some(self.read_duration(key, shortest, longest))
    }

    fn read_duration(&self, key: &'static str, shortest: &str, longest: &str) -> i64 {
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
    pub(super) fn choice<T: Copy>(&self, key: &'static str, known: &[(&str, T)], doc: &'static str) -> Option<T> {
        self.note(key, Shape::Choice(names(known)), true, doc);
        self.read_choice(key, known)
    }

    /// One of several names, or none.
    pub(super) fn maybe_choice<T: Copy>(&self, key: &'static str, known: &[(&str, T)], doc: &'static str) -> Option<T> {
        self.note(key, Shape::Choice(names(known)), false, doc);
        self.optional(key)?;
        self.read_choice(key, known)
    }

    fn read_choice<T: Copy>(&self, key: &'static str, known: &[(&str, T)]) -> Option<T> {
        let right = format!("one of {}", list(known.iter().map(|(name, _)| *name)));
        let value = self.value(key, &right)?;
        let Some(text) = value.as_str() else {
            self.wrong(key, found(value), right);
            return None;
        };
        let chosen = known.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if chosen.is_none() {
            let hint = did_you_mean(text, known.iter().map(|(name, _)| *name));
            self.wrong(key, format!("is {}{hint}", shown(text)), right);
        }
        chosen
    }

    /// Several of several names, each once; may be empty.
    pub(super) fn choices<T: Copy + PartialEq>(
        &self,
        key: &'static str,
        known: &[(&str, T)],
        doc: &'static str,
    ) -> Vec<T> {
        self.note(key, Shape::Choices(names(known)), true, doc);
        let right = format!("a list of {}", list(known.iter().map(|(name, _)| *name)));
        let mut chosen = Vec::new();
        for (i, item) in self.items(key, true, &right).iter().enumerate().take_while(|_| !self.findings.full()) {
            let name = item.as_str().unwrap_or("");
            match known.iter().find(|(known, _)| *known == name) {
                Some((_, value)) if chosen.contains(value) => {
                    self.wrong(key, format!("names {name:?} twice"), right.clone());
                }
                Some((_, value)) => chosen.push(*value),
                None => {
                    let hint = did_you_mean(name, known.iter().map(|(known, _)| *known));
                    self.wrong(key, format!("has {}{hint} at place {}", item_shown(item), i + 1), right.clone());
                }
            }
        }
        chosen
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &'static str, longest: usize, doc: &'static str) -> Vec<String> {
        self.note(key, Shape::Texts(longest), true, doc);
        self.read_texts(key, longest)
    }

    /// A list of texts that may be absent, which is the same as empty.
    pub(super) fn maybe_texts(&self, key: &'static str, longest: usize, doc: &'static str) -> Vec<String> {
        self.note(key, Shape::Texts(longest), false, doc);
        if self.optional(key).is_some() { self.read_texts(key, longest) } else { Vec::new() }
    }

    pub(super) fn read_texts(&self, key: &'static str, longest: usize) -> Vec<String> {
        let right = format!("a list of texts of 1 to {longest} characters");
        let fits = |text: &&str| !text.trim().is_empty() && text.chars().count() <= longest;
        let mut texts = Vec::new();
        for (i, item) in self.items(key, true, &right).iter().enumerate().take_while(|_| !self.findings.full()) {
            match item.as_str().filter(fits) {
                Some(text) => texts.push(text.to_owned()),
                None => self.wrong(key, format!("has {} at place {}", item_shown(item), i + 1), right.clone()),
            }
        }
        texts
    }

    /// The items of a list, not more than a list may have.
    fn items(&self, key: &'static str, needed: bool, right: &str) -> &'a [Value] {
        let value = if needed { self.value(key, right) } else { self.optional(key) };
        let Some(value) = value else {
            return &[];
        };
        match value.as_array() {
            Some(items) if items.len() <= MAX_ITEMS => items,
            Some(items) => {
                self.wrong(key, format!("has {} items", items.len()), format!("at most {MAX_ITEMS}"));
                &[]
            }
            None => {
                self.wrong(key, found(value), right);
                &[]
            }
        }
    }

    /// Who answers for this table's rules and when they are looked at again.
    pub(super) fn review(&self) -> Review {
        let right = "a day as in \"2027-05-31\"";
        let owner = self.text("owner", 80, "The person or team who answers for these rules.");
        self.note("review-by", Shape::Day, true, "The day by which they must be looked at again.");
        let day = self.value("review-by", right).and_then(|value| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let day = day(&text);
            if day.is_none() {
                self.wrong("review-by", format!("is {}", shown(&text)), right);
            }
            day
        });
        let review = Review { owner, review_by: day.unwrap_or_default() };
        self.findings.reviews.borrow_mut().insert(self.path.clone(), review.clone());
        review
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

/// The beginning (UTC) of a day such as `2027-05-31`.
pub(super) fn day(text: &str) -> Option<Timestamp> {
    (text.len() == 10).then(|| Timestamp::parse_rfc3339(&format!("{text}T00:00:00Z"))).flatten()
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
