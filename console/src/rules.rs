//! The page with the site's rules: the file that is edited, and what is decided about it without a browser.

use serde::{Deserialize, Serialize};
use weft_shared::wire::policy::RuleLine;

/// A text that was written and not saved yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The version that it was made from.
    pub base: u64,
    /// The file.
    pub text: String,
}

/// The name under which a site's draft is kept for the life of the tab.
#[must_use]
pub fn key(site: &str) -> String {
    format!("weft-rules:{site}")
}

/// The lines of a file that have these words, each with its number, and the heads of the tables that they are in.
#[must_use]
pub fn search(text: &str, wanted: &str) -> Vec<(usize, String)> {
    let wanted: Vec<String> = wanted.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(usize, String)> = Vec::new();
    let (mut head, mut head_shown) = (None, true);
    for (n, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with('[') {
            (head, head_shown) = (Some((n, line)), false);
        }
        // A line is found by its table's name too: `sms quiet` leads to `quiet` in the table of `sms`.
        let own = line.to_lowercase();
        let within = head.map_or_else(String::new, |(_, head): (usize, &str)| head.to_lowercase());
        let all = wanted.iter().all(|word| own.contains(word) || within.contains(word));
        if all && wanted.iter().any(|word| own.contains(word)) {
            if let Some((at, head)) = head.filter(|(at, _)| *at != n && !head_shown) {
                found.push((at, head.to_owned()));
            }
            head_shown = true;
            found.push((n, line.to_owned()));
        }
    }
    found
}

/// Which rules of a report are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Every one.
    #[default]
    All,
    /// Those that should have been looked at.
    Overdue,
    /// Those that nobody answers for.
    Ownerless,
    /// Those that never mattered.
    Never,
}

impl Wanted {
    /// All choices, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::All, Self::Overdue, Self::Ownerless, Self::Never];

    /// Whether a rule is one of them.
    #[must_use]
    pub const fn shows(self, rule: &RuleLine) -> bool {
        match self {
            Self::All => true,
            Self::Overdue => rule.overdue,
            Self::Ownerless => rule.owner.is_none(),
            Self::Never => rule.fired == 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::time::Timestamp;

    const FILE: &str =
        "# Rules\n[channel.sms]\nlabel = \"SMS\"\nquiet = \"21:00\"\n\n[channel.drum]\nquiet = \"22:00\"\n";

    fn numbers(wanted: &str) -> Vec<usize> {
        search(FILE, wanted).into_iter().map(|(n, _)| n).collect()
    }

    #[test]
    fn a_line_is_found_with_the_head_of_its_table() {
        assert_eq!(numbers("quiet"), [2, 4, 6, 7]);
        assert_eq!(numbers("sms quiet"), [2, 4]);
        assert_eq!(numbers("SMS"), [2, 3]);
        assert!(numbers("nowhere").is_empty());
        assert!(numbers("  ").is_empty());
    }

    #[test]
    fn a_report_is_filtered_by_what_is_to_do() {
        let good = RuleLine {
            path: "channel.sms".into(),
            owner: Some("support".into()),
            review_by: Timestamp(0),
            overdue: false,
            fired: 3,
        };
        let bad = RuleLine { owner: None, overdue: true, fired: 0, ..good.clone() };
        for wanted in Wanted::ALL {
            assert!(wanted.shows(&bad));
            assert_eq!(wanted.shows(&good), wanted == Wanted::All);
        }
    }
}
