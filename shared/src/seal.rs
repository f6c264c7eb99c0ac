//! Seals: short MACs by which the deployment recognises what it wrote itself.
//!
//! A reply address and a Message-ID carry the conversation and 128 bits of HMAC-SHA256 (RFC 2104) over purpose and
//! content, with a key of the site alone. Comparing is byte-exact and in constant time: a single flipped bit
//! anywhere means that it is not ours.

use crate::{
    id::{ConversationId, MessageId, SiteId, decode128, encode128},
    identity::{Identifier, IdentifierKind},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use subtle::{Choice, ConstantTimeEq};

/// What a MAC is for: the first thing under it, so that none serves for another purpose.
#[derive(Clone, Copy)]
enum Purpose {
    ReplyAddress,
    MessageId,
    CallbackData,
    AddressHash,
    CodeKey,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::ReplyAddress => b"weft/reply-address/v1",
            Self::MessageId => b"weft/message-id/v1",
            Self::CallbackData => b"weft/callback-data/v1",
            Self::AddressHash => b"weft/address-hash/v1",
            Self::CodeKey => b"weft/code-key/v1",
        }
    }
}

/// The sealing keys of one site. The first seals, all open.
pub struct Seal {
    keys: Vec<[u8; 32]>,
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seal({} keys)", self.keys.len())
    }
}

impl Seal {
    /// Derives a site's keys from the deployment's secrets, of which there is at least one.
    pub(crate) fn new(secrets: &[[u8; 32]], site: &SiteId) -> Self {
        let derive = |secret| hmac(secret, &[b"weft/site-key/v1", site.as_str().as_bytes()]);
        Self { keys: secrets.iter().map(derive).collect() }
    }

    /// The address at which a mail answers this conversation: `r`, the conversation and its MAC, at the site's reply
    /// domain. The local part has 53 characters.
    #[must_use]
    pub fn reply_address(&self, conversation: ConversationId, domain: &str) -> String {
        let mac = encode128(self.mac(Purpose::ReplyAddress, &conversation.bits().to_be_bytes()));
        format!("r{conversation}{mac}@{domain}")
    }

    /// The conversation of a reply address, if it is ours to the last bit. `address` and `domain` are in canonical
    /// form ([`crate::address::MailAddress`]).
    #[must_use]
    pub fn open_reply_address(&self, address: &str, domain: &str) -> Option<ConversationId> {
        let local = address.strip_suffix(domain)?.strip_suffix('@')?.strip_prefix('r')?;
        let (conversation, mac) = sealed(local)?;
        self.holds(Purpose::ReplyAddress, &conversation.to_be_bytes(), mac)
            .then(|| ConversationId::from_bits(conversation))
    }

    /// The Message-ID of an outbound mail, in angle brackets (RFC 5322, section 3.6.4).
    #[must_use]
    pub fn message_id(&self, message: MessageId, conversation: ConversationId, domain: &str) -> String {
        let mac = encode128(self.mac(Purpose::MessageId, &pair(message.bits(), conversation.bits())));
        format!("<m{message}.{conversation}{mac}@{domain}>")
    }

    /// What a Message-ID of ours names; with or without its angle brackets, as parsers differ in that.
    #[must_use]
    pub fn open_message_id(&self, id: &str, domain: &str) -> Option<(MessageId, ConversationId)> {
        let bare = match id.strip_prefix('<') {
            Some(rest) => rest.strip_suffix('>')?,
            None => id,
        };
        let local = bare.strip_suffix(domain)?.strip_suffix('@')?.strip_prefix('m')?;
        let (message, rest) = local.split_once('.')?;
        let message = decode128(message)?;
        let (conversation, mac) = sealed(rest)?;
        self.holds(Purpose::MessageId, &pair(message, conversation), mac)
            .then(|| (MessageId::from_bits(message), ConversationId::from_bits(conversation)))
    }

    /// What a provider repeats when it reports on a message: `<conversation>.<message>.<mac>`, 80 characters.
    #[must_use]
    pub fn callback_data(&self, message: MessageId, conversation: ConversationId) -> String {
        let mac = encode128(self.mac(Purpose::CallbackData, &pair(message.bits(), conversation.bits())));
        format!("{conversation}.{message}.{mac}")
    }

