//! Prints how well intents are recognised, beside the base line: the figures of docs/ROUTING.md.
//!
//! `cargo run --release -p weft-shared --example intents`

#[path = "../tests/intents/baseline.rs"]
mod baseline;
#[path = "../tests/intents/data.rs"]
mod data;
#[path = "../tests/intents/score.rs"]
mod score;

use baseline::Baseline;
use data::{Set, file, mistyped};
use score::{Score, baseline as base, classifier, score, unsure};
use std::{
    io,
    time::{Duration, Instant},
};
use weft_shared::{
    id::MessageId,
    text::{Classifier, Said, language, summary},
    time::Timestamp,
};

fn main() -> io::Result<()> {
    println!(
        "| set | model | accuracy | macro-F1 | with typos | sure of | right when sure | calibration error | unknown names unsure | learned in |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for folder in ["banking77", "clinc150", "nlpjs-es"] {
        let set = Set::read(folder)?;
        let (model, time) = timed(|| Classifier::learn(&set.learn));
        let row = score(&set, str::to_owned, |text| classifier(&model, text));
        let typed = score(&set, mistyped, |text| classifier(&model, text));
        let strangers = format!("{:.1} %", 100.0 * quarters(&set));
        let sure = [row.coverage, row.precision, row.calibration_error].map(|x| format!("{:.1} %", 100.0 * x));
        line(folder, "Weft", row, typed, &sure, &strangers, time);
        let (plain, time) = timed(|| Baseline::learn(&set.learn));
        let row = score(&set, str::to_owned, |text| base(&plain, text));
        let typed = score(&set, mistyped, |text| base(&plain, text));
        line(folder, "base line", row, typed, &["–", "–", "–"].map(str::to_owned), "–", time);
        println!("  {folder}: unsure below {} %, {} kB", model.threshold(), model.bytes() / 1000);
    }
    let clinc = Set::read("clinc150")?;
    let strangers: Vec<String> = file("clinc150/oos.txt")?.lines().map(str::to_owned).collect();
    println!(
        "clinc150: of 100 sentences out of scope {:.0} % unsure",
        100.0 * unsure(&Classifier::learn(&clinc.learn), &strangers)
    );
    let eighty: data::Names = clinc.learn.iter().take(80).cloned().collect();
    let (model, time) = timed(|| Classifier::learn(&eighty));
    println!("80 names, 20 examples each: learned in {} ms, {} kB", time.as_millis(), model.bytes() / 1000);
    languages()?;
    summaries()
}

fn timed<T>(work: impl Fn() -> T) -> (T, Duration) {
    let run = || {
        let start = Instant::now();
        (work(), start.elapsed())
    };
    let (first, second) = (run(), run());
    if first.1 < second.1 { first } else { second }
}

fn line(set: &str, model: &str, row: Score, typed: Score, sure: &[String; 3], strangers: &str, time: Duration) {
    let [coverage, precision, error] = sure;
    println!(
        "| {set} | {model} | {:.1} % | {:.1} % | {:.1} % | {coverage} | {precision} | {error} | {strangers} | {} ms |",
        100.0 * row.accuracy,
        100.0 * row.macro_f1,
        100.0 * typed.accuracy,
        time.as_millis()
    );
}

/// The share of texts of unknown names that are unsure, over four models that each know three quarters of the names.
fn quarters(set: &Set) -> f64 {
    let parts = (0..4).map(|part| {
        let kept = set.learn.iter().enumerate().filter(|(place, _)| place % 4 != part);
        let known: data::Names = kept.map(|(_, name)| name.clone()).collect();
        let is_known = |name: &String| known.iter().any(|(known, _)| known == name);
        let strangers: Vec<String> =
            set.test.iter().filter(|(name, _)| !is_known(name)).map(|(_, text)| text.clone()).collect();
        unsure(&Classifier::learn(&known), &strangers)
    });
    parts.sum::<f64>() / 4.0
}

#[expect(clippy::cast_precision_loss, reason = "counts of texts")]
fn languages() -> io::Result<()> {
    for (folder, code) in [("banking77", "en"), ("clinc150", "en"), ("nlpjs-es", "es")] {
        let said: Vec<_> = Set::read(folder)?.test.iter().map(|(_, text)| language(text)).collect();
        let told = said.iter().filter(|said| said.is_some()).count() as f64;
        let right = said.iter().filter(|said| **said == Some(code)).count() as f64;
        println!(
            "{folder}: language told of {:.1} %, right of these {:.1} %",
            100.0 * told / said.len() as f64,
            100.0 * right / told
        );
    }
    Ok(())
}

fn summaries() -> io::Result<()> {
    let texts: Vec<String> = Set::read("banking77")?
        .test
        .chunks(3)
        .take(200)
        .map(|three| three.iter().map(|(_, text)| format!("{text} ")).collect())
        .collect();
    let said: Vec<Said<'_>> = texts
        .iter()
        .zip(0_i64..)
        .map(|(text, i)| Said { message: MessageId::new(Timestamp(i), [0; 10]), by_customer: i % 2 == 0, text })
        .collect();
    let (lines, time) = timed(|| summary(&said, 5));
    println!("a thread of {} messages: {} lines in {:.1} ms", said.len(), lines.len(), time.as_secs_f64() * 1000.0);
    Ok(())
}
