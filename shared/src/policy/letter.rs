//! Letters: the texts of the mails that Weft writes, as data with places to fill.

use super::read::Section;
use crate::markup;
use std::collections::BTreeMap;

pub(super) fn read(root: &Section<'_>) -> BTreeMap<LetterKind, Letter> {
    let Some(all) = root.section("letter", "The mails that Weft writes, with `{{places}}` that are filled with text.")
    else {
        return BTreeMap::new();
    };
    let mut letters = BTreeMap::new();
    for kind in LetterKind::ALL {
        if let Some(section) = all.section(kind.name(), kind.doc()) {
            let letter = Letter {
                subject: section.text("subject", 200, "The subject, one line."),
                text: section.text("text", 10_000, "The plain text part."),
                html: section.text("html", 50_000, "The HTML part; the markup of what is filled in is escaped."),
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

/// Which mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LetterKind {
    /// An agent's answer.
    Reply,
    /// A fresh link, without anybody's text.
    Link,
    /// A one-time code for a customer.
    Code,
    /// A one-time code for an agent.
    SignIn,
    /// That codes stopped for this address after too many wrong guesses.
    LockedNotice,
}

impl LetterKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Reply, Self::Link, Self::Code, Self::SignIn, Self::LockedNotice];

    /// The name in policies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Link => "link",
            Self::Code => "code",
            Self::SignIn => "sign-in",
            Self::LockedNotice => "locked-notice",
        }
    }

    const fn doc(self) -> &'static str {
        match self {
            Self::Reply => "An agent's answer: `text`, `link`, `site`, `agent`, `subject`.",
            Self::Link => "A fresh link: `link`, `site`, `valid`.",
            Self::Code => "A one-time code for a customer: `code`, `site`, `valid`.",
            Self::SignIn => "A one-time code for an agent: `code`, `site`, `agent`, `valid`.",
            Self::LockedNotice => "That codes stopped after too many wrong guesses: `site`.",
        }
    }

    /// The places that its text and HTML must have.
    #[must_use]
    pub const fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Reply => &["text", "link"],
            Self::Link => &["link"],
            Self::Code | Self::SignIn => &["code"],
            Self::LockedNotice => &[],
        }
    }

    /// All places that it may have. `site` is the site's name, `agent` a name that people read, `valid` a duration
    /// in words, `subject` the subject of the conversation.
    #[must_use]
    pub const fn places(self) -> &'static [&'static str] {
        match self {
            Self::Reply => &["text", "link", "site", "agent", "subject"],
            Self::Link => &["link", "site", "valid"],
            Self::Code => &["code", "site", "valid"],
            Self::SignIn => &["code", "site", "agent", "valid"],
            Self::LockedNotice => &["site"],
        }
    }
}

/// The text of one kind of mail, with `{{places}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject, one line.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// A letter with its places filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The subject, one line.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

impl Letter {
    /// Fills the places. In HTML a value is text: its markup is escaped and its line breaks are kept. A value is
    /// never searched for places. A place without a value becomes nothing.
    #[must_use]
    pub fn fill(&self, values: &[(&str, &str)]) -> Filled {
        Filled {
            subject: one_line(&fill(&self.subject, values, str::to_owned)),
            text: fill(&self.text, values, str::to_owned),
            html: fill(&self.html, values, escape),
        }
    }

    /// Reports what is wrong with a letter of this kind.
    pub(super) fn check(&self, kind: LetterKind, section: &Section<'_>) {
        for (key, template) in [("subject", &self.subject), ("text", &self.text), ("html", &self.html)] {
            check_places(section, key, template, kind.places());
        }
        for (key, template) in [("text", &self.text), ("html", &self.html)] {
            let has = |place: &str| pieces(template).any(|piece| matches!(piece, Piece::Place(name) if name == place));
            for place in kind.needed().iter().filter(|place| !template.is_empty() && !has(place)) {
                section.wrong(
                    key,
                    format!("lacks the place {{{{{place}}}}}"),
                    "a letter that says what it is sent for",
                );
            }
        }
        if self.subject.contains(['\r', '\n']) {
            section.wrong("subject", "has a line break", "one line");
        }
        let lower = self.html.to_ascii_lowercase();
        for forbidden in ["<script", "<iframe", "<object", "<form", "javascript:"] {
            if lower.contains(forbidden) {
                section.wrong("html", format!("has {forbidden:?}"), "HTML without active content");
            }
        }
    }
}

/// Reports places that a text cannot have.
pub(super) fn check_places(section: &Section<'_>, key: &str, template: &str, places: &[&str]) {
    let known = || places.iter().map(|place| format!("{{{{{place}}}}}")).collect::<Vec<_>>().join(", ");
    let mut odd = std::collections::BTreeSet::new();
    for piece in pieces(template) {
        match piece {
            Piece::Place(name) if !places.contains(&name) => {
                let name: String = name.chars().take(40).collect();
                if odd.len() < 10 && odd.insert(name.clone()) {
                    section.wrong(key, format!("has the unknown place {{{{{name}}}}}"), format!("one of {}", known()));
                }
            }
            Piece::Open => section.wrong(key, "has a {{ without its }}", format!("one of {}", known())),
            Piece::Place(_) | Piece::Text(_) => {}
        }
    }
}

enum Piece<'a> {
    Text(&'a str),
    Place(&'a str),
    /// Two braces that nothing closes.
    Open,
}

/// Splits a template in one pass.
fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(inside) = rest.strip_prefix("{{") else {
            let (text, left) = rest.split_at_checked(rest.find("{{").unwrap_or(rest.len()))?;
            rest = left;
            return Some(Piece::Text(text));
        };
        if let Some((name, left)) = inside.split_once("}}") {
            rest = left;
            return Some(Piece::Place(name.trim()));
        }
        rest = "";
        Some(Piece::Open)
    })
}

/// A text with its places filled, as [`Letter::fill`] does it. A value is never searched for places.
#[must_use]
pub fn filled(template: &str, values: &[(&str, &str)]) -> String {
    fill(template, values, str::to_owned)
}

fn fill(template: &str, values: &[(&str, &str)], write: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(template.len());
    for piece in pieces(template) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Place(name) => {
                let value = values.iter().find(|(place, _)| *place == name).map_or("", |(_, value)| value);
                filled.push_str(&write(value));
            }
            Piece::Open => {}
        }
    }
    filled
}

/// Text as the content of an element, its lines kept.
fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    for (number, line) in text.replace('\r', "").split('\n').enumerate() {
        if number > 0 {
            html.push_str("<br>\n");
        }
        markup::escape(line, &mut html);
    }
    html
}

/// A subject may hold somebody's words: nothing in them may end the header.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
