//! Wire types from values. `None` stands for every other shape.

use crate::{json::Json, outbox::Outbox, session::Stored};
use std::str::FromStr;
use weft_shared::{
    evidence::Assurance,
    message::{Amendment, Delivery},
    time::Timestamp,
    wire::{
        customer::{Begin, Challenge, ClaimedSession, CodeSent, Credentials, FrameSettings, FromEdge, Redeemed},
        entry::{CallLine, Entry, EntryBody, File, From, Notice, NoticeKind, Utterance},
        problem::Problem,
    },
};

fn text(json: &Json, name: &str) -> Option<String> {
    maybe(json, name).map(str::to_owned)
}

fn maybe<'a>(json: &'a Json, name: &str) -> Option<&'a str> {
    json.get(name)?.text()
}

fn parsed<T: FromStr>(json: &Json, name: &str) -> Option<T> {
    maybe(json, name)?.parse().ok()
}

fn number(json: &Json, name: &str) -> Option<u64> {
    json.get(name)?.number()?.try_into().ok()
}

fn time(json: &Json, name: &str) -> Option<Timestamp> {
    json.get(name)?.number().map(Timestamp)
}

fn truth(json: &Json, name: &str) -> Option<bool> {
    json.get(name)?.bool()
}

fn list<T>(json: Option<&Json>, item: impl Fn(&Json) -> Option<T>) -> Option<Vec<T>> {
    json.map_or(Some(Vec::new()), |json| json.list()?.iter().map(item).collect())
}

fn texts(json: &Json, name: &str) -> Option<Vec<String>> {
    list(json.get(name), |item| item.text().map(str::to_owned))
}

fn level(json: &Json, name: &str) -> Option<Assurance> {
    let wanted = maybe(json, name)?;
    Assurance::ALL.into_iter().find(|level| level.name() == wanted)
}

/// Credentials.
#[must_use]
pub fn credentials(json: &Json) -> Option<Credentials> {
    Some(Credentials {
        conversation: parsed(json, "conversation")?,
        session: parsed(json, "session")?,
        secret: text(json, "secret")?,
        level: level(json, "level")?,
        expires: time(json, "expires")?,
    })
}

fn challenge(json: &Json) -> Option<Challenge> {
    Some(Challenge { channel: parsed(json, "channel")?, masked: text(json, "masked")? })
}

/// What redeeming a link gives.
#[must_use]
pub fn redeemed(json: &Json) -> Option<Redeemed> {
    Some(Redeemed {
        credentials: credentials(json.get("credentials")?)?,
        challenge: json.get("challenge").and_then(challenge),
    })
}

/// The credentials that identifying gives.
#[must_use]
pub fn identified(json: &Json) -> Option<Credentials> {
    credentials(json.get("credentials")?)
}

/// Where a code went.
#[must_use]
pub fn code_sent(json: &Json) -> Option<CodeSent> {
    Some(CodeSent {
        challenge: challenge(json.get("challenge")?)?,
        resend_after_ms: number(json, "resend_after_ms")?,
        valid_ms: number(json, "valid_ms")?,
        digits: number(json, "digits")?.try_into().ok()?,
    })
}

/// A problem.
#[must_use]
pub fn problem(json: &Json) -> Option<Problem> {
    Some(Problem {
        kind: text(json, "type")?,
        title: text(json, "title")?,
        status: number(json, "status")?.try_into().ok()?,
        detail: text(json, "detail"),
        retry_after_ms: number(json, "retry_after_ms"),
        needs: level(json, "needs"),
        step_up: texts(json, "step_up")?,
        rule: None,
        field: None,
        example: None,
        instead: None,
        canonical: None,
        errors: texts(json, "errors")?,
    })
}

/// A frame from the edge.
#[must_use]
pub fn from_edge(json: &Json) -> Option<FromEdge> {
    Some(match maybe(json, "frame")? {
        "welcome" => FromEdge::Welcome {
            version: number(json, "version")?.try_into().ok()?,
            level: level(json, "level")?,
            open: truth(json, "open")?,
            locked: truth(json, "locked")?,
            challenge: json.get("challenge").and_then(challenge),
            elsewhere: truth(json, "elsewhere").unwrap_or_default(),
        },
        "fresh" => FromEdge::Fresh { credentials: credentials(json.get("credentials")?)? },
        "entries" => FromEdge::Entries {
            reset: truth(json, "reset")?,
            entries: list(Some(json.get("entries")?), entry)?,
            upto: number(json, "upto")?,
        },
        "said" => FromEdge::Said { key: parsed(json, "key")?, seq: number(json, "seq")? },
        "refused" => FromEdge::Refused { key: parsed(json, "key")?, problem: problem(json.get("problem")?)? },
        "typing" => FromEdge::Typing { name: text(json, "name")? },
        "bye" => FromEdge::Bye { because: text(json, "because")?, problem: json.get("problem").and_then(problem) },
        _ => return None,
    })
}

