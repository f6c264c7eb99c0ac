//! A site of a test, and the people around it.

use super::{AUTHSERV_ID, World, keys::random};
use crate::{
    carrier::now,
    persona::{Agent, Answer, Customer, Visitor, request},
};
use serde_json::{Value, json};
use std::sync::Arc;
use weft_shared::{
    id::{SiteId, TokenId},
    seal::Seal,
    time::{DAY, Timestamp},
    token::{Claims, Unverified},
};

/// A site.
#[derive(Clone)]
pub struct Site {
    /// Where it is.
    pub world: Arc<World>,
    /// Its slug.
    pub id: SiteId,
    /// The address that customers write to first.
    pub help: String,
    /// The domain of its reply addresses.
    pub reply_domain: String,
}

impl Site {
    /// Registers a site.
    ///
    /// # Panics
    /// When the edge refuses it.
    pub async fn create(world: &Arc<World>, slug: &str) -> Self {
        let site = Self {
            world: Arc::clone(world),
            id: slug.parse().expect("a slug"),
            help: format!("help@{slug}.example"),
            reply_domain: format!("reply.{slug}.example"),
        };
        world.carrier.store.belongs(&site.help, slug);
        let answer = site.put(&site.settings()).await;
        assert!(answer.succeeded(), "the site is refused: {answer:?}");
        site
    }

    /// Its settings as they were registered.
    #[must_use]
    pub fn settings(&self) -> Value {
        json!({
            "name": "Demo Shop",
            "origins": [self.world.carrier.shop_url()],
            "continue_url": self.shop_url(),
            "accent": "#8a4b2f",
            "mail": {
                "from": self.help,
                "from_name": "Demo Shop",
                "reply_domain": self.reply_domain,
                "inbound": [self.help],
                "authserv_id": AUTHSERV_ID,
            },
        })
    }

    /// Registers it with these settings.
    pub async fn put(&self, settings: &Value) -> Answer {
        self.admin("PUT", "", Some(&json!({ "settings": settings }))).await
    }

    /// Asks the admin interface about this site.
    pub async fn admin(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let url = format!("{}/v1/admin/sites/{}{path}", self.world.edge_url, self.id);
        let bearer = format!("Bearer {}", self.world.keys.admin);
        request(&self.world.client, method, &url, &[("authorization", &bearer)], body).await
    }

    /// The address of an API route of this site.
    #[must_use]
    pub fn api(&self, path: &str) -> String {
        format!("{}/v1/sites/{}{path}", self.world.edge_url, self.id)
    }

    /// The page of the shop that has this site's snippet.
    #[must_use]
    pub fn shop_url(&self) -> String {
        format!("{}/s/{}/", self.world.carrier.shop_url(), self.id)
    }

    /// A new agent, not signed in.
    ///
    /// # Panics
    /// When the edge refuses the agent.
    pub async fn agent(&self, name: &str) -> Agent {
        let slug = name.to_lowercase();
        let address = format!("{slug}@staff.{}.example", self.id);
        let answer =
            self.admin("PUT", &format!("/agents/{slug}"), Some(&json!({ "name": name, "address": address }))).await;
        assert!(answer.succeeded(), "the agent is refused: {answer:?}");
        Agent::new(self.clone(), name, &address)
    }

    /// A new person with a mailbox of their own.
    #[must_use]
    pub fn customer(&self, name: &str) -> Customer {
        let local = name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), ".");
        self.customer_at(name, &format!("{local}@people.{}.example", self.id))
    }

    /// A person with this mailbox.
    #[must_use]
    pub fn customer_at(&self, name: &str, address: &str) -> Customer {
        Customer::new(self.clone(), name, address)
    }

    /// A browser of which nothing is known.
    #[must_use]
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.clone())
    }

    /// The sealing keys, as the edge has them.
    #[must_use]
    pub fn seal(&self) -> Seal {
        self.world.keys.signing().seal(&self.id)
    }

    /// What a token of this site says.
    ///
    /// # Panics
    /// When it is no valid one.
    #[must_use]
    pub fn claims(&self, token: &str) -> Claims {
        let unverified = Unverified::parse(token).expect("no token");
        let verified =
            unverified.verify(&self.world.keys.signing(), &self.id, Timestamp(now())).expect("no valid token");
        verified.claims().clone()
    }

    /// A token that differs from `token` as `change` says, properly signed.
    ///
    /// # Panics
    /// When `token` is no valid one.
    #[must_use]
    pub fn resigned(&self, token: &str, change: impl FnOnce(&mut Claims)) -> String {
        let mut claims = self.claims(token);
        change(&mut claims);
        self.world.keys.signing().sign(&claims, Timestamp(now())).expect("signing")
    }

    /// The same pointer under a new id.
    #[must_use]
    pub fn another_token(&self, token: &str) -> String {
        self.resigned(token, |claims| {
            claims.token = TokenId::new(Timestamp(now()), random(10).try_into().unwrap());
            claims.expires = Timestamp(now() + DAY);
        })
    }
}
