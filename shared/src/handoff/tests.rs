use super::*;
use crate::{
    policy::{Policy, plain_words},
    time::{DAY, HOUR},
};
use proptest::prelude::*;
use std::{collections::VecDeque, sync::LazyLock};

const NOW: Timestamp = Timestamp(1_795_000_000_000);

static RULES: LazyLock<Policy> = LazyLock::new(|| Policy::default_rules().expect("the default policy loads"));

fn ada() -> AgentId {
    "ada".parse().unwrap()
}

fn good() -> HandoffNote {
    HandoffNote {
        wants: "A new shade for the lamp that arrived broken".to_owned(),
        done: "Asked for a photo and checked the order".to_owned(),
        promised: "Nothing".to_owned(),
        next: "Order the shade and tell the customer when it comes".to_owned(),
        owner: Party::Agent("ben".parse().unwrap()),
        due: NOW.plus(DAY),
    }
}

fn checked(note: &HandoffNote, said: &[&str]) -> Result<(), NoteProblem> {
    let rules = &*RULES;
    let said: VecDeque<String> = said.iter().map(|text| plain_words(text)).collect();
    let ada = ada();
    let wanted = Wanted::Another(Some(&ada));
    check(note, &rules.handoff, &Context { said: &said, teams: &rules.routing.teams, wanted, now: NOW })
}

fn problem(change: impl FnOnce(&mut HandoffNote)) -> (&'static str, String) {
    let mut note = good();
    change(&mut note);
    let problem = checked(&note, &[]).expect_err("it is refused");
    assert!(!problem.why.is_empty() && !problem.example.is_empty());
    (problem.field, problem.rule)
}

#[test]
fn a_good_note_will_do_in_every_script() {
    checked(&good(), &["My lamp arrived broken and I would like a new shade for it"]).unwrap();
    let mut note = good();
    note.wants = "灯の傘が割れて届いたので新しい傘が欲しい".to_owned();
    note.done = "写真を頼み、注文を確かめた".to_owned();
    note.next = "新しい傘を注文し、いつ届くかを客に知らせる".to_owned();
    checked(&note, &[]).unwrap();
}

#[test]
fn each_field_has_its_limits() {
    let long = "Words that go on. ".repeat(40);
    let cases: [(&str, &str, &str); 7] = [
        ("wants", "Help", "handoff.wants.least"),
        ("wants", &long, "handoff.wants.most"),
        ("done", "Asked", "handoff.done.least"),
        ("promised", "", "handoff.promised.least"),
        ("promised", &long, "handoff.promised.most"),
        ("next", "   Ring      ", "handoff.next.least"),
        ("next", &long, "handoff.next.most"),
    ];
    for (field, text, rule) in cases {
        let set = |note: &mut HandoffNote| match field {
            "wants" => note.wants = text.to_owned(),
            "done" => note.done = text.to_owned(),
            "promised" => note.promised = text.to_owned(),
            _ => note.next = text.to_owned(),
        };
        assert_eq!(problem(set), (field, rule.to_owned()), "{text:?}");
    }
}

#[test]
fn words_that_say_nothing_are_refused_however_they_are_written() {
    for text in
        ["ok ok ok ok ok", "See above, PLEASE!!!", "-- as discussed --", "............", "Test... test, Test; TEST"]
    {
        assert_eq!(
            problem(|note| note.wants = text.to_owned()),
            ("wants", "handoff.empty-words".to_owned()),
            "{text:?}"
        );
    }
    for text in ["Okay, lamp, please", "lamp lamp lamp lamp"] {
        assert_eq!(problem(|note| note.wants = text.to_owned()), ("wants", "handoff.wants".to_owned()), "{text:?}");
    }
}

#[test]
fn that_nothing_was_promised_is_an_answer() {
    for text in ["Nothing", "none", "NOTHING.", "Nichts", "n/a"] {
        let mut note = good();
        note.promised = text.to_owned();
        checked(&note, &[]).unwrap();
        assert!(!promises_something(text), "{text}");
    }
    assert!(promises_something("A new shade by Friday"));
}

#[test]
fn a_next_step_is_more_than_a_word_and_other_than_what_is_wanted() {
    assert_eq!(problem(|note| note.next = "Waiting waiting".to_owned()), ("next", "handoff.next".to_owned()));
    assert_eq!(problem(|note| note.next = note.wants.to_uppercase()), ("next", "handoff.next".to_owned()));
    assert_eq!(problem(|note| note.next = note.done.clone()), ("next", "handoff.next".to_owned()));
    assert_eq!(problem(|note| note.done = note.wants.clone()), ("done", "handoff.done".to_owned()));
}

