//! It must hold: who takes over a conversation of two hundred messages over five channels finds what they must know on
//! its card.

use super::scenes::wait_until_quiet;
use futures_util::future::join_all;
use serde_json::json;
use weft_shared::{
    channel::Channel,
    handoff::{HandoffNote, Party},
    id::ConversationId,
    identity::{IdentifierKind, Standing},
    time::{DAY, Timestamp},
    wire::{agent::Wish, card::Card, customer::Redeemed, problem::ProblemKind},
};
use weft_tests::{
    browser::{Browser, Console},
    carrier::{
        now,
        phones::{Medium, Stage},
    },
    harness::{Site, World, run},
    persona::{Agent, Customer, Phone, SignedIn, ThreadView, utterances},
};

const WANT: &str = "The blue teapot that I ordered in October arrived with a cracked lid, and I would like a new lid.";
const PROMISE: &str = "A new lid reaches the customer by Friday.";

/// What people say while they look for a photo: most of two hundred messages.
const ACKS: [&str; 6] = ["Yes.", "One moment.", "Okay!", "Still looking.", "Here I am.", "Sorry, one moment more."];

fn channel(name: &str) -> Channel {
    name.parse().expect("a channel")
}

async fn card(agent: &SignedIn, conversation: ConversationId) -> Card {
    agent.ask("GET", &format!("/desk/conversations/{conversation}/card"), None).await.result().expect("a card")
}

fn note(due: Timestamp) -> HandoffNote {
    HandoffNote {
        wants: "Wants the cracked lid replaced, not the whole pot".to_owned(),
        done: "Looked at the photo and found the order of October".to_owned(),
        promised: PROMISE.to_owned(),
        next: "Ask the warehouse for a lid and post it today".to_owned(),
        owner: Party::Team("support".to_owned()),
        due,
    }
}

/// A conversation that is over: a year ago it was about the same, and another about something else.
async fn earlier(site: &Site, ada: &SignedIn, jo: &Customer) -> [ConversationId; 2] {
    let mut desk = ada.desk().await;
    let mut over = Vec::new();
    for (subject, text) in [
        ("Lid of the teapot", "The lid of my teapot does not close well. Is there a new lid for it?"),
        ("Invoice", "Please send the invoice for my cups to another address."),
    ] {
        jo.writes(subject, text).await;
        let row = desk.row(subject, |row| row.preview == text).await;
        let mut thread = ada.thread(row.conversation).await;
        thread.wish(Wish::Take).await.unwrap();
        thread.wish(Wish::Close).await.unwrap();
        desk.row("closed", |line| line.conversation == row.conversation && !line.open).await;
        wait_until_quiet(site).await;
        over.push(row.conversation);
    }
    over.try_into().unwrap()
}

/// Two hundred messages by mail, WhatsApp, text, on the phone and in the chat.
async fn talk(site: &Site, thread: &mut ThreadView, phone: &Phone) {
    thread
        .reply_by("I am sorry to hear that. Could you send us a photo of the lid?", Some(channel("email")))
        .await
        .unwrap();
    phone.writes(Medium::WhatsappMeta, "Here I am on WhatsApp, the photo is on its way.").await;
    phone.writes(Medium::Sms, "The crack goes through the whole lid, from the knob to the rim.").await;
    let call = phone.calls(Some("TN-Validation-Passed-A"));
    call.presses("2").await;
    let code = call.code().await;
    call.stage(Stage::Over).await;
    let visitor = site.visitor();
    let typed = json!({ "code": code, "browser": visitor.browser });
    let redeemed: Redeemed = visitor.ask("POST", "/codes/redeem", None, Some(&typed)).await.result().unwrap();
    let mut chat = visitor.chat(&redeemed.credentials).await;
    for n in 0..20 {
        chat.say(if n == 19 { "That was line 19." } else { ACKS[n % ACKS.len()] }).await.unwrap();
    }
    thread.message("line 19").await;
    for n in 0..20 {
        thread.reply_by(ACKS[n % ACKS.len()], Some(channel("web-chat"))).await.unwrap();
    }
    for _ in 0..3 {
        for medium in [Medium::WhatsappMeta, Medium::Sms] {
            join_all((0..26).map(|n| phone.writes(medium, ACKS[n % ACKS.len()]))).await;
        }
    }
    phone.writes(Medium::WhatsappMeta, "So when will the new lid for my teapot be here?").await;
    thread.message("So when will").await;
}

