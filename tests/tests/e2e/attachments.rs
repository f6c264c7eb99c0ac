//! Files that come with mails.

use super::scenes::answered;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use weft_shared::wire::problem::ProblemKind;
use weft_tests::{
    carrier::{Draft, File, Verdict},
    harness::{World, keys::random, run},
};

fn file(name: &str, media_type: &str, bytes: &[u8]) -> File {
    File { name: name.to_owned(), media_type: media_type.to_owned(), content: BASE64_STANDARD.encode(bytes) }
}

#[test]
fn files_reach_the_agent_whole_and_are_only_ever_downloads() {
    run(async {
        let mut scene = answered().await;
        let picture = random(300_000);
        let draft = Draft {
            files: vec![
                file("Käse & «Tee».png", "image/png", &picture),
                file("page.html", "text/html", b"<script>document.title='owned'</script>"),
                file("../../etc/passwd", "application/octet-stream", b"x"),
            ],
            ..scene.jo.draft("Pictures", "Here they are.")
        };
        scene.jo.sends(draft).await;
        let message = scene.thread.message("Here they are").await;
        assert_eq!(message.attachments.len(), 3, "{message:?}");
        assert_eq!(message.attachments[0].name, "Käse & «Tee».png");
        assert_eq!(message.attachments[0].size, 300_000);
        for attached in &message.attachments {
            let path = format!("/desk/conversations/{}/attachments/{}", scene.conversation, attached.id);
            let answer = scene.ada.ask("GET", &path, None).await;
            assert_eq!(answer.status, 200, "{attached:?}");
            let how = answer.header("content-disposition").unwrap_or_default();
            assert!(how.starts_with("attachment") && !how.contains(".."), "{how}");
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            assert!(
                answer
                    .header("content-security-policy")
                    .is_some_and(|policy| policy.contains("sandbox") || policy.contains("default-src 'none'"))
            );
        }
        let path = format!("/desk/conversations/{}/attachments/{}", scene.conversation, message.attachments[0].id);
        let bytes = scene
            .site
            .world
            .client
            .get(scene.site.api(&path))
            .header("cookie", &scene.ada.cookie)
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        assert_eq!(bytes.as_ref(), picture.as_slice());

        // A link holder may not have them; who proved the mailbox may.
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        let path = format!("/conversations/{}/attachments/{}", scene.conversation, message.attachments[1].id);
        let refused = visitor.ask("GET", &path, Some(&linked), None).await;
        assert!(matches!(refused.status, 403 | 404), "{refused:?}");
        visitor.ask_code(&linked).await.unwrap();
        let proven = visitor.type_code(&linked, &scene.jo.code().await).await.unwrap();
        assert_eq!(visitor.ask("GET", &path, Some(&proven), None).await.status, 200);
        visitor.ask("GET", &path, None, None).await.must_be(ProblemKind::Unauthenticated);
    });
}

#[test]
fn a_mail_of_twenty_megabytes_is_taken_and_a_larger_one_than_allowed_is_refused_for_good() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let jo = site.customer("Jo");
        let draft = Draft {
            files: vec![file("film.bin", "application/octet-stream", &random(14 << 20))],
            ..jo.draft("A film", "It is long.")
        };
        jo.sends(draft).await;
        let row = ada.desk().await.row("of Jo", |row| row.preview.contains("It is long")).await;
        let message = ada.thread(row.conversation).await.message("It is long").await;
        assert_eq!(message.attachments[0].size, 14 << 20);

        let huge = format!(
            "From: {}\r\nTo: {}\r\nMessage-ID: <huge@x.example>\r\n\r\n{}",
            jo.mailbox,
            site.help,
            "x".repeat(26 << 20)
        );
        let sent =
            site.world.carrier.send_raw(jo.address(), &site.help, huge.into_bytes(), &Verdict::Pass, false).await;
        let outcome = sent.outcome.unwrap();
        assert!((400..500).contains(&outcome.status), "{outcome:?}");
    });
}
