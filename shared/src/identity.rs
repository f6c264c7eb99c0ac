//! Identifiers: what a customer is known by.

use serde::{Deserialize, Serialize};

/// The kind of an identifier. Each has its own canonical form; `address` makes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierKind {
    /// A mail address.
    Mail,
    /// A phone number (E.164).
    Phone,
    /// An account at the site; opaque.
    Account,
    /// A deal at the site; opaque.
    Deal,
}

/// One identifier in canonical form. Two customers never share one that is proven for both.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// What it is.
    pub kind: IdentifierKind,
    /// The canonical value; codes and mails go to exactly this.
    pub value: String,
}

/// Whether an identifier is known to be the customer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Only said to be: typed, or in the header of a mail that nothing vouches for.
    Claimed,
    /// Evidence was given for it.
    Proven,
}
