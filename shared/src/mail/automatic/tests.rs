use super::*;
use proptest::prelude::*;

fn kind(headers: &[(&str, &str)], envelope_from: &str, content_type: &str) -> Option<Kind> {
    let headers: Vec<(String, String)> = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let found = classify(&headers, envelope_from, content_type, &|address| address.ends_with("@shop.example"));
    assert!(found.as_ref().is_none_or(|found| found.because.ends_with('.')));
    found.map(|found| found.kind)
}

/// A mail by a person, with one more header.
fn with(name: &str, value: &str) -> Option<Kind> {
    kind(&[("From", "Jo <jo@example.com>"), ("Subject", "Hello"), (name, value)], "jo@example.com", "text/plain")
}

#[test]
fn a_persons_mail_is_not_automatic() {
    for (name, value) in [
        ("To", "help@shop.example"),
        ("Auto-Submitted", "no"),
        ("Auto-Submitted", "No (a person) "),
        ("X-Auto-Response-Suppress", "DR, RN"),
        ("X-Autoreply", "no"),
        ("X-Loop", ""),
        ("Precedence", "normal"),
        ("Return-Path", "<jo@example.com>"),
        ("Subject", "Automatic reply: what does that mean?"),
        ("Received", "from a by b"),
    ] {
        assert_eq!(with(name, value), None, "{name}: {value}");
    }
}

#[test]
fn each_mark_of_a_machine_is_seen() {
    for (name, value, expected) in [
        ("Auto-Submitted", "auto-replied", Kind::AutoReply),
        ("auto-submitted", "Auto-Replied (vacation)", Kind::AutoReply),
        ("Auto-Submitted", "auto-generated; x=y", Kind::Generated),
        ("Auto-Submitted", "something-new", Kind::Generated),
        ("Precedence", "auto_reply", Kind::AutoReply),
        ("X-Autoreply", "yes", Kind::AutoReply),
        ("X-Apple-Action", "VACATION", Kind::AutoReply),
        ("X-Auto-Response-Suppress", "DR, OOF, AutoReply", Kind::Generated),
        ("List-Id", "<x.example.org>", Kind::List),
        ("Precedence", "bulk", Kind::List),
        ("X-Loop", "help@shop.example", Kind::Loop),
        ("X-Loop", "list@example.org", Kind::Generated),
        ("Sender", "help@shop.example", Kind::Ourselves),
        ("X-Failed-Recipients", "jo@example.com", Kind::Bounce),
        ("Return-Path", "<>", Kind::NullSender),
    ] {
        assert_eq!(with(name, value), Some(expected), "{name}: {value}");
    }
}

#[test]
fn reports_are_told_apart_by_their_type() {
    let from = [("From", "Mail Delivery <x@example.com>")];
    for (content_type, expected) in [
        ("multipart/report; report-type=delivery-status; boundary=x", Kind::Bounce),
        ("Multipart/Report; boundary=x", Kind::Bounce),
        ("multipart/report; report-type=disposition-notification", Kind::Receipt),
        ("multipart/report; report-type=feedback-report", Kind::Complaint),
    ] {
        assert_eq!(kind(&from, "", content_type), Some(expected), "{content_type}");
    }
    assert_eq!(kind(&[("From", "MAILER-DAEMON@example.com")], "x@example.com", "text/plain"), Some(Kind::Bounce));
}

#[test]
fn mail_without_a_sender_or_from_ourselves_is_never_answered() {
    let from = [("From", "Jo <jo@example.com>")];
    assert_eq!(kind(&from, "", "text/plain"), Some(Kind::NullSender));
    assert_eq!(kind(&from, "<>", "text/plain"), Some(Kind::NullSender));
    assert_eq!(kind(&[], "jo@example.com", "text/plain"), Some(Kind::NullSender));
    assert_eq!(kind(&from, "bounce@shop.example", "text/plain"), Some(Kind::Ourselves));
    assert_eq!(kind(&[("From", "Jo <jo@example.com>, help@shop.example")], "x@y.example", ""), Some(Kind::Ourselves));
    assert_eq!(kind(&[("From", "\"<jo@example.com>\" <help@shop.example>")], "x@y.example", ""), Some(Kind::Ourselves));
}

#[test]
fn too_many_servers_are_a_loop() {
    let headers = vec![("Received", "x"); MAX_HOPS + 1];
    assert_eq!(kind(&headers, "jo@example.com", "text/plain"), Some(Kind::Loop));
}

#[test]
fn a_subject_decides_only_together_with_the_sender() {
    let mail = |from, subject| kind(&[("From", from), ("Subject", subject)], "jo@example.com", "text/plain");
    assert_eq!(mail("jo@example.com", "Out of office"), None);
    assert_eq!(mail("no-reply@example.com", "Abwesenheit: Jo"), Some(Kind::AutoReply));
    assert_eq!(mail("no-reply@example.com", "Your parcel"), None);
}

proptest! {
    #[test]
    fn any_headers_are_classified_without_panic(headers: Vec<(String, String)>, from: String, content_type: String) {
        let _ = classify(&headers, &from, &content_type, &|_| false);
    }
}
