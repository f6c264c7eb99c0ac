//! The keys of a deployment: which sign now, which still verify.

use super::{Claims, LEEWAY, MAX_LEN, implicit_assertion};
use crate::{id::SiteId, seal::Seal, time::Timestamp, wire::admin::SigningKeyLine};
use pasetors::{
    keys::{AsymmetricPublicKey, AsymmetricSecretKey},
    paserk::{FormatAsPaserk, Id},
    version4::{PublicToken, V4},
};
use serde_json::{Map, Value};
use std::fmt;

/// More keys than this are a mistake, not a rotation.
const MAX_KEYS: usize = 32;

/// The keys of a deployment.
///
/// Tokens are signed by the newest key in force and verified by any key whose window holds: a rotation adds a key
/// and gives the old one an end, so that links already sent live on for that long. MACs are made with the first
/// secret and verified with all.
pub struct KeyRing {
    tokens: Vec<TokenKey>,
    macs: Vec<[u8; 32]>,
}

struct TokenKey {
    id: String,
    secret: AsymmetricSecretKey<V4>,
    public: AsymmetricPublicKey<V4>,
    from: Timestamp,
    until: Option<Timestamp>,
}

/// What is wrong with a key ring, and where. Never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRingError {
    /// The place, as in `token[0].secret`.
    pub place: String,
    /// What is wrong and what would be right.
    pub problem: &'static str,
}

impl fmt::Display for KeyRingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

impl std::error::Error for KeyRingError {}

/// Shows key ids and windows, no secret.
impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tokens: Vec<_> = self.tokens.iter().map(|key| (&key.id, key.from, key.until)).collect();
        f.debug_struct("KeyRing").field("tokens", &tokens).field("macs", &self.macs.len()).finish()
    }
}

impl KeyRing {
    /// Reads the JSON of the deployment's secret:
    /// `{"token":[{"secret":"k4.secret.…","from":"<RFC 3339>","until":"<RFC 3339>"|null}],"mac":[{"secret":"<64 hex digits>"}]}`.
    ///
    /// # Errors
    /// The first thing that is wrong, by its place.
    pub fn parse(text: &str) -> Result<Self, KeyRingError> {
        let Ok(ring) = serde_json::from_str::<Map<String, Value>>(text) else {
            return Err(error("the key ring", "is not a JSON object with the lists \"token\" and \"mac\""));
        };
        only(&ring, "the key ring", &["token", "mac"])?;
        let tokens =
            entries(&ring, "token")?.map(|(place, key)| token_key(&place, key)).collect::<Result<Vec<_>, _>>()?;
        let macs = entries(&ring, "mac")?.map(|(place, key)| mac_key(&place, key)).collect::<Result<Vec<_>, _>>()?;
        for (i, key) in tokens.iter().enumerate() {
            if tokens.iter().skip(i + 1).any(|other| other.id == key.id) {
                return Err(error(&format!("token[{i}].secret"), "occurs twice: every key needs its own secret"));
            }
        }
        Ok(Self { tokens, macs })
    }

    /// Makes a token. The site is that of the claims.
    ///
    /// # Errors
    /// When no key is in force, or the claims are too long for a link.
    pub fn sign(&self, claims: &Claims, now: Timestamp) -> Result<String, KeyRingError> {
        let Some(key) = self.signing(now) else { return Err(error("token", "has no key in force now")) };
        let token = PublicToken::sign(
            &key.secret,
            claims.to_json().as_bytes(),
            Some(footer(&key.id).as_bytes()),
            Some(implicit_assertion(&claims.site).as_bytes()),
        )
        .map_err(|_| error("token", "has a key that cannot sign"))?;
        if token.len() > MAX_LEN {
            return Err(error("claims", "are too long for a link"));
        }
        Ok(token)
    }

    /// The key that signs now: the newest in force.
    fn signing(&self, now: Timestamp) -> Option<&TokenKey> {
        let in_force = |key: &&TokenKey| key.from <= now && key.until.is_none_or(|until| now < until);
        self.tokens.iter().filter(in_force).max_by_key(|key| key.from)
    }

    /// The public ids of all keys that sign or signed, with their windows, and which of them signs now.
    #[must_use]
    pub fn ids(&self, now: Timestamp) -> Vec<SigningKeyLine> {
        let signs = self.signing(now).map(|key| key.id.as_str());
        let line = |key: &TokenKey| SigningKeyLine {
            id: key.id.clone(),
            from: key.from,
            until: key.until,
            signs: signs == Some(key.id.as_str()),
        };
        self.tokens.iter().map(line).collect()
    }

    /// The sealing keys of a site: reply addresses, message ids, address hashes.
    #[must_use]
    pub fn seal(&self, site: &SiteId) -> Seal {
        Seal::new(&self.macs, site)
    }

