//! Evidence: typed, dated proofs; assurance: the level that a policy derives from them.

use crate::{id::AgentId, identity::Identifier, time::Timestamp};
use serde::{Deserialize, Serialize};

/// How far somebody's identity is assured, for one action on one channel. Ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assurance {
    /// Nothing is proven.
    #[default]
    Anonymous,
    /// Holds a link to this conversation: it points, it does not prove.
    Linked,
    /// Controls the channel that the conversation is with: reads its mailbox, holds its number.
    ChannelControl,
    /// Is signed in to the account at the site.
    Account,
}

impl Assurance {
    /// All levels, lowest first.
    pub const ALL: [Self; 4] = [Self::Anonymous, Self::Linked, Self::ChannelControl, Self::Account];

    /// The name in policies and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Linked => "linked",
            Self::ChannelControl => "channel-control",
            Self::Account => "account",
        }
    }
}

/// A proof carried by one message or one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Evidence {
    /// A valid continuation token was presented.
    LinkHeld {
        /// When.
        at: Timestamp,
    },
    /// A one-time code, sent to the address already on the conversation, was typed in the browser that asked.
    CodeConfirmed {
        /// The address that the code went to.
        address: Identifier,
        /// When it was typed.
        at: Timestamp,
    },
    /// The site's backend signed who this is.
    SiteSigned {
        /// The account at the site.
        account: String,
        /// When it was verified.
        at: Timestamp,
    },
    /// DKIM or DMARC passed for the domain of the From address, by the trusted authserv-id.
    MailAligned {
        /// The domain that passed.
        domain: String,
        /// When the mail arrived.
        at: Timestamp,
    },
    /// A provider signed that the message came from this number.
    NumberAsserted {
        /// Which assertion: the adapter's word, weighed by the policy.
        assertion: String,
        /// When.
        at: Timestamp,
    },
    /// An agent ran the site's verification questions.
    AgentVouched {
        /// Who.
        agent: AgentId,
        /// What was asked and checked.
        how: String,
        /// When.
        at: Timestamp,
    },
}

/// The kinds of [`Evidence`], as policies name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// See [`Evidence::LinkHeld`].
    LinkHeld,
    /// See [`Evidence::CodeConfirmed`].
    CodeConfirmed,
    /// See [`Evidence::SiteSigned`].
    SiteSigned,
    /// See [`Evidence::MailAligned`].
    MailAligned,
    /// See [`Evidence::NumberAsserted`].
    NumberAsserted,
    /// See [`Evidence::AgentVouched`].
    AgentVouched,
}

impl EvidenceKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::LinkHeld,
        Self::CodeConfirmed,
        Self::SiteSigned,
        Self::MailAligned,
        Self::NumberAsserted,
        Self::AgentVouched,
    ];

    /// The name in policies and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LinkHeld => "link-held",
            Self::CodeConfirmed => "code-confirmed",
            Self::SiteSigned => "site-signed",
            Self::MailAligned => "mail-aligned",
            Self::NumberAsserted => "number-asserted",
            Self::AgentVouched => "agent-vouched",
        }
    }
}

impl Evidence {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> EvidenceKind {
        match self {
            Self::LinkHeld { .. } => EvidenceKind::LinkHeld,
            Self::CodeConfirmed { .. } => EvidenceKind::CodeConfirmed,
            Self::SiteSigned { .. } => EvidenceKind::SiteSigned,
            Self::MailAligned { .. } => EvidenceKind::MailAligned,
            Self::NumberAsserted { .. } => EvidenceKind::NumberAsserted,
            Self::AgentVouched { .. } => EvidenceKind::AgentVouched,
        }
    }

    /// When it was given.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::LinkHeld { at }
            | Self::CodeConfirmed { at, .. }
            | Self::SiteSigned { at, .. }
            | Self::MailAligned { at, .. }
            | Self::NumberAsserted { at, .. }
            | Self::AgentVouched { at, .. } => *at,
        }
    }
}

/// What somebody may want to do with a conversation; policies say which level each needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Write into the conversation.
    Write,
    /// Read what it is about.
    ReadSummary,
    /// Read its earlier messages.
    ReadHistory,
    /// See the customer's addresses unmasked.
    SeeContact,
    /// Change the customer's addresses.
    ChangeContact,
    /// Talk about the account.
    DiscussAccount,
    /// Take a copy of everything.
    Export,
    /// End the conversation.
    Close,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 8] = [
        Self::Write,
        Self::ReadSummary,
        Self::ReadHistory,
        Self::SeeContact,
        Self::ChangeContact,
        Self::DiscussAccount,
        Self::Export,
        Self::Close,
    ];

    /// The name in policies and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::ReadSummary => "read-summary",
            Self::ReadHistory => "read-history",
            Self::SeeContact => "see-contact",
            Self::ChangeContact => "change-contact",
            Self::DiscussAccount => "discuss-account",
            Self::Export => "export",
            Self::Close => "close",
        }
    }
}
