//! Every channel as people see it: the phone rings, the code is typed into the chat, the agent looks at one thread.

use super::scenes::SECRET;
use serde_json::json;
use weft_tests::{
    browser::{Browser, Console, Shop},
    carrier::phones::{Medium, Stage},
    harness::{World, run},
};

/// The message with these words: its label, with who and by what, and everything that is to be read of it.
async fn message(console: &Console<'_>, words: &str) -> String {
    console.says(words).await;
    let all = console.messages().await;
    all.iter().find(|one| one.contains(words)).unwrap_or_else(|| panic!("no {words:?} in {all:#?}")).clone()
}

#[test]
fn the_agent_sees_one_thread_with_five_marks_and_answers_by_the_channel_that_the_composer_names() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await;
        let (jo, phone) = (site.customer("Jo"), site.phone("Jo"));
        let known = json!({ "account": "A-7", "mail": [jo.address()], "phone": [phone.number] });
        assert!(site.admin("PUT", "/identify", Some(&known)).await.succeeded());
        let (hers, his) = (Browser::start(&site.world).await, Browser::start(&site.world).await);
        let console = Console::open(&hers, &site).await;
        console.sign_in(&ada).await;
        jo.writes("My teapot", SECRET).await;
        console.pick("teapot").await;
        phone.writes(Medium::WhatsappMeta, "The blue one").await;
        phone.writes(Medium::Sms, "Did you get that?").await;
        let call = phone.calls(Some("TN-Validation-Passed-A"));
        call.presses("2").await;
        let code = call.code().await;
        call.stage(Stage::Over).await;

        // The code that was heard, typed into the chat: it leads there and shows nothing.
        let widget = Shop::visit(&his, &site).await.opens_chat().await;
        widget.types_spoken_code(&code).await;
        widget.write("Here I am").await;
        widget.says("Here I am").await;
        widget.says("To see earlier messages, confirm").await;
        for hidden in [SECRET, "The blue one", "Did you get that?", jo.address(), &phone.number] {
            assert!(!widget.everything().await.contains(hidden), "{hidden:?} is in the document");
        }
        his.shot("widget-spoken-code").await;

        for (words, label, proof) in [
            (SECRET, "Email", "Domain verified"),
            ("The blue one", "WhatsApp", "Number asserted"),
            ("Did you get that?", "SMS", "Number asserted"),
            ("Here I am", "Web chat", "Link only"),
        ] {
            let message = message(&console, words).await;
            assert!(message.contains(&format!(", {label},")), "{label} in {message}");
            assert!(message.contains(proof), "{proof} in {message}");
        }
        let calls: Vec<String> = console.messages().await.into_iter().filter(|one| one.contains(", Phone,")).collect();
        assert_eq!(calls.len(), 1, "{calls:#?}");
        assert!(calls[0].contains("Number asserted"), "{calls:#?}");
        hers.shot("console-five-channels").await;
        hers.audit("console-five-channels").await;

        // The answer leaves on the channel that the composer names, and on no other.
        for (channel, label) in [("whatsapp", "WhatsApp"), ("sms", "SMS"), ("email", "Email"), ("web-chat", "Web chat")]
        {
            console.picks_channel(channel).await;
            console.says(&format!("Will be sent by {label}")).await;
            console.reply(&format!("This goes by {label}.")).await;
        }
        assert!(phone.text(Medium::WhatsappMeta).await.body.contains("This goes by WhatsApp."));
        assert!(phone.text(Medium::Sms).await.body.contains("This goes by SMS."));
        assert!(jo.mail().await.text.contains("This goes by Email."));
        widget.says("This goes by Web chat.").await;
        for medium in [Medium::WhatsappMeta, Medium::Sms, Medium::Whatsapp] {
            let others = phone.inbox(medium).into_iter().filter(|text| text.body.contains("This goes by"));
            assert!(others.count() <= 1, "{medium:?}");
        }
        his.quit().await;
        hers.quit().await;
    });
}

#[test]
fn a_code_that_was_heard_is_followed_by_the_same_challenge_as_a_link() {
    run(async {
        let site = World::shared().await.site().await;
        let phone = site.phone("Jo");
        phone.writes(Medium::Sms, SECRET).await;
        let call = phone.calls(None);
        call.presses("2").await;
        let code = call.code().await;
        let browser = Browser::start(&site.world).await;
        let widget = Shop::visit(&browser, &site).await.opens_chat().await;
        widget.types_spoken_code(&super::scenes::wrong(&code)).await;
        widget.says("That code isn’t right").await;
        let frame = widget.enter().await;
        frame.fill("Your code", &code).await;
        frame.click("button", "Continue your conversation").await;
        widget.says("To see earlier messages, confirm").await;
        widget.audit("widget-spoken-code").await;
        assert!(!widget.everything().await.contains("4711"));
        widget.asks_for_code().await;
        let text = phone.text(Medium::Sms).await.body;
        let digits = text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).expect("a code by text");
        widget.types_code(digits).await;
        widget.says("Thank you, it’s you").await;
        browser.quit().await;
    });
}

#[test]
fn a_known_number_gets_the_agent_a_caution_and_a_way_to_a_proof() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await;
        let (jo, phone) = (site.customer("Jo"), site.phone("Jo"));
        let known = json!({ "account": "A-8", "mail": [jo.address()], "phone": [phone.number] });
        assert!(site.admin("PUT", "/identify", Some(&known)).await.succeeded());
        jo.writes("My teapot", SECRET).await;
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        console.pick("teapot").await;
        phone.writes(Medium::Sms, "What is my door code?").await;
        let asked = message(&console, "What is my door code?").await;
        assert!(asked.contains("Number asserted"), "{asked}");
        console.picks_channel("sms").await;
        console.says("Will be sent by SMS").await;
        browser.find("button", "Ask to verify").await;
        browser.shot("console-caution").await;
        browser.audit("console-caution").await;
        browser.click("button", "Ask to verify").await;
        browser.click("button", "Send").await;
        assert!(phone.text(Medium::Sms).await.body.contains("confirm in the chat on our website that it is you"));

        // By WhatsApp the number is proven, and marked as no more than that: what only an account may hear is named.
        phone.writes(Medium::WhatsappMeta, "And by WhatsApp?").await;
        let asked = message(&console, "And by WhatsApp?").await;
        assert!(asked.contains(", WhatsApp,") && asked.contains("Number asserted"), "{asked}");
        assert!(!asked.contains("Signed in") && !asked.contains("Code confirmed"), "{asked}");
        assert!(!phone.inbox(Medium::WhatsappMeta).iter().any(|text| text.body.contains("4711")));
        browser.quit().await;
    });
}
