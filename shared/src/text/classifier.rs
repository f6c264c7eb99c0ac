//! Which of the learned names a text is about, how sure that is, and "unsure" as an answer.

use super::{
    calibrate::{Calibration, Signs, Trial},
    features::{Bag, Vector, Vocabulary},
    linear::{Linear, soften},
};
use crate::routing::Guess;

/// From so many examples on, a feature that occurs in one of them only is left out: it says little and costs a row of weights.
const MANY: usize = 300;
/// Folds of the cross-validation: of few examples none can be spared, and of many three are quick.
const FOLDS: (usize, usize) = (5, 3);
/// From so many names on, some play the stranger in each fold.
const FEW_NAMES: usize = 3;
/// Of a hundred texts, how many the calibration takes to be about nothing that was learned.
const STRANGERS: f32 = 10.0;
/// Of the guesses that are right in cross-validation, the share that may be given up to keep strangers out.
const GIVEN_UP: f32 = 0.15;
/// The likelihood below which a guess is "unsure" lies between these: never less likely than not, never only the certain.
const LEAST: (f32, f32) = (0.5, 0.8);
/// How many names a reading has beside the best.
const OTHERS: usize = 3;

/// What a text was read as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The name that it is about. `None`: unsure.
    pub best: Option<Guess>,
    /// What else it may be about, likeliest first; with no `best`, the likeliest of all is the first here.
    pub others: Vec<Guess>,
}

/// A model that was learned from examples.
///
/// Softmax regression over [`Bag`]s. Its confidence is fitted by cross-validation: each fold holds back some of the examples *and*
/// some of the names, so that it meets both new texts of names that it knows and texts of names that it never saw. From both it
/// learns how likely a guess is right, and below which likelihood to say "unsure". The same examples give the same model.
#[derive(Debug, Clone, Default)]
pub struct Classifier {
    names: Vec<String>,
    vocabulary: Vocabulary,
    linear: Linear,
    calibration: Calibration,
    least: f32,
}

impl Classifier {
    /// Learns names from example texts. Blank examples count for nothing, and names without examples are never guessed.
    #[must_use]
    pub fn learn<N: AsRef<str>, E: AsRef<str>>(examples: &[(N, Vec<E>)]) -> Self {
        let lessons = lessons(examples);
        let fit = Fit::new(lessons.iter(), examples.len());
        let (calibration, least) = calibrate(&lessons, examples.len());
        let names = examples.iter().map(|(name, _)| name.as_ref().to_owned()).collect();
        Self { names, vocabulary: fit.vocabulary, linear: fit.linear, calibration, least }
    }

    /// Reads a text.
    #[must_use]
    pub fn read(&self, text: &str) -> Reading {
        let Some((signs, shares)) = self.weigh(text) else { return Reading::default() };
        let [.., known] = signs;
        // Who never met a stranger while learning takes for one what it does not know a word of.
        let sure = self.calibration.probability(&signs) * if self.names.len() < FEW_NAMES { known } else { 1.0 };
        let mut ranked: Vec<(f32, &String)> = shares.into_iter().zip(&self.names).collect();
        // Equal shares keep the order of learning: the sort is stable.
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let first = ranked.first().map_or(1.0, |(share, _)| *share);
        let rest = (1.0 - sure) / (1.0 - first).max(f32::EPSILON);
        let mut guesses = ranked.into_iter().enumerate().map(|(i, (share, name))| {
            let likely = if i == 0 { sure } else { (share * rest).min(sure) };
            Guess { name: name.clone(), percent: percent(likely) }
        });
        let best = if sure >= self.least { guesses.next() } else { None };
        Reading { best, others: guesses.take(OTHERS).filter(|guess| guess.percent > 0).collect() }
    }

    /// From how many percent on a reading has a best guess.
    #[must_use]
    pub fn threshold(&self) -> u8 {
        percent(self.least)
    }

