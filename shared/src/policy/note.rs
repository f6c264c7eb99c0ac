//! What a key of a policy file is: written down as the reading asks for it, so that schema and reference cannot drift
//! from what is read.

use super::say;
use toml::{Table, Value};

/// A key that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    /// The tables that lead to it, and it. A name that is free is a word in angle brackets.
    pub(super) keys: Vec<String>,
    pub(super) shape: Shape,
    /// A table that has it not is refused.
    pub(super) needed: bool,
    pub(super) doc: &'static str,
}

/// What a key may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Table,
    /// A list of tables.
    Tables,
    Text(usize),
    /// A list of texts.
    Texts(usize),
    Flag,
    Count(u32, u32),
    Duration(String, String),
    Choice(Vec<String>),
    /// A list of choices.
    Choices(Vec<String>),
    Day,
    Days,
    /// From one time of day until another.
    Span,
    Zone,
    Zones,
}

impl Shape {
    /// In words.
    pub(super) fn words(&self) -> String {
        let coded = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        match self {
            Self::Table => "a table".to_owned(),
            Self::Tables => "a list of tables".to_owned(),
            Self::Text(longest) => format!("text, up to {longest} characters"),
            Self::Texts(longest) => format!("a list of texts, up to {longest} characters each"),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Count(least, most) => format!("a whole number, {least} to {most}"),
            Self::Duration(shortest, longest) => format!("a duration, `{shortest}` to `{longest}`"),
            Self::Choice(names) => format!("one of {}", coded(names)),
            Self::Choices(names) => format!("a list of {}", coded(names)),
            Self::Day => "a day, as in `\"2027-05-31\"`".to_owned(),
            Self::Days => "a list of days, as in `[\"2026-12-25\"]`".to_owned(),
            Self::Span => "times of day, as in `\"09:00-18:00\"`".to_owned(),
            Self::Zone => "an IANA time zone, as in `\"Europe/London\"`".to_owned(),
            Self::Zones => "a list of IANA time zones".to_owned(),
        }
    }
}

impl Note {
    /// Whether a word of the path stands for names that are free.
    pub(super) fn is_free(key: &str) -> bool {
        key.starts_with('<')
    }

    /// The value in a file, when all places that this key stands for have the same one.
    pub(super) fn value_in<'t>(&self, table: &'t Table) -> Option<&'t Value> {
        let values = self.values_in(table);
        let first = *values.first()?;
        values.iter().all(|other| *other == first).then_some(first)
    }

    /// All values in a file that this key stands for.
    pub(super) fn values_in<'t>(&self, table: &'t Table) -> Vec<&'t Value> {
        let Some((last, way)) = self.keys.split_last() else {
            return Vec::new();
        };
        let mut at: Vec<&Table> = vec![table];
        for key in way {
            at = at.into_iter().flat_map(|table| within(table, key)).filter_map(Value::as_table).collect();
        }
        at.into_iter().flat_map(|table| within(table, last)).collect()
    }

    /// The path as people read it.
    pub(super) fn path(&self) -> String {
        let shown = |key: &String| if key.starts_with('+') { format!("{key:?}") } else { key.clone() };
        self.keys.iter().map(shown).collect::<Vec<_>>().join(".")
    }
}

fn within<'t>(table: &'t Table, key: &str) -> Vec<&'t Value> {
    if Note::is_free(key) { table.values().collect() } else { table.get(key).into_iter().collect() }
}

pub(super) fn names<T>(names: &[(&str, T)]) -> Vec<String> {
    names.iter().map(|(name, _)| (*name).to_owned()).collect()
}

/// Whether a free name is one that key paths, journals and people can carry.
pub(super) fn is_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=40).contains(&name.len()) && name.bytes().all(plain) && !name.starts_with('-') && !name.ends_with('-')
}

/// A hint for a name that stands nowhere.
pub(super) fn not_among<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> (String, String) {
    let hint = say::did_you_mean(name, known.clone());
    let right = say::list(known);
    let right = if right.is_empty() { "nothing, because there is none".to_owned() } else { format!("one of {right}") };
    (format!("is {}{hint}", say::shown(name)), right)
}
