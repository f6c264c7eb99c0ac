//! Summing up by sentences of the thread itself.

use super::Spoken;
use crate::{
    text::{Said, summary},
    wire::card::{Summary, SummaryLine},
};

/// How the sentences came about, for agents.
const METHOD: &str = "Sentences of the messages themselves, word for word: those that the others resemble most, the \
    customer's before ours (LexRank). Chosen here; nothing was sent anywhere.";

/// At most so many of the most telling sentences, each with the message that it stands in.
#[must_use]
pub fn by_sentences(said: &[Spoken], most: usize) -> Summary {
    let thread: Vec<Said<'_>> = said
        .iter()
        .map(|said| Said { message: said.message, by_customer: said.by_customer, text: &said.text })
        .collect();
    let lines = summary(&thread, most).into_iter().map(|line| {
        let stands_in = said.iter().find(|said| said.message == line.message);
        SummaryLine {
            text: line.text,
            seq: stands_in.map(|said| said.seq),
            message: Some(line.message),
            by_customer: stands_in.is_some_and(|said| said.by_customer),
        }
    });
    Summary { lines: lines.collect(), method: METHOD.to_owned() }
}

/// The same, in the place of what a language model should have written; `why` it did not.
#[must_use]
pub fn instead(mut sentences: Summary, why: &str) -> Summary {
    sentences.method = format!("No language model wrote this, though the rules allow it: {why}. {}", sentences.method);
    sentences
}
