//! JSON Web Tokens (RFC 7519) by which a site's backend says who is signed in there: everything but the signature.
//!
//! A token is read strictly and in one way only (RFC 8725): the compact form of RFC 7515, a header that names nothing
//! but the algorithm, the key and the type, each member once. Whoever reads one pins the algorithm to the key before
//! anything is verified ([`Parsed::by`]), verifies the signature, and only then asks for the claims
//! ([`Parsed::claims`]).

mod base64url;
mod object;
mod staff;
#[cfg(test)]
mod tests;

pub use base64url::{decode, encode};

use crate::{
    identity::{Identifier, IdentifierKind},
    time::{DAY, MINUTE, SECOND, Timestamp},
};
use object::Object;
use serde_json::Value;
use std::fmt;

/// The longest token, in bytes.
pub const LONGEST: usize = 8 * 1024;
/// The longest that a token may be good for, in milliseconds.
pub const LONGEST_VALID: i64 = DAY;
/// How much the site's clock may be ahead of ours, in milliseconds. None is given to the end.
const LEEWAY: i64 = MINUTE;
/// The longest id of an account or a deal, in characters.
const LONGEST_ID: usize = 128;

/// Why a token counts for nothing. Outside all of them are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JwtError {
    /// It is longer than [`LONGEST`].
    TooLong,
    /// It is not three parts of base64url.
    Form,
    /// A part is no JSON object whose members have different names.
    Json,
    /// The header has a member that nobody here understands.
    Header,
    /// The header names no key in the right form.
    NoKid,
    /// The header names another algorithm than its key has.
    Algorithm,
    /// A claim is missing, or not of its form.
    Claim(&'static str),
    /// It is over.
    Expired,
    /// It is not good yet.
    Early,
    /// It is good for longer than [`LONGEST_VALID`].
    TooLasting,
    /// It is meant for somebody else.
    Audience,
    /// Somebody else issued it.
    Issuer,
}

impl fmt::Display for JwtError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the token has more than {LONGEST} bytes"),
            Self::Form => f.write_str("the token is not three parts of unpadded base64url"),
            Self::Json => f.write_str("a part of the token is no JSON object with each member once"),
            Self::Header => f.write_str("the token's header has a member other than alg, kid and typ"),
            Self::NoKid => f.write_str("the token's header names no key"),
            Self::Algorithm => f.write_str("the token's algorithm is not its key's"),
            Self::Claim(name) => write!(f, "the claim {name} is missing or not of its form"),
            Self::Expired => f.write_str("the token is over"),
            Self::Early => f.write_str("the token is not good yet"),
            Self::TooLasting => f.write_str("the token is good for longer than a day"),
            Self::Audience => f.write_str("the token's audience is not this site"),
            Self::Issuer => f.write_str("the token's issuer is not the one that is believed"),
        }
    }
}

impl std::error::Error for JwtError {}

/// A token in its form. Nothing in it is believed yet.
#[derive(Debug)]
pub struct Parsed {
    algorithm: String,
    kid: String,
    payload: Vec<u8>,
    signed: String,
    signature: Vec<u8>,
}

/// What has to be verified before the claims of a token count.
#[derive(Debug)]
pub struct ToVerify<'a> {
    /// The bytes that were signed.
    pub signed: &'a [u8],
    /// The signature over them.
    pub signature: &'a [u8],
}

/// What a site's backend says of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The account (`sub`).
    pub account: Identifier,
    /// The token's id (`jti`), which counts once.
    pub once: String,
    /// When the token ends (`exp`).
    pub expires: Timestamp,
    /// The mail address (`email`), if the site verified it (`email_verified`); as written.
    pub mail: Option<String>,
    /// The phone number (`phone_number`), if the site verified it (`phone_number_verified`); as written.
    pub phone: Option<String>,
    /// The deal that it is about (`deal`).
    pub deal: Option<Identifier>,
    /// The customer's tier in the site's words (`tier`): 1 to 40 lower-case letters, digits and hyphens.
    pub tier: Option<String>,
}

