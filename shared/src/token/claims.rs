//! What a continuation token says.

use super::TokenError;
use crate::{
    channel::Channel,
    id::{ConversationId, SiteId, TokenId},
    time::Timestamp,
};
use serde_json::{Map, Value, json};
use std::str::FromStr;

/// What a continuation token says. Times are whole seconds once they are in a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Its own id (`jti`).
    pub token: TokenId,
    /// The conversation it points to: an id that never changes.
    pub conversation: ConversationId,
    /// The site it is for.
    pub site: SiteId,
    /// The medium it was sent over.
    pub channel: Channel,
    /// The keyed hash of the address it was sent to: [`crate::seal::Seal::address_hash`].
    pub address: String,
    /// The conversation's link generation when it was made: bumping that revokes it.
    pub generation: u32,
    /// When it was made (`iat`).
    pub issued: Timestamp,
    /// When it begins to hold (`nbf`).
    pub not_before: Timestamp,
    /// The first moment at which it no longer holds (`exp`).
    pub expires: Timestamp,
}

impl Claims {
    /// The signed JSON.
    pub(super) fn to_json(&self) -> String {
        json!({
            "jti": self.token,
            "conversation": self.conversation,
            "site": self.site,
            "channel": self.channel,
            "address": self.address,
            "generation": self.generation,
            "iat": self.issued.to_string(),
            "nbf": self.not_before.to_string(),
            "exp": self.expires.to_string(),
        })
        .to_string()
    }

    /// Reads signed JSON. What is absent, malformed or contradicts itself is named.
    pub(super) fn from_json(text: &str) -> Result<Self, TokenError> {
        let Ok(claims) = serde_json::from_str::<Map<String, Value>>(text) else {
            return Err(TokenError::Malformed("the content is not a JSON object"));
        };
        let read = Self {
            token: parsed(&claims, "jti")?,
            conversation: parsed(&claims, "conversation")?,
            site: parsed(&claims, "site")?,
            channel: parsed(&claims, "channel")?,
            address: address(&claims)?,
            generation: present(&claims, "generation")?
                .as_u64()
                .and_then(|number| u32::try_from(number).ok())
                .ok_or(TokenError::ClaimMalformed("generation"))?,
            issued: moment(&claims, "iat")?,
            not_before: moment(&claims, "nbf")?,
            expires: moment(&claims, "exp")?,
        };
        if read.expires <= read.issued || read.expires <= read.not_before {
            return Err(TokenError::ClaimWrong("exp"));
        }
        Ok(read)
    }
}

fn present<'a>(claims: &'a Map<String, Value>, name: &'static str) -> Result<&'a Value, TokenError> {
    match claims.get(name) {
        None | Some(Value::Null) => Err(TokenError::ClaimAbsent(name)),
        Some(value) => Ok(value),
    }
}

fn text<'a>(claims: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, TokenError> {
    match present(claims, name)?.as_str() {
        Some("") => Err(TokenError::ClaimAbsent(name)),
        Some(text) => Ok(text),
        None => Err(TokenError::ClaimMalformed(name)),
    }
}

fn parsed<T: FromStr>(claims: &Map<String, Value>, name: &'static str) -> Result<T, TokenError> {
    text(claims, name)?.parse().map_err(|_| TokenError::ClaimMalformed(name))
}

fn moment(claims: &Map<String, Value>, name: &'static str) -> Result<Timestamp, TokenError> {
    Timestamp::parse_rfc3339(text(claims, name)?).ok_or(TokenError::ClaimMalformed(name))
}

fn address(claims: &Map<String, Value>) -> Result<String, TokenError> {
    let hash = text(claims, "address")?;
    if hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        Ok(hash.to_owned())
    } else {
        Err(TokenError::ClaimMalformed("address"))
    }
}
