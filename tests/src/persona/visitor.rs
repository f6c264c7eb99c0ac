//! A browser without its looks: the requests that the widget makes.

use super::{Answer, Chat, request};
use crate::harness::{Site, keys::random_hex};
use serde_json::{Value, json};
use weft_shared::{
    id::CommandKey,
    wire::{
        customer::{Begin, ClaimedSession, CodeSent, Credentials, Redeemed},
        problem::Problem,
    },
};

/// A browser.
#[derive(Clone)]
pub struct Visitor {
    /// The site whose chat it shows.
    pub site: Site,
    /// What it is recognised by when it follows a link twice.
    pub browser: String,
}

/// A new idempotency key.
///
/// # Panics
/// Never: hexadecimal digits are a key.
#[must_use]
pub fn new_key() -> CommandKey {
    random_hex(16).parse().expect("a key")
}

impl Visitor {
    /// A browser that was never here.
    #[must_use]
    pub fn new(site: Site) -> Self {
        Self { site, browser: random_hex(16) }
    }

    /// The origin of the frame, which is the edge's own.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.site.world.edge_url
    }

    /// Asks as the frame does.
    pub async fn ask(
        &self,
        method: &str,
        path: &str,
        credentials: Option<&Credentials>,
        body: Option<&Value>,
    ) -> Answer {
        let bearer = credentials.map(|c| format!("Bearer {}.{}", c.session, c.secret));
        let mut headers = vec![("origin", self.origin())];
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        request(&self.site.world.client, method, &self.site.api(path), &headers, body).await
    }

    /// Begins a conversation.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn begin(&self) -> Credentials {
        self.begin_with(new_key(), None, None).await.expect("a visitor may begin")
    }

    /// Begins a conversation, claiming to continue another.
    ///
    /// # Errors
    /// The problem.
    pub async fn begin_with(
        &self,
        key: CommandKey,
        claims_link: Option<String>,
        claims_session: Option<ClaimedSession>,
    ) -> Result<Credentials, Problem> {
        let begin = serde_json::to_value(Begin { key, claims_link, claims_session }).expect("JSON");
        self.ask("POST", "/conversations", None, Some(&begin)).await.result()
    }

    /// Follows a link with a click.
    ///
    /// # Errors
    /// The problem.
    pub async fn redeem(&self, token: &str) -> Result<Redeemed, Problem> {
        self.redeem_answer(token).await.result()
    }

    /// Follows a link with a click; the answer as it came.
    pub async fn redeem_answer(&self, token: &str) -> Answer {
        self.ask("POST", "/links/redeem", None, Some(&json!({ "token": token, "browser": self.browser }))).await
    }

    /// Wants a fresh link in place of this one.
    pub async fn refresh(&self, token: &str) -> Answer {
        self.ask("POST", "/links/refresh", None, Some(&json!({ "token": token }))).await
    }

    /// Types an address under "continue an earlier conversation".
    pub async fn want_link(&self, address: &str) -> Answer {
        self.ask("POST", "/links", None, Some(&json!({ "address": address }))).await
    }

    /// Asks for a code.
    ///
    /// # Errors
    /// The problem.
    pub async fn ask_code(&self, credentials: &Credentials) -> Result<CodeSent, Problem> {
        let path = format!("/conversations/{}/code", credentials.conversation);
        self.ask("POST", &path, Some(credentials), Some(&json!({}))).await.result()
    }

    /// Types a code.
    ///
    /// # Errors
    /// The problem.
    pub async fn type_code(&self, credentials: &Credentials, code: &str) -> Result<Credentials, Problem> {
        let path = format!("/conversations/{}/proof", credentials.conversation);
        self.ask("POST", &path, Some(credentials), Some(&json!({ "code": code }))).await.result()
    }

    /// Signs out.
    pub async fn leave(&self, credentials: &Credentials) -> Answer {
        self.ask("DELETE", &format!("/conversations/{}/session", credentials.conversation), Some(credentials), None)
            .await
    }

    /// Opens the socket and says hello.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn chat(&self, credentials: &Credentials) -> Chat {
        Chat::open(self, credentials, 0).await.expect("the socket is open to its session")
    }
}
