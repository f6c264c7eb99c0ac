//! The browser's developer tools, asked directly: WebDriver does not reach into frames of other processes.

use super::Browser;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::Message};

impl Browser {
    /// One question to the tools of the page in front, by way of the driver: whoever else asks that page takes away what
    /// the driver set up there as soon as they leave, such as a device for passkeys.
    pub(super) async fn ask_page(&self, method: &str, params: Value) -> Value {
        let answer = self.driver.cdp().send_raw(method, params).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The page in front and the frames of other sites in it, each with the address of its tools.
    async fn targets(&self) -> Vec<Value> {
        let url = format!("http://{}/json/list", self.debugger);
        let listed = self.world.client.get(url).send().await.expect("developer tools").json::<Vec<Value>>().await;
        listed.expect("a list of targets")
    }

    /// The tools of the page that the driver looks at.
    pub(super) async fn page_tools(&self) -> String {
        let handle = self.driver.window().await.expect("a tab").to_string();
        let targets = self.targets().await;
        let page = targets.iter().find(|target| target["id"] == handle.as_str());
        page.and_then(|page| page["webSocketDebuggerUrl"].as_str()).expect("the page has tools").to_owned()
    }

    /// The tools of the frame in that page whose address begins so.
    pub(super) async fn frame_tools(&self, address: &str) -> Option<String> {
        let handle = self.driver.window().await.expect("a tab").to_string();
        let targets = self.targets().await;
        let fits = |target: &&Value| {
            target["type"] == "iframe" && target["url"].as_str().is_some_and(|url| url.starts_with(address))
        };
        let own = targets.iter().filter(fits).find(|target| target["parentId"] == handle.as_str());
        let frame = own.or_else(|| targets.iter().find(fits))?;
        frame["webSocketDebuggerUrl"].as_str().map(str::to_owned)
    }
}

/// One question to developer tools.
pub(super) async fn ask(tools: &str, method: &str, params: Value) -> Value {
    let (mut socket, _) = connect_async(tools).await.expect("developer tools");
    let question = json!({ "id": 1, "method": method, "params": params }).to_string();
    socket.send(Message::text(question)).await.expect("developer tools");
    loop {
        let message = socket.next().await.expect("an answer").expect("an answer");
        let Ok(text) = message.to_text() else { continue };
        let answer: Value = serde_json::from_str(text).unwrap_or_default();
        if answer["id"] == 1 {
            assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
            return answer["result"].clone();
        }
    }
}
