//! What texts of notes have in common: words, and how much of one is in another.

use crate::policy::plain_words;
use std::collections::BTreeSet;

/// Shorter texts are alike by chance.
const LONG_ENOUGH: usize = 40;
/// Pieces of so many letters are compared.
const PIECE: usize = 4;
/// So much of two texts must be the same, in percent.
const SAME: usize = 85;
/// A text is a copy of a longer one when it is at least this much of it, in percent.
const MOST_OF_IT: usize = 60;

/// The distinct words of a text in plain words. Scripts without blanks have a word a letter.
pub(super) fn words(plain: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for word in plain.split(' ').filter(|word| !word.is_empty()) {
        if word.chars().any(unspaced) {
            words.extend(word.chars().map(String::from));
        } else {
            words.insert(word.to_owned());
        }
    }
    words
}

/// Thai, Lao, Khmer, Burmese, and everything from the Han radicals on that is no half or full width Latin.
const fn unspaced(letter: char) -> bool {
    matches!(letter, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{abff}' | '\u{20000}'..='\u{3ffff}')
}

/// What is left of a text in plain words without these words and phrases.
pub(super) fn without(plain: &str, phrases: &[String]) -> String {
    let mut phrases: Vec<String> = phrases.iter().map(|phrase| plain_words(phrase)).collect();
    phrases.retain(|phrase| !phrase.is_empty());
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    // A blank at both ends of every word lets neighbours be found as well.
    let mut left = format!(" {} ", plain.replace(' ', "  "));
    for phrase in phrases {
        left = left.replace(&format!(" {} ", phrase.replace(' ', "  ")), " ");
    }
    left.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text is another, or nearly; both in plain words.
pub(crate) fn is_copy(text: &str, of: &str) -> bool {
    let (length, whole) = (text.chars().count(), of.chars().count());
    if length < LONG_ENOUGH || whole < LONG_ENOUGH {
        return false;
    }
    let most = |part: usize, all: usize| part * 100 >= all * MOST_OF_IT;
    (of.contains(text) && most(length, whole))
        || (text.contains(of) && most(whole, length))
        || similarity(text, of) >= SAME
}

/// How much of their pieces two texts share, in percent (after Dice).
fn similarity(one: &str, other: &str) -> usize {
    let (one, other) = (pieces(one), pieces(other));
    let both = one.intersection(&other).count();
    (200 * both).checked_div(one.len() + other.len()).unwrap_or(0)
}

fn pieces(text: &str) -> BTreeSet<Vec<char>> {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(PIECE).map(<[char]>::to_vec).collect()
}
