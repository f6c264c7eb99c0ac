//! Requests for signing in without a code, and of one's own account.

use super::{Failure, Routes, read, send};
use gloo_net::http::Method;
use weft_shared::wire::{
    account::OwnSessions,
    agent::Me,
    passkey::{NewPasskey, NewPasskeyWanted, PasskeyShown, PasskeyWanted, Passkeys},
};

impl Routes {
    /// Signs in by the word of the company's own sign-in.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn sign_in_by_access(&self) -> Result<Me, Failure> {
        read(send(Method::POST, &self.agent("access"), None, None::<&()>).await?)
    }

    /// What the browser needs to show a passkey.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn passkey_wanted(&self) -> Result<PasskeyWanted, Failure> {
        read(send(Method::POST, &self.agent("passkey/challenge"), None, None::<&()>).await?)
    }

    /// Signs in by a passkey.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn sign_in_by_passkey(&self, shown: &PasskeyShown) -> Result<Me, Failure> {
        read(send(Method::POST, &self.agent("passkey"), None, Some(shown)).await?)
    }

    /// One's own passkeys.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn passkeys(&self) -> Result<Passkeys, Failure> {
        read(send(Method::GET, &self.desk("passkeys"), None, None::<&()>).await?)
    }

    /// What the browser needs to make a passkey.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn new_passkey_wanted(&self, key: &str) -> Result<NewPasskeyWanted, Failure> {
        read(send(Method::POST, &self.desk("passkeys/challenge"), Some(key), None::<&()>).await?)
    }

    /// Adds a passkey.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn add_passkey(&self, key: &str, new: &NewPasskey) -> Result<Passkeys, Failure> {
        read(send(Method::POST, &self.desk("passkeys"), Some(key), Some(new)).await?)
    }

    /// Removes a passkey.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn remove_passkey(&self, key: &str, passkey: u64) -> Result<Passkeys, Failure> {
        let path = self.desk(&format!("passkeys/{passkey}"));
        read(send(Method::DELETE, &path, Some(key), None::<&()>).await?)
    }

    /// Where one is signed in.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn own_sessions(&self) -> Result<OwnSessions, Failure> {
        read(send(Method::GET, &self.agent("sessions"), None, None::<&()>).await?)
    }

    /// Signs out everywhere.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn end_own_sessions(&self, key: &str) -> Result<(), Failure> {
        send(Method::DELETE, &self.agent("sessions"), Some(key), None::<&()>).await.map(drop)
    }

    fn agent(&self, part: &str) -> String {
        format!("{}/agent/{part}", self.base)
    }
}
