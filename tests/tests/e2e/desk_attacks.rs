//! What somebody tries who wants more from the desk than is theirs: what agents tell one another, another site's mail, a
//! colleague's conversation, more than there is room for.

use super::scenes::{Answered, answered, wait_until_quiet};
use serde_json::{Value, json};
use weft_shared::{
    channel::Channel,
    handoff::{HandoffNote, Party},
    id::ConversationId,
    identity::IdentifierKind,
    time::{DAY, Timestamp},
    wire::{
        admin::{Install, SettingsFile, SiteSettings},
        agent::Wish,
        api::{Message, MessagePage, SearchPage},
        desk::{BulkDone, BulkWanted},
        entry::File,
        problem::ProblemKind,
    },
};
use weft_tests::{
    carrier::{
        now,
        phones::{Change, Medium},
    },
    harness::{World, keys::random_hex, run},
    persona::{Answer, Attacker, Authenticator, Partner, Receiver, SignedIn, ThreadView, new_key, note_for},
};

/// A word that nobody says by chance, in what agents write for themselves.
const CANARY: &str = "zanzibarine";

fn channel(name: &str) -> Channel {
    name.parse().expect("a channel")
}

fn private_note(owner: Party) -> HandoffNote {
    HandoffNote { done: format!("Looked the {CANARY} order up in the books."), ..note_for(owner) }
}

/// Everything that agents write for themselves, with the canary in it.
async fn whispers(scene: &mut Answered, ben: &SignedIn) -> usize {
    let mut his = ben.thread(scene.conversation).await;
    let text = || format!("The {CANARY} is ours alone");
    let offer = || Wish::HandOff { note: private_note(Party::Agent(ben.me.agent.clone())) };
    let hers: [Wish; 5] = [
        Wish::Note { text: text(), mentions: vec![ben.me.agent.clone()] },
        Wish::Tag { tags: vec![CANARY.to_owned()] },
        Wish::Hold { until: Some(Timestamp(now() + DAY)), because: text() },
        Wish::Resume,
        offer(),
    ];
    for wish in hers {
        scene.thread.wish(wish.clone()).await.unwrap_or_else(|problem| panic!("{wish:?}: {problem:?}"));
    }
    his.wish(Wish::DeclineHandoff { because: text() }).await.unwrap();
    let ada = Party::Agent(scene.ada.me.agent.clone());
    let (value, how) = ("+447700900941".to_owned(), "She told it in a mail".to_owned());
    scene.thread.wish(Wish::AddIdentifier { kind: IdentifierKind::Phone, value, how }).await.unwrap();
    scene.thread.wish(Wish::MoveChannel { to: channel("voice"), note: private_note(ada) }).await.unwrap();
    scene.thread.wish(Wish::HandOff { note: private_note(Party::Team("support".to_owned())) }).await.unwrap();
    8
}

