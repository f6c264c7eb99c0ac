//! Keys by which a site's backend says who is signed in: one of each algorithm, made anew.

use super::Tools;
use crate::{
    carrier::shop::{Backend, signing_input},
    harness::keys::random_hex,
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

/// A key that signs.
#[derive(Clone, Debug)]
pub enum Signer {
    /// Ed25519.
    EdDsa(Backend),
    /// A secret that the edge shares.
    Hs256 {
        /// Its name.
        kid: String,
        /// It.
        secret: String,
    },
    /// What Node can sign and we cannot: `ES256` and `RS256`.
    Node {
        /// Its name.
        kid: String,
        /// The algorithm.
        algorithm: &'static str,
        /// The private key.
        pem: String,
        /// The public one.
        jwk: Value,
        /// Node.
        node: PathBuf,
    },
}

const MAKE: &str = "const { generateKeyPairSync } = require('crypto'); const ec = process.argv[1] === 'ES256';
const pair = ec ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 });
console.log(JSON.stringify({ pem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), jwk: pair.publicKey.export({ format: 'jwk' }) }));";

const SIGN: &str =
    "const { sign } = require('crypto'); const { pem, text } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(sign('sha256', Buffer.from(text), { key: pem, dsaEncoding: 'ieee-p1363' }).toString('base64url'));";

fn node(program: &PathBuf, script: &str, arg: &str, input: &str) -> String {
    let mut child = Command::new(program)
        .args(["-e", script, arg])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node does not start");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("node reads");
    let output = child.wait_with_output().expect("node ends");
    assert!(output.status.success(), "node failed");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

impl Signer {
    /// A new Ed25519 key.
    #[must_use]
    pub fn ed_dsa(kid: &str) -> Self {
        Self::EdDsa(Backend::generate(kid))
    }

    /// A new shared secret.
    #[must_use]
    pub fn hs256(kid: &str) -> Self {
        Self::Hs256 { kid: kid.to_owned(), secret: random_hex(32) }
    }

    /// A new key for `ES256` or `RS256`.
    ///
    /// # Panics
    /// When Node cannot make one.
    #[must_use]
    pub fn by_node(tools: &Tools, kid: &str, algorithm: &'static str) -> Self {
        let made: Value = serde_json::from_str(&node(&tools.node, MAKE, algorithm, "")).expect("JSON");
        let pem = made["pem"].as_str().unwrap_or_default().to_owned();
        Self::Node { kid: kid.to_owned(), algorithm, pem, jwk: made["jwk"].clone(), node: tools.node.clone() }
    }

    /// Its name.
    #[must_use]
    pub fn kid(&self) -> &str {
        match self {
            Self::EdDsa(backend) => &backend.kid,
            Self::Hs256 { kid, .. } | Self::Node { kid, .. } => kid,
        }
    }

    /// Its algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> &'static str {
        match self {
            Self::EdDsa(_) => "EdDSA",
            Self::Hs256 { .. } => "HS256",
            Self::Node { algorithm, .. } => algorithm,
        }
    }

    /// What of it stands in the site's settings.
    #[must_use]
    pub fn setting(&self) -> Value {
        let key = match self {
            Self::EdDsa(backend) => backend.jwk(),
            Self::Hs256 { .. } => Value::Null,
            Self::Node { jwk, .. } => jwk.clone(),
        };
        json!({ "kid": self.kid(), "algorithm": self.algorithm(), "key": key })
    }

    /// Signs these claims.
    #[must_use]
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_as(&json!({ "alg": self.algorithm(), "kid": self.kid(), "typ": "JWT" }), claims)
    }

    /// Signs under any header, whatever it claims.
    ///
    /// # Panics
    /// When Node cannot sign.
    #[must_use]
    pub fn sign_as(&self, header: &Value, claims: &Value) -> String {
        let text = signing_input(header, claims);
        let signature = match self {
            Self::EdDsa(backend) => backend.signature(&text),
            Self::Hs256 { secret, .. } => {
                let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
                mac.update(text.as_bytes());
                BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
            }
            Self::Node { pem, node: program, .. } => {
                node(program, SIGN, "", &json!({ "pem": pem, "text": text }).to_string())
            }
        };
        format!("{text}.{signature}")
    }
}
