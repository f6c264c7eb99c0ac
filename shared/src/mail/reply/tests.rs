use super::*;
use proptest::prelude::*;
use std::{collections::BTreeMap, fs, path::Path, time::Instant};

/// What a corpus expects of one of its mails; the facts are those that its authors' own tests state.
struct Expectation(serde_json::Value);

impl Expectation {
    fn list(&self, key: &str) -> Vec<&str> {
        self.0[key].as_array().into_iter().flatten().map(|value| value.as_str().unwrap()).collect()
    }

    fn misses(&self, split: &Split) -> Option<String> {
        let visible = tidy(&split.visible);
        let folded = tidy(split.folded.as_deref().unwrap_or_default());
        let is = |key: &str, holds: &dyn Fn(&str) -> bool| self.0[key].as_str().is_none_or(holds);
        let met = is("visible", &|text| visible == tidy(text))
            && is("starts", &|text| visible.starts_with(text))
            && is("ends", &|text| visible.ends_with(text))
            && self.list("has").iter().all(|text| visible.contains(text))
            && !self.list("has_not").iter().any(|text| visible.contains(text))
            && self.list("folded_has").iter().all(|text| folded.contains(&tidy(text)));
        (!met).then(|| format!("{}\nvisible: {visible:?}\nfolded: {folded:?}", self.0))
    }
}

/// Trailing white space and the number of blank lines do not matter.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The share of a corpus whose expectations are met, by mail: a mail with several counts when all are met.
fn score(corpus: &str) -> f64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpora").join(corpus);
    let expected: Vec<serde_json::Value> =
        serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let mut mails: BTreeMap<String, bool> = BTreeMap::new();
    let (mut met, count) = (0, expected.len());
    for expectation in expected.into_iter().map(Expectation) {
        let file = expectation.0["file"].as_str().unwrap().to_owned();
        let mut text = fs::read_to_string(folder.join(&file)).unwrap();
        if let [place, value] = expectation.list("replace")[..] {
            text = text.replace(place, value);
        }
        let missed = expectation.misses(&split(&text));
        if let Some(missed) = &missed {
            println!("{corpus}: {missed}");
        }
        met += usize::from(missed.is_none());
        *mails.entry(file).or_insert(true) &= missed.is_none();
    }
    let all = fs::read_dir(&folder)
        .unwrap()
        .filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|e| e == "txt"));
    assert_eq!(all.count(), mails.len() + 1, "every mail has an expectation (SOURCE.txt has none)");
    let good = mails.values().filter(|good| **good).count();
    println!("{corpus}: {good} of {} mails, {met} of {count} expectations", mails.len());
    good as f64 / mails.len() as f64
}

#[test]
fn the_github_corpus_is_split_as_its_authors_expect() {
    assert!(score("reply-github") >= 0.95);
}

#[test]
fn the_willdurand_corpus_is_split_as_its_authors_expect() {
    assert!(score("reply-willdurand") >= 0.95);
}

fn visible(text: &str) -> String {
    split(text).visible
}

#[test]
fn nothing_is_folded_without_reason() {
    for text in [
        "",
        "Hello",
        "On Monday I wrote you:\n\nwhere is it?",
        "In 2019 the author wrote 3 books:\n\nwhich?",
        "From: Rome\nTo: Oslo\nDate: 3 May\n\nCan you change that?",
        "Sent from my house, it took two days.\n\nWhy?",
        "Total: 5\n--------\nand this",
        "- Bread\n- Butter\n\n-Milk and honey\n\nand eggs",
        "I have sent you a mail from my phone\nand you did not answer",
    ] {
        assert_eq!(split(text), Split { visible: text.to_owned(), folded: None });
    }
}

#[test]
fn a_text_that_is_all_quote_is_shown_whole() {
    for text in [
        "> Only a quote",
        "---------- Forwarded message ---------\nFrom: Jo <jo@example.com>\nSubject: x\n\nRead this.",
        "-- \nJo",
    ] {
        assert_eq!(split(text), Split { visible: text.to_owned(), folded: None });
    }
}

#[test]
fn an_answer_below_the_quote_is_found() {
    let text = "On 5 May 2026 at 10:00, Ada <ada@shop.example> wrote:\n> Shall I?\n> Ada\n\nYes, please.\n\nJo";
    assert_eq!(visible(text), "Yes, please.\n\nJo");
}