#[test]
fn nothing_that_agents_tell_one_another_reaches_the_customer_or_a_program() {
    run(async {
        let mut scene = answered().await;
        let ben = scene.site.agent("Ben").await.sign_in().await;
        let admin = scene.site.admin_agent("Wim").await.sign_in().await;
        let partner = Partner::new(&admin).await;
        let receiver = Receiver::start().await;
        let made = partner.post("/webhooks", &json!({ "url": receiver.url })).await;
        assert_eq!(made.status, 201, "{made:?}");
        // Who proved the mailbox may read everything that a customer may.
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        visitor.ask_code(&linked).await.unwrap();
        let proven = visitor.type_code(&linked, &scene.jo.code().await).await.unwrap();
        let mut chat = visitor.chat(&proven).await;
        tokio::time::sleep(std::time::Duration::from_secs(6)).await;
        let whispered = whispers(&mut scene, &ben).await;
        chat.say("Are you still there?").await.unwrap();
        receiver.wait_for("conversation.handed_off", 2).await;
        wait_until_quiet(&scene.site).await;
        chat.rest(500).await;
        let mut anew = visitor.chat(&proven).await;
        anew.message("Are you still there?").await;
        assert!(!chat.was_told(CANARY) && !anew.was_told(CANARY), "to the customer's browser");
        let mails = scene.jo.inbox();
        assert!(
            mails.iter().all(
                |mail| !mail.text.contains(CANARY) && !mail.html.as_ref().is_some_and(|html| html.contains(CANARY))
            ),
            "by mail"
        );
        // A program sets tags, so it sees them; what else agents write for themselves it does not.
        let path = format!("/conversations/{}", scene.conversation);
        let shown: Value = partner.get(&path).await.json();
        let mut rest = shown.clone();
        assert_eq!(rest["tags"].take(), json!([CANARY]));
        assert!(!rest.to_string().contains(CANARY), "{rest:#}");
        for place in [format!("{path}/messages"), format!("/search?q={CANARY}"), "/search?q=books".to_owned()] {
            let answer = partner.get(&place).await;
            assert!(answer.status == 200 && !answer.body.contains(CANARY), "{place}: {answer:?}");
        }
        for request in receiver.received() {
            let mut payload = request.payload();
            payload["data"]["now"]["tags"].take();
            assert!(!payload.to_string().contains(CANARY), "to a webhook: {payload:#}");
        }
        // The agents have it all.
        let found = scene.ada.ask("GET", &format!("/desk/search?q={CANARY}"), None).await;
        assert!(found.body.contains(CANARY), "{found:?}");
        println!("{whispered} kinds of words that stay among agents");
    });
}

#[test]
fn what_a_customer_changed_or_took_back_no_program_finds() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let admin = site.admin_agent("Wim").await.sign_in().await;
        let partner = Partner::new(&admin).await;
        let kim = site.phone("Kim");
        let mut desk = ada.desk().await;
        let first = kim.writes(Medium::WhatsappMeta, "My secret is marzipan").await;
        let second = kim.writes(Medium::WhatsappMeta, "And the other one nougat").await;
        let row = desk.row("of Kim", |row| row.preview.contains("nougat")).await;
        kim.changes(&first, Change::Delete).await;
        kim.changes(&second, Change::Edit("And the other one praline".to_owned())).await;
        wait_until_quiet(&site).await;
        let hits = |word: &'static str| {
            let partner = partner.clone();
            async move { partner.get(&format!("/search?q={word}")).await.json::<SearchPage>().hits.len() }
        };
        assert_eq!((hits("marzipan").await, hits("nougat").await, hits("praline").await), (0, 0, 1));
        let page: MessagePage = partner.get(&format!("/conversations/{}/messages", row.conversation)).await.json();
        let texts: Vec<String> = page.messages.into_iter().map(|Message { text, .. }| text).collect();
        assert!(texts.iter().all(|text| !text.contains("marzipan") && !text.contains("nougat")), "{texts:?}");
    });
}

#[test]
fn nobody_gets_a_conversation_by_having_it_go_on_in_theirs() {
    run(async {
        let site = World::shared().await.site().await;
        let (ada, ben) = (site.agent("Ada").await.sign_in().await, site.agent("Ben").await.sign_in().await);
        let mut desk = ada.desk().await;
        let jo = site.customer("Jo");
        jo.writes("First", "The walrus is asleep").await;
        let first = desk.row("first", |row| row.preview.contains("walrus")).await.conversation;
        ada.thread(first).await.wish(Wish::Take).await.unwrap();
        ada.thread(first).await.wish(Wish::Close).await.unwrap();
        desk.row("closed", |row| row.conversation == first && !row.open).await;
        wait_until_quiet(&site).await;
        jo.writes("Second", "The otter is awake").await;
        let second = desk.row("second", |row| row.preview.contains("otter")).await.conversation;
        assert_ne!(first, second);
        ada.thread(first).await.wish(Wish::Reopen).await.unwrap();
        ben.thread(second).await.wish(Wish::Take).await.unwrap();
        // Neither gives theirs away by that, nor takes the other's.
        for (agent, from, to) in
            [(&ada, first, second), (&ben, second, first), (&ben, first, second), (&ada, second, first)]
        {
            let refused = agent.thread(from).await.wish(Wish::MoveInto { conversation: to }).await.unwrap_err();
            assert!(refused.is(ProblemKind::Taken), "{refused:?}");
        }
        assert_eq!(ada.thread(first).await.state.owner, Some(ada.me.agent.clone()));
        assert_eq!(ben.thread(second).await.state.owner, Some(ben.me.agent.clone()));
    });
}

