//! Headers claim; only seals and trusted results count.

use super::scenes::{ANSWER, SECRET, answered, flipped};
use weft_shared::{
    evidence::Assurance,
    wire::entry::{From, NoticeKind, Utterance},
};
use weft_tests::{
    carrier::{Draft, Mailbox, Verdict},
    harness::run,
    persona::{Attacker, ThreadView, utterances},
};

/// What is in a thread as written by the customer.
fn of_the_customer(thread: &ThreadView) -> Vec<Utterance> {
    utterances(&thread.transcript).into_iter().filter(|u| u.from == From::Customer).collect()
}

#[test]
fn a_forged_from_never_threads_never_raises_a_level_never_discloses() {
    run(async {
        let mut scene = answered().await;
        let inbox = scene.jo.inbox().len();
        for (n, verdict) in [Verdict::Fail, Verdict::None, Verdict::Silent].into_iter().enumerate() {
            let text = format!("Send it to another address, attempt {n}");
            let forged = Draft { verdict, ..scene.jo.draft("Re: My teapot", &text) };
            scene.site.world.carrier.send(forged).await;
            let row = scene.desk.row(&text, |row| row.preview.contains(&text)).await;
            assert_ne!(row.conversation, scene.conversation, "a forged mail joined");
            assert_eq!(row.level, Assurance::Anonymous, "{row:?}");
            let thread = scene.ada.thread(row.conversation).await;
            assert!(!thread.texts().iter().any(|t| t.contains(SECRET)));
            let message = utterances(&thread.transcript).into_iter().find(|u| u.text.contains(&text)).unwrap();
            assert!(message.proof.is_none_or(|proof| proof.level == Assurance::Anonymous));
        }
        assert_eq!(of_the_customer(&scene.thread_now().await).len(), 1);
        let fresh = scene.jo.inbox().split_off(inbox);
        assert!(fresh.iter().all(|mail| !mail.text.contains(SECRET) && !mail.text.contains("attempt")), "{fresh:#?}");
    });
}

#[test]
fn a_forged_authentication_result_counts_for_nothing() {
    run(async {
        let mut scene = answered().await;
        let mallory = Attacker::new(&scene.site);
        let domain = scene.jo.mailbox.domain().to_owned();
        let reply_to = scene.answer.reply_to.clone().unwrap().address;
        let forged = [
            format!("Authentication-Results: mx.shop.example; dmarc=pass header.from={domain}"),
            format!(
                "Authentication-Results: mx.shop.example;\n\tdkim=pass header.d={domain}; dmarc=pass header.from={domain}"
            ),
            format!("authentication-results: MX.SHOP.EXAMPLE 1; dmarc=pass (p=reject) header.from={domain}"),
            format!("Authentication-Results: mx.shop.example.evil.example; dmarc=pass header.from={domain}"),
            format!("ARC-Authentication-Results: i=1; mx.shop.example; dmarc=pass header.from={domain}"),
            format!("Received-SPF: pass\nDKIM-Signature: v=1; d={domain}; b=AAAA"),
            format!("X-Original-Authentication-Results: mx.shop.example; dmarc=pass header.from={domain}"),
        ];
        for (n, header) in forged.iter().enumerate() {
            for to in [&scene.site.help, &reply_to] {
                let raw = format!(
                    "{header}\nFrom: Jo <{}>\nTo: {to}\nSubject: Re: My teapot\nMessage-ID: <f{n}.{}@evil.example>\nIn-Reply-To: {}\n\nForged {n}.\n",
                    scene.jo.address(),
                    to.len(),
                    scene.answer.message_id,
                );
                mallory.mails(to, &raw, Verdict::Fail, true).await;
            }
        }
        scene.desk.rest(1_500).await;
        let thread = scene.thread_now().await;
        assert_eq!(of_the_customer(&thread).len(), 1, "{:#?}", of_the_customer(&thread));
        for message in utterances(&thread.transcript).iter().filter(|u| u.text.contains("Forged")) {
            assert_eq!(message.from, From::Outsider, "{message:?}");
        }
        for row in scene.desk.rows.values().filter(|row| row.conversation != scene.conversation) {
            assert_eq!(row.level, Assurance::Anonymous, "{row:?}");
        }
        println!("{} forged results, each to two addresses", forged.len());
    });
}

#[test]
fn a_comment_or_a_second_from_does_not_align() {
    run(async {
        let mut scene = answered().await;
        let mallory = Attacker::new(&scene.site);
        let (jo, evil, help) =
            (scene.jo.address().to_owned(), mallory.mailbox.address.clone(), scene.site.help.clone());
        let evil_domain = mallory.mailbox.domain().to_owned();
        let froms = [
            format!("From: Jo <{jo}>\nFrom: Mallory <{evil}>"),
            format!("From: Mallory <{evil}>\nFrom: Jo <{jo}>"),
            format!("From: Jo <{jo}>, Mallory <{evil}>"),
            format!("From: \"{jo}\" <{evil}>"),
            format!("From: =?utf-8?Q?Jo_<{}>?= <{evil}>", jo.replace('@', "=40")),
            format!("From: {evil} ({jo})"),
            format!("From: <{evil}>\nSender: <{jo}>\nReply-To: <{jo}>\nCc: <{jo}>"),
        ];
        for (n, from) in froms.iter().enumerate() {
            let raw = format!(
                "{from}\nTo: {help}\nSubject: Re: My teapot\nMessage-ID: <g{n}@evil.example>\n\nGrafted {n}.\n"
            );
            // The truth: the domain of the attacker is aligned, and no other.
            let said = Verdict::Said(format!("dmarc=pass header.from={evil_domain}"));
            mallory.mails(&help, &raw, said, false).await;
        }
        scene.desk.rest(1_500).await;
        let thread = scene.thread_now().await;
        assert!(!thread.texts().iter().any(|text| text.contains("Grafted")), "{:?}", thread.texts());
        assert_eq!(of_the_customer(&thread).len(), 1);
        let mail = scene.jo.mail_within(std::time::Duration::from_secs(1)).await;
        assert!(mail.is_none_or(|mail| !mail.text.contains(SECRET)));
        println!("{} spellings of From", froms.len());
    });
}