    /// How many bytes the model takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.linear.bytes() + self.vocabulary.len() * size_of::<(u32, f32)>()
    }

    fn weigh(&self, text: &str) -> Option<(Signs, Vec<f32>)> {
        let bag = Bag::of(text);
        let vector = self.vocabulary.vector(&bag);
        // Nothing in the text was ever seen: no share would mean anything.
        if vector.parts.is_empty() {
            return None;
        }
        let mut shares = vec![0.0; self.names.len()];
        self.linear.scores(&vector, &mut shares);
        let signs = signs(&vector, &mut shares);
        Some((signs, shares))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
fn percent(likely: f32) -> u8 {
    (likely.clamp(0.0, 1.0) * 100.0).round() as u8
}

/// An example: which name it is of, which example of that name, its features.
struct Lesson {
    name: usize,
    place: usize,
    bag: Bag,
}

/// So much is learned from at most: features of all examples, times names. Beyond it learning would take longer than a
/// worker has, whatever somebody writes into a policy.
const MOST_WORK: usize = 100_000_000;
/// The most weights of a model: a worker has 128 MB for all sites, and two models are there while one is calibrated.
const MOST_WEIGHTS: usize = 5_000_000;

/// All examples, first the first of each name, then the second: learning needs neighbours of different names.
fn lessons<N, E: AsRef<str>>(examples: &[(N, Vec<E>)]) -> Vec<Lesson> {
    let mut lessons = Vec::new();
    for (name, (_, texts)) in examples.iter().enumerate() {
        let bags = texts.iter().map(|text| Bag::of(text.as_ref())).filter(|bag| !bag.is_empty());
        lessons.extend(bags.enumerate().map(|(place, bag)| Lesson { name, place, bag }));
    }
    lessons.sort_by_key(|lesson| (lesson.place, lesson.name));
    // The last examples of each name go first, so that every name keeps some.
    let mut work = 0_usize;
    let fits = lessons.iter().take_while(|lesson| {
        work = work.saturating_add(lesson.bag.len().saturating_mul(examples.len()));
        work <= MOST_WORK
    });
    let fits = fits.count();
    lessons.truncate(fits);
    lessons
}

struct Fit {
    vocabulary: Vocabulary,
    linear: Linear,
}

impl Fit {
    fn new<'a>(lessons: impl Iterator<Item = &'a Lesson> + Clone, names: usize) -> Self {
        let least = if lessons.clone().count() < MANY { 1 } else { 2 };
        let mut vocabulary = Vocabulary::of(lessons.clone().map(|lesson| &lesson.bag), least, 1.0);
        vocabulary.keep(MOST_WEIGHTS / names.max(1));
        let vectors: Vec<_> = lessons.map(|lesson| (vocabulary.vector(&lesson.bag), lesson.name)).collect();
        let linear = Linear::learn(&vectors, vocabulary.len(), names);
        Self { vocabulary, linear }
    }
}

/// Turns scores into shares, and says what tells how good the best of them is.
fn signs(vector: &Vector, scores: &mut [f32]) -> Signs {
    let best = scores.iter().copied().fold(f32::MIN, f32::max);
    soften(scores);
    let share = scores.iter().copied().fold(0.0, f32::max).clamp(0.000_1, 0.999_9);
    [1.0, (share / (1.0 - share)).ln(), best, vector.known]
}

fn calibrate(lessons: &[Lesson], names: usize) -> (Calibration, f32) {
    let strangers = names >= FEW_NAMES;
    let mut trials = Vec::with_capacity(lessons.len());
    let mut foreign = Vec::new();
    let folds = if lessons.len() < MANY { FOLDS.0 } else { FOLDS.1 };
    for fold in 0..folds {
        let stranger = |lesson: &Lesson| strangers && lesson.name % folds == fold;
        let fit = Fit::new(lessons.iter().filter(|lesson| lesson.place % folds != fold && !stranger(lesson)), names);
        let mut scores = vec![0.0; names];
        for lesson in lessons.iter().filter(|lesson| lesson.place % folds == fold) {
            let vector = fit.vocabulary.vector(&lesson.bag);
            fit.linear.scores(&vector, &mut scores);
            let signs = signs(&vector, &mut scores);
            let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(i, _)| i);
            if stranger(lesson) {
                foreign.push(signs);
            } else {
                trials.push(Trial { signs, right: best == Some(lesson.name), weight: 1.0 });
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of examples")]
    let weight = trials.len() as f32 / foreign.len().max(1) as f32 * STRANGERS / (100.0 - STRANGERS);
    trials.extend(foreign.into_iter().map(|signs| Trial { signs, right: false, weight }));
    let calibration = Calibration::fit(&trials);
    (calibration, least(&calibration, &trials))
}

/// The likelihood from which on a guess counts: as high as giving up no more than [`GIVEN_UP`] of the right ones allows.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "counts of examples"
)]
fn least(calibration: &Calibration, trials: &[Trial]) -> f32 {
    let mut right: Vec<f32> =
        trials.iter().filter(|trial| trial.right).map(|trial| calibration.probability(&trial.signs)).collect();
    right.sort_by(f32::total_cmp);
    let given_up = (right.len() as f32 * GIVEN_UP) as usize;
    right.get(given_up).copied().unwrap_or(LEAST.0).clamp(LEAST.0, LEAST.1)
}

#[cfg(test)]
#[path = "classifier_tests.rs"]
mod tests;
