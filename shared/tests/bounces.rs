//! Automatic mail and delivery reports of two corpora, as real mail systems sent them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use mail_parser::{MessageParser, MimeHeaders};
use std::{fs, path::PathBuf};
use weft_shared::mail::{
    automatic::{Automatic, classify},
    report::{self, Report},
};

struct Mail {
    automatic: Option<Automatic>,
    reports: Vec<Report>,
}

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/corpora").join(name)
}

fn expectations(corpus: &str) -> Vec<serde_json::Value> {
    let list: Vec<_> = serde_json::from_slice(&fs::read(folder(corpus).join("expected.json")).unwrap()).unwrap();
    let mails = fs::read_dir(folder(corpus))
        .unwrap()
        .filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|e| e == "eml"));
    assert_eq!(list.len(), mails.count(), "every mail has an expectation");
    list
}

fn read(corpus: &str, file: &str) -> Mail {
    let raw = fs::read(folder(corpus).join(file)).unwrap();
    let mail = MessageParser::default().parse(&raw).unwrap();
    let headers: Vec<(String, String)> =
        mail.headers_raw().map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
    let value = |wanted: &str| {
        headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.as_str())
    };
    // A corpus has no envelopes; where no Return-Path tells, the headers alone must do.
    let envelope_from = value("Return-Path").unwrap_or("somebody@example.org");
    let automatic = classify(&headers, envelope_from, value("Content-Type").unwrap_or_default(), &|_| false);
    let is_status = |part: &mail_parser::MessagePart| {
        part.content_type().is_some_and(|kind| {
            kind.ctype() == "message"
                && kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("delivery-status"))
        })
    };
    let reports = mail
        .parts
        .iter()
        .filter(|part| is_status(part))
        .flat_map(|part| report::parse(&String::from_utf8_lossy(part.contents())))
        .collect();
    Mail { automatic, reports }
}

fn kind_of(mail: &Mail) -> String {
    mail.automatic.as_ref().map_or_else(|| "None".to_owned(), |automatic| format!("{:?}", automatic.kind))
}

#[test]
fn every_answering_machine_of_the_sisimai_corpus_is_known() {
    let corpus = "bounces-autoreply-sisimai";
    let expected = expectations(corpus);
    let met = expected
        .iter()
        .filter(|one| kind_of(&read(corpus, one["file"].as_str().unwrap())) == one["kind"].as_str().unwrap());
    let met = met.count();
    println!("{corpus}: {met} of {}", expected.len());
    assert_eq!(met, expected.len());
}

#[test]
fn every_delivery_report_of_the_mikel_corpus_is_read() {
    let corpus = "mime-mikel-mail/multipart_report_emails";
    let expected = expectations(corpus);
    for one in &expected {
        let file = one["file"].as_str().unwrap();
        let mail = read(corpus, file);
        assert_eq!(kind_of(&mail), one["kind"].as_str().unwrap(), "{file}");
        let recipients: Vec<&str> = mail.reports.iter().map(|report| report.recipient.as_str()).collect();
        let wanted: Vec<&str> =
            one["recipients"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
        assert_eq!(recipients, wanted, "{file}");
        for report in &mail.reports {
            assert_eq!(format!("{:?}", report.action), one["action"].as_str().unwrap(), "{file}");
            assert_eq!(report.status, one["status"].as_str().unwrap(), "{file}");
            assert_eq!(format!("{:?}", report.duration().unwrap()), one["duration"].as_str().unwrap(), "{file}");
        }
    }
    println!("{corpus}: {} of {}", expected.len(), expected.len());
}
