//! Cards say what is known, name what is not, and their drafts will do once the agent says what is next.

use super::*;
use crate::{
    channel::Channel,
    event::{Event, EventBody},
    evidence::Evidence,
    handoff::{Context, HandoffNote, Party, Wanted, check},
    id::{AgentId, ConversationId, CustomerId, HandoffId, MessageId},
    identity::{Identifier, IdentifierKind},
    message::{Amendment, Author, Message},
    policy::SummaryPolicy,
    routing::Mood,
    time::{DAY, HOUR},
};

const START: Timestamp = Timestamp(1_795_000_000_000);

struct Story {
    policy: Policy,
    thread: Conversation,
    journal: Vec<Event>,
}

impl Story {
    fn new() -> Self {
        let mut story =
            Self { policy: Policy::default_rules().unwrap(), thread: Conversation::default(), journal: vec![] };
        story.then(EventBody::Opened {
            conversation: ConversationId::from_bits(1),
            site: "demo".parse().unwrap(),
            customer: CustomerId::from_bits(2),
            subject: None,
        });
        story
    }

    fn then(&mut self, body: EventBody) {
        let seq = self.thread.seq + 1;
        let event = Event { seq, at: START.plus(i64::try_from(seq).unwrap()), body };
        self.thread.apply(&event);
        self.journal.push(event);
    }

    fn message(&self, author: Author, text: &str) -> Message {
        let id = MessageId::from_bits(u128::from(self.thread.seq + 1));
        Message::new(id, Channel::of_adapter("pigeon"), author, text.to_owned())
    }

    fn hears(&mut self, text: &str) {
        let author = Author::Customer { session: None, address: None, name: Some("Jo".to_owned()) };
        let message = self.message(author, text);
        self.then(EventBody::MessageReceived { message });
    }

    fn answers(&mut self, text: &str) {
        let message = self.message(Author::Agent { agent: ada(), name: "Ada".to_owned() }, text);
        self.then(EventBody::MessageSent { message, link: None });
    }

    fn about(&mut self, intent: &str, agent: Option<AgentId>) {
        self.then(EventBody::IntentSet { intent: Some(intent.to_owned()), agent });
    }

    fn said(&self) -> Vec<Spoken> {
        self.journal.iter().filter_map(|event| spoken(&self.thread, event)).collect()
    }

    fn card_at(&self, now: Timestamp) -> Card {
        let said = self.said();
        card(&self.thread, &self.policy, now, &said, by_sentences(&said, 4)).unwrap()
    }

    fn missing(&self) -> Vec<String> {
        self.card_at(START.plus(HOUR)).missing.into_iter().map(|line| line.what).collect()
    }
}

fn ada() -> AgentId {
    "ada".parse().unwrap()
}

fn note(promised: &str, due: Timestamp) -> HandoffNote {
    HandoffNote {
        wants: "A new lid for the teapot".to_owned(),
        done: "Asked for a photo and looked the order up".to_owned(),
        promised: promised.to_owned(),
        next: "Order the lid and tell the customer".to_owned(),
        owner: Party::Team("support".to_owned()),
        due,
    }
}

#[test]
fn what_is_missing_is_named_until_it_is_there() {
    let mut story = Story::new();
    story.hears("Hello, it is about my teapot again");
    let other = ConversationId::from_bits(9);
    for _ in 0..2 {
        story.then(EventBody::ContinuationClaimed { conversation: other, because: "no code".to_owned() });
    }
    assert_eq!(story.missing(), ["identity", "claim", "intent", "owner"]);
    let claim = story.card_at(START).missing.into_iter().find_map(|line| line.conversation);
    assert_eq!(claim, Some(other));
    story.about("refund", Some(ada()));
    story.then(EventBody::Taken { agent: ada() });
    let jo = Identifier { kind: IdentifierKind::Mail, value: "jo@example.com".to_owned() };
    let noted =
        |standing, evidence| EventBody::ParticipantNoted { identifier: jo.clone(), channel: None, standing, evidence };
    let claimed = noted(Standing::Claimed, None);
    story.then(claimed);
    assert_eq!(story.missing(), ["identity", "claim"], "a claim proves nothing");
    let proof = Evidence::MailAligned { domain: "example.com".to_owned(), at: START };
    story.then(noted(Standing::Proven, Some(proof)));
    assert_eq!(story.missing(), ["claim"]);
    let card = story.card_at(START);
    assert_eq!((card.known_by.len(), card.known_by[0].standing), (1, Standing::Proven));
    assert!(card.known_by[0].because.contains("example.com"), "{:?}", card.known_by);
}

