use crate::{
    each,
    entry::entry,
    problem::problem,
    sample::{CONVERSATION, LATER, SESSION, channel, hold, key},
};
use weft_shared::{
    evidence::Assurance,
    wire::{
        VERSION,
        customer::{
            Begin, Challenge, ClaimedSession, CodeSent, CodeTyped, Continue, Credentials, FrameSettings, FromEdge,
            Identified, Identify, LinkRefresh, LinkWanted, Redeem, Redeemed, SpokenCode, ToEdge,
        },
    },
};

fn credentials() -> Credentials {
    Credentials {
        conversation: CONVERSATION,
        session: SESSION,
        secret: "5ec4e7".to_owned(),
        level: Assurance::Linked,
        expires: LATER,
    }
}

fn challenge() -> Challenge {
    Challenge { channel: channel(), masked: "j•••@e••••.com".to_owned() }
}

#[test]
fn beginning_and_links_keep_their_form() {
    let claimed = ClaimedSession { conversation: CONVERSATION, session: SESSION, secret: "5ec4e7".to_owned() };
    hold("customer.Credentials", &credentials());
    hold("customer.Begin.plain", &Begin { key: key(), claims_link: None, claims_session: None });
    hold(
        "customer.Begin.claims",
        &Begin { key: key(), claims_link: Some("v4.public.token".to_owned()), claims_session: Some(claimed.clone()) },
    );
    hold("customer.ClaimedSession", &claimed);
    hold("customer.Redeem", &Redeem { token: "v4.public.token".to_owned(), browser: "b0b0".to_owned() });
    hold("customer.Redeemed", &Redeemed { credentials: credentials(), challenge: Some(challenge()) });
    hold("customer.Redeemed.plain", &Redeemed { credentials: credentials(), challenge: None });
    hold("customer.SpokenCode", &SpokenCode { code: "1234 5678".to_owned(), browser: "b0b0".to_owned() });
    hold("customer.LinkWanted", &LinkWanted { address: "jo@example.com".to_owned() });
    hold("customer.LinkRefresh", &LinkRefresh { token: "v4.public.token".to_owned() });
}

#[test]
fn proving_keeps_its_form() {
    hold("customer.Challenge", &challenge());
    hold(
        "customer.CodeSent",
        &CodeSent { challenge: challenge(), resend_after_ms: 30_000, valid_ms: 600_000, digits: 6 },
    );
    hold("customer.Identify", &Identify { token: "eyJhbGciOiJFZERTQSJ9.e30.c2ln".to_owned() });
    hold("customer.Identified", &Identified { credentials: credentials(), elsewhere: true });
    hold("customer.Continue", &Continue { join: true });
    hold("customer.CodeTyped", &CodeTyped { code: "123 456".to_owned() });
}

#[test]
fn frames_keep_their_form() {
    each!("customer", ToEdge {
        "hello": ToEdge::Hello { .. } => ToEdge::Hello { version: VERSION, session: SESSION, secret: "5ec4e7".to_owned(), after: 3 },
        "say": ToEdge::Say { .. } => ToEdge::Say { key: key(), text: "Hello".to_owned() },
        "typing": ToEdge::Typing => ToEdge::Typing,
        "seen": ToEdge::Seen { .. } => ToEdge::Seen { seq: 3 },
    });
    each!("customer", FromEdge {
        "welcome": FromEdge::Welcome { .. } => FromEdge::Welcome {
            version: VERSION,
            level: Assurance::Linked,
            open: true,
            locked: true,
            challenge: Some(challenge()),
            elsewhere: true,
        },
        "entries": FromEdge::Entries { .. } => FromEdge::Entries { reset: true, entries: vec![entry()], upto: 3 },
        "said": FromEdge::Said { .. } => FromEdge::Said { key: key(), seq: 4 },
        "refused": FromEdge::Refused { .. } => FromEdge::Refused { key: key(), problem: problem() },
        "typing": FromEdge::Typing { .. } => FromEdge::Typing { name: "Ada".to_owned() },
        "fresh": FromEdge::Fresh { .. } => FromEdge::Fresh { credentials: credentials() },
        "bye": FromEdge::Bye { .. } => FromEdge::Bye { because: "problem".to_owned(), problem: Some(problem()) },
    });
}

#[test]
fn the_settings_of_a_frame_keep_their_form() {
    hold(
        "customer.FrameSettings",
        &FrameSettings {
            site: "demo".to_owned(),
            name: "Demo Shop".to_owned(),
            origins: vec!["http://localhost:8788".to_owned()],
            promise: Some("We answer within an hour.".to_owned()),
            accent: Some("#336699".to_owned()),
            channels: vec![(channel(), "Pigeon".to_owned())],
        },
    );
}
