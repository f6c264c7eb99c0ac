use crate::{
    each,
    entry::entry,
    problem::problem,
    sample::{
        AT, ATTACHMENT, CONVERSATION, CUSTOMER, LATER, OTHER, SESSION, agent, channel, held, hold, key, note, offer,
    },
    thread::state,
};
use weft_shared::{
    evidence::Assurance,
    handoff::Party,
    identity::IdentifierKind,
    routing::{Mood, Priority},
    wire::{
        VERSION,
        agent::{
            AgentRole, AnswerLine, Colleague, FromDesk, FromThread, HeldLine, Me, NoteLimitsLine, OfferLine, Row,
            SignIn, SignInWanted, ToDesk, ToThread, Wish,
        },
    },
};

fn row() -> Row {
    Row {
        conversation: CONVERSATION,
        seq: 3,
        said: 2,
        customer: CUSTOMER,
        title: "Jo".to_owned(),
        subject: Some("Parcel".to_owned()),
        preview: "Where is my parcel?".to_owned(),
        channel: channel(),
        level: Assurance::ChannelControl,
        owner: Some(agent()),
        open: true,
        waiting: true,
        at: AT,
        team: Some("support".to_owned()),
        intent: Some("refund".to_owned()),
        priority: Priority::High,
        mood: Mood::Upset,
        tier: Some("gold".to_owned()),
        tags: vec!["parcel".to_owned()],
        due: Some(LATER),
        queued: Some(AT),
        held: Some(held()),
        offer: Some(offer()),
        mentions: vec![(agent(), 3)],
    }
}

fn plain_row() -> Row {
    Row {
        subject: None,
        owner: None,
        team: None,
        intent: None,
        priority: Priority::Normal,
        mood: Mood::Calm,
        tier: None,
        tags: Vec::new(),
        due: None,
        queued: None,
        held: None,
        offer: None,
        mentions: Vec::new(),
        ..row()
    }
}

fn colleague() -> Colleague {
    Colleague {
        agent: agent(),
        name: "Ada".to_owned(),
        present: true,
        available: true,
        teams: vec!["support".to_owned()],
        load: 2,
        capacity: 8,
    }
}

fn answer() -> AnswerLine {
    AnswerLine {
        name: "thanks".to_owned(),
        label: "Thank and wait".to_owned(),
        text: "Thank you, {{customer}}.".to_owned(),
        intents: vec!["refund".to_owned()],
    }
}

fn limits() -> NoteLimitsLine {
    NoteLimitsLine {
        wants: (12, 300),
        done: (8, 400),
        promised: (2, 300),
        next: (12, 300),
        due_within_ms: 2_592_000_000,
    }
}

#[test]
fn signing_in_keeps_its_form() {
    hold("agent.SignInWanted", &SignInWanted { address: "ada@shop.example".to_owned() });
    hold("agent.SignIn", &SignIn { address: "ada@shop.example".to_owned(), code: "123456".to_owned() });
    hold(
        "agent.Me",
        &Me {
            agent: agent(),
            name: "Ada".to_owned(),
            site_name: "Demo Shop".to_owned(),
            key: "c0ffee".to_owned(),
            channels: vec![(channel(), "Pigeon".to_owned())],
            role: AgentRole::Lead,
            intents: vec![("refund".to_owned(), "Refund or return".to_owned())],
            teams: vec![("support".to_owned(), "Customer service".to_owned())],
            own_teams: vec!["support".to_owned()],
            answers: vec![answer()],
            handoff: limits(),
        },
    );
    each!("agent", AgentRole {
        "agent": AgentRole::Agent => AgentRole::Agent,
        "lead": AgentRole::Lead => AgentRole::Lead,
        "admin": AgentRole::Admin => AgentRole::Admin,
    });
}

#[test]
fn what_agents_see_keeps_its_form() {
    hold("agent.Row", &row());
    hold("agent.Row.plain", &plain_row());
    hold("agent.Colleague", &colleague());
    hold("agent.HeldLine", &held());
    hold("agent.HeldLine.plain", &HeldLine { until: None, because: String::new() });
    hold("agent.OfferLine", &offer());
    let team = Party::Team("support".to_owned());
    hold("agent.OfferLine.team", &OfferLine { to: team, expires: None, ..offer() });
    hold("agent.AnswerLine", &answer());
    hold("agent.AnswerLine.plain", &AnswerLine { intents: Vec::new(), ..answer() });
    hold("agent.NoteLimitsLine", &limits());
}