impl Parsed {
    /// Reads a token's form.
    ///
    /// # Errors
    /// What keeps it from being one.
    pub fn read(token: &str) -> Result<Self, JwtError> {
        if token.len() > LONGEST {
            return Err(JwtError::TooLong);
        }
        let mut parts = token.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(JwtError::Form);
        };
        let bytes = |part: &str| decode(part).filter(|bytes| !bytes.is_empty()).ok_or(JwtError::Form);
        let read = Object::read(&bytes(header)?).ok_or(JwtError::Json)?;
        if read.names().any(|name| !["alg", "kid", "typ"].contains(&name)) {
            return Err(JwtError::Header);
        }
        let typ = read.get("typ");
        if typ.is_some_and(|typ| !typ.as_str().is_some_and(|typ| typ.eq_ignore_ascii_case("JWT"))) {
            return Err(JwtError::Header);
        }
        let algorithm = read.get("alg").and_then(Value::as_str).ok_or(JwtError::Algorithm)?.to_owned();
        let kid = read.get("kid").and_then(Value::as_str).filter(|kid| is_kid(kid)).ok_or(JwtError::NoKid)?.to_owned();
        let (payload_bytes, signature) = (bytes(payload)?, bytes(signature)?);
        let signed = format!("{header}.{payload}");
        Ok(Self { algorithm, kid, payload: payload_bytes, signed, signature })
    }

    /// The key that it says it is signed by: for looking one up, and for nothing else.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// What to verify with the key, whose algorithm this is. What the token says of its algorithm decides nothing.
    ///
    /// # Errors
    /// [`JwtError::Algorithm`] when it names another one.
    pub fn by(&self, algorithm: &str) -> Result<ToVerify<'_>, JwtError> {
        if algorithm.eq_ignore_ascii_case("none") || self.algorithm != algorithm {
            return Err(JwtError::Algorithm);
        }
        Ok(ToVerify { signed: self.signed.as_bytes(), signature: &self.signature })
    }

    /// What it claims, if it is good at `now` for this site. Only to be asked after its signature was verified.
    ///
    /// # Errors
    /// The first claim that is missing or wrong.
    pub fn claims(&self, site: &str, now: Timestamp) -> Result<Claims, JwtError> {
        let claims = Object::read(&self.payload).ok_or(JwtError::Json)?;
        let expires = moment(&claims, "exp")?.ok_or(JwtError::Claim("exp"))?;
        let issued = moment(&claims, "iat")?.ok_or(JwtError::Claim("iat"))?;
        let begins = moment(&claims, "nbf")?.unwrap_or(issued);
        if expires <= now {
            return Err(JwtError::Expired);
        }
        if issued.since(now) > LEEWAY || begins.since(now) > LEEWAY {
            return Err(JwtError::Early);
        }
        if expires.since(issued) > LONGEST_VALID {
            return Err(JwtError::TooLasting);
        }
        holds_for(&claims, &format!("weft:{site}"))?;
        let once = claims.get("jti").and_then(Value::as_str).filter(|id| (8..=LONGEST_ID).contains(&id.len()));
        let once = once.filter(|id| visible(id)).ok_or(JwtError::Claim("jti"))?.to_owned();
        let account = id(&claims, "sub", IdentifierKind::Account)?.ok_or(JwtError::Claim("sub"))?;
        let mail = verified(&claims, "email", "email_verified")?;
        let phone = verified(&claims, "phone_number", "phone_number_verified")?;
        let deal = id(&claims, "deal", IdentifierKind::Deal)?;
        let tier = match claims.get("tier") {
            None | Some(Value::Null) => None,
            Some(tier) => Some(tier.as_str().filter(|tier| is_tier(tier)).ok_or(JwtError::Claim("tier"))?.to_owned()),
        };
        Ok(Claims { account, once, expires, mail, phone, deal, tier })
    }
}

/// Whether this may name a tier of customers: 1 to 40 lower-case letters, digits and hyphens.
#[must_use]
pub fn is_tier(tier: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=40).contains(&tier.len()) && tier.bytes().all(plain)
}

/// Whether this may name a key of a site: 1 to 64 letters, digits, dots, hyphens and underscores.
#[must_use]
pub fn is_kid(kid: &str) -> bool {
    (1..=64).contains(&kid.len()) && kid.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// Whether this may be the id of an account or a deal: 1 to 128 visible ASCII characters, compared byte by byte. With
/// other scripts two ids could look the same.
#[must_use]
pub fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len()) && visible(text)
}

fn visible(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_graphic())
}

/// A `NumericDate`: seconds since 1970, perhaps with a fraction.
fn moment(claims: &Object, name: &'static str) -> Result<Option<Timestamp>, JwtError> {
    /// Beyond the year 9999 nothing is a date.
    const LATEST: f64 = 253_402_300_800.0;
    let Some(value) = claims.get(name) else { return Ok(None) };
    let seconds = value.as_f64().filter(|seconds| (0.0..LATEST).contains(seconds)).ok_or(JwtError::Claim(name))?;
    // Within the range above milliseconds fit.
    #[expect(clippy::cast_possible_truncation, reason = "see above")]
    Ok(Some(Timestamp((seconds * SECOND as f64) as i64)))
}

/// Whether a token is meant for this audience.
fn holds_for(claims: &Object, ours: &str) -> Result<(), JwtError> {
    let is_ours = match claims.get("aud") {
        Some(Value::String(one)) => one == ours,
        Some(Value::Array(several)) => {
            if several.iter().any(|each| !each.is_string()) {
                return Err(JwtError::Claim("aud"));
            }
            several.iter().any(|each| each.as_str() == Some(ours))
        }
        _ => return Err(JwtError::Claim("aud")),
    };
    if is_ours { Ok(()) } else { Err(JwtError::Audience) }
}

fn id(claims: &Object, name: &'static str, kind: IdentifierKind) -> Result<Option<Identifier>, JwtError> {
    let Some(value) = claims.get(name) else { return Ok(None) };
    let text = value.as_str().filter(|text| is_id(text)).ok_or(JwtError::Claim(name))?;
    Ok(Some(Identifier { kind, value: text.to_owned() }))
}

/// An address that the site verified. One that it did not is passed over; one that is none spoils the token.
fn verified(claims: &Object, name: &'static str, flag: &'static str) -> Result<Option<String>, JwtError> {
    match claims.get(flag) {
        None | Some(Value::Bool(false)) => Ok(None),
        Some(Value::Bool(true)) => match claims.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if (1..=320).contains(&text.len()) => Ok(Some(text.clone())),
            Some(_) => Err(JwtError::Claim(name)),
        },
        Some(_) => Err(JwtError::Claim(flag)),
    }
}
