//! A site's own file over the default.

use super::{super::*, says};
use proptest::prelude::*;

/// What is said of a site's file.
fn errors(text: &str) -> Vec<String> {
    Policy::of_site(text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

const NEW_INTENT: &str = "label = 'Gift cards'\nexamples = ['My card']\nowner = 'returns'\nreview-by = '2027-01-31'\n";

#[test]
fn an_empty_file_changes_nothing_and_a_key_changes_itself_only() {
    let default = Policy::default_rules().unwrap();
    assert_eq!(Policy::of_site("").unwrap(), default);
    let mut changed = Policy::of_site("[codes]\ntries = 3\n").unwrap();
    assert_eq!(changed.codes.tries, 3);
    changed.codes.tries = default.codes.tries;
    assert_eq!(changed, default);
}

#[test]
fn owner_and_day_of_review_are_inherited_until_a_site_says_others() {
    let policy = Policy::of_site("[links]\nlinks-a-day = 5\n[codes]\ntries = 3\nowner = 'fraud'\n").unwrap();
    assert_eq!(policy.reviews["links"].owner, "security");
    assert_eq!(policy.reviews["codes"].owner, "fraud");
    assert_eq!(policy.reviews["codes"].review_by, policy.reviews["links"].review_by);
}

#[test]
fn new_names_stand_beside_those_of_the_default() {
    let policy = Policy::of_site(&format!("[intent.gift-card]\n{NEW_INTENT}")).unwrap();
    assert!(policy.intents.contains_key("gift-card") && policy.intents.contains_key("refund"));
    assert_eq!(policy.reviews["intent.gift-card"].owner, "returns");
    says(
        &errors("[intent.gift-card]\nlabel = 'x'\nexamples = []\nowner = 'a'\n"),
        "intent.gift-card.review-by is missing; expected a day",
    );
    says(
        &errors(&format!("[intent.\"Gift card\"]\n{NEW_INTENT}")),
        "intent.\"Gift card\" is no name; expected 1 to 40",
    );
}

#[test]
fn a_name_of_the_default_can_be_dropped() {
    let policy = Policy::of_site("[intent.defect]\ndrop = true\n[template.answer-waiting]\ndrop = true\n").unwrap();
    assert!(!policy.intents.contains_key("defect") && policy.templates.is_empty());
    assert!(!policy.reviews.contains_key("intent.defect"));
    let (channel, _) = speaking();
    let fewer = Policy::of_site(&format!("[channel.{channel}.compliance.words.fr]\ndrop = true\n")).unwrap();
    assert!(!fewer.channels[&channel].compliance.words.contains_key("fr"));
    assert!(fewer.channels[&channel].compliance.words.contains_key("de"));
}

#[test]
fn a_drop_that_cannot_be_is_refused() {
    says(&errors("[intent.nothing]\ndrop = true\n"), "intent.nothing.drop names what the default does not have");
    says(&errors("[intent.defect]\ndrop = false\n"), "intent.defect.drop is false; expected true, alone");
    says(&errors("[intent.defect]\ndrop = 'yes'\n"), "intent.defect.drop is neither true nor absent");
    says(&errors("[intent.defect]\ndrop = true\nlabel = 'x'\n"), "intent.defect.drop stands beside other keys");
    says(&errors("[codes]\ndrop = true\n"), "codes.drop is unknown");
}

#[test]
fn what_the_default_says_of_something_that_is_gone_is_named_as_the_defaults() {
    let default = Policy::default_rules().unwrap();
    let promise = |rules: &ChannelPolicy| rules.promise.as_deref() == Some("call-answer");
    let (channel, _) = default.channels.iter().find(|(_, rules)| promise(rules)).unwrap();
    says(
        &errors("[promise.call-answer]\ndrop = true\n"),
        &format!("channel.{channel}.promise (in the default) is \"call-answer\""),
    );
    says(
        &errors(&format!("[channel.{channel}]\npromise = 'call-anser'\n")),
        &format!("channel.{channel}.promise is \"call-anser\" (did you mean \"call-answer\"?)"),
    );
}

/// The medium with stop words in several languages.
fn speaking() -> (Channel, ChannelPolicy) {
    let policy = Policy::default_rules().unwrap();
    policy.channels.into_iter().find(|(_, rules)| rules.compliance.words.contains_key("fr")).unwrap()
}

#[test]
fn words_have_one_meaning_on_a_medium() {
    let (channel, _) = speaking();
    let words = |of: &str| format!("[channel.{channel}.compliance.words.it]\n{of}");
    says(
        &errors(&words("stop = ['basta']\nstart = ['STOP!']\nhelp = []\n")),
        &format!("channel.{channel}.compliance.words.it.start has \"STOP!\", which means stop in channel.{channel}"),
    );
    says(
        &errors(&words("stop = ['Début']\nstart = []\nhelp = []\n")),
        &format!("channel.{channel}.compliance.words.it.stop has \"Début\", which means start"),
    );
    says(
        &errors(&words("stop = ['!!']\nstart = []\nhelp = []\n")),
        &format!("channel.{channel}.compliance.words.it.stop has \"!!\"; expected words with letters"),
    );
    assert_eq!(errors(&words("stop = ['Stop', 'basta']\nstart = ['inizia']\nhelp = ['aiuto']\n")), [""; 0]);
    let odd = format!("[channel.{channel}.compliance.words.italian]\nstop = []\nstart = []\nhelp = []\n");
    says(&errors(&odd), &format!("channel.{channel}.compliance.words.italian is no language"));
}

#[test]
fn names_must_exist() {
    let (channel, _) = speaking();
    says(
        &errors("[promise.chat-answer]\nhours = 'ofice'\n"),
        "promise.chat-answer.hours is \"ofice\" (did you mean \"office\"?)",
    );
    says(&errors("[intent.order.solved-on]\npigeon = 'never'\n"), "intent.order.solved-on.pigeon names \"pigeon\"");
    says(
        &errors("[intent.order]\nswitch = [{ after = '5m', to = 'pigeon', say = 'Fly' }]\n"),
        "intent.order.switch leads to \"pigeon\", which is no channel here",
    );
    says(
        &errors("[template.answer-waiting.approved.pigeon]\ncoop = 'x'\n"),
        "template.answer-waiting.approved.pigeon names \"pigeon\"",
    );
    says(
        &errors(&format!("[channel.{channel}]\npromise = 'gold'\n")),
        &format!("channel.{channel}.promise is \"gold\""),
    );
    says(
        &errors("[hours.office]\nzone = 'Europe/Londn'\n"),
        "hours.office.zone is \"Europe/Londn\", which is no time zone",
    );
    says(&errors("[hours.office]\nclosed = ['2026-02-30']\n"), "hours.office.closed has \"2026-02-30\"; expected days");
    says(&errors("[hours.office]\nmon = '18:00-09:00'\n"), "hours.office.mon is \"18:00-09:00\"");
    says(&errors("[zones]\n44 = ['Europe/London']\n"), "zones.44 is no beginning of a number; expected + and");
    says(&errors("[zones]\n'+44' = ['Europe/Lndon']\n"), "zones.\"+44\" has \"Europe/Lndon\", which is no time zone");
    says(&errors("[zones]\n'+44' = []\n"), "zones.\"+44\" is something of type array; expected a list of 1 to 20");
}

#[test]
fn a_switch_has_one_condition() {
    let switch = |of: &str| format!("[intent.order]\nswitch = [{{ {of}, to = '{}', say = 'There' }}]\n", speaking().0);
    assert_eq!(errors(&switch("after = '5m'")), [""; 0]);
    says(&errors(&switch("after = '5m', on = 'sensitive'")), "intent.order.switch[0].after-messages is not the only");
    let none = format!("[intent.order]\nswitch = [{{ to = '{}', say = 'There' }}]\n", speaking().0);
    says(&errors(&none), "intent.order.switch[0].after-messages is missing, and so are after and on");
}

#[test]
fn texts_have_their_places_only() {
    let (channel, _) = speaking();
    let wrong = |text: String, expected: &str| says(&errors(&text), expected);
    wrong(
        format!("[channel.{channel}]\nfirst-answer = 'Hello {{{{agent}}}}'\n"),
        &format!(
            "channel.{channel}.first-answer has the unknown place {{{{agent}}}}; expected one of {{{{promise}}}}, {{{{site}}}}"
        ),
    );
    wrong(
        format!("[channel.{channel}.tone]\ngreeting = 'Hello {{{{agent}}}}'\n"),
        &format!("channel.{channel}.tone.greeting has the unknown place {{{{agent}}}}"),
    );
    wrong(
        format!("[channel.{channel}.compliance.words.de]\nstop-answer = '{{{{name}}}}'\n"),
        &format!("channel.{channel}.compliance.words.de.stop-answer has the unknown place {{{{name}}}}"),
    );
    wrong(
        "[template.answer-waiting]\ntext = 'Dear {{name}}'\n".to_owned(),
        "template.answer-waiting.text has the unknown",
    );
    wrong(
        "[template.answer-waiting]\ntext = 'Dear {{agent'\n".to_owned(),
        "template.answer-waiting.text has a {{ without",
    );
}

#[test]
fn what_reaches_a_session_sends_nothing_on_request() {
    let policy = Policy::default_rules().unwrap();
    let (channel, _) = policy.channels.iter().find(|(_, rules)| rules.reach == Reach::Session).unwrap();
    says(
        &errors(&format!("[channel.{channel}]\ncapabilities = ['send', 'code']\n")),
        &format!("channel.{channel}.capabilities has \"code\", but what reaches the customer here is a session"),
    );
    says(
        &errors(&format!("[channel.{channel}]\ncarries-link = true\n")),
        &format!("channel.{channel}.carries-link is true"),
    );
}

#[test]
fn what_weft_promises_holds_for_words_about_numbers_and_for_possession() {
    let policy = Policy::default_rules().unwrap();
    let (channel, _) = policy.channels.iter().find(|(_, rules)| !rules.assertions.is_empty()).unwrap();
    says(
        &errors(&format!("[channel.{channel}.assertion]\nsure = 'account'\n")),
        &format!("channel.{channel}.assertion.sure is \"account\", which is too high: a provider's word"),
    );
    says(
        &errors(&format!("[channel.{channel}.assertion]\nsure = 'channel-control'\n")),
        &format!("channel.{channel}.assertion.sure is \"channel-control\", above the weight of number-asserted here"),
    );
    says(
        &errors(&format!("[channel.{channel}]\nidentifies-from = 'anonymous'\n")),
        &format!("channel.{channel}.identifies-from is \"anonymous\", which is too low"),
    );
    says(
        &errors("[evidence]\npossession-silence = '30d'\n"),
        "evidence.lifetime.mail-aligned (in the default) is longer than possession-silence",
    );
    says(
        &errors(
            "[promise.chat-answer]\nwithin = '90d'\nhours = 'brief'\n[hours.brief]\nzone = 'UTC'\nmon = '09:00-09:30'\nclosed = []\nowner = 'a'\nreview-by = '2027-01-31'\n",
        ),
        "promise.chat-answer.within is more than a year of the working time \"brief\"",
    );
}

#[test]
fn no_table_or_list_is_larger_than_it_helps() {
    let many: String = (0..101).map(|i| format!("[intent.i{i}]\n{NEW_INTENT}")).collect();
    assert!(errors(&many).iter().any(|error| error.contains("is one of 105 here; expected at most 100")));
    let list = format!("[intent.order]\nexamples = [{}]\n", "'x',".repeat(201));
    says(&errors(&list), "intent.order.examples has 201 items; expected at most 200");
}

/// Pieces that a hostile file is made of.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "[intent.x]\n",
        "[intent.x.switch]\n",
        "[[intent.y.switch]]\n",
        "drop = true\n",
        "after = '1d'\n",
        "[zones]\n",
        "'+1' = [['a']]\n",
        "[channel]\n",
        "[channel.x.compliance.words.en]\n",
        "stop = ['a', '{{', 1]\n",
        "zone = 'x'\n",
        "[letter.reply]\n",
        "html = '{{{{{{{{'\n",
        "[template.t.approved.x]\n",
        "a = { b = { c = { d = 1 } } }\n",
        "x = [[[[[[[[[[]]]]]]]]]]\n",
        "[hours.office]\n",
        "mon = '99:99-24:00'\n",
        "[owners]\n",
        "active = [1, 'x']\n",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_hostile_file_is_answered_with_a_bounded_list(text in hostile()) {
        if let Err(errors) = Policy::of_site(&text) {
            prop_assert!(!errors.is_empty() && errors.len() <= 500);
            prop_assert!(errors.iter().all(|error| error.to_string().len() < 2_000), "{errors:?}");
        }
    }
}

#[test]
fn the_largest_hostile_files_are_read_in_bounded_time() {
    let began = std::time::Instant::now();
    let deep = format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let places = format!("[template.answer-waiting]\ntext = '{}'\n", "{{x}}".repeat(50_000));
    let open = format!("[letter.reply]\nhtml = '{}'\n", "{{".repeat(20_000));
    let tables: String = (0..20_000).map(|i| format!("[intent.i{i}]\n")).collect();
    let zones =
        format!("[zones]\n{}", (0..10_000).map(|i| format!("'+{i}' = ['Europe/Nowhere']\n")).collect::<String>());
    let words = format!("[channel.{}.compliance.words.en]\nstop = [{}]\n", speaking().0, "'ä é ö ü',".repeat(20_000));
    for text in [deep, places, open, tables, zones, words] {
        let found = errors(&text);
        assert!((1..=500).contains(&found.len()), "{}", found.len());
    }
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}
