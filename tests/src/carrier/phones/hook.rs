//! A signed webhook as it goes out: kept whole, so that it can be delivered again, torn or to somebody else.

use super::{loopback, sign};
use crate::carrier::Outcome;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A request to the edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// Whose it is.
    pub site: String,
    /// What it tells, in a word: `message`, `status`, `call`, `step`, `update`.
    pub what: String,
    /// The address.
    pub url: String,
    /// The media type of the body.
    pub media_type: String,
    /// The name of the header that has the signature.
    pub header: String,
    /// The signature.
    pub signature: String,
    /// The body.
    pub body: String,
}

/// What the edge answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The status; 0 when nobody answered.
    pub status: u16,
    /// The body.
    pub body: String,
}

impl Reply {
    /// As it is kept with what a person wrote.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let said: String = self.body.chars().take(300).collect();
        Outcome { status: self.status, said }
    }
}

impl Hook {
    /// A form, as Twilio sends it.
    #[must_use]
    pub fn form(site: &str, what: &str, url: &str, token: &str, params: &[(String, String)]) -> Self {
        // How to come again stands behind `#`; Twilio neither signs nor sends it.
        let url = url.split('#').next().unwrap_or_default();
        Self {
            site: site.to_owned(),
            what: what.to_owned(),
            url: url.to_owned(),
            media_type: "application/x-www-form-urlencoded; charset=UTF-8".to_owned(),
            header: "x-twilio-signature".to_owned(),
            signature: sign::twilio(token, url, params),
            body: sign::form(params),
        }
    }

    /// JSON, as Meta sends it.
    #[must_use]
    pub fn json(site: &str, what: &str, url: &str, secret: &str, body: String) -> Self {
        Self {
            site: site.to_owned(),
            what: what.to_owned(),
            url: url.to_owned(),
            media_type: "application/json".to_owned(),
            header: "x-hub-signature-256".to_owned(),
            signature: sign::meta(secret, &body),
            body,
        }
    }

    /// The same by another token or secret.
    #[must_use]
    pub fn signed_by(&self, secret: &str) -> Self {
        let signature = if self.header == "x-twilio-signature" {
            sign::twilio(secret, &self.url, &sign::read_form(&self.body))
        } else {
            sign::meta(secret, &self.body)
        };
        Self { signature, ..self.clone() }
    }

    /// Delivers it once. An empty signature means no header at all.
    pub async fn deliver(&self, client: &reqwest::Client) -> Reply {
        if !loopback(&self.url) {
            return Reply { status: 0, body: "only this machine is called".to_owned() };
        }
        let mut request = client.post(&self.url).header("content-type", &self.media_type);
        if !self.signature.is_empty() {
            request = request.header(&self.header, &self.signature);
        }
        match request.body(self.body.clone()).timeout(Duration::from_secs(15)).send().await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                Reply { status, body: answer.text().await.unwrap_or_default() }
            }
            Err(error) => Reply { status: 0, body: error.to_string() },
        }
    }

    /// Delivers it, and again while there is trouble on the other side.
    pub async fn deliver_patiently(&self, client: &reqwest::Client) -> Reply {
        let mut reply = self.deliver(client).await;
        for pause in [300, 1_000, 3_000] {
            if reply.status != 0 && reply.status < 500 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(pause)).await;
            reply = self.deliver(client).await;
        }
        reply
    }
}