#[test]
fn who_takes_over_two_hundred_messages_over_five_channels_finds_each_fact_on_the_card() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let (jo, phone) = (site.customer("Jo"), site.phone("Jo"));
        let known = json!({ "account": "A-7", "mail": [jo.address()], "phone": [phone.number] });
        assert!(site.admin("PUT", "/identify", Some(&known)).await.succeeded());
        let [same, other] = earlier(&site, &ada, &jo).await;
        jo.writes("My teapot", WANT).await;
        let row = ada.desk().await.row("of Jo", |row| row.open && row.preview.contains("cracked")).await;
        let mut thread = ada.thread(row.conversation).await;
        thread.wish(Wish::Take).await.unwrap();
        talk(&site, &mut thread, &phone).await;
        thread.wish(Wish::SetIntent { intent: Some("defect".to_owned()) }).await.unwrap();
        let due = Timestamp(now()).plus(2 * DAY);
        thread.wish(Wish::HandOff { note: note(due) }).await.unwrap();
        wait_until_quiet(&site).await;

        let beas = site.agent("Bea").await;
        let bea = beas.sign_in().await;
        let card = card(&bea, row.conversation).await;
        println!("{card:#?}");
        let mut thread = bea.thread(row.conversation).await;
        while thread.more {
            thread.earlier().await;
        }
        let said = utterances(&thread.transcript);
        assert!(said.len() >= 200, "{} messages", said.len());
        let channels: std::collections::BTreeSet<&str> = said.iter().map(|it| it.channel.as_str()).collect();
        assert_eq!(channels.len(), 5, "{channels:?}");

        // Who, and how that was proven.
        assert!(card.title.contains("Jo"), "{}", card.title);
        let line = |value: &str| card.known_by.iter().find(|line| line.value == value).expect("known by that");
        let mail = line(jo.address());
        assert_eq!((mail.kind, mail.standing), (IdentifierKind::Mail, Standing::Proven));
        assert!(mail.because.contains("passed the checks"), "{mail:?}");
        assert_eq!(line(&phone.number).kind, IdentifierKind::Phone);
        // What it is about, and who says so.
        assert_eq!(card.intent.as_ref().map(|guess| guess.name.as_str()), Some("defect"));
        assert_eq!(card.intent_by.as_ref(), Some(&ada.me.agent));
        // The last note, and what was promised until when.
        let last = card.note.as_ref().expect("a note");
        assert_eq!((&last.by, &last.note), (&ada.me.agent, &note(due)));
        let promise = card.promises.iter().find(|promise| promise.text == PROMISE).expect("the promise");
        assert_eq!(promise.due, due);
        assert!(card.promises.is_sorted_by_key(|promise| promise.due));
        // What happened, each line with its message.
        assert!((3..=5).contains(&card.summary.lines.len()), "{:#?}", card.summary);
        for line in &card.summary.lines {
            let stands_in = said.iter().find(|it| Some(it.id) == line.message).expect("a message of the thread");
            let place = thread.transcript.entries.iter().find(|entry| Some(entry.seq) == line.seq);
            assert!(stands_in.text.contains(line.text.trim_end_matches('…')) && place.is_some(), "{line:?}");
        }
        let told: String = card.summary.lines.iter().map(|line| line.text.as_str()).collect();
        assert!(told.contains("lid"), "{told}");
        assert!(card.summary.method.contains("nothing was sent"), "{}", card.summary.method);
        // What came before, the most relevant first.
        let before: Vec<ConversationId> = card.earlier.iter().map(|line| line.conversation).collect();
        assert_eq!(before, [same, other], "{:#?}", card.earlier);
        assert!(card.earlier[0].shared.contains(&"teapot".to_owned()), "{:?}", card.earlier[0]);
        assert!(card.earlier[0].title.contains("Lid of the teapot") && !card.earlier[0].open);
        // What is missing: nobody answers for it yet.
        let missing: Vec<&str> = card.missing.iter().map(|line| line.what.as_str()).collect();
        assert!(
            missing.contains(&"owner") && !missing.contains(&"intent") && !missing.contains(&"claim"),
            "{missing:?}"
        );
        // A note to begin with.
        assert!(card.draft.wants.contains("lid") && card.draft.next.is_empty(), "{:?}", card.draft);
        assert_eq!(
            (card.draft.promised.as_str(), &card.draft.owner),
            (PROMISE, &Some(Party::Team("support".to_owned())))
        );

        reads_it_on_one_screen(&site, &beas, row.conversation, [jo.address(), &phone.number]).await;

        thread.wish(Wish::Take).await.unwrap();
        let card = self::card(&bea, row.conversation).await;
        assert!(card.missing.iter().all(|line| line.what != "owner"), "{:?}", card.missing);
        // The draft will do once Bea says what is next.
        let draft = card.draft;
        let handed = HandoffNote {
            wants: draft.wants,
            done: draft.done,
            promised: draft.promised,
            next: "Tell the customer the tracking number of the parcel".to_owned(),
            owner: draft.owner.unwrap(),
            due: draft.due,
        };
        thread.wish(Wish::HandOff { note: handed }).await.expect("a note from the card will do");
    });
}

