//! What an authenticator says (Level 3, section 6.1), and the object in which a new credential comes (section 6.5).

use super::{
    LONGEST_ID, PublicKey, WebAuthnError,
    cbor::{self, Value},
};
use sha2::{Digest, Sha256};

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const MAY_BACK_UP: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const CREDENTIAL: u8 = 1 << 6;
const EXTENSIONS: u8 = 1 << 7;

/// What an authenticator says.
pub(super) struct AuthenticatorData<'a> {
    host_hash: &'a [u8],
    present: bool,
    verified: bool,
    pub(super) may_back_up: bool,
    pub(super) backed_up: bool,
    pub(super) counter: u32,
    /// The new credential's id and key.
    pub(super) credential: Option<(&'a [u8], PublicKey)>,
}

/// The authenticator's data in an attestation object. The maker's word beside it is not looked at.
pub(super) fn of_attestation(object: &[u8]) -> Result<&[u8], WebAuthnError> {
    let object = cbor::only(object).ok_or(WebAuthnError::Attestation)?;
    let is_whole =
        matches!(object.named("fmt"), Some(Value::Text(_))) && matches!(object.named("attStmt"), Some(Value::Map(_)));
    object.named("authData").and_then(Value::bytes).filter(|_| is_whole).ok_or(WebAuthnError::Attestation)
}

impl<'a> AuthenticatorData<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, WebAuthnError> {
        Self::parts(bytes)?.ok_or(WebAuthnError::AuthenticatorData)
    }

    /// Nothing when a part is missing or too long.
    fn parts(bytes: &'a [u8]) -> Result<Option<Self>, WebAuthnError> {
        let Some((host_hash, rest)) = bytes.split_at_checked(32) else { return Ok(None) };
        let Some((&flags, rest)) = rest.split_first() else { return Ok(None) };
        let Some((counter, mut rest)) = rest.split_first_chunk::<4>() else { return Ok(None) };
        let has = |flag: u8| flags & flag != 0;
        let credential = if has(CREDENTIAL) {
            let Some((id, key, after)) = new_credential(rest) else { return Ok(None) };
            rest = after;
            Some((id, PublicKey::read(&key)?))
        } else {
            None
        };
        if has(EXTENSIONS) {
            match cbor::first(rest) {
                Some((Value::Map(_), after)) => rest = after,
                _ => return Ok(None),
            }
        }
        Ok(rest.is_empty().then(|| Self {
            host_hash,
            present: has(PRESENT),
            verified: has(VERIFIED),
            may_back_up: has(MAY_BACK_UP),
            backed_up: has(BACKED_UP),
            counter: u32::from_be_bytes(*counter),
            credential,
        }))
    }

    /// Whether it was made for this host, by a person who was there and was verified.
    pub(super) fn judge(&self, host: &str) -> Result<(), WebAuthnError> {
        if self.host_hash != Sha256::digest(host.as_bytes()).as_slice() {
            return Err(WebAuthnError::Host);
        }
        if !self.present {
            return Err(WebAuthnError::NotPresent);
        }
        if !self.verified {
            return Err(WebAuthnError::NotVerified);
        }
        if self.backed_up && !self.may_back_up {
            return Err(WebAuthnError::Backup);
        }
        Ok(())
    }
}

/// The id and the key of a new credential, and what comes after them. Before them stands which make of authenticator it
/// is, which decides nothing here.
fn new_credential(bytes: &[u8]) -> Option<(&[u8], Value<'_>, &[u8])> {
    let (_make, rest) = bytes.split_at_checked(16)?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (id, rest) = rest.split_at_checked(length).filter(|_| (1..=LONGEST_ID).contains(&length))?;
    let (key, rest) = cbor::first(rest)?;
    Some((id, key, rest))
}
