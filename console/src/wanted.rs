//! What lines and messages are narrowed down to, as the part of the address after `?`.

use crate::listing::priority_name;
use std::{collections::BTreeMap, fmt::Write as _};
use weft_shared::wire::agent::Row;

/// One thing that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Words.
    Text,
    /// A channel, by its name.
    Channel,
    /// An agent who answers for it.
    Owner,
    /// A team, by its name in the policy.
    Team,
    /// What it is about, by its name in the policy.
    Intent,
    /// A tag.
    Tag,
    /// A priority.
    Priority,
    /// `open` or `closed`; for searching.
    State,
    /// The first day; for searching.
    From,
    /// The last day; for searching.
    Until,
}

impl Field {
    /// All.
    pub const ALL: [Self; 10] = [
        Self::Text,
        Self::Channel,
        Self::Owner,
        Self::Team,
        Self::Intent,
        Self::Tag,
        Self::Priority,
        Self::State,
        Self::From,
        Self::Until,
    ];

    /// The name in the address bar, and in the edge's search.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "q",
            Self::Channel => "channel",
            Self::Owner => "owner",
            Self::Team => "team",
            Self::Intent => "intent",
            Self::Tag => "tag",
            Self::Priority => "priority",
            Self::State => "state",
            Self::From => "from",
            Self::Until => "until",
        }
    }
}

/// What is asked for: every field that is there must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted(BTreeMap<Field, String>);

impl Wanted {
    /// Reads `name=value&…`; what makes no sense is left out.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let one = |pair: &str| {
            let (name, value) = pair.split_once('=')?;
            let field = Field::ALL.into_iter().find(|field| field.name() == name)?;
            Some((field, decoded(value))).filter(|(_, value)| !value.is_empty())
        };
        Self(query.split('&').filter_map(one).collect())
    }

    /// Writes it.
    #[must_use]
    pub fn query(&self) -> String {
        let pairs: Vec<String> =
            self.0.iter().map(|(field, value)| format!("{}={}", field.name(), encoded(value))).collect();
        pairs.join("&")
    }

    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is asked for in a field; empty: anything.
    #[must_use]
    pub fn get(&self, field: Field) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }

    /// Asks for this in a field; for nothing: for anything.
    pub fn set(&mut self, field: Field, value: &str) {
        if value.is_empty() {
            self.0.remove(&field);
        } else {
            self.0.insert(field, value.to_owned());
        }
    }

    /// How many fields besides the words are asked for.
    #[must_use]
    pub fn narrowed(&self) -> usize {
        self.0.keys().filter(|field| **field != Field::Text).count()
    }

    /// Whether a line is what is asked for. What only searching knows fits always.
    #[must_use]
    pub fn fits(&self, row: &Row) -> bool {
        self.0.iter().all(|(field, value)| match field {
            Field::Text => {
                contains(&row.title, value) || row.subject.as_ref().is_some_and(|text| contains(text, value))
            }
            Field::Channel => row.channel.as_str() == value,
            Field::Owner => row.owner.as_ref().is_some_and(|owner| owner.as_str() == value),
            Field::Team => row.team.as_ref() == Some(value),
            Field::Intent => row.intent.as_ref() == Some(value),
            Field::Tag => row.tags.contains(value),
            Field::Priority => priority_name(row.priority) == value,
            Field::State | Field::From | Field::Until => true,
        })
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.trim().to_lowercase())
}

/// A value as a part of an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The value that a part of an address stands for.
#[must_use]
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (*first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
                rest = after.get(2..).unwrap_or_default();
            }
            (byte, ..) => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::tests::row;

    #[test]
    fn what_is_wanted_reads_back_as_written() {
        let mut wanted = Wanted::default();
        for field in Field::ALL {
            wanted.set(field, "Ümlaut & 50 % = \"quoted\" + #1/2?");
        }
        assert_eq!(Wanted::parse(&wanted.query()), wanted);
        assert!(wanted.query().is_ascii());
    }

    #[test]
    fn values_that_make_no_sense_are_left_out_or_taken_as_they_are() {
        assert_eq!(Wanted::parse("colour=red&&q&tag="), Wanted::default());
        assert_eq!(Wanted::parse("q=100%").get(Field::Text), "100%");
        assert_eq!(Wanted::parse("q=%ff%zz%C3%A4").get(Field::Text), "\u{fffd}%zzä");
    }

    #[test]
    fn every_field_that_is_asked_for_must_fit() {
        let mut line = row(1, 1, 10);
        line.tags = vec!["vip".into()];
        line.owner = Some("ada".parse().unwrap());
        line.subject = Some("My Teapot".into());
        for (query, fits) in [
            ("", true),
            ("q=teaPOT", true),
            ("q=customer", true),
            ("q=kettle", false),
            ("tag=vip&owner=ada", true),
            ("tag=vip&owner=ben", false),
            ("tag=vi", false),
            ("channel=pigeon", true),
            ("channel=other", false),
            ("priority=normal", true),
            ("priority=urgent", false),
            ("team=support", false),
            ("intent=refund", false),
            ("state=closed&from=2026-11-01", true),
        ] {
            assert_eq!(Wanted::parse(query).fits(&line), fits, "{query}");
        }
    }

    #[test]
    fn emptied_fields_are_no_longer_asked_for() {
        let mut wanted = Wanted::parse("q=tea&tag=vip");
        assert_eq!(wanted.narrowed(), 1);
        wanted.set(Field::Tag, "");
        wanted.set(Field::Text, "");
        assert!(wanted.is_empty());
    }
}
