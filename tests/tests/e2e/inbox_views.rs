//! The inbox in a real browser: views, what narrows them down, keys, the palette, several at once, search, the board.

use serde_json::json;
use std::time::Duration;
use weft_shared::{
    handoff::Party,
    wire::agent::{Row, Wish},
};
use weft_tests::{
    browser::{Browser, Console, Key},
    harness::{Site, World, run},
    persona::{Agent, DeskView, SignedIn},
};

/// A site at which Jo, Kim and Lee wrote in this order; nobody has any of it.
async fn three_wrote() -> (Site, Agent, DeskView) {
    let site = World::shared().await.site().await;
    let ada = site.lead("Ada").await;
    let mut desk = ada.sign_in().await.desk().await;
    for (name, subject, words) in [
        ("Jo", "My teapot", "My teapot leaks on the blue tablecloth"),
        ("Kim", "An invoice", "Please send the invoice of May again"),
        ("Lee", "The parcel", "Where is my parcel with the cups?"),
    ] {
        site.customer(name).writes(subject, words).await;
        desk.row(name, |row| row.preview.contains(words)).await;
    }
    (site, ada, desk)
}

async fn row_of(desk: &mut DeskView, words: &str) -> Row {
    desk.row(words, |row| row.preview.contains(words) || row.subject.as_deref() == Some(words)).await
}

/// Waits until one line, and the rest of it, is so.
async fn becomes(desk: &mut DeskView, subject: &str, what: &str, is: impl Fn(&Row) -> bool) -> Row {
    desk.row(what, |row| row.subject.as_deref() == Some(subject) && is(row)).await
}

async fn wish(agent: &SignedIn, row: &Row, wish: Wish) {
    agent.thread(row.conversation).await.wish(wish).await.expect("it can be done");
}

#[test]
fn views_filters_and_orders_show_what_they_say_and_are_in_the_address() {
    run(async {
        let (site, ada, mut desk) = three_wrote().await;
        let signed_in = ada.sign_in().await;
        let jo = row_of(&mut desk, "My teapot").await;
        wish(&signed_in, &jo, Wish::Take).await;
        wish(&signed_in, &jo, Wish::Tag { tags: vec!["fragile".into()] }).await;
        becomes(&mut desk, "My teapot", "tagged", |row| row.tags == ["fragile"] && row.owner.is_some()).await;

        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        console.lists(&["Lee", "Kim", "Jo"]).await;
        console.line_says("Jo", "fragile").await;
        console.line_says("Kim", "Waits for an answer").await;
        browser.looks("inbox").await;

        console.view("Mine").await;
        console.lists(&["Jo"]).await;
        console.is_at("#/mine").await;
        console.view("Unassigned").await;
        console.lists(&["Lee", "Kim"]).await;
        browser.fill("Filter by name or subject", "inv").await;
        console.lists(&["Kim"]).await;
        console.is_at("#/unassigned?q=inv").await;
        console.view("Waiting on customer").await;
        console.says("Nobody owes you an answer").await;

        // What narrows a list down is found again by its address.
        browser.go("about:blank").await;
        browser.go(&format!("{}#/open?tag=fragile&sort=due", console.address())).await;
        console.lists(&["Jo"]).await;
        browser.click("button", "Filter and sort").await;
        browser.find("any", "What it is about").await;
        browser.looks("inbox-narrow").await;
        browser.click("button", "Clear filters").await;
        console.is_at("#/open?sort=due").await;
        browser.quit().await;
    });
}

