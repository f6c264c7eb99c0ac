//! What the demonstration site has at the providers that the carrier stands in for: numbers, and secrets that are worth
//! nothing outside of this machine. Made on the first start, kept in the state folder.

use crate::{env_file::write_private, failure::Failure, keys::random_hex, paths};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_compact::{KeyPair, Seed};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The name of the key by which the shop's backend signs.
const KID: &str = "shop";

/// Numbers from ranges that are kept free for examples.
const SMS: &str = "+447700900001";
const WHATSAPP: &str = "+447700900002";
const WHATSAPP_META: &str = "+447700900003";
const VOICE: &str = "+442079460001";
const TEAM: &str = "+442079460010";

/// Numbers and secrets, as the carrier reads them.
pub struct Providers {
    /// The file that the carrier reads.
    pub file: PathBuf,
    content: Value,
}

impl Providers {
    /// Reads them, or makes them now.
    pub fn open(state: &Path, site: &str) -> Result<Self, Failure> {
        let file = state.join("providers.json");
        if file.is_file() {
            let content = serde_json::from_str(&paths::read(&file)?).map_err(|error| {
                Failure::new(format!("{}: {error}; remove the file to make it anew.", file.display()))
            })?;
            return Ok(Self { file, content });
        }
        let id: String = random_hex()?.chars().take(32).collect();
        let content = json!({
            "phones": [{
                "site": site,
                "twilio": {
                    "account": format!("AC{id}"), "token": random_hex()?,
                    "sms": SMS, "whatsapp": WHATSAPP, "voice": VOICE,
                },
                "meta": {
                    "number_id": "106540352242922", "number": WHATSAPP_META, "app_secret": random_hex()?,
                    "access_token": random_hex()?, "verify_token": random_hex()?,
                },
            }],
            "identify": { "kid": KID, "seed": random_hex()? },
        });
        write_private(&file, &content.to_string())?;
        Ok(Self { file, content })
    }

    fn text(&self, pointer: &str) -> &str {
        self.content.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// The site's `phone` settings.
    pub fn phone(&self) -> Value {
        json!({
            "region": "GB",
            "twilio": {
                "account": self.text("/phones/0/twilio/account"),
                "sms": SMS, "whatsapp": WHATSAPP, "voice": VOICE, "team": TEAM,
            },
            "meta": { "number_id": self.text("/phones/0/meta/number_id"), "number": WHATSAPP_META },
        })
    }

    /// The site's `identify` settings: the public half of the shop's key.
    pub fn identify(&self) -> Value {
        let hex = self.text("/identify/seed");
        let byte = |n: usize| hex.get(2 * n..2 * n + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
        let mut seed = [0; 32];
        for (n, place) in seed.iter_mut().enumerate() {
            *place = byte(n).unwrap_or_default();
        }
        let x = URL_SAFE_NO_PAD.encode(*KeyPair::from_seed(Seed::new(seed)).pk);
        json!([{ "kid": KID, "algorithm": "EdDSA", "key": { "kty": "OKP", "crv": "Ed25519", "x": x } }])
    }

    /// The secrets of the site, by the names that the edge knows.
    pub fn secrets(&self) -> [(&'static str, &str); 4] {
        [
            ("twilio-auth-token", self.text("/phones/0/twilio/token")),
            ("meta-app-secret", self.text("/phones/0/meta/app_secret")),
            ("meta-verify-token", self.text("/phones/0/meta/verify_token")),
            ("meta-access-token", self.text("/phones/0/meta/access_token")),
        ]
    }
}

/// What the edge says is missing, in one sentence; none when nothing is.
pub fn missing(answer: &Value) -> Option<String> {
    let lines = answer.get("missing")?.as_array()?;
    let line = |line: &Value| {
        let name = line.get("what").and_then(Value::as_str)?;
        let why = line.get("because").or_else(|| line.get("for")).and_then(Value::as_str).unwrap_or_default();
        Some(format!("{name} ({why})"))
    };
    let names: Vec<String> = lines.iter().filter_map(line).collect();
    (!names.is_empty()).then(|| format!("The site's secrets are not complete: {}.", names.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_made_once_and_none_of_them_is_in_the_settings() {
        let state = std::env::temp_dir().join(format!("weft-providers-{}", std::process::id()));
        std::fs::create_dir_all(&state).unwrap();
        let (one, two) = (Providers::open(&state, "demo").unwrap(), Providers::open(&state, "demo").unwrap());
        assert_eq!(one.secrets(), two.secrets());
        let settings = format!("{}{}", one.phone(), one.identify());
        for (name, secret) in one.secrets() {
            assert!(secret.len() >= 32 && !settings.contains(secret), "{name}");
        }
        assert!(!settings.contains(one.text("/identify/seed")));
        std::fs::remove_dir_all(&state).unwrap();
    }

    #[test]
    fn what_is_missing_is_one_sentence_and_nothing_is_none() {
        let answer = json!({"missing": [{"what": "a", "because": "b"}, {"what": "c", "because": "d"}]});
        assert_eq!(missing(&answer).as_deref(), Some("The site's secrets are not complete: a (b); c (d)."));
        assert_eq!(missing(&json!({"missing": []})), None);
    }
}
