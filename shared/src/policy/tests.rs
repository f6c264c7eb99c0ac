mod desk;
mod outcome;
mod site;

use super::*;
use crate::{id::AgentId, identity::Identifier, time::DAY};
use proptest::prelude::*;
use toml::{Table, Value};

const NOW: Timestamp = Timestamp(1_795_319_460_000);

fn default_table() -> Table {
    toml::from_str(include_str!("../../../policies/default.toml")).unwrap()
}

/// The default rules with the channel that mail reaches under the name of `pigeon`, the one of sessions as `window`, and
/// no others.
fn table() -> Table {
    let mut table = default_table();
    let channels = table["channel"].as_table_mut().unwrap();
    let name = |rules: &Value| match rules["reach"].as_str() {
        Some("mail") => Some("pigeon"),
        Some("session") => Some("window"),
        _ => None,
    };
    let named = std::mem::take(channels).into_iter();
    *channels = named.filter_map(|(_, rules)| Some((name(&rules)?.to_owned(), rules))).collect();
    table.remove("intent");
    table
}

fn rules() -> Policy {
    Policy::parse(&toml::to_string(&table()).unwrap()).unwrap()
}

fn pigeon() -> Channel {
    "pigeon".parse().unwrap()
}

fn window() -> Channel {
    "window".parse().unwrap()
}

/// The table or value at a key path, without its last key.
fn parent<'a>(table: &'a mut Table, path: &str) -> (&'a mut Table, String) {
    let mut keys: Vec<&str> = path.split('.').collect();
    let last = keys.pop().unwrap().to_owned();
    (keys.into_iter().fold(table, |table, key| table[key].as_table_mut().unwrap()), last)
}

fn errors_of(table: &Table) -> Vec<String> {
    let errors = Policy::parse(&toml::to_string(table).unwrap()).err().unwrap_or_default();
    errors.iter().map(ToString::to_string).collect()
}

/// What is said when the value at a path is another.
fn with(path: &str, value: impl Into<Value>) -> Vec<String> {
    let mut table = table();
    let (within, key) = parent(&mut table, path);
    within.insert(key, value.into());
    errors_of(&table)
}

fn without(path: &str) -> Vec<String> {
    let mut table = table();
    let (within, key) = parent(&mut table, path);
    assert!(within.remove(&key).is_some(), "{path}");
    errors_of(&table)
}

#[track_caller]
fn says(errors: &[String], expected: &str) {
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert!(errors[0].starts_with(expected), "{}\nshould begin with\n{expected}", errors[0]);
}

#[test]
fn the_default_rules_load() {
    let policy = Policy::default_rules().unwrap();
    assert_eq!(policy.letters.len(), LetterKind::ALL.len());
    assert_eq!(policy.lifetimes.len(), EvidenceKind::ALL.len());
    assert!(policy.channels.values().all(|rules| rules.disclosure.len() == Action::ALL.len()));
    let numbers = CodePolicy {
        digits: 6,
        valid_ms: 600_000,
        tries: 5,
        resend_after_ms: 60_000,
        guesses_an_hour: 15,
        wrong_in_a_row: 100,
        codes_an_hour: 3,
        codes_a_day: 10,
        site_codes_an_hour: 1_000,
    };
    assert_eq!(policy.codes, numbers);
    assert_eq!(policy.possession_silence_ms, 45 * DAY);
    assert_eq!(policy.links.valid_ms, 30 * DAY);
}

#[test]
fn every_rule_of_the_default_has_an_owner_and_a_day_and_none_is_stale_before_it() {
    let policy = rules();
    assert!(policy.reviews.len() >= 14, "{:?}", policy.reviews.keys());
    assert_eq!(policy.stale(NOW).count(), 0);
    assert_eq!(policy.stale(NOW.plus(365 * DAY)).count(), policy.reviews.len());
}

