//! Search: words, phrases and filters, over what was said where it is now, and never over another site.

use super::scenes::wait_until_quiet;
use weft_shared::wire::{
    agent::Wish,
    problem::ProblemKind,
    search::{Found, Hit},
};
use weft_tests::{
    carrier::phones::{Change, Medium},
    harness::{Site, World, run},
    persona::SignedIn,
};

async fn find(agent: &SignedIn, query: &[(&str, &str)]) -> Found {
    let encoded: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    agent.ask("GET", &format!("/desk/search?{}", encoded.join("&")), None).await.result().expect("a search")
}

fn encoded(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// The texts that were found, as they are shown.
fn shown(found: &Found) -> Vec<String> {
    let text = |hit: &Hit| hit.around.iter().map(|(piece, _)| piece.as_str()).collect();
    found.hits.iter().map(text).collect()
}

async fn texts(agent: &SignedIn, query: &str) -> Vec<String> {
    shown(&find(agent, &[("q", query)]).await)
}

/// Jo mailed about a teapot, Kim texted about a cup; Ada noted something and closed Jo's.
async fn two(site: &Site) -> (SignedIn, [weft_shared::id::ConversationId; 2]) {
    let ada = site.agent("Ada").await.sign_in().await;
    let mut desk = ada.desk().await;
    let (jo, kim) = (site.customer("Jo"), site.phone("Kim"));
    jo.writes("Größe of the lid", "The blue teapot leaks at its spout. My order is 4711.").await;
    kim.writes(Medium::WhatsappMeta, "The blue handle of my cup broke, the teapot is fine").await;
    let mailed = desk.row("of Jo", |row| row.preview.contains("spout")).await.conversation;
    let texted = desk.row("of Kim", |row| row.preview.contains("handle")).await.conversation;
    let mut thread = ada.thread(mailed).await;
    thread.wish(Wish::Take).await.unwrap();
    thread.wish(Wish::SetIntent { intent: Some("refund".to_owned()) }).await.unwrap();
    let note = "The workshop says that crème coloured ones leak too".to_owned();
    thread.wish(Wish::Note { text: note, mentions: Vec::new() }).await.unwrap();
    thread.wish(Wish::Close).await.unwrap();
    wait_until_quiet(site).await;
    (ada, [mailed, texted])
}

#[test]
fn words_phrases_and_filters_find_what_was_said_and_noted() {
    run(async {
        let site = World::shared().await.site().await;
        let (ada, [mailed, texted]) = two(&site).await;
        assert_eq!(texts(&ada, "teapot").await.len(), 2);
        assert_eq!(texts(&ada, "\"blue teapot\"").await.len(), 1, "words in a row");
        assert_eq!(texts(&ada, "blue teapot").await.len(), 2, "words anywhere");
        assert_eq!(texts(&ada, "TEAPOT 4711").await.len(), 1, "all of them");
        assert_eq!(texts(&ada, "teap leak").await.len(), 1, "as they begin");
        assert!(texts(&ada, "eapot").await.is_empty());
        assert_eq!(texts(&ada, "GROSSE").await.len() + texts(&ada, "größe").await.len(), 1, "subjects too");
        let noted = find(&ada, &[("q", "creme")]).await;
        assert_eq!((noted.hits.len(), noted.hits[0].channel.as_ref()), (1, None), "accents make no difference");
        let hit = find(&ada, &[("q", "spout")]).await.hits.remove(0);
        assert_eq!((hit.conversation, hit.open), (mailed, false));
        assert_eq!(hit.owner.as_ref(), Some(&ada.me.agent));
        assert!(hit.title.contains("lid"), "{hit:?}");
        assert!(hit.around.contains(&("spout".to_owned(), true)), "{hit:?}");
        let thread = ada.thread(mailed).await;
        assert!(thread.transcript.entries.iter().any(|entry| entry.seq == hit.seq), "it leads to the message");

        for (filter, value, wanted) in [
            ("channel", "whatsapp", vec![texted]),
            ("channel", "sms", vec![]),
            ("owner", ada.me.agent.as_str(), vec![mailed]),
            ("intent", "refund", vec![mailed]),
            ("state", "open", vec![texted]),
            ("state", "closed", vec![mailed]),
            ("from", "2020-01-01", vec![texted, mailed]),
            ("until", "2020-01-01", vec![]),
            ("conversation", &texted.to_string(), vec![texted]),
        ] {
            let found = find(&ada, &[("q", "teapot"), (filter, value)]).await;
            let mut conversations: Vec<_> = found.hits.iter().map(|hit| hit.conversation).collect();
            conversations.dedup();
            assert_eq!(conversations, wanted, "{filter}={value}");
        }
        for wrong in ["q=", "q=%3F", "q=x&state=ajar", "q=x&from=yesterday", "q=x&colour=red", ""] {
            ada.ask("GET", &format!("/desk/search?{wrong}"), None).await.must_be(ProblemKind::Malformed);
        }
        // What looks like an operator is looked for, and nothing breaks.
        for odd in [
            "teapot OR cup",
            "site : teapot",
            "\"",
            "teapot\" OR \"cup",
            "NEAR(a b)",
            "text:x*",
            "zq' --",
            "\u{0}\u{fffd}x",
        ] {
            let answer = ada.ask("GET", &format!("/desk/search?q={}", encoded(odd)), None).await;
            assert!(answer.status == 200 || answer.status == 400, "{odd}: {answer:?}");
            if answer.succeeded() {
                assert!(answer.json::<Found>().hits.is_empty(), "{odd}: {answer:?}");
            }
        }
    });
}

#[test]
fn pages_follow_each_other_and_another_site_is_never_found() {
    run(async {
        let world = World::shared().await;
        let (site, other) = (world.site().await, world.site().await);
        let ada = site.agent("Ada").await.sign_in().await;
        let eve = other.agent("Eve").await.sign_in().await;
        let (kim, lee) = (site.phone("Kim"), other.phone("Lee"));
        for n in 0..45 {
            kim.writes(Medium::WhatsappMeta, &format!("parrot number{n}")).await;
        }
        lee.writes(Medium::WhatsappMeta, &format!("a parrot of another site {}", site.id)).await;
        wait_until_quiet(&site).await;
        wait_until_quiet(&other).await;
        let (mut all, mut after, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let found = find(&ada, &[("q", "parrot"), ("after", &after)]).await;
            assert!(found.hits.len() <= 20);
            all.extend(shown(&found));
            pages += 1;
            match found.next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!((all.len(), pages), (45, 3), "{all:#?}");
        assert!(all[0].contains("number44") && all[44].contains("number0"), "the latest first: {all:#?}");
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), 45, "each once");
        assert_eq!(texts(&eve, "parrot").await.len(), 1);
        assert!(texts(&ada, "another site").await.is_empty());
        let path = format!("/desk/search?q=parrot&conversation={}", weft_shared::id::ConversationId::from_bits(1));
        assert!(ada.ask("GET", &path, None).await.json::<Found>().hits.is_empty());
        // Whoever is signed in elsewhere is nobody here.
        let stranger = SignedIn { site: site.clone(), me: eve.me.clone(), cookie: eve.cookie.clone() };
        stranger.ask("GET", "/desk/search?q=parrot", None).await.must_be(ProblemKind::Unauthenticated);
    });
}

