use crate::{
    each,
    sample::{AT, ATTACHMENT, MESSAGE, OTHER, agent, channel, hold, note},
};
use weft_shared::{
    evidence::{Assurance, EvidenceKind},
    handoff::Party,
    message::{Amendment, Delivery},
    wire::entry::{CallLine, Entry, EntryBody, File, From, HandoffLine, Notice, NoticeKind, Origin, Proof, Utterance},
};

fn proof() -> Proof {
    Proof {
        level: Assurance::ChannelControl,
        by: vec![EvidenceKind::MailAligned],
        because: "DMARC passed for example.com.".to_owned(),
    }
}

fn file() -> File {
    File { id: ATTACHMENT, name: "receipt.pdf".to_owned(), media_type: "application/pdf".to_owned(), size: 1_234 }
}

fn call() -> CallLine {
    CallLine {
        answered: Some(AT),
        answered_by: Some("Ada".to_owned()),
        ended: Some(AT),
        outcome: Some("completed".to_owned()),
        recording: Some(file()),
        transcript: Some("Good morning.".to_owned()),
    }
}

fn origin() -> Origin {
    Origin { conversation: OTHER, at: AT }
}

pub fn utterance() -> Utterance {
    Utterance {
        id: MESSAGE,
        channel: channel(),
        from: From::Customer,
        name: None,
        address: None,
        subject: None,
        text: "Where is my parcel?".to_owned(),
        folded: None,
        proof: None,
        delivery: None,
        attachments: Vec::new(),
        raw: false,
        kind: None,
        answers: None,
        call: None,
        amended: None,
        origin: None,
    }
}

pub fn entry() -> Entry {
    Entry { seq: 3, at: AT, body: EntryBody::Message(Box::new(utterance())) }
}

#[test]
fn entries_keep_their_form() {
    hold("entry.Entry", &entry());
    each!("entry", EntryBody {
        "message": EntryBody::Message(_) => EntryBody::Message(Box::new(utterance())),
        "delivery": EntryBody::Delivery { .. } => EntryBody::Delivery {
            message: MESSAGE,
            status: Delivery::Failed,
            detail: Some("5.1.1: no such user".to_owned()),
        },
        "amended": EntryBody::Amended { .. } => EntryBody::Amended {
            message: MESSAGE,
            change: Amendment::Edited { text: "Where is my big parcel?".to_owned() },
        },
        "call": EntryBody::Call { .. } => EntryBody::Call { message: MESSAGE, call: call() },
        "notice": EntryBody::Notice(_) => EntryBody::Notice(Notice {
            kind: NoticeKind::Closed,
            text: "Ada ended the conversation.".to_owned(),
        }),
        "note": EntryBody::Note { .. } => EntryBody::Note {
            by: agent(),
            text: "Look at the invoice.".to_owned(),
            mentions: vec![agent()],
        },
        "handoff": EntryBody::Handoff(_) => EntryBody::Handoff(Box::new(handoff())),
    });
}

fn handoff() -> HandoffLine {
    HandoffLine { by: agent(), to: Some(channel()), note: note() }
}

#[test]
fn a_handoff_keeps_its_form() {
    hold("entry.HandoffLine", &handoff());
    hold("entry.HandoffLine.plain", &HandoffLine { to: None, ..handoff() });
    hold("entry.HandoffNote", &note());
    each!("entry", Party {
        "agent": Party::Agent(_) => Party::Agent(agent()),
        "team": Party::Team(_) => Party::Team("support".to_owned()),
    });
}

#[test]
fn an_utterance_keeps_its_form() {
    let full = Utterance {
        name: Some("Jo".to_owned()),
        address: Some("jo@example.com".to_owned()),
        subject: Some("Parcel".to_owned()),
        folded: Some("> Hello".to_owned()),
        proof: Some(proof()),
        delivery: Some(Delivery::Sent),
        attachments: vec![file()],
        raw: true,
        kind: Some("call".to_owned()),
        answers: Some(MESSAGE),
        call: Some(call()),
        amended: Some(Amendment::Deleted),
        origin: Some(origin()),
        ..utterance()
    };
    hold("entry.Utterance.full", &full);
    hold("entry.Utterance.plain", &utterance());
    hold("entry.Proof", &proof());
    hold("entry.File", &file());
    hold("entry.CallLine", &call());
    hold("entry.CallLine.plain", &CallLine::default());
    hold("entry.Origin", &origin());
    each!("entry", From {
        "customer": From::Customer => From::Customer,
        "outsider": From::Outsider => From::Outsider,
        "agent": From::Agent => From::Agent,
        "system": From::System => From::System,
    });
    each!("entry", Delivery {
        "queued": Delivery::Queued => Delivery::Queued,
        "sent": Delivery::Sent => Delivery::Sent,
        "failed": Delivery::Failed => Delivery::Failed,
        "delivered": Delivery::Delivered => Delivery::Delivered,
        "read": Delivery::Read => Delivery::Read,
    });
}

#[test]
fn a_notice_keeps_its_form() {
    hold("entry.Notice", &Notice { kind: NoticeKind::Opened, text: "It began.".to_owned() });
    each!("entry", NoticeKind {
        "opened": NoticeKind::Opened => NoticeKind::Opened,
        "closed": NoticeKind::Closed => NoticeKind::Closed,
        "reopened": NoticeKind::Reopened => NoticeKind::Reopened,
        "owner": NoticeKind::Owner => NoticeKind::Owner,
        "link": NoticeKind::Link => NoticeKind::Link,
        "proof": NoticeKind::Proof => NoticeKind::Proof,
        "warning": NoticeKind::Warning => NoticeKind::Warning,
        "automatic": NoticeKind::Automatic => NoticeKind::Automatic,
        "rule": NoticeKind::Rule => NoticeKind::Rule,
        "customer": NoticeKind::Customer => NoticeKind::Customer,
    });
}