#[test]
fn promises_come_by_their_due_and_an_overdue_one_is_missing() {
    let mut story = Story::new();
    story.hears("When does the lid come?");
    story.then(EventBody::Taken { agent: ada() });
    let due = START.plus(DAY);
    let given = HandoffId::from_bits(1);
    story.then(EventBody::HandedOff { handoff: given, by: ada(), note: note("The lid by Friday", due), expires: None });
    let card = story.card_at(START.plus(HOUR));
    assert_eq!(card.promises.iter().map(|promise| promise.text.as_str()).collect::<Vec<_>>(), ["The lid by Friday"]);
    assert_eq!(
        card.note.as_ref().map(|line| (&line.by, line.note.next.as_str())),
        Some((&ada(), "Order the lid and tell the customer"))
    );
    assert_eq!((card.draft.promised.as_str(), card.draft.due), ("The lid by Friday", due));
    let late = story.card_at(due.plus(1));
    let overdue = late.missing.iter().find(|line| line.what == "promise").unwrap();
    assert!(overdue.text.contains("The lid by Friday"), "{overdue:?}");
    assert!(late.draft.due > due, "what is over is no due");
}

#[test]
fn who_is_refused_begins_again_with_their_own_note_until_something_is_said() {
    let mut story = Story::new();
    story.hears("When does the lid come?");
    story.then(EventBody::Taken { agent: ada() });
    let (handoff, ben): (_, AgentId) = (HandoffId::from_bits(1), "ben".parse().unwrap());
    let due = START.plus(DAY);
    let signed = HandoffNote { owner: Party::Agent(ben.clone()), ..note("The lid by Friday", due) };
    story.then(EventBody::HandedOff { handoff, by: ada(), note: signed.clone(), expires: Some(due) });
    let because = "I know nothing of lids".to_owned();
    story.then(EventBody::HandoffDeclined { handoff, agent: ben.clone(), because });
    let draft = story.card_at(START.plus(HOUR)).draft;
    let begun = HandoffNote {
        wants: draft.wants,
        done: draft.done,
        promised: draft.promised,
        next: draft.next,
        owner: signed.owner.clone(),
        due: draft.due,
    };
    assert_eq!(begun, signed);
    assert_ne!(draft.owner, Some(Party::Agent(ben.clone())), "Ben declined");
    assert!(story.card_at(due.plus(HOUR)).draft.due > due, "what is over is no due");
    story.hears("And does the lid fit the old pot?");
    assert_eq!(story.card_at(START.plus(HOUR)).draft.next, "", "the customer said more");

    let mut story = Story::new();
    story.hears("When does the lid come?");
    story.then(EventBody::Taken { agent: ada() });
    story.then(EventBody::HandedOff { handoff, by: ada(), note: signed, expires: Some(due) });
    story.then(EventBody::HandoffAccepted { handoff, agent: ben });
    assert_eq!(story.card_at(START.plus(HOUR)).draft.next, "", "another one's next step is not Ben's to sign");
}

#[test]
fn an_agents_word_counts_before_what_was_read() {
    let mut story = Story::new();
    let guess = |name: &str, percent| Guess { name: name.to_owned(), percent };
    let read = |intent| EventBody::ContextRead { intent, others: vec![], mood: Mood::default(), language: None };
    story.then(read(Some(guess("refund", 71))));
    assert_eq!(story.card_at(START).intent, Some(guess("refund", 71)));
    story.about("parcel", Some(ada()));
    story.then(read(Some(guess("refund", 80))));
    let card = story.card_at(START);
    assert_eq!((card.intent, card.intent_by), (Some(guess("parcel", 100)), Some(ada())));
}

#[test]
fn a_draft_will_do_once_the_agent_says_what_is_next() {
    let questions = [
        "The blue teapot that I ordered last week arrived with a broken lid and I would like a new lid or my money back.",
        "Hi!\n\nWhere is my parcel? It should have come on Monday.\n\nBest regards, Jo",
        "Meine Teekanne ist kaputt angekommen, der Deckel hat einen Sprung. Was soll ich jetzt tun?",
        "refund pls",
        "?",
    ];
    let answers =
        ["Thank you, I am sorry to hear that. Could you send us a photo of the lid, please?", "We are on it.", ""];
    for question in questions {
        for answer in answers {
            for about in [None, Some("refund")] {
                let mut story = Story::new();
                story.hears(question);
                if !answer.is_empty() {
                    story.answers(answer);
                }
                if let Some(about) = about {
                    story.about(about, Some(ada()));
                }
                let now = START.plus(HOUR);
                let draft = story.card_at(now).draft;
                let note = HandoffNote {
                    wants: draft.wants,
                    done: draft.done,
                    promised: draft.promised,
                    next: "Order a new lid today and tell the customer".to_owned(),
                    owner: draft.owner.unwrap(),
                    due: draft.due,
                };
                let context = Context {
                    said: &story.thread.desk.said,
                    teams: &story.policy.routing.teams,
                    wanted: Wanted::Another(None),
                    now,
                };
                let outcome = check(&note, &story.policy.handoff, &context);
                // What says nothing leaves something for the agent to say.
                let telling = question.len() > 10;
                assert!(outcome.is_ok() || !telling, "{question:?} {answer:?} {about:?}: {outcome:?} {note:#?}");
            }
        }
    }
}

#[test]
fn a_note_of_an_agent_is_what_was_done() {
    let mut story = Story::new();
    story.hears("My teapot leaks at the spout since yesterday");
    story.then(EventBody::AgentNoted {
        agent: ada(),
        text: "Sent  a\nphoto to the workshop".to_owned(),
        mentions: vec![],
    });
    assert_eq!(story.card_at(START).draft.done, "Sent a photo to the workshop");
}

