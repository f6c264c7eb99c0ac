//! The console as an agent sees it.

use super::{
    Browser,
    sign_in::{ask_code, sign_in},
};
use crate::{harness::Site, persona::Agent};
use thirtyfour::By;

/// The console.
pub struct Console<'a> {
    /// The browser that shows it.
    pub browser: &'a Browser,
    site: Site,
}

impl<'a> Console<'a> {
    /// Opens its page.
    pub async fn open(browser: &'a Browser, site: &Site) -> Self {
        let console = Self { browser, site: site.clone() };
        browser.go(&console.address()).await;
        console
    }

    /// The console that a browser shows already.
    #[must_use]
    pub fn here(browser: &'a Browser, site: &Site) -> Self {
        Self { browser, site: site.clone() }
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}/console/{}", self.site.world.edge_url, self.site.id)
    }

    /// Asks for a code at an agent's address.
    pub async fn ask_code(&self, agent: &Agent) {
        ask_code(self.browser, agent).await;
    }

    /// Signs in by the code that comes to the agent's mailbox.
    pub async fn sign_in(&self, agent: &Agent) {
        sign_in(self.browser, agent).await;
        self.browser.find("heading", "Inbox").await;
    }

    /// Opens the conversation whose line says this.
    pub async fn pick(&self, words: &str) {
        self.browser.follow(words).await;
        self.browser.find("field", "Your answer").await;
    }

    /// Waits until this is to be read.
    pub async fn says(&self, words: &str) {
        self.browser.says(words).await;
    }

    /// Takes the conversation that is open.
    pub async fn take(&self) {
        self.browser.click("button", "Take").await;
        self.browser.find("button", "Hand off…").await;
    }

    /// Answers in the conversation that is open.
    pub async fn reply(&self, text: &str) {
        self.browser.fill("Your answer", text).await;
        self.browser.click("button", "Send").await;
        self.says(text).await;
    }

    /// Picks the channel by which the answer is to go.
    ///
    /// # Panics
    /// When the composer offers no such channel.
    pub async fn picks_channel(&self, channel: &str) {
        let option = By::Css(format!("#reply-by option[value='{channel}']"));
        let began = std::time::Instant::now();
        loop {
            // The choice may be redrawn between finding and clicking.
            if let Ok(option) = self.browser.driver.find(option.clone()).await
                && option.click().await.is_ok()
            {
                return;
            }
            assert!(began.elapsed() < super::PATIENCE, "no channel {channel}: {}", self.browser.text().await);
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    /// Whether the field for the answer takes text.
    pub async fn takes_text(&self) -> bool {
        self.browser.find("field", "Your answer").await.is_enabled().await.unwrap_or(false)
    }

    /// The messages of the conversation that is open: who, by what and when, and everything that is to be read of each.
    pub async fn messages(&self) -> Vec<String> {
        let script =
            "return [...document.querySelectorAll('article')].map((one) => `${one.ariaLabel}\n${one.innerText}`)";
        let found = self.browser.script(script, Vec::new()).await;
        found.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }

    /// Closes the conversation that is open.
    pub async fn close(&self) {
        self.browser.click("button", "Close").await;
        self.browser.find("button", "Reopen").await;
    }
}
