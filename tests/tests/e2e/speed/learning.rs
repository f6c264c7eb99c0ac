//! How long the model of a site's intents takes to be learned inside workerd, whose clock stands still while it computes:
//! so it is measured from outside, by how much longer the first message after a change of the examples waits to be read
//! than the next one.
//!
//! `cargo xtask measure learning` runs it on the product as it ships and prints the figures.

use super::{
    figures::{Series, load},
    number,
};
use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path, time::Instant};
use weft_tests::{
    harness::{Site, World, run},
    persona::DeskView,
};

/// So many intents with so many examples each.
const NAMES: usize = 80;
const EXAMPLES: usize = 20;

#[test]
#[ignore = "its figures depend on the machine: `cargo xtask measure learning` runs it"]
fn the_learning_of_intents_is_measured() {
    run(async {
        let rounds = number("WEFT_ROUNDS", 9);
        let world = World::start().await;
        let site = world.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let mut desk = ada.desk().await;
        let examples = examples();
        let texts: Vec<&String> = examples.values().flatten().collect();
        println!("{}", load());
        let (mut learned, mut known) = (Series::default(), Series::default());
        for round in 0..=rounds {
            let put = site.rules(&rules(&examples, round)).await;
            assert!(put.succeeded(), "{put:?}");
            for series in [&mut learned, &mut known] {
                series.add(reads(&site, &mut desk, texts[(round * 37 + 5) % texts.len()]).await);
            }
        }
        // The first round warms the machine up.
        learned.forget_first();
        known.forget_first();
        println!(
            "\nFrom a visitor's first message to the desk's line that says what it is about, in ms: median (fastest to slowest) of {rounds}\n"
        );
        println!("| {NAMES} intents, {EXAMPLES} examples each | ms |\n|---|---|");
        println!("| just changed: the rules are read, the model is learned | {learned} |");
        println!("| known | {known} |");
        println!("\nWhat is learned costs {:.0} ms.", learned.median() - known.median());
    });
}

/// How long the words of a new visitor take to be read, in milliseconds.
async fn reads(site: &Site, desk: &mut DeskView, text: &str) -> f64 {
    let visitor = site.visitor();
    let credentials = visitor.begin().await;
    let mut chat = visitor.chat(&credentials).await;
    let began = Instant::now();
    chat.say(text).await.expect("a visitor may write");
    desk.row("that says what it is about", |row| row.conversation == credentials.conversation && row.intent.is_some())
        .await;
    began.elapsed().as_secs_f64() * 1_000.0
}

/// Names with examples, of CLINC150.
fn examples() -> BTreeMap<String, Vec<String>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/intents/clinc150/train.tsv");
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in fs::read_to_string(file).expect("the corpus").lines() {
        let (name, text) = line.split_once('\t').expect("a name and a text");
        let name = name.replace('_', "-");
        if all.len() < NAMES || all.contains_key(&name) {
            let texts = all.entry(name).or_default();
            if texts.len() < EXAMPLES {
                texts.push(text.to_owned());
            }
        }
    }
    assert!(all.len() == NAMES && all.values().all(|texts| texts.len() == EXAMPLES));
    all
}

/// Rules with these examples; one of them is another in each round, so that the model is another.
fn rules(examples: &BTreeMap<String, Vec<String>>, round: usize) -> String {
    let mut text = String::new();
    for (name, texts) in examples {
        let mut texts = texts.clone();
        if let Some(first) = texts.first_mut() {
            write!(first, " {round}").expect("a text takes more");
        }
        write!(
            text,
            "[intent.{name}]\nlabel = {name:?}\nowner = \"support\"\nreview-by = \"2027-12-31\"\nexamples = {texts:?}\n\n"
        )
        .expect("a text takes more");
    }
    text
}