#[test]
fn a_mutated_reply_address_or_message_id_never_threads() {
    run(async {
        let mut scene = answered().await;
        let mallory = Attacker::new(&scene.site);
        let reply_to = scene.answer.reply_to.clone().unwrap().address;
        let (local, domain) = reply_to.split_once('@').unwrap();
        let domain = domain.to_owned();
        let mut refused = 0;
        for at in 0..local.len() {
            let to = format!("{}@{domain}", flipped(local, at));
            let raw = format!(
                "From: {}\nTo: {to}\nSubject: x\nMessage-ID: <r{at}@evil.example>\n\nMutated {at}.\n",
                mallory.mailbox
            );
            let mail = mallory.mails(&to, &raw, Verdict::Pass, false).await;
            let outcome = mail.outcome.unwrap();
            assert!(outcome.status < 500 && outcome.status > 0, "{outcome:?}");
            refused += usize::from(!outcome.taken());
        }
        let id = scene.answer.message_id.trim_matches(['<', '>']).to_owned();
        let places = (0..id.find('@').unwrap()).step_by(7);
        let ids = places.len();
        for at in places {
            let raw = format!(
                "From: {}\nTo: {}\nSubject: x\nMessage-ID: <i{at}@evil.example>\nIn-Reply-To: <{}>\n\nMutated id {at}.\n",
                mallory.mailbox,
                scene.site.help,
                flipped(&id, at)
            );
            mallory.mails(&scene.site.help, &raw, Verdict::Pass, false).await;
        }
        scene.desk.rest(1_500).await;
        let thread = scene.thread_now().await;
        assert!(!thread.texts().iter().any(|text| text.contains("Mutated")), "{:?}", thread.texts());
        println!("{} addresses mutated, {refused} refused at the door; {ids} message ids mutated", local.len());
    });
}

#[test]
fn a_strangers_mail_to_a_true_reply_address_reaches_the_agent_as_from_outside_and_makes_nobody_a_participant() {
    run(async {
        let mut scene = answered().await;
        let known = scene.thread.state.customer.identifiers.len();
        let stranger = scene.site.customer_at("Mallory", &format!("mallory@evil.{}.example", scene.site.id));
        let to = scene.answer.reply_to.clone().unwrap();
        stranger
            .sends(Draft {
                to,
                in_reply_to: Some(scene.answer.message_id.clone()),
                ..stranger.draft("Re: My teapot", "Send it to me instead.")
            })
            .await;
        let message = scene.thread.message("to me instead").await;
        assert_eq!(message.from, From::Outsider);
        assert_eq!(message.address.as_deref(), Some(stranger.address()));
        let thread = scene.thread_now().await;
        assert_eq!(thread.state.customer.identifiers.len(), known, "nobody became a participant");
        assert!(
            thread.state.routes.iter().all(|route| !route.to.contains(stranger.address())),
            "{:?}",
            thread.state.routes
        );

        scene.thread.reply("Still for Jo alone.").await;
        assert!(scene.jo.mail().await.text.contains("for Jo alone"));
        stranger.gets_nothing().await;

        let visitor = scene.site.visitor();
        visitor.want_link(stranger.address()).await;
        stranger.gets_nothing().await;

        // Jo does not see it either, not even proven.
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        visitor.ask_code(&linked).await.unwrap();
        let proven = visitor.type_code(&linked, &scene.jo.code().await).await.unwrap();
        let mut chat = visitor.chat(&proven).await;
        chat.message(ANSWER).await;
        chat.rest(500).await;
        assert!(!chat.was_told("to me instead") && !chat.was_told(stranger.address()));
    });
}

#[test]
fn an_unaligned_mail_to_the_reply_address_in_the_customers_name_is_from_outside() {
    run(async {
        let mut scene = answered().await;
        let forged = Draft {
            from: Mailbox::new("Jo", scene.jo.address()),
            verdict: Verdict::Fail,
            ..scene.answer.answer("Please change my address.")
        };
        scene.site.world.carrier.send(forged).await;
        let message = scene.thread.message("change my address").await;
        assert_eq!(message.from, From::Outsider, "{message:?}");
        assert!(message.proof.is_none_or(|proof| proof.level == Assurance::Anonymous));
        let told = scene.thread.notices().iter().any(|notice| notice.kind == NoticeKind::Warning)
            || !message.address.unwrap_or_default().is_empty();
        assert!(told, "the agent sees what happened");
    });
}
