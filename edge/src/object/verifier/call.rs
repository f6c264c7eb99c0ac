//! What may be asked of a Verifier, and its answers.

use serde::{Deserialize, Serialize};
use weft_shared::{
    id::SiteId,
    policy::SpokenPolicy,
    time::Timestamp,
    verify::{
        Check, Limits,
        spoken::{Pointer, Typed},
    },
};

/// A question to the Verifier of one address.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "kebab-case")]
pub enum VerifierCall {
    /// A code for this purpose, such as a session. Answered with [`IssueAnswer`].
    Issue {
        /// The site, whose key hides the code.
        site: SiteId,
        /// What the code is for: it confirms nothing else.
        purpose: String,
        /// Now.
        at: Timestamp,
        /// The limits of the policy.
        limits: Limits,
    },
    /// A code was typed. Answered with [`CheckAnswer`].
    Check {
        /// The site, whose key hides the code.
        site: SiteId,
        /// What it is meant for.
        purpose: String,
        /// As typed; anything but digits is ignored.
        code: String,
        /// Now.
        at: Timestamp,
        /// The limits of the policy.
        limits: Limits,
    },
    /// May a fresh link go to this address? Counted when it may. Answered with [`CountAnswer`].
    CountLink {
        /// Now.
        at: Timestamp,
        /// The limits of the policy.
        limits: Limits,
    },
    /// May an automatic mail go to this address? Counted when it may. Answered with [`CountAnswer`].
    CountAutomatic {
        /// Now.
        at: Timestamp,
        /// How many may go in any 24 hours.
        limit_a_day: u32,
    },
    /// For the object of a whole site: may one more code or link go out? Counted when it may. Answered with
    /// [`CountAnswer`].
    Spend {
        /// Now.
        at: Timestamp,
        /// How many may go in any hour.
        limit_an_hour: u32,
    },
    /// For the object of a key of the API: may one more request be served? Counted when it may. Answered with
    /// [`CountAnswer`].
    Pace {
        /// Now.
        at: Timestamp,
        /// How many may be served in a minute.
        a_minute: u32,
    },
    /// An agent or the site's owner lifts the hard stop. Answered with [`CountAnswer`].
    Unlock,
    /// For the object of a site's spoken codes: one that leads there. Answered with [`GivenAnswer`].
    GiveSpoken {
        /// The site, whose key hides the code.
        site: SiteId,
        /// Where it leads.
        to: Pointer,
        /// Now.
        at: Timestamp,
        /// The limits of the policy.
        limits: SpokenPolicy,
    },
    /// For the object of a site's spoken codes: one was typed. Answered with [`Typed`].
    TypeSpoken {
        /// The site, whose key hides the code.
        site: SiteId,
        /// As typed; anything but digits is ignored.
        code: String,
        /// Hash of the browser's nonce.
        browser: String,
        /// Now.
        at: Timestamp,
        /// The limits of the policy.
        limits: SpokenPolicy,
    },
}

/// The answer to [`VerifierCall::Issue`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "issue", rename_all = "kebab-case")]
pub enum IssueAnswer {
    /// Send this to the address, and nowhere else.
    Issued {
        /// The digits. Only their keyed hash is kept.
        code: String,
        /// When another may be asked for, in milliseconds from now.
        resend_after_ms: i64,
        /// How long it is valid, in milliseconds.
        valid_ms: i64,
        /// How many digits.
        digits: u8,
    },
    /// A limit was reached.
    Refused {
        /// When it makes sense to ask again, in milliseconds from now; 0 when nothing but an unlocking helps.
        retry_after_ms: i64,
        /// Which limit, in one sentence for logs and agents.
        because: String,
    },
}

/// The answer to [`VerifierCall::GiveSpoken`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "given", rename_all = "kebab-case")]
pub enum GivenAnswer {
    /// Read this out, and write it nowhere.
    Valid {
        /// The digits. Only their keyed hash is kept.
        code: String,
    },
    /// A limit was reached.
    Refused {
        /// When it makes sense to ask again, in milliseconds from now.
        retry_after_ms: i64,
    },
}

/// The answer to [`VerifierCall::TypeSpoken`].
pub type TypedAnswer = Typed;

/// The answer to [`VerifierCall::Check`].
pub type CheckAnswer = Check;

/// The answer to a counting call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountAnswer {
    /// Whether it may happen; it is counted then.
    pub allowed: bool,
    /// When it makes sense to ask again, in milliseconds from now.
    pub retry_after_ms: i64,
}