async fn bring(agent: &SignedIn, conversation: ConversationId, name: &str, kind: &str) -> Answer {
    let site = &agent.site;
    let url = site.api(&format!("/desk/conversations/{conversation}/attachments?name={name}"));
    let sent = site.world.client.post(url).header("origin", &site.world.edge_url).header("cookie", &agent.cookie);
    let sent = sent.header("x-weft-key", &agent.me.key).header("content-type", kind);
    let answer = sent.body("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").send().await.unwrap();
    let status = answer.status().as_u16();
    Answer { status, headers: Vec::new(), body: answer.text().await.unwrap() }
}

#[test]
fn a_file_is_never_shown_by_its_address_and_is_no_other_conversations() {
    run(async {
        let mut scene = answered().await;
        let kim = scene.site.customer("Kim");
        kim.writes("My cup", "The handle of my cup is loose").await;
        let other = scene.desk.row("of Kim", |row| row.preview.contains("handle")).await.conversation;
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        for (name, kind) in [("a.svg", "image/svg+xml"), ("a.html", "text/html"), ("a.js", "text/javascript")] {
            let file: File = bring(&scene.ada, scene.conversation, name, kind).await.result().unwrap();
            let path = |of: ConversationId| format!("/desk/conversations/{of}/attachments/{}", file.id);
            // Nobody gets what was not sent yet: not its agent, and not the customer.
            assert_eq!(scene.ada.ask("GET", &path(scene.conversation), None).await.status, 404);
            let theirs = format!("/conversations/{}/attachments/{}", scene.conversation, file.id);
            assert_eq!(visitor.ask("GET", &theirs, Some(&linked), None).await.status, 404);
            let channel = Some(channel("email"));
            let wish = Wish::Reply { text: name.to_owned(), channel, template: None, attachments: vec![file.id] };
            // Nor goes it out elsewhere.
            let elsewhere = scene.ada.thread(other).await.wish(wish.clone()).await.unwrap_err();
            assert!(elsewhere.is(ProblemKind::Malformed), "{elsewhere:?}");
            scene.thread.wish(wish).await.unwrap();
            assert_eq!(scene.ada.ask("GET", &path(other), None).await.status, 404, "by another conversation");
            let got = scene.ada.ask("GET", &path(scene.conversation), None).await;
            assert_eq!(got.header("content-type"), Some("application/octet-stream"), "{got:?}");
            assert!(got.header("content-disposition").is_some_and(|it| it.starts_with("attachment;")), "{got:?}");
            assert_eq!(got.header("x-content-type-options"), Some("nosniff"), "{got:?}");
            assert!(got.header("content-security-policy").is_some(), "{got:?}");
            assert_eq!(visitor.ask("GET", &theirs, Some(&linked), None).await.status, 404, "a link opens no mail");
        }
    });
}

#[test]
fn whoever_looks_after_a_site_gets_no_mail_of_another_and_writes_in_no_others_name() {
    run(async {
        let world = World::shared().await;
        let (site, other) = (world.site().await, world.site().await);
        let wim = site.admin_agent("Wim").await.sign_in().await;
        let put = |version: String, settings: SiteSettings| {
            let (wim, body) = (&wim, serde_json::to_value(settings).unwrap());
            async move {
                let url = wim.site.api("/desk/settings");
                let edge = wim.site.world.edge_url.clone();
                let headers = [
                    ("origin", edge.as_str()),
                    ("cookie", wim.cookie.as_str()),
                    ("x-weft-key", wim.me.key.as_str()),
                    ("if-match", version.as_str()),
                ];
                weft_tests::persona::request(&wim.site.world.client, "PUT", &url, &headers, Some(&body)).await
            }
        };
        let file: SettingsFile = wim.ask("GET", "/desk/settings", None).await.result().unwrap();
        let domain = other.help.rsplit_once('@').unwrap().1;
        let changes: [fn(&mut SiteSettings, &str, &str); 5] = [
            |settings, domain, _| settings.mail.from = format!("ceo@{domain}"),
            |settings, domain, _| settings.mail.inbound.push(format!("sales@{domain}")),
            |settings, domain, _| settings.mail.reply_domain = domain.to_owned(),
            |settings, _, reply| settings.mail.inbound.push(format!("x@{reply}")),
            |settings, _, reply| settings.mail.reply_domain = reply.to_owned(),
        ];
        for change in changes {
            let mut wanted = file.settings.clone();
            change(&mut wanted, domain, &other.reply_domain);
            let refused = put(file.version.clone(), wanted).await;
            assert_eq!(refused.status, 409, "{refused:?}");
        }
        let free = SiteSettings { name: "Still mine".to_owned(), ..file.settings.clone() };
        assert_eq!(put(file.version, free).await.status, 200);
    });
}

