//! The open conversation in the console: what agents write, hand over and let wait.

use super::{Browser, Console, PATIENCE};
use serde_json::json;
use std::time::{Duration, Instant};
use thirtyfour::By;

/// What a handoff note says in tests; each field will do.
pub const NOTE: [(&str, &str); 4] = [
    ("What the customer wants", "To know when the new teapot arrives."),
    ("What was done", "Ordered a new one from the workshop."),
    ("What was promised", "A parcel number by tomorrow."),
    ("What is next", "Ask the workshop for the number and send it."),
];

impl Console<'_> {
    /// Turns to writing a note.
    pub async fn turns_to_note(&self) {
        self.turns_to("Note", "Private note").await;
    }

    /// Turns to writing an answer.
    pub async fn turns_to_answer(&self) {
        self.turns_to("Answer", "Your answer").await;
    }

    /// Presses a choice until its field is there: a page that is being drawn may draw the choice anew under the finger.
    async fn turns_to(&self, choice: &str, field: &str) {
        for _ in 0..4 {
            self.browser.click("choice", choice).await;
            for _ in 0..20 {
                if self.browser.find_now("field", field).await.is_some() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        self.browser.find("field", field).await;
    }

    /// Writes a private note that mentions a colleague, picked from the list.
    pub async fn notes_for(&self, colleague: &str, text: &str) {
        self.turns_to_note().await;
        let begun: String = colleague.chars().take(2).collect();
        self.browser.fill("Private note", &format!("@{begun}")).await;
        self.picks(colleague).await;
        let field = self.browser.find("field", "Private note").await;
        field.send_keys(text).await.expect("a note can be written");
        self.browser.click("button", "Add note").await;
        self.says(text).await;
        self.turns_to_answer().await;
    }

    /// Picks from the list that is shown above the text.
    ///
    /// # Panics
    /// When it is not there.
    pub async fn picks(&self, name: &str) {
        let began = Instant::now();
        let choice = By::XPath(format!("//*[@role='option'][contains(., '{name}')]"));
        loop {
            if let Ok(found) = self.browser.driver.find(choice.clone()).await
                && found.click().await.is_ok()
            {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "no choice {name}: {}", self.browser.text().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Chooses from the head's menu.
    pub async fn from_menu(&self, choice: &str) {
        if self.browser.find_now("button", choice).await.is_none() {
            self.browser.click("button", "More").await;
        }
        self.browser.click("button", choice).await;
    }

    /// Fills a handoff note in, but for who gets it.
    pub async fn fills_note(&self) {
        for (field, text) in NOTE {
            self.browser.fill(field, text).await;
        }
    }

    /// Chooses who answers for it from now on.
    ///
    /// # Panics
    /// When there is no such choice.
    pub async fn chooses_owner(&self, name: &str) {
        let began = Instant::now();
        let option = By::XPath(format!("//select[@id='handoff-owner']//option[contains(., '{name}')]"));
        while self.browser.driver.find(option.clone()).await.is_err() {
            assert!(began.elapsed() < PATIENCE, "nobody is called {name}: {}", self.browser.text().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.browser.driver.find(option).await.unwrap().click().await.expect("a choice");
    }

    /// Brings a file for the answer.
    ///
    /// # Panics
    /// When there is no way to.
    pub async fn attaches(&self, path: &std::path::Path) {
        let input = self.browser.driver.find(By::Id("attach-files")).await.expect("a field for files");
        input.send_keys(path.display().to_string()).await.expect("a file");
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        self.browser.find("button", &format!("Remove {name}")).await;
        let began = Instant::now();
        let script = "return document.querySelector('.bringing progress') === null";
        while self.browser.script(script, Vec::new()).await != true {
            assert!(began.elapsed() < PATIENCE, "{name} does not get there: {}", self.browser.text().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Presses "Show earlier messages", if it is there still: near the top they come unasked, and it goes with the
    /// last of them.
    pub async fn asks_for_earlier(&self) {
        let script = "const named = (button) => button.textContent.trim() === 'Show earlier messages'; \
                      [...document.querySelectorAll('.log button')].find(named)?.click()";
        self.browser.script(script, Vec::new()).await;
    }

    /// How many lines of the thread are drawn.
    pub async fn lines_drawn(&self) -> u64 {
        let script = "return document.querySelectorAll('.log .lines > li').length";
        self.browser.script(script, Vec::new()).await.as_u64().unwrap_or_default()
    }
}

impl Browser {
    /// Shows pages as on a screen of this size.
    pub async fn screen(&self, width: u32, height: u32) {
        let params = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.emulates("Emulation.setDeviceMetricsOverride", params).await;
    }

    /// Shows pages as whoever prefers a dark scheme sees them.
    pub async fn darkened(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let params = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.emulates("Emulation.setEmulatedMedia", params).await;
    }

    /// Turns the page's direction.
    pub async fn direction(&self, direction: &str) {
        self.script("document.documentElement.dir = arguments[0]", vec![json!(direction)]).await;
    }

    pub(super) async fn emulates(&self, command: &str, params: serde_json::Value) {
        self.driver.cdp().send_raw(command, params).await.expect("Chromium emulates");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}
