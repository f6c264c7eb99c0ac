//! What of a mail is new, and what it quotes or signs with.
//!
//! The answer only decides what is folded away: the raw mail is kept elsewhere, and every line of the text is in exactly one
//! of the two parts. When in doubt a line is shown.

use super::{
    quote,
    signature::{self, Reach},
};

/// A text in two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// What the writer wrote. Empty only if the whole text is blank.
    pub visible: String,
    /// Quotes and signatures; none if there are none.
    pub folded: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Blank,
    New,
    Quote,
    Signature,
}

/// Splits the plain text of a mail. Linear in its length.
///
/// A quote with one answer under it is folded; when answers stand between pieces of a quote, the quote stays visible down
/// to the last of them, because they mean nothing without it. A text that is all quote, such as a mail passed on without
/// comment, stays visible whole.
#[must_use]
pub fn split(text: &str) -> Split {
    let lines: Vec<&str> = text.lines().collect();
    let parts = sort(&lines);
    let shown = show(&parts);
    let visible = collect(&lines, &parts, &shown, true);
    if visible.is_empty() {
        return Split { visible: collect(&lines, &parts, &vec![true; lines.len()], true), folded: None };
    }
    let folded = collect(&lines, &parts, &shown, false);
    Split { visible, folded: (!folded.is_empty()).then_some(folded) }
}

/// Says of each line what it is.
fn sort(lines: &[&str]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::with_capacity(lines.len());
    let mut signing = false;
    while let Some(line) = lines.get(parts.len()) {
        let at = parts.len();
        if line.trim().is_empty() {
            parts.push(Part::Blank);
        } else if quote::is_quoted(line) || continues_quote(lines, at) {
            parts.push(Part::Quote);
            signing = false;
        } else if quote::is_divider(line) || quote::header_block(lines, at) {
            take_back_rules(lines, &mut parts);
            parts.resize(lines.len(), Part::Quote);
        } else if let Some(count) = quote::attribution(lines, at) {
            take_back_rules(lines, &mut parts);
            parts.resize(at + count, Part::Quote);
            signing = false;
            let next = lines.iter().skip(parts.len()).find(|line| !line.trim().is_empty());
            if next.is_some_and(|line| !quote::is_quoted(line)) {
                // Quoted without marks: everything that follows.
                parts.resize(lines.len(), Part::Quote);
            }
        } else if signing {
            parts.push(Part::Signature);
        } else if let Some(reach) = signature::begins(lines, at) {
            parts.push(Part::Signature);
            signing = reach == Reach::Rest;
        } else {
            parts.push(Part::New);
        }
    }
    parts
}

/// Whether a line without `>` is the end of a quoted line that a mail program wrapped.
fn continues_quote(lines: &[&str], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| lines.get(before)).copied().unwrap_or_default();
    let after = lines.get(at + 1).copied().unwrap_or_default();
    quote::is_quoted(before)
        && quote::is_quoted(after)
        && before.len() >= 60
        && lines.get(at).is_some_and(|line| line.starts_with(char::is_lowercase))
}

/// The rule above a quote belongs to it.
fn take_back_rules(lines: &[&str], parts: &mut [Part]) {
    for (part, line) in parts.iter_mut().zip(lines).rev() {
        if *part == Part::New && quote::is_rule(&line.replace(' ', "")) {
            *part = Part::Quote;
        } else if *part != Part::Blank {
            return;
        }
    }
}

/// Says of each line whether it is shown.
fn show(parts: &[Part]) -> Vec<bool> {
    let first_quote = parts.iter().position(|part| *part == Part::Quote).unwrap_or(parts.len());
    let last_new = parts.iter().rposition(|part| *part == Part::New).unwrap_or(0);
    let after = parts.get(first_quote..).unwrap_or_default().iter().filter(|part| **part != Part::Blank);
    let mut answers = 0;
    let mut before = Part::Quote;
    for part in after {
        answers += usize::from(*part == Part::New && before != Part::New);
        before = *part;
    }
    let interleaved = answers > 1;
    parts
        .iter()
        .enumerate()
        .map(|(at, part)| *part == Part::New || (*part == Part::Quote && interleaved && at < last_new))
        .collect()
}

/// The lines of one part; blank ones go with the line above, gaps become one blank line.
fn collect(lines: &[&str], parts: &[Part], shown: &[bool], wanted: bool) -> String {
    let mut text = String::new();
    let mut blanks = 0;
    let mut gap = false;
    for ((line, part), shown) in lines.iter().zip(parts).zip(shown) {
        if *part == Part::Blank {
            blanks += 1;
        } else if *shown == wanted {
            if !text.is_empty() {
                text.extend(std::iter::repeat_n('\n', if gap { 2 } else { blanks + 1 }));
            }
            text.push_str(line);
            (blanks, gap) = (0, false);
        } else {
            gap = true;
        }
    }
    text
}

#[cfg(test)]
mod tests;
