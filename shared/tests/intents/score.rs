//! How good answers are.

use super::{baseline::Baseline, data::Set};
use std::collections::HashMap;
use weft_shared::text::Classifier;

/// What a model says of a text: its likeliest name, how likely (0 to 1), whether it stands by it.
pub type Said = Option<(String, f64, bool)>;

/// The likeliest name of a classifier, which it may not be sure of.
pub fn classifier(model: &Classifier, text: &str) -> Said {
    let reading = model.read(text);
    let sure = reading.best.is_some();
    let guess = reading.best.or_else(|| reading.others.into_iter().next())?;
    Some((guess.name, f64::from(guess.percent) / 100.0, sure))
}

/// The base line is always sure.
pub fn baseline(model: &Baseline, text: &str) -> Said {
    Some((model.read(text)?, 1.0, true))
}

/// Figures from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    /// Likeliest name right, of all texts.
    pub accuracy: f64,
    /// The mean over the names of the harmonic mean of precision and recall.
    pub macro_f1: f64,
    /// The texts of which it is sure.
    pub coverage: f64,
    /// Right, of the texts of which it is sure.
    pub precision: f64,
    /// Expected calibration error: the mean distance of confidence and accuracy over ten bins.
    pub calibration_error: f64,
}

/// Scores answers to the test texts, each of which `change` may change before.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of texts; 0 to 10"
)]
pub fn score(set: &Set, change: impl Fn(&str) -> String, say: impl Fn(&str) -> Said) -> Score {
    let (mut right, mut sure, mut sure_right) = (0.0, 0.0, 0.0);
    let mut bins = [0.0_f64; 11];
    // Of each name: right, said, true.
    let mut names: HashMap<String, [f64; 3]> = HashMap::new();
    for (name, text) in &set.test {
        let (said, likely, is_sure) = say(&change(text)).unwrap_or_default();
        let hit = f64::from(u8::from(said == *name));
        right += hit;
        if is_sure {
            sure += 1.0;
            sure_right += hit;
        }
        bins.iter_mut().skip((likely * 10.0) as usize).take(1).for_each(|gap| *gap += likely - hit);
        names.entry(name.clone()).or_default()[0] += hit;
        names.entry(said).or_default()[1] += 1.0;
        names.entry(name.clone()).or_default()[2] += 1.0;
    }
    let all = set.test.len() as f64;
    let real: Vec<&[f64; 3]> = names.values().filter(|counts| counts[2] > 0.0).collect();
    let f1 = real.iter().map(|[right, said, real]| 2.0 * right / (said + real)).sum::<f64>();
    Score {
        accuracy: right / all,
        macro_f1: f1 / real.len() as f64,
        coverage: sure / all,
        precision: sure_right / sure,
        calibration_error: bins.iter().map(|gap| gap.abs()).sum::<f64>() / all,
    }
}

/// The share of texts, all about nothing that the model learned, of which it is not sure.
#[expect(clippy::cast_precision_loss, reason = "counts of texts")]
pub fn unsure(model: &Classifier, strangers: &[String]) -> f64 {
    let unsure = strangers.iter().filter(|text| model.read(text).best.is_none()).count();
    unsure as f64 / strangers.len() as f64
}
