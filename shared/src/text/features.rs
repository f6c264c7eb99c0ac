//! What a text looks like to the models: its words, pairs of words and pieces of words, as numbers in a fixed space.
//!
//! Pieces (three and four letters within a word, its ends marked) are what makes a typo, an ending or a compound still resemble
//! what was learned; whole words and pairs keep apart what only looks alike. Scripts without blanks give single letters, pairs and
//! triples. Nothing is kept as text: a feature is a hash, and the hash is fixed, so that a model of today is the model of tomorrow.

use super::fold::{is_dense, words};

/// Hashes lie below this: wide enough that a few thousand examples hardly collide.
const SPACE: u32 = 1 << 22;

/// The features of one text with how often each occurs, sorted by hash, words apart from pieces.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bag {
    pub(super) words: Vec<(u32, f32)>,
    pub(super) pieces: Vec<(u32, f32)>,
}

impl Bag {
    /// The features of a text. Takes the first 300 words: what a customer wants is not said later than that.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut whole = Vec::new();
        let mut pieces = Vec::new();
        let mut before = 0_u32;
        for word in words(text).iter().take(300) {
            let letters: Vec<char> = word.chars().collect();
            let dense = letters.first().copied().is_some_and(is_dense);
            let own = hash(1, &letters);
            if !dense || letters.len() < 5 {
                whole.push(own % SPACE);
            }
            whole.push(pair(before, own) % SPACE);
            before = own;
            if dense {
                (1..=3).for_each(|n| pieces.extend(letters.windows(n).map(|part| hash(2, part) % SPACE)));
            } else if word != "0" {
                let marked: Vec<char> =
                    std::iter::once('\u{2}').chain(letters).chain(std::iter::once('\u{3}')).collect();
                (3..=4).for_each(|n| pieces.extend(marked.windows(n).map(|part| hash(2, part) % SPACE)));
            }
        }
        Self { words: counted(whole), pieces: counted(pieces) }
    }

    /// How many features it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.words.len() + self.pieces.len()
    }

    /// Whether the text has no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// FNV-1a over code points: small, fixed for ever, good enough for tables.
fn hash(kind: u32, letters: &[char]) -> u32 {
    let sum = letters.iter().fold(0x811c_9dc5 ^ kind, |sum, c| (sum ^ u32::from(*c)).wrapping_mul(0x0100_0193));
    mixed(sum)
}

/// The hash of two words that follow one another.
fn pair(first: u32, second: u32) -> u32 {
    mixed(first.rotate_left(13).wrapping_mul(0x9e37_79b1) ^ second)
}

/// Spreads what FNV leaves in the high bits (the finaliser of MurmurHash3).
fn mixed(mut x: u32) -> u32 {
    x = (x ^ (x >> 16)).wrapping_mul(0x85eb_ca6b);
    x = (x ^ (x >> 13)).wrapping_mul(0xc2b2_ae35);
    x ^ (x >> 16)
}

#[expect(clippy::cast_precision_loss, reason = "counts of words in one text")]
fn counted(mut hashes: Vec<u32>) -> Vec<(u32, f32)> {
    hashes.sort_unstable();
    hashes.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, 1.0 + (run.len() as f32).ln()))).collect()
}

/// A text as the model sees it: places in its vocabulary with weights, and how much of the text the vocabulary knows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vector {
    /// Place in the vocabulary and weight, sorted by place. The squares of all weights sum up to at most 1.
    pub(super) parts: Vec<(u32, f32)>,
    /// The share of the text's weight that the vocabulary knows, 0 to 1.
    pub(super) known: f32,
}

