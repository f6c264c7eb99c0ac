//! What Twilio reports about messages that it took.

use super::{code, form::Form, key, message::sender, request::Signed};
use crate::{
    adapter::{arrive, provider},
    log, phone, problem,
    site::Site,
};
use serde_json::json;
use weft_shared::{
    command::{Command, CommandBody},
    consent::{Consent, ConsentLine},
    id::{ConversationId, MessageId},
    message::Delivery,
    wire::problem::{Problem, ProblemKind},
};
use worker::Env;

/// A report, as Twilio tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Report {
    sid: String,
    /// Twilio's word.
    word: String,
    status: Delivery,
    code: Option<i64>,
    detail: Option<String>,
}

fn read(form: &Form) -> Option<Report> {
    let sid = form.sid("MessageSid").or_else(|| form.sid("SmsSid"))?.to_owned();
    let word = form.get("MessageStatus").or_else(|| form.get("SmsStatus"))?;
    let status = status(word)?;
    let code = form.number("ErrorCode").filter(|code| *code != 0);
    let detail = (status == Delivery::Failed).then(|| words(word, code, form.get("ErrorMessage")));
    Some(Report { sid, word: word.to_owned(), status, code, detail })
}

/// Twilio's word as a place in the lattice; none for what says nothing about the way of a message that goes out.
fn status(word: &str) -> Option<Delivery> {
    Some(match word {
        // Accepted by Twilio is less than we know: it was handed over.
        "accepted" | "scheduled" | "queued" | "sending" | "sent" => Delivery::Sent,
        "delivered" => Delivery::Delivered,
        "read" => Delivery::Read,
        "undelivered" | "failed" | "canceled" => Delivery::Failed,
        _ => return None,
    })
}

fn words(word: &str, code: Option<i64>, message: Option<&str>) -> String {
    let known = code.and_then(code::words).map(str::to_owned);
    let said = || message.map(provider::without_numbers).filter(|said| !said.is_empty());
    let plain = if word == "undelivered" { "The network did not deliver it." } else { "Twilio gave it up." };
    let text = known.or_else(said).unwrap_or_else(|| plain.to_owned());
    match code {
        Some(code) => format!("{text} (Twilio {code})"),
        None => text,
    }
}

/// Takes in a report. Its repetition, and any order of reports, changes nothing.
///
/// # Errors
/// `malformed` when it is no report; `busy` or `internal` when it could not be kept.
pub async fn receive(
    env: &Env,
    signed: &Signed,
    conversation: ConversationId,
    message: MessageId,
) -> Result<(), Problem> {
    let site: &Site = &signed.site;
    let Some(Report { sid, word, status, code, detail }) = read(&signed.form) else {
        return if signed.form.sid("MessageSid").is_some() {
            Ok(())
        } else {
            Err(problem::malformed("a report must have the parameters MessageSid and MessageStatus"))
        };
    };
    let body = CommandBody::Report { message, status, detail: detail.clone(), foreign_id: Some(sid.clone()) };
    let command = Command { key: key(&site.id, &["report", &sid, &word])?, body };
    let outcome = arrive::execute(env, site, conversation, command).await;
    log::info(
        "message report",
        json!({
            "site": site.id, "kind": status, "code": code, "message": message, "conversation": conversation,
            "kept": outcome.is_ok(),
        }),
    );
    // A link on its own is no message of the thread: agents learn of its failure by a note.
    if let (Err(problem), Some(detail)) = (&outcome, detail)
        && problem.is(ProblemKind::NotFound)
    {
        let what = format!("A link was sent, but did not arrive: {detail}");
        let body = CommandBody::Note { what, raw: None, about: None };
        let command = Command { key: key(&site.id, &["unsent", &sid])?, body };
        arrive::settled(arrive::execute(env, site, conversation, command).await)?;
    }
    arrive::settled(outcome)?;
    if code == Some(code::UNSUBSCRIBED)
        && let Some(line) = stopped(&signed.form)
    {
        let because = "the provider reports that the customer replied STOP".to_owned();
        let command =
            Command { key: key(&site.id, &["stopped", &sid])?, body: CommandBody::ReportConsent { line, because } };
        arrive::settled(arrive::execute(env, site, conversation, command).await)?;
    }
    Ok(())
}

/// The wish that a report tells of.
fn stopped(form: &Form) -> Option<ConsentLine> {
    let (channel, _, number) = sender(form.get("To")?);
    Some(ConsentLine { identifier: phone::provided(number).ok()?, channel, consent: Consent::Stopped })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SM: &str = "SM0123456789abcdef0123456789abcdef";

    fn report(word: &str, more: &[(&str, &str)]) -> Option<Report> {
        let mut pairs = vec![("MessageSid", SM), ("MessageStatus", word)];
        pairs.extend_from_slice(more);
        read(&Form::of(&pairs))
    }

    #[test]
    fn every_status_has_its_place() {
        for (word, expected) in [
            ("accepted", Some(Delivery::Sent)),
            ("scheduled", Some(Delivery::Sent)),
            ("queued", Some(Delivery::Sent)),
            ("sending", Some(Delivery::Sent)),
            ("sent", Some(Delivery::Sent)),
            ("delivered", Some(Delivery::Delivered)),
            ("read", Some(Delivery::Read)),
            ("undelivered", Some(Delivery::Failed)),
            ("failed", Some(Delivery::Failed)),
            ("canceled", Some(Delivery::Failed)),
            ("received", None),
            ("receiving", None),
            ("partially_delivered", None),
            ("", None),
        ] {
            assert_eq!(report(word, &[]).map(|report| report.status), expected, "{word}");
        }
    }

    #[test]
    fn failures_are_told_in_words_and_without_numbers() {
        let detail = |more: &[(&str, &str)]| report("undelivered", more).unwrap().detail.unwrap();
        assert_eq!(
            detail(&[("ErrorCode", "30003")]),
            "The phone cannot be reached: it is switched off, or has no network. (Twilio 30003)"
        );
        assert_eq!(
            detail(&[("ErrorCode", "39999"), ("ErrorMessage", "No way to +447700900123")]),
            "No way to (Twilio 39999)"
        );
        assert_eq!(detail(&[]), "The network did not deliver it.");
        assert_eq!(report("delivered", &[("ErrorCode", "30003")]).unwrap().detail, None);
    }

    #[test]
    fn a_customer_who_unsubscribed_at_twilio_is_known_to_have_stopped() {
        let line = stopped(&Form::of(&[("To", "whatsapp:+447700900123")])).unwrap();
        assert_eq!((line.identifier.value.as_str(), line.consent), ("+447700900123", Consent::Stopped));
        assert_eq!(line.channel, crate::adapter::whatsapp::CHANNEL);
    }

    #[test]
    fn what_is_no_report_is_passed_over() {
        assert_eq!(read(&Form::of(&[("MessageStatus", "sent")])), None);
        assert_eq!(read(&Form::of(&[("MessageSid", SM)])), None);
        assert!(read(&Form::of(&[("SmsSid", SM), ("SmsStatus", "sent")])).is_some());
    }
}