#[test]
fn answers_between_the_lines_keep_what_they_answer() {
    let text = "> Size?\n\nLarge\n\n> Colour?\n\nBlue\n\n> Ada";
    let split = split(text);
    assert_eq!(split.visible, "> Size?\n\nLarge\n\n> Colour?\n\nBlue");
    assert_eq!(split.folded.as_deref(), Some("> Ada"));
}

#[test]
fn forms_of_other_programs_are_known() {
    for quote in [
        "-----Original Message-----\nFrom: Ada\nSent: Monday\n\nold",
        "----- Ursprüngliche Nachricht -----\nVon: Ada\n\nold",
        "________________________________\nVon: Ada <ada@shop.example>\nGesendet: Montag\nAn: Jo\nBetreff: Paket\n\nold",
        "________________________________\r\nDe : Ada <ada@shop.example>\r\nEnvoyé : lundi\r\nÀ : Jo\r\nObjet : colis\r\n\r\nold",
        "Em qui., 5 de mar. de 2026 às 10:00, Ada <ada@shop.example> escreveu:\n\n> old",
        "Den tors 5 mars 2026 kl 10:00 skrev Ada <\nada@shop.example>:\n\n> old",
        "ma 5. tammik. 2026 klo 10.00 Ada (ada@shop.example) kirjoitti:\n\n> old",
        "5 марта 2026 г., 10:00, Ada <ada@shop.example> написал(а):\n\n> old",
        "Von meinem iPhone gesendet\n\n> Am 05.03.2026 um 10:00 schrieb Ada <ada@shop.example>:\n>\n> old",
        "Get Outlook for Android\n________________________________\nFrom: Ada <a@b.example>\nTo: Jo\nSubject: x\n\nold",
        "-- \nJo Doe\nShop\n\nOn 5 May 2026, at 10:00, Ada wrote:\n\n> old",
        "## - Please type your reply above this line - ##\n\nold",
    ] {
        let text = format!("New words.\n\n{quote}");
        let split = split(&text);
        assert_eq!(split.visible, "New words.", "{quote}");
        assert!(split.folded.unwrap().contains("old"), "{quote}");
    }
}

#[test]
fn a_flood_of_hostile_lines_is_split_at_once() {
    for piece in [
        "On ",
        "On\n",
        "On x\n",
        "> ",
        ">\n",
        "--\n",
        "--\n\n",
        "From: a\n",
        "-A\n\n",
        "_____________________\n",
        "On 1:00 a@b.c\n",
        "a\n>\n",
        "\n",
        "\r",
        "Sent from my ",
        "wrote:\n",
        "2026 <\n",
        "-----Original",
        ": :",
        "\u{202e}",
        "É",
        "____________________\n\n",
        "On 1:00, a <a@b.c> wrote\n",
    ] {
        let text = piece.repeat(300_000 / piece.len());
        let started = Instant::now();
        let _ = split(&text);
        assert!(started.elapsed().as_secs() < 5, "{piece:?}: {:?}", started.elapsed());
    }
}

fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    lines.sort();
    lines
}

proptest! {
    #[test]
    fn the_two_parts_together_lose_nothing(pieces in prop::collection::vec(prop_oneof![
        Just("On 5 May 2026 at 10:00, Ada <a@b.example> wrote:"), Just("> quoted"), Just(""), Just("-- "), Just("--"), Just("words"),
        Just("From: a@b.example"), Just("To: x"), Just("Subject: y"), Just("-----Original Message-----"), Just("Sent from my iPhone"),
        Just("____________________"), Just("-Jo"), Just("<\n>:"), Just("wrote:"), Just("help@shop.example"), Just("\r"),
    ], 0..30), other in "\\PC{0,20}") {
        let text = format!("{}\n{other}", pieces.join("\n"));
        let split = split(&text);
        prop_assert_eq!(split.visible.trim().is_empty(), text.trim().is_empty());
        let both = format!("{}\n{}", split.visible, split.folded.unwrap_or_default());
        prop_assert_eq!(lines(&both), lines(&text));
    }

    #[test]
    fn any_text_is_split_without_panic(text in "(\\PC|\n|\r|>|On |wrote:){0,80}") {
        let _ = split(&text);
    }
}
