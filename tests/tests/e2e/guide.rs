//! A day at the desk of the demo shop, in a real browser, with a picture at each stop: the pictures of docs/AGENTS.md.
//!
//! `cargo xtask guide` runs it and keeps the pictures. The sixty stories take minutes, so the suite leaves it out.

use super::demo_shop;
use serde_json::json;
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};
use thirtyfour::Key as Typed;
use weft_shared::{
    handoff::{HandoffNote, Party},
    wire::agent::{Row, Wish},
};
use weft_tests::{
    browser::{AdminPages, Browser, Console, Key, Shop},
    demo::{Demo, staff},
    harness::{Site, run},
    persona::{Agent, SignedIn, note_for},
};

/// Whose conversation the guide shows, and what it is called: it goes over mail, text and WhatsApp.
const WHO: &str = "Jane Doe";
const SUBJECT: &str = "The second payment";
/// How wide the window is: everything beside each other, and still to be read on the page of the guide.
const WIDE: u32 = 1280;
/// How high it is.
const HIGH: u32 = 720;
/// How large a picture may be, in bytes.
const MOST: u64 = 200_000;
/// Another code for the same address comes only after this.
const BETWEEN_CODES: Duration = Duration::from_secs(62);
/// What Jane has said herself: no note.
const COPIED: &str = "Thank you! When will I see the money on my card?";
/// A note that will do.
const GOOD: [(&str, &str); 4] = [
    ("What the customer wants", "The second payment for order 2026-1107 back on her card."),
    ("What was done", "Saw both payments; asked our bank to return the second one."),
    ("What was promised", "News about the refund by tomorrow noon."),
    ("What is next", "Ask the bank for the day of the refund and tell Jane."),
];

/// A guide that is being made.
struct Guide {
    site: Site,
    pictures: PathBuf,
}

#[test]
#[ignore = "sixty stories take minutes: `cargo xtask guide` runs it"]
fn an_agent_works_for_a_day_at_the_demo_shop() {
    run(async {
        let guide = Guide::begin().await;
        guide.tells_the_stories().await;
        let browser = Browser::start(&guide.site.world).await;
        browser.size(WIDE, HIGH).await;
        guide.at_the_desk(&browser).await;
        guide.looks_after_the_site(&browser).await;
        browser.quit().await;
    });
}

impl Guide {
    async fn begin() -> Self {
        let site = demo_shop::open().await;
        let pictures = std::env::var_os("WEFT_GUIDE").map_or_else(|| site.world.state.join("guide"), PathBuf::from);
        std::fs::create_dir_all(&pictures).expect("a folder for pictures");
        Self { site, pictures }
    }

    async fn tells_the_stories(&self) {
        let began = Instant::now();
        demo_shop::tell(&self.site, Demo::begin).await;
        tokio::time::sleep(BETWEEN_CODES.saturating_sub(began.elapsed())).await;
    }

    /// An agent of the shop, who has read all codes so far.
    async fn agent(&self, name: &str) -> Agent {
        let agent = Agent::new(self.site.clone(), name, &format!("{}@shop.example", name.to_lowercase()));
        while agent.mailbox.mail_within(Duration::from_millis(50)).await.is_some() {}
        agent
    }

    async fn picture(&self, browser: &Browser, name: &str) {
        // What moves comes to rest first.
        tokio::time::sleep(Duration::from_millis(700)).await;
        let file = self.pictures.join(format!("{name}.png"));
        browser.driver.screenshot(&file).await.expect("a picture");
        let size = std::fs::metadata(&file).map_or(0, |file| file.len());
        if size > MOST {
            eprintln!("{name}.png has {size} bytes, more than {MOST}: show less of the desk");
        }
    }

    async fn picture_of(&self, browser: &Browser, name: &str, wide: u32, high: u32) {
        browser.size(wide, high).await;
        self.picture(browser, name).await;
        browser.size(WIDE, HIGH).await;
    }

    async fn at_the_desk(&self, browser: &Browser) {
        let ada = self.agent("Ada").await;
        let console = Console::open(browser, &self.site).await;
        browser.find("field", "Your work address").await;
        self.picture(browser, "sign-in").await;
        console.sign_in(&ada).await;
        console.view("All open").await;
        // Of many lines only the first are drawn.
        browser.fill("Filter by name or subject", WHO).await;
        console.line_says(WHO, "Jane").await;
        let none = Typed::Control + "a" + Typed::Delete;
        browser.find("field", "Filter by name or subject").await.send_keys(none).await.unwrap();
        self.picture(browser, "inbox").await;

        self.is_handed(browser, &console).await;
        self.picture_of(browser, "conversation", WIDE, 840).await;

        browser.fill("Your answer", "/").await;
        self.picture(browser, "answers").await;
        browser.fill("Your answer", "Good news, Jane: the bank has confirmed the refund.").await;
        console.picks_channel("sms").await;
        self.picture(browser, "channels").await;
        let all = Typed::Control + "a" + Typed::Delete;
        browser.find("field", "Your answer").await.send_keys(all).await.unwrap();

        console.from_menu("Snooze…").await;
        browser.fill("What does it wait for?", "The bank’s answer").await;
        self.picture(browser, "snooze").await;
        browser.press(Key::Escape).await;

        self.hands_off(browser, &console).await;

        console.view("All open").await;
        browser.press(Key::ControlK).await;
        browser.focus_moves_to("Find a command").await;
        browser.type_text("ha").await;
        self.picture(browser, "palette").await;
        browser.press(Key::Escape).await;

        console.keys("/").await;
        browser.focus_moves_to("Search messages").await;
        console.looks_for("refund \"second payment\"").await;
        browser.click("link", SUBJECT).await;
        browser.find("field", "Your answer").await;
        self.picture(browser, "search").await;

        let board = console.board().await;
        board.says("agents", "Cleo").await;
        self.picture(browser, "board").await;
    }

