//! Two sites with the same customers never see each other.

use super::scenes::{Answered, SECRET, answered_at};
use weft_shared::wire::{agent::Wish, problem::ProblemKind};
use weft_tests::{
    carrier::phones::{Medium, Words},
    harness::{World, run},
    persona::{Answer, Chat, Phone, Visitor},
};

fn told(answer: &Answer) -> (u16, String) {
    (answer.status, answer.body.clone())
}

async fn two() -> (Answered, Answered) {
    let world = World::shared().await;
    let (one, two) = (world.site().await, world.site().await);
    (answered_at(one).await, answered_at(two).await)
}

#[test]
fn every_route_with_a_foreign_id_answers_as_for_an_id_that_never_was() {
    run(async {
        let (own, foreign) = two().await;
        let nobody = "0123456789abcdefghjkmnpqrs";
        let visitor = own.site.visitor();
        let theirs = foreign.site.visitor().redeem(&foreign.token).await.unwrap().credentials;
        let mine = visitor.redeem(&own.token).await.unwrap().credentials;
        let message = weft_tests::persona::utterances(&foreign.thread.transcript)[0].id.to_string();
        let foreign_id = foreign.conversation.to_string();

        let mut tried = 0;
        for credentials in [&theirs, &mine] {
            for (method, path) in [
                ("POST", "/conversations/{id}/code"),
                ("POST", "/conversations/{id}/proof"),
                ("DELETE", "/conversations/{id}/session"),
                ("GET", "/conversations/{id}/attachments/{it}"),
            ] {
                let body = (method == "POST").then(|| serde_json::json!({ "code": "123456" }));
                let ask = |id: &str| {
                    let path = path.replace("{id}", id).replace("{it}", &message);
                    let (visitor, body) = (visitor.clone(), body.clone());
                    async move { visitor.ask(method, &path, Some(credentials), body.as_ref()).await }
                };
                let (foreign, never) = (ask(&foreign_id).await, ask(nobody).await);
                assert_eq!(told(&foreign), told(&never), "{method} {path}");
                assert!(matches!(foreign.status, 401 | 404), "{method} {path}: {foreign:?}");
                tried += 1;
            }
        }
        for path in ["/desk/conversations/{id}/messages/{it}/raw", "/desk/conversations/{id}/attachments/{it}"] {
            let of = |id: &str| path.replace("{id}", id).replace("{it}", &message);
            let (foreign, never) =
                (own.ada.ask("GET", &of(&foreign_id), None).await, own.ada.ask("GET", &of(nobody), None).await);
            foreign.must_be(ProblemKind::NotFound);
            assert_eq!(told(&foreign), told(&never), "{path}");
            tried += 1;
        }
        println!("{tried} routes tried with foreign ids");
    });
}

#[test]
fn sockets_show_nothing_of_another_site() {
    run(async {
        let (own, foreign) = two().await;
        let theirs = foreign.site.visitor().redeem(&foreign.token).await.unwrap().credentials;
        let visitor = Visitor::new(own.site.clone());
        assert!(Chat::open(&visitor, &theirs, 0).await.is_err());
        assert!(weft_tests::persona::ThreadView::open(&own.ada, foreign.conversation).await.is_err());
        let desk = own.ada.desk().await;
        assert!(!desk.rows.contains_key(&foreign.conversation));
        assert!(!desk.socket.wire.iter().any(|frame| frame.contains(&foreign.conversation.to_string())));
    });
}

#[test]
fn an_agents_session_of_one_site_is_none_at_another() {
    run(async {
        let (own, foreign) = two().await;
        let crossed = weft_tests::persona::SignedIn {
            site: foreign.site.clone(),
            me: own.ada.me.clone(),
            cookie: own.ada.cookie.clone(),
        };
        crossed.ask("GET", "/agent/session", None).await.must_be(ProblemKind::Unauthenticated);
        assert!(weft_tests::persona::DeskView::open(&crossed).await.is_err());
        assert!(weft_tests::persona::ThreadView::open(&crossed, foreign.conversation).await.is_err());
    });
}

#[test]
fn tokens_reply_addresses_and_message_ids_of_another_site_are_worth_nothing() {
    run(async {
        let (own, mut foreign) = two().await;
        foreign.site.visitor().redeem_answer(&own.token).await.must_be(ProblemKind::LinkUnusable);
        // The seal of one site under the domain of the other.
        let sealed = own.answer.reply_to.clone().unwrap().address;
        let local = sealed.split('@').next().unwrap();
        let to = format!("{local}@{}", foreign.site.reply_domain);
        let jo = &foreign.jo;
        let raw = format!(
            "From: {}\nTo: {to}\nSubject: x\nMessage-ID: <cross@{}>\nIn-Reply-To: {}\n\nAcross the sites.\n",
            jo.mailbox,
            jo.mailbox.domain(),
            own.answer.message_id
        );
        let world = &own.site.world;
        world
            .carrier
            .send_raw(
                jo.address(),
                &to,
                raw.replace('\n', "\r\n").into_bytes(),
                &weft_tests::carrier::Verdict::Pass,
                false,
            )
            .await;
        foreign.desk.rest(1_000).await;
        assert!(!own.thread_now().await.texts().iter().any(|text| text.contains("Across")));
        assert!(!foreign.desk.rows.contains_key(&own.conversation));
    });
}

