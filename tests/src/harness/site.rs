//! A site of a test, and the people around it.

use super::{
    AUTHSERV_ID, World,
    keys::{random, random_hex},
};
use crate::{
    carrier::{
        now,
        phones::{MetaNumber, SitePhones, TwilioAccount},
    },
    persona::{Agent, Answer, Customer, Phone, Provider, Visitor, request},
};
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
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
    /// What it has at the providers of texts and calls.
    pub phones: SitePhones,
}

/// Areas with numbers for films and examples, +1 xxx 555 0100 to 0199.
const AREAS: [&str; 10] = ["202", "212", "213", "305", "312", "415", "617", "702", "713", "818"];
/// How many numbers a site takes.
const NUMBERS: usize = 5;

static SITES: AtomicUsize = AtomicUsize::new(0);
static PEOPLE: AtomicUsize = AtomicUsize::new(0);

/// Numbers and secrets of a new site, of which no other site of this process has any.
fn numbers(site: &str) -> SitePhones {
    let n = SITES.fetch_add(1, Ordering::Relaxed);
    let number = |at: usize| {
        let line = n * NUMBERS + at;
        format!("+1{}55501{:02}", AREAS[line / 100 % AREAS.len()], line % 100)
    };
    SitePhones {
        site: site.to_owned(),
        twilio: Some(TwilioAccount {
            account: format!("AC{}", random_hex(16)),
            token: random_hex(16),
            sms: Some(number(0)),
            whatsapp: Some(number(1)),
            voice: Some(number(2)),
            opt_out: false,
        }),
        meta: Some(MetaNumber {
            number_id: format!("10654{n:06}"),
            number: number(3),
            app_secret: random_hex(16),
            access_token: random_hex(24),
            verify_token: random_hex(12),
        }),
    }
}

/// A number of a person that nobody else of this process has, from +44 7700 900000 to 900999.
fn persons_number() -> String {
    format!("+447700900{:03}", PEOPLE.fetch_add(1, Ordering::Relaxed) % 1000)
}

impl Site {
    /// Registers a site; its providers share no secrets with it yet.
    ///
    /// # Panics
    /// When the edge refuses it.
    pub async fn create(world: &Arc<World>, slug: &str) -> Self {
        let site = Self {
            world: Arc::clone(world),
            id: slug.parse().expect("a slug"),
            help: format!("help@{slug}.example"),
            reply_domain: format!("reply.{slug}.example"),
            phones: numbers(slug),
        };
        world.carrier.phones.serve(site.phones.clone());
        world.carrier.store.belongs(&site.help, slug);
        let answer = site.put(&site.settings()).await;
        assert!(answer.succeeded(), "the site is refused: {answer:?}");
        site
    }

    /// Hands the edge everything that its providers share with it.
    ///
    /// # Panics
    /// When the edge refuses it.
    pub async fn with_secrets(self) -> Self {
        for (name, value) in self.secrets() {
            let answer = self.secret(name, &value).await;
            assert!(answer.succeeded(), "the secret {name} is refused: {answer:?}");
        }
        self
    }

    /// The secrets that its providers share with it, by the names that the edge knows.
    #[must_use]
    pub fn secrets(&self) -> Vec<(&'static str, String)> {
        let mut secrets = Vec::new();
        if let Some(twilio) = &self.phones.twilio {
            secrets.push(("twilio-auth-token", twilio.token.clone()));
        }
        if let Some(meta) = &self.phones.meta {
            secrets.push(("meta-app-secret", meta.app_secret.clone()));
            secrets.push(("meta-access-token", meta.access_token.clone()));
            secrets.push(("meta-verify-token", meta.verify_token.clone()));
        }
        secrets
    }

    /// Hands the edge a secret.
    pub async fn secret(&self, name: &str, value: &str) -> Answer {
        self.admin("PUT", &format!("/secrets/{name}"), Some(&json!({ "value": value }))).await
    }

    /// Puts a file of rules in force, over those that Weft comes with.
    pub async fn rules(&self, text: &str) -> Answer {
        let now = self.admin("GET", "/policy", None).await;
        let base = if now.succeeded() { now.json::<Value>()["version"].as_u64().unwrap_or(0) } else { 0 };
        self.admin("PUT", "/policy", Some(&json!({ "base": base, "text": text }))).await
    }

    /// The number of the team that calls go to when no agent has one.
    #[must_use]
    pub fn team(&self) -> String {
        let voice = self.phones.twilio.as_ref().and_then(|it| it.voice.clone()).unwrap_or_default();
        format!("+4420794609{}", &voice[voice.len().saturating_sub(2)..])
    }

    fn phone_settings(&self) -> Value {
        let twilio = self.phones.twilio.as_ref().map(|it| {
            json!({ "account": it.account, "sms": it.sms, "whatsapp": it.whatsapp, "voice": it.voice, "team": self.team() })
        });
        let meta = self.phones.meta.as_ref().map(|it| json!({ "number_id": it.number_id, "number": it.number }));
        json!({ "region": "GB", "twilio": twilio, "meta": meta })
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
            "phone": self.phone_settings(),
            "identify": [self.world.keys.backend.setting()],
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
        self.agent_with(name, "agent", None).await
    }

    /// A new agent who may change the site's rules, not signed in.
    ///
    /// # Panics
    /// When the edge refuses the agent.
    pub async fn lead(&self, name: &str) -> Agent {
        self.agent_with(name, "lead", None).await
    }

    /// A new agent who looks after the site, not signed in.
    ///
    /// # Panics
    /// When the edge refuses the agent.
    pub async fn admin_agent(&self, name: &str) -> Agent {
        self.agent_with(name, "admin", None).await
    }

    /// A new agent with a role and perhaps a number, not signed in.
    ///
    /// # Panics
    /// When the edge refuses the agent.
    pub async fn agent_with(&self, name: &str, role: &str, phone: Option<&str>) -> Agent {
        let slug = name.to_lowercase();
        let address = format!("{slug}@staff.{}.example", self.id);
        let work = json!({ "teams": ["support"], "capacity": 100 });
        let document = json!({ "name": name, "address": address, "role": role, "phone": phone, "work": work });
        let answer = self.admin("PUT", &format!("/agents/{slug}"), Some(&document)).await;
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

    /// A person with a phone of their own.
    #[must_use]
    pub fn phone(&self, name: &str) -> Phone {
        Phone::new(self.clone(), name, &persons_number())
    }

    /// The providers behind its webhooks.
    #[must_use]
    pub fn provider(&self) -> Provider {
        Provider::new(self)
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
