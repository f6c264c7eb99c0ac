//! The customer's other conversations, by relevance to the present question.

use super::Spoken;
use crate::{id::ConversationId, policy::plain_words, text::relevance, time::Timestamp, wire::card::EarlierLine};
use std::{cmp::Reverse, collections::BTreeSet};

/// Conversations on a card.
const MOST: usize = 6;
/// Messages of the customer that are the present question.
const MESSAGES: usize = 5;
/// Characters of a title.
const TITLE: usize = 80;
/// Words that are shown as shared.
const WORDS: usize = 5;
/// Shorter words tell nothing, unless they are numbers.
const LETTERS: usize = 4;
/// Longer words that tell nothing either.
const COMMON: [&str; 58] = [
    "about", "aber", "after", "again", "also", "auch", "avec", "been", "bitte", "but", "can", "could", "dans", "danke",
    "dear", "does", "eine", "einen", "for", "from", "good", "have", "hallo", "hello", "here", "ihre", "into", "just",
    "kann", "like", "more", "morning", "need", "nicht", "noch", "only", "para", "please", "pour", "regards", "some",
    "still", "thank", "thanks", "that", "their", "them", "then", "there", "they", "this", "very", "want", "were",
    "what", "when", "with", "your",
];

/// Another conversation, and what it was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// It.
    pub conversation: ConversationId,
    /// Whether it is open.
    pub open: bool,
    /// When it was last active.
    pub at: Timestamp,
    /// Its subject.
    pub subject: Option<String>,
    /// Its customer's first messages.
    pub text: String,
}

/// The present question: what the customer said last.
#[must_use]
pub fn question(said: &[Spoken]) -> String {
    let mut last: Vec<&str> =
        said.iter().rev().filter(|said| said.by_customer).take(MESSAGES).map(|said| said.text.as_str()).collect();
    last.reverse();
    last.join("\n")
}

/// The most relevant of these; those that have nothing in common with the question come after the others, the latest
/// first.
#[must_use]
pub fn earlier(question: &str, mut candidates: Vec<Candidate>) -> Vec<EarlierLine> {
    candidates.sort_by_key(|candidate| Reverse(candidate.at));
    let documents: Vec<String> = candidates.iter().map(document).collect();
    let texts: Vec<&str> = documents.iter().map(String::as_str).collect();
    let mut order: Vec<usize> = relevance(question, &texts).into_iter().map(|(place, _)| place).collect();
    let others: Vec<usize> = (0..candidates.len()).filter(|place| !order.contains(place)).collect();
    order.extend(others);
    let asked = words(question);
    let told: Vec<BTreeSet<String>> = texts.iter().map(|text| words(text)).collect();
    let line = |place: usize| {
        let candidate = candidates.get(place)?;
        let mut shared: Vec<&String> = told.get(place)?.intersection(&asked).collect();
        // What few of them have in common with the question tells most.
        shared.sort_by_key(|word| {
            (told.iter().filter(|words| words.contains(*word)).count(), Reverse(word.chars().count()))
        });
        Some(EarlierLine {
            conversation: candidate.conversation,
            title: heading(candidate),
            open: candidate.open,
            at: candidate.at,
            shared: shared.into_iter().take(WORDS).cloned().collect(),
        })
    };
    order.into_iter().filter_map(line).take(MOST).collect()
}

fn document(candidate: &Candidate) -> String {
    format!("{}\n{}", candidate.subject.as_deref().unwrap_or_default(), candidate.text)
}

/// The subject, else how it began.
fn heading(candidate: &Candidate) -> String {
    let subject = candidate.subject.as_deref().filter(|subject| !subject.trim().is_empty());
    let begun = subject.unwrap_or(&candidate.text).split_whitespace().collect::<Vec<_>>().join(" ");
    if begun.is_empty() {
        return "A conversation without words".to_owned();
    }
    super::draft::cut(&begun, TITLE)
}

fn words(text: &str) -> BTreeSet<String> {
    let tells = |word: &&str| {
        let has_digit = word.chars().any(|c| c.is_ascii_digit());
        (has_digit || word.chars().count() >= LETTERS) && !COMMON.contains(word)
    };
    plain_words(text).split(' ').filter(tells).map(str::to_owned).collect()
}
