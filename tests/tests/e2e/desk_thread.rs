//! The open conversation in a real browser: taking, answering, noting, handing over, moving, letting wait, ending.

use super::scenes::{ANSWER, SECRET, answered_at};
use std::time::Duration;
use weft_shared::wire::{agent::Wish, entry::EntryBody};
use weft_tests::{
    browser::{Browser, Console, Key, NOTE, redact},
    harness::{Site, World, run},
    persona::{Agent, to_the_queue},
};

/// A stop: a picture and an audit in both schemes.
async fn look(browser: &Browser, name: &str) {
    browser.shot(name).await;
    browser.audit(name).await;
    browser.darkened(true).await;
    browser.shot(&format!("{name}-dark")).await;
    browser.audit(&format!("{name}-dark")).await;
    browser.darkened(false).await;
}

/// The same, and what assistive technology is told.
async fn stop(browser: &Browser, site: &Site, name: &str) {
    look(browser, name).await;
    let tree = browser.page_tree().await;
    let shop = site.world.carrier.shop_url();
    let edge = site.world.edge_url.as_str();
    let places = [(edge, "‹edge›"), (shop.as_str(), "‹shop›"), (site.id.as_str(), "‹site›")];
    // What is due in four hours is soon due in a little less.
    let changes = places.into_iter().chain([("3 h 59 min", "4 h")]).collect::<Vec<_>>();
    insta::assert_snapshot!(name.to_owned(), redact(&tree, &changes));
}

/// Ada at the conversation of Jo, who has mailed and waits in the queue.
async fn at_the_queue(site: &Site, name: &str) -> (Browser, Agent, weft_tests::persona::ThreadView) {
    let mut scene = answered_at(site.clone()).await;
    scene.thread.wish(to_the_queue()).await.expect("a note that will do");
    let agent = site.agent(name).await;
    let browser = Browser::start(&site.world).await;
    let console = Console::open(&browser, site).await;
    console.sign_in(&agent).await;
    console.pick("My teapot").await;
    console.says(SECRET).await;
    (browser, agent, scene.thread)
}

#[test]
fn an_answer_waits_a_moment_can_be_taken_back_and_carries_a_file_and_a_ready_text() {
    run(async {
        let site = World::shared().await.site().await;
        let (browser, _, mut thread) = at_the_queue(&site, "Bea").await;
        let console = Console::open(&browser, &site).await;
        console.pick("My teapot").await;
        console.take().await;

        // Taken back: the text is in the field again, and nothing went out.
        console.reply("Not quite what I meant.").await;
        console.says("Sent in").await;
        browser.shot("desk-undo").await;
        browser.audit("desk-undo").await;
        browser.click("button", "Take back").await;
        let field = browser.find("field", "Your answer").await;
        assert_eq!(field.prop("value").await.unwrap().unwrap(), "Not quite what I meant.");
        field.clear().await.unwrap();
        tokio::time::sleep(Duration::from_secs(6)).await;
        assert!(!thread.texts().iter().any(|text| text.contains("Not quite")));

        // A ready text, by its name, with a file.
        browser.fill("Your answer", "/thank").await;
        browser.shot("desk-answers").await;
        browser.audit("desk-answers").await;
        console.picks("Thank and wait").await;
        let written = browser.find("field", "Your answer").await.prop("value").await.unwrap().unwrap();
        assert!(written.contains("Thank you for the details"), "{written}");
        assert!(!written.contains("{{") && !written.starts_with('/'), "{written}");
        let file = site.world.state.join("parcel.txt");
        std::fs::write(&file, "Parcel 1234").unwrap();
        console.attaches(&file).await;
        browser.shot("desk-file").await;
        browser.click("button", "Send").await;
        browser.click("button", "Send now").await;
        let sent = thread.message("Thank you for the details").await;
        assert_eq!(sent.attachments.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["parcel.txt"]);

        // What waits goes out when the agent goes elsewhere.
        console.reply("And one more thing.").await;
        browser.go("about:blank").await;
        thread.message("And one more thing.").await;
        browser.quit().await;
    });
}

