//! Handing over: the note, who answers then, what the customer is told, and that there is no way around it.

use super::scenes::{Answered, answered, answered_at};
use serde_json::json;
use weft_shared::{
    channel::Channel,
    handoff::{HandoffNote, Party},
    id::AgentId,
    identity::IdentifierKind,
    time::{DAY, SECOND, Timestamp},
    wire::{
        agent::{FromThread, ToThread, Wish},
        desk::{BulkDone, BulkWanted},
        entry::EntryBody,
        problem::{Problem, ProblemKind},
    },
};
use weft_tests::{
    carrier::{now, phones::Medium},
    harness::{World, run},
    persona::{PATIENCE, SignedIn, ThreadView, new_key, note_for, to_the_queue, token_in},
};

fn to(agent: &SignedIn) -> Party {
    Party::Agent(agent.me.agent.clone())
}

fn hand(note: HandoffNote) -> Wish {
    Wish::HandOff { note }
}

fn channel(name: &str) -> Channel {
    name.parse().expect("a channel")
}

async fn owner(thread: &mut ThreadView, what: &str, wanted: Option<&AgentId>) {
    thread.until(what, |thread| (thread.state.owner.as_ref() == wanted).then_some(())).await;
}

async fn colleague(scene: &Answered, name: &str) -> SignedIn {
    scene.site.agent(name).await.sign_in().await
}

#[test]
fn a_note_that_will_not_do_is_refused_with_field_rule_and_example() {
    run(async {
        let mut scene = answered().await;
        let ben = colleague(&scene, "Ben").await;
        let good = || note_for(to(&ben));
        let copy = "Hello, the lid of my teapot came off in the post. Could you send me a new lid soon?";
        scene.jo.replies(&scene.answer, copy).await;
        scene.thread.message("the lid").await;
        let long = "and so on ".repeat(60);
        let ada = scene.ada.me.agent.clone();
        let cases: Vec<(&str, &str, HandoffNote)> = vec![
            ("wants", "handoff.wants.least", HandoffNote { wants: "A lid".to_owned(), ..good() }),
            ("wants", "handoff.wants.most", HandoffNote { wants: long.clone(), ..good() }),
            ("done", "handoff.done.least", HandoffNote { done: String::new(), ..good() }),
            ("promised", "handoff.promised.least", HandoffNote { promised: " ".to_owned(), ..good() }),
            ("next", "handoff.next.most", HandoffNote { next: long, ..good() }),
            ("done", "handoff.empty-words", HandoffNote { done: "See above, please.".to_owned(), ..good() }),
            ("wants", "handoff.wants", HandoffNote { wants: copy.to_owned(), ..good() }),
            ("next", "handoff.next", HandoffNote { next: good().wants, ..good() }),
            ("next", "handoff.next", HandoffNote { next: "Something, something".to_owned(), ..good() }),
            ("owner", "handoff", HandoffNote { owner: Party::Agent(ada.clone()), ..good() }),
            ("owner", "handoff", HandoffNote { owner: Party::Agent("nobody".parse().unwrap()), ..good() }),
            ("owner", "team", HandoffNote { owner: Party::Team("no-such-team".to_owned()), ..good() }),
            ("due", "handoff.due-within", HandoffNote { due: Timestamp(1), ..good() }),
            ("due", "handoff.due-within", HandoffNote { due: good().due.plus(400 * DAY), ..good() }),
        ];
        for (field, rule, note) in cases {
            let problem = scene.thread.wish(hand(note)).await.expect_err(rule);
            assert!(problem.is(ProblemKind::AgainstPolicy), "{problem:?}");
            assert_eq!((problem.field.as_deref(), problem.rule.as_deref()), (Some(field), Some(rule)), "{problem:?}");
            assert!(problem.detail.is_some() && problem.example.is_some(), "{problem:?}");
        }
        let fresh = scene.thread_now().await;
        assert_eq!(fresh.state.owner.as_ref(), Some(&ada));
        assert!(fresh.state.offer.is_none());
        scene.thread.wish(hand(good())).await.expect("this one will do");
    });
}

