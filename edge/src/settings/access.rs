//! The company's own sign-in in front of the console (Cloudflare Access), if the site believes its word.

use crate::json_reader::Reader;
use serde::{Deserialize, Serialize};

/// What every team's domain ends with.
const END: &str = ".cloudflareaccess.com";

/// Whose word is believed, and for what it must be meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessSettings {
    /// The team's domain, as in `shop.cloudflareaccess.com`.
    pub team_domain: String,
    /// The audience tag of the application that stands before the console.
    pub audience: String,
}

impl AccessSettings {
    /// Reads the object; errors stay in the reader.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let team_domain = reader.text("team_domain", team_domain);
        let audience = reader.text("audience", audience);
        Some(Self { team_domain: team_domain?, audience: audience? })
    }

    /// Who must have issued the word.
    #[must_use]
    pub fn issuer(&self) -> String {
        format!("https://{}", self.team_domain)
    }
}

fn team_domain(text: &str) -> Result<String, String> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let team = text.strip_suffix(END).filter(|team| (1..=63).contains(&team.len()) && team.bytes().all(plain));
    match team {
        Some(team) if !team.starts_with('-') && !team.ends_with('-') => Ok(text.to_owned()),
        _ => Err(format!("{text:?} is no team domain such as shop{END}")),
    }
}

fn audience(text: &str) -> Result<String, String> {
    if text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        Ok(text.to_owned())
    } else {
        Err("must be the application's audience tag: 64 lower-case hexadecimal digits".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(team: &str, audience: &str) -> (Option<AccessSettings>, Vec<String>) {
        let document = json!({ "team_domain": team, "audience": audience });
        let mut reader = Reader::new(&document);
        let read = AccessSettings::read(&mut reader);
        (read, reader.finish())
    }

    #[test]
    fn only_a_team_and_its_audience_are_believed() {
        let tag = "0f".repeat(32);
        let (good, errors) = read("my-shop.cloudflareaccess.com", &tag);
        assert!(errors.is_empty());
        assert_eq!(good.unwrap().issuer(), "https://my-shop.cloudflareaccess.com");
        for bad in [
            "",
            "shop",
            ".cloudflareaccess.com",
            "-.cloudflareaccess.com",
            "a.b.cloudflareaccess.com",
            "https://shop.cloudflareaccess.com",
            "shop.cloudflareaccess.com/",
            "shop.cloudflareaccess.com.evil.example",
            "SHOP.cloudflareaccess.com",
        ] {
            assert_eq!(read(bad, &tag).1.len(), 1, "{bad}");
        }
        for bad in [String::new(), "0F".repeat(32), "0f".repeat(31), "0g".repeat(32)] {
            assert_eq!(read("shop.cloudflareaccess.com", &bad).1.len(), 1, "{bad}");
        }
    }
}