#[test]
fn a_note_mentions_a_colleague_and_never_looks_like_a_message() {
    run(async {
        let site = World::shared().await.site().await;
        let ben = site.agent("Ben").await;
        let (browser, _, mut thread) = at_the_queue(&site, "Bea").await;
        let console = Console::open(&browser, &site).await;
        console.pick("My teapot").await;
        console.notes_for("Ben", "do you know this teapot?").await;
        console.says("Private note, never shown to the customer").await;
        console.card_says("What happened", SECRET).await;
        stop(&browser, &site, "desk-note").await;
        let found = thread
            .until("the note", |thread| {
                thread.transcript.entries.iter().find_map(|entry| match &entry.body {
                    EntryBody::Note { text, mentions, .. } => Some((text.clone(), mentions.clone())),
                    _ => None,
                })
            })
            .await;
        assert_eq!(found.0, "@Ben do you know this teapot?");
        assert_eq!(found.1, [ben.sign_in().await.me.agent]);
        browser.quit().await;
    });
}

#[test]
fn a_poor_note_is_refused_at_its_field_and_a_good_one_finds_the_next_owner() {
    run(async {
        let site = World::shared().await.site().await;
        let ben = site.agent("Ben").await;
        let (browser, _, thread) = at_the_queue(&site, "Bea").await;
        let console = Console::open(&browser, &site).await;
        console.pick("My teapot").await;
        console.take().await;
        let his = Browser::start(&site.world).await;
        let ben_console = Console::open(&his, &site).await;
        ben_console.sign_in(&ben).await;

        console.from_menu("Hand off…").await;
        console.fills_note().await;
        look(&browser, "desk-handoff").await;
        console.chooses_owner("Ben").await;
        browser.fill("What is next", "ok ok").await;
        browser.click("button", "Sign and hand off").await;
        browser.focus_moves_to("What is next").await;
        console.says("A little more, please").await;
        // The edge refuses what the form cannot see: a copied field.
        browser.fill("What is next", NOTE[0].1).await;
        browser.click("button", "Sign and hand off").await;
        console.says("For example").await;
        browser.shot("desk-handoff-refused").await;
        browser.audit("desk-handoff-refused").await;
        browser.fill("What is next", NOTE[3].1).await;
        browser.click("button", "Sign and hand off").await;
        console.says("Waiting for Ben to accept").await;
        browser.shot("desk-offer-waiting").await;

        ben_console.pick("My teapot").await;
        ben_console.says("Bea hands this over to you").await;
        ben_console.says(NOTE[0].1).await;
        ben_console.card_says("Last note", NOTE[3].1).await;
        stop(&his, &site, "desk-offer").await;
        his.click("button", "Accept").await;
        his.find("button", "Hand off…").await;
        ben_console.card_says("Last note", NOTE[3].1).await;
        console.says("Owner: Ben").await;
        browser.quit().await;
        his.quit().await;
        drop(thread);
    });
}

#[test]
fn a_conversation_moves_waits_gets_tags_ends_and_goes_on() {
    run(async {
        let site = World::shared().await.site().await;
        let (browser, _, thread) = at_the_queue(&site, "Bea").await;
        let console = Console::open(&browser, &site).await;
        console.pick("My teapot").await;
        console.take().await;

        console.from_menu("Tags…").await;
        browser.fill("New tag", "spring sale").await;
        browser.shot("desk-tags").await;
        browser.audit("desk-tags").await;
        browser.click("button", "Save").await;
        console.says("spring sale").await;

        console.from_menu("Snooze…").await;
        browser.fill("What does it wait for?", "The workshop's answer").await;
        browser.shot("desk-snooze").await;
        browser.audit("desk-snooze").await;
        browser.click("button", "Until the customer writes").await;
        console.says("Waits until the customer writes").await;
        console.says("The workshop's answer").await;
        browser.shot("desk-held").await;
        browser.click("button", "Wake up").await;
        // It is back in the queue, and hers first.
        if browser.find_now("button", "Take").await.is_some() {
            console.take().await;
        }
        browser.find("button", "Hand off…").await;

        console.from_menu("Move to…").await;
        browser.shot("desk-move").await;
        browser.audit("desk-move").await;
        browser.click("button", "Move to Web chat").await;
        console.fills_note().await;
        browser.click("button", "Sign and move").await;
        console.says("moved the customer to").await;

        console.close().await;
        console.says("This conversation is closed.").await;
        browser.click("button", "Reopen").await;
        browser.find("field", "Your answer").await;
        browser.quit().await;
        drop(thread);
    });
}

