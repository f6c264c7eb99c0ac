//! The chat as a customer sees it. Every action looks into its frame first.

use super::{Browser, PATIENCE};
use crate::harness::Site;
use serde_json::json;
use std::time::{Duration, Instant};
use thirtyfour::prelude::*;

/// The chat.
pub struct Widget<'a> {
    /// The browser that shows it.
    pub browser: &'a Browser,
    frame: Option<String>,
}

impl<'a> Widget<'a> {
    /// In a frame of the shop's page.
    #[must_use]
    pub fn framed(browser: &'a Browser, site: &Site) -> Self {
        Self { browser, frame: Some(format!("{}/frame/{}", site.world.edge_url, site.id)) }
    }

    /// As a page of its own.
    pub async fn page(browser: &'a Browser, site: &Site) -> Self {
        browser.go(&format!("{}/c/{}", site.world.edge_url, site.id)).await;
        Self { browser, frame: None }
    }

    /// Whether the page has the frame at all.
    pub async fn is_there(&self) -> bool {
        self.browser.top().await;
        self.find_frame().await.is_some()
    }

    async fn find_frame(&self) -> Option<WebElement> {
        let script = "const all = (root) => [...root.querySelectorAll('*')].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]); \
                      return all(document).find((e) => e.localName === 'iframe' && e.src.startsWith(arguments[0])) ?? null";
        let address = self.frame.as_deref()?;
        self.browser.driver.execute(script, vec![json!(address)]).await.ok()?.element().ok()
    }

    /// Looks into the frame.
    ///
    /// # Panics
    /// When it does not appear.
    pub async fn enter(&self) -> &Browser {
        self.browser.top().await;
        if self.frame.is_none() {
            return self.browser;
        }
        let began = Instant::now();
        loop {
            if let Some(frame) = self.find_frame().await
                && frame.enter_frame().await.is_ok()
            {
                return self.browser;
            }
            assert!(began.elapsed() < PATIENCE, "the chat's frame does not appear");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Writes a message and sends it with Enter.
    ///
    /// # Panics
    /// When there is no field to write in.
    pub async fn write(&self, text: &str) {
        let browser = self.enter().await;
        let field = browser.find("field", "Write a message").await;
        field.send_keys(text).await.expect("the field takes text");
        field.send_keys(Key::Enter + "").await.expect("the field takes Enter");
    }

    /// Waits until this is to be read.
    pub async fn says(&self, words: &str) {
        self.enter().await.says(words).await;
    }

    /// Everything that is to be read.
    pub async fn text(&self) -> String {
        self.enter().await.text().await
    }

    /// Everything that is in the document.
    pub async fn everything(&self) -> String {
        self.enter().await.everything().await
    }

    /// Waits until these words are nowhere in the document.
    ///
    /// # Panics
    /// When they stay.
    pub async fn forgets(&self, words: &str) {
        let began = Instant::now();
        while self.everything().await.contains(words) {
            assert!(began.elapsed() < PATIENCE, "{words:?} stays: {}", self.text().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Follows the link that brought the customer here, by a click.
    pub async fn continues(&self) {
        self.enter().await.click("button", "Continue your conversation").await;
    }

    /// Asks for a code.
    pub async fn asks_for_code(&self) {
        let browser = self.enter().await;
        browser.click("button", "Send code").await;
        browser.says("We sent a code to").await;
    }

    /// Types a code and confirms it.
    ///
    /// # Panics
    /// When there is no field for it.
    pub async fn types_code(&self, code: &str) {
        let browser = self.enter().await;
        let field = browser.find("field", "digit code").await;
        field.clear().await.expect("the field can be cleared");
        field.send_keys(code).await.expect("the field takes digits");
        // A whole code may be sent by itself; the button is for those who type less quickly.
        if let Some(button) = browser.find_now("button", "Confirm").await {
            let _ = button.click().await;
        }
    }

    /// Types a code that was read out, on the screen that asks for one.
    pub async fn types_spoken_code(&self, code: &str) {
        self.says("How can we help?").await;
        let browser = self.enter().await;
        browser.click("button", "Menu").await;
        browser.click("any", "Continue an earlier conversation").await;
        browser.click("button", "I have a code").await;
        browser.fill("Your code", code).await;
        browser.click("button", "Continue your conversation").await;
    }

    /// Audits it.
    pub async fn audit(&self, place: &str) {
        self.enter().await.audit(place).await;
    }
}
