//! The console's board of the whole desk.

use super::{Browser, Console, PATIENCE};
use serde_json::json;
use std::time::{Duration, Instant};
use thirtyfour::By;

/// The board.
pub struct Board<'a> {
    browser: &'a Browser,
}

impl<'a> Console<'a> {
    /// Goes to the board.
    pub async fn board(&self) -> Board<'a> {
        self.browser.click("link", "Board of the whole desk").await;
        self.browser.find("heading", "Board").await;
        Board { browser: self.browser }
    }
}

impl Board<'_> {
    /// What a part of it says: `queue`, `agents`, `teams` or `decisions`.
    pub async fn part(&self, part: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        let found = self.browser.script(script, vec![json!(format!(".board-{part}"))]).await;
        found.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a part of it says this.
    ///
    /// # Panics
    /// When it does not in time.
    pub async fn says(&self, part: &str, words: &str) {
        let began = Instant::now();
        loop {
            let said = self.part(part).await;
            if said.contains(words) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "the {part} of the board say {said:?}, not {words:?}");
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    }

    /// Waits until a part of it no longer says this.
    ///
    /// # Panics
    /// When it still does.
    pub async fn no_longer_says(&self, part: &str, words: &str) {
        let began = Instant::now();
        while self.part(part).await.contains(words) {
            assert!(began.elapsed() < PATIENCE, "the {part} of the board still say {words:?}");
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    }

    /// Drags a conversation of the queue onto an agent.
    ///
    /// # Panics
    /// When one of them is not there.
    pub async fn drags(&self, title: &str, agent: &str) {
        self.drops(".board-queue li", title, ".board-agent", agent).await;
    }

    /// Drags a conversation that somebody has onto a team.
    ///
    /// # Panics
    /// When one of them is not there.
    pub async fn drags_to_team(&self, title: &str, team: &str) {
        self.drops(".board-one", title, ".board-team", team).await;
    }

    async fn drops(&self, lines: &str, title: &str, targets: &str, name: &str) {
        let line = self.within(lines, title).await;
        let card = self.within(targets, name).await;
        // A browser without a screen starts no drag by its mouse: the page is told what one would have told it.
        line.js_drag_to(&card).await.expect("it can be dragged");
    }

    async fn within(&self, css: &str, words: &str) -> thirtyfour::WebElement {
        for one in self.browser.driver.find_all(By::Css(css)).await.expect("the board") {
            if one.text().await.unwrap_or_default().contains(words) {
                return one;
            }
        }
        panic!("{css} has no {words:?}: {}", self.browser.text().await);
    }

    /// Writes the note that is asked for, with who is to get it where that is not known yet, and signs it.
    pub async fn writes_note(&self, to: Option<&str>) {
        for (field, text) in [
            ("What the customer wants", "A new lid for the blue teapot that came without one."),
            ("What was done", "Looked the order up and checked the stock."),
            ("What was promised", "An answer by tonight."),
            ("What is next", "Send the lid and tell the customer when it comes."),
        ] {
            self.browser.fill(field, text).await;
        }
        if let Some(to) = to {
            let options = self.browser.driver.find_all(By::Css("dialog[open] select option")).await.expect("a choice");
            for option in options {
                if option.text().await.unwrap_or_default().contains(to) {
                    option.click().await.expect("it can be chosen");
                    break;
                }
            }
            self.browser.shot("board-note-chosen").await;
        }
        self.browser.click("button", "Hand over").await;
    }
}
