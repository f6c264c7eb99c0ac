//! The Durable Objects, and what they share.

pub mod call;
pub mod desk;
pub mod sql;
