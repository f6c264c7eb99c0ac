//! An authenticator written anew from the standard, which shares no code with the product, and lies if it is told to.

use super::SignedIn;
use crate::harness::{Signer, Site, keys::random};
use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use ed25519_compact::{KeyPair, Seed};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::{
    io::Write as _,
    process::{Command, Stdio},
};

const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const CREDENTIAL: u8 = 64;

const SIGN: &str =
    "const { sign } = require('crypto'); const { pem, hex } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(sign('sha256', Buffer.from(hex, 'hex'), pem).toString('base64url'));";

/// What an authenticator says of a ceremony: the truth, unless a test changes it.
#[derive(Clone, Debug)]
pub struct Said {
    /// `webauthn.create` or `webauthn.get`.
    pub ceremony: String,
    /// In base64url.
    pub challenge: String,
    /// The page's origin.
    pub origin: String,
    /// The page was inside another one's.
    pub framed: bool,
    /// The host.
    pub host: String,
    /// Present, verified and so on.
    pub flags: u8,
    /// How often it signed.
    pub counter: u32,
}

enum Key {
    Ed(Box<KeyPair>),
    Node(Signer),
}

/// An authenticator with one passkey.
pub struct Authenticator {
    key: Key,
    id: Vec<u8>,
    /// What it knows its owner by, in base64url.
    pub handle: String,
    origin: String,
    host: String,
    counter: u32,
}