    /// What such a text names, if it is ours to the last bit.
    #[must_use]
    pub fn open_callback_data(&self, text: &str) -> Option<(MessageId, ConversationId)> {
        let (conversation, rest) = text.split_once('.')?;
        let (message, mac) = rest.split_once('.')?;
        let (conversation, message) = (decode128(conversation)?, decode128(message)?);
        self.holds(Purpose::CallbackData, &pair(message, conversation), decode128(mac)?)
            .then(|| (MessageId::from_bits(message), ConversationId::from_bits(conversation)))
    }

    /// A name for an address that does not tell the address: 32 hexadecimal digits, by the sealing key.
    #[must_use]
    pub fn address_hash(&self, identifier: &Identifier) -> String {
        format!("{:032x}", self.mac(Purpose::AddressHash, &hashed(identifier)))
    }

    /// Whether `hash` is an [`address_hash`](Self::address_hash) of this address, by any key of the site.
    #[must_use]
    pub fn is_address_hash(&self, identifier: &Identifier, hash: &str) -> bool {
        let content = hashed(identifier);
        let by = |key| format!("{:032x}", tag(key, Purpose::AddressHash, &content));
        self.keys.iter().fold(Choice::from(0), |found, key| found | by(key).as_bytes().ct_eq(hash.as_bytes())).into()
    }

    /// The secret under which one-time codes are kept ([`crate::verify::digest`]): of this site, for nothing else.
    #[must_use]
    pub fn code_secret(&self) -> [u8; 32] {
        self.keys.first().map_or([0; 32], |key| hmac(key, &[b"weft/code-secret/v1", b""]))
    }

    /// The secret by which challenges of passkeys are recognised ([`crate::webauthn::challenge`]). After a rotation,
    /// those of before are not.
    #[must_use]
    pub fn challenge_secret(&self) -> [u8; 32] {
        self.keys.first().map_or([0; 32], |key| hmac(key, &[b"weft/challenge-secret/v1", b""]))
    }

    /// The key under which one-time codes are kept as hashes. After a rotation, codes of before are not recognised.
    #[must_use]
    pub fn code_key(&self) -> [u8; 16] {
        self.mac(Purpose::CodeKey, &[]).to_be_bytes()
    }

    fn mac(&self, purpose: Purpose, content: &[u8]) -> u128 {
        // A ring has at least one secret; without one, nothing that opens could be made.
        self.keys.first().map_or(0, |key| tag(key, purpose, content))
    }

    fn holds(&self, purpose: Purpose, content: &[u8], mac: u128) -> bool {
        let given = mac.to_be_bytes();
        let equal = |key| tag(key, purpose, content).to_be_bytes().ct_eq(&given);
        self.keys.iter().fold(Choice::from(0), |found, key| found | equal(key)).into()
    }
}

/// Splits an id and its MAC, 26 characters each.
fn sealed(text: &str) -> Option<(u128, u128)> {
    let (id, mac) = text.split_at_checked(26)?;
    Some((decode128(id)?, decode128(mac)?))
}

fn pair(message: u128, conversation: u128) -> [u8; 32] {
    let mut both = [0; 32];
    for (to, from) in both.iter_mut().zip(message.to_be_bytes().into_iter().chain(conversation.to_be_bytes())) {
        *to = from;
    }
    both
}

fn hashed(identifier: &Identifier) -> Vec<u8> {
    let kind = match identifier.kind {
        IdentifierKind::Mail => b"mail\0".as_slice(),
        IdentifierKind::Phone => b"phone\0",
        IdentifierKind::Account => b"account\0",
        IdentifierKind::Deal => b"deal\0",
    };
    [kind, identifier.value.as_bytes()].concat()
}

/// The first 128 bits of the MAC.
fn tag(key: &[u8; 32], purpose: Purpose, content: &[u8]) -> u128 {
    hmac(key, &[purpose.label(), content]).iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}

/// A key for one purpose of the deployment as a whole.
pub(crate) fn derived(secret: &[u8; 32], purpose: &str) -> [u8; 32] {
    hmac(secret, &[purpose.as_bytes(), b""])
}

/// HMAC-SHA256 over the parts, each but the last closed by a zero byte, which occurs in no label and no site's name.
fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A key shorter than a block is filled up with zeros (RFC 2104, section 2); doing so here makes this infallible.
    let mut block = [0_u8; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            mac.update(&[0]);
        }
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests;