impl Vector {
    /// The cosine of two texts.
    #[must_use]
    pub fn dot(&self, other: &Self) -> f32 {
        let (mut a, mut b) = (self.parts.iter().peekable(), other.parts.iter().peekable());
        let mut sum = 0.0;
        while let (Some((i, x)), Some((j, y))) = (a.peek(), b.peek()) {
            match i.cmp(j) {
                std::cmp::Ordering::Less => {
                    a.next();
                }
                std::cmp::Ordering::Greater => {
                    b.next();
                }
                std::cmp::Ordering::Equal => {
                    sum += x * y;
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }
}

/// The features that a model knows, each with its inverse document frequency.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    known: Vec<(u32, f32)>,
    unknown: f32,
}

impl Vocabulary {
    /// The features that occur in at least `least` of the texts, each weighted by `floor + ln((texts + 1.5) / (texts with it + 0.5))`
    /// (the inverse document frequency, smoothed so that a single text still weighs something). `floor` is what a feature weighs
    /// that occurs everywhere: 0 to compare texts, 1 to learn from them, where "how", "not" and "my" do tell names apart.
    #[expect(clippy::cast_precision_loss, reason = "counts of texts")]
    pub fn of<'a>(bags: impl Iterator<Item = &'a Bag>, least: usize, floor: f32) -> Self {
        let mut texts = 0_usize;
        let mut hashes = Vec::new();
        for bag in bags {
            texts += 1;
            hashes.extend(bag.words.iter().chain(&bag.pieces).map(|(hash, _)| *hash));
        }
        hashes.sort_unstable();
        let idf = |with: usize| floor + ((texts as f32 + 1.5) / (with as f32 + 0.5)).ln();
        let known = hashes
            .chunk_by(|a, b| a == b)
            .filter(|run| run.len() >= least)
            .filter_map(|run| Some((*run.first()?, idf(run.len()))))
            .collect();
        Self { known, unknown: idf(0) }
    }

    /// Forgets the rarest features until there are at most so many.
    pub fn keep(&mut self, most: usize) {
        if self.known.len() > most {
            // Equal ones stay in the order of their hashes: the same texts keep the same features.
            self.known.sort_by(|a, b| a.1.total_cmp(&b.1));
            self.known.truncate(most);
            self.known.sort_unstable_by_key(|(hash, _)| *hash);
        }
    }

    /// How many features it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether it knows nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// A text in this vocabulary. Words and pieces weigh the same as a whole, however many pieces the words fall into.
    #[must_use]
    pub fn vector(&self, bag: &Bag) -> Vector {
        let mut vector = Vector::default();
        self.add(&bag.words, &mut vector);
        self.add(&bag.pieces, &mut vector);
        vector.parts.sort_unstable_by_key(|(place, _)| *place);
        vector
    }

    fn add(&self, counts: &[(u32, f32)], vector: &mut Vector) {
        let start = vector.parts.len();
        let (mut seen, mut all) = (0.0, 0.0);
        for (hash, count) in counts {
            let found = self.known.binary_search_by_key(hash, |(known, _)| *known).ok();
            let entry = found.and_then(|place| Some((u32::try_from(place).ok()?, self.known.get(place)?.1)));
            let weight = count * entry.map_or(self.unknown, |(_, idf)| idf);
            all += weight * weight;
            if let Some((place, _)) = entry {
                seen += weight * weight;
                vector.parts.push((place, weight));
            }
        }
        if seen > 0.0 {
            let norm = (2.0 * all).sqrt();
            vector.parts.iter_mut().skip(start).for_each(|(_, weight)| *weight /= norm);
            vector.known += 0.5 * seen / all;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bag, Vocabulary};
    use proptest::prelude::*;

    fn likeness(one: &str, other: &str) -> f32 {
        let bags = [one, other].map(Bag::of);
        let vocabulary = Vocabulary::of(bags.iter(), 1, 1.0);
        let [one, other] = bags.map(|bag| vocabulary.vector(&bag));
        one.dot(&other)
    }

    #[test]
    fn a_text_is_like_itself_and_like_its_misspelling_more_than_like_another() {
        assert!((likeness("where is my parcel", "where is my parcel") - 1.0).abs() < 1e-5);
        assert!(likeness("delivery address", "delivry adress") > likeness("delivery address", "invoice number"));
        assert!(likeness("Lieferungen", "lieferung") > 0.2);
        assert!(likeness("包裹在哪里", "我的包裹呢") > likeness("包裹在哪里", "我要退货"));
    }

    #[test]
    fn features_of_today_are_those_of_tomorrow() {
        let hashes: Vec<u32> = Bag::of("Où?").words.iter().map(|(hash, _)| *hash).collect();
        assert_eq!(hashes, Bag::of("OU").words.iter().map(|(hash, _)| *hash).collect::<Vec<_>>());
        assert_eq!(hashes, [1_669_986, 4_036_290]);
    }

    proptest! {
        #[test]
        fn any_text_has_features(text in any::<String>()) {
            let bag = Bag::of(&text);
            let vector = Vocabulary::of([&bag].into_iter(), 1, 1.0).vector(&bag);
            prop_assert!(vector.parts.iter().all(|(_, weight)| weight.is_finite()));
        }
    }
}
