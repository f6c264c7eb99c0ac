//! Passkeys (Web Authentication, Level 3): everything but the signature's own mathematics.
//!
//! A browser hands over what an authenticator made: [`register`] reads a new credential, [`assert`] a sign-in. Both
//! hold what was signed against [`Here`]: the origin to the last byte, the host's hash, and that a person was present
//! and verified. Whether the challenge is ours is asked of [`challenge`], and whether the signature holds of whoever
//! has the mathematics: [`Asserted::signed`] are the bytes, [`PublicKey::signature`] the form that it takes.
//!
//! The word of a maker (attestation) is never asked for, so nothing of it is believed or looked at.

pub mod cbor;
pub mod challenge;
mod client;
mod data;
mod key;
#[cfg(test)]
mod tests;

pub use key::{Algorithm, PublicKey};

use client::{Ceremony, ClientData};
use data::AuthenticatorData;
use sha2::{Digest, Sha256};
use std::fmt;

/// The longest credential id, in bytes (Level 3, section 4).
pub const LONGEST_ID: usize = 1_023;

/// Where credentials belong to.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// The host, which is the relying party's id.
    pub host: &'a str,
    /// The origin of the pages, as browsers send it.
    pub origin: &'a str,
}

/// Why what an authenticator made counts for nothing. Outside all of them are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebAuthnError {
    /// What the browser says of the ceremony is not JSON of its form.
    ClientData,
    /// It is of the other ceremony.
    Ceremony,
    /// It was made on another origin, or inside a page of one.
    Origin,
    /// The attestation object is not CBOR of its form.
    Attestation,
    /// The authenticator's data is not of its form.
    AuthenticatorData,
    /// It was made for another host.
    Host,
    /// Nobody was present.
    NotPresent,
    /// Nobody was verified.
    NotVerified,
    /// It says that it is backed up though it cannot be.
    Backup,
    /// The public key is of a kind that was not asked for, or is none.
    Key,
}

impl fmt::Display for WebAuthnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ClientData => "the client data is not JSON of its form",
            Self::Ceremony => "the client data is of the other ceremony",
            Self::Origin => "it was made on another origin",
            Self::Attestation => "the attestation object is not CBOR of its form",
            Self::AuthenticatorData => "the authenticator's data is not of its form",
            Self::Host => "it was made for another host",
            Self::NotPresent => "nobody was present",
            Self::NotVerified => "nobody was verified",
            Self::Backup => "it is backed up though it cannot be",
            Self::Key => "the public key is none that was asked for",
        })
    }
}

impl std::error::Error for WebAuthnError {}

/// A new credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The challenge that it answers: to be held against ours.
    pub challenge: Vec<u8>,
    /// Its id.
    pub id: Vec<u8>,
    /// Its public key.
    pub key: PublicKey,
    /// How often it signed; 0 where nobody counts.
    pub counter: u32,
    /// It may be kept on several devices.
    pub may_back_up: bool,
    /// It is.
    pub backed_up: bool,
}

/// A sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asserted {
    /// The challenge that it answers: to be held against ours.
    pub challenge: Vec<u8>,
    /// How often its credential signed; 0 where nobody counts.
    pub counter: u32,
    /// Its credential may be kept on several devices.
    pub may_back_up: bool,
    /// It is.
    pub backed_up: bool,
    /// The bytes that were signed.
    pub signed: Vec<u8>,
}

/// Reads a new credential.
///
/// # Errors
/// What is wrong with it.
pub fn register(here: Here<'_>, client_data: &[u8], attestation: &[u8]) -> Result<Registered, WebAuthnError> {
    let challenge = ClientData::read(client_data)?.of(Ceremony::Create, here.origin)?;
    let data = data::of_attestation(attestation)?;
    let data = AuthenticatorData::read(data)?;
    data.judge(here.host)?;
    let (id, key) = data.credential.ok_or(WebAuthnError::AuthenticatorData)?;
    Ok(Registered {
        challenge,
        id: id.to_owned(),
        key,
        counter: data.counter,
        may_back_up: data.may_back_up,
        backed_up: data.backed_up,
    })
}

/// Reads a sign-in.
///
/// # Errors
/// What is wrong with it.
pub fn assert(here: Here<'_>, client_data: &[u8], authenticator_data: &[u8]) -> Result<Asserted, WebAuthnError> {
    let challenge = ClientData::read(client_data)?.of(Ceremony::Get, here.origin)?;
    let data = AuthenticatorData::read(authenticator_data)?;
    data.judge(here.host)?;
    let mut signed = authenticator_data.to_owned();
    signed.extend_from_slice(&Sha256::digest(client_data));
    Ok(Asserted { challenge, counter: data.counter, may_back_up: data.may_back_up, backed_up: data.backed_up, signed })
}

/// Whether a counter fits what was known: it grows, or nobody counts. A smaller one tells of a copy.
#[must_use]
pub const fn counts_on(known: u32, now: u32) -> bool {
    now > known || (now == 0 && known == 0)
}
