//! A snapshot of each type that leaves the program: what clients and stored journals rely on.
//!
//! A changed snapshot is a changed protocol (`docs/PROTOCOL.md`) or a journal that can no longer be read. A new variant
//! does not compile here until it has a snapshot: no `match` has a wildcard.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod account;
mod admin;
mod agent;
mod api;
mod board;
mod card;
mod customer;
mod desk;
mod entry;
mod journal;
mod message;
mod passkey;
mod person;
mod policy;
mod problem;
mod sample;
mod thread;

/// Holds each variant of an enum; `group.Type.variant` names the snapshot.
macro_rules! each {
    ($group:literal, $type:ident { $($name:literal: $pattern:pat => $value:expr),+ $(,)? }) => {{
        const fn covered(value: &$type) {
            match value { $($pattern => {})+ }
        }
        $(
            let value: $type = $value;
            covered(&value);
            assert!(matches!(value, $pattern), "the example of {} is another variant", $name);
            crate::sample::hold(concat!($group, ".", stringify!($type), ".", $name), &value);
        )+
    }};
}
pub(crate) use each;