    /// Keys to seal a deployment's own secrets with: the first seals, all open.
    pub fn secret_keys(&self) -> impl Iterator<Item = [u8; 32]> {
        self.macs.iter().map(|mac| crate::seal::derived(mac, "weft/secret/v1"))
    }

    /// The key of this id, if it verifies now.
    pub(super) fn verifying(&self, id: &str, now: Timestamp) -> Option<&AsymmetricPublicKey<V4>> {
        let key = self.tokens.iter().find(|key| key.id == id)?;
        let holds = key.from <= now.plus(LEEWAY) && key.until.is_none_or(|until| now < until);
        holds.then_some(&key.public)
    }
}

/// The footer of a token by this key: exactly these bytes.
pub(super) fn footer(id: &str) -> String {
    format!("{{\"kid\":\"{id}\"}}")
}

fn error(place: &str, problem: &'static str) -> KeyRingError {
    KeyRingError { place: place.to_owned(), problem }
}

fn only(object: &Map<String, Value>, place: &str, known: &[&str]) -> Result<(), KeyRingError> {
    // The unknown name is not repeated: it might be a misplaced secret.
    if object.keys().all(|name| known.contains(&name.as_str())) {
        Ok(())
    } else {
        Err(error(place, "has a field that does not belong there"))
    }
}

fn entries<'a>(
    ring: &'a Map<String, Value>,
    list: &'static str,
) -> Result<impl Iterator<Item = (String, &'a Value)>, KeyRingError> {
    match ring.get(list).and_then(Value::as_array) {
        Some(keys) if !keys.is_empty() && keys.len() <= MAX_KEYS => {
            Ok(keys.iter().enumerate().map(move |(i, key)| (format!("{list}[{i}]"), key)))
        }
        _ => Err(error(list, "must be a list of 1 to 32 keys")),
    }
}

fn fields<'a>(place: &str, key: &'a Value, known: &[&str]) -> Result<&'a Map<String, Value>, KeyRingError> {
    let object = key.as_object().ok_or_else(|| error(place, "must be an object"))?;
    only(object, place, known)?;
    Ok(object)
}

fn token_key(place: &str, key: &Value) -> Result<TokenKey, KeyRingError> {
    let key = fields(place, key, &["secret", "from", "until"])?;
    let secret = key
        .get("secret")
        .and_then(Value::as_str)
        .filter(|text| !has_zero_seed(text))
        .and_then(|text| AsymmetricSecretKey::<V4>::try_from(text).ok())
        .ok_or_else(|| error(&format!("{place}.secret"), "must be a PASERK of type k4.secret, and not all zeros"))?;
    let public = AsymmetricPublicKey::<V4>::try_from(&secret)
        .map_err(|_| error(&format!("{place}.secret"), "has no public key"))?;
    let from = key
        .get("from")
        .and_then(Value::as_str)
        .and_then(Timestamp::parse_rfc3339)
        .ok_or_else(|| error(&format!("{place}.from"), "must be a time as in \"2026-11-22T00:00:00Z\""))?;
    let until = match key.get("until") {
        None | Some(Value::Null) => None,
        Some(value) => {
            let until = value.as_str().and_then(Timestamp::parse_rfc3339);
            Some(until.ok_or_else(|| error(&format!("{place}.until"), "must be null or a time"))?)
        }
    };
    if until.is_some_and(|until| until <= from) {
        return Err(error(&format!("{place}.until"), "must be later than \"from\""));
    }
    let mut id = String::new();
    Id::from(&public).fmt(&mut id).map_err(|_| error(place, "has no key id"))?;
    Ok(TokenKey { id, secret, public, from, until })
}

/// Whether the 32 bytes of the seed are all zero: everybody's key, on which the library panics. They are 42 base64
/// digits and four bits of the next.
fn has_zero_seed(paserk: &str) -> bool {
    let Some((seed, rest)) = paserk.strip_prefix("k4.secret.").and_then(|digits| digits.split_at_checked(42)) else {
        return false;
    };
    seed.bytes().all(|digit| digit == b'A') && rest.starts_with(['A', 'B', 'C', 'D'])
}

fn mac_key(place: &str, key: &Value) -> Result<[u8; 32], KeyRingError> {
    let key = fields(place, key, &["secret"])?;
    let wrong = || error(&format!("{place}.secret"), "must be 64 hexadecimal digits");
    let text = key.get("secret").and_then(Value::as_str).ok_or_else(wrong)?;
    let mut secret = [0_u8; 32];
    let mut digits = text.chars();
    for byte in &mut secret {
        let high = digits.next().and_then(|digit| digit.to_digit(16)).ok_or_else(wrong)?;
        let low = digits.next().and_then(|digit| digit.to_digit(16)).ok_or_else(wrong)?;
        *byte = u8::try_from(high << 4 | low).map_err(|_| wrong())?;
    }
    // An all-zero secret is a placeholder that somebody forgot to replace.
    if digits.next().is_some() || secret == [0; 32] { Err(wrong()) } else { Ok(secret) }
}