#[test]
fn an_agent_takes_answers_notes_and_hands_off_by_the_keyboard_alone() {
    run(async {
        let site = World::shared().await.site().await;
        site.agent("Ben").await;
        let (browser, _, mut thread) = at_the_queue(&site, "Bea").await;
        let console = Console::open(&browser, &site).await;
        console.pick("My teapot").await;
        browser.tab_to("Take").await;
        browser.press(Key::Enter).await;
        browser.find("button", "Hand off…").await;

        // The answer goes out at once when the same keys are pressed again.
        browser.tab_to("Your answer").await;
        browser.type_text("By the keyboard.").await;
        browser.press(Key::ControlEnter).await;
        console.says("Sent in").await;
        browser.press(Key::ControlEnter).await;
        thread.message("By the keyboard.").await;

        // The keys of the desk work where nothing is written.
        browser.tab_to("Hand off").await;
        browser.type_text("n").await;
        browser.focus_moves_to("Private note").await;
        browser.type_text("For @Be").await;
        console.says("Ben").await;
        browser.press(Key::Enter).await;
        browser.type_text("only.").await;
        browser.press(Key::ControlEnter).await;
        console.says("For @Ben only.").await;

        browser.tab_to("Hand off").await;
        browser.press(Key::Enter).await;
        browser.focus_moves_to("What the customer wants").await;
        browser.press(Key::Escape).await;
        browser.focus_moves_to("Hand off").await;
        browser.quit().await;
    });
}

#[test]
fn a_long_thread_comes_by_pages_and_a_line_of_the_card_leads_to_its_message() {
    run(async {
        let site = World::shared().await.site().await;
        let mut scene = answered_at(site.clone()).await;
        for n in 0..330 {
            let text = format!("Line {n} about the teapot");
            scene.thread.wish(Wish::Note { text, mentions: Vec::new() }).await.unwrap();
        }
        let bea = site.agent("Bea").await;
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&bea).await;
        console.pick("My teapot").await;
        console.says("Line 329").await;
        assert!(!browser.text().await.contains("Line 100 about"), "the first page is the last one");
        let mut rounds = 0;
        while !browser.text().await.contains("The conversation began") {
            console.asks_for_earlier().await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            assert!(console.lines_drawn().await <= 160, "too many lines");
            rounds += 1;
            assert!(rounds < 20, "the beginning never comes");
        }
        browser.script("document.querySelector('.log').scrollTop = 0", Vec::new()).await;
        browser.shot("desk-beginning").await;
        browser.click("button", "To the newest").await;
        console.says("Line 329").await;
        console.card_says("What happened", SECRET).await;
        let said = console.follows_summary(SECRET).await;
        assert!(said.contains(SECRET), "{said:?}");
        browser.shot("desk-found").await;
        browser.quit().await;
    });
}

#[test]
fn the_open_conversation_fits_every_screen_and_direction() {
    run(async {
        let site = World::shared().await.site().await;
        let (browser, _, thread) = at_the_queue(&site, "Bea").await;
        let console = Console::open(&browser, &site).await;
        console.pick("My teapot").await;
        console.says(ANSWER).await;
        console.take().await;
        console.notes_for("Ada", "please look at this").await;
        for (name, width, height) in
            [("360", 360, 740), ("768", 768, 900), ("1280", 1280, 900), ("1920", 1920, 1080), ("2560", 2560, 1300)]
        {
            browser.screen(width, height).await;
            let wide = browser.script("return document.documentElement.scrollWidth > innerWidth", Vec::new()).await;
            assert_eq!(wide, false, "{name} scrolls sideways");
            browser.shot(&format!("desk-{name}")).await;
            browser.audit(&format!("desk-{name}")).await;
            browser.direction("rtl").await;
            browser.shot(&format!("desk-{name}-rtl")).await;
            browser.direction("ltr").await;
        }
        browser.screen(360, 740).await;
        browser.click("button", "More").await;
        browser.shot("desk-360-menu").await;
        browser.audit("desk-360-menu").await;
        browser.click("button", "Hand off…").await;
        browser.find("field", "What the customer wants").await;
        browser.shot("desk-360-handoff").await;
        browser.audit("desk-360-handoff").await;
        browser.quit().await;
        drop(thread);
    });
}
