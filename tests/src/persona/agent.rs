//! A member of staff.

use super::{Answer, Customer, DeskView, ThreadView, request};
use crate::harness::Site;
use serde_json::{Value, json};
use weft_shared::{id::ConversationId, wire::agent::Me};

/// The name of the agents' cookie.
pub const COOKIE: &str = "__Host-weft_agent";

/// A member of staff, with a mailbox to which the codes go.
pub struct Agent {
    /// Where they work.
    pub site: Site,
    /// The name that customers see.
    pub name: String,
    /// Their mailbox.
    pub mailbox: Customer,
}

/// An agent who is signed in.
pub struct SignedIn {
    /// Where they work.
    pub site: Site,
    /// Who they are.
    pub me: Me,
    /// `name=value` of the cookie.
    pub cookie: String,
}

impl Agent {
    /// An agent.
    #[must_use]
    pub fn new(site: Site, name: &str, address: &str) -> Self {
        Self { mailbox: site.customer_at(name, address), name: name.to_owned(), site }
    }

    /// Asks for a code to sign in.
    pub async fn ask_code(&self) -> Answer {
        self.post("/agent/code", &json!({ "address": self.mailbox.address() })).await
    }

    /// Tries to sign in with a code.
    pub async fn try_sign_in(&self, code: &str) -> Answer {
        self.post("/agent/session", &json!({ "address": self.mailbox.address(), "code": code })).await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        let world = &self.site.world;
        request(&world.client, "POST", &self.site.api(path), &[("origin", &world.edge_url)], Some(body)).await
    }

    /// Signs in by a mailed code.
    ///
    /// # Panics
    /// When that fails.
    pub async fn sign_in(&self) -> SignedIn {
        assert_eq!(self.ask_code().await.status, 202);
        let code = self.mailbox.code().await;
        let answer = self.try_sign_in(&code).await;
        assert!(answer.succeeded(), "{} cannot sign in: {answer:?}", self.name);
        let set = answer.header("set-cookie").expect("a cookie");
        assert!(set.starts_with(COOKIE), "{set}");
        let cookie = set.split(';').next().unwrap_or_default().to_owned();
        SignedIn { site: self.site.clone(), me: answer.json(), cookie }
    }
}

impl SignedIn {
    /// Asks as the console does.
    pub async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let world = &self.site.world;
        let headers = [("origin", world.edge_url.as_str()), ("cookie", &self.cookie), ("x-weft-key", &self.me.key)];
        request(&world.client, method, &self.site.api(path), &headers, body).await
    }

    /// Opens the live inbox.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn desk(&self) -> DeskView {
        DeskView::open(self).await.expect("the desk is open to its agents")
    }

    /// Opens a thread.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn thread(&self, conversation: ConversationId) -> ThreadView {
        ThreadView::open(self, conversation).await.expect("the thread is open to the site's agents")
    }
}