#[test]
fn the_desks_frames_keep_their_form() {
    each!("agent", ToDesk {
        "hello": ToDesk::Hello { .. } => ToDesk::Hello { version: VERSION, key: "c0ffee".to_owned() },
        "here": ToDesk::Here => ToDesk::Here,
        "available": ToDesk::Available { .. } => ToDesk::Available { available: true },
        "seen": ToDesk::Seen { .. } => ToDesk::Seen { conversation: CONVERSATION, upto: 3 },
    });
    each!("agent", FromDesk {
        "inbox": FromDesk::Inbox { .. } => FromDesk::Inbox {
            rows: vec![row()],
            colleagues: vec![colleague()],
            seen: vec![(CONVERSATION, 3)],
            more_open: 12,
            more_closed: 0,
        },
        "seen": FromDesk::Seen { .. } => FromDesk::Seen { conversation: CONVERSATION, upto: 3 },
        "changed": FromDesk::Changed { .. } => FromDesk::Changed { row: row() },
        "presence": FromDesk::Presence { .. } => FromDesk::Presence { colleagues: vec![colleague()] },
        "bye": FromDesk::Bye { .. } => FromDesk::Bye { because: "expired".to_owned(), problem: None },
    });
}

#[test]
fn a_threads_frames_keep_their_form() {
    each!("agent", ToThread {
        "hello": ToThread::Hello { .. } => ToThread::Hello { version: VERSION, key: "c0ffee".to_owned(), after: 3 },
        "do": ToThread::Do { .. } => ToThread::Do { key: key(), wish: Wish::Take },
        "typing": ToThread::Typing => ToThread::Typing,
        "earlier": ToThread::Earlier { .. } => ToThread::Earlier { before: 300 },
    });
    each!("agent", Wish {
        "reply": Wish::Reply { .. } => Wish::Reply {
            text: "It is on its way.".to_owned(),
            channel: Some(channel()),
            template: Some("waiting".to_owned()),
            attachments: vec![ATTACHMENT],
        },
        "speak-code": Wish::SpeakCode => Wish::SpeakCode,
        "add-identifier": Wish::AddIdentifier { .. } => Wish::AddIdentifier {
            kind: IdentifierKind::Phone,
            value: "020 7946 0123".to_owned(),
            how: "They said it on the phone.".to_owned(),
        },
        "set-intent": Wish::SetIntent { .. } => Wish::SetIntent { intent: Some("refund".to_owned()) },
        "move-into": Wish::MoveInto { .. } => Wish::MoveInto { conversation: OTHER },
        "take": Wish::Take => Wish::Take,
        "hand-off": Wish::HandOff { .. } => Wish::HandOff { note: note() },
        "accept-handoff": Wish::AcceptHandoff => Wish::AcceptHandoff,
        "decline-handoff": Wish::DeclineHandoff { .. } => Wish::DeclineHandoff { because: "I am off soon.".to_owned() },
        "move-channel": Wish::MoveChannel { .. } => Wish::MoveChannel { to: channel(), note: note() },
        "note": Wish::Note { .. } => Wish::Note { text: "Look at the invoice.".to_owned(), mentions: vec![agent()] },
        "tag": Wish::Tag { .. } => Wish::Tag { tags: vec!["parcel".to_owned()] },
        "hold": Wish::Hold { .. } => Wish::Hold { until: Some(LATER), because: "The carrier's answer.".to_owned() },
        "resume": Wish::Resume => Wish::Resume,
        "close": Wish::Close => Wish::Close,
        "reopen": Wish::Reopen => Wish::Reopen,
        "revoke-links": Wish::RevokeLinks => Wish::RevokeLinks,
        "vouch": Wish::Vouch { .. } => Wish::Vouch { session: SESSION, how: "Order number and postcode.".to_owned() },
    });
    each!("agent", FromThread {
        "state": FromThread::State(_) => FromThread::State(Box::new(state())),
        "entries": FromThread::Entries { .. } => FromThread::Entries {
            reset: true,
            entries: vec![entry()],
            upto: 3,
            more: true,
        },
        "earlier": FromThread::Earlier { .. } => FromThread::Earlier { entries: vec![entry()], more: true },
        "viewing": FromThread::Viewing { .. } => FromThread::Viewing { colleagues: vec![(agent(), true)] },
        "code": FromThread::Code { .. } => FromThread::Code {
            key: key(),
            code: "12345678".to_owned(),
            valid_ms: 600_000,
        },
        "done": FromThread::Done { .. } => FromThread::Done { key: key() },
        "refused": FromThread::Refused { .. } => FromThread::Refused { key: key(), problem: problem() },
        "typing": FromThread::Typing { .. } => FromThread::Typing { name: "Jo".to_owned(), customer: true },
        "bye": FromThread::Bye { .. } => FromThread::Bye { because: "problem".to_owned(), problem: Some(problem()) },
    });
}