#[test]
fn one_keys_answer_is_no_other_keys() {
    run(async {
        let (scene, elsewhere) = (answered().await, answered().await);
        let admin = scene.site.admin_agent("Wim").await.sign_in().await;
        let (one, two) = (Partner::new(&admin).await, Partner::new(&admin).await);
        let there = elsewhere.site.admin_agent("Wim").await.sign_in().await;
        let foreign = Partner::new(&there).await;
        let key = random_hex(16);
        let path = format!("/conversations/{}/notes", scene.conversation);
        let body = json!({ "agent": "ada", "text": "Only for the first key." });
        assert_eq!(one.post_as(&key, &path, &body).await.status, 201);
        let own = one.post_as(&key, &path, &body).await;
        assert_eq!(own.header("idempotency-replayed"), Some("true"));
        let other = two.post_as(&key, &path, &body).await;
        assert_eq!((other.status, other.header("idempotency-replayed")), (201, None));
        let refused = foreign.post_as(&key, &path, &body).await;
        assert_eq!((refused.status, refused.header("idempotency-replayed")), (404, None), "{refused:?}");
        // A note of a program has an author who is an agent here, and there is no other.
        for nobody in ["", "operator", "site", "ben", "Ada", "ada ", "../ada"] {
            let answer = one.post(&path, &json!({ "agent": nobody, "text": "Whose is this?" })).await;
            assert!(matches!(answer.status, 400 | 422), "{nobody:?}: {answer:?}");
        }
    });
}

#[test]
fn who_is_removed_does_nothing_more_by_any_way() {
    run(async {
        let scene = answered().await;
        let admin = scene.site.admin_agent("Wim").await.sign_in().await;
        let partner = Partner::new(&admin).await;
        let ben = scene.site.agent("Ben").await.sign_in().await;
        let mut passkey = Authenticator::of(&ben, "ES256").await;
        let mut his: ThreadView = ben.thread(scene.conversation).await;
        assert_eq!(admin.ask("DELETE", "/desk/agents/ben", None).await.status, 200);
        let _ = his.socket.send(&weft_shared::wire::agent::ToThread::Do { key: new_key(), wish: Wish::Take }).await;
        while let Some(frame) = his.socket.next(std::time::Duration::from_secs(10)).await {
            use weft_shared::wire::agent::FromThread::{Bye, Done};
            assert!(!matches!(frame, Done { .. }));
            if matches!(frame, Bye { .. }) {
                break;
            }
        }
        assert_eq!(ben.ask("GET", "/agent/session", None).await.status, 401);
        let note = json!({ "agent": "ben", "text": "I am still here." });
        let noted = partner.post(&format!("/conversations/{}/notes", scene.conversation), &note).await;
        noted.must_be(ProblemKind::Invalid);
        let attacker = Attacker::new(&scene.site);
        let own = [("origin", scene.site.world.edge_url.as_str())];
        let base = format!("/v1/sites/{}/agent/passkey", scene.site.id);
        let wanted: Value = attacker.asks("POST", &format!("{base}/challenge"), &own, None).await.json();
        let shown = passkey.show(&wanted, |_| {});
        assert_eq!(attacker.asks("POST", &base, &own, Some(&shown)).await.status, 401);
        let offered = note_for(Party::Agent(ben.me.agent.clone()));
        let refused = scene.ada.thread(scene.conversation).await.wish(Wish::HandOff { note: offered }).await;
        assert_eq!(refused.unwrap_err().field.as_deref(), Some("owner"));
    });
}

