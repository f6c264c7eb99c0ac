//! Keys of a site's API.

use crate::{
    id::{AgentId, KeyId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

macro_rules! scopes {
    ($($(#[$doc:meta])* $variant:ident $name:literal)*) => {
        /// What a key may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Scope { $($(#[$doc])* #[serde(rename = $name)] $variant,)* }

        impl Scope {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The name, as in a key's list.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(Self::$variant => $name,)* } }
        }
    };
}

scopes! {
    /// Read conversations and their messages, and search them.
    ConversationsRead "conversations:read"
    /// Answer, note, tag, hand over, close and reopen, in the name of an agent.
    ConversationsWrite "conversations:write"
    /// Read who customers are: their identifiers with how each is known.
    CustomersRead "customers:read"
    /// Say which addresses belong to an account.
    CustomersWrite "customers:write"
    /// Make, change and remove webhooks, and read what was delivered.
    Webhooks "webhooks"
}

impl FromStr for Scope {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().copied().find(|scope| scope.name() == text);
        known.ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|scope| scope.name()).collect();
            format!("{text:?} is no scope: there are {}", names.join(", "))
        })
    }
}

/// One line of `GET /v1/sites/{site}/desk/keys`: a key as it is shown after it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLine {
    /// Its id.
    pub id: KeyId,
    /// What it is for, in the words of whoever made it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// How it begins; the secret part is shown once, when it is made.
    pub shown: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: AgentId,
    /// When it was used last, to the minute; none: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<Timestamp>,
}

/// `POST /v1/sites/{site}/desk/keys`. Answered with [`KeyMade`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// What it is for: 1 to 80 characters.
    pub name: String,
    /// What it may do: at least one.
    pub scopes: Vec<Scope>,
}

/// A key, this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyMade {
    /// The key, for `Authorization: Bearer …`. Nobody can read it again.
    pub key: String,
    /// How it is shown from now on.
    pub line: KeyLine,
}
