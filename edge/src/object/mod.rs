//! The Durable Objects, and what they share.

pub mod call;
pub mod conversation;
pub mod desk;
pub mod directory;
pub mod sql;
pub mod verifier;
