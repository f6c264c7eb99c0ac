//! The console's first pane: views, lines, what is done with several of them, the palette, search.

use super::{Console, Key, PATIENCE};
use serde_json::json;
use std::time::Instant;

const TITLES: &str = "return [...document.querySelectorAll('.rows a.row .row-title')].map((one) => one.textContent)";

impl Console<'_> {
    /// Goes to a view by its name.
    pub async fn view(&self, name: &str) {
        self.browser.follow(name).await;
    }

    /// What the lines are called, from the top.
    pub async fn titles(&self) -> Vec<String> {
        let found = self.browser.script(TITLES, Vec::new()).await;
        found.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }

    /// Waits until exactly these lines are there, in this order.
    ///
    /// # Panics
    /// When they are not in time.
    pub async fn lists(&self, titles: &[&str]) {
        let began = Instant::now();
        loop {
            let now = self.titles().await;
            if now == titles {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "the inbox shows {now:?}, not {titles:?}");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    /// Waits until a line says this.
    ///
    /// # Panics
    /// When none does in time.
    pub async fn line_says(&self, title: &str, words: &str) {
        let script = "const line = [...document.querySelectorAll('.rows a.row')].find((one) => \
                      one.querySelector('.row-title')?.textContent === arguments[0]); return line?.textContent ?? null";
        let began = Instant::now();
        loop {
            let said = self.browser.script(script, vec![json!(title)]).await;
            let said = said.as_str().unwrap_or_default().to_owned();
            if said.contains(words) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "the line of {title} says {said:?}, not {words:?}");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    /// Waits until no line says this.
    ///
    /// # Panics
    /// When one still does.
    pub async fn no_line_says(&self, words: &str) {
        let script = "return [...document.querySelectorAll('.rows a.row')].map((one) => one.textContent).join('\\n')";
        let began = Instant::now();
        loop {
            let said = self.browser.script(script, Vec::new()).await.as_str().unwrap_or_default().to_owned();
            if !said.contains(words) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "a line still says {words:?}: {said}");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    /// How many lines are drawn.
    pub async fn drawn(&self) -> u64 {
        self.browser
            .script("return document.querySelectorAll('.rows a.row').length", Vec::new())
            .await
            .as_u64()
            .unwrap_or(0)
    }

    /// Presses letters, one after the other, as commands.
    pub async fn keys(&self, letters: &str) {
        self.browser.type_text(letters).await;
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    }

    /// Finds something by the palette and does it.
    pub async fn command(&self, typed: &str) {
        self.browser.press(Key::ControlK).await;
        self.browser.focus_moves_to("Find a command").await;
        self.browser.type_text(typed).await;
        self.browser.press(Key::Enter).await;
    }

    /// Looks for messages.
    pub async fn looks_for(&self, words: &str) {
        self.browser.fill("Search messages", words).await;
        self.browser.press(Key::Enter).await;
    }

    /// Waits until the address ends so.
    ///
    /// # Panics
    /// When it does not in time.
    pub async fn is_at(&self, end: &str) {
        let began = Instant::now();
        loop {
            let now = self.browser.address().await;
            if now.ends_with(end) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "the address is {now}, not …{end}");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }
}
