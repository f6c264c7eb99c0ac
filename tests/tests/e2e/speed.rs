//! How fast the console is with an inbox of hundreds of lines and a conversation of thousands of messages.
//!
//! `cargo xtask measure console` runs it on the product as it ships and prints the figures. They depend on the machine,
//! so nothing in the suite is timed: there the same lists are counted ([`super::long_lists`]).

mod crowd;
mod figures;
mod learning;

use crowd::Crowd;
use figures::{Series, load};
use std::time::{Duration, Instant};
use weft_tests::{
    browser::{Browser, Console, Pace, Stretch},
    harness::{World, run},
};

/// How many times as long the page's own thread takes for everything.
const SLOWER: [u32; 2] = [1, 4];
/// Where an opened page may come from.
const KNOWN: [bool; 2] = [true, false];
/// How fast, in pixels a second: ten screens.
const SPEED: i32 = 10_000;
/// For how long before it is seen whether an end is reached.
const STRETCH: Duration = Duration::from_secs(3);
/// After so long without anything new a reader moves.
const A_LOOK_DOWN: Duration = Duration::from_secs(2);
/// How many key presses a second a held key makes.
const REPEATS: u32 = 30;
/// A page of the same server that has a sentence and no program.
const EMPTY: &str = "console/nobody";
/// The newest message is reached.
const AT_THE_END: &str = "!document.querySelector('.new-below') && \
    (({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 100)(document.querySelector('.log'))";
/// The first message is reached.
const AT_THE_BEGINNING: &str =
    "!document.querySelector('.earlier-more') && document.querySelector('.log').scrollTop < 10";
/// There is nothing above.
const AT_THE_TOP: &str = "document.querySelector('.log').scrollTop < 1";
/// Nothing above what is drawn, though there is more: a page is on its way.
const AT_A_GAP: &str = "!!document.querySelector('.earlier-more') && document.querySelector('.log').scrollTop < 1";

