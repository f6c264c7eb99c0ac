//! A channel: the medium of a message.

use serde::{Deserialize, Deserializer, Serialize, de};
use std::{borrow::Cow, fmt, str::FromStr};

/// The name of a medium, as in the policy's `[channel.<name>]` tables.
///
/// It is opaque on purpose: which channels exist is a matter of the policy and of the adapters, each of which
/// names its own. Other code hands channels on and asks the policy; it never names one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Channel(Cow<'static, str>);

impl Channel {
    /// The channel of an adapter, for its one constant.
    #[must_use]
    pub const fn of_adapter(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Channel {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
            Ok(Self(Cow::Owned(text.to_owned())))
        } else {
            Err(format!("channel {text:?} must be 1 to 20 lower-case letters or hyphens"))
        }
    }
}

impl<'de> Deserialize<'de> for Channel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