#[test]
fn the_weights_are_those_of_the_design() {
    let policy = rules();
    let address = Identifier { kind: IdentifierKind::Mail, value: "ada@shop.example".to_owned() };
    let agent: AgentId = "ada".parse().unwrap();
    let link = Evidence::LinkHeld { at: NOW };
    let code = Evidence::CodeConfirmed { address, at: NOW };
    let signed = Evidence::SiteSigned { account: "1815".to_owned(), at: NOW };
    let aligned = Evidence::MailAligned { domain: "shop.example".to_owned(), at: NOW };
    let number = Evidence::NumberAsserted { assertion: "strong".to_owned(), at: NOW };
    let vouched = Evidence::AgentVouched { agent, how: "asked".to_owned(), at: NOW };
    let on = |channel: &Channel, evidence: &[Evidence]| policy.assurance(channel, evidence, NOW);
    assert_eq!(on(&window(), &[]), Assurance::Anonymous);
    assert_eq!(on(&window(), std::slice::from_ref(&link)), Assurance::Linked);
    assert_eq!(on(&window(), &[link.clone(), code.clone()]), Assurance::ChannelControl);
    assert_eq!(on(&window(), std::slice::from_ref(&signed)), Assurance::Account);
    assert_eq!(on(&window(), &[vouched]), Assurance::ChannelControl);
    assert_eq!(
        on(&window(), std::slice::from_ref(&aligned)),
        Assurance::Anonymous,
        "a mail proves nothing in a browser"
    );
    assert_eq!(on(&pigeon(), &[aligned]), Assurance::ChannelControl);
    assert_eq!(on(&pigeon(), &[link.clone(), code.clone(), number]), Assurance::Anonymous);
    assert_eq!(on(&"unheard".parse().unwrap(), &[signed]), Assurance::Anonymous);
    let end = policy.expiry_of(&code);
    assert_eq!(policy.assurance(&window(), std::slice::from_ref(&code), end.plus(-1)), Assurance::ChannelControl);
    assert_eq!(policy.assurance(&window(), &[code], end), Assurance::Anonymous);
}

#[test]
fn a_link_opens_nothing_earlier_and_an_unknown_channel_opens_nothing() {
    let policy = rules();
    for action in Action::ALL {
        let may = matches!(action, Action::Write | Action::Close);
        assert_eq!(policy.allows(&window(), action, Assurance::Linked), may, "{action:?}");
        let unheard: Channel = "unheard".parse().unwrap();
        assert!(!policy.allows(&unheard, action, Assurance::ChannelControl));
        assert!(policy.required(&unheard, action).step_up.is_empty());
    }
    assert!(policy.allows(&window(), Action::ReadHistory, Assurance::ChannelControl));
    assert!(!policy.allows(&window(), Action::DiscussAccount, Assurance::ChannelControl));
    assert!(policy.carries_link(&pigeon()) && !policy.carries_link(&window()));
    assert_eq!(policy.label(&"unheard".parse().unwrap()), "unheard");
}

#[test]
fn a_missing_value_is_named_by_its_path() {
    says(&without("codes.tries"), "codes.tries is missing; expected a whole number from 1 to 5");
    says(&without("channel.pigeon.label"), "channel.pigeon.label is missing; expected text of 1 to 40 characters");
    says(
        &without("channel.pigeon.disclosure.read-history.level"),
        "channel.pigeon.disclosure.read-history.level is missing; expected one of \"anonymous\", \"linked\"",
    );
    says(&without("channel.pigeon.disclosure.export"), "channel.pigeon.disclosure.export is missing; expected a table");
    says(&without("links"), "links is missing; expected a table [links]");
    says(&without("letter.code"), "letter.code is missing");
    says(&without("evidence.lifetime.link-held"), "evidence.lifetime.link-held is missing; expected a duration");
    says(&without("promise.chat-answer.owner"), "promise.chat-answer.owner is missing");
}

#[test]
fn an_unknown_key_is_named_with_what_was_probably_meant() {
    says(&with("codes.trys", 3), "codes.trys is unknown (did you mean \"tries\"?); expected one of");
    says(&with("chanel", Table::new()), "chanel is unknown (did you mean \"channel\"?)");
    says(
        &with("channel.window.weight.link-hold", "linked"),
        "channel.window.weight.link-hold is unknown (did you mean \"link-held\"?)",
    );
    says(&with("letter.sing-in", Table::new()), "letter.sing-in is unknown (did you mean \"sign-in\"?)");
    says(&with("zebra", 1), "zebra is unknown; expected one of");
    let mut odd = table();
    odd.insert("a key".to_owned(), Value::Integer(1));
    says(&errors_of(&odd), "\"a key\" is unknown");
}

