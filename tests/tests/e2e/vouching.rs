//! What rests on an agent's word: a visitor for whom one vouches, and the agent's own session.

use super::scenes::{ANSWER, SECRET, answered};
use weft_shared::{
    evidence::Assurance,
    wire::{
        agent::{FromThread, ToThread, Wish},
        entry::NoticeKind,
        problem::ProblemKind,
    },
};
use weft_tests::{
    harness::run,
    persona::{Chat, PATIENCE, ThreadView, handshake, new_key},
};

const HOW: &str = "Asked for the order number and the colour of the teapot.";

#[test]
fn a_visitor_for_whom_an_agent_vouches_gets_fresh_credentials_over_the_open_socket_and_sees_the_history() {
    run(async {
        let mut scene = answered().await;
        let (visitor, bystander) = (scene.site.visitor(), scene.site.visitor());
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        let other = bystander.redeem(&scene.token).await.unwrap().credentials;
        let (mut chat, mut beside) = (visitor.chat(&linked).await, bystander.chat(&other).await);
        chat.say("I cannot read my mail here. Can you see that it is me?").await.unwrap();
        assert!(chat.locked && !chat.was_told(SECRET));

        scene.thread.wish(Wish::Vouch { session: linked.session, how: HOW.to_owned() }).await.expect("they are here");
        let fresh = chat.until("fresh credentials", |chat| chat.fresh.clone()).await;
        assert_eq!((fresh.conversation, fresh.session), (scene.conversation, linked.session));
        assert_eq!(fresh.level, Assurance::ChannelControl);
        assert_ne!(fresh.secret, linked.secret);
        chat.message(SECRET).await;
        chat.message(ANSWER).await;
        assert!(!chat.locked && chat.level == Assurance::ChannelControl && chat.bye.is_none());
        chat.say("Thank you, Ada.").await.expect("the socket goes on");

        assert!(Chat::open(&visitor, &linked, 0).await.is_err(), "the former secret is dead");
        let path = format!("/conversations/{}/session", linked.conversation);
        visitor.ask("DELETE", &path, Some(&linked), None).await.must_be(ProblemKind::Unauthenticated);
        visitor.chat(&fresh).await.message(SECRET).await;

        let proof = scene.thread.message("Thank you, Ada").await.proof.expect("a proof mark");
        assert_eq!(proof.level, Assurance::ChannelControl);
        scene.thread.notice(NoticeKind::Proof).await;

        // Who only holds the same link is vouched for by nobody.
        beside.rest(500).await;
        assert!(beside.fresh.is_none() && beside.bye.is_none() && beside.locked);
        assert!(!beside.was_told(SECRET) && !beside.was_told(ANSWER) && !beside.was_told(&fresh.secret));
        assert!(!beside.was_told("Thank you, Ada"));
    });
}

#[test]
fn nobody_can_vouch_for_a_visitor_who_is_not_here() {
    run(async {
        let mut scene = answered().await;
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        let vouch = || Wish::Vouch { session: linked.session, how: HOW.to_owned() };
        let never_here = scene.thread.wish(vouch()).await.unwrap_err();
        assert!(never_here.is(ProblemKind::Conflict), "{never_here:?}");

        let chat = visitor.chat(&linked).await;
        let here = |thread: &ThreadView, here: bool| {
            let line = thread.state.customer.sessions.iter().find(|line| line.session == linked.session);
            line.filter(|line| line.present == here).map(|_| ())
        };
        scene.thread.until("sign of life", |thread| here(thread, true)).await;
        chat.socket.close().await;
        scene.thread.until("sign of leaving", |thread| here(thread, false)).await;
        let gone = scene.thread.wish(vouch()).await.unwrap_err();
        assert!(gone.is(ProblemKind::Conflict), "{gone:?}");

        assert_eq!(scene.thread_now().await.highest_session(), Assurance::Linked);
        let chat = visitor.chat(&linked).await;
        assert!(chat.locked && chat.fresh.is_none() && !chat.was_told(SECRET), "its secret is as it was");
    });
}

#[test]
fn after_an_agent_signed_out_an_open_thread_can_do_nothing() {
    run(async {
        let scene = answered().await;
        let ben = scene.site.agent("Ben").await.sign_in().await;
        let linked = scene.site.visitor().redeem(&scene.token).await.unwrap().credentials;
        let inbox = scene.jo.inbox().len();
        let (mut open, mut idle) = (scene.thread_now().await, scene.thread_now().await);
        assert!(scene.ada.ask("DELETE", "/agent/session", None).await.succeeded());

        let wishes = [
            Wish::Reply {
                text: "After signing out.".to_owned(),
                channel: None,
                template: None,
                attachments: Vec::new(),
            },
            Wish::Close,
            weft_tests::persona::to_the_queue(),
            Wish::RevokeLinks,
            Wish::Vouch { session: linked.session, how: HOW.to_owned() },
        ];
        let tried = wishes.len();
        for wish in wishes {
            // The edge may have closed the socket by now: that is as good.
            let _ = open.socket.send(&ToThread::Do { key: new_key(), wish }).await;
        }
        let mut because = None;
        while let Some(frame) = open.socket.next(PATIENCE).await {
            match frame {
                FromThread::Done { .. } => panic!("something was done for an agent who signed out"),
                FromThread::Bye { because: why, .. } => because = Some(why),
                _ => {}
            }
        }
        assert_eq!(because.as_deref(), Some("signed-out"));

        let url = scene.site.api(&format!("/desk/conversations/{}/socket", scene.conversation));
        let headers = [("origin", scene.site.world.edge_url.as_str()), ("cookie", &scene.ada.cookie)];
        assert_eq!(handshake(&url, &headers).await.err(), Some(401), "the cookie is dead");

        let thread = ben.thread(scene.conversation).await;
        assert!(thread.state.open && thread.state.owner.is_some(), "{:#?}", thread.state);
        assert_eq!(thread.texts(), [SECRET, ANSWER]);
        assert_eq!(thread.highest_session(), Assurance::Linked);
        scene.site.visitor().redeem(&scene.token).await.expect("links still work");
        assert_eq!(scene.jo.inbox().len(), inbox);

        // A second socket of the same session is told as soon as it tries.
        let _ = idle.socket.send(&ToThread::Do { key: new_key(), wish: Wish::Close }).await;
        let mut ended = false;
        while let Some(frame) = idle.socket.next(PATIENCE).await {
            assert!(!matches!(frame, FromThread::Done { .. }));
            ended |= matches!(frame, FromThread::Bye { .. });
        }
        assert!(ended);
        println!("{} wishes of an agent who signed out achieved nothing", tried + 1);
    });
}
