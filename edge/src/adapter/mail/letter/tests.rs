use super::*;
use crate::settings::{MailSettings, Settings};
use weft_shared::{policy::Policy, token::KeyRing};

const AT: Timestamp = Timestamp(1_795_319_460_000);

pub(in crate::adapter::mail) fn site() -> Site {
    Site {
        id: "demo".parse().unwrap(),
        settings: Settings {
            name: "Demo Shop".to_owned(),
            origins: vec![],
            continue_url: None,
            accent: None,
            mail: MailSettings {
                from: "help@shop.example".to_owned(),
                from_name: "Demo Shop".to_owned(),
                reply_domain: "reply.shop.example".to_owned(),
                inbound: vec!["help@shop.example".to_owned()],
                authserv_id: "mx.shop.example".to_owned(),
            },
            phone: None,
            identify: Vec::new(),
            access: None,
        },
        policy: Policy::of_site("").unwrap(),
        secrets: crate::secret::Secrets::default(),
        webhooks: Vec::new(),
        examples: Vec::new(),
    }
}

pub(in crate::adapter::mail) fn seal() -> Seal {
    let secret = "k4.secret.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo8c5WpIyC_5kWKhS8VEYSZ05dYfuTF-ZdQFV4D9vLTcNQ";
    let ring = serde_json::json!({
        "token": [{ "secret": secret, "from": "2026-01-01T00:00:00Z", "until": null }],
        "mac": [{ "secret": "11".repeat(32) }],
    });
    KeyRing::parse(&ring.to_string()).unwrap().seal(&"demo".parse().unwrap())
}

fn to() -> MailAddress {
    MailAddress::parse("ada@example.com").unwrap()
}

fn reply<'a>(text: &'a str, subject: Option<&'a str>, references: &'a [String]) -> Letter<'a> {
    Letter {
        template: "reply",
        to: "ada@example.com",
        to_name: Some("Ada\r\nBcc: eve@evil.example"),
        subject,
        text,
        conversation: Some(ConversationId::from_bits(7)),
        message: Some(MessageId::from_bits(8)),
        in_reply_to: references.last().map(String::as_str),
        references,
        ..Letter::default()
    }
}

fn written(letter: &Letter<'_>) -> Mail {
    write(letter, &site(), &seal(), &to(), AT, 42).unwrap()
}

#[test]
fn an_answer_threads_and_comes_back() {
    let references = ["<first@a.example>".to_owned(), "second@a.example".to_owned()];
    let mail = written(&reply("Hello", Some("Where is it?"), &references));
    assert_eq!(mail.subject, "Re: Where is it?");
    assert_eq!(mail.in_reply_to.as_deref(), Some("<second@a.example>"));
    assert_eq!(mail.references, ["<first@a.example>", "<second@a.example>"]);
    let seal = seal();
    let domain = "reply.shop.example";
    assert_eq!(seal.open_reply_address(mail.reply_to.as_deref().unwrap(), domain), Some(ConversationId::from_bits(7)));
    let both = (MessageId::from_bits(8), ConversationId::from_bits(7));
    assert_eq!(seal.open_message_id(&mail.message_id, domain), Some(both));
    let about = mail.about.unwrap();
    let again = About::message_id(&about.message.to_string(), &about.conversation.to_string(), &about.mac, domain);
    assert_eq!(again, mail.message_id);
    assert!(mail.headers.is_empty());
}

#[test]
fn writing_a_letter_twice_gives_the_same_message_id() {
    let letter = reply("Hello", None, &[]);
    let other = write(&letter, &site(), &seal(), &to(), AT.plus(5), 43).unwrap();
    assert_eq!(written(&letter).message_id, other.message_id);
}

#[test]
fn nothing_in_a_header_ends_its_line() {
    let references = ["<a@b>\r\nBcc: eve@evil.example".to_owned(), "<ok@b>".to_owned()];
    let subject = "Hi\r\nBcc: eve@evil.example\u{2028}x";
    let mail = written(&reply("x", Some(subject), &references));
    let mut all = vec![mail.subject, mail.message_id, mail.from.0, mail.from.1, mail.to.1];
    all.extend(mail.to.0);
    all.extend(mail.reply_to);
    all.extend(mail.in_reply_to);
    assert_eq!(mail.references, ["<ok@b>"]);
    all.extend(mail.references);
    for line in all {
        assert!(!line.chars().any(|c| c.is_control() || c == '\u{2028}'), "{line:?}");
    }
}

#[test]
fn a_message_is_never_markup() {
    let mail = written(&reply("<script>x</script> {{link}} \"quoted\"\n\nhttps://a.example/", None, &[]));
    assert!(!mail.html.contains("<script"));
    assert!(mail.html.contains("&lt;script&gt;") && mail.html.contains("{{link}}"));
    assert!(mail.html.contains("href=\"https://a.example/\""));
    assert!(mail.text.contains("<script>x</script> {{link}}"));
    assert_eq!(mail.subject, "Your conversation with Demo Shop");
}

#[test]
fn an_answer_to_an_answer_has_one_re() {
    for (subject, expected) in
        [("Re: x", "Re: x"), ("AW: x", "AW: x"), ("Order: x", "Re: Order: x"), ("re : x", "re : x")]
    {
        assert_eq!(written(&reply("x", Some(subject), &[])).subject, expected);
    }
}

#[test]
fn machines_are_told_that_a_machine_wrote() {
    let values = [("code", "123456".to_owned()), ("valid", "10 minutes".to_owned())];
    let letter =
        Letter { template: "code", to: "ada@example.com", values: &values, automatic: true, ..Letter::default() };
    let mail = written(&letter);
    assert!(mail.headers.contains(&("Auto-Submitted", "auto-generated")));
    assert!(mail.text.contains("123456") && mail.html.contains("123456") && mail.text.contains("10 minutes"));
    assert!(mail.reply_to.is_none() && mail.about.is_none());
    assert!(seal().open_message_id(&mail.message_id, "reply.shop.example").is_none());
}

#[test]
fn long_threads_keep_their_beginning_and_their_end() {
    let references: Vec<String> = (0..100).map(|i| format!("<{i}@a.example>")).collect();
    let mail = written(&reply("x", None, &references));
    assert_eq!(mail.references.len(), 20);
    assert_eq!(mail.references.first().map(String::as_str), Some("<0@a.example>"));
    assert_eq!(mail.references.last().map(String::as_str), Some("<99@a.example>"));
}

#[test]
fn a_letter_that_the_policy_lacks_is_refused() {
    let letter = Letter { template: "poem", to: "ada@example.com", ..Letter::default() };
    assert!(write(&letter, &site(), &seal(), &to(), AT, 1).is_err());
}
