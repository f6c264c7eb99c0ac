//! What the end-to-end tests stand on: the carrier (a stand-in for mail providers, also run by `cargo xtask dev`),
//! personas that act like people, page objects for what they see, and the harness that starts everything.
//!
//! Everything here talks to the built product from outside, over HTTP, WebSocket, DOM and mail; of the product's
//! own code it uses the wire types and the maker of tokens only.

// A panic here is a failed test, said where it happened.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

pub mod browser;
pub mod carrier;
pub mod demo;
pub mod harness;
pub mod persona;