fn text(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// The head of a CBOR item.
fn head(kind: u8, value: usize) -> Vec<u8> {
    match value {
        0..24 => vec![kind << 5 | value as u8],
        24..256 => vec![kind << 5 | 24, value as u8],
        _ => vec![kind << 5 | 25, (value >> 8) as u8, value as u8],
    }
}

fn bytes(value: &[u8]) -> Vec<u8> {
    [head(2, value.len()), value.to_vec()].concat()
}

fn words(value: &str) -> Vec<u8> {
    [head(3, value.len()), value.as_bytes().to_vec()].concat()
}

fn number(value: i64) -> Vec<u8> {
    if value < 0 { head(1, usize::try_from(-1 - value).unwrap()) } else { head(0, usize::try_from(value).unwrap()) }
}

fn map(members: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let inside: Vec<u8> = members.iter().flat_map(|(key, value)| [key.clone(), value.clone()].concat()).collect();
    [head(5, members.len()), inside].concat()
}

impl Authenticator {
    /// With a new key of this algorithm (`EdDSA`, `ES256` or `RS256`), for the edge of a site.
    ///
    /// # Panics
    /// When there is no randomness.
    #[must_use]
    pub fn new(site: &Site, algorithm: &'static str) -> Self {
        let origin = site.world.edge_url.clone();
        let host = origin.split("://").nth(1).and_then(|rest| rest.split(':').next()).expect("a host").to_owned();
        let key = match algorithm {
            "EdDSA" => Key::Ed(Box::new(KeyPair::from_seed(Seed::from_slice(&random(32)).expect("a seed")))),
            other => Key::Node(Signer::by_node(&site.world.tools, "passkey", other)),
        };
        Self { key, id: random(32), handle: String::new(), origin, host, counter: 0 }
    }

    /// The public key, in COSE.
    fn cose(&self) -> Vec<u8> {
        let member = |jwk: &Value, name: &str| BASE64_URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
        let pair = |name: i64, value: Vec<u8>| (number(name), value);
        match &self.key {
            Key::Ed(pair_of) => map(&[
                pair(1, number(1)),
                pair(3, number(-8)),
                pair(-1, number(6)),
                pair(-2, bytes(pair_of.pk.as_ref())),
            ]),
            Key::Node(Signer::Node { algorithm: "ES256", jwk, .. }) => map(&[
                pair(1, number(2)),
                pair(3, number(-7)),
                pair(-1, number(1)),
                pair(-2, bytes(&member(jwk, "x"))),
                pair(-3, bytes(&member(jwk, "y"))),
            ]),
            Key::Node(Signer::Node { jwk, .. }) => map(&[
                pair(1, number(3)),
                pair(3, number(-257)),
                pair(-1, bytes(&member(jwk, "n"))),
                pair(-2, bytes(&member(jwk, "e"))),
            ]),
            Key::Node(_) => panic!("no key of Node's"),
        }
    }

    fn sign(&self, signed: &[u8]) -> Vec<u8> {
        match &self.key {
            Key::Ed(pair) => pair.sk.sign(signed, None).to_vec(),
            Key::Node(Signer::Node { pem, node, .. }) => {
                let hex: String = signed.iter().map(|byte| format!("{byte:02x}")).collect();
                let mut child = Command::new(node)
                    .args(["-e", SIGN])
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .spawn()
                    .expect("node does not start");
                let asked = json!({ "pem": pem, "hex": hex }).to_string();
                child.stdin.take().expect("a pipe").write_all(asked.as_bytes()).expect("node reads");
                let output = child.wait_with_output().expect("node ends");
                BASE64_URL_SAFE_NO_PAD.decode(String::from_utf8_lossy(&output.stdout).trim()).expect("a signature")
            }
            Key::Node(_) => panic!("no key of Node's"),
        }
    }

    fn client_data(said: &Said) -> Vec<u8> {
        let data = json!({
            "type": said.ceremony, "challenge": said.challenge, "origin": said.origin, "crossOrigin": said.framed,
        });
        data.to_string().into_bytes()
    }

    fn data(said: &Said) -> Vec<u8> {
        [&Sha256::digest(said.host.as_bytes())[..], &[said.flags], &said.counter.to_be_bytes()].concat()
    }

    fn said(&self, ceremony: &str, challenge: &Value, flags: u8) -> Said {
        Said {
            ceremony: format!("webauthn.{ceremony}"),
            challenge: challenge.as_str().expect("a challenge").to_owned(),
            origin: self.origin.clone(),
            framed: false,
            host: self.host.clone(),
            flags: flags | PRESENT | VERIFIED,
            counter: self.counter,
        }
    }

    /// Makes its passkey as it is asked to; `lie` may change what it says.
    ///
    /// # Panics
    /// When it is asked for something that no authenticator would do.
    #[must_use]
    pub fn make(&mut self, wanted: &Value, lie: impl FnOnce(&mut Said)) -> Value {
        assert_eq!((&wanted["attestation"], &wanted["rp"]["id"]), (&json!("none"), &json!(self.host)));
        assert_eq!(wanted["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(wanted["authenticatorSelection"]["residentKey"], "required");
        self.handle = wanted["user"]["id"].as_str().expect("a handle").to_owned();
        let mut said = self.said("create", &wanted["challenge"], CREDENTIAL);
        lie(&mut said);
        let client_data = Self::client_data(&said);
        let data = [
            Self::data(&said),
            vec![0; 16],
            u16::try_from(self.id.len()).unwrap().to_be_bytes().to_vec(),
            self.id.clone(),
            self.cose(),
        ]
        .concat();
        let object =
            map(&[(words("fmt"), words("none")), (words("attStmt"), map(&[])), (words("authData"), bytes(&data))]);
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "clientExtensionResults": {},
            "authenticatorAttachment": "platform",
            "response": {
                "clientDataJSON": text(&client_data), "attestationObject": text(&object), "transports": ["internal"],
                "publicKeyAlgorithm": -8, "authenticatorData": text(&data),
            },
        })
    }

    /// Signs in as it is asked to; `lie` may change what it says.
    #[must_use]
    pub fn show(&mut self, wanted: &Value, lie: impl FnOnce(&mut Said)) -> Value {
        self.counter += 1;
        let mut said = self.said("get", &wanted["challenge"], 0);
        lie(&mut said);
        let (client_data, data) = (Self::client_data(&said), Self::data(&said));
        let signature = self.sign(&[&data[..], &Sha256::digest(&client_data)[..]].concat());
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": text(&client_data), "authenticatorData": text(&data),
                "signature": text(&signature), "userHandle": self.handle,
            },
        })
    }

    /// Its passkey, as a device takes one over (Web Authentication, section 11.4).
    ///
    /// # Panics
    /// When its key is none that devices take over.
    #[must_use]
    pub fn exported(&self) -> Value {
        let Key::Node(Signer::Node { pem, .. }) = &self.key else { panic!("only keys of Node's are taken over") };
        let inside: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        let key = BASE64_STANDARD.decode(inside).expect("a key in PEM");
        json!({
            "credentialId": text(&self.id), "isResidentCredential": true, "rpId": self.host,
            "privateKey": text(&key), "userHandle": self.handle, "signCount": self.counter,
        })
    }

    /// A new one of an agent who is signed in.
    ///
    /// # Panics
    /// When the edge does not take it.
    pub async fn of(agent: &SignedIn, algorithm: &'static str) -> Self {
        let mut device = Self::new(&agent.site, algorithm);
        let wanted = agent.ask("POST", "/desk/passkeys/challenge", None).await;
        let made = device.make(&wanted.json(), |_| {});
        let added = agent.ask("POST", "/desk/passkeys", Some(&json!({ "name": algorithm, "credential": made }))).await;
        assert!(added.succeeded(), "{algorithm}: {added:?}");
        device
    }
}
