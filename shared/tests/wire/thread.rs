//! A conversation as agents see it.

use crate::sample::{
    AT, CONVERSATION, CUSTOMER, LATER, OTHER, SESSION, agent, channel, decision, held, hold, note, offer,
};
use weft_shared::{
    consent::Consent,
    evidence::Assurance,
    identity::{IdentifierKind, Standing},
    routing::Guess,
    wire::agent::{
        Advice, CustomerCard, IdentifierLine, MoveLine, PromiseLine, Route, SessionLine, TemplateLine, ThreadState,
        ToneLine,
    },
};

fn identifier() -> IdentifierLine {
    IdentifierLine {
        kind: IdentifierKind::Mail,
        value: "jo@example.com".to_owned(),
        standing: Standing::Proven,
        because: "DMARC passed for example.com.".to_owned(),
        media: vec![channel()],
        consents: vec![(
            channel(),
            Consent::Given,
            "jo@example.com wrote \"START\" (22 Nov 2026, 03:51 UTC)".to_owned(),
        )],
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
        files: true,
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
        files: false,
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
        name: Some("Jo".to_owned()),
        verify: "Please show that it is you.".to_owned(),
    }
}

fn advice() -> Advice {
    Advice {
        rule: "intent.refund.switch.0".to_owned(),
        because: "It is sensitive, and nothing is proven here.".to_owned(),
        to: Some(channel()),
        say: Some("Please continue in our chat.".to_owned()),
        sensitive: true,
    }
}

fn promise() -> PromiseLine {
    PromiseLine { text: "We usually answer within an hour.".to_owned(), due: LATER }
}

pub fn state() -> ThreadState {
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
        guesses: vec![Guess { name: "refund".to_owned(), percent: 81 }],
        intent_by: Some(agent()),
        language: Some("en".to_owned()),
        team: Some("support".to_owned()),
        decision: Some(decision()),
        tags: vec!["parcel".to_owned()],
        held: Some(held()),
        offer: Some((offer(), note())),
        moves: vec![movement()],
    }
}

fn movement() -> MoveLine {
    MoveLine {
        to: channel(),
        how: "A link to go on is sent to jo@example.com".to_owned(),
        code: true,
        call: Some("+447700900123".to_owned()),
        blocked: Some("They said stop.".to_owned()),
    }
}

#[test]
fn a_thread_keeps_its_form() {
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
    hold("agent.MoveLine", &movement());
    hold("agent.MoveLine.plain", &MoveLine { code: false, call: None, blocked: None, ..movement() });
    hold("agent.ThreadState", &state());
}