/// Opens it in the console and asks the card, as it is shown, for each fact; the thread is not touched.
async fn reads_it_on_one_screen(site: &Site, bea: &Agent, conversation: ConversationId, known_by: [&str; 2]) {
    let browser = Browser::start(&site.world).await;
    browser.size(1920, 1080).await;
    let console = Console::open(&browser, site).await;
    console.sign_in(bea).await;
    browser.go(&format!("{}#/unassigned/{conversation}", browser.address().await)).await;
    let says = async |heading: &str, all: &[&str]| {
        for words in all {
            console.card_says(heading, words).await;
        }
    };
    says("Who", &["Jo", known_by[0], known_by[1], "Proven"]).await;
    says("About", &["Something is broken", "Ada"]).await;
    says("Not known", &["Take it"]).await;
    says("What happened", &["lid"]).await;
    says("Promised", &[PROMISE, "Due"]).await;
    says("Last note", &["not the whole pot", "Ask the warehouse for a lid", "Ada"]).await;
    let earlier = console.card_says("Earlier conversations", "Lid of the teapot").await;
    let place = |words: &str| earlier.find(words).unwrap_or_else(|| panic!("{words:?} in {earlier}"));
    assert!(place("Lid of the teapot") < place("Invoice"), "the more relevant one first: {earlier}");
    browser.shot("card-of-five-channels").await;
    // What must be known is on one screen.
    let below = console.card_off_screen().await;
    assert!(below.is_empty(), "{below:?}");
    browser.click("button", "How these sentences were chosen").await;
    console.card_says("What happened", "nothing was sent").await;
    let told = console.follows_summary("cracked").await;
    assert!(told.contains("cracked"), "{told}");
    browser.quit().await;
}

#[test]
fn a_claim_that_nobody_proved_is_on_the_card_and_other_sites_have_no_card() {
    run(async {
        let scene = super::scenes::answered().await;
        let stranger = scene.site.visitor();
        let claimed =
            stranger.begin_with(weft_tests::persona::new_key(), Some(scene.token.clone()), None).await.unwrap();
        let mut chat = stranger.chat(&claimed).await;
        chat.say("It is me, Jo, about my door code").await.unwrap();
        wait_until_quiet(&scene.site).await;
        let shown = card(&scene.ada, claimed.conversation).await;
        let claim = shown.missing.iter().find(|line| line.what == "claim").expect("a claim");
        assert_eq!(claim.conversation, Some(scene.conversation));
        assert!(shown.missing.iter().any(|line| line.what == "identity"), "{:?}", shown.missing);
        assert!(shown.earlier.is_empty(), "what is only claimed shows nothing: {:?}", shown.earlier);

        let other = scene.site.world.site().await;
        let eve = other.agent("Eve").await.sign_in().await;
        let path = format!("/desk/conversations/{}/card", scene.conversation);
        eve.ask("GET", &path, None).await.must_be(ProblemKind::NotFound);
    });
}