    /// A colleague hands Jane's conversation to Ada, who accepts. Whatever the desk decided, Ada has it then.
    async fn is_handed(&self, browser: &Browser, console: &Console<'_>) {
        let cleo = self.agent("Cleo").await.sign_in().await;
        let jane = cleo.desk().await.row(WHO, |row| row.subject.as_deref() == Some(SUBJECT)).await;
        let owner = jane.owner.as_ref().map(ToString::to_string);
        let (colleague, row) = match owner.as_deref() {
            Some("cleo") => (cleo, jane),
            Some("ada") | None => {
                let hers = |row: &Row| row.open && row.held.is_none() && row.owner.as_ref() == Some(&cleo.me.agent);
                let row = cleo.desk().await.row("of Cleo", hers).await;
                (cleo, row)
            }
            Some(name) => (self.agent(name).await.sign_in().await, jane),
        };
        self.offers(&colleague, &row).await;
        browser.fill("Filter by name or subject", &row.title).await;
        console.pick(&row.title).await;
        console.says("hands this over to you").await;
        self.picture(browser, "offer").await;

        // Ada needs room; while she takes nothing new, the queue does not fill it.
        browser.click("button", "Taking conversations").await;
        console.says("Not taking").await;
        let mut with_room = staff().into_iter().find(|agent| agent["name"] == "Ada").expect("Ada works here");
        with_room["work"]["capacity"] = json!(12);
        demo_shop::employs(&self.site, &with_room).await;
        browser.click("button", "Accept").await;
        browser.find("button", "Hand off…").await;
        if row.title != WHO {
            browser.fill("Filter by name or subject", WHO).await;
            console.pick(WHO).await;
            if owner.is_none() {
                console.take().await;
            }
        }
        browser.click("button", "Taking conversations").await;
        console.card_says("What happened", "order 2026-1107").await;
    }

    async fn offers(&self, colleague: &SignedIn, row: &Row) {
        let note = HandoffNote {
            wants: "To know when the money is back on the card.".to_owned(),
            done: "Found the order and checked the payments.".to_owned(),
            promised: "News by tomorrow noon.".to_owned(),
            next: "Ask the bank for the day of the refund.".to_owned(),
            ..note_for(Party::Agent("ada".parse().unwrap()))
        };
        let offered = colleague.thread(row.conversation).await.wish(Wish::HandOff { note }).await;
        assert!(offered.is_ok(), "{offered:?}");
    }

    /// Ada hands it on: a copied field is refused, a good note waits for Dan.
    async fn hands_off(&self, browser: &Browser, console: &Console<'_>) {
        console.from_menu("Hand off…").await;
        for (field, text) in GOOD {
            browser.fill(field, text).await;
        }
        console.chooses_owner("Dan").await;
        browser.fill(GOOD[0].0, COPIED).await;
        browser.click("button", "Sign and hand off").await;
        console.says("For example").await;
        self.picture_of(browser, "note-refused", WIDE, 860).await;
        browser.fill(GOOD[0].0, GOOD[0].1).await;
        browser.click("button", "Sign and hand off").await;
        console.says("Waiting for Dan to accept").await;
        self.picture(browser, "note").await;
    }

    async fn looks_after_the_site(&self, browser: &Browser) {
        Shop::visit(browser, &self.site).await.opens_chat().await;
        browser.top().await;
        let pages = AdminPages::open(browser, &self.site).await;
        browser.find("heading", "Rules").await;
        self.tries_rules(browser).await;
        pages.to("What customers write about").await;
        self.picture(browser, "admin-examples").await;
        pages.to("Agents and teams").await;
        browser.find("button", "Change Ada").await;
        self.picture(browser, "admin-people").await;
        pages.to("Site").await;
        browser.find("field", "Allowed origins").await;
        self.picture(browser, "admin-site").await;
        pages.to("Keys").await;
        browser.find("button", "Make the key").await;
        self.picture(browser, "admin-keys").await;
        pages.to("Providers").await;
        browser.click("button", "Test Twilio").await;
        browser.says("Twilio knows the account").await;
        self.picture(browser, "admin-providers").await;
        pages.to("Install").await;
        browser.says("Seen just now").await;
        self.picture(browser, "admin-install").await;
        browser.fill("Promise of the chat", "We answer before the kettle boils.").await;
        let show = "document.querySelector('.previews').scrollIntoView({ block: 'end' })";
        browser.script(show, Vec::new()).await;
        self.picture_of(browser, "admin-looks", WIDE, 900).await;
    }

    /// A rule is written wrongly, then rightly and tried on what happened; nothing is put in force.
    async fn tries_rules(&self, browser: &Browser) {
        let editor = "The site's own rules (TOML)";
        let adds = async |within: &str| {
            let text = format!("\n[promise.text-answer]\nwithin = \"{within}\"\n");
            let field = browser.find("field", editor).await;
            // Keys that are held are held to the end of what is typed at once.
            field.send_keys(Typed::Control + Typed::End).await.expect("the end is reached");
            field.send_keys(text).await.expect("it can be written");
        };
        adds("soon").await;
        browser.says("1 error").await;
        self.picture(browser, "admin-rules").await;
        browser.click("button", "Discard changes").await;
        adds("2h").await;
        browser.says("No errors").await;
        browser.click("link", "Dry run").await;
        browser.click("button", "Run").await;
        browser.says("Replayed:").await;
        self.picture(browser, "admin-trial").await;
        browser.click("link", "File").await;
        browser.click("button", "Discard changes").await;
    }
}