#[test]
fn an_offer_is_accepted_and_the_customer_learns_by_mail_who_continues() {
    run(async {
        let mut scene = answered().await;
        let ben = colleague(&scene, "Ben").await;
        let mut his = ben.thread(scene.conversation).await;
        scene.thread.wish(hand(note_for(to(&ben)))).await.unwrap();
        let (offer, note) = his.until("offer", |thread| thread.state.offer.clone()).await;
        assert_eq!((offer.by, offer.to), (scene.ada.me.agent.clone(), to(&ben)));
        assert!(offer.expires.is_some() && note.next.contains("carrier"));
        assert_eq!(his.state.owner, Some(scene.ada.me.agent.clone()), "she has it until he accepts");
        scene.jo.gets_nothing().await;
        let row = scene.desk.row("with the offer", |row| row.offer.is_some()).await;
        assert_eq!(row.owner, Some(scene.ada.me.agent.clone()));

        his.wish(Wish::AcceptHandoff).await.unwrap();
        owner(&mut scene.thread, "new owner", Some(&ben.me.agent)).await;
        let told = scene.jo.mail().await;
        assert!(told.text.contains("Ben continues from here."), "{}", told.text);
        assert!(told.text.contains("Hello") && told.header("Auto-Submitted").is_some(), "{told:?}");
        scene.jo.gets_nothing().await;
        let row = scene.desk.row("of Ben", |row| row.owner.as_ref() == Some(&ben.me.agent)).await;
        assert!(row.due.is_some() && row.offer.is_none(), "what the note promises is due: {row:?}");
        let notes = scene.thread.transcript.entries.iter();
        assert!(notes.filter(|entry| matches!(entry.body, EntryBody::Handoff(_))).count() == 1);
    });
}

#[test]
fn what_is_declined_stays_and_what_nobody_accepts_goes_to_the_queue() {
    run(async {
        let site = World::shared().await.site().await;
        let rules = site.rules("[handoff]\naccept-within = \"10s\"\n").await;
        assert!(rules.succeeded(), "{rules:?}");
        let mut scene = answered_at(site).await;
        let ben = colleague(&scene, "Ben").await;
        let mut his = ben.thread(scene.conversation).await;
        scene.thread.wish(hand(note_for(to(&ben)))).await.unwrap();
        let because = "I know nothing of teapots".to_owned();
        his.wish(Wish::DeclineHandoff { because: because.clone() }).await.unwrap();
        let told = |thread: &ThreadView| thread.notices().into_iter().find(|notice| notice.text.contains(&because));
        scene.thread.until("reason", told).await;
        assert_eq!(scene.thread_now().await.state.owner, Some(scene.ada.me.agent.clone()));
        assert!(his.wish(Wish::AcceptHandoff).await.is_err(), "he declined");

        scene.thread.wish(hand(note_for(to(&ben)))).await.unwrap();
        owner(&mut scene.thread, "nobody as owner", None).await;
        assert!(his.wish(Wish::AcceptHandoff).await.is_err(), "it is too late");
        let row = scene.desk.row("in the queue", |row| row.queued.is_some()).await;
        assert!(row.owner.is_none() && row.offer.is_none(), "{row:?}");
        his.wish(Wish::Take).await.expect("from the queue anybody takes it");
        scene.jo.gets_nothing().await;
    });
}

