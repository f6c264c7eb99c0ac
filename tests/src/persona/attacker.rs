//! Somebody who means harm: knows the protocol, holds no secret of anybody else.

use super::{Answer, try_request};
use crate::{
    carrier::{Mail, Mailbox, Verdict},
    harness::Site,
};
use serde_json::Value;

/// Somebody who means harm.
pub struct Attacker {
    /// The site under attack.
    pub site: Site,
    /// Their own, real mailbox.
    pub mailbox: Mailbox,
}

impl Attacker {
    /// With a mailbox of their own at a domain of their own.
    #[must_use]
    pub fn new(site: &Site) -> Self {
        Self { site: site.clone(), mailbox: Mailbox::new("Mallory", format!("mallory@evil.{}.example", site.id)) }
    }

    /// Sends raw MIME from the own server; the ingress finds out what it finds out.
    pub async fn mails(&self, to: &str, raw: &str, verdict: Verdict, keep_forged: bool) -> Mail {
        let raw = raw.replace('\n', "\r\n").into_bytes();
        self.site.world.carrier.send_raw(&self.mailbox.address, to, raw, &verdict, keep_forged).await
    }

    /// Asks anything of the edge with any headers.
    ///
    /// # Panics
    /// When nobody answers.
    pub async fn asks(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let url = format!("{}{path}", self.site.world.edge_url);
        try_request(&self.site.world.client, method, &url, headers, body).await.expect("an answer")
    }
}
