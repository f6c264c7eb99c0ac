use crate::{
    each,
    sample::{
        AT, ATTACHMENT, CONVERSATION, CUSTOMER, LATER, MESSAGE, OTHER, SESSION, TOKEN, address, agent, channel, hold,
        site,
    },
};
use weft_shared::{
    event::{Event, EventBody},
    evidence::Evidence,
    identity::{Identifier, IdentifierKind, Standing},
    message::{Attachment, Author, Delivery, Message},
};

fn aligned() -> Evidence {
    Evidence::MailAligned { domain: "example.com".to_owned(), at: AT }
}

fn message() -> Message {
    Message {
        id: MESSAGE,
        channel: channel(),
        author: Author::System,
        subject: None,
        text: "Hello".to_owned(),
        folded: None,
        evidence: Vec::new(),
        to: None,
        to_session: None,
        attachments: Vec::new(),
        raw: None,
        foreign_id: None,
        automatic: None,
    }
}

fn full() -> Message {
    Message {
        author: Author::Customer { session: None, address: Some(address()), name: Some("Jo".to_owned()) },
        subject: Some("Parcel".to_owned()),
        folded: Some("> Hello".to_owned()),
        evidence: vec![aligned()],
        to: Some(address()),
        to_session: Some(SESSION),
        attachments: vec![Attachment {
            id: ATTACHMENT,
            name: "receipt.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 1_234,
        }],
        raw: Some("raw/1".to_owned()),
        foreign_id: Some("<1@example.com>".to_owned()),
        automatic: Some("auto-generated".to_owned()),
        ..message()
    }
}

#[test]
fn the_beginning_of_a_conversation_stays_readable() {
    hold("journal.Event", &Event { seq: 7, at: AT, body: EventBody::Taken { agent: agent() } });
    hold("journal.Message.full", &full());
}

#[test]
fn every_event_of_a_journal_stays_readable() {
    each!("journal", EventBody {
        "opened": EventBody::Opened { .. } => EventBody::Opened {
            conversation: CONVERSATION,
            site: site(),
            customer: CUSTOMER,
            subject: Some("Parcel".to_owned()),
        },
        "participant-noted": EventBody::ParticipantNoted { .. } => EventBody::ParticipantNoted {
            identifier: address(),
            channel: channel(),
            standing: Standing::Proven,
            evidence: Some(aligned()),
        },
        "message-received": EventBody::MessageReceived { .. } => EventBody::MessageReceived { message: full() },
        "message-sent": EventBody::MessageSent { .. } => EventBody::MessageSent { message: message(), link: Some(TOKEN) },
        "delivery-changed": EventBody::DeliveryChanged { .. } => EventBody::DeliveryChanged {
            message: MESSAGE,
            status: Delivery::Failed,
            detail: Some("5.1.1: no such user".to_owned()),
        },
        "session-opened": EventBody::SessionOpened { .. } => EventBody::SessionOpened {
            session: SESSION,
            channel: channel(),
            token: Some(TOKEN),
            evidence: vec![Evidence::LinkHeld { at: AT }],
            expires: LATER,
        },
        "session-proven": EventBody::SessionProven { .. } => EventBody::SessionProven {
            session: SESSION,
            evidence: Evidence::CodeConfirmed { address: address(), at: AT },
            readable_from: 1,
            expires: LATER,
        },
        "proof-asked": EventBody::ProofAsked { .. } => EventBody::ProofAsked { session: SESSION, address: address() },
        "proof-refused": EventBody::ProofRefused { .. } => EventBody::ProofRefused {
            session: SESSION,
            because: "code-wrong".to_owned(),
        },
        "session-ended": EventBody::SessionEnded { .. } => EventBody::SessionEnded { session: SESSION },
        "epoch-began": EventBody::EpochBegan { .. } => EventBody::EpochBegan { address: address(), from: 9 },
        "link-issued": EventBody::LinkIssued { .. } => EventBody::LinkIssued {
            token: TOKEN,
            channel: channel(),
            address: address(),
            expires: LATER,
            letter: Some(MESSAGE),
        },
        "links-revoked": EventBody::LinksRevoked { .. } => EventBody::LinksRevoked { generation: 2, by: Some(agent()) },
        "continuation-claimed": EventBody::ContinuationClaimed { .. } => EventBody::ContinuationClaimed {
            conversation: OTHER,
            because: "The link was used up.".to_owned(),
        },
        "taken": EventBody::Taken { .. } => EventBody::Taken { agent: agent() },
        "released": EventBody::Released { .. } => EventBody::Released { agent: agent() },
        "closed": EventBody::Closed { .. } => EventBody::Closed { agent: agent() },
        "reopened": EventBody::Reopened { .. } => EventBody::Reopened { agent: None },
        "noted": EventBody::Noted { .. } => EventBody::Noted {
            what: "A delivery report came.".to_owned(),
            raw: Some("raw/2".to_owned()),
        },
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

#[test]
fn evidence_stays_readable() {
    each!("journal", Evidence {
        "link-held": Evidence::LinkHeld { .. } => Evidence::LinkHeld { at: AT },
        "code-confirmed": Evidence::CodeConfirmed { .. } => Evidence::CodeConfirmed { address: address(), at: AT },
        "site-signed": Evidence::SiteSigned { .. } => Evidence::SiteSigned { account: "a-1".to_owned(), at: AT },
        "mail-aligned": Evidence::MailAligned { .. } => aligned(),
        "number-asserted": Evidence::NumberAsserted { .. } => Evidence::NumberAsserted { assertion: "A".to_owned(), at: AT },
        "agent-vouched": Evidence::AgentVouched { .. } => Evidence::AgentVouched {
            agent: agent(),
            how: "Order number and postcode.".to_owned(),
            at: AT,
        },
    });
}

#[test]
fn identifiers_stay_readable() {
    hold("journal.Identifier", &Identifier { kind: IdentifierKind::Mail, value: "jo@example.com".to_owned() });
    each!("journal", IdentifierKind {
        "mail": IdentifierKind::Mail => IdentifierKind::Mail,
        "phone": IdentifierKind::Phone => IdentifierKind::Phone,
        "account": IdentifierKind::Account => IdentifierKind::Account,
        "deal": IdentifierKind::Deal => IdentifierKind::Deal,
    });
    each!("journal", Standing {
        "claimed": Standing::Claimed => Standing::Claimed,
        "proven": Standing::Proven => Standing::Proven,
    });
}
