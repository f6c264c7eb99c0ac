//! The word of Cloudflare Access on who somebody is: its keys, kept for an hour, and its signature.

use crate::{
    adapter::provider,
    ambient,
    config::Config,
    jwt,
    settings::{AccessSettings, JwtAlgorithm, jwk},
};
use serde::Deserialize;
use serde_json::Value;
use std::{cell::RefCell, collections::HashMap};
use weft_shared::{
    jwt::{Parsed, is_kid},
    time::{HOUR, MINUTE, SECOND, Timestamp},
    wire::problem::Problem,
};
use worker::{Method, Request};

/// How long a team's keys are believed to be its keys, in milliseconds.
const FRESH: i64 = HOUR;
/// How often they are asked for again because a token names another one, in milliseconds.
const PAUSE: i64 = MINUTE;
/// How long nobody asks again after asking failed, in milliseconds.
const AFTER_FAILURE: i64 = 5 * SECOND;
/// Teams that an isolate knows at once.
const MOST: usize = 100;
/// Keys that a team can have.
const MOST_KEYS: usize = 20;

#[derive(Clone)]
struct Known {
    since: Timestamp,
    keys: Vec<(String, Value)>,
}

thread_local! {
    static TEAMS: RefCell<HashMap<String, Known>> = RefCell::new(HashMap::new());
    static ASKED: RefCell<HashMap<String, Timestamp>> = RefCell::new(HashMap::new());
}

/// The mail address that a token of the team says, or why it is not believed.
///
/// # Errors
/// `busy` when the team's keys cannot be had; `internal` when the platform fails.
pub async fn verified(
    config: &Config,
    settings: &AccessSettings,
    token: &str,
    now: Timestamp,
) -> Result<Result<String, String>, Problem> {
    let parsed = match Parsed::read(token) {
        Ok(parsed) => parsed,
        Err(error) => return Ok(Err(error.to_string())),
    };
    // Pinned: whatever the token says, only this is verified.
    let to_verify = match parsed.by(JwtAlgorithm::Rs256.name()) {
        Ok(to_verify) => to_verify,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let Some(key) = key(config, &settings.team_domain, parsed.kid()).await? else {
        return Ok(Err("the team has no such key".to_owned()));
    };
    if !jwt::by_public_key(JwtAlgorithm::Rs256, &key, &to_verify).await? {
        return Ok(Err("the signature is not right".to_owned()));
    }
    Ok(parsed.staff(&settings.issuer(), &settings.audience, now).map_err(|error| error.to_string()))
}

/// A key of a team. One that is not known is asked for again, once in a while.
async fn key(config: &Config, team: &str, kid: &str) -> Result<Option<Value>, Problem> {
    let now = ambient::now();
    let known = TEAMS.with_borrow(|teams| teams.get(team).cloned());
    let of = |known: &Known| known.keys.iter().find(|(name, _)| name == kid).map(|(_, key)| key.clone());
    if let Some(known) = &known {
        let age = now.since(known.since);
        let found = of(known);
        if (0..FRESH).contains(&age) && (found.is_some() || age < PAUSE) {
            return Ok(found);
        }
    }
    // Whoever sends tokens without end does not make us ask without end.
    let asked = ASKED.with_borrow(|asked| asked.get(team).copied());
    if asked.is_some_and(|asked| (0..AFTER_FAILURE).contains(&now.since(asked))) {
        return Err(crate::problem::busy());
    }
    let fetched = fetch(config, team).await;
    ASKED.with_borrow_mut(|asked| match &fetched {
        Ok(_) => drop(asked.remove(team)),
        Err(_) => {
            if asked.len() >= MOST {
                asked.clear();
            }
            asked.insert(team.to_owned(), ambient::now());
        }
    });
    let fetched = Known { since: now, keys: fetched? };
    let found = of(&fetched);
    TEAMS.with_borrow_mut(|teams| {
        if teams.len() >= MOST {
            teams.clear();
        }
        teams.insert(team.to_owned(), fetched);
    });
    Ok(found)
}

async fn fetch(config: &Config, team: &str) -> Result<Vec<(String, Value)>, Problem> {
    let url = format!("{}/cdn-cgi/access/certs", config.access_url.replace("{team}", team));
    let answer = provider::ask("Access", Request::new(&url, Method::Get)).await;
    let answer = answer.ok().filter(|answer| answer.status == 200).ok_or_else(crate::problem::busy)?;
    read(&answer.text).ok_or_else(crate::problem::busy)
}

/// The keys of a team that fit the one algorithm; others are passed over.
fn read(text: &str) -> Option<Vec<(String, Value)>> {
    #[derive(Deserialize)]
    struct Certificates {
        keys: Vec<Value>,
    }
    let read: Certificates = serde_json::from_str(text).ok()?;
    let key = |value: &Value| {
        let kid = value.get("kid")?.as_str().filter(|kid| is_kid(kid))?.to_owned();
        Some((kid, jwk(JwtAlgorithm::Rs256, value).ok()?))
    };
    Some(read.keys.iter().filter_map(key).take(MOST_KEYS).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_whole_rsa_keys_with_a_name_are_taken() {
        let modulus = weft_shared::jwt::encode(&[0xc3; 256]);
        let good = json!({ "kid": "k1", "kty": "RSA", "alg": "RS256", "use": "sig", "e": "AQAB", "n": modulus });
        let with = |name: &str, value: Value| {
            let mut other = good.clone();
            other[name] = value;
            other
        };
        let document = json!({
            "keys": [
                good,
                with("kid", json!(null)),
                with("kid", json!("a b")),
                with("alg", json!("HS256")),
                with("use", json!("enc")),
                with("kty", json!("oct")),
                with("e", json!("Aw")),
                with("n", json!("AQAB")),
                with("d", json!("AQAB")),
                7,
            ],
            "public_cert": { "kid": "k1", "cert": "x" },
            "public_certs": [],
        });
        let keys = read(&document.to_string()).unwrap();
        assert_eq!(keys, [("k1".to_owned(), json!({ "kty": "RSA", "e": "AQAB", "n": modulus }))]);
        assert!(read("{}").is_none() && read("").is_none());
    }
}
