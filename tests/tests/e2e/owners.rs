//! Who answers for it: an open conversation changes hands by the queue or by a note, and a closed one is nobody's.

use super::routing::{By, agent, arrives, bulk};
use serde_json::{Value, json};
use weft_shared::{
    handoff::Party,
    id::ConversationId,
    time::{DAY, Timestamp},
    wire::{
        agent::{Row, Wish},
        api,
        problem::{Problem, ProblemKind},
    },
};
use weft_tests::{
    carrier::now,
    harness::{World, run},
    persona::{DeskView, Partner, SignedIn, note_for},
};

/// Everything by which somebody who has no note could try to get it: in its thread, in bulk, and by the API.
async fn tries(conversation: ConversationId, agent: &SignedIn, partner: &Partner) -> Vec<(String, Option<Problem>)> {
    let mut outcomes = Vec::new();
    let reply = Wish::Reply { text: "I answer".to_owned(), channel: None, template: None, attachments: Vec::new() };
    let hold = Wish::Hold { until: None, because: "something".to_owned() };
    let hand = Wish::HandOff { note: note_for(Party::Agent(agent.me.agent.clone())) };
    let back = Wish::HandOff { note: note_for(Party::Team("support".to_owned())) };
    let wishes = [Wish::Take, reply, hold, Wish::Resume, hand, back, Wish::AcceptHandoff, Wish::Close];
    let mut thread = agent.thread(conversation).await;
    for wish in wishes.clone() {
        outcomes.push((format!("in its thread: {wish:?}"), thread.wish(wish).await.err()));
    }
    for wish in wishes {
        let name = format!("in bulk: {wish:?}");
        match bulk_may(agent, conversation, wish).await {
            Ok(problem) => outcomes.push((name, problem)),
            // Not all that can be done at one can be done at many.
            Err(problem) => outcomes.push((name, Some(problem))),
        }
    }
    let path = format!("/conversations/{conversation}");
    let by = agent.me.agent.as_str();
    let acts: [(&str, Value); 4] = [
        ("messages", json!({ "agent": by, "text": "I answer" })),
        ("close", json!({ "agent": by })),
        ("reopen", json!({ "agent": by })),
        ("handoff", with_note(by)),
    ];
    for (act, body) in acts {
        let answer = partner.post(&format!("{path}/{act}"), &body).await;
        let problem = (!answer.succeeded()).then(|| answer.json::<Problem>());
        outcomes.push((format!("by the API: {act}"), problem));
    }
    outcomes
}

/// A note that says what it must, by which somebody hands it to themselves.
fn with_note(by: &str) -> Value {
    json!({
        "agent": by,
        "wants": "The customer wants to know where the parcel is.",
        "done": "Looked the order up; it left the warehouse.",
        "promised": "An answer today.",
        "next": "Ask the carrier and tell the customer.",
        "owner": { "agent": by },
        "due": Timestamp(now() + DAY).to_string(),
    })
}

async fn bulk_may(agent: &SignedIn, conversation: ConversationId, wish: Wish) -> Result<Option<Problem>, Problem> {
    let wanted = weft_shared::wire::desk::BulkWanted {
        key: weft_tests::persona::new_key(),
        conversations: vec![conversation],
        wish,
    };
    let answer = agent.ask("POST", "/desk/bulk", Some(&serde_json::to_value(wanted).unwrap())).await;
    let done: weft_shared::wire::desk::BulkDone = answer.result()?;
    Ok(done.outcomes.into_iter().next().and_then(|outcome| outcome.problem))
}

async fn owner(rows: &mut DeskView, conversation: ConversationId) -> Row {
    rows.rest(400).await;
    rows.rows[&conversation].clone()
}

#[test]
fn no_path_takes_an_open_conversation_from_a_colleague_and_a_closed_one_is_nobodys() {
    run(async {
        let site = World::shared().await.site().await;
        let admin = agent(&site, "Wim", "admin", 1).await;
        let partner = Partner::new(&admin).await;
        let (ada, ben) = (agent(&site, "Ada", "agent", 3).await, agent(&site, "Ben", "agent", 3).await);
        let mut rows = admin.desk().await;
        arrives(&site, By::Mail, "Jo", "Where is my parcel?").await;
        let jo = rows.row("of Jo", |row| row.queued.is_some()).await.conversation;
        assert!(bulk(&ada, vec![jo], Wish::Take).await[0].problem.is_none());
        rows.row("with Ada", |row| row.owner.as_ref() == Some(&ada.me.agent)).await;
        for (what, problem) in tries(jo, &ben, &partner).await {
            // To reopen what is open is no error, and changes nothing.
            assert!(problem.is_some() || what == "by the API: reopen", "{what} was done");
        }
        let still = owner(&mut rows, jo).await;
        assert_eq!((still.open, still.owner.as_ref()), (true, Some(&ada.me.agent)), "{still:#?}");

        // Closed, it is nobody's: who closed it is shown, and who reopens it takes it from nobody.
        assert!(bulk(&ada, vec![jo], Wish::Close).await[0].problem.is_none());
        let closed = rows.row("closed", |row| row.conversation == jo && !row.open).await;
        assert_eq!(closed.owner.as_ref(), Some(&ada.me.agent), "who had it is known");
        let path = format!("/conversations/{jo}");
        let shown: api::Conversation = partner.get(&path).await.json();
        assert_eq!((shown.state, shown.owner), (api::State::Closed, None));
        for (name, reopen) in [("in bulk", true), ("by the API", false)] {
            if reopen {
                assert!(bulk(&ben, vec![jo], Wish::Reopen).await[0].problem.is_none(), "{name}");
            } else {
                let answer = partner.post(&format!("{path}/reopen"), &json!({ "agent": "ben" })).await;
                assert!(answer.succeeded(), "{name}: {answer:?}");
            }
            let open = rows.row("with Ben", |row| row.conversation == jo && row.open && row.owner.is_some()).await;
            assert_eq!(open.owner.as_ref(), Some(&ben.me.agent), "{name}");
            // Whose it was has no more right to it than anybody.
            let problem = bulk(&ada, vec![jo], Wish::Take).await[0].problem.clone().expect("it is Ben's");
            assert!(problem.is(ProblemKind::Taken), "{problem:?}");
            assert!(bulk(&ben, vec![jo], Wish::Close).await[0].problem.is_none());
            rows.row("closed again", |row| row.conversation == jo && !row.open).await;
        }
        let told: Vec<String> = admin.thread(jo).await.notices().into_iter().map(|notice| notice.text).collect();
        for said in ["ada closed the conversation", "ben reopened it", "ben took the conversation"] {
            assert!(told.iter().any(|text| text == said), "{said}: {told:?}");
        }
    });
}
