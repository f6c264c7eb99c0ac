use crate::sample::{AT, CONVERSATION, LATER, MESSAGE, OTHER, agent, channel, decision, hold};
use weft_shared::{
    handoff::{HandoffNote, Party},
    id::HandoffId,
    identity::{IdentifierKind, Standing},
    routing::Guess,
    wire::{
        agent::OfferLine,
        card::{Card, EarlierLine, KnownBy, Missing, NoteDraft, NoteLine, Summary, SummaryLine},
        search::{Found, Hit},
        thread::PromiseLine,
    },
};

fn note() -> HandoffNote {
    HandoffNote {
        wants: "A new lid for the teapot".to_owned(),
        done: "Asked for a photo".to_owned(),
        promised: "The lid by Friday".to_owned(),
        next: "Order the lid and tell the customer".to_owned(),
        owner: Party::Team("support".to_owned()),
        due: LATER,
    }
}

fn card() -> Card {
    Card {
        seq: 12,
        title: "Jo".to_owned(),
        tier: Some("gold".to_owned()),
        known_by: vec![KnownBy {
            kind: IdentifierKind::Mail,
            value: "jo@example.com".to_owned(),
            standing: Standing::Proven,
            because: "The mail passed the checks of example.com for its sender".to_owned(),
        }],
        intent: Some(Guess { name: "refund".to_owned(), percent: 71 }),
        intent_by: Some(agent()),
        note: Some(NoteLine { by: agent(), at: AT, note: note() }),
        offer: Some(OfferLine {
            handoff: HandoffId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0010),
            by: agent(),
            to: Party::Agent("ben".parse().unwrap()),
            expires: Some(LATER),
        }),
        waits: Some(decision()),
        promises: vec![PromiseLine { text: "The lid by Friday".to_owned(), due: LATER }],
        summary: Summary {
            lines: vec![SummaryLine {
                text: "The lid is broken.".to_owned(),
                seq: Some(3),
                message: Some(MESSAGE),
                by_customer: true,
            }],
            method: "Sentences of the messages themselves.".to_owned(),
        },
        earlier: vec![EarlierLine {
            conversation: OTHER,
            title: "My teapot".to_owned(),
            open: false,
            at: AT,
            shared: vec!["teapot".to_owned()],
        }],
        missing: vec![Missing {
            what: "claim".to_owned(),
            text: "They say that this continues another conversation.".to_owned(),
            conversation: Some(OTHER),
        }],
        draft: NoteDraft {
            wants: "A new lid".to_owned(),
            done: "Asked for a photo".to_owned(),
            promised: "Nothing".to_owned(),
            next: String::new(),
            owner: Some(Party::Team("support".to_owned())),
            due: LATER,
        },
    }
}

#[test]
fn the_card_keeps_its_form() {
    hold("card.Card", &card());
    let little = Card {
        tier: None,
        known_by: vec![],
        intent: None,
        intent_by: None,
        note: None,
        offer: None,
        waits: None,
        promises: vec![],
        earlier: vec![],
        missing: vec![],
        ..card()
    };
    hold("card.Card.little", &little);
}

#[test]
fn what_is_found_keeps_its_form() {
    let hit = Hit {
        conversation: CONVERSATION,
        seq: 3,
        at: AT,
        channel: Some(channel()),
        title: "My teapot".to_owned(),
        owner: Some(agent()),
        open: true,
        around: vec![("the ".to_owned(), false), ("lid".to_owned(), true)],
    };
    let noted = Hit { channel: None, owner: None, open: false, ..hit.clone() };
    hold("search.Found", &Found { hits: vec![hit, noted], next: Some("1795319460000_42".to_owned()) });
    hold("search.Found.last", &Found { hits: vec![], next: None });
}
