//! Signing in: what the console's pages are told of it, and passkeys. What goes to the browser's own functions and comes from them has the JSON form that the standard gives it
//! (Web Authentication, Level 3, section 5.1): it passes through the page as it is.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a page of the console says about the site, as JSON in the element `weft-settings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsoleSettings {
    /// The site.
    pub site: String,
    /// Its name.
    pub name: String,
    /// Passkeys can belong to this host: it has a name and not only a number.
    #[serde(default)]
    pub passkeys: bool,
    /// The word of the company's own sign-in counts: it can be tried without a person.
    #[serde(default)]
    pub access: bool,
}

/// What `POST …/agent/passkey/challenge` is answered with (`PublicKeyCredentialRequestOptionsJSON`). It names no
/// credential: whoever asks learns of nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyWanted {
    /// In base64url, as all bytes here.
    pub challenge: String,
    /// The host.
    pub rp_id: String,
    /// How long there is, in milliseconds.
    pub timeout: u32,
    /// Always `required`.
    pub user_verification: String,
}

/// `POST …/agent/passkey` (`AuthenticationResponseJSON`); other members are passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyShown {
    /// The credential.
    pub id: String,
    /// The same.
    pub raw_id: String,
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the authenticator made.
    pub response: Assertion,
}

/// What an authenticator makes to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assertion {
    /// What the browser says of the ceremony.
    #[serde(rename = "clientDataJSON")]
    pub client_data: String,
    /// What the authenticator says.
    pub authenticator_data: String,
    /// Its signature over both.
    pub signature: String,
    /// Whose credential it is, in our words for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_handle: Option<String>,
}

/// `GET …/desk/passkeys`, and what adding and removing one is answered with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkeys {
    /// The own ones, the oldest first.
    pub passkeys: Vec<PasskeyLine>,
    /// At most so many.
    pub most: u32,
    /// Until then the sign-in is fresh enough to add one.
    pub fresh_until: Timestamp,
}

/// A passkey of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyLine {
    /// Its number.
    pub passkey: u64,
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub made: Timestamp,
    /// When it was last used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<Timestamp>,
    /// It is kept on several devices.
    pub synced: bool,
    /// When it was last refused because it counted backwards: there may be a copy of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubted: Option<Timestamp>,
}

/// What `POST …/desk/passkeys/challenge` is answered with (`PublicKeyCredentialCreationOptionsJSON`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPasskeyWanted {
    /// Where it will belong to.
    pub rp: PasskeyHost,
    /// Whose it will be.
    pub user: PasskeyUser,
    /// In base64url.
    pub challenge: String,
    /// What it may sign by, the most wanted first.
    pub pub_key_cred_params: Vec<PasskeyKind>,
    /// How long there is, in milliseconds.
    pub timeout: u32,
    /// The own ones: a device that has one of them does not make another.
    pub exclude_credentials: Vec<PasskeyRef>,
    /// It must be kept by the device, and verify its owner.
    pub authenticator_selection: PasskeyDevice,
    /// Always `none`: no maker is asked for a word.
    pub attestation: String,
}

/// The relying party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyHost {
    /// The host.
    pub id: String,
    /// The site's name.
    pub name: String,
}

/// Whose a new passkey will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyUser {
    /// Random bytes that stand for the agent.
    pub id: String,
    /// The mail address, as the device lists it.
    pub name: String,
    /// The agent's name.
    pub display_name: String,
}

/// A way to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyKind {
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The number in the registry of COSE.
    pub alg: i64,
}

/// A credential, by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRef {
    /// In base64url.
    pub id: String,
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: String,
    /// How its authenticator is reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transports: Vec<String>,
}

/// What is wanted of the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyDevice {
    /// Always `required`.
    pub resident_key: String,
    /// Always true: the older name for the same.
    pub require_resident_key: bool,
    /// Always `required`.
    pub user_verification: String,
}

/// `POST …/desk/passkeys`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPasskey {
    /// What its owner calls it: 1 to 40 characters.
    pub name: String,
    /// What the browser made.
    pub credential: PasskeyMade,
}

/// `RegistrationResponseJSON`; other members are passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyMade {
    /// The credential.
    pub id: String,
    /// The same.
    pub raw_id: String,
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the authenticator made.
    pub response: Attestation,
}

/// What an authenticator makes for a new credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attestation {
    /// What the browser says of the ceremony.
    #[serde(rename = "clientDataJSON")]
    pub client_data: String,
    /// What the authenticator says.
    pub attestation_object: String,
    /// How the authenticator is reached.
    #[serde(default)]
    pub transports: Vec<String>,
}
