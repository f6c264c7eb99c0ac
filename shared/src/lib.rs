//! The domain of Weft.
//!
//! Nothing here performs I/O, reads a clock or draws random bytes: times, ids and random bytes are
//! arguments. The heart is [`decide`](decide), which alone refuses, [`apply`](conversation),
//! which alone changes a conversation, and [`effects`](effect), which names every side effect as a
//! value before it happens. [`disclose`] says what a session or an agent may see of it.

pub mod address;
pub mod browser;
pub mod call;
pub mod card;
pub mod channel;
pub mod command;
pub mod consent;
pub mod conversation;
pub mod decide;
pub mod directory;
pub mod disclose;
pub mod effect;
pub mod event;
pub mod evidence;
pub mod handoff;
pub mod id;
pub mod identity;
pub mod jwt;
pub mod language;
pub mod mail;
pub mod markup;
pub mod message;
pub mod policy;
pub mod routing;
#[cfg(feature = "schema")]
mod schema;
pub mod seal;
pub mod search;
pub mod segments;
pub mod text;
pub mod time;
pub mod token;
pub mod transcript;
pub mod verify;
pub mod webauthn;
pub mod wire;
