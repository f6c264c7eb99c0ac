use crate::{
    each,
    entry::entry,
    problem::problem,
    sample::{AT, CONVERSATION, CUSTOMER, LATER, OTHER, SESSION, agent, channel, hold, key},
};
use weft_shared::{
    consent::Consent,
    evidence::Assurance,
    identity::{IdentifierKind, Standing},
    wire::{
        VERSION,
        agent::{
            Advice, AgentRole, Colleague, CustomerCard, FromDesk, FromThread, IdentifierLine, Me, PromiseLine, Route,
            Row, SessionLine, SignIn, SignInWanted, TemplateLine, ThreadState, ToDesk, ToThread, ToneLine, Wish,
        },
    },
};

fn row() -> Row {
    Row {
        conversation: CONVERSATION,
        seq: 3,
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
    }
}

fn colleague() -> Colleague {
    Colleague { agent: agent(), name: "Ada".to_owned(), present: true }
}

fn identifier() -> IdentifierLine {
    IdentifierLine {
        kind: IdentifierKind::Mail,
        value: "jo@example.com".to_owned(),
        standing: Standing::Proven,
        because: "DMARC passed for example.com.".to_owned(),
        media: vec![channel()],
        consents: vec![(channel(), Consent::Given)],
    }
}

fn session() -> SessionLine {
    SessionLine { session: SESSION, level: Assurance::Linked, because: "It followed a link.".to_owned(), present: true }
}

fn card() -> CustomerCard {
    CustomerCard {
        customer: CUSTOMER,
        title: "Jo".to_owned(),
        identifiers: vec![identifier()],
        sessions: vec![session()],
    }
}

fn route() -> Route {
    Route {
        channel: channel(),
        to: "jo@example.com".to_owned(),
        blocked: Some("It bounced.".to_owned()),
        caution: Some("Nothing vouches for this address.".to_owned()),
        rule: Some("channel.pigeon.compliance.window".to_owned()),
        templates: vec![TemplateLine {
            name: "waiting".to_owned(),
            text: "Ada of Demo Shop has an answer.".to_owned(),
        }],
        window_ends: Some(AT),
        max_text: 1_530,
        segments: true,
        tone: tone(),
    }
}

fn plain_route() -> Route {
    Route {
        blocked: None,
        caution: None,
        rule: None,
        templates: Vec::new(),
        window_ends: None,
        segments: false,
        tone: ToneLine { length: "short".to_owned(), ..ToneLine::default() },
        ..route()
    }
}

fn tone() -> ToneLine {
    ToneLine {
        length: "medium".to_owned(),
        greeting: Some("Hello Jo,".to_owned()),
        signature: Some("{{agent}}, Demo Shop".to_owned()),
        note: Some("One question at a time.".to_owned()),
    }
}

fn advice() -> Advice {
    Advice {
        rule: "intent.refund.switch.0".to_owned(),
        because: "It is sensitive, and nothing is proven here.".to_owned(),
        to: Some(channel()),
        say: Some("Please continue in our chat.".to_owned()),
    }
}

fn promise() -> PromiseLine {
    PromiseLine { text: "We usually answer within an hour.".to_owned(), due: LATER }
}

fn state() -> ThreadState {
    ThreadState {
        conversation: CONVERSATION,
        subject: Some("Parcel".to_owned()),
        open: true,
        owner: Some(agent()),
        customer: card(),
        routes: vec![route()],
        intent: Some("refund".to_owned()),
        advice: vec![advice()],
        promise: Some(promise()),
        deals: vec!["D-100".to_owned()],
        departed: Some(OTHER),
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
        },
    );
    each!("agent", AgentRole {
        "agent": AgentRole::Agent => AgentRole::Agent,
        "lead": AgentRole::Lead => AgentRole::Lead,
    });
}

#[test]
fn what_agents_see_keeps_its_form() {
    hold("agent.Row", &row());
    hold("agent.Row.plain", &Row { subject: None, owner: None, ..row() });
    hold("agent.Colleague", &colleague());
    hold("agent.CustomerCard", &card());
    hold("agent.IdentifierLine", &identifier());
    hold("agent.SessionLine", &session());
    hold("agent.IdentifierLine.plain", &IdentifierLine { media: Vec::new(), consents: Vec::new(), ..identifier() });
    hold("agent.Route", &route());
    hold("agent.Route.plain", &plain_route());
    hold("agent.TemplateLine", &TemplateLine { name: "waiting".to_owned(), text: "There is an answer.".to_owned() });
    hold("agent.ToneLine", &tone());
    hold("agent.Advice", &advice());
    hold("agent.PromiseLine", &promise());
    hold("agent.ThreadState", &state());
}

#[test]
fn the_desks_frames_keep_their_form() {
    each!("agent", ToDesk {
        "hello": ToDesk::Hello { .. } => ToDesk::Hello { version: VERSION, key: "c0ffee".to_owned() },
        "here": ToDesk::Here => ToDesk::Here,
    });
    each!("agent", FromDesk {
        "inbox": FromDesk::Inbox { .. } => FromDesk::Inbox { rows: vec![row()], colleagues: vec![colleague()] },
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
    });
    each!("agent", Wish {
        "reply": Wish::Reply { .. } => Wish::Reply {
            text: "It is on its way.".to_owned(),
            channel: Some(channel()),
            template: Some("waiting".to_owned()),
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
        "release": Wish::Release => Wish::Release,
        "close": Wish::Close => Wish::Close,
        "reopen": Wish::Reopen => Wish::Reopen,
        "revoke-links": Wish::RevokeLinks => Wish::RevokeLinks,
        "vouch": Wish::Vouch { .. } => Wish::Vouch { session: SESSION, how: "Order number and postcode.".to_owned() },
    });
    each!("agent", FromThread {
        "state": FromThread::State(_) => FromThread::State(Box::new(state())),
        "entries": FromThread::Entries { .. } => FromThread::Entries { reset: false, entries: vec![entry()], upto: 3 },
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
