//! Cursors: where the next page of a list begins. They are opaque, and good for the list that they come from, with the
//! filters that it had: any other text is refused.

use crate::{object::conversation::hex, problem};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use weft_shared::wire::problem::Problem;

/// What a list is: where, and by which filters.
pub struct List(String);

impl List {
    /// The list of this path and query; how long a page is makes no difference.
    #[must_use]
    pub fn of(path: &str, query: &BTreeMap<String, String>) -> Self {
        let filters = query.iter().filter(|(name, _)| !matches!(name.as_str(), "cursor" | "limit"));
        let filters: Vec<String> = filters.map(|(name, value)| format!("{name}\0{value}")).collect();
        Self(format!("{path}\0{}", filters.join("\0")))
    }

    fn mark(&self, place: &str) -> String {
        let digest =
            Sha256::new().chain_update("weft/cursor/v1\0").chain_update(&self.0).chain_update(place).finalize();
        hex(digest.get(..8).unwrap_or_default())
    }

    /// The cursor after a line.
    #[must_use]
    pub fn after(&self, place: &str) -> String {
        format!("{place}.{}", self.mark(place))
    }

    /// The place that a query's cursor stands for; none when it has none.
    ///
    /// # Errors
    /// `malformed` when it is no cursor of this list.
    pub fn place(&self, query: &BTreeMap<String, String>) -> Result<Option<String>, Problem> {
        let Some(cursor) = query.get("cursor") else { return Ok(None) };
        let known = cursor.split_once('.').filter(|(place, mark)| *mark == self.mark(place));
        let wrong = || problem::malformed("cursor is none of this list with these filters: take `next` as it came");
        known.map(|(place, _)| Some(place.to_owned())).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_cursor_is_good_for_its_own_list_only() {
        let open = query(&[("state", "open"), ("limit", "5")]);
        let cursor = List::of("/a", &open).after("place");
        let with = |pairs: &[(&str, &str)]| {
            let mut query = query(pairs);
            query.insert("cursor".to_owned(), cursor.clone());
            query
        };
        let same = with(&[("state", "open"), ("limit", "50")]);
        assert_eq!(List::of("/a", &same).place(&same).unwrap().as_deref(), Some("place"));
        for other in [with(&[]), with(&[("state", "closed")])] {
            assert!(List::of("/a", &other).place(&other).is_err());
        }
        assert!(List::of("/b", &same).place(&same).is_err());
        assert_eq!(List::of("/a", &open).place(&open).unwrap(), None);
    }

    #[test]
    fn what_is_made_up_is_refused() {
        for bad in ["", ".", "place", "place.", "place.0000000000000000", "\u{0}"] {
            let query = query(&[("cursor", bad)]);
            assert!(List::of("/a", &query).place(&query).is_err(), "{bad:?}");
        }
    }
}
