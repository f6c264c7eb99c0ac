//! The carrier's mailbox page, as the customer's mail program.

use super::Browser;
use crate::carrier::Mailbox;

/// The mailbox page.
pub struct MailboxPage<'a> {
    /// The browser that shows it.
    pub browser: &'a Browser,
}

impl<'a> MailboxPage<'a> {
    /// Opens the mailbox of somebody.
    pub async fn open(browser: &'a Browser, address: &str) -> Self {
        browser.go(&format!("{}/box/{address}", browser.world.carrier.mailbox_url())).await;
        Self { browser }
    }

    /// Writes a mail in the form and sends it.
    pub async fn write(&self, from: &Mailbox, to: &str, subject: &str, text: &str) {
        self.browser.go(&format!("{}/write", self.browser.world.carrier.mailbox_url())).await;
        self.browser.fill("Your name", &from.name).await;
        self.browser.fill("Your address", &from.address).await;
        self.browser.fill("To", to).await;
        self.browser.fill("Subject", subject).await;
        self.browser.fill("Text", text).await;
        self.browser.click("button", "Send").await;
        self.browser.says("The site took it").await;
    }

    /// Opens the mail whose line says this, once it is there.
    pub async fn read(&self, words: &str) {
        self.browser.click("link", words).await;
        self.browser.find("link", "Reply").await;
    }

    /// Answers the mail that is open.
    ///
    /// # Panics
    /// When there is no field to write in.
    pub async fn reply(&self, text: &str) {
        self.browser.click("link", "Reply").await;
        let field = self.browser.find("field", "Text").await;
        field
            .send_keys(thirtyfour::prelude::Key::Control + thirtyfour::prelude::Key::Home)
            .await
            .expect("the field takes keys");
        field.send_keys(text).await.expect("the field takes text");
        self.browser.click("button", "Send").await;
        self.browser.says("The site took it").await;
    }

    /// Follows the link that continues the conversation; it opens in a tab of its own, which is then looked at.
    pub async fn follow_link(&self) {
        self.browser.click("link", "#weft=").await;
        self.browser.newest_tab().await;
    }
}
