//! What agents look for: words and phrases, narrowed by filters. Read here, carried out over the read model.

use crate::{
    channel::Channel,
    id::{AgentId, ConversationId},
    time::{DAY, Timestamp},
};
use std::{borrow::Cow, fmt, str::FromStr};

/// The longest text that is looked for, in characters.
pub const LONGEST: usize = 200;
/// The most words and phrases at once.
pub const MOST_TERMS: usize = 16;
/// The fewest characters of a word whose continuations are found too.
const STEM: usize = 3;

/// Something that must occur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A word; from three characters on, words that begin so are found too.
    Word(String),
    /// Words in a row.
    Phrase(String),
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// All of these occur.
    pub terms: Vec<Term>,
    /// In this conversation only.
    pub conversation: Option<ConversationId>,
    /// On this medium only.
    pub channel: Option<Channel>,
    /// In conversations of this owner only.
    pub owner: Option<AgentId>,
    /// In conversations about this only: a name of the policy's list.
    pub intent: Option<String>,
    /// In open or in closed conversations only.
    pub open: Option<bool>,
    /// Not written before.
    pub from: Option<Timestamp>,
    /// Written before.
    pub until: Option<Timestamp>,
    /// What comes after this only.
    pub after: Option<Cursor>,
}

/// Where a page of what was found ends: the time of its last hit, and the number of that hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// When it was written.
    pub at: Timestamp,
    /// Its number in the read model.
    pub id: u64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.at.0, self.id)
    }
}

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, id) = text.split_once('_').ok_or(())?;
        Ok(Self { at: Timestamp(at.parse().map_err(drop)?), id: id.parse().map_err(drop)? })
    }
}

impl Search {
    /// Reads the names and values of a query string.
    ///
    /// # Errors
    /// One sentence: what is wrong, and what would be right.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (Cow<'a, str>, Cow<'a, str>)>) -> Result<Self, String> {
        let mut search = Self {
            terms: Vec::new(),
            conversation: None,
            channel: None,
            owner: None,
            intent: None,
            open: None,
            from: None,
            until: None,
            after: None,
        };
        for (name, value) in pairs {
            // A filter that is left empty is none.
            if value.is_empty() {
                continue;
            }
            let wrong = |what: &str| format!("`{name}` must be {what}");
            match name.as_ref() {
                "q" => search.terms = terms(&value)?,
                "conversation" => search.conversation = Some(value.parse().map_err(|_| wrong("a conversation's id"))?),
                "channel" => search.channel = Some(value.parse().map_err(|_| wrong("a channel of the policy"))?),
                "owner" => search.owner = Some(value.parse().map_err(|_| wrong("an agent"))?),
                "intent" => search.intent = Some(value.into_owned()),
                "state" => {
                    search.open = Some(match value.as_ref() {
                        "open" => true,
                        "closed" => false,
                        _ => return Err(wrong("`open` or `closed`")),
                    });
                }
                "from" => search.from = Some(day(&value).ok_or_else(|| wrong("a day as in 2026-11-22"))?),
                "until" => {
                    let last = day(&value).ok_or_else(|| wrong("a day as in 2026-11-22"))?;
                    search.until = Some(last.plus(DAY));
                }
                "after" => search.after = Some(value.parse().map_err(|()| wrong("the `next` of a page before"))?),
                _ => return Err(format!("`{name}` is no filter of a search")),
            }
        }
        if search.terms.is_empty() {
            return Err("`q` must have a word to look for".to_owned());
        }
        Ok(search)
    }

    /// What is looked for as an expression of SQLite's full text search (FTS5). Every term is a quoted string there:
    /// nothing that an agent types is an operator, a column or the end of the expression.
    #[must_use]
    pub fn expression(&self) -> String {
        let quoted = |term: &Term| match term {
            Term::Word(word) if word.chars().count() >= STEM => format!("{} *", quoted(word)),
            Term::Word(text) | Term::Phrase(text) => quoted(text),
        };
        self.terms.iter().map(quoted).collect::<Vec<_>>().join(" AND ")
    }
}

/// A string of FTS5.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Words, and phrases in double quotes. What has neither letter nor digit is passed over, as the index does.
fn terms(text: &str) -> Result<Vec<Term>, String> {
    if text.chars().count() > LONGEST {
        return Err(format!("`q` must have at most {LONGEST} characters"));
    }
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // Quotation marks as phones write them mean the same.
    let plain = plain.replace(['“', '”', '„', '«', '»'], "\"");
    let mut terms = Vec::new();
    for (place, piece) in plain.split('"').enumerate() {
        // Every second piece stands within quotes; a quote that is never closed holds to the end.
        if place % 2 == 1 {
            terms.extend(told(piece).then(|| Term::Phrase(piece.trim().to_owned())));
        } else {
            terms.extend(piece.split_whitespace().filter(|word| told(word)).map(|word| Term::Word(word.to_owned())));
        }
    }
    if terms.len() > MOST_TERMS {
        return Err(format!("`q` must have at most {MOST_TERMS} words and phrases"));
    }
    Ok(terms)
}

fn told(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn day(text: &str) -> Option<Timestamp> {
    (text.len() == 10).then(|| Timestamp::parse_rfc3339(&format!("{text}T00:00:00Z")))?
}

/// Cuts a text at the marks that stand around what was found: pieces, each with whether it is what was looked for.
#[must_use]
pub fn pieces(text: &str, begin: char, end: char) -> Vec<(String, bool)> {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut found = false;
    let mut piece = String::new();
    for c in text.chars() {
        if c == begin || c == end {
            if !piece.is_empty() {
                pieces.push((std::mem::take(&mut piece), found));
            }
            found = c == begin;
        } else {
            piece.push(if c.is_control() { ' ' } else { c });
        }
    }
    if !piece.is_empty() {
        pieces.push((piece, found));
    }
    pieces
}

#[cfg(test)]
mod tests;
