//! Handoffs that end otherwise than by a yes, what comes back from waiting, and a code that is read out: at consoles.

use super::scenes::{SECRET, answered_at};
use std::time::Duration;
use weft_shared::{
    identity::IdentifierKind,
    time::{HOUR, MINUTE},
    wire::agent::Wish,
};
use weft_tests::{
    browser::{Browser, Console, NOTE, Shop},
    harness::{Site, World, run},
    persona::{Agent, DeskView, ThreadView, to_the_queue},
};

/// A browser with the console of an agent, at the conversation of Jo.
async fn sits_down(site: &Site, agent: &Agent) -> Browser {
    let browser = Browser::start(&site.world).await;
    let console = Console::open(&browser, site).await;
    console.sign_in(agent).await;
    console.pick("My teapot").await;
    browser
}

/// The console that a browser shows, wherever it is.
async fn console<'a>(browser: &'a Browser, site: &Site) -> Console<'a> {
    let console = Console::open(browser, site).await;
    console.pick("My teapot").await;
    console.says(SECRET).await;
    console
}

/// Jo has mailed, was answered, and waits in the queue until somebody takes it; what everybody at the desk sees of it.
async fn waiting(site: &Site) -> ThreadView {
    assert!(site.rules("[routing]\nassign = false\n").await.succeeded());
    let mut thread = answered_at(site.clone()).await.thread;
    thread.wish(to_the_queue()).await.expect("a note that will do");
    thread
}

/// A picture and an audit in both schemes.
async fn look(browser: &Browser, name: &str) {
    for (dark, name) in [(false, name.to_owned()), (true, format!("{name}-dark"))] {
        browser.darkened(dark).await;
        browser.shot(&name).await;
        browser.audit(&name).await;
    }
    browser.darkened(false).await;
}

/// Takes it and offers it to a colleague.
async fn takes_and_offers(console: &Console<'_>, colleague: &str) {
    console.take().await;
    console.from_menu("Hand off…").await;
    console.fills_note().await;
    console.chooses_owner(colleague).await;
    console.browser.click("button", "Sign and hand off").await;
    console.says(&format!("Waiting for {colleague} to accept")).await;
}

#[test]
fn an_offer_is_declined_with_a_reason_that_its_author_reads_and_who_had_it_keeps_it() {
    run(async {
        let site = World::shared().await.site().await;
        let mut thread = waiting(&site).await;
        let (bea, ben) = (site.agent("Bea").await, site.agent("Ben").await);
        let (hers, his) = (sits_down(&site, &bea).await, sits_down(&site, &ben).await);
        let (beas, bens) = (console(&hers, &site).await, console(&his, &site).await);
        takes_and_offers(&beas, "Ben").await;
        hers.focus_moves_to("My teapot").await;

        bens.says("Bea hands this over to you").await;
        his.click("button", "Decline…").await;
        his.focus_moves_to("Why?").await;
        his.click("button", "Decline").await;
        bens.says("Say why, so that the note finds another owner.").await;
        his.focus_moves_to("Why?").await;
        look(&his, "decline").await;
        his.fill("Why?", "I leave at three, and this takes longer.").await;
        his.click("button", "Decline").await;

        for seat in [&beas, &bens] {
            seat.says("declined the handoff: I leave at three, and this takes longer.").await;
        }
        beas.says("Owner: You").await;
        bens.says("Owner: Bea").await;
        hers.find("button", "Hand off…").await;
        assert!(his.find_now("button", "Accept").await.is_none() && his.find_now("button", "Take").await.is_none());
        // The buttons that were pressed are gone: the focus is not.
        his.focus_moves_to("My teapot").await;
        hers.focus_moves_to("My teapot").await;
        look(&hers, "declined").await;
        let owner = thread.until("Bea as owner", |thread| thread.state.owner.clone()).await;
        assert_eq!(owner.as_str(), "bea");
        thread.until("end of the offer", |thread| thread.state.offer.is_none().then_some(())).await;

        // She finds somebody else, with the note that she wrote.
        beas.from_menu("Hand off…").await;
        for (field, said) in NOTE {
            hers.becomes(field, said).await;
        }
        for browser in [hers, his] {
            browser.quit().await;
        }
    });
}

#[test]
fn an_offer_that_runs_out_goes_back_to_the_queue_for_whoever_takes_it() {
    run(async {
        let world = World::with_clock().await;
        let site = world.site().await;
        waiting(&site).await;
        let (bea, ben) = (site.agent("Bea").await, site.agent("Ben").await);
        let (hers, his) = (sits_down(&site, &bea).await, sits_down(&site, &ben).await);
        let (beas, bens) = (console(&hers, &site).await, console(&his, &site).await);
        takes_and_offers(&beas, "Ben").await;
        bens.says("Bea hands this over to you").await;
        bens.line_says("Jo", "Offered to you").await;
        tokio::time::sleep(Duration::from_millis(1_500)).await;

        // Nobody answers for three minutes. Both consoles find back by themselves.
        world.later(3 * MINUTE).await;
        for seat in [&beas, &bens] {
            seat.says("Nobody accepted the handoff in time: it is back in the queue").await;
            seat.says("In the queue").await;
            seat.browser.find("button", "Take").await;
        }
        assert!(his.find_now("button", "Accept").await.is_none());
        assert!(!hers.text().await.contains("Waiting for Ben to accept"));
        bens.no_line_says("Offered to you").await;
        look(&his, "ran-out").await;
        bens.view("Unassigned").await;
        bens.lists(&["Jo"]).await;
        bens.take().await;
        bens.says("Owner: You").await;
        bens.card_says("Last note", NOTE[3].1).await;
        beas.says("Owner: Ben").await;
        for browser in [hers, his] {
            browser.quit().await;
        }
    });
}

