//! The shop's page, from the outside: the launcher in its corner.

use super::{Browser, Widget};
use crate::harness::Site;

/// The shop of a site.
pub struct Shop<'a> {
    /// The browser that shows it.
    pub browser: &'a Browser,
    site: Site,
}

impl<'a> Shop<'a> {
    /// Walks into the shop.
    pub async fn visit(browser: &'a Browser, site: &Site) -> Self {
        browser.go(&site.shop_url()).await;
        Self { browser, site: site.clone() }
    }

    /// The shop that a tab shows already, such as after a link was followed.
    #[must_use]
    pub fn here(browser: &'a Browser, site: &Site) -> Self {
        Self { browser, site: site.clone() }
    }

    /// Goes to another of its pages.
    pub async fn turn_to(&self, page: &str) {
        self.browser.top().await;
        self.browser.click("link", page).await;
    }

    /// Signs in at the shop, as its only customer with an account.
    pub async fn signs_in(&self) {
        self.browser.top().await;
        self.browser.click("button", "Sign in as Jane").await;
        self.browser.find("button", "Sign out").await;
    }

    /// Opens the chat by the mouse.
    pub async fn opens_chat(&self) -> Widget<'a> {
        self.browser.top().await;
        self.browser.click("button", "chat").await;
        self.widget()
    }

    /// Closes the chat by the mouse: by the launcher that opened it.
    pub async fn closes_chat(&self) {
        self.browser.top().await;
        self.browser.click("button", "chat").await;
    }

    /// The chat, wherever it is in the page.
    #[must_use]
    pub fn widget(&self) -> Widget<'a> {
        Widget::framed(self.browser, &self.site)
    }

    /// The requests that the page itself made so far, by address.
    pub async fn requests(&self) -> Vec<String> {
        self.browser.top().await;
        let names = "return performance.getEntriesByType('resource').map((entry) => entry.name)";
        let found = self.browser.script(names, Vec::new()).await;
        found.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    }
}
