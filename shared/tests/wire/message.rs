use crate::{
    each,
    sample::{AT, ATTACHMENT, LATER, MESSAGE, OTHER, SESSION, address, agent, channel, hold},
};
use weft_shared::{
    call::Call,
    consent::{Consent, ConsentLine},
    evidence::Evidence,
    message::{Amendment, Attachment, Author, Message, Origin, TemplateUse},
};

pub fn aligned() -> Evidence {
    Evidence::MailAligned { domain: "example.com".to_owned(), at: AT }
}

pub fn message() -> Message {
    Message::new(MESSAGE, channel(), Author::System, "Hello".to_owned())
}

fn file() -> Attachment {
    Attachment { id: ATTACHMENT, name: "receipt.pdf".to_owned(), media_type: "application/pdf".to_owned(), size: 1_234 }
}

pub fn call() -> Call {
    Call {
        answered: Some(AT),
        answered_by: Some("ada".to_owned()),
        ended: Some(LATER),
        outcome: Some("completed".to_owned()),
        recording: Some(file()),
        transcript: Some("Good morning.".to_owned()),
    }
}

pub fn wish() -> ConsentLine {
    ConsentLine { identifier: address(), channel: channel(), consent: Consent::Stopped }
}

pub fn full() -> Message {
    Message {
        author: Author::Customer { session: None, address: Some(address()), name: Some("Jo".to_owned()) },
        subject: Some("Parcel".to_owned()),
        folded: Some("> Hello".to_owned()),
        evidence: vec![aligned()],
        to: Some(address()),
        to_session: Some(SESSION),
        attachments: vec![file()],
        raw: Some("raw/1".to_owned()),
        foreign_id: Some("<1@example.com>".to_owned()),
        automatic: Some("auto-generated".to_owned()),
        kind: Some("call".to_owned()),
        answers: Some(MESSAGE),
        template: Some(TemplateUse { name: "waiting".to_owned(), values: vec!["Ada".to_owned()] }),
        not_before: Some(LATER),
        call: Some(call()),
        origin: Some(Origin { conversation: OTHER, at: AT }),
        ..message()
    }
}

#[test]
fn a_message_stays_readable() {
    hold("journal.Message.full", &full());
    hold("journal.Message.plain", &message());
}

#[test]
fn calls_and_wishes_stay_readable() {
    hold("journal.Call", &call());
    hold("journal.Call.plain", &Call::default());
    hold("journal.ConsentLine", &wish());
    each!("journal", Consent {
        "given": Consent::Given => Consent::Given,
        "stopped": Consent::Stopped => Consent::Stopped,
    });
}

#[test]
fn changes_of_messages_stay_readable() {
    each!("journal", Amendment {
        "edited": Amendment::Edited { .. } => Amendment::Edited { text: "Hello again".to_owned() },
        "deleted": Amendment::Deleted => Amendment::Deleted,
        "reacted": Amendment::Reacted { .. } => Amendment::Reacted { emoji: Some("👍".to_owned()) },
    });
}

#[test]
fn authors_stay_readable() {
    each!("journal", Author {
        "customer": Author::Customer { .. } => Author::Customer {
            session: Some(SESSION),
            address: Some(address()),
            name: Some("Jo".to_owned()),
        },
        "outsider": Author::Outsider { .. } => Author::Outsider {
            address: Some(address()),
            name: None,
            because: "The address takes no part in the conversation.".to_owned(),
        },
        "agent": Author::Agent { .. } => Author::Agent { agent: agent(), name: "Ada".to_owned() },
        "system": Author::System => Author::System,
    });
}
