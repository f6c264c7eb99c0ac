//! Problems, in the form of RFC 9457 (`application/problem+json`) over HTTP and as they are in frames.

use crate::evidence::Assurance;
use serde::{Deserialize, Serialize};

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:weft:problem:<name>`: what clients compare.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same in a few words, always the same for a `type`.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What was wrong, where, and what would be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// When it makes sense to try again, in milliseconds from now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// The level that would be needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Assurance>,
    /// Ways to get there, as names of evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub step_up: Vec<String>,
    /// The key path of the policy's rule that forbids it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The field that is wrong, by its name in the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What would be right there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The medium that is the next best, as its name in the policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// The id under which it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Errors of a document, one a line, each with its key path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $variant:ident $name:literal $status:literal $title:literal)*) => {
        /// Every kind of problem there is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ProblemKind { $($(#[$doc])* $variant,)* }

        impl ProblemKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The name, as in `urn:weft:problem:<name>`.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(Self::$variant => $name,)* } }
            /// The HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 { match self { $(Self::$variant => $status,)* } }
            /// The title.
            #[must_use]
            pub const fn title(self) -> &'static str { match self { $(Self::$variant => $title,)* } }
        }
    };
}

problems! {
    /// The request is not what the route expects.
    Malformed "malformed" 400 "The request is malformed"
    /// No or no valid credentials.
    Unauthenticated "unauthenticated" 401 "Sign in first"
    /// The level is too low for the action.
    Forbidden "forbidden" 403 "Not allowed at this level of proof"
    /// A provider's signature is missing, or is not for exactly this request.
    BadSignature "bad-signature" 403 "The signature does not hold"
    /// The Origin header is not one that may do this.
    ForeignOrigin "foreign-origin" 403 "This origin may not do that"
    /// There is no such thing, or not for you: the two are not told apart.
    NotFound "not-found" 404 "There is nothing here"
    /// The link is unknown, expired, revoked or of another site: not told apart.
    LinkUnusable "link-unusable" 404 "This link no longer works"
    /// Another method is needed.
    MethodNotAllowed "method-not-allowed" 405 "This method does nothing here"
    /// The state does not allow it.
    Conflict "conflict" 409 "That does not fit the present state"
    /// Somebody else was quicker.
    Taken "taken" 409 "A colleague has this conversation"
    /// The agent has no room for one more.
    AtCapacity "at-capacity" 409 "No room for one more conversation"
    /// The body is too large.
    TooLarge "too-large" 413 "That is too large"
    /// The code is wrong.
    CodeWrong "code-wrong" 422 "That code is not right"
    /// The code is no longer valid, or there is none for this browser.
    CodeExpired "code-expired" 410 "That code is no longer valid"
    /// A document has errors: see `errors`.
    Invalid "invalid" 422 "The document has errors"
    /// A limit was reached.
    TooMany "too-many" 429 "Too many tries"
    /// A rule of the policy forbids it: see `rule` and `instead`.
    AgainstPolicy "against-policy" 422 "A rule does not allow that"
    /// The customer or conversation goes on under another id: see the `Link` header.
    Moved "moved" 410 "This goes on elsewhere"
    /// The customer cannot be reached that way now.
    Unreachable "unreachable" 422 "The customer cannot be reached that way"
    /// A frame or body of another protocol version.
    UnsupportedVersion "unsupported-version" 400 "Please reload: this page is of another version"
    /// Something that is needed is not configured.
    NotConfigured "not-configured" 503 "This is not set up here"
    /// Come back later; nothing acknowledged is lost.
    Busy "busy" 503 "Busy, please try again"
    /// Our fault.
    Internal "internal" 500 "Something went wrong on our side"
}

impl Problem {
    /// A problem of a kind, without details.
    #[must_use]
    pub fn new(kind: ProblemKind) -> Self {
        Self {
            kind: format!("urn:weft:problem:{}", kind.name()),
            title: kind.title().to_owned(),
            status: kind.status(),
            detail: None,
            retry_after_ms: None,
            needs: None,
            step_up: Vec::new(),
            rule: None,
            field: None,
            example: None,
            instead: None,
            canonical: None,
            errors: Vec::new(),
        }
    }

    /// With what was wrong, where, and what would be right.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// With when to try again.
    #[must_use]
    pub fn retry_after(mut self, ms: i64) -> Self {
        self.retry_after_ms = Some(u64::try_from(ms).unwrap_or(0));
        self
    }

    /// Whether it is of this kind.
    #[must_use]
    pub fn is(&self, kind: ProblemKind) -> bool {
        self.kind.strip_prefix("urn:weft:problem:") == Some(kind.name())
    }
}
