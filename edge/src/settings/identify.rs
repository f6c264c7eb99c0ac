//! The keys by which a site's backend signs who is signed in there.

use crate::json_reader::Reader;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use weft_shared::jwt;

/// Keys that a site may have at once: one in use, and others while it changes them.
const MOST: usize = 10;
/// The shortest modulus of an RSA key, in bits (RFC 7518, section 3.3).
const SHORTEST_MODULUS: usize = 2_048;
/// The longest, which bounds the work of a verification.
const LONGEST_MODULUS: usize = 8_192;

/// One key of a site. Its algorithm is pinned: a token that names another is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentifyKey {
    /// The `kid` of tokens that it signs.
    pub kid: String,
    /// How it signs.
    pub algorithm: JwtAlgorithm,
    /// The public key as a JWK (RFC 7517); null for a shared secret, which is kept apart as `identify-<kid>`.
    #[serde(default)]
    pub key: Option<Value>,
}

/// Algorithms of JSON Web Signatures (RFC 7518; `EdDSA`: RFC 8037).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the registry's names")]
pub enum JwtAlgorithm {
    #[serde(rename = "EdDSA")]
    EdDsa,
    #[serde(rename = "ES256")]
    Es256,
    #[serde(rename = "RS256")]
    Rs256,
    #[serde(rename = "HS256")]
    Hs256,
}

impl JwtAlgorithm {
    const ALL: [Self; 4] = [Self::EdDsa, Self::Es256, Self::Rs256, Self::Hs256];

    /// The registry's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
            Self::Hs256 => "HS256",
        }
    }

    fn read(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|known| known.name() == text);
        found.ok_or_else(|| format!("{text:?} is none of \"EdDSA\", \"ES256\", \"RS256\", \"HS256\""))
    }

    /// The members that its public key has as a JWK, each of a fixed text or of base64url; none for a shared secret.
    const fn members(self) -> Option<&'static [(&'static str, Option<&'static str>)]> {
        match self {
            Self::EdDsa => Some(&[("kty", Some("OKP")), ("crv", Some("Ed25519")), ("x", None)]),
            Self::Es256 => Some(&[("kty", Some("EC")), ("crv", Some("P-256")), ("x", None), ("y", None)]),
            Self::Rs256 => Some(&[("kty", Some("RSA")), ("n", None), ("e", None)]),
            Self::Hs256 => None,
        }
    }
}

impl IdentifyKey {
    /// Reads the list; errors stay in the reader.
    pub fn read(reader: &mut Reader<'_>) -> Option<Vec<Self>> {
        let mut keys: Vec<Self> = Vec::new();
        for mut inner in reader.objects("identify", MOST)? {
            let kid = inner.text("kid", kid);
            let algorithm = inner.text("algorithm", JwtAlgorithm::read);
            let key = inner.json("key", |value| algorithm.map_or(Ok(Value::Null), |algorithm| jwk(algorithm, value)));
            if let (Some(algorithm), Some(given)) = (algorithm, &key) {
                match (algorithm.members(), given) {
                    (Some(_), None) => inner.complain("key", "is missing: the public key as a JWK (RFC 7517)"),
                    (None, Some(_)) => inner.complain(
                        "key",
                        "must be absent: a shared secret is sent to the secrets' route as identify-<kid>, never here",
                    ),
                    _ => {}
                }
            }
            if kid.as_ref().is_some_and(|kid| keys.iter().any(|known| known.kid == *kid)) {
                inner.complain("kid", "another key has it as well: each needs its own");
            }
            if let (Some(kid), Some(algorithm), Some(key)) = (kid, algorithm, key) {
                keys.push(Self { kid, algorithm, key });
            }
            reader.take_errors_of(inner);
        }
        Some(keys)
    }
}

fn kid(text: &str) -> Result<String, String> {
    if jwt::is_kid(text) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} must be 1 to 64 letters, digits, dots, hyphens or underscores"))
    }
}

/// The public key with exactly the members that its algorithm needs. What else a JWK may say must not contradict.
///
/// # Errors
/// What is wrong with it.
pub fn jwk(algorithm: JwtAlgorithm, value: &Value) -> Result<Value, String> {
    let Some(members) = algorithm.members() else { return Ok(Value::Null) };
    let given = value.as_object().ok_or("must be a JWK, an object (RFC 7517)")?;
    let mut clean = Map::new();
    for (name, member) in given {
        let own = members.iter().find(|(known, _)| known == name);
        let text = member.as_str();
        match (name.as_str(), own) {
            (_, Some((_, Some(fixed)))) if text == Some(fixed) => {}
            (_, Some((_, Some(fixed)))) => return Err(format!("{name} must be {fixed:?} for {}", algorithm.name())),
            (_, Some((_, None))) => check(algorithm, name, text)?,
            ("d" | "p" | "q" | "dp" | "dq" | "qi" | "oth" | "k", _) => {
                return Err(format!(
                    "has the private member {name}: send the public key only, and change this one now"
                ));
            }
            ("alg", _) if text == Some(algorithm.name()) => continue,
            ("alg", _) => return Err(format!("alg must be {:?}, or absent", algorithm.name())),
            ("use", _) if text == Some("sig") => continue,
            ("use", _) => return Err("use must be \"sig\", or absent".to_owned()),
            ("kid" | "key_ops" | "ext", _) => continue,
            _ => return Err(format!("{name} is no member of a public key for {}", algorithm.name())),
        }
        clean.insert(name.clone(), member.clone());
    }
    match members.iter().find(|(name, _)| !clean.contains_key(*name)) {
        Some((name, _)) => Err(format!("{name} is missing")),
        None => Ok(Value::Object(clean)),
    }
}

/// A number of a key: unpadded base64url of the length that its algorithm needs.
fn check(algorithm: JwtAlgorithm, name: &str, text: Option<&str>) -> Result<(), String> {
    let bytes = text.and_then(jwt::decode).ok_or_else(|| format!("{name} must be unpadded base64url"))?;
    match (algorithm, name) {
        (JwtAlgorithm::Rs256, "n") => {
            let zeros = bytes.first().map_or(8, |first| first.leading_zeros());
            let bits = (bytes.len() * 8).saturating_sub(usize::try_from(zeros).unwrap_or(0));
            if (SHORTEST_MODULUS..=LONGEST_MODULUS).contains(&bits) {
                Ok(())
            } else {
                Err(format!("n has {bits} bits: an RSA key needs {SHORTEST_MODULUS} to {LONGEST_MODULUS}"))
            }
        }
        (JwtAlgorithm::Rs256, _) if matches!(bytes.as_slice(), [1, 0, 1]) => Ok(()),
        (JwtAlgorithm::Rs256, _) => Err("e must be \"AQAB\", the exponent 65537".to_owned()),
        _ if bytes.len() == 32 => Ok(()),
        _ => Err(format!("{name} has {} bytes: it must have 32", bytes.len())),
    }
}

#[cfg(test)]
mod tests;