#[test]
#[ignore = "it takes minutes and its figures depend on the machine: `cargo xtask measure console` runs it"]
fn the_console_is_measured() {
    run(async {
        let rounds = number("WEFT_ROUNDS", 9);
        let world = World::start().await;
        let site = world.site().await;
        let ada = site.agent("Ada").await;
        let crowd = Crowd::writes(&site, &ada, number("WEFT_ROWS", 500), number("WEFT_MESSAGES", 5_000)).await;
        let browser = Browser::start(&world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        let mut pace = browser.pace().await;
        println!("{}", load());
        opens(&mut pace, &world.edge_url, &console.address(), rounds).await;
        println!("\n{}", load());
        scrolls(&mut pace, &world.edge_url, &format!("{}#/open/{}", console.address(), crowd.longest), crowd.messages)
            .await;
        println!("\n{}", load());
        walks(&mut pace, &console.address()).await;
        println!("\n{}", load());
        drop(pace);
        browser.quit().await;
    });
}

/// A number from the environment, as `cargo xtask measure` sets it.
fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// From going there to the first view that answers a key. All kinds take turns, so that what else the machine does
/// is in all of them.
async fn opens(pace: &mut Pace<'_>, edge: &str, console: &str, rounds: usize) {
    let mut kinds: Vec<(u32, bool, Series, Series, Series)> = SLOWER
        .iter()
        .flat_map(|slower| KNOWN.map(|known| (*slower, known, Series::default(), Series::default(), Series::default())))
        .collect();
    for _ in 0..=rounds {
        for (slower, known, base, shown, answered) in &mut kinds {
            pace.slow_down(*slower).await;
            if !*known {
                pace.forget().await;
            }
            base.add(pace.opens(&format!("{edge}/{EMPTY}")).await.answered);
            if !*known {
                pace.forget().await;
            }
            let opening = pace.opens(console).await;
            shown.add(opening.shown);
            answered.add(opening.answered);
        }
    }
    println!("\nFrom going there to a first view that answers a key, in ms: median (fastest to slowest) of {rounds}\n");
    println!("| processor | HTTP cache | lines are shown | a key is answered | an empty page | ratio |");
    println!("|---|---|---|---|---|---|");
    for (slower, known, mut base, mut shown, mut answered) in kinds {
        // The first of each kind warms the machine up.
        for series in [&mut base, &mut shown, &mut answered] {
            series.forget_first();
        }
        let ratio = answered.median() / base.median().max(1.0);
        let known = if known { "warm" } else { "cold" };
        println!("| {slower}× slower | {known} | {shown} | {answered} | {base} | {ratio:.1} |");
    }
    pace.slow_down(1).await;
}

/// From the newest message to the first and back, beside a plain list as long.
async fn scrolls(pace: &mut Pace<'_>, edge: &str, thread: &str, messages: usize) {
    println!("\nScrolling through {messages} messages, at {SPEED} pixels a second\n");
    println!("{}", head("waits for a page"));
    for slower in SLOWER {
        pace.opens(&format!("{edge}/{EMPTY}")).await;
        pace.slow_down(slower).await;
        pace.script(&plain(messages)).await;
        row(&format!("{slower}×: a plain list, up"), turns(pace, AT_THE_TOP, -SPEED).await.0, "");

        pace.slow_down(1).await;
        pace.opens(thread).await;
        pace.until("!!document.querySelector('.log .message')").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        pace.slow_down(slower).await;
        let (up, waits, waited) = turns(pace, AT_THE_BEGINNING, -SPEED).await;
        row(&format!("{slower}×: up, pages come"), up, &format!("{waits} ({waited:?})"));
        let (down, _, _) = turns(pace, AT_THE_END, SPEED).await;
        row(&format!("{slower}×: down again"), down, "");
    }
    pace.slow_down(1).await;
}

/// A page with as many plain paragraphs, all there from the beginning.
fn plain(messages: usize) -> String {
    format!(
        "(() => {{ const list = document.createElement('div'); list.className = 'log'; \
         list.style.cssText = 'height: 700px; overflow-y: auto'; \
         for (let n = 0; n < {messages}; n += 1) {{ const one = document.createElement('p'); \
         one.textContent = `Line ${{n}} of a plain list that has as many lines as the conversation has messages.`; list.append(one); }} \
         document.body.replaceChildren(list); list.scrollTop = list.scrollHeight; }})()"
    )
}

/// Scrolls until an end is reached: how that was, how often and how long a page was waited for.
async fn turns(pace: &mut Pace<'_>, there: &str, speed: i32) -> (Stretch, u32, Duration) {
    let (mut all, mut waits, mut waited) = (Stretch::default(), 0, Duration::ZERO);
    for _ in 0..2_000 {
        pace.begins().await;
        pace.glides(".log", speed, STRETCH).await;
        all = all.and(pace.ends().await);
        if pace.script(there).await == true {
            break;
        }
        if pace.script(AT_A_GAP).await == true {
            waits += 1;
            let began = Instant::now();
            while began.elapsed() < A_LOOK_DOWN && pace.script(AT_A_GAP).await == true {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            waited += began.elapsed();
            // Whoever waited in vain moves a little, and tries again.
            pace.script("document.querySelector('.log').scrollTop += 5").await;
        }
    }
    (all, waits, waited)
}

/// `j` held from the first line of the inbox to the last, and `k` back.
async fn walks(pace: &mut Pace<'_>, console: &str) {
    println!("\nA held key, {REPEATS} presses a second, through the inbox\n");
    println!("{}", head("lines passed, slowest answer"));
    for slower in SLOWER {
        pace.slow_down(1).await;
        pace.opens(console).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        pace.slow_down(slower).await;
        for (letter, name) in [("j", "down by j"), ("k", "up by k")] {
            let (stretch, passed) = held(pace, letter).await;
            row(&format!("{slower}×: {name}"), stretch, &format!("{passed}, {:.0} ms", stretch.key));
        }
    }
    pace.slow_down(1).await;
}

/// Holds a letter until the line in focus stays the same for a second. Says how many lines were passed.
async fn held(pace: &mut Pace<'_>, letter: &str) -> (Stretch, usize) {
    let mut passed = std::collections::BTreeSet::new();
    let mut still = 0;
    let mut beat = tokio::time::interval(Duration::from_secs(1) / REPEATS);
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    pace.begins().await;
    for press in 0..5_000 {
        beat.tick().await;
        pace.presses(letter, press > 0).await;
        let here = pace.script("document.activeElement.id").await;
        still = if passed.insert(here.as_str().unwrap_or_default().to_owned()) { 0 } else { still + 1 };
        if still > REPEATS {
            break;
        }
    }
    (pace.ends().await, passed.len())
}

fn head(last: &str) -> String {
    format!(
        "| | frames | over 50 ms | slowest | tasks over 50 ms | longest | in all | elements | {last} |\n|---|---|---|---|---|---|---|---|---|"
    )
}

fn row(name: &str, it: Stretch, last: &str) {
    println!(
        "| {name} | {} in {:.0} s | {} | {:.0} ms | {} | {:.0} ms | {:.1} s | {} | {last} |",
        it.frames,
        it.ms / 1_000.0,
        it.slow,
        it.slowest,
        it.tasks,
        it.longest,
        it.tasks_ms / 1_000.0,
        it.nodes
    );
}