#[test]
fn what_was_moved_is_found_where_it_is_what_was_edited_as_it_reads_and_all_of_it_after_a_rebuild() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let mut desk = ada.desk().await;
        let jo = site.customer("Jo");
        jo.writes("First", "The walrus is asleep").await;
        let first = desk.row("first", |row| row.preview.contains("walrus")).await.conversation;
        ada.thread(first).await.wish(Wish::Take).await.unwrap();
        ada.thread(first).await.wish(Wish::Close).await.unwrap();
        desk.row("closed", |row| row.conversation == first && !row.open).await;
        wait_until_quiet(&site).await;
        let phone = site.phone("Kim");
        let text = phone.writes(Medium::WhatsappMeta, "The otter is awake").await;
        phone.changes(&text, Change::Edit("The badger is awake".to_owned())).await;
        jo.writes("Second", "Is it still asleep?").await;
        let second = desk.row("second", |row| row.preview.contains("still asleep")).await.conversation;
        assert_ne!(first, second);
        let into = Wish::MoveInto { conversation: second };
        ada.thread(first).await.wish(into).await.unwrap();
        wait_until_quiet(&site).await;
        for _ in 0..2 {
            let found = find(&ada, &[("q", "walrus")]).await;
            let places: Vec<_> = found.hits.iter().map(|hit| hit.conversation).collect();
            assert_eq!(places, [second], "{found:#?}");
            let badger = find(&ada, &[("q", "badger")]).await.hits;
            let otter = find(&ada, &[("q", "otter")]).await.hits;
            assert_eq!((badger.len(), otter.len()), (1, 1), "as it was, and as it is");
            assert_eq!(badger[0].seq, otter[0].seq, "both lead to the message");
            let rebuilt = site.admin("POST", "/rebuild", Some(&serde_json::json!({}))).await;
            assert!(rebuilt.succeeded(), "{rebuilt:?}");
            wait_until_quiet(&site).await;
        }
    });
}

#[test]
fn what_was_edited_or_heard_later_is_found_by_the_medium_of_its_message() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let (kim, jo) = (site.phone("Kim"), site.phone("Jo"));
        let text = kim.writes(Medium::WhatsappMeta, "The otter is awake").await;
        kim.changes(&text, Change::Edit("The badger is awake".to_owned())).await;
        jo.leaves_word("The heron is awake").await;
        wait_until_quiet(&site).await;
        for (word, channel) in [("otter", "whatsapp"), ("badger", "whatsapp"), ("heron", "voice")] {
            let found = find(&ada, &[("q", word), ("channel", channel)]).await;
            assert_eq!(found.hits.len(), 1, "{word} by {channel}: {found:#?}");
            assert_eq!(found.hits[0].channel.as_ref().map(|known| known.as_str()), Some(channel));
            let elsewhere = find(&ada, &[("q", word), ("channel", "email")]).await;
            assert!(elsewhere.hits.is_empty(), "{word}: {elsewhere:#?}");
        }
    });
}
