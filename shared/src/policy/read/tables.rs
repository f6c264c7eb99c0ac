//! Questions for tables, and for what has names that are free.

use super::super::{
    note::{Shape, names},
    say::{found, item_shown, list},
};
use super::Section;
use crate::channel::Channel;
use std::collections::BTreeMap;
use toml::Value;

impl<'a> Section<'a> {
    /// A table in here.
    pub(in super::super) fn section(&self, key: &'static str, doc: &'static str) -> Option<Section<'a>> {
        self.note(key, Shape::Table, true, doc);
        self.read_section(key)
    }

    fn read_section(&self, key: &'static str) -> Option<Section<'a>> {
        if self.describes() {
            return Some(self.inner(key, self.at(key), self.table));
        }
        let right = format!("a table [{}]", self.at(key));
        let value = self.value(key, &right)?;
        let table = value.as_table();
        if table.is_none() {
            self.wrong(key, found(value), right);
        }
        table.map(|table| self.inner(key, self.at(key), table))
    }

    /// A table in here that may be absent.
    pub(in super::super) fn maybe_section(&self, key: &'static str, doc: &'static str) -> Option<Section<'a>> {
        self.note(key, Shape::Table, false, doc);
        if !self.describes() {
            self.optional(key)?;
        }
        self.read_section(key)
    }

    /// All tables in here, by names that are free; `name` stands for them.
    pub(in super::super) fn sections(
        &self,
        name: &'static str,
        most: usize,
        doc: &'static str,
    ) -> Vec<(&'a str, Section<'a>)> {
        self.note(name, Shape::Table, false, doc);
        if self.describes() {
            return vec![(name, self.inner(name, self.at(name), self.table))];
        }
        let mut all = Vec::new();
        for (key, value) in self.entries(most) {
            match value.as_table() {
                Some(table) => all.push((key, self.inner(key, self.at(key), table))),
                None => self.wrong(key, found(value), format!("a table [{}]", self.at(key))),
            }
        }
        all
    }

    /// A list of tables in here; absent is an empty one.
    pub(in super::super) fn list(&self, key: &'static str, doc: &'static str) -> Vec<Section<'a>> {
        self.note(key, Shape::Tables, false, doc);
        if self.describes() {
            return vec![self.inner(key, self.at(key), self.table)];
        }
        let right = format!("a list of tables [[{}]]", self.at(key));
        let mut all = Vec::new();
        for (i, item) in self.items(key, false, &right).iter().enumerate().take_while(|_| !self.findings.full()) {
            match item.as_table() {
                Some(table) => all.push(self.inner(key, format!("{}[{i}]", self.at(key)), table)),
                None => self.wrong(key, format!("has {} at place {}", item_shown(item), i + 1), right.clone()),
            }
        }
        all
    }

    /// Everything in here, by names that are free, not more than there may be.
    fn entries(&self, most: usize) -> impl Iterator<Item = (&'a str, &'a Value)> + '_ {
        if self.table.len() > most {
            let last = self.table.keys().nth(most).map_or("", String::as_str);
            self.wrong(last, format!("is one of {} here", self.table.len()), format!("at most {most}"));
        }
        self.asked.borrow_mut().extend(self.table.keys().map(String::as_str));
        self.table.iter().take(most).take_while(|_| !self.findings.full()).map(|(key, value)| (key.as_str(), value))
    }

    /// Texts by names that are free; `name` stands for them.
    pub(in super::super) fn free_texts(
        &self,
        name: &'static str,
        longest: usize,
        doc: &'static str,
    ) -> BTreeMap<String, String> {
        let fits = |text: &&str| !text.trim().is_empty() && text.chars().count() <= longest;
        let read = |value: &Value| value.as_str().filter(fits).map(str::to_owned);
        self.free(name, Shape::Text(longest), doc, read, &format!("text of 1 to {longest} characters"))
    }

    /// One of several names each, by names that are free; `name` stands for them.
    pub(in super::super) fn free_choices<T: Copy>(
        &self,
        name: &'static str,
        known: &[(&str, T)],
        doc: &'static str,
    ) -> BTreeMap<String, T> {
        let read = |value: &Value| known.iter().find(|(name, _)| value.as_str() == Some(*name)).map(|(_, it)| *it);
        let right = format!("one of {}", list(known.iter().map(|(name, _)| *name)));
        self.free(name, Shape::Choice(names(known)), doc, read, &right)
    }

    /// Values by names that are free; `name` stands for them.
    pub(in super::super) fn free<T>(
        &self,
        name: &'static str,
        shape: Shape,
        doc: &'static str,
        read: impl Fn(&Value) -> Option<T>,
        right: &str,
    ) -> BTreeMap<String, T> {
        self.note(name, shape, false, doc);
        let mut all = BTreeMap::new();
        for (key, value) in self.entries(1_000) {
            match read(value) {
                Some(read) => {
                    all.insert(key.to_owned(), read);
                }
                None => self.wrong(key, format!("is {}", item_shown(value)), right),
            }
        }
        all
    }

    /// The name of a channel that is this key.
    pub(in super::super) fn channel(&self, key: &str) -> Option<Channel> {
        key.parse().map_err(|_| self.wrong(key, "is no channel's name", "1 to 20 lower-case letters or hyphens")).ok()
    }

    /// The name of a channel that is the value of this key.
    pub(in super::super) fn channel_in(&self, key: &str, name: &str) -> Option<Channel> {
        name.parse().map_err(|_| self.wrong(key, "is no channel's name", "1 to 20 lower-case letters or hyphens")).ok()
    }

    /// The values of keys of which each is optional, such as weights by kind; none when one of them is wrong.
    pub(in super::super) fn choices_by_name<K: Copy + Ord, T: Copy>(
        &self,
        keys: &[(&'static str, K, &'static str)],
        known: &[(&str, T)],
    ) -> Option<BTreeMap<K, T>> {
        for (key, _, doc) in keys {
            self.note(key, Shape::Choice(names(known)), false, doc);
        }
        let present = keys.iter().filter(|(key, ..)| self.optional(key).is_some());
        let all: Vec<_> = present.map(|(key, kind, _)| Some((*kind, self.read_choice(key, known)?))).collect();
        all.into_iter().collect()
    }
}

impl Section<'_> {
    /// Records what is wrong with a key further in.
    pub(in super::super) fn wrong_at(&self, way: &[&str], problem: impl Into<String>, right: impl Into<String>) {
        let Some((key, way)) = way.split_last() else {
            return;
        };
        let mut table = self.table;
        let (mut path, mut keys) = (self.path.clone(), self.keys.clone());
        for step in way {
            let here = Section { path, keys, table, asked: Default::default(), findings: self.findings };
            path = here.at(step);
            keys = here.keys;
            keys.push((*step).to_owned());
            match table.get(*step) {
                Some(Value::Table(next)) => table = next,
                _ => break,
            }
        }
        Section { path, keys, table, asked: Default::default(), findings: self.findings }.wrong(key, problem, right);
    }

    /// Whether a key is there.
    pub(in super::super) fn has(&self, key: &'static str) -> bool {
        self.table.contains_key(key)
    }
}
