use crate::{
    each,
    message::{aligned, call, full, message, wish},
    sample::{
        AT, CONVERSATION, CUSTOMER, HANDOFF, LATER, MERGE, MESSAGE, OTHER, SESSION, TOKEN, address, agent, channel,
        decision, hold, note, site,
    },
};
use weft_shared::{
    conversation::Past,
    event::{Event, EventBody},
    evidence::Evidence,
    identity::{Identifier, IdentifierKind, Standing},
    message::{Amendment, Delivery},
    routing::{Guess, Mood},
};

#[test]
fn the_beginning_of_a_conversation_stays_readable() {
    hold("journal.Event", &Event { seq: 7, at: AT, body: EventBody::Taken { agent: agent() } });
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
            channel: Some(channel()),
            standing: Standing::Proven,
            evidence: Some(aligned()),
        },
        "message-received": EventBody::MessageReceived { .. } => EventBody::MessageReceived { message: full() },
        "message-sent": EventBody::MessageSent { .. } => EventBody::MessageSent { message: message(), link: Some(TOKEN) },
        "delivery-changed": EventBody::DeliveryChanged { .. } => EventBody::DeliveryChanged {
            message: MESSAGE,
            status: Delivery::Failed,
            detail: Some("5.1.1: no such user".to_owned()),
            foreign_id: Some("<2@example.com>".to_owned()),
        },
        "message-amended": EventBody::MessageAmended { .. } => EventBody::MessageAmended {
            message: MESSAGE,
            change: Amendment::Edited { text: "Hello again".to_owned() },
        },
        "call-noted": EventBody::CallNoted { .. } => EventBody::CallNoted { message: MESSAGE, call: call() },
        "consent-noted": EventBody::ConsentNoted { .. } => EventBody::ConsentNoted {
            line: wish(),
            because: "They wrote STOP.".to_owned(),
            told: true,
        },
        "send-refused": EventBody::SendRefused { .. } => EventBody::SendRefused {
            agent: Some(agent()),
            channel: channel(),
            rule: "channel.pigeon.compliance.window".to_owned(),
        },
        "intent-set": EventBody::IntentSet { .. } => EventBody::IntentSet {
            intent: Some("refund".to_owned()),
            agent: Some(agent()),
        },
        "deal-attached": EventBody::DealAttached { .. } => EventBody::DealAttached {
            deal: Identifier { kind: IdentifierKind::Deal, value: "D-100".to_owned() },
        },
        "rehomed": EventBody::Rehomed { .. } => EventBody::Rehomed {
            customer: CUSTOMER,
            merge: MERGE,
            because: "ada says that they are one.".to_owned(),
        },
        "participant-left": EventBody::ParticipantLeft { .. } => EventBody::ParticipantLeft {
            identifier: address(),
            merge: MERGE,
            because: "ada says that they are two.".to_owned(),
        },
        "departed": EventBody::Departed { .. } => EventBody::Departed { to: OTHER, agent: Some(agent()) },
        "absorbed": EventBody::Absorbed { .. } => EventBody::Absorbed { from: OTHER, messages: 3, more: true },
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
            spoken: true,
            by: Some(agent()),
        },
        "links-revoked": EventBody::LinksRevoked { .. } => EventBody::LinksRevoked { generation: 2, by: Some(agent()) },
        "continuation-claimed": EventBody::ContinuationClaimed { .. } => EventBody::ContinuationClaimed {
            conversation: OTHER,
            because: "The link was used up.".to_owned(),
        },
        "taken": EventBody::Taken { .. } => EventBody::Taken { agent: agent() },
        "context-read": EventBody::ContextRead { .. } => EventBody::ContextRead {
            intent: Some(guess("refund")),
            others: vec![guess("order")],
            mood: Mood::Upset,
            language: Some("en".to_owned()),
        },
        "tier-noted": EventBody::TierNoted { .. } => EventBody::TierNoted { tier: Some("gold".to_owned()) },
        "past-noted": EventBody::PastNoted(_) => {
            EventBody::PastNoted(Past { agent: Some(agent()), closed: Some(AT), promised: vec![LATER] })
        },
        "assigned": EventBody::Assigned { .. } => EventBody::Assigned { agent: agent(), decision: decision() },
        "requeued": EventBody::Requeued { .. } => EventBody::Requeued {
            because: "Ada was away for an hour.".to_owned(),
            team: Some("support".to_owned()),
        },
        "handed-off": EventBody::HandedOff { .. } => EventBody::HandedOff {
            handoff: HANDOFF,
            by: agent(),
            note: note(),
            expires: Some(LATER),
        },
        "handoff-accepted": EventBody::HandoffAccepted { .. } => EventBody::HandoffAccepted {
            handoff: HANDOFF,
            agent: agent(),
        },
        "handoff-declined": EventBody::HandoffDeclined { .. } => EventBody::HandoffDeclined {
            handoff: HANDOFF,
            agent: agent(),
            because: "I am off soon.".to_owned(),
        },
        "handoff-expired": EventBody::HandoffExpired { .. } => EventBody::HandoffExpired { handoff: HANDOFF },
        "channel-moved": EventBody::ChannelMoved { .. } => EventBody::ChannelMoved {
            by: agent(),
            to: channel(),
            note: note(),
        },
        "agent-noted": EventBody::AgentNoted { .. } => EventBody::AgentNoted {
            agent: agent(),
            text: "Look at the invoice.".to_owned(),
            mentions: vec![agent()],
        },
        "tagged": EventBody::Tagged { .. } => EventBody::Tagged { agent: agent(), tags: vec!["parcel".to_owned()] },
        "held": EventBody::Held { .. } => EventBody::Held {
            agent: agent(),
            until: Some(LATER),
            because: "The carrier's answer.".to_owned(),
        },
        "resumed": EventBody::Resumed { .. } => EventBody::Resumed { agent: Some(agent()) },
        "released": EventBody::Released { .. } => EventBody::Released { agent: agent() },
        "closed": EventBody::Closed { .. } => EventBody::Closed { agent: agent() },
        "reopened": EventBody::Reopened { .. } => EventBody::Reopened { agent: None },
        "noted": EventBody::Noted { .. } => EventBody::Noted {
            what: "A delivery report came.".to_owned(),
            raw: Some("raw/2".to_owned()),
        },
    });
}

fn guess(name: &str) -> Guess {
    Guess { name: name.to_owned(), percent: 81 }
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
