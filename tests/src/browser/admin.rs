//! The pages with which a site is looked after, as its leads and admins see them.

use super::{Browser, sign_in::sign_in};
use crate::{harness::Site, persona::Agent};
use serde_json::json;
use std::time::{Duration, Instant};

/// The pages.
pub struct AdminPages<'a> {
    /// The browser that shows them.
    pub browser: &'a Browser,
    site: Site,
}

impl<'a> AdminPages<'a> {
    /// Opens the first of them.
    pub async fn open(browser: &'a Browser, site: &Site) -> Self {
        let pages = Self { browser, site: site.clone() };
        browser.go(&pages.address()).await;
        pages
    }

    /// Their address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}/admin/{}", self.site.world.edge_url, self.site.id)
    }

    /// Signs in by the code that comes to the agent's mailbox.
    pub async fn sign_in(&self, agent: &Agent) {
        sign_in(self.browser, agent).await;
        self.browser.find("heading", "Rules").await;
    }

    /// Goes to a page by the navigation.
    pub async fn to(&self, page: &str) {
        self.browser.click("link", page).await;
        self.browser.find("heading", page).await;
    }

    /// The pages that the navigation offers.
    pub async fn offered(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('.admin-nav a')].map((one) => one.innerText.trim())";
        let found = self.browser.script(script, Vec::new()).await;
        found.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }

    /// The text of an element, once it has one.
    ///
    /// # Panics
    /// When it has none in time.
    pub async fn text_of(&self, id: &str) -> String {
        let began = Instant::now();
        loop {
            let script = "return document.getElementById(arguments[0])?.textContent ?? ''";
            let found = self.browser.script(script, vec![json!(id)]).await;
            match found.as_str() {
                Some(text) if !text.is_empty() => return text.to_owned(),
                _ => assert!(began.elapsed() < super::PATIENCE, "#{id} stays empty: {}", self.browser.text().await),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Whether something reaches beyond the window's side: then a narrow page would scroll sideways.
    pub async fn overflows(&self) -> bool {
        let script = "return document.documentElement.scrollWidth > innerWidth + 1";
        self.browser.script(script, Vec::new()).await.as_bool().unwrap_or_default()
    }

    /// What of the page ends beyond the window's side or is cut where nothing scrolls: its words, each with how far.
    pub async fn beyond(&self) -> Vec<String> {
        let script = "const scrolls = (one) => one && (['auto', 'scroll'].includes(getComputedStyle(one).overflowX) \
              || scrolls(one.parentElement)); \
            const hidden = (one) => one.closest('.visually-hidden, .skip, iframe, [hidden]') || !one.checkVisibility(); \
            return [...document.querySelectorAll('#app *')].filter((one) => !hidden(one)).map((one) => { \
              const box = one.getBoundingClientRect(); \
              const out = Math.max(box.right - innerWidth, -box.left); \
              const cut = ['BUTTON', 'H1', 'H2', 'H3', 'P', 'LABEL', 'LEGEND'].includes(one.tagName) \
                ? one.scrollWidth - one.clientWidth : 0; \
              return [one, out, cut]; \
            }).filter(([one, out, cut]) => (out > 1 && !scrolls(one.parentElement)) || (cut > 1 && !scrolls(one))) \
              .map(([one, out, cut]) => `${one.tagName}.${one.className} ${out}/${cut}: ${one.textContent.slice(0, 60)}`)";
        let found = self.browser.script(script, Vec::new()).await;
        found.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }
}
