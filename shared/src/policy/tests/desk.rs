//! What the rules of the desk must be.

use super::{super::*, NOW, says};

fn errors(text: &str) -> Vec<String> {
    Policy::of_site(text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

const REVIEW: &str = "owner = 'support'\nreview-by = '2027-05-31'\n";

fn rule(name: &str, text: &str) -> String {
    let when = if text.contains("when") { "" } else { "when = {}" };
    format!("[routing.rule.{name}]\n{text}\n{when}\n{REVIEW}")
}

#[test]
fn what_routing_refers_to_must_exist() {
    says(
        &errors("[routing]\ndefault-team = 'suport'\n"),
        "routing.default-team is \"suport\" (did you mean \"support\"?), which is no team of [team]; expected one of",
    );
    says(
        &errors(&format!("[team.night]\nlabel = 'Night'\nhours = 'nigth'\n{REVIEW}")),
        "team.night.hours is \"nigth\", which is no working time of [hours]",
    );
    says(
        &errors(&rule("x", "order = 5\nteam = 'nobody'")),
        "routing.rule.x.team is \"nobody\", which is no team of [team]",
    );
    says(
        &errors(&rule("x", "order = 5\nwhen = { intent = ['refund', 'refunds'] }")),
        "routing.rule.x.when.intent is \"refunds\" (did you mean \"refund\"?), which is no intent of [intent]",
    );
    for key in ["open", "closed"] {
        says(
            &errors(&rule("x", &format!("order = 5\nwhen = {{ {key} = 'ofice' }}"))),
            &format!("routing.rule.x.when.{key} is \"ofice\" (did you mean \"office\"?), which is no working time"),
        );
    }
    says(&errors("[team.support]\ndrop = true\n"), "routing.default-team (in the default) is \"support\"");
}

#[test]
fn no_two_rules_have_one_place() {
    says(
        &errors(&rule("x", "order = 20\nwhen = { mood = 'pleased' }")),
        "routing.rule.x.order is 20, as that of routing.rule.upset is; expected a number that no other rule has",
    );
    assert_eq!(errors(&rule("x", "order = 21\nwhen = { mood = 'pleased' }")), Vec::<String>::new());
}

#[test]
fn languages_of_rules_are_two_small_letters() {
    for wrong in ["DE", "d", "d1"] {
        says(
            &errors(&rule("x", &format!("order = 5\nwhen = {{ language = ['{wrong}'] }}"))),
            &format!("routing.rule.x.when.language has {wrong:?}"),
        );
    }
}

#[test]
fn rules_are_tried_by_their_order_whatever_their_names() {
    let text = format!("{}{}", rule("a", "order = 9000"), rule("z", "order = 1"));
    let policy = Policy::of_site(&text).unwrap();
    let names: Vec<&str> = policy.routing.rules.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(names, ["z", "overdue", "upset", "back-again", "a"]);
}

#[test]
fn a_rule_that_is_never_reached_contradicts_the_one_before_it() {
    let found = |text: &str| report(&Policy::of_site(text).unwrap(), NOW, 30, &BTreeMap::new()).contradictions;
    let text = format!("{}{}", rule("all", "order = 1"), rule("never", "order = 5\nwhen = { mood = 'pleased' }"));
    assert!(
        found(&text).iter().any(|it| it == "routing.rule.never: routing.rule.all comes before it and always holds")
    );
    let text = rule("both", "order = 5\nwhen = { open = 'office', closed = 'office' }");
    assert!(found(&text).iter().any(|it| it.starts_with("routing.rule.both.when: the same hours")));
    let text = rule("both", "order = 5\nwhen = { intent = ['refund'], unsure = true }");
    assert!(found(&text).iter().any(|it| it.starts_with("routing.rule.both.when: what it is about")));
}
