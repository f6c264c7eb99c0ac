use super::*;
use proptest::prelude::*;

#[test]
fn a_failure_a_delay_and_a_success_are_read() {
    let text = "Reporting-MTA: dns; mx.example.org\r\n\r\nOriginal-Recipient: rfc822;a@example.com\r\nFinal-Recipient: RFC822; <b@example.com>\r\nAction: failed (no such user)\r\nStatus: 5.1.1 (permanent)\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n\tno such user\r\n\r\nFinal-Recipient: rfc822; c@example.com\r\nAction: Delayed\r\nStatus: 4.2.2\r\n\r\n\r\nFinal-Recipient: rfc822; d@example.com\r\nStatus: 2.0.0\r\n";
    let reports = parse(text);
    assert_eq!(reports.len(), 3);
    assert_eq!(reports[0].recipient, "b@example.com");
    assert_eq!(reports[0].original_recipient.as_deref(), Some("a@example.com"));
    assert_eq!(reports[0].sentence(), "5.1.1: 550 5.1.1 no such user");
    assert_eq!((reports[0].duration(), reports[0].delivery()), (Some(Duration::Permanent), Some(Delivery::Failed)));
    assert_eq!((reports[1].duration(), reports[1].delivery()), (Some(Duration::Temporary), None));
    assert_eq!((reports[2].duration(), reports[2].delivery()), (None, Some(Delivery::Delivered)));
}

#[test]
fn what_says_nothing_about_a_recipient_is_passed_over() {
    for text in [
        "",
        "Action: failed\nStatus: 5.0.0",
        "Final-Recipient: rfc822; nobody\nAction: failed",
        "Final-Recipient: rfc822; a@b.example",
    ] {
        assert_eq!(parse(text), vec![], "{text}");
    }
}

#[test]
fn the_first_of_two_fields_counts() {
    let reports = parse("Final-Recipient: rfc822; a@b.example\nStatus: 4.0.0\nStatus: 5.0.0\n 9\nAction: failed");
    assert_eq!(reports[0].duration(), Some(Duration::Temporary));
    assert_eq!(reports[0].status, "4.0.0");
}

#[test]
fn a_report_is_bounded() {
    let one = "Final-Recipient: rfc822; a@b.example\nAction: failed\nDiagnostic-Code: smtp; x\n";
    let text = format!("{}{}\n", one, " more words\n".repeat(10_000)).repeat(200);
    let reports = parse(&text);
    assert_eq!(reports.len(), MAX_RECIPIENTS);
    assert!(reports.iter().all(|report| report.sentence().len() <= MAX_FIELD + 20));
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "(Final-Recipient: |Status: |Action: |rfc822;|a@b.example|5\\.1\\.1|failed|\n| |\\PC){0,40}") {
        let _ = parse(&text);
    }
}