#[test]
fn the_keyboard_walks_selects_and_acts_for_several_at_once() {
    run(async {
        let (site, ada, mut desk) = three_wrote().await;
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        console.lists(&["Lee", "Kim", "Jo"]).await;

        // j and k walk, J selects on; t takes all that are selected.
        console.keys("jx").await;
        console.says("1 selected").await;
        console.keys("J").await;
        console.says("2 selected").await;
        browser.looks("inbox-selected").await;
        console.keys("t").await;
        for subject in ["The parcel", "An invoice"] {
            becomes(&mut desk, subject, "taken", |row| row.owner.is_some()).await;
        }
        assert!(becomes(&mut desk, "My teapot", "free", |_| true).await.owner.is_none());
        console.line_says("Lee", "Owner: You").await;

        // A tag for several joins those that they have.
        console.keys("gm").await;
        console.lists(&["Lee", "Kim"]).await;
        console.is_at("#/mine").await;
        browser.focus_moves_to("Lee").await;
        console.keys("xJl").await;
        browser.focus_moves_to("Tag").await;
        browser.type_text("autumn sale").await;
        browser.press(Key::Enter).await;
        for subject in ["The parcel", "An invoice"] {
            becomes(&mut desk, subject, "tagged", |row| row.tags == ["autumn sale"]).await;
        }
        console.line_says("Kim", "autumn sale").await;

        // Nobody takes what a colleague has, so it is not even tried; what is refused for one of several is named.
        let ben = site.agent("Ben").await.sign_in().await;
        wish(&ben, &row_of(&mut desk, "My teapot").await, Wish::Take).await;
        console.keys("go").await;
        console.lists(&["Lee", "Kim", "Jo"]).await;
        console.line_says("Jo", "Owner: Ben").await;
        browser.focus_moves_to("Lee").await;
        console.keys("jjx").await;
        console.says("1 selected").await;
        console.keys("t").await;
        console.says("That is not possible here now").await;
        console.keys("kx").await;
        console.says("2 selected").await;
        console.keys("s").await;
        browser.click("button", "For an hour").await;
        console.says("Not everything could be done").await;
        browser.looks("inbox-refused").await;
        browser.press(Key::Escape).await;

        // Enter opens, u goes back, ? shows all keys.
        browser.focus_moves_to("Kim").await;
        console.keys("jx").await;
        console.keys("k").await;
        browser.focus_moves_to("Kim").await;
        browser.press(Key::Enter).await;
        console.says("Please send the invoice of May again").await;
        console.keys("u").await;
        console.is_at("#/open").await;
        console.keys("?").await;
        browser.find("heading", "Keyboard").await;
        browser.looks("keys").await;
        browser.press(Key::Escape).await;
        browser.quit().await;
    });
}

#[test]
fn the_palette_finds_commands_and_conversations() {
    run(async {
        let (site, ada, _desk) = three_wrote().await;
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        console.lists(&["Lee", "Kim", "Jo"]).await;
        console.command("gtclosed").await;
        console.is_at("#/closed").await;
        console.command("invoice").await;
        console.says("Please send the invoice of May again").await;
        browser.press(Key::ControlK).await;
        browser.focus_moves_to("Find a command").await;
        browser.press(Key::Down).await;
        browser.type_text("t").await;
        browser.looks("palette").await;
        browser.press(Key::Escape).await;
        console.command("notifications").await;
        browser.find("heading", "Notifications and keys").await;
        browser.looks("settings").await;
        // Single keys can be turned off; the palette stays.
        browser.click("any", "Single keys are commands").await;
        browser.click("button", "Done").await;
        console.keys("gm").await;
        assert!(!browser.address().await.ends_with("#/mine"));
        console.command("gomine").await;
        browser.quit().await;
    });
}

