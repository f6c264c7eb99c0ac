//! Identifiers of Weft's own things: 128 bits, written as 26 characters of lower-case Crockford base32.
//!
//! The form is short enough for the local part of a mail address, survives case folding by mail systems,
//! and has exactly one spelling for each value: any other spelling is refused.

use crate::time::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Writes 128 bits as 26 characters.
#[must_use]
pub fn encode128(value: u128) -> String {
    (0..26_u32)
        .map(|i| {
            let digit = usize::try_from((value >> (125 - 5 * i)) & 31).unwrap_or(0);
            ALPHABET.get(digit).map_or('0', |b| char::from(*b))
        })
        .collect()
}

/// Reads what [`encode128`] wrote; `None` for any other spelling.
#[must_use]
pub fn decode128(text: &str) -> Option<u128> {
    if text.len() != 26 {
        return None;
    }
    text.bytes().enumerate().try_fold(0_u128, |sum, (i, byte)| {
        let digit = ALPHABET.iter().position(|b| *b == byte)?;
        // 26 characters hold 130 bits: the first may use three of its five.
        (i > 0 || digit < 8).then_some((sum << 5) | digit as u128)
    })
}

/// Makes the 128 bits of a UUID version 7 (RFC 9562, section 5.7) from a time and ten random bytes.
#[must_use]
pub fn uuid_v7(at: Timestamp, random: [u8; 10]) -> u128 {
    let millis = u128::from(u64::try_from(at.0).unwrap_or(0)) & 0xffff_ffff_ffff;
    let random = random.iter().fold(0_u128, |sum, b| (sum << 8) | u128::from(*b));
    let (high, low) = (random >> 62 & 0xfff, random & 0x3fff_ffff_ffff_ffff);
    millis << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low
}

/// Why a text is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id: expected 26 characters of lower-case base32")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// A new id from a time and ten random bytes: ids sort by time.
            #[must_use]
            pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
                Self(uuid_v7(at, random))
            }

            /// The 128 bits.
            #[must_use]
            pub const fn bits(self) -> u128 {
                self.0
            }

            /// An id with these bits.
            #[must_use]
            pub const fn from_bits(bits: u128) -> Self {
                Self(bits)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode128(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                decode128(text).map(Self).ok_or(NotAnId)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A conversation: the thread. It never changes for the life of the conversation.
    ConversationId
    /// A customer: the unit.
    CustomerId
    /// One message.
    MessageId
    /// One browser's session with one conversation.
    SessionId
    /// One file that came with a message.
    AttachmentId
    /// One continuation token (its `jti`).
    TokenId
    /// One merge of two customers: what undoes it.
    MergeId
    /// One handoff of a conversation.
    HandoffId
    /// One key of a site's API.
    KeyId
    /// One address that a site wants to be told at.
    WebhookId
    /// One thing to tell, to one address: the same for every try.
    DeliveryId
}

/// A short name in lower-case letters, digits and hyphens: 1 to 40 characters, neither first nor last a hyphen.
macro_rules! slugs {
    ($($(#[$doc:meta])* $name:ident $what:literal)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                if plain && (1..=40).contains(&text.len()) && !text.starts_with('-') && !text.ends_with('-') {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(format!(concat!($what, " {:?} must be 1 to 40 lower-case letters, digits or inner hyphens"), text))
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

slugs! {
    /// A site: one company or brand.
    SiteId "site"
    /// An agent of a site.
    AgentId "agent"
}

/// The idempotency key of a command: 8 to 64 visible ASCII characters, chosen by whoever sends it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct CommandKey(String);

impl CommandKey {
    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CommandKey {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if (8..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) {
            Ok(Self(text.to_owned()))
        } else {
            Err("an idempotency key must be 8 to 64 visible ASCII characters".to_owned())
        }
    }
}

impl<'de> Deserialize<'de> for CommandKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_reads_back_as_written(bits: u128) {
            prop_assert_eq!(decode128(&encode128(bits)), Some(bits));
        }

        #[test]
        fn an_id_has_one_spelling(text in "[0-9a-zA-Z]{26}") {
            if let Some(bits) = decode128(&text) {
                prop_assert_eq!(encode128(bits), text);
            }
        }

        #[test]
        fn ids_sort_by_time(earlier in 0_i64..1 << 47, gap in 1_i64..1 << 40, a: [u8; 10], b: [u8; 10]) {
            prop_assert!(MessageId::new(Timestamp(earlier), a) < MessageId::new(Timestamp(earlier + gap), b));
        }
    }

    #[test]
    fn a_slug_is_plain() {
        assert!("shop-1".parse::<SiteId>().is_ok());
        for bad in ["", "-a", "a-", "A", "a b", "ä", &"a".repeat(41)] {
            assert!(bad.parse::<SiteId>().is_err(), "{bad}");
        }
    }
}