#[test]
fn a_wrong_value_is_named_with_what_would_be_right() {
    says(&with("codes.tries", 6), "codes.tries is 6; expected a whole number from 1 to 5");
    says(&with("codes.tries", -1), "codes.tries is -1");
    says(&with("codes.tries", "5"), "codes.tries is of type string; expected a whole number");
    says(
        &with("codes.valid", "10 minutes"),
        "codes.valid is \"10 minutes\"; expected a duration from \"1m\" to \"30m\"",
    );
    says(&with("codes.valid", "2h"), "codes.valid is \"2h\"");
    says(&with("codes.valid", 600), "codes.valid is of type integer");
    says(&with("evidence.possession-silence", "46d"), "evidence.possession-silence is \"46d\"");
    says(&with("channel.window.live", "yes"), "channel.window.live is of type string; expected true or false");
    says(&with("channel.window.max-text", 10_001), "channel.window.max-text is 10001");
    says(&with("channel.window.label", "  "), "channel.window.label is blank");
    says(&with("channel.window.label", ""), "channel.window.label is empty");
    says(&with("channel.window.label", "x".repeat(41)), "channel.window.label is too long");
    says(&with("channel.window.reach", "sesion"), "channel.window.reach is \"sesion\" (did you mean \"session\"?)");
    says(
        &with("channel.window.promise", "gold"),
        "channel.window.promise is \"gold\", which is not in the list of promises",
    );
    says(&with("channel.window.review-by", "2027-02-30"), "channel.window.review-by is \"2027-02-30\"");
    says(&with("channel.window.review-by", "soon"), "channel.window.review-by is \"soon\"; expected a day");
    says(&with("channel.window.weight", 1), "channel.window.weight is of type integer; expected a table");
    says(
        &with("channel.window.weight.site-signed", "acount"),
        "channel.window.weight.site-signed is \"acount\" (did you mean",
    );
    says(
        &with("channel.window.caution-below", "acount"),
        "channel.window.caution-below is \"acount\" (did you mean \"account\"?)",
    );
    says(
        &with("channel.window.disclosure.write.step-up", "link-held"),
        "channel.window.disclosure.write.step-up is of type string",
    );
    says(
        &with("channel.window.disclosure.close.step-up", vec!["link-held", "link-held"]),
        "channel.window.disclosure.close.step-up names \"link-held\" twice",
    );
    says(
        &with("channel.window.disclosure.close.step-up", vec!["link-hel"]),
        "channel.window.disclosure.close.step-up has \"link-hel\" (did you mean \"link-held\"?) at place 1",
    );
    says(&with("promise.other", 1), "promise.other is of type integer; expected a table [promise.other]");
    let mut loud = table();
    let channels = loud["channel"].as_table_mut().unwrap();
    let rules = channels.remove("window").unwrap();
    channels.insert("Window 2".to_owned(), rules);
    says(&errors_of(&loud), "channel.\"Window 2\" is no channel's name");
    says(&with("channel", Table::new()), "channel has no channel");
}

#[test]
fn a_day_may_be_written_as_a_toml_date() {
    let mut text = toml::to_string(&table()).unwrap();
    text = text.replace("review-by = \"2027-05-31\"", "review-by = 2027-05-31");
    assert!(Policy::parse(&text).is_ok());
}

#[test]
fn rules_that_would_break_what_weft_promises_are_refused() {
    let mut promoted = table();
    let (weights, _) = parent(&mut promoted, "channel.window.weight.x");
    weights.insert("link-held".to_owned(), "channel-control".into());
    says(
        &errors_of(&promoted),
        "channel.window.weight.link-held is \"channel-control\", which is too high: a link points",
    );
    says(
        &with("channel.window.weight.code-confirmed", "account"),
        "channel.window.weight.code-confirmed is \"account\", which is too high",
    );
    says(&with("channel.pigeon.weight.mail-aligned", "account"), "channel.pigeon.weight.mail-aligned is \"account\"");
    says(
        &with("channel.pigeon.weight.number-asserted", "account"),
        "channel.pigeon.weight.number-asserted is \"account\"",
    );
    for action in ["read-summary", "read-history", "see-contact", "change-contact", "discuss-account", "export"] {
        let path = format!("channel.window.disclosure.{action}.level");
        says(&with(&path, "linked"), &format!("{path} is \"linked\", which is too low"));
    }
    says(
        &with("channel.window.disclosure.export.step-up", vec!["code-confirmed"]),
        "channel.window.disclosure.export.step-up names \"code-confirmed\", which leads to \"channel-control\" here",
    );
    says(&with("automatic.mails-a-day", 3), "automatic.mails-a-day is 3; expected a whole number from 0 to 2");
    says(&with("automatic.unproven-mails-a-day", 2), "automatic.unproven-mails-a-day is 2");
}

#[test]
fn a_letter_with_a_wrong_place_is_refused() {
    says(&with("letter.link.text", "{{link}} {{linc}}"), "letter.link.text has the unknown place {{linc}}");
    says(&with("letter.link.text", "no link"), "letter.link.text lacks the place {{link}}");
    says(&with("letter.link.text", "{{link}} {{link"), "letter.link.text has a {{ without its }}");
    says(&with("letter.link.subject", "a\nb"), "letter.link.subject has a line break");
    says(&with("letter.link.html", "{{link}}<SCRIPT>"), "letter.link.html has \"<script\"");
}

