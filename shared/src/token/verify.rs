//! From a text that anybody may have typed to claims that can be relied on.

use super::{Claims, KeyRing, LEEWAY, MAX_LEN, implicit_assertion, keyring};
use crate::{id::SiteId, time::Timestamp};
use pasetors::{
    Public,
    paserk::Id,
    token::UntrustedToken,
    version4::{PublicToken, V4},
};
use std::fmt;

/// A text that has the form of a token. Whoever wrote it may have written anything.
pub struct Unverified {
    token: UntrustedToken<Public, V4>,
    key_id: String,
}

/// A token whose signature, site and times hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified(Claims);

/// A token that was ours and is past its time. Its claims serve to send a fresh link to the known address and to
/// record what somebody claims to continue; for nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired(Claims);

/// Why a text is no usable token. From outside all of them look the same; this is for logs and for what is kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// It is longer than any of ours.
    TooLong,
    /// It has not the form of a token: in which way.
    Malformed(&'static str),
    /// Its key is none of ours, or not in force.
    UnknownKey,
    /// The signature does not hold for this content, purpose and site.
    BadSignature,
    /// A claim is missing.
    ClaimAbsent(&'static str),
    /// A claim has not the form it must have.
    ClaimMalformed(&'static str),
    /// A claim has another value than it must have.
    ClaimWrong(&'static str),
    /// It does not hold yet.
    NotYet,
    /// It no longer holds.
    Expired(Box<Expired>),
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "longer than {MAX_LEN} bytes"),
            Self::Malformed(what) => write!(f, "malformed: {what}"),
            Self::UnknownKey => f.write_str("signed by a key that is unknown or not in force"),
            Self::BadSignature => f.write_str("the signature does not hold"),
            Self::ClaimAbsent(name) => write!(f, "claim {name} is absent"),
            Self::ClaimMalformed(name) => write!(f, "claim {name} is malformed"),
            Self::ClaimWrong(name) => write!(f, "claim {name} is wrong"),
            Self::NotYet => f.write_str("not valid yet"),
            Self::Expired(_) => f.write_str("expired"),
        }
    }
}

impl std::error::Error for TokenError {}

/// Shows the key id only: a token is as good as its link.
impl fmt::Debug for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unverified").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

impl Unverified {
    /// Reads the form of a token.
    ///
    /// # Errors
    /// [`TokenError::TooLong`] or [`TokenError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        if text.len() > MAX_LEN {
            return Err(TokenError::TooLong);
        }
        let token = UntrustedToken::<Public, V4>::try_from(text)
            .map_err(|_| TokenError::Malformed("not a v4.public token in base64url without padding"))?;
        let key_id = std::str::from_utf8(token.untrusted_footer())
            .ok()
            .and_then(|footer| footer.strip_prefix("{\"kid\":\"")?.strip_suffix("\"}"))
            .filter(|id| id.starts_with("k4.pid.") && Id::try_from(*id).is_ok())
            .map(str::to_owned)
            .ok_or(TokenError::Malformed("the footer does not name a key"))?;
        Ok(Self { token, key_id })
    }

    /// The id of the key that is said to have signed it (PASERK `k4.pid`).
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Checks signature, purpose, site, claims and times.
    ///
    /// # Errors
    /// The first check that fails; the expiry comes last, so that an expired token is otherwise sound.
    pub fn verify(&self, keys: &KeyRing, site: &SiteId, now: Timestamp) -> Result<Verified, TokenError> {
        let key = keys.verifying(&self.key_id, now).ok_or(TokenError::UnknownKey)?;
        let footer = keyring::footer(&self.key_id);
        let assertion = implicit_assertion(site);
        let trusted = PublicToken::verify(key, &self.token, Some(footer.as_bytes()), Some(assertion.as_bytes()))
            .map_err(|_| TokenError::BadSignature)?;
        let claims = Claims::from_json(trusted.payload())?;
        if claims.site != *site {
            return Err(TokenError::ClaimWrong("site"));
        }
        if claims.issued > now.plus(LEEWAY) || claims.not_before > now.plus(LEEWAY) {
            return Err(TokenError::NotYet);
        }
        if claims.expires <= now {
            return Err(TokenError::Expired(Box::new(Expired(claims))));
        }
        Ok(Verified(claims))
    }
}

impl Verified {
    /// What the token says.
    #[must_use]
    pub const fn claims(&self) -> &Claims {
        &self.0
    }
}

impl Expired {
    /// What the token said: only for sending a fresh link to the known address or recording a claim.
    #[must_use]
    pub const fn claims(&self) -> &Claims {
        &self.0
    }
}
