//! Intents that others wrote are recognised, better than by the base line. The figures are in docs/ROUTING.md
//! (`cargo run --release -p weft-shared --example intents`); the floors here are a little below them.
#![expect(clippy::float_cmp, reason = "the same examples give the same figures")]

mod baseline;
mod data;
mod score;

use baseline::Baseline;
use data::{Set, file, mistyped};
use score::{baseline as base, classifier, score, unsure};
use weft_shared::text::Classifier;

/// Scores one set: accuracy and accuracy with typing mistakes at least these, better than the base line, calibrated.
fn holds(set: &Set, accuracy: f64, with_mistakes: f64, ahead: f64) {
    let model = Classifier::learn(&set.learn);
    let plain = Baseline::learn(&set.learn);
    let clean = score(set, str::to_owned, |text| classifier(&model, text));
    let typed = score(set, mistyped, |text| classifier(&model, text));
    let to_beat = score(set, str::to_owned, |text| base(&plain, text));
    assert!(clean.accuracy >= accuracy && typed.accuracy >= with_mistakes, "{clean:?} {typed:?}");
    assert!(clean.accuracy >= to_beat.accuracy + ahead, "{clean:?} over {to_beat:?}");
    assert!(clean.macro_f1 > to_beat.macro_f1, "{clean:?} over {to_beat:?}");
    assert!(clean.precision >= clean.accuracy && clean.calibration_error < 0.07 && clean.coverage > 0.6, "{clean:?}");
}

#[test]
fn questions_to_a_bank_are_told_apart() {
    holds(&Set::read("banking77").unwrap(), 0.80, 0.70, 0.06);
}

#[test]
fn a_hundred_and_fifty_intents_are_told_apart() {
    holds(&Set::read("clinc150").unwrap(), 0.86, 0.75, 0.04);
}

#[test]
fn five_examples_in_spanish_are_enough_to_be_better_than_the_base_line() {
    let set = Set::read("nlpjs-es").unwrap();
    let (model, plain) = (Classifier::learn(&set.learn), Baseline::learn(&set.learn));
    let ours = score(&set, str::to_owned, |text| classifier(&model, text));
    let to_beat = score(&set, str::to_owned, |text| base(&plain, text));
    assert!(ours.accuracy >= 0.70 && ours.accuracy > to_beat.accuracy, "{ours:?} over {to_beat:?}");
}

#[test]
fn what_is_about_nothing_that_was_learned_tends_to_be_unsure() {
    let model = Classifier::learn(&Set::read("clinc150").unwrap().learn);
    let strangers: Vec<String> = file("clinc150/oos.txt").unwrap().lines().map(str::to_owned).collect();
    assert!(unsure(&model, &strangers) >= 0.6);
}

#[test]
fn the_same_examples_give_the_same_model() {
    let set = Set::read("nlpjs-es").unwrap();
    let (one, two) = (Classifier::learn(&set.learn), Classifier::learn(&set.learn));
    assert!(set.test.iter().all(|(_, text)| one.read(text) == two.read(text)));
    assert_eq!(one.threshold(), two.threshold());
    let figures = |model| score(&set, str::to_owned, |text| classifier(model, text)).accuracy;
    assert_eq!(figures(&one), figures(&two));
}
