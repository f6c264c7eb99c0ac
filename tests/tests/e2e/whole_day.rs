//! A conversation from its first word to its last and on, at two consoles, by nothing but keys.

use super::scenes::{ANSWER, SECRET};
use std::time::Duration;
use weft_tests::{
    browser::{Browser, Console, Key, Keyboard, NOTE, redact},
    harness::{Site, World, run},
    persona::{Agent, Authenticator, token_in},
};

/// Somebody at a console.
struct Seat<'a> {
    browser: &'a Browser,
    hands: Keyboard<'a>,
    site: &'a Site,
}

impl<'a> Seat<'a> {
    async fn take(browser: &'a Browser, site: &'a Site) -> Self {
        let hands = Keyboard::at(browser).await;
        Console::open(browser, site).await;
        Self { browser, hands, site }
    }

    /// A stop of the walk: the focus is where it belongs and can be seen; pictures and audits in both schemes; what
    /// assistive technology is told; and nothing but keys so far.
    async fn stop(&self, name: &str, focus: &str) {
        self.hands.is_on(focus).await;
        let tree = self.settled().await;
        for (dark, name) in [(false, name.to_owned()), (true, format!("{name}-dark"))] {
            self.browser.darkened(dark).await;
            self.browser.shot(&name).await;
            self.browser.audit(&name).await;
        }
        self.browser.darkened(false).await;
        insta::assert_snapshot!(name.to_owned(), tree);
        self.hands.is_on(focus).await;
        self.hands.only_keys().await;
    }

