//! The way of a mail into the edge: what an ingress adds to it, and how it is handed over.

use super::Verdict;
use serde::{Deserialize, Serialize};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// Where wrangler takes mails, newest first.
const DOORS: [&str; 2] = ["/cdn-cgi/local/email", "/cdn-cgi/handler/email"];

/// What became of a mail at the edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The HTTP status of the handing over; 0 when nobody answered.
    pub status: u16,
    /// What was said.
    pub said: String,
}

impl Outcome {
    /// Whether the edge took it.
    #[must_use]
    pub const fn taken(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// Whether it is worth another try, as a real ingress would: trouble on our side.
    #[must_use]
    pub const fn try_again(&self) -> bool {
        self.status == 0 || self.status >= 500
    }
}

/// The mail server that stands before the edge.
#[derive(Clone)]
pub struct Ingress {
    client: reqwest::Client,
    edge: String,
    authserv_id: String,
    door: Arc<AtomicUsize>,
}

impl Ingress {
    /// An ingress for one edge.
    #[must_use]
    pub fn new(client: reqwest::Client, edge: String, authserv_id: String) -> Self {
        Self { client, edge, authserv_id, door: Arc::default() }
    }

    /// Removes results that somebody wrote in its name, and adds its own on top (RFC 8601, sections 4 and 5).
    #[must_use]
    pub fn stamp(&self, from: &str, verdict: &Verdict, raw: Vec<u8>, keep_forged: bool) -> Vec<u8> {
        let raw = if keep_forged { raw } else { without_forged(&raw, &self.authserv_id) };
        let domain = from.rsplit_once('@').map_or("", |(_, domain)| domain);
        let result = match verdict {
            Verdict::Pass => {
                format!("dmarc=pass header.from={domain}; dkim=pass header.d={domain}; spf=pass smtp.mailfrom={domain}")
            }
            Verdict::Fail => format!("dmarc=fail header.from={domain}; dkim=none; spf=fail smtp.mailfrom={domain}"),
            Verdict::None => format!("dmarc=none header.from={domain}; dkim=none; spf=none smtp.mailfrom={domain}"),
            Verdict::Said(said) => said.clone(),
            Verdict::Silent => return raw,
        };
        let mut out = format!("Authentication-Results: {}; {result}\r\n", self.authserv_id).into_bytes();
        out.extend(raw);
        out
    }

    /// Hands a mail over and says what came of it.
    pub async fn deliver(&self, from: &str, to: &str, raw: &[u8]) -> Outcome {
        let mut last = Outcome { status: 0, said: "the edge did not answer".to_owned() };
        // A bounce has no sender: its empty path is written `<>`.
        let from = if from.is_empty() { "<>" } else { from };
        for _ in DOORS {
            let door = self.door.load(Ordering::Relaxed);
            let url = format!("{}{}?from={}&to={}", self.edge, DOORS[door], escaped(from), escaped(to));
            let sent = self.client.post(url).header("content-type", "message/rfc822").body(raw.to_vec()).send().await;
            last = match sent {
                Ok(response) => Outcome {
                    status: response.status().as_u16(),
                    said: response.text().await.unwrap_or_else(|error| error.to_string()),
                },
                Err(error) => return Outcome { status: 0, said: error.to_string() },
            };
            if !matches!(last.status, 404 | 405) {
                return last;
            }
            // Another wrangler has its door elsewhere.
            self.door.store((door + 1) % DOORS.len(), Ordering::Relaxed);
        }
        last
    }
}

/// Percent-encodes a value for a query.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-._~@".contains(&b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
        out
    })
}

fn without_forged(raw: &[u8], authserv_id: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let (mut in_head, mut dropping) = (true, false);
    for line in raw.split_inclusive(|b| *b == b'\n') {
        if in_head {
            let folded = matches!(line.first(), Some(b' ' | b'\t'));
            if line.iter().all(|b| matches!(b, b'\r' | b'\n')) {
                in_head = false;
            } else if folded && dropping {
                continue;
            } else {
                let text = String::from_utf8_lossy(line).to_ascii_lowercase();
                dropping = !folded
                    && text
                        .strip_prefix("authentication-results:")
                        .is_some_and(|value| value.trim_start().starts_with(&authserv_id.to_ascii_lowercase()));
                if dropping {
                    continue;
                }
            }
        }
        out.extend_from_slice(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ingress() -> Ingress {
        Ingress::new(reqwest::Client::new(), String::new(), "mx.shop.example".into())
    }

    #[test]
    fn a_result_forged_in_the_name_of_the_ingress_is_removed_with_its_folded_lines() {
        let raw = b"From: a@b\r\nAuthentication-Results: MX.shop.example;\r\n dmarc=pass\r\nX: y\r\n\r\nAuthentication-Results: mx.shop.example; body\r\n";
        let out = ingress().stamp("a@b", &Verdict::Fail, raw.to_vec(), false);
        let out = String::from_utf8(out).unwrap();
        assert!(out.starts_with("Authentication-Results: mx.shop.example; dmarc=fail header.from=b;"), "{out}");
        assert!(!out.contains("dmarc=pass"), "{out}");
        assert!(out.ends_with("X: y\r\n\r\nAuthentication-Results: mx.shop.example; body\r\n"), "{out}");
    }

    #[test]
    fn results_of_others_stay_below_the_own_one() {
        let raw = b"Authentication-Results: mx.other.example; dmarc=pass\r\n\r\n".to_vec();
        let out = String::from_utf8(ingress().stamp("a@b", &Verdict::Pass, raw, false)).unwrap();
        assert_eq!(out.matches("Authentication-Results:").count(), 2);
    }
}
