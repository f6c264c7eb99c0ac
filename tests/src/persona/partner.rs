//! A program of a partner, with a key of the site's API.

use super::{Answer, SignedIn, request};
use crate::harness::{Site, keys::random_hex};
use serde_json::{Value, json};
use weft_shared::wire::api::KeyMade;

/// A program with a key.
#[derive(Clone)]
pub struct Partner {
    /// The site that it works with.
    pub site: Site,
    /// Its key.
    pub key: String,
}

impl Partner {
    /// Gets a key with these scopes from somebody who looks after the site.
    ///
    /// # Panics
    /// When they cannot make one.
    pub async fn with_scopes(admin: &SignedIn, scopes: &[&str]) -> Self {
        let wanted = json!({ "name": "Partner's shop system", "scopes": scopes });
        let made = admin.ask("POST", "/desk/keys", Some(&wanted)).await;
        assert_eq!(made.status, 201, "{made:?}");
        Self { site: admin.site.clone(), key: made.json::<KeyMade>().key }
    }

    /// The same with every scope.
    pub async fn new(admin: &SignedIn) -> Self {
        let all = ["conversations:read", "conversations:write", "customers:read", "customers:write", "webhooks"];
        Self::with_scopes(admin, &all).await
    }

    /// Asks with these headers besides its key.
    pub async fn asks(&self, method: &str, path: &str, more: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let bearer = format!("Bearer {}", self.key);
        let mut headers = vec![("authorization", bearer.as_str())];
        headers.extend(more);
        let url = format!("{}/api/v1{path}", self.site.world.edge_url);
        request(&self.site.world.client, method, &url, &headers, body).await
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.asks("GET", path, &[], None).await
    }

    /// Does something, under a new idempotency key.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_as(&random_hex(16), path, body).await
    }

    /// Does something under this idempotency key.
    pub async fn post_as(&self, idempotency: &str, path: &str, body: &Value) -> Answer {
        self.asks("POST", path, &[("idempotency-key", idempotency)], Some(body)).await
    }
}