    /// The tree, once nothing follows any more from what was done.
    async fn settled(&self) -> String {
        let (mut before, mut same) = (String::new(), 0);
        for _ in 0..30 {
            let now = self.browser.page_tree().await;
            let changes = [(self.site.world.edge_url.as_str(), "‹edge›"), (self.site.id.as_str(), "‹site›")];
            let now = redact(&now, &changes);
            same = if now == before { same + 1 } else { 0 };
            before = now;
            if same == 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        before
    }

    async fn says(&self, words: &str) {
        self.browser.says(words).await;
    }

    /// The card beside the conversation follows a moment after what changed it.
    async fn card_says(&self, heading: &str, words: &str) {
        Console::here(self.browser, self.site).card_says(heading, words).await;
    }

    async fn signs_in_by_code(&self, agent: &Agent) {
        self.hands.is_on("Your work address").await;
        self.hands.types(agent.mailbox.address()).await;
        self.hands.presses(Key::Enter).await;
        self.hands.is_on("Code").await;
        self.hands.types(&agent.mailbox.code().await).await;
        self.browser.find("heading", "Inbox").await;
    }

    /// Sends at once what waits for its five seconds.
    async fn answers(&self, text: &str) {
        self.hands.commands("r").await;
        self.hands.is_on("Your answer").await;
        self.hands.types(text).await;
        self.hands.presses(Key::ControlEnter).await;
        self.says("Sent in").await;
        self.hands.presses(Key::ControlEnter).await;
    }

    async fn fills_note(&self) {
        for (field, text) in NOTE {
            self.hands.fills(field, text).await;
        }
    }
}

#[test]
fn a_conversation_is_taken_handed_on_moved_closed_and_reopened_by_keys_alone() {
    run(async {
        let world = World::with_a_name().await;
        let site = world.site().await;
        let (ada, ben, jo) = (site.agent("Ada").await, site.agent("Ben").await, site.customer("Jo"));
        assert!(site.rules("[routing]\nassign = false\n").await.succeeded());
        jo.writes("My teapot", SECRET).await;
        let (one, two) = (Browser::start(&world).await, Browser::start(&world).await);
        let device = one.device().await;
        device.receives(&Authenticator::of(&ada.sign_in().await, "ES256").await).await;
        let hers = Seat::take(&one, &site).await;

        // She signs in by what her device keeps, and finds who waits.
        hers.stop("day-sign-in", "Your work address").await;
        hers.hands.pushes("Sign in with a passkey").await;
        one.find("heading", "Inbox").await;
        hers.stop("day-inbox", "Inbox").await;
        hers.hands.commands("gu").await;
        hers.hands.is_on("Jo").await;
        hers.hands.presses(Key::Enter).await;
        hers.says(SECRET).await;
        hers.card_says("What happened", SECRET).await;
        hers.stop("day-waiting", "Jo").await;
        hers.hands.commands("t").await;
        one.find("button", "Hand off…").await;
        hers.stop("day-taken", "My teapot").await;

        // She answers; he comes over into the chat by the link in her mail.
        hers.answers(ANSWER).await;
        let mail = jo.mail().await;
        assert!(mail.text.contains(ANSWER), "{}", mail.text);
        let visitor = site.visitor();
        let redeemed = visitor.redeem(&token_in(&mail).expect("a link")).await.expect("the link works");
        let mut chat = visitor.chat(&redeemed.credentials).await;
        chat.say("Here I am by the chat.").await.unwrap();
        hers.says("Here I am by the chat.").await;
        hers.card_says("What happened", "Here I am by the chat.").await;
        hers.stop("day-answered", "Your answer").await;

        // A poor note is refused where it is poor, mended, and found by its next owner.
        let his = Seat::take(&two, &site).await;
        his.signs_in_by_code(&ben).await;
        one.tab_to("Hand off").await;
        hers.hands.commands("h").await;
        hers.hands.is_on("What the customer wants").await;
        hers.fills_note().await;
        hers.hands.fills("What is next", "ok ok").await;
        hers.hands.chooses("Who answers for it", "Ben").await;
        hers.hands.pushes("Sign and hand off").await;
        hers.says("A little more, please").await;
        hers.stop("day-note-poor", "What is next").await;
        hers.hands.types(NOTE[0].1).await;
        hers.hands.pushes("Sign and hand off").await;
        hers.says("For example").await;
        hers.stop("day-note-refused", "What is next").await;
        hers.hands.types(NOTE[3].1).await;
        hers.hands.pushes("Sign and hand off").await;
        hers.says("Waiting for Ben to accept").await;
        hers.card_says("Last note", NOTE[3].1).await;
        hers.stop("day-offered", "My teapot").await;

        his.hands.commands("gm").await;
        his.hands.is_on("Jo").await;
        his.hands.commands("o").await;
        his.says("Ada hands this over to you").await;
        his.says(NOTE[3].1).await;
        his.card_says("Last note", NOTE[3].1).await;
        his.stop("day-offer", "Jo").await;
        his.hands.pushes("Accept").await;
        two.find("button", "Hand off…").await;
        his.stop("day-accepted", "My teapot").await;
        hers.says("Owner: Ben").await;
        chat.until("word of who continues", |chat| {
            chat.texts().iter().any(|text| text.contains("Ben continues from here")).then_some(())
        })
        .await;

        // He moves the customer to mail, which gets there with a link, and closes.
        his.hands.commands("v").await;
        his.hands.pushes("Move to Email").await;
        his.hands.is_on("What the customer wants").await;
        his.fills_note().await;
        his.stop("day-move", "What is next").await;
        his.hands.pushes("Sign and move").await;
        his.says("moved the customer to").await;
        let moved = jo.mail().await;
        assert!(token_in(&moved).is_some(), "{}", moved.text);
        his.stop("day-moved", "My teapot").await;
        his.hands.commands("e").await;
        his.says("This conversation is closed.").await;
        his.stop("day-closed", "My teapot").await;

        // From now on the desk gives out what waits: what comes back goes to whoever had it.
        assert!(site.rules("[routing]\nassign = true\n").await.succeeded());
        jo.replies(&moved, "The lid is missing, though.").await;
        his.says("The lid is missing, though.").await;
        his.says("Owner: You").await;
        two.find("button", "Hand off…").await;
        his.card_says("What happened", "The lid is missing, though.").await;
        his.stop("day-reopened", "My teapot").await;
        hers.says("Owner: Ben").await;
        for seat in [&hers, &his] {
            assert!(seat.hands.only_keys().await > 100, "the walk was one of keys");
        }
        one.quit().await;
        two.quit().await;
    });
}