#[test]
fn a_team_gets_it_at_once_and_the_visitor_in_the_chat_is_told() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let visitor = site.visitor();
        let credentials = visitor.begin().await;
        let mut chat = visitor.chat(&credentials).await;
        chat.say("Where is my parcel? It should have come on Monday").await.unwrap();
        let row = ada.desk().await.row("of the visitor", |row| row.preview.contains("parcel")).await;
        let mut thread = ada.thread(row.conversation).await;
        thread.reply("Let me look").await;
        thread.wish(to_the_queue()).await.unwrap();
        owner(&mut thread, "nobody as owner", None).await;
        assert_eq!(thread.state.team.as_deref(), Some("support"));
        let told = |chat: &weft_tests::persona::Chat| {
            chat.texts().into_iter().find(|text| text.contains("continues from here"))
        };
        let told = chat.until("word of who continues", told).await;
        assert!(!told.contains("{{") && !told.contains("Hello"), "{told}");
        let offered = thread.state.offer.clone().expect("the clock runs until somebody takes it");
        assert_eq!(offered.0.to, Party::Team("support".to_owned()));
        let ben = site.agent("Ben").await.sign_in().await;
        let mut his = ben.thread(row.conversation).await;
        his.wish(Wish::Take).await.unwrap();
        thread.until("acceptance", |thread| thread.state.offer.is_none().then_some(())).await;
        owner(&mut thread, "Ben as owner", Some(&ben.me.agent)).await;
    });
}

#[test]
fn a_customer_is_moved_to_chat_mail_and_phone_with_a_note_and_keeps_the_owner() {
    run(async {
        let mut scene = answered().await;
        let ada = scene.ada.me.agent.clone();
        let note = || note_for(Party::Agent(ada.clone()));
        let ben = colleague(&scene, "Ben").await;
        let elsewhere = Wish::MoveChannel { to: channel("web-chat"), note: note_for(to(&ben)) };
        let refused = scene.thread.wish(elsewhere).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("owner"), "{refused:?}");
        let there = Wish::MoveChannel { to: channel("email"), note: note() };
        assert!(scene.thread.wish(there).await.is_err(), "they write mails");
        let moves: Vec<_> =
            scene.thread.state.moves.iter().map(|line| (line.to.as_str(), line.blocked.is_some())).collect();
        assert!(moves.contains(&("web-chat", false)) && moves.contains(&("sms", true)), "{moves:?}");

        scene.thread.wish(Wish::MoveChannel { to: channel("web-chat"), note: note() }).await.unwrap();
        let mail = scene.jo.mail().await;
        let token = token_in(&mail).expect("a link to the chat");
        let visitor = scene.site.visitor();
        let redeemed = visitor.redeem(&token).await.expect("the link works");
        let mut chat = visitor.chat(&redeemed.credentials).await;
        chat.say("Here I am, as you asked").await.unwrap();
        scene.thread.message("Here I am").await;
        owner(&mut scene.thread, "the same owner", Some(&ada)).await;

        scene.thread.wish(Wish::MoveChannel { to: channel("email"), note: note() }).await.unwrap();
        assert!(token_in(&scene.jo.mail().await).is_some());
        let first =
            |thread: &ThreadView| thread.state.routes.first().filter(|r| r.channel == channel("email")).map(drop);
        scene.thread.until("mail as the first route", first).await;

        let phone = scene.site.phone("Jo");
        let spoken = |thread: &ThreadView| thread.state.moves.iter().find(|line| line.to == channel("voice")).cloned();
        let unknown = spoken(&scene.thread).unwrap();
        assert!(unknown.blocked.is_some() && !unknown.code, "no number is known yet: {unknown:?}");
        let (kind, value) = (IdentifierKind::Phone, phone.number.clone());
        scene.thread.wish(Wish::AddIdentifier { kind, value, how: "Told in a mail".to_owned() }).await.unwrap();
        let known = |thread: &ThreadView| spoken(thread).filter(|line| line.code && line.blocked.is_none());
        scene.thread.until("a way to the phone", known).await;
        scene.thread.wish(Wish::MoveChannel { to: channel("voice"), note: note() }).await.unwrap();
        let key = new_key();
        scene.thread.socket.send(&ToThread::Do { key: key.clone(), wish: Wish::SpeakCode }).await.unwrap();
        loop {
            match scene.thread.socket.next(PATIENCE).await.expect("a code to read out") {
                FromThread::Code { key: answered, code, .. } if answered == key => break assert!(code.len() >= 8),
                FromThread::Refused { problem, .. } => panic!("{problem:?}"),
                _ => {}
            }
        }
        scene.jo.gets_nothing().await;
        let thread = scene.thread_now().await;
        assert_eq!(thread.state.owner, Some(ada));
        let moved = |entry: &&weft_shared::wire::entry::Entry| matches!(&entry.body, EntryBody::Handoff(line) if line.to.is_some());
        assert_eq!(thread.transcript.entries.iter().filter(moved).count(), 3);
    });
}

