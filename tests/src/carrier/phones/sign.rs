//! How providers sign what they send.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::Sha256;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// `X-Twilio-Signature` of a form: over the address, then each name with its values, all sorted, repeated ones once.
///
/// # Panics
/// Never: a key of any length will do.
#[must_use]
pub fn twilio(token: &str, url: &str, params: &[(String, String)]) -> String {
    let mut sorted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in params {
        sorted.entry(name).or_default().insert(value);
    }
    let mut text = url.to_owned();
    for (name, values) in sorted {
        for value in values {
            text.push_str(name);
            text.push_str(value);
        }
    }
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).expect("a key");
    mac.update(text.as_bytes());
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

/// `X-Hub-Signature-256` of a body.
///
/// # Panics
/// Never: a key of any length will do.
#[must_use]
pub fn meta(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(body.as_bytes());
    format!("sha256={}", hex(&mac.finalize().into_bytes()))
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A form as it is sent.
#[must_use]
pub fn form(params: &[(String, String)]) -> String {
    let pair = |(name, value): &(String, String)| format!("{}={}", encoded(name), encoded(value));
    params.iter().map(pair).collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b' ' => out.push('+'),
            _ if byte.is_ascii_alphanumeric() || b"-._*".contains(&byte) => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    })
}

/// What a form says, in its order; names may come more than once.
#[must_use]
pub fn read_form(body: &str) -> Vec<(String, String)> {
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decoded(name), decoded(value))
    };
    body.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

fn decoded(text: &str) -> String {
    let (mut out, mut bytes) = (Vec::new(), text.bytes());
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let digits = [bytes.next().unwrap_or(b'0'), bytes.next().unwrap_or(b'0')];
                let text = String::from_utf8_lossy(&digits).into_owned();
                out.push(u8::from_str_radix(&text, 16).unwrap_or(b'?'));
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_vectors_of_the_official_libraries_are_signed_as_there() {
        let vectors: Vec<Value> =
            serde_json::from_str(include_str!("../../../corpora/twilio-signature/vectors.json")).unwrap();
        let mut signed = 0;
        for vector in vectors.iter().filter(|vector| vector["valid"] == true) {
            let mut params = Vec::new();
            for (name, value) in vector["params"].as_object().into_iter().flatten() {
                let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
                params.extend(values.iter().map(|value| (name.clone(), value.as_str().unwrap().to_owned())));
            }
            let url = vector["signed_url"].as_str().unwrap();
            assert_eq!(twilio(vector["token"].as_str().unwrap(), url, &params), vector["signature"], "{vector}");
            signed += 1;
        }
        assert!(signed >= 7, "{signed}");
    }

    #[test]
    fn a_form_reads_back_as_written() {
        let params = [("Body", "Grüße & 100 % +1 = ☎"), ("Body", ""), ("To", "whatsapp:+447700900001")];
        let params: Vec<_> = params.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(read_form(&form(&params)), params);
    }
}
