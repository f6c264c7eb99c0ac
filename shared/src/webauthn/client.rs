//! What a browser says of a ceremony, in the JSON over whose hash the authenticator signs (Level 3, section 5.8.1).

use super::WebAuthnError;
use crate::jwt;
use serde::Deserialize;
use serde_json::Value;

/// Which ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ceremony {
    /// A new credential.
    Create,
    /// A sign-in.
    Get,
}

impl Ceremony {
    const fn name(self) -> &'static str {
        match self {
            Self::Create => "webauthn.create",
            Self::Get => "webauthn.get",
        }
    }
}

/// What a browser says. Other members may be there: the standard keeps them for later.
#[derive(Deserialize)]
pub(super) struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: Option<bool>,
    #[serde(rename = "topOrigin", default)]
    top_origin: Option<Value>,
}

impl ClientData {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, WebAuthnError> {
        serde_json::from_slice(bytes).map_err(|_| WebAuthnError::ClientData)
    }

    /// The challenge, if it is of this ceremony and was made by a page of this origin that no other page holds.
    pub(super) fn of(self, ceremony: Ceremony, origin: &str) -> Result<Vec<u8>, WebAuthnError> {
        if self.kind != ceremony.name() {
            return Err(WebAuthnError::Ceremony);
        }
        if self.origin != origin || self.cross_origin == Some(true) || self.top_origin.is_some() {
            return Err(WebAuthnError::Origin);
        }
        jwt::decode(&self.challenge).ok_or(WebAuthnError::ClientData)
    }
}