#[test]
fn a_move_to_a_medium_whose_rules_forbid_it_is_refused_with_the_rule() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let phone = site.phone("Jo");
        phone.writes(Medium::Sms, "Where is my parcel, please?").await;
        let row = ada.desk().await.row("of the phone", |row| row.preview.contains("parcel")).await;
        let mut thread = ada.thread(row.conversation).await;
        thread.wish(Wish::Take).await.unwrap();
        let note = note_for(Party::Agent(ada.me.agent.clone()));
        let refused = thread.wish(Wish::MoveChannel { to: channel("whatsapp"), note }).await.unwrap_err();
        assert!(refused.rule.as_deref().is_some_and(|rule| rule.starts_with("channel.whatsapp.")), "{refused:?}");
        phone.gets_nothing(Medium::WhatsappMeta).await;
    });
}

#[test]
fn what_waits_comes_back_when_its_time_comes_or_the_customer_writes() {
    run(async {
        let mut scene = answered().await;
        let ada = scene.ada.me.agent.clone();
        let because = "the carrier's answer".to_owned();
        let until = Some(Timestamp(now()).plus(4 * SECOND));
        scene.thread.wish(Wish::Hold { until, because: because.clone() }).await.unwrap();
        let row = scene.desk.row("on hold", |row| row.held.is_some()).await;
        assert_eq!((row.owner, row.queued), (Some(ada.clone()), None), "its owner keeps it");
        let row = scene.desk.row("back", |row| row.queued.is_some()).await;
        assert!(row.owner.is_none() && row.held.is_none(), "{row:?}");

        scene.thread.wish(Wish::Take).await.unwrap();
        scene.thread.wish(Wish::Hold { until: None, because }).await.unwrap();
        scene.desk.row("on hold again", |row| row.held.is_some()).await;
        scene.jo.replies(&scene.answer, "Any news of my teapot?").await;
        scene.desk.row("back again", |row| row.queued.is_some() && row.preview.contains("news")).await;
        scene.thread.reply("Not yet, it takes a day").await;
        owner(&mut scene.thread, "its owner", Some(&ada)).await;
        scene.thread.wish(Wish::Hold { until: None, because: String::new() }).await.unwrap();
        scene.thread.reply("It has just come in").await;
        let ended = |thread: &ThreadView| (thread.state.held.is_none() && thread.state.owner.is_some()).then_some(());
        scene.thread.until("end of waiting", ended).await;
    });
}

/// Asks for the same in one conversation by a bulk request.
async fn bulk(agent: &SignedIn, scene: &Answered, wish: Wish) -> Result<(), Problem> {
    let wanted = BulkWanted { key: new_key(), conversations: vec![scene.conversation], wish };
    let answer = agent.ask("POST", "/desk/bulk", Some(&json!(wanted))).await;
    assert!(answer.succeeded(), "{answer:?}");
    let done: BulkDone = answer.json();
    assert_eq!(done.outcomes.len(), 1);
    done.outcomes.into_iter().next().and_then(|outcome| outcome.problem).map_or(Ok(()), Err)
}

