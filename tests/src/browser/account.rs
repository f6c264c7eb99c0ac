//! An agent's own account, as they see it.

use super::{Browser, sign_in::sign_in};
use crate::{harness::Site, persona::Agent};

/// The page.
pub struct AccountPage<'a> {
    /// The browser that shows it.
    pub browser: &'a Browser,
}

impl<'a> AccountPage<'a> {
    /// Opens it by its address.
    pub async fn open(browser: &'a Browser, site: &Site) -> Self {
        browser.go(&format!("{}/account/{}", site.world.edge_url, site.id)).await;
        Self { browser }
    }

    /// Goes there from the inbox, by the agent's own menu.
    pub async fn from_inbox(browser: &'a Browser, name: &str) -> Self {
        browser.click("button", name).await;
        browser.click("link", "Your account").await;
        browser.find("heading", "Passkeys").await;
        Self { browser }
    }

    /// Signs in by the code that comes to the agent's mailbox.
    pub async fn sign_in(&self, agent: &Agent) {
        sign_in(self.browser, agent).await;
        self.browser.find("heading", "Passkeys").await;
    }

    /// Has the device make a passkey of this name.
    pub async fn adds(&self, name: &str) {
        self.browser.fill("Name of the new passkey", name).await;
        self.browser.click("button", "Add a passkey").await;
    }

    /// Removes the passkey of this name.
    pub async fn removes(&self, name: &str) {
        self.browser.click("button", &format!("Remove {name}")).await;
        self.browser.says("signs you in no more").await;
        self.browser.click("button", "Remove").await;
    }

    /// The browsers in which the agent is signed in, as they are listed.
    pub async fn sessions(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('[aria-label=\"Where you are signed in\"] > li')].map((one) => one.innerText)";
        let found = self.browser.script(script, Vec::new()).await;
        found.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }

    /// Signs out everywhere.
    pub async fn signs_out_everywhere(&self) {
        self.browser.click("button", "Sign out everywhere…").await;
        self.browser.says("Your passkeys stay.").await;
        self.browser.click("button", "Sign out everywhere").await;
    }
}
