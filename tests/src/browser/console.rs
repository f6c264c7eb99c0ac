//! The console as an agent sees it.

use super::Browser;
use crate::{harness::Site, persona::Agent};

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

    /// Its address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}/console/{}", self.site.world.edge_url, self.site.id)
    }

    /// Asks for a code at an agent's address.
    pub async fn ask_code(&self, agent: &Agent) {
        self.browser.fill("Your work address", agent.mailbox.address()).await;
        self.browser.click("button", "Send me a code").await;
    }

    /// Signs in by the code that comes to the agent's mailbox.
    pub async fn sign_in(&self, agent: &Agent) {
        self.ask_code(agent).await;
        let code = agent.mailbox.code().await;
        self.browser.fill("Code", &code).await;
        if let Some(button) = self.browser.find_now("button", "Continue").await {
            let _ = button.click().await;
        }
        self.browser.find("heading", "Inbox").await;
    }

    /// Opens the conversation whose line says this.
    pub async fn pick(&self, words: &str) {
        self.browser.click("link", words).await;
        self.browser.find("field", "Your answer").await;
    }

    /// Waits until this is to be read.
    pub async fn says(&self, words: &str) {
        self.browser.says(words).await;
    }

    /// Takes the conversation that is open.
    pub async fn take(&self) {
        self.browser.click("button", "Take").await;
        self.browser.find("button", "Release").await;
    }

    /// Answers in the conversation that is open.
    pub async fn reply(&self, text: &str) {
        self.browser.fill("Your answer", text).await;
        self.browser.click("button", "Send").await;
        self.says(text).await;
    }

    /// Closes the conversation that is open.
    pub async fn close(&self) {
        self.browser.click("button", "Close").await;
        self.browser.find("button", "Reopen").await;
    }
}
