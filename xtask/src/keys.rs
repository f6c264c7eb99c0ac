//! Keys of a deployment: making them, and giving it new ones while the old still verify.

use crate::{
    env_file::EnvFile,
    failure::Failure,
    options::{Options, unknown},
    paths::Paths,
    time,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_compact::{KeyPair, Seed};
use serde_json::{Value, json};
use std::{fs::File, io::Read, path::PathBuf, time::Duration};

/// As long as a link is valid by default: whoever has one made with the old key can use it to its end.
const OVERLAP_DAYS: u64 = 30;

/// `keys rotate`.
pub fn run(paths: &Paths, args: &[String]) -> Result<(), Failure> {
    let (mut state, mut overlap) = (paths.at(".weft/dev"), OVERLAP_DAYS);
    let mut options = Options::new(args);
    if options.next() != Some("rotate") {
        return Err(Failure::new("`keys` has one command: `cargo xtask keys rotate`."));
    }
    while let Some(option) = options.next() {
        match option {
            "--state" => state = PathBuf::from(options.value(option)?),
            "--overlap" => {
                let days = options.value(option)?;
                overlap =
                    days.parse().map_err(|_| Failure::new(format!("--overlap is a number of days, not {days:?}.")))?;
            }
            other => return Err(unknown("keys rotate", other)),
        }
    }
    let mut file = EnvFile::open(&state)?;
    let old = file.get("WEFT_KEYS").ok_or_else(|| {
        Failure::new(format!("{} has no WEFT_KEYS: there is nothing to rotate.", file.path.display()))
    })?;
    let rotated = rotate(old, time::now(), time::days(overlap))?;
    file.set("WEFT_KEYS", &rotated.ring);
    file.save()?;
    println!(
        "A new key signs from now on. Still valid to verify with, until its time is over: {}.",
        plural(rotated.kept, "key")
    );
    if rotated.dropped > 0 {
        println!("Removed, since its time was over: {}.", plural(rotated.dropped, "key"));
    }
    println!("It takes effect with the next start of `cargo xtask dev`, or `cargo xtask deploy` with this state.");
    Ok(())
}

/// What a rotation did.
#[derive(Debug)]
struct Rotated {
    ring: String,
    kept: usize,
    dropped: usize,
}

/// A first ring: one key to sign, one to authenticate addresses.
pub fn new_ring() -> Result<String, Failure> {
    Ok(json!({"token": [token_key(time::now())?], "mac": [{"secret": random_hex()?}]}).to_string())
}

/// 32 random bytes in hexadecimal.
pub fn random_hex() -> Result<String, Failure> {
    Ok(random()?.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn rotate(ring: &str, now: Duration, overlap: Duration) -> Result<Rotated, Failure> {
    let wrong = || Failure::new("WEFT_KEYS is not a key ring: its form is described at the edge's configuration.");
    let mut ring: Value = serde_json::from_str(ring).map_err(|_| wrong())?;
    let keys = ring.get_mut("token").and_then(Value::as_array_mut).ok_or_else(wrong)?;
    let before = keys.len();
    let at = time::rfc3339(now);
    keys.retain(|key| key.get("until").and_then(Value::as_str).is_none_or(|until| until > at.as_str()));
    let (kept, dropped) = (keys.len(), before - keys.len());
    let end = time::rfc3339(now + overlap);
    for key in keys.iter_mut().filter_map(Value::as_object_mut) {
        // A rotation ends a key's time; it never prolongs it.
        if key.get("until").and_then(Value::as_str).is_none_or(|until| until > end.as_str()) {
            key.insert("until".to_owned(), Value::String(end.clone()));
        }
    }
    keys.insert(0, token_key(now)?);
    Ok(Rotated { ring: ring.to_string(), kept, dropped })
}

fn token_key(from: Duration) -> Result<Value, Failure> {
    let pair = KeyPair::from_seed(Seed::new(random()?));
    // PASERK k4.secret: the seed and the public key after it.
    let secret = format!("k4.secret.{}", URL_SAFE_NO_PAD.encode(*pair.sk));
    Ok(json!({"secret": secret, "from": time::rfc3339(from), "until": null}))
}

fn random() -> Result<[u8; 32], Failure> {
    let mut bytes = [0; 32];
    let source = File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut bytes));
    source.map_err(|error| Failure::new(format!("this machine gives no random bytes: {error}.")))?;
    Ok(bytes)
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(1_800_000_000);

    fn untils(ring: &str) -> Vec<Option<String>> {
        let ring: Value = serde_json::from_str(ring).unwrap();
        let keys = ring["token"].as_array().unwrap();
        keys.iter().map(|key| key["until"].as_str().map(str::to_owned)).collect()
    }

    #[test]
    fn after_a_rotation_the_new_key_signs_and_the_old_one_verifies_to_the_end_of_the_overlap() {
        let old = new_ring().unwrap();
        let rotated = rotate(&old, NOW, time::days(30)).unwrap();
        assert_eq!(untils(&rotated.ring), [None, Some(time::rfc3339(NOW + time::days(30)))]);
        assert_eq!((rotated.kept, rotated.dropped), (1, 0));
        let (old, new): (Value, Value) =
            (serde_json::from_str(&old).unwrap(), serde_json::from_str(&rotated.ring).unwrap());
        assert_eq!(new["token"][1]["secret"], old["token"][0]["secret"]);
        assert_ne!(new["token"][0]["secret"], old["token"][0]["secret"]);
        assert_eq!(new["token"][0]["from"], time::rfc3339(NOW));
        assert_eq!(new["mac"], old["mac"]);
    }

    #[test]
    fn a_second_rotation_does_not_prolong_a_key_and_drops_one_whose_time_is_over() {
        let one = rotate(&new_ring().unwrap(), NOW, time::days(30)).unwrap().ring;
        let two = rotate(&one, NOW + time::days(10), time::days(30)).unwrap();
        assert_eq!(untils(&two.ring)[2], Some(time::rfc3339(NOW + time::days(30))));
        let three = rotate(&two.ring, NOW + time::days(35), time::days(30)).unwrap();
        assert_eq!((three.kept, three.dropped), (2, 1));
    }

    #[test]
    fn a_key_is_a_paserk_secret_of_seed_and_public_key() {
        let key = token_key(NOW).unwrap();
        let text = key["secret"].as_str().unwrap().strip_prefix("k4.secret.").unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
        let pair = KeyPair::from_seed(Seed::from_slice(&bytes[..32]).unwrap());
        assert_eq!(bytes[32..], *pair.pk.as_ref());
        assert_eq!(random_hex().unwrap().len(), 64);
    }

    #[test]
    fn a_broken_ring_is_refused_without_being_shown() {
        let failure = rotate("{\"k4.secret.x\"", NOW, time::days(30)).unwrap_err();
        assert!(!failure.to_string().contains("k4.secret"), "{failure}");
    }
}
