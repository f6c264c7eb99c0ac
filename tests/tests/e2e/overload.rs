//! Too much at once: what is refused is refused in words, with when to come again; what was acknowledged is there; and
//! afterwards all is as before.

use super::scenes::{answered, wait_until_quiet};
use futures_util::future::join_all;
use std::{collections::BTreeSet, time::Duration};
use weft_shared::{
    id::CommandKey,
    wire::{api::ConversationPage, customer::ToEdge, problem::ProblemKind},
};
use weft_tests::{
    harness::run,
    persona::{Answer, Chat, Partner, new_key},
};

/// More than a browser may say within ten seconds.
const FLOOD: usize = 200;
/// Requests at the same time.
const CROWD: usize = 120;

/// Taken, or refused with when to come again: nothing else.
fn taken(answer: &Answer) -> bool {
    let later = answer.header("retry-after").and_then(|after| after.parse::<u64>().ok()).is_some_and(|after| after > 0);
    match answer.status {
        200..=299 => true,
        429 | 503 if later => false,
        _ => panic!("neither taken nor refused in words: {answer:?}"),
    }
}

#[test]
fn a_browser_that_floods_is_told_so_loses_nothing_that_was_taken_and_goes_on() {
    run(async {
        let scene = answered().await;
        let (loud, quiet) = (scene.site.visitor(), scene.site.visitor());
        let (mine, theirs) = (loud.begin().await, quiet.begin().await);
        let (mut flood, mut calm) = (loud.chat(&mine).await, quiet.chat(&theirs).await);
        let keys: Vec<CommandKey> = (0..FLOOD).map(|_| new_key()).collect();
        for (n, key) in keys.iter().enumerate() {
            let say = ToEdge::Say { key: key.clone(), text: format!("Flood {n}.") };
            flood.socket.send(&say).await.expect("the socket stays open");
        }
        calm.say("Can you hear me?").await.expect("somebody else is heard meanwhile");
        let all = |chat: &Chat| (chat.said.len() + chat.refused.len() == FLOOD).then_some(());
        flood.until("answer to each", all).await;
        assert!(!flood.refused.is_empty(), "{FLOOD} messages at once were all taken");
        for problem in flood.refused.values() {
            assert!(problem.is(ProblemKind::Busy) && problem.retry_after_ms.is_some(), "{problem:?}");
        }
        // What was refused may be sent again under its key, once there is room.
        tokio::time::sleep(Duration::from_secs(11)).await;
        let again = keys.iter().position(|key| flood.refused.contains_key(key)).expect("something was refused");
        flood.refused.clear();
        flood.say_as(keys[again].clone(), &format!("Flood {again}.")).await.expect("it goes on");
        let taken: BTreeSet<String> = keys
            .iter()
            .enumerate()
            .filter(|(_, key)| flood.said.contains_key(key))
            .map(|(n, _)| format!("Flood {n}."))
            .collect();
        let mut again = loud.chat(&mine).await;
        let all = |chat: &Chat| (chat.texts().len() >= taken.len()).then(|| chat.texts());
        let shown = again.until("all that was taken", all).await;
        assert_eq!(shown.len(), taken.len(), "each once");
        assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), taken, "what was acknowledged, and nothing else");
    });
}

#[test]
fn a_crowd_is_served_or_told_when_to_come_again_and_all_is_as_before_afterwards() {
    run(async {
        let scene = answered().await;
        let admin = scene.site.agent_with("Wim", "admin", None).await.sign_in().await;
        let partner = Partner::new(&admin).await;
        let path = format!("/conversations/{}/notes", scene.conversation);
        let mut noted = BTreeSet::new();
        let mut refused = 0;
        // Pages read, notes written and searches made until somebody is refused.
        for round in 0..15 {
            let notes = join_all((0..CROWD / 4).map(|n| {
                let text = format!("Note {round}-{n}");
                let (partner, path) = (&partner, &path);
                async move {
                    let body = serde_json::json!({ "agent": "ada", "text": text });
                    (text, partner.post(path, &body).await)
                }
            }));
            let reads = join_all((0..CROWD).map(|n| {
                let partner = &partner;
                async move { partner.get(if n % 2 == 0 { "/conversations" } else { "/search?q=teapot" }).await }
            }));
            let (notes, reads) = futures_util::future::join(notes, reads).await;
            refused += reads.iter().filter(|answer| !taken(answer)).count();
            for (text, answer) in notes {
                if taken(&answer) {
                    noted.insert(text);
                } else {
                    refused += 1;
                }
            }
            if refused > 0 {
                break;
            }
        }
        assert!(refused > 0, "nobody was ever refused");
        // An agent at the same desk is not held up by the program.
        let agents = scene.ada.ask("GET", "/desk/me", None).await;
        assert!(agents.status < 429, "{agents:?}");
        // It comes back when it was told to.
        let told = loop {
            let answer = partner.get("/conversations").await;
            if taken(&answer) {
                break answer;
            }
            let after: u64 =
                answer.header("retry-after").and_then(|after| after.parse().ok()).expect("when to come again");
            assert!(after <= 61, "{after} s");
            tokio::time::sleep(Duration::from_secs(after)).await;
        };
        assert!(!told.json::<ConversationPage>().conversations.is_empty());
        wait_until_quiet(&scene.site).await;
        let mut thread = scene.thread_now().await;
        while thread.transcript.entries.first().is_some_and(|first| first.seq > 1) {
            thread.earlier().await;
        }
        let kept: BTreeSet<String> = thread
            .transcript
            .entries
            .iter()
            .filter_map(|entry| serde_json::to_value(&entry.body).ok())
            .flat_map(|body| {
                let body = body.to_string();
                noted.iter().filter(move |text| body.contains(&format!("{text}\""))).cloned().collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(kept, noted, "every note that was taken is there");
    });
}