#[test]
fn no_rush_over_all_ways_at_once_gives_an_agent_more_than_there_is_room_for() {
    run(async {
        let site = World::shared().await.site().await;
        let admin = site.admin_agent("Wim").await.sign_in().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let wanted = json!({ "name": "Ada", "address": ada_address(&admin).await, "role": "agent", "capacity": 3 });
        assert_eq!(admin.ask("PUT", "/desk/agents/ada", Some(&wanted)).await.status, 200);
        let partner = Partner::new(&admin).await;
        let mut desk = ada.desk().await;
        for n in 0..8 {
            site.customer(&format!("Person {n}")).writes("Hello", &format!("Question number {n}, please")).await;
        }
        let mut all: Vec<ConversationId> = Vec::new();
        for n in 0..8 {
            let words = format!("number {n},");
            all.push(desk.row(&words, |row| row.preview.contains(&words)).await.conversation);
        }
        let bulk = |all: Vec<ConversationId>| {
            let ada = &ada;
            async move {
                let wanted = BulkWanted { key: new_key(), conversations: all, wish: Wish::Take };
                ada.ask("POST", "/desk/bulk", Some(&json!(wanted))).await.json::<BulkDone>()
            }
        };
        let backwards: Vec<ConversationId> = all.iter().rev().copied().collect();
        let replies = futures_util::future::join_all(all.iter().map(|id| {
            let (partner, path) = (partner.clone(), format!("/conversations/{id}/messages"));
            async move { partner.post(&path, &json!({ "agent": "ada", "text": "Mine." })).await.status }
        }));
        let (_, _, statuses) = tokio::join!(bulk(all.clone()), bulk(backwards), replies);
        let mut owned = Vec::new();
        for id in &all {
            let state = ada.thread(*id).await.state;
            owned.extend(state.owner.map(|owner| (*id, owner)));
        }
        assert_eq!(owned.len(), 3, "{owned:?} {statuses:?}");
        // What waits takes no room, and getting it back does.
        let mut first = ada.thread(owned[0].0).await;
        first.wish(Wish::Hold { until: None, because: String::new() }).await.unwrap();
        let free = *all.iter().find(|id| owned.iter().all(|(had, _)| had != *id)).unwrap();
        ada.thread(free).await.wish(Wish::Take).await.unwrap();
        for wish in [Wish::Resume, Wish::Take] {
            let refused = first.wish(wish).await.unwrap_err();
            assert!(refused.is(ProblemKind::AtCapacity), "{refused:?}");
        }
        let path = format!("/conversations/{}/messages", owned[0].0);
        let refused = partner.post(&path, &json!({ "agent": "ada", "text": "So?" })).await;
        assert_eq!(refused.status, 409, "{refused:?}");
    });
}

async fn ada_address(admin: &SignedIn) -> String {
    let people: Value = admin.ask("GET", "/desk/agents", None).await.json();
    let agents = people["agents"].as_array().unwrap().clone();
    let ada = agents.into_iter().find(|one| one["agent"] == "ada").unwrap();
    ada["address"].as_str().unwrap().to_owned()
}

#[test]
fn pages_that_somebody_makes_up_do_not_fill_the_list_of_where_the_widget_is() {
    run(async {
        let site = World::shared().await.site().await;
        let wim = site.admin_agent("Wim").await.sign_in().await;
        let attacker = Attacker::new(&site);
        for n in 0..200 {
            let made_up = format!("https://shop{n}.example/");
            let headers = [("referer", made_up.as_str()), ("sec-fetch-dest", "iframe")];
            let answer = attacker.asks("GET", &format!("/frame/{}", site.id), &headers, None).await;
            assert_eq!(answer.status, 200);
        }
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        let install: Install = wim.ask("GET", "/desk/install", None).await.result().unwrap();
        assert!(install.strangers.len() <= 10, "{install:?}");
        assert!(install.origins.iter().all(|one| one.seen.is_none()));
    });
}
