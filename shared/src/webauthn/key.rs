//! Public keys of credentials: read from COSE (RFC 9052, RFC 9053, RFC 8230), kept as JWK (RFC 7517), which is what
//! verifies them.

use super::{WebAuthnError, cbor::Value};
use crate::jwt::encode;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How a credential signs. Nothing else is asked for or taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// ECDSA with P-256 and SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[serde(rename = "RS256")]
    Rs256,
}

impl Algorithm {
    /// All, the most wanted first.
    pub const ALL: [Self; 3] = [Self::EdDsa, Self::Es256, Self::Rs256];

    /// Its number in the registry of COSE.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::EdDsa => -8,
            Self::Es256 => -7,
            Self::Rs256 => -257,
        }
    }
}

/// The public key of a credential. Its algorithm is pinned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey {
    /// How it signs.
    pub algorithm: Algorithm,
    /// It, as a JWK with exactly the members that its algorithm needs.
    pub jwk: serde_json::Value,
}

/// The members of a COSE key.
const KIND: i64 = 1;
const ALGORITHM: i64 = 3;
const FIRST: i64 = -1;
const SECOND: i64 = -2;
const THIRD: i64 = -3;
/// Kinds of keys, and curves.
const OKP: i64 = 1;
const EC2: i64 = 2;
const RSA: i64 = 3;
const P256: i64 = 1;
const ED25519: i64 = 6;

impl PublicKey {
    /// Reads a COSE key with exactly the members that its algorithm needs.
    pub(super) fn read(key: &Value<'_>) -> Result<Self, WebAuthnError> {
        Self::of(key).ok_or(WebAuthnError::Key)
    }

    fn of(key: &Value<'_>) -> Option<Self> {
        let number = |name| match key.numbered(name) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        };
        let bytes = |name| key.numbered(name).and_then(Value::bytes);
        let coordinate = |name| bytes(name).filter(|bytes| bytes.len() == 32).map(encode);
        let Value::Map(members) = key else { return None };
        let known = Algorithm::ALL.into_iter().find(|known| Some(known.number()) == number(ALGORITHM))?;
        let (kind, count, jwk) = match known {
            Algorithm::EdDsa if number(FIRST) == Some(ED25519) => {
                (OKP, 4, json!({ "kty": "OKP", "crv": "Ed25519", "x": coordinate(SECOND)? }))
            }
            Algorithm::Es256 if number(FIRST) == Some(P256) => {
                (EC2, 5, json!({ "kty": "EC", "crv": "P-256", "x": coordinate(SECOND)?, "y": coordinate(THIRD)? }))
            }
            Algorithm::Rs256 => {
                let modulus = bytes(FIRST).filter(|n| (256..=1_024).contains(&n.len()) && n.first() != Some(&0))?;
                let exponent = bytes(SECOND).filter(|e| *e == [1, 0, 1])?;
                (RSA, 4, json!({ "kty": "RSA", "n": encode(modulus), "e": encode(exponent) }))
            }
            _ => return None,
        };
        (number(KIND) == Some(kind) && members.len() == count).then_some(Self { algorithm: known, jwk })
    }

    /// A signature in the form in which it is verified; none when it is not of the form in which authenticators write it.
    #[must_use]
    pub fn signature(&self, given: &[u8]) -> Option<Vec<u8>> {
        match self.algorithm {
            Algorithm::EdDsa => (given.len() == 64).then(|| given.to_owned()),
            Algorithm::Es256 => pair(given),
            Algorithm::Rs256 => (256..=1_024).contains(&given.len()).then(|| given.to_owned()),
        }
    }
}

/// The two numbers of an ECDSA signature in DER (RFC 3279, section 2.2.3), of 32 bytes each.
fn pair(given: &[u8]) -> Option<Vec<u8>> {
    let (inside, rest) = element(0x30, given)?;
    let (r, after) = element(2, inside)?;
    let (s, end) = element(2, after)?;
    if !rest.is_empty() || !end.is_empty() {
        return None;
    }
    let mut out = fixed(r)?.to_vec();
    out.extend_from_slice(&fixed(s)?);
    Some(out)
}

/// The content of an element with this tag and a length below 128, and what comes after it.
fn element(tag: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[given, length], rest) = bytes.split_first_chunk::<2>()?;
    if given != tag || length >= 128 {
        return None;
    }
    rest.split_at_checked(length.into())
}

/// A positive number in its shortest form, as 32 bytes.
fn fixed(number: &[u8]) -> Option<[u8; 32]> {
    let digits = match number {
        [0, second, ..] if *second >= 128 => number.get(1..)?,
        [first, ..] if (1..128).contains(first) => number,
        _ => return None,
    };
    let mut out = [0; 32];
    out.get_mut(32_usize.checked_sub(digits.len())?..)?.copy_from_slice(digits);
    Some(out)
}
