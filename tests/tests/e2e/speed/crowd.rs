//! Many customers, and one who writes a lot; all by the ways that customers have.

use futures_util::future::join_all;
use std::time::{Duration, Instant};
use weft_shared::{id::ConversationId, wire::agent::Wish};
use weft_tests::{
    carrier::phones::Medium,
    harness::Site,
    persona::{Agent, utterances},
};

/// How many are on their way at once: beyond that workerd takes no more in the same time.
const AT_ONCE: usize = 25;
/// How long all that may take.
const PATIENCE: Duration = Duration::from_secs(1_800);
const FIRST: [&str; 20] = [
    "Amal", "Bram", "Chloe", "Dmitri", "Esther", "Farid", "Greta", "Hiro", "Ines", "Jonas", "Kaya", "Liam", "Mona",
    "Nils", "Olga", "Pedro", "Rosa", "Samir", "Tess", "Yuki",
];
const LAST: [&str; 25] = [
    "Abel", "Brandt", "Castro", "Dahl", "Evans", "Fischer", "Garcia", "Hansen", "Ito", "Jansen", "Keller", "Lopez",
    "Meyer", "Novak", "Okafor", "Petrov", "Quinn", "Rossi", "Silva", "Tanaka", "Urban", "Vogel", "Weber", "Yilmaz",
    "Zhou",
];
const ABOUT: [&str; 8] = [
    "The second payment",
    "Where is my parcel?",
    "The lamp flickers",
    "A cup came broken",
    "Another address",
    "The invoice of May",
    "Can I change the colour?",
    "Thank you, and a question",
];
const SENTENCES: [&str; 9] = [
    "I ordered it on Monday and paid at once.",
    "The parcel was here on Thursday, but one of the two cups has a crack that runs from the rim to the handle.",
    "Could you look into it?",
    "My order is 2026-1107.",
    "I have attached nothing yet, since the pictures are on my other phone.",
    "The page says https://shop.example/orders/2026-1107 has left the warehouse.",
    "Thank you!",
    "If it helps, I am at home on Friday until five, and on Saturday the whole day.",
    "It is a present, so please do not put the invoice into the box.",
];

/// What is measured.
pub struct Crowd {
    /// The conversation with all the messages.
    pub longest: ConversationId,
    /// How many those are.
    pub messages: usize,
}

/// A text of one to five sentences, some in two paragraphs; always the same for the same number.
fn text(n: usize) -> String {
    let sentence = |k: usize| SENTENCES[(n * 7 + k * 5) % SENTENCES.len()];
    let said: Vec<&str> = (0..=n * 3 % 5).map(sentence).collect();
    let gap = if n.is_multiple_of(6) { "\n\n" } else { " " };
    format!("{n}. {}", said.join(gap))
}

impl Crowd {
    /// `rows` customers write a mail each; the last conversation is by WhatsApp and has `messages` messages, of which
    /// the agent wrote some.
    pub async fn writes(site: &Site, agent: &Agent, rows: usize, messages: usize) -> Self {
        let ada = agent.sign_in().await;
        let mut desk = ada.desk().await;
        let began = Instant::now();
        for numbers in (1..rows).collect::<Vec<_>>().chunks(AT_ONCE) {
            join_all(numbers.iter().map(|n| async move {
                let name = format!("{} {}", FIRST[n % FIRST.len()], LAST[n / FIRST.len() % LAST.len()]);
                let customer = site.customer_at(&name, &format!("customer{n}@people.{}.example", site.id));
                customer.writes(ABOUT[n % ABOUT.len()], &text(*n)).await;
            }))
            .await;
        }
        println!("{} customers wrote a mail each, in {:.0?}.", rows - 1, began.elapsed());
        while desk.rows.len() < rows - 1 {
            assert!(began.elapsed() < PATIENCE, "{} of {rows} lines came", desk.rows.len());
            desk.rest(500).await;
        }

        let began = Instant::now();
        let phone = site.phone("Jo Long");
        phone.writes(Medium::WhatsappMeta, "The first of very many").await;
        let row = desk.row("of Jo", |row| row.preview.contains("first of very many")).await;
        let mut thread = ada.thread(row.conversation).await;
        if row.owner.is_none() {
            // The desk may have been quicker.
            let _ = thread.wish(Wish::Take).await;
        }
        for numbers in (1..messages).collect::<Vec<_>>().chunks(AT_ONCE) {
            let answer = numbers.last().copied().unwrap_or_default();
            let texts: Vec<String> = numbers.iter().map(|n| text(*n)).collect();
            let (asked, _) = texts.split_at(texts.len().saturating_sub(1));
            join_all(asked.iter().map(|text| phone.writes(Medium::WhatsappMeta, text))).await;
            thread.reply(&format!("Thank you, Jo. {}", text(answer))).await;
        }
        println!("One customer and the agent wrote {messages} messages, in {:.0?}.", began.elapsed());
        while utterances(&thread.transcript).len() < messages {
            assert!(began.elapsed() < PATIENCE, "{} of {messages} messages came", thread.transcript.entries.len());
            thread.wish(Wish::Tag { tags: Vec::new() }).await.expect("its tags may be changed");
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        // Reports about what was sent come a little later.
        tokio::time::sleep(Duration::from_secs(5)).await;
        Self { longest: row.conversation, messages }
    }
}