#[test]
fn all_errors_come_at_once_in_the_order_of_their_paths() {
    let mut broken = table();
    for (path, value) in [("codes.tries", 9), ("links.links-a-day", 0), ("zebra", 1)] {
        let (within, key) = parent(&mut broken, path);
        within.insert(key, Value::Integer(value));
    }
    let paths: Vec<_> = errors_of(&broken).iter().map(|error| error.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(paths, ["codes.tries", "links.links-a-day", "zebra"]);
    assert!(Policy::parse("").unwrap_err().len() >= 7);
}

#[test]
fn a_file_made_of_errors_is_answered_with_a_bounded_list() {
    let hostile: String = (0..20_000).map(|i| format!("key{i} = 1\n")).collect();
    assert_eq!(Policy::parse(&hostile).unwrap_err().len(), 500);
}

#[test]
fn what_is_no_toml_is_named_by_its_lines() {
    let errors = Policy::parse("[codes]\ntries = \nvalid = 1 2\n").unwrap_err();
    assert!(errors.iter().any(|error| error.path == "line 2"), "{errors:?}");
    assert!(Policy::parse("[codes]\na = 1\na = 2").unwrap_err()[0].path.starts_with("line "));
    assert_eq!(Policy::parse(&"#".repeat(300_000)).unwrap_err()[0].path, "the file");
}

#[test]
fn a_filled_letter_holds_values_as_text_only() {
    let policy = rules();
    let letter = policy.letter(LetterKind::Reply).unwrap();
    let filled = letter.fill(&[
        ("text", "<b>Hi</b> & {{link}}\nthere"),
        ("link", "https://shop.example/#weft=v4.public.x"),
        ("site", "Demo \"Shop\""),
        ("agent", "Ada"),
        ("subject", "Re: order\r\nBcc: everybody@shop.example"),
    ]);
    assert_eq!(filled.subject, "Re: order Bcc: everybody@shop.example");
    assert!(filled.text.starts_with("<b>Hi</b> & {{link}}\nthere\n"));
    assert!(filled.text.contains("continue this conversation in the chat:\nhttps://shop.example/#weft=v4.public.x"));
    assert!(filled.html.contains("&lt;b&gt;Hi&lt;/b&gt; &amp; {{link}}<br>\nthere"));
    assert!(filled.html.contains("<a href=\"https://shop.example/#weft=v4.public.x\""));
    assert!(filled.html.contains("Demo &quot;Shop&quot;") && !filled.html.contains("{{site}}"));
    assert_eq!(letter.fill(&[]).text.matches("{{").count(), 0);
}

#[test]
fn the_letters_without_anybodys_text_have_no_place_for_it() {
    for kind in [LetterKind::Link, LetterKind::Code, LetterKind::SignIn, LetterKind::LockedNotice] {
        assert!(!kind.places().contains(&"text") && !kind.places().contains(&"subject"), "{kind:?}");
    }
}

proptest! {
    #[test]
    fn reading_any_text_never_panics(text in "\\PC*", lines in "(\\[[a-z.\"]{0,9}\\]\n|[a-z.-]{1,9} ?= ?[\\[\\]{}\"0-9a-z-]{0,9}\n){0,20}") {
        let _ = Policy::parse(&text);
        let _ = Policy::parse(&lines);
    }

    #[test]
    fn damaging_the_default_file_never_panics(at in 0_usize..8_000, cut in 0_usize..40, put in "\\PC{0,6}") {
        let text = include_str!("../../../policies/default.toml");
        let (Some(before), Some(after)) = (text.get(..at), text.get(at + cut..)) else { return Ok(()) };
        if let Ok(policy) = Policy::parse(&format!("{before}{put}{after}")) {
            for channel in policy.channels.keys() {
                let held = [Evidence::LinkHeld { at: NOW }];
                prop_assert!(policy.assurance(channel, &held, NOW) <= Assurance::Linked);
                prop_assert!(!policy.allows(channel, Action::ReadHistory, Assurance::Linked));
            }
        }
    }

    #[test]
    fn filling_is_linear_and_never_panics(template in "[{}a ]{0,200}", value in "\\PC*") {
        let letter = Letter { subject: template.clone(), text: template.clone(), html: template };
        let filled = letter.fill(&[("a", &value)]);
        prop_assert!(!filled.subject.contains(['\r', '\n']));
    }
}
