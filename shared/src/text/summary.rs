//! What a thread is about, in a few of its own sentences.
//!
//! The method is continuous LexRank (Erkan and Radev, 2004): a sentence matters if sentences that matter resemble it. The
//! walk starts over, one step in four, not anywhere but by a weight of its own, as in biased LexRank (Otterbacher and others,
//! 2005): the customer's words before the company's, the first message (what they want) and the last ones (where it stands) before
//! the middle. Then the best are taken one after another, each less for what it repeats (maximal marginal relevance, Carbonell and
//! Goldstein, 1998). Chosen because it needs no training and no language, invents nothing, and each line stands in a message
//! that can be opened. Similarity is never written down as a matrix: it is a product of sparse vectors, so that one step costs as
//! much as reading the thread once.

use super::{
    features::{Bag, Vector, Vocabulary},
    fold::words,
    sentence::sentences,
};
use crate::id::MessageId;

/// A line is cut after this many characters.
const LONGEST: usize = 240;
/// Longer threads are summed up from so many of their sentences at most, half from the beginning and half from the end.
const MOST_SENTENCES: usize = 400;
/// Steps of the walk: by then what is left of the start is below a tenth.
const STEPS: usize = 8;
/// How much of the walk follows resemblance; the rest starts over.
const FOLLOWING: f32 = 0.75;
/// How much a resemblance to a line that was taken costs.
const REPEATING: f32 = 0.8;

/// A message of a thread.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Which message.
    pub message: MessageId,
    /// Whether the customer wrote it, not the company.
    pub by_customer: bool,
    /// Its plain text.
    pub text: &'a str,
}

/// A line of a summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The message that the sentence stands in.
    pub message: MessageId,
    /// The sentence, at most 240 characters, cut at a word with `…`.
    pub text: String,
}

struct Sentence {
    message: MessageId,
    text: String,
    /// How likely the walk starts over here; all sum up to 1.
    start: f32,
    vector: Vector,
}

/// At most `most` sentences that say what the thread is about, in the order of the thread. Greetings, signatures, quotes and
/// sentences that say nothing are passed over, so that there may be fewer, or none.
#[must_use]
pub fn summary(thread: &[Said<'_>], most: usize) -> Vec<Line> {
    let (sentences, features) = collect(thread);
    let mut scores = rank(&sentences, features);
    let mut taken = Vec::new();
    while taken.len() < most {
        let best = scores
            .iter()
            .enumerate()
            .filter(|(_, score)| score.is_finite())
            .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        let Some((place, _)) = best else { break };
        let only: Vec<f32> = (0..sentences.len()).map(|i| if i == place { 1.0 } else { 0.0 }).collect();
        for (score, likeness) in scores.iter_mut().zip(resembling(&sentences, features, &only)) {
            *score *= 1.0 - REPEATING * likeness.min(1.0);
        }
        scores.iter_mut().skip(place).take(1).for_each(|score| *score = f32::NAN);
        taken.push(place);
    }
    taken.sort_unstable();
    let lines = taken.into_iter().filter_map(|place| sentences.get(place));
    lines.map(|sentence| Line { message: sentence.message, text: cut(&sentence.text) }).collect()
}

/// The sentences of a thread and how many features they have.
fn collect(thread: &[Said<'_>]) -> (Vec<Sentence>, usize) {
    let mut found: Vec<(MessageId, String, f32)> = Vec::new();
    // The first message that says something is the question; an opening "hello?" is not.
    let mut question = None;
    for (place, said) in thread.iter().enumerate() {
        let by = if said.by_customer { 2.0 } else { 1.0 };
        for (i, text) in sentences(said.text).into_iter().enumerate() {
            let opens = said.by_customer && *question.get_or_insert(place) == place;
            let position = if opens {
                3.0
            } else if place + 3 >= thread.len() {
                1.5
            } else {
                1.0
            };
            let early = if i < 2 { 1.0 } else { 0.7 };
            let length = if words(&text).len() < 4 { 0.5 } else { 1.0 };
            found.push((said.message, text, by * position * early * length));
        }
    }
    let half = MOST_SENTENCES / 2;
    let from_end = found.len().saturating_sub(half);
    let kept = found.into_iter().enumerate().filter(|(i, _)| *i < half || *i >= from_end).map(|(_, sentence)| sentence);
    let (kept, bags): (Vec<_>, Vec<Bag>) = kept
        .map(|sentence| {
            let bag = Bag::of(&sentence.1);
            (sentence, bag)
        })
        .unzip();
    let vocabulary = Vocabulary::of(bags.iter(), 1, 0.0);
    let all: f32 = kept.iter().map(|(_, _, weight)| weight).sum();
    let made = kept.into_iter().zip(&bags);
    let made = made.map(|((message, text, weight), bag)| Sentence {
        message,
        text,
        start: weight / all,
        vector: vocabulary.vector(bag),
    });
    (made.collect(), vocabulary.len())
}

/// How much each sentence matters.
fn rank(sentences: &[Sentence], features: usize) -> Vec<f32> {
    let degrees = resembling(sentences, features, &vec![1.0; sentences.len()]);
    let mut scores: Vec<f32> = sentences.iter().map(|sentence| sentence.start).collect();
    for _ in 0..STEPS {
        let shares: Vec<f32> =
            scores.iter().zip(&degrees).map(|(score, degree)| score / degree.max(f32::EPSILON)).collect();
        let flow = resembling(sentences, features, &shares);
        for ((score, sentence), flow) in scores.iter_mut().zip(sentences).zip(flow) {
            *score = (1.0 - FOLLOWING) * sentence.start + FOLLOWING * flow;
        }
    }
    scores
}

/// For each sentence the sum of its resemblances to all sentences, each weighted: the similarity matrix times `weights`, in two
/// steps through the features.
fn resembling(sentences: &[Sentence], features: usize, weights: &[f32]) -> Vec<f32> {
    let mut sums = vec![0.0; features];
    for (sentence, by) in sentences.iter().zip(weights) {
        for (place, weight) in &sentence.vector.parts {
            if let Some(sum) = sums.get_mut(*place as usize) {
                *sum += weight * by;
            }
        }
    }
    let product = |vector: &Vector| {
        vector.parts.iter().filter_map(|(place, weight)| Some(weight * sums.get(*place as usize)?)).sum()
    };
    sentences.iter().map(|sentence| product(&sentence.vector)).collect()
}

/// A text of at most [`LONGEST`] characters, cut at a word.
fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST - 1).collect();
    // A script without blanks, or one endless word, is cut where it is full.
    let at_word = kept
        .rsplit_once(' ')
        .map(|(words, _)| words.trim_end_matches([',', ';', ':']))
        .filter(|words| words.len() * 2 > kept.len());
    format!("{}…", at_word.unwrap_or(&kept))
}

#[cfg(test)]
#[path = "summary_tests.rs"]
mod tests;