#[test]
fn what_was_on_the_screen_is_no_longer_new_and_the_switch_tells_the_team() {
    run(async {
        let (site, ada, mut desk) = three_wrote().await;
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        console.line_says("Kim", "New, Waits for an answer").await;
        console.pick("Kim").await;
        browser.find("link", "Kim").await;
        let began = std::time::Instant::now();
        let script = "return document.querySelectorAll('.rows a.row.unread').length";
        while browser.script(script, Vec::new()).await != json!(2) {
            assert!(began.elapsed() < Duration::from_secs(10), "what is open is still new");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        // It stays so on another screen.
        browser.go("about:blank").await;
        browser.go(&console.address()).await;
        console.lists(&["Lee", "Kim", "Jo"]).await;
        assert_eq!(browser.script(script, Vec::new()).await, json!(2));

        let is = |desk: &DeskView, available: bool| desk.colleagues.iter().any(|one| one.available == available);
        assert!(is(&desk, true));
        browser.click("button", "Taking conversations").await;
        console.says("Not taking").await;
        desk.rest(1_500).await;
        assert!(is(&desk, false), "{:?}", desk.colleagues);
        browser.quit().await;
    });
}

#[test]
fn words_are_found_in_every_message_and_open_at_their_place() {
    run(async {
        let (site, ada, _desk) = three_wrote().await;
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        console.lists(&["Lee", "Kim", "Jo"]).await;
        console.keys("/").await;
        browser.focus_moves_to("Search messages").await;
        console.says("Look through every message").await;
        browser.looks("search-start").await;
        console.looks_for("invoice \"of May\"").await;
        console.lists(&["Kim · An invoice"]).await;
        console.is_at("#/search?q=invoice%20%22of%20May%22").await;
        browser.looks("search").await;
        browser.click("link", "An invoice").await;
        console.says("Please send the invoice of May again").await;
        assert!(browser.address().await.contains("/search/"));
        console.looks_for("nothing like this").await;
        console.says("Nothing was found").await;
        browser.quit().await;
    });
}

#[test]
fn a_lead_sees_the_whole_desk_and_hands_on_with_a_note_by_mouse_and_by_keyboard() {
    run(async {
        let (site, ada, mut desk) = three_wrote().await;
        let ben = site.agent("Ben").await.sign_in().await;
        let mut bens = ben.desk().await;
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        let board = console.board().await;
        board.says("queue", "Kim").await;
        board.says("agents", "Ben").await;
        browser.looks("board").await;

        // By keyboard: the button asks for the note; without it nothing happens.
        browser.click("button", "Reassign Kim").await;
        browser.find("heading", "Hand over with a note").await;
        browser.looks("board-note").await;
        board.writes_note(Some("Ben")).await;
        becomes(&mut desk, "An invoice", "offered", |row| row.offer.is_some()).await;
        let offered = becomes(&mut bens, "An invoice", "offered", |row| row.offer.is_some()).await;
        let to = offered.offer.as_ref().map(|offer| offer.to.clone());
        assert_eq!(to, Some(Party::Agent("ben".parse().unwrap())));
        wish(&ben, &offered, Wish::AcceptHandoff).await;
        board.no_longer_says("queue", "Kim").await;
        board.says("agents", "Kim").await;

        // By mouse: dropped on Ben, who is chosen then.
        board.drags("Lee", "Ben").await;
        browser.find("heading", "Hand over with a note").await;
        board.writes_note(None).await;
        let offered = becomes(&mut bens, "The parcel", "offered", |row| row.offer.is_some()).await;
        wish(&ben, &offered, Wish::AcceptHandoff).await;
        let row = becomes(&mut desk, "The parcel", "Ben's", |row| row.owner.is_some()).await;
        assert_eq!(row.owner.map(|owner| owner.to_string()).as_deref(), Some("ben"));
        board.no_longer_says("queue", "Lee").await;

        // From Ben to a team: it waits in the queue again.
        board.says("agents", "Lee").await;
        board.drags_to_team("Lee", "Support").await;
        browser.find("heading", "Hand over with a note").await;
        board.writes_note(None).await;
        let row = becomes(&mut desk, "The parcel", "the team's", |row| row.owner.is_none()).await;
        assert_eq!((row.team.as_deref(), row.queued.is_some()), (Some("support"), true));
        board.says("queue", "Lee").await;
        browser.quit().await;
    });
}