#[test]
fn a_message_is_no_note() {
    let message = "Hello, my lamp arrived yesterday and its shade is broken. Can you send me a new one, please?";
    for copy in [
        message.to_owned(),
        message.to_uppercase(),
        format!("> {message}"),
        message.replace("please", "plase").replace("arrived", "arived"),
        message.chars().skip(7).take(70).collect(),
    ] {
        let mut note = good();
        note.wants = copy.clone();
        let problem = checked(&note, &["Hi", message]).expect_err(&copy);
        assert_eq!((problem.field, problem.rule.as_str()), ("wants", "handoff.wants"));
    }
    let mut note = good();
    note.wants = "Lamp's shade is broken; a new shade, no refund".to_owned();
    checked(&note, &["Hi", message]).unwrap();
}

#[test]
fn the_next_owner_is_somebody_else_who_exists_and_the_step_is_due_soon() {
    assert_eq!(problem(|note| note.owner = Party::Agent(ada())), ("owner", "handoff".to_owned()));
    assert_eq!(problem(|note| note.owner = Party::Team("nobody".to_owned())), ("owner", "team".to_owned()));
    let late = ("due", "handoff.due-within".to_owned());
    assert_eq!(problem(|note| note.due = NOW.plus(-1)), late);
    assert_eq!(problem(|note| note.due = NOW.plus(365 * DAY)), late);
    let rules = &*RULES;
    let team = rules.routing.teams.keys().next().unwrap().clone();
    let mut note = good();
    note.owner = Party::Team(team);
    checked(&note, &[]).unwrap();
}

#[test]
fn who_moves_a_customer_keeps_the_conversation() {
    let (rules, said, ada) = (&*RULES, VecDeque::new(), ada());
    let context = Context { said: &said, teams: &rules.routing.teams, wanted: Wanted::Same(&ada), now: NOW };
    let mut note = good();
    assert_eq!(check(&note, &rules.handoff, &context).unwrap_err().field, "owner");
    note.owner = Party::Agent(ada.clone());
    check(&note, &rules.handoff, &context).unwrap();
}

proptest! {
    #[test]
    fn no_note_makes_it_stumble(
        texts in prop::array::uniform4(prop_oneof![any::<String>(), "[a-zé .,!]{0,600}", "(ok|see above|lamp|\u{4e00}| ){0,90}"]),
        said in prop::collection::vec(any::<String>(), 0..4),
        due in any::<i64>(),
        now in any::<i64>(),
    ) {
        let [wants, done, promised, next] = texts;
        let note = HandoffNote { wants, done, promised, next, due: Timestamp(due), ..good() };
        let rules = &*RULES;
        let said: VecDeque<String> = said.iter().map(|text| plain_words(text)).collect();
        let context = Context { said: &said, teams: &rules.routing.teams, wanted: Wanted::Another(None), now: Timestamp(now) };
        if let Err(problem) = check(&note, &rules.handoff, &context) {
            prop_assert!(!problem.why.is_empty() && problem.rule.starts_with("handoff"));
        }
    }

    #[test]
    fn its_own_examples_pass(which in 0..4_usize, text in "[a-z ]{0,30}") {
        let mut note = good();
        let field = |note: &mut HandoffNote| match which {
            0 => note.wants.clone_from(&text),
            1 => note.done.clone_from(&text),
            2 => note.promised.clone_from(&text),
            _ => note.next.clone_from(&text),
        };
        field(&mut note);
        if let Err(problem) = checked(&note, &[]) {
            let example = problem.example.to_owned();
            match problem.field {
                "wants" => note.wants = example,
                "done" => note.done = example,
                "promised" => note.promised = example,
                _ => note.next = example,
            }
            prop_assert_eq!(checked(&note, &[]), Ok(()));
        }
    }

    #[test]
    fn a_copy_is_found_with_any_punctuation_around_it(noise in "[ .,!?>*-]{0,12}", hours in 1..24_i64) {
        let message = "The parcel never came and the carrier says that nobody was at home on Tuesday";
        let mut note = good();
        note.done = format!("{noise}{message}{noise}");
        note.due = NOW.plus(hours * HOUR);
        prop_assert_eq!(checked(&note, &[message]).unwrap_err().field, "done");
    }
}