#[test]
fn each_line_of_a_summary_leads_to_its_message_and_machines_are_not_quoted() {
    let mut story = Story::new();
    story.hears("The blue teapot arrived with a broken lid yesterday afternoon.");
    story.answers("I am sorry that the lid of the teapot broke on its way to you.");
    let machine = Message {
        automatic: Some("auto-replied".to_owned()),
        ..story.message(Author::System, "We have received your mail.")
    };
    story.then(EventBody::MessageSent { message: machine, link: None });
    story.hears("I would like a new lid, the teapot itself is fine.");
    let taken_back = story.thread.seq + 1;
    story.hears("My bank account is 1234567890 and this is private.");
    let change = Amendment::Deleted;
    story.then(EventBody::MessageAmended { message: MessageId::from_bits(u128::from(taken_back)), change });
    let said = story.said();
    let summary = by_sentences(&said, 4);
    assert!((2..=4).contains(&summary.lines.len()), "{summary:?}");
    for line in &summary.lines {
        let stands_in = said.iter().find(|said| Some(said.seq) == line.seq).unwrap();
        assert!(stands_in.text.contains(&line.text) && line.message == Some(stands_in.message), "{line:?}");
        assert_eq!(line.by_customer, stands_in.by_customer);
        assert!(!line.text.contains("bank") && !line.text.contains("received"), "{line:?}");
    }
    assert!(summary.method.contains("LexRank") && summary.method.contains("nothing was sent"));
    let fallen_back = instead(summary, "it did not answer");
    assert!(
        fallen_back.method.starts_with("No language model wrote this")
            && fallen_back.method.contains("it did not answer")
    );
}

#[test]
fn nothing_goes_to_a_model_that_the_rules_do_not_allow() {
    let rules = |by_model| SummaryPolicy { by_model, model: "m".to_owned(), sentences: 4 };
    for is_there in [true, false] {
        assert_eq!(writer(&rules(false), is_there), Writer::Sentences);
        assert_eq!(writer(&Policy::default_rules().unwrap().summary, is_there), Writer::Sentences, "off by default");
    }
    assert_eq!(writer(&rules(true), true), Writer::Model("m"));
    assert_eq!(writer(&rules(true), false), Writer::NoModel);
}

#[test]
fn a_models_answer_is_taken_line_by_line_and_each_leads_to_a_message() {
    let mut story = Story::new();
    story.hears("The lid is broken.");
    story.answers("We send a new one.");
    let said = story.said();
    let answer =
        "Here you are:\n[0] The lid is broken.\n- [1]: A new one was promised.\n[7] Invented.\n[x] no\nno number";
    let summary = by_model(answer, &said, 4, "m").unwrap();
    let lines: Vec<_> = summary.lines.iter().map(|line| (line.text.as_str(), line.seq)).collect();
    assert_eq!(lines, [("The lid is broken.", Some(2)), ("A new one was promised.", Some(3))]);
    assert!(summary.method.contains("language model m"));
    assert_eq!(by_model("I cannot do that.", &said, 4, "m"), None);
    assert_eq!(by_model(answer, &said, 1, "m").unwrap().lines.len(), 1);
}

#[test]
fn a_long_conversation_goes_to_a_model_without_its_middle() {
    let mut story = Story::new();
    (0..100).for_each(|n| story.hears(&format!("Message {n}: {}", "so it goes ".repeat(80))));
    let (instructions, text) = prompt(&story.said(), 4);
    assert!(instructions.contains("at most 4"));
    assert!(text.chars().count() < 25_000, "{}", text.len());
    assert!(text.contains("[0] Customer: Message 0") && text.contains("[99] Customer: Message 99"));
    assert!(text.contains("are left out") && !text.contains("Message 50:"));
    assert!(!prompt(&story.said()[..3], 4).1.contains("left out"));
}

#[test]
fn the_conversation_on_the_same_matter_comes_first_and_says_why() {
    let candidate = |n: i64, subject: Option<&str>, text: &str| Candidate {
        conversation: ConversationId::from_bits(u128::try_from(n).unwrap()),
        open: false,
        at: Timestamp(n),
        subject: subject.map(str::to_owned),
        text: text.to_owned(),
    };
    let found = earlier(
        "The spout of my teapot leaks again, order 4711",
        vec![
            candidate(1, None, "My teapot leaks at the spout, the order is 4711"),
            candidate(2, Some("Invoice"), "Please change the address on my invoice"),
            candidate(3, None, ""),
        ],
    );
    let order: Vec<u128> = found.iter().map(|line| line.conversation.bits()).collect();
    assert_eq!(order[0], 1, "{found:#?}");
    assert_eq!(order.len(), 3);
    assert!(
        found[0].shared.contains(&"4711".to_owned()) && found[0].shared.contains(&"teapot".to_owned()),
        "{found:#?}"
    );
    assert!(found[0].title.starts_with("My teapot leaks"));
    let invoice = found.iter().find(|line| line.conversation.bits() == 2).unwrap();
    assert_eq!((invoice.title.as_str(), invoice.shared.len()), ("Invoice", 0));
}
