//! Continuation tokens: signed pointers to a conversation. A token points; it does not prove who holds it.
//!
//! The form is PASETO `v4.public` with our own claims. The footer names the key by its PASERK id, the implicit
//! assertion binds purpose and site. [`Unverified`] gives away nothing but that key id; only
//! [`Unverified::verify`] makes a [`Verified`], whose claims may be used.

mod claims;
mod keyring;
mod verify;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;

pub use claims::Claims;
pub use keyring::{KeyRing, KeyRingError};
pub use verify::{Expired, TokenError, Unverified, Verified};

use crate::{id::SiteId, time::SECOND};

/// The longest token that is looked at, in bytes. Ours are about 650.
pub const MAX_LEN: usize = 1_024;

/// How far `iat`, `nbf` and the beginning of a key's window may lie in the future, in milliseconds: two clocks
/// of one deployment differ by less. An expiry has no leeway.
pub const LEEWAY: i64 = 60 * SECOND;

/// What a continuation token of this site is signed over besides its content: a token for another purpose or site
/// fails by its signature.
fn implicit_assertion(site: &SiteId) -> String {
    format!("weft/continuation/v1/{site}")
}
