//! How the page is looked at: its size, the scheme, the direction of its text.

use super::Browser;
use serde_json::{Value, json};

/// What the reader's system prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Browser {
    /// Lets the page be seen in a scheme.
    pub async fn scheme(&self, scheme: Scheme) {
        let value = if scheme == Scheme::Dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.emulate("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Lets the page be so wide and high, narrower than a window can be too.
    pub async fn size(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.emulate("Emulation.setDeviceMetricsOverride", size).await;
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }

    /// Lets the page be written from right to left, or no longer.
    pub async fn right_to_left(&self, on: bool) {
        let direction = if on { "rtl" } else { "ltr" };
        self.script("document.documentElement.dir = arguments[0]", vec![json!(direction)]).await;
    }

    /// Pictures and audits of the page in both schemes, and pictures of it narrow and from right to left.
    pub async fn looks(&self, name: &str) {
        self.shot(name).await;
        self.audit(name).await;
        self.scheme(Scheme::Dark).await;
        self.shot(&format!("{name}-dark")).await;
        self.audit(&format!("{name}-dark")).await;
        self.scheme(Scheme::Light).await;
        self.right_to_left(true).await;
        self.shot(&format!("{name}-rtl")).await;
        self.right_to_left(false).await;
        self.size(360, 740).await;
        self.shot(&format!("{name}-narrow")).await;
        self.audit(&format!("{name}-narrow")).await;
        self.size(1280, 900).await;
    }

    /// One question to developer tools by way of the driver, which keeps what is emulated until it ends.
    async fn emulate(&self, command: &str, params: Value) {
        let url = format!("{}/session/{}/goog/cdp/execute", self.webdriver, self.driver.session_id());
        let question = json!({ "cmd": command, "params": params });
        let answer = self.world.client.post(url).json(&question).send().await.expect("the driver answers");
        assert!(answer.status().is_success(), "{command}: {:?}", answer.text().await);
    }
}
