//! What Postmark reports about mails that it took: the route has checked who is asking.

use super::{letter::About, postmark::Metadata, thread};
use crate::{
    config::Config,
    log,
    object::{
        call::call,
        conversation::call::{ConversationCall, Executed},
    },
    problem,
    site::Site,
};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use weft_shared::{
    command::{Command, CommandBody},
    message::Delivery,
    wire::problem::{Problem, ProblemKind},
};
use worker::Env;

/// The longest of Postmark's words that agents see, in characters.
const LONGEST_WORDS: usize = 300;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    record_type: String,
    #[serde(default, rename = "MessageID")]
    message_id: String,
    /// Postmark's name for the kind of a bounce.
    #[serde(default, rename = "Type")]
    kind: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    details: String,
    /// Empty for mails that are about no message.
    #[serde(default)]
    metadata: serde_json::Value,
}

/// Takes in a report. What is not about a mail of ours, or says nothing about its way, is passed over.
///
/// # Errors
/// `malformed` when it is no report; `busy` or `internal` when it could not be kept: Postmark comes back then.
pub async fn hook(env: &Env, config: &Config, site: &Site, body: &str) -> Result<(), Problem> {
    let record: Record =
        serde_json::from_str(body).map_err(|_| problem::malformed("expected one of Postmark's webhook records"))?;
    let Some(status) = status(&record) else { return Ok(()) };
    let seal = config.keys.seal(&site.id);
    let metadata = Metadata::deserialize(&record.metadata).ok();
    let opened = metadata.and_then(|Metadata { message, conversation, mac }| {
        let id = About::message_id(&message, &conversation, &mac, &site.settings.mail.reply_domain);
        thread::ours(site, &seal, &id)
    });
    let Some((message, conversation)) = opened else {
        // Codes and notices carry no metadata: nobody waits for news of them.
        log::info("mail report", json!({ "site": site.id, "ours": false, "kind": status_name(status) }));
        return Ok(());
    };
    let Ok(key) = key(&record).parse() else { return Ok(()) };
    let detail = (status == Delivery::Failed || record.record_type == "SpamComplaint").then(|| words(&record));
    let command = Command { key, body: CommandBody::Report { message, status, detail, foreign_id: None } };
    let question = ConversationCall::Execute { site: site.id.clone(), command };
    let outcome: Result<Executed, Problem> =
        call(env, "CONVERSATION", &format!("{}/{conversation}", site.id), &question).await;
    log::info(
        "mail report",
        json!({
            "site": site.id, "ours": true, "kind": status_name(status), "message": message,
            "conversation": conversation, "kept": outcome.is_ok(),
        }),
    );
    match outcome {
        Err(problem) if problem.is(ProblemKind::Busy) || problem.is(ProblemKind::Internal) => Err(problem),
        // Anything else will not change by being told again.
        _ => Ok(()),
    }
}

fn status(record: &Record) -> Option<Delivery> {
    match record.record_type.as_str() {
        "Delivery" => Some(Delivery::Delivered),
        // Whoever complains of a mail has got it.
        "SpamComplaint" => Some(Delivery::Delivered),
        "Bounce" => {
            // Postmark goes on trying after the first of these; the others are answers of machines or of people.
            let passing =
                ["Transient", "AutoResponder", "AddressChange", "ChallengeVerification", "Subscribe", "OpenRelayTest"];
            (!passing.contains(&record.kind.as_str())).then_some(Delivery::Failed)
        }
        _ => None,
    }
}

const fn status_name(status: Delivery) -> &'static str {
    match status {
        Delivery::Failed => "failed",
        _ => "delivered",
    }
}

/// The provider's words for agents.
fn words(record: &Record) -> String {
    let said = [&record.kind, &record.description, &record.details].into_iter().filter(|part| !part.trim().is_empty());
    said.map(|part| part.trim()).collect::<Vec<_>>().join(": ").chars().take(LONGEST_WORDS).collect()
}

/// One report, one command, however often it comes.
fn key(record: &Record) -> String {
    let digest = Sha256::new()
        .chain_update(&record.message_id)
        .chain_update([0])
        .chain_update(&record.record_type)
        .chain_update([0])
        .chain_update(&record.kind)
        .finalize();
    let mut key = String::from("hook-");
    for byte in digest.iter().take(20) {
        let _ = write!(key, "{byte:02x}");
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: serde_json::Value) -> Record {
        serde_json::from_value(body).unwrap()
    }

    #[test]
    fn reports_become_statuses() {
        for (body, expected) in [
            (json!({"RecordType": "Delivery", "MessageID": "1"}), Some(Delivery::Delivered)),
            (json!({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}), Some(Delivery::Delivered)),
            (json!({"RecordType": "Bounce", "Type": "HardBounce"}), Some(Delivery::Failed)),
            (json!({"RecordType": "Bounce", "Type": "SoftBounce"}), Some(Delivery::Failed)),
            (json!({"RecordType": "Bounce", "Type": "Transient"}), None),
            (json!({"RecordType": "Open", "Metadata": {}}), None),
        ] {
            assert_eq!(status(&read(body.clone())), expected, "{body}");
        }
    }

    #[test]
    fn a_report_that_comes_again_is_the_same_command() {
        let once = read(json!({"RecordType": "Delivery", "MessageID": "1", "DeliveredAt": "x"}));
        let again = read(json!({"RecordType": "Delivery", "MessageID": "1", "DeliveredAt": "y"}));
        let other = read(json!({"RecordType": "Bounce", "MessageID": "1", "Type": "HardBounce"}));
        assert_eq!(key(&once), key(&again));
        assert_ne!(key(&once), key(&other));
        assert!(key(&once).parse::<weft_shared::id::CommandKey>().is_ok());
    }
}
