//! Keys of a site's API: their form, what is kept of them, and whom a request is from.
//!
//! `weft_<site>_<id><secret>_<checksum>`: the prefix tells scanners what was leaked, the checksum tells a typo from a key,
//! the id finds the row, and of the 256 bits of the secret only the hash is kept.

use crate::{
    ambient, d1,
    object::{
        call::call,
        conversation::hex,
        verifier::{
            self,
            call::{CountAnswer, VerifierCall},
        },
    },
    problem::OrInternal,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use weft_shared::{
    id::{AgentId, KeyId, SiteId, encode128},
    time::{MINUTE, Timestamp},
    wire::{
        api::{KeyLine, KeyMade, NewKey, Scope},
        problem::{Problem, ProblemKind},
    },
};
use worker::Env;

/// What every key begins with.
const PREFIX: &str = "weft_";
/// Characters of an id, and of a secret.
const ID: usize = 26;
const SECRET: usize = 52;
/// The longest name, in characters.
const LONGEST_NAME: usize = 80;
/// The most keys of a site.
const MOST: u32 = 100;
/// Requests of one key in a minute.
pub const A_MINUTE: u32 = 1_200;

/// A key of the right form; nothing else is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    /// The site that it says it is for.
    pub site: SiteId,
    /// Its id.
    pub id: KeyId,
    /// What is kept of it.
    hash: String,
}

/// Whom a request is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The key.
    pub key: KeyId,
    /// What it may do.
    pub scopes: Vec<Scope>,
}

impl Presented {
    /// Reads a key; none when it has not the form, or a typo.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (rest, checksum) = text.strip_prefix(PREFIX)?.rsplit_once('_')?;
        let (site, secret) = rest.split_once('_')?;
        let plain = secret.len() == ID + SECRET && secret.is_ascii();
        let body = text.strip_suffix(checksum)?.strip_suffix('_')?;
        if !plain || checksum != format!("{:08x}", crc32(body.as_bytes())) {
            return None;
        }
        Some(Self { site: site.parse().ok()?, id: secret.get(..ID)?.parse().ok()?, hash: hash(body) })
    }
}

/// A new key and its id.
fn fresh(site: &SiteId, at: Timestamp, id: [u8; 10], secret: [u8; 32]) -> (KeyId, String) {
    let id = KeyId::new(at, id);
    let half = |bytes: &[u8]| bytes.iter().fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
    let (high, low) = secret.split_at(16);
    let body = format!("{PREFIX}{site}_{id}{}{}", encode128(half(high)), encode128(half(low)));
    let checksum = crc32(body.as_bytes());
    (id, format!("{body}_{checksum:08x}"))
}

fn hash(body: &str) -> String {
    hex(&Sha256::new().chain_update("weft/api-key/v1\0").chain_update(body).finalize())
}

fn shown(site: &SiteId, id: KeyId) -> String {
    format!("{PREFIX}{site}_{id}…")
}

/// CRC-32 as in ISO-HDLC: of all that a scanner may know, the best known.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

#[derive(Deserialize)]
struct Row {
    id: KeyId,
    name: String,
    scopes: String,
    hash: String,
    made_at: f64,
    made_by: AgentId,
    last_used: Option<f64>,
}

fn moment(ms: f64) -> Timestamp {
    Timestamp(ms as i64)
}

impl Row {
    fn scopes(&self) -> Vec<Scope> {
        self.scopes.split(' ').filter_map(|name| name.parse().ok()).collect()
    }

    fn line(&self, site: &SiteId) -> KeyLine {
        KeyLine {
            id: self.id,
            name: self.name.clone(),
            scopes: self.scopes(),
            shown: shown(site, self.id),
            made_at: moment(self.made_at),
            made_by: self.made_by.clone(),
            last_used: self.last_used.map(moment),
        }
    }
}

const COLUMNS: &str = "id, name, scopes, hash, made_at, made_by, last_used";

/// Whose key it is; unknown, removed and wrong ones are not told apart. It is asked each time, so that a key that was
/// removed is dead at once.
///
/// # Errors
/// `unauthenticated`; `too-many` when it is used too often; `busy` when the database fails.
pub async fn authenticate(env: &Env, presented: &Presented, at: Timestamp) -> Result<Caller, Problem> {
    let unknown = || Problem::new(ProblemKind::Unauthenticated);
    let query = format!("SELECT {COLUMNS} FROM api_key WHERE site = ?1 AND id = ?2");
    let place = [d1::text(presented.site.as_str()), d1::text(presented.id.to_string())];
    let row: Row = d1::first(env, &query, &place).await?.ok_or_else(unknown)?;
    if !bool::from(row.hash.as_bytes().ct_eq(presented.hash.as_bytes())) {
        return Err(unknown());
    }
    let question = VerifierCall::Pace { at, a_minute: A_MINUTE };
    let name = format!("{}/api/{}", presented.site, presented.id);
    let pace: CountAnswer = call(env, verifier::BINDING, &name, &question).await?;
    if !pace.allowed {
        let detail = format!("a key may be used {A_MINUTE} times a minute");
        return Err(Problem::new(ProblemKind::TooMany).detail(detail).retry_after(pace.retry_after_ms));
    }
    if row.last_used.is_none_or(|last| at.since(moment(last)) >= MINUTE) {
        let [site, id] = place;
        let query = "UPDATE api_key SET last_used = ?3 WHERE site = ?1 AND id = ?2";
        d1::run(env, query, &[site, id, d1::moment(at)]).await?;
    }
    Ok(Caller { key: row.id, scopes: row.scopes() })
}

