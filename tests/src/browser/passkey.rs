//! A device that keeps passkeys, made of nothing (Web Authentication, section 11: virtual authenticators).

use super::Browser;
use crate::persona::Authenticator;
use serde_json::{Value, json};

/// A device at a browser.
pub struct Device<'a> {
    browser: &'a Browser,
    address: String,
}

impl Browser {
    /// Gives the browser a device that keeps passkeys, knows its owner and lets them pass.
    ///
    /// # Panics
    /// When the driver cannot.
    pub async fn device(&self) -> Device<'_> {
        let wanted = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserConsenting": true, "isUserVerified": true,
        });
        let all = format!("{}/session/{}/webauthn/authenticator", self.webdriver, self.driver.session_id());
        let id = self.webdriver("POST", &all, Some(wanted)).await;
        let address = format!("{all}/{}", id.as_str().expect("the id of an authenticator"));
        Device { browser: self, address }
    }

    async fn webdriver(&self, method: &str, url: &str, body: Option<Value>) -> Value {
        let mut asked = self.world.client.request(method.parse().expect("a method"), url);
        if let Some(body) = body {
            asked = asked.json(&body);
        }
        let answer = asked.send().await.expect("the driver answers");
        let (status, text) = (answer.status(), answer.text().await.unwrap_or_default());
        assert!(status.is_success(), "{method} {url}: {text}");
        serde_json::from_str::<Value>(&text).expect("JSON")["value"].clone()
    }
}

impl Device<'_> {
    /// The passkeys that it keeps.
    pub async fn passkeys(&self) -> Vec<Value> {
        let found = self.browser.webdriver("GET", &format!("{}/credentials", self.address), None).await;
        found.as_array().cloned().unwrap_or_default()
    }

    /// Keeps a passkey that its owner has made elsewhere.
    pub async fn receives(&self, passkey: &Authenticator) {
        let url = format!("{}/credential", self.address);
        self.browser.webdriver("POST", &url, Some(passkey.exported())).await;
    }

    /// From now on it knows its owner, or not.
    pub async fn verifies(&self, owner: bool) {
        let wanted = json!({ "isUserVerified": owner });
        self.browser.webdriver("POST", &format!("{}/uv", self.address), Some(wanted)).await;
    }
}