#[test]
fn no_path_takes_it_from_its_owner_without_a_note() {
    run(async {
        let scene = answered().await;
        let ada = scene.ada.me.agent.clone();
        let (ben, lea) = (colleague(&scene, "Ben").await, scene.site.lead("Lea").await.sign_in().await);
        let poor = || HandoffNote { next: "ok".to_owned(), ..note_for(to(&ben)) };
        let reply = || Wish::Reply { text: "Mine".to_owned(), channel: None, template: None, attachments: Vec::new() };
        let wishes: Vec<Wish> = vec![
            Wish::Take,
            reply(),
            Wish::Close,
            Wish::Resume,
            Wish::Hold { until: None, because: String::new() },
            Wish::AcceptHandoff,
            Wish::DeclineHandoff { because: "no".to_owned() },
            hand(note_for(to(&ben))),
            hand(note_for(Party::Team("support".to_owned()))),
            Wish::MoveChannel { to: channel("web-chat"), note: note_for(Party::Agent(ada.clone())) },
        ];
        let mut his = ben.thread(scene.conversation).await;
        for wish in wishes {
            let refused = his.wish(wish.clone()).await.expect_err("he does not answer for it");
            assert!(refused.is(ProblemKind::Taken) || refused.is(ProblemKind::Conflict), "{wish:?}: {refused:?}");
            bulk(&ben, &scene, wish).await.expect_err("nor by a bulk request");
        }
        // Reopening what is open changes nothing.
        his.wish(Wish::Reopen).await.unwrap();
        // Who leads may, but not without a note that will do; and it stays an offer.
        let refused = bulk(&lea, &scene, hand(poor())).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("next"), "{refused:?}");
        bulk(&lea, &scene, Wish::Take).await.unwrap_err();
        assert_eq!(scene.thread_now().await.state.owner, Some(ada.clone()));
        bulk(&lea, &scene, hand(note_for(to(&ben)))).await.expect("a lead hands over with a note");
        let offered = scene.thread_now().await.state;
        assert_eq!((offered.owner, offered.offer.map(|(offer, _)| offer.by)), (Some(ada), Some(lea.me.agent.clone())));
        his.wish(Wish::AcceptHandoff).await.unwrap();
        assert_eq!(scene.thread_now().await.state.owner, Some(ben.me.agent.clone()));
    });
}

#[test]
fn a_bulk_request_is_decided_conversation_by_conversation_and_once() {
    run(async {
        let scene = answered().await;
        let ben = colleague(&scene, "Ben").await;
        let kim = scene.site.customer("Kim");
        kim.writes("My cup", "The handle of my cup is loose").await;
        let row = ben.desk().await.row("of Kim", |row| row.preview.contains("handle")).await;
        let unknown = weft_shared::id::ConversationId::from_bits(77);
        let conversations = vec![row.conversation, scene.conversation, unknown, row.conversation];
        let wanted = BulkWanted { key: new_key(), conversations, wish: Wish::Take };
        for _ in 0..2 {
            let answer = ben.ask("POST", "/desk/bulk", Some(&json!(wanted))).await;
            let done: BulkDone = answer.json();
            let kinds: Vec<_> = done.outcomes.iter().map(|it| it.problem.as_ref().map(|it| it.status)).collect();
            assert_eq!(kinds, [None, Some(409), Some(404)], "{done:?}");
        }
        let taken = ben.thread(row.conversation).await;
        assert_eq!(taken.state.owner, Some(ben.me.agent.clone()));
        let owners = taken.notices().into_iter().filter(|notice| notice.text.contains("took the conversation"));
        assert_eq!(owners.count(), 1, "once");
        for wrong in [json!({ "conversations": [] }), json!({ "wish": { "do": "speak-code" } })] {
            let mut body = json!(wanted);
            body.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
            assert_eq!(ben.ask("POST", "/desk/bulk", Some(&body)).await.status, 400);
        }
    });
}