/// All keys of a site, the oldest first.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn all(env: &Env, site: &SiteId) -> Result<Vec<KeyLine>, Problem> {
    let query = format!("SELECT {COLUMNS} FROM api_key WHERE site = ?1 ORDER BY id");
    let rows: Vec<Row> = d1::all(env, &query, &[d1::text(site.as_str())]).await?;
    Ok(rows.iter().map(|row| row.line(site)).collect())
}

/// Makes a key.
///
/// # Errors
/// `invalid`, with every error; `conflict` when the site has too many; otherwise as [`all`].
pub async fn make(env: &Env, site: &SiteId, new: NewKey, by: AgentId, at: Timestamp) -> Result<KeyMade, Problem> {
    let mut problem = Problem::new(ProblemKind::Invalid);
    let name = new.name.trim().to_owned();
    if !(1..=LONGEST_NAME).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        problem.errors.push(format!("name: must be one line of 1 to {LONGEST_NAME} characters"));
    }
    let mut scopes = new.scopes;
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.is_empty() {
        problem.errors.push("scopes: a key that may do nothing is of no use: name at least one".to_owned());
    }
    if !problem.errors.is_empty() {
        return Err(problem);
    }
    let (id, key) = fresh(site, at, ambient::new_id10()?, ambient::random::<32>()?);
    let presented = Presented::parse(&key).or_internal("making a key")?;
    let names: Vec<&str> = scopes.iter().map(|scope| scope.name()).collect();
    let values = [
        d1::text(site.as_str()),
        d1::text(id.to_string()),
        d1::text(&name),
        d1::text(names.join(" ")),
        d1::text(&presented.hash),
        d1::moment(at),
        d1::text(by.as_str()),
    ];
    let query = format!(
        "INSERT INTO api_key (site, id, name, scopes, hash, made_at, made_by) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 \
         WHERE (SELECT count(*) FROM api_key WHERE site = ?1) < {MOST}"
    );
    if d1::run(env, &query, &values).await? == 0 {
        return Err(Problem::new(ProblemKind::Conflict).detail(format!("a site has at most {MOST} keys: remove one")));
    }
    let line = KeyLine { id, name, scopes, shown: shown(site, id), made_at: at, made_by: by, last_used: None };
    Ok(KeyMade { key, line })
}

/// Removes a key: it is dead at once.
///
/// # Errors
/// `not-found`; otherwise as [`all`].
pub async fn remove(env: &Env, site: &SiteId, key: KeyId) -> Result<(), Problem> {
    let values = [d1::text(site.as_str()), d1::text(key.to_string())];
    let removed = d1::run(env, "DELETE FROM api_key WHERE site = ?1 AND id = ?2", &values).await?;
    if removed == 0 { Err(crate::problem::not_found()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> (KeyId, String) {
        fresh(&"demo-shop".parse().unwrap(), Timestamp(1_795_319_460_000), [7; 10], [9; 32])
    }

    #[test]
    fn the_checksum_is_the_one_that_everybody_knows() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn a_key_reads_back_as_made() {
        let (id, key) = key();
        let read = Presented::parse(&key).unwrap();
        assert_eq!((read.id, read.site.as_str()), (id, "demo-shop"));
        assert!(!read.hash.contains(&key) && read.hash.len() == 64);
        assert!(key.starts_with(shown(&read.site, id).trim_end_matches('…')));
    }

    #[test]
    fn no_other_text_is_a_key_and_a_typo_shows() {
        let (_, key) = key();
        for place in 0..key.len() {
            for other in ["0", "z", "_", "A"] {
                let mut typo = key.clone();
                typo.replace_range(place..=place, other);
                assert!(typo == key || Presented::parse(&typo).is_none(), "{typo}");
            }
        }
        let mut cut = key.clone();
        cut.pop();
        for bad in ["", "weft_", "weft__", "weft_demo_x_00000000", &cut, &format!("{key}0"), &format!(" {key}")] {
            assert!(Presented::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn another_secret_is_another_hash() {
        let site = "demo".parse().unwrap();
        let one = Presented::parse(&fresh(&site, Timestamp(1), [7; 10], [1; 32]).1).unwrap();
        let other = Presented::parse(&fresh(&site, Timestamp(1), [7; 10], [2; 32]).1).unwrap();
        assert!(one.id == other.id && one.hash != other.hash);
    }
}
