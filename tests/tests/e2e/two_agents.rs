//! Two agents at one conversation: each sees the other coming, one answers, and nothing is lost.

use weft_shared::wire::{agent::Wish, entry::From, problem::ProblemKind};
use weft_tests::{
    harness::{Site, World, run},
    persona::{SignedIn, ThreadView, note_for, utterances},
};

async fn both(site: &Site) -> (SignedIn, SignedIn) {
    (site.agent("Ada").await.sign_in().await, site.agent("Ben").await.sign_in().await)
}

async fn sees(thread: &mut ThreadView, colleague: &SignedIn, writing: bool) {
    let wanted = (colleague.me.agent.clone(), writing);
    thread.until("colleague", |thread| thread.viewing.contains(&wanted).then_some(())).await;
}

fn reply(text: &str) -> Wish {
    Wish::Reply { text: text.to_owned(), channel: None, template: None, attachments: Vec::new() }
}

#[test]
fn both_see_the_other_writing_one_answers_and_the_other_loses_nothing() {
    run(async {
        let site = World::shared().await.site().await;
        let (ada, ben) = both(&site).await;
        let jo = site.customer("Jo");
        jo.writes("My teapot", "The lid of my teapot came off in the post").await;
        let row = ada.desk().await.row("of Jo", |row| row.preview.contains("lid")).await;
        let mut hers = ada.thread(row.conversation).await;
        assert!(hers.viewing.is_empty(), "she is alone");
        let mut his = ben.thread(row.conversation).await;
        sees(&mut hers, &ben, false).await;
        sees(&mut his, &ada, false).await;
        hers.types().await;
        sees(&mut his, &ada, true).await;
        his.types().await;
        sees(&mut hers, &ben, true).await;

        let (hers_text, his_text) = ("A new lid is on its way, Jo", "We will send you a lid tomorrow, Jo");
        let (first, second) = tokio::join!(hers.wish(reply(hers_text)), his.wish(reply(his_text)));
        assert!(first.is_ok() ^ second.is_ok(), "{first:?} {second:?}");
        let refused = first.clone().and(second).unwrap_err();
        assert!(refused.is(ProblemKind::Taken), "{refused:?}");
        let (winner, lost_text, text) =
            if first.is_ok() { (&ada, his_text, hers_text) } else { (&ben, hers_text, his_text) };
        // By the conversation it is refused in the agent's id, by the desk in their name.
        let names = |why: &String| why.contains(winner.me.agent.as_str()) || why.contains(&winner.me.name);
        assert!(refused.detail.as_ref().is_some_and(names), "{refused:?}");

        // One answer, in the thread and in the mailbox; whoever was second sees it.
        let loser = if first.is_ok() { &mut his } else { &mut hers };
        let seen = loser.message(text).await;
        assert_eq!(seen.from, From::Agent);
        let answers = utterances(&loser.transcript).into_iter().filter(|it| it.from == From::Agent);
        assert_eq!(answers.count(), 1);
        assert!(jo.mail().await.text.contains(text));
        jo.gets_nothing().await;

        // The second text is not lost: a handoff with a note later, it goes out as it is.
        let (mut owner_thread, other) = if first.is_ok() { (hers, &ben) } else { (his, &ada) };
        let note = note_for(weft_shared::handoff::Party::Agent(other.me.agent.clone()));
        owner_thread.wish(Wish::HandOff { note }).await.unwrap();
        let mut thread = other.thread(row.conversation).await;
        thread.wish(Wish::AcceptHandoff).await.unwrap();
        thread.wish(reply(lost_text)).await.unwrap();
        let mails = jo.inbox_of(3).await;
        assert!(mails.iter().any(|mail| mail.text.contains(lost_text)), "{mails:#?}");
    });
}

#[test]
fn whoever_leaves_or_stops_writing_is_shown_no_more() {
    run(async {
        let site = World::shared().await.site().await;
        let (ada, ben) = both(&site).await;
        site.customer("Jo").writes("My teapot", "The spout of my teapot is chipped").await;
        let row = ada.desk().await.row("of Jo", |row| row.preview.contains("spout")).await;
        let (mut hers, mut his) = (ada.thread(row.conversation).await, ben.thread(row.conversation).await);
        let second_tab = ben.thread(row.conversation).await;
        his.types().await;
        sees(&mut hers, &ben, true).await;
        sees(&mut hers, &ben, false).await;
        drop(second_tab);
        his.types().await;
        sees(&mut hers, &ben, true).await;
        drop(his);
        hers.until("nobody else", |thread| thread.viewing.is_empty().then_some(())).await;
    });
}
