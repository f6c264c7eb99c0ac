//! Mail addresses as they stand in headers: `Name <local@domain>` and lists of them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An address with the name that goes with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The display name; may be empty.
    pub name: String,
    /// `local@domain`.
    pub address: String,
}

impl Mailbox {
    /// From a name and an address.
    #[must_use]
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self { name: name.into(), address: address.into() }
    }

    /// Reads one `Name <local@domain>` or bare address; `None` when there is no address in it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, address) = match (text.rfind('<'), text.strip_suffix('>')) {
            (Some(open), Some(inner)) => (text[..open].trim(), inner[open + 1..].trim()),
            (None, None) => ("", text),
            _ => return None,
        };
        let (local, domain) = address.rsplit_once('@')?;
        let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control());
        if !plain(local) || !plain(domain) || domain.contains(['<', '>', ',']) {
            return None;
        }
        let name = name
            .strip_prefix('"')
            .and_then(|n| n.strip_suffix('"'))
            .map_or_else(|| name.to_owned(), |quoted| quoted.replace("\\\"", "\"").replace("\\\\", "\\"));
        Some(Self { name, address: address.to_owned() })
    }

    /// Reads a list; `None` when any member is no address, or there is none.
    #[must_use]
    pub fn parse_list(text: &str) -> Option<Vec<Self>> {
        let (mut quoted, mut escaped) = (false, false);
        let list: Vec<&str> = text
            .split(|c: char| {
                let boundary = c == ',' && !quoted;
                if c == '"' && !escaped {
                    quoted = !quoted;
                }
                escaped = c == '\\' && !escaped;
                boundary
            })
            .collect();
        list.into_iter().map(Self::parse).collect()
    }

    /// The part after the last `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// What a person calls the sender.
    #[must_use]
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.address } else { &self.name }
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() {
            return f.write_str(&self.address);
        }
        let plain = self.name.chars().all(|c| c.is_alphanumeric() || c == ' ');
        if plain {
            write!(f, "{} <{}>", self.name, self.address)
        } else {
            write!(f, "\"{}\" <{}>", self.name.replace('\\', "\\\\").replace('"', "\\\""), self.address)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_reads_back_as_written() {
        for (name, address) in
            [("", "jo@example.com"), ("Jo Doe", "jo@example.com"), ("Doe, \"Jo\"", "j.d+x@example.com")]
        {
            let mailbox = Mailbox::new(name, address);
            assert_eq!(Mailbox::parse(&mailbox.to_string()), Some(mailbox));
        }
    }

    #[test]
    fn a_list_splits_at_commas_outside_quotes_only() {
        let list = Mailbox::parse_list("\"Doe, Jo\" <jo@a.example>, b@b.example").unwrap();
        assert_eq!(list, [Mailbox::new("Doe, Jo", "jo@a.example"), Mailbox::new("", "b@b.example")]);
    }

    #[test]
    fn what_is_no_address_is_none() {
        for bad in ["", "jo", "@x", "jo@", "jo <x", "a b@c", "Jo <jo>"] {
            assert_eq!(Mailbox::parse(bad), None, "{bad}");
        }
    }
}
