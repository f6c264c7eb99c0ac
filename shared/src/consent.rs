//! Consent: whether a customer agreed to be written to at an address over a medium.

use crate::{channel::Channel, identity::Identifier, time::Timestamp};
use serde::{Deserialize, Serialize};

/// What is known of a customer's wish. It belongs to the address on a medium, not to a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consent {
    /// They asked for it, in so many words or on the site.
    Given,
    /// They said stop: nothing goes there until they say start.
    Stopped,
}

/// One address on one medium, and what its holder wishes. Without one, nothing was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentLine {
    /// The address, in canonical form.
    pub identifier: Identifier,
    /// The medium.
    pub channel: Channel,
    /// The wish.
    pub consent: Consent,
}

/// A wish that a conversation knows of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedConsent {
    /// What.
    pub line: ConsentLine,
    /// Where it is known from, in one sentence for agents.
    pub because: String,
    /// When it was noted there.
    pub at: Timestamp,
}