#[test]
fn one_customer_of_two_sites_is_two_customers() {
    run(async {
        let world = World::shared().await;
        let (one, two) = (world.site().await, world.site().await);
        let address = format!("same@people.{}.example", one.id);
        let (ada, bea) = (one.agent("Ada").await.sign_in().await, two.agent("Bea").await.sign_in().await);
        one.customer_at("Same", &address).writes("Hello", SECRET).await;
        two.customer_at("Same", &address).writes("Hello", "To the other shop.").await;
        let first = ada.desk().await.row("of the one", |row| row.preview.contains("teapot")).await;
        let second = bea.desk().await.row("of the other", |row| row.preview.contains("other shop")).await;
        assert_ne!(first.customer, second.customer);
        assert_ne!(first.conversation, second.conversation);
        bea.thread(second.conversation).await.wish(Wish::Take).await.unwrap();
        assert!(ada.thread(first.conversation).await.state.owner.is_none());
    });
}

#[test]
fn one_number_at_two_sites_is_two_customers_and_a_stop_at_one_is_none_at_the_other() {
    run(async {
        let world = World::shared().await;
        let (one, two) = (world.site().await, world.site().await);
        let (ada, bea) = (one.agent("Ada").await.sign_in().await, two.agent("Bea").await.sign_in().await);
        let here = one.phone("Same");
        let there = Phone::new(two.clone(), "Same", &here.number);
        for medium in Medium::ALL {
            here.writes(medium, SECRET).await;
            there.writes(medium, "To the other shop.").await;
        }
        let first = ada.desk().await.row("of the one", |row| row.preview.contains("teapot")).await;
        let second = bea.desk().await.row("of the other", |row| row.preview.contains("other shop")).await;
        assert_ne!((first.customer, first.conversation), (second.customer, second.conversation));
        let mut thread = bea.thread(second.conversation).await;
        assert!(!thread.texts().iter().any(|text| text.contains("teapot")));
        // Customers and their merges are the site's own.
        let path = |customer: &str| format!("/desk/customers/{customer}");
        let (foreign, never) = (
            bea.ask("GET", &path(&first.customer.to_string()), None).await,
            bea.ask("GET", &path("0123456789abcdefghjkmnpqrs"), None).await,
        );
        assert_eq!(told(&foreign), told(&never));
        let wish = serde_json::json!({ "other": first.customer, "because": "they look alike" });
        let merge = bea.ask("POST", &format!("{}/merge", path(&second.customer.to_string())), Some(&wish)).await;
        assert_eq!(merge.status, 404, "{merge:?}");

        here.writes(Medium::Sms, "STOP").await;
        assert!(here.text(Medium::Sms).await.body.contains("START"));
        thread.reply_by("Still here", Some("sms".parse().unwrap())).await.unwrap();
        assert!(there.text(Medium::Sms).await.body.contains("Still here"));
    });
}

#[test]
fn rules_secrets_and_the_signed_word_of_one_site_are_none_at_another() {
    run(async {
        let world = World::shared().await;
        let (one, two) = (world.site().await, world.site().await);
        let put = one.rules("[promise.chat-answer]\ntext = \"Only here.\"\nwithin = \"1m\"\n").await;
        assert!(put.succeeded(), "{put:?}");
        let other = two.admin("GET", "/policy", None).await;
        assert!(other.succeeded() && !other.body.contains("Only here."), "{other:?}");
        // A word for one site, at the other: the audience is another.
        let visitor = two.visitor();
        let credentials = visitor.begin().await;
        let path = format!("/conversations/{}/identify", credentials.conversation);
        let word = world.keys.backend.jane(one.id.as_str());
        let answer = visitor.ask("POST", &path, Some(&credentials), Some(&serde_json::json!({ "token": word }))).await;
        assert!((400..500).contains(&answer.status), "{answer:?}");
        // A text for one site's number, signed by the other's token for the other's address: not the site's number.
        let words = Words { body: "Across".to_owned(), ..Words::default() };
        let (_, hook) =
            world.carrier.phones.written(one.id.as_str(), Medium::Sms, "+447700900998", words).expect("a number");
        let url = hook.url.replace(one.id.as_str(), two.id.as_str());
        let token = &two.phones.twilio.as_ref().unwrap().token;
        let moved = weft_tests::carrier::phones::Hook { url, ..hook }.signed_by(token);
        let reply = two.provider().delivers(&moved).await;
        assert!((400..500).contains(&reply.status), "{reply:?}");
    });
}
