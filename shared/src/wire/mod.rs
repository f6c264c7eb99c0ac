//! What goes over the network, apart from the domain's types and versioned: `docs/PROTOCOL.md` describes it,
//! a snapshot test holds each type, `cargo xtask tidy` ties the two together.

pub mod account;
pub mod admin;
pub mod agent;
pub mod api;
pub mod board;
pub mod card;
pub mod customer;
pub mod desk;
pub mod entry;
pub mod me;
pub mod passkey;
pub mod person;
pub mod policy;
pub mod problem;
pub mod row;
pub mod search;
pub mod thread;

/// The version of every frame and body. A different one is answered with `unsupported-version`.
pub const VERSION: u32 = 1;

/// The client sends this text as a heartbeat, at most every 20 seconds …
pub const PING: &str = "ping";
/// … and the edge answers with this, even while the object sleeps.
pub const PONG: &str = "pong";