#[test]
fn what_waited_until_its_time_comes_back_to_who_let_it_wait_first() {
    run(async {
        let world = World::with_clock().await;
        let site = world.site().await;
        waiting(&site).await;
        let (zoe, ben) = (site.agent("Zoe").await, site.agent("Ben").await);
        let (hers, his) = (sits_down(&site, &zoe).await, sits_down(&site, &ben).await);
        let (zoes, bens) = (console(&hers, &site).await, console(&his, &site).await);
        zoes.take().await;
        // From here on the desk gives out what waits. Ben is there too, and has as much room.
        assert!(site.rules("[routing]\nassign = true\n").await.succeeded());
        zoes.from_menu("Snooze…").await;
        hers.fill("What does it wait for?", "The workshop's answer").await;
        hers.click("button", "1 hour").await;
        for seat in [&zoes, &bens] {
            seat.says("The workshop's answer").await;
            seat.says("Waits until").await;
        }
        zoes.view("Waiting on customer").await;
        zoes.lists(&["Jo"]).await;
        look(&hers, "waits").await;
        tokio::time::sleep(Duration::from_millis(1_500)).await;

        // Almost an hour later both consoles find back, and then it is time.
        world.later(HOUR - MINUTE).await;
        let lea = site.lead("Lea").await.sign_in().await;
        let mut desk = lea.desk().await;
        let here = |desk: &DeskView, name: &str| desk.colleagues.iter().any(|one| one.name == name && one.present);
        while !(here(&desk, "Zoe") && here(&desk, "Ben")) {
            desk.rest(500).await;
        }
        desk.rest(500).await;
        assert!(desk.rows.values().all(|row| row.held.is_some()), "the consoles were too slow: {:#?}", desk.rows);
        for _ in 0..90 {
            if desk.rows.values().all(|row| row.held.is_none() && row.owner.is_some()) {
                break;
            }
            desk.rest(1_000).await;
        }
        zoes.says("It waits no longer, and is back in the queue").await;
        zoes.says("Zoe had put it on hold").await;
        zoes.says("Owner: You").await;
        bens.says("Owner: Zoe").await;
        hers.find("button", "Hand off…").await;
        assert!(!hers.text().await.contains("Waits until"), "{}", hers.text().await);
        look(&hers, "came-back").await;
        for browser in [hers, his] {
            browser.quit().await;
        }
    });
}

#[test]
fn a_code_read_out_at_the_desk_and_typed_into_the_chat_leads_to_the_same_conversation() {
    run(async {
        let site = World::shared().await.site().await;
        assert!(site.rules("[routing]\nassign = false\n").await.succeeded());
        let phone = site.phone("Jo");
        let mut scene = answered_at(site.clone()).await;
        let (kind, value) = (IdentifierKind::Phone, phone.number.clone());
        let wish = Wish::AddIdentifier { kind, value, how: "Told in a mail".to_owned() };
        scene.thread.wish(wish).await.expect("an agent may note a number");
        scene.thread.wish(to_the_queue()).await.unwrap();
        let bea = site.agent("Bea").await;
        let (hers, his) = (sits_down(&site, &bea).await, Browser::start(&site.world).await);
        let seat = console(&hers, &site).await;
        seat.take().await;
        seat.from_menu("Move to…").await;
        hers.click("button", "Move to Phone").await;
        seat.fills_note().await;
        hers.click("button", "Sign and move").await;
        seat.says("Read this code out").await;
        seat.says("Valid for").await;
        look(&hers, "spoken").await;
        let script = "return document.querySelector('#spoken .spoken')?.ariaLabel ?? ''";
        let read_out = hers.script(script, Vec::new()).await;
        let code: String = read_out.as_str().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        assert_eq!(code.len(), 8, "{read_out}");

        // He types it where the shop's chat asks for one, and writes.
        let widget = Shop::visit(&his, &site).await.opens_chat().await;
        widget.types_spoken_code(&code).await;
        widget.write("Here I am, as you said on the phone").await;
        widget.says("To see earlier messages, confirm").await;
        assert!(!widget.everything().await.contains(SECRET), "a code that was heard proves nothing");
        widget.audit("spoken-typed").await;
        hers.click("button", "Done").await;
        seat.says("Here I am, as you said on the phone").await;
        seat.says("moved the customer to Phone").await;
        seat.says("Owner: You").await;
        seat.reply("Good to have you here.").await;
        widget.says("Good to have you here.").await;

        // Once: in another browser it leads nowhere.
        let other = Browser::start(&site.world).await;
        let again = Shop::visit(&other, &site).await.opens_chat().await;
        again.types_spoken_code(&code).await;
        again.says("That code isn’t right").await;
        for browser in [hers, his, other] {
            browser.quit().await;
        }
    });
}