fn entry(json: &Json) -> Option<Entry> {
    let body = match maybe(json, "type")? {
        "message" => EntryBody::Message(Box::new(utterance(json)?)),
        "delivery" => EntryBody::Delivery {
            message: parsed(json, "message")?,
            status: delivery(maybe(json, "status")?)?,
            detail: text(json, "detail"),
        },
        "amended" => EntryBody::Amended { message: parsed(json, "message")?, change: change(json)? },
        "call" => EntryBody::Call { message: parsed(json, "message")?, call: CallLine::default() },
        "notice" => EntryBody::Notice(Notice { kind: notice(maybe(json, "kind")?)?, text: text(json, "text")? }),
        _ => return None,
    };
    Some(Entry { seq: number(json, "seq")?, at: time(json, "at")?, body })
}

/// Without what only agents receive or nobody sees here: of a call, its text says all.
fn utterance(json: &Json) -> Option<Utterance> {
    Some(Utterance {
        id: parsed(json, "id")?,
        channel: parsed(json, "channel")?,
        from: match maybe(json, "from")? {
            "customer" => From::Customer,
            "agent" => From::Agent,
            "system" => From::System,
            "outsider" => From::Outsider,
            _ => return None,
        },
        name: text(json, "name"),
        address: None,
        subject: text(json, "subject"),
        text: text(json, "text")?,
        folded: text(json, "folded"),
        proof: None,
        delivery: maybe(json, "delivery").and_then(delivery),
        attachments: list(json.get("attachments"), file)?,
        raw: false,
        kind: text(json, "kind"),
        answers: None,
        call: None,
        amended: json.get("amended").and_then(change),
        origin: None,
    })
}

fn change(json: &Json) -> Option<Amendment> {
    Some(match maybe(json, "change")? {
        "edited" => Amendment::Edited { text: text(json, "text")? },
        "deleted" => Amendment::Deleted,
        "reacted" => Amendment::Reacted { emoji: text(json, "emoji") },
        _ => return None,
    })
}

fn file(json: &Json) -> Option<File> {
    Some(File {
        id: parsed(json, "id")?,
        name: text(json, "name")?,
        media_type: text(json, "media_type")?,
        size: number(json, "size")?,
    })
}

fn delivery(name: &str) -> Option<Delivery> {
    Some(match name {
        "queued" => Delivery::Queued,
        "sent" => Delivery::Sent,
        "failed" => Delivery::Failed,
        "delivered" => Delivery::Delivered,
        "read" => Delivery::Read,
        _ => return None,
    })
}

fn notice(name: &str) -> Option<NoticeKind> {
    Some(match name {
        "opened" => NoticeKind::Opened,
        "closed" => NoticeKind::Closed,
        "reopened" => NoticeKind::Reopened,
        "owner" => NoticeKind::Owner,
        "link" => NoticeKind::Link,
        "proof" => NoticeKind::Proof,
        "warning" => NoticeKind::Warning,
        "automatic" => NoticeKind::Automatic,
        "rule" => NoticeKind::Rule,
        "customer" => NoticeKind::Customer,
        _ => return None,
    })
}

/// The settings in the frame's document.
#[must_use]
pub fn settings(json: &Json) -> Option<FrameSettings> {
    Some(FrameSettings {
        site: text(json, "site")?,
        name: text(json, "name")?,
        origins: texts(json, "origins")?,
        promise: text(json, "promise"),
        accent: text(json, "accent"),
        channels: list(json.get("channels"), |pair| {
            let [channel, label] = pair.list()? else { return None };
            Some((channel.text()?.parse().ok()?, label.text()?.to_owned()))
        })?,
    })
}

/// What this browser keeps; whatever is damaged counts as nothing.
#[must_use]
pub fn stored(json: &Json) -> Option<Stored> {
    let browser =
        text(json, "browser").filter(|nonce| nonce.len() == 32 && nonce.bytes().all(|b| b.is_ascii_hexdigit()))?;
    Some(Stored {
        browser,
        credentials: json.get("credentials").and_then(credentials),
        begin: json.get("begin").and_then(begin),
        outbox: json.get("outbox").map(outbox).unwrap_or_default(),
        seen: number(json, "seen").unwrap_or_default(),
    })
}

fn begin(json: &Json) -> Option<Begin> {
    let claimed = |json: &Json| {
        Some(ClaimedSession {
            conversation: parsed(json, "conversation")?,
            session: parsed(json, "session")?,
            secret: text(json, "secret")?,
        })
    };
    Some(Begin {
        key: parsed(json, "key")?,
        claims_link: text(json, "claims_link"),
        claims_session: json.get("claims_session").and_then(claimed),
    })
}

/// What was not sent yet.
#[must_use]
pub fn outbox(json: &Json) -> Outbox {
    let mut outbox = Outbox::default();
    for queued in json.list().unwrap_or_default() {
        if let (Some(key), Some(text), Some(at)) = (parsed(queued, "key"), text(queued, "text"), time(queued, "at")) {
            outbox.put(key, text, at, parsed(queued, "conversation"));
        }
    }
    outbox
}
