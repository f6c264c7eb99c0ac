//! A long conversation: its last page comes at once, the others on demand, and together they are the whole.

use futures_util::future::join_all;
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};
use weft_shared::{
    disclose::PAGE,
    message::{Amendment, Delivery},
    wire::{agent::Wish, entry::From},
};
use weft_tests::{
    carrier::phones::{Change, Medium},
    harness::{World, run},
    persona::utterances,
};

/// Messages of the long conversation. Five thousand are paged in a unit test of `disclose::page`.
const MESSAGES: usize = 600;
/// Messages that are on their way at once.
const AT_ONCE: usize = 25;

#[test]
fn a_long_conversation_opens_at_its_end_and_is_read_back_by_pages_without_a_gap() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let phone = site.phone("Jo");
        let first = phone.writes(Medium::WhatsappMeta, "Number 0 of the long thread").await;
        let row = ada.desk().await.row("of Jo", |row| row.preview.contains("long thread")).await;
        let mut early = ada.thread(row.conversation).await;
        early.wish(Wish::Take).await.unwrap();
        early.wish(Wish::Note { text: "Jo writes a lot.".to_owned(), mentions: Vec::new() }).await.unwrap();
        early.reply("Please go on, Jo.").await;
        let answer = phone.text(Medium::WhatsappMeta).await;
        let began = Instant::now();
        for numbers in (1..MESSAGES).collect::<Vec<_>>().chunks(AT_ONCE) {
            let texts: Vec<String> = numbers.iter().map(|n| format!("Number {n} of the long thread")).collect();
            join_all(texts.iter().map(|text| phone.writes(Medium::WhatsappMeta, text))).await;
        }
        // What happens now to the first messages stands many pages behind them.
        phone.changes(&first, Change::Edit("Number 0, better said".to_owned())).await;
        phone.changes(&answer, Change::Read).await;
        let written = began.elapsed();

        let began = Instant::now();
        let mut thread = ada.thread(row.conversation).await;
        let opened = began.elapsed();
        assert!(thread.more && thread.transcript.entries.len() <= PAGE, "{}", thread.transcript.entries.len());
        assert!(opened < Duration::from_secs(2), "the last page took {opened:?}");
        // Live, in between: it comes after the page, and no page brings it again.
        phone.writes(Medium::WhatsappMeta, "The very last one").await;
        thread.message("The very last one").await;
        let began = Instant::now();
        let mut pages = 0;
        while thread.more {
            assert!((1..=PAGE).contains(&thread.earlier().await));
            pages += 1;
        }
        println!(
            "{MESSAGES} messages written in {written:?}, opened in {opened:?}, {pages} pages in {:?}",
            began.elapsed()
        );

        let seqs: Vec<u64> = thread.transcript.entries.iter().map(|entry| entry.seq).collect();
        assert!(seqs.is_sorted_by(|a, b| a < b), "each entry once, in order");
        assert_eq!(seqs.first(), Some(&1));
        let said = utterances(&thread.transcript);
        let texts: BTreeSet<&str> = said.iter().map(|it| it.text.as_str()).collect();
        for n in 0..MESSAGES {
            assert!(texts.contains(format!("Number {n} of the long thread").as_str()), "number {n} is lost");
        }
        assert_eq!(said.iter().filter(|it| it.from == From::Customer).count(), MESSAGES + 1);
        let edited = said.iter().find(|it| it.text.starts_with("Number 0 ")).unwrap();
        assert!(
            matches!(&edited.amended, Some(Amendment::Edited { text }) if text.contains("better said")),
            "{edited:?}"
        );
        let answered = said.iter().find(|it| it.text == "Please go on, Jo.").unwrap();
        assert_eq!(answered.delivery, Some(Delivery::Read));

        // Whoever saw it all live sees the same.
        early.message("The very last one").await;
        assert_eq!(early.transcript.entries, thread.transcript.entries);
    });
}
