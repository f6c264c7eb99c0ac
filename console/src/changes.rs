//! What became of a message after it was written: edited, taken back, reacted to.

use weft_shared::message::Amendment;

/// Everything that its author and its reader changed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    edits: Vec<String>,
    /// It was taken back.
    pub taken_back: bool,
    /// The sign that its reader set.
    pub reaction: Option<String>,
}

impl Changes {
    /// One more.
    pub fn take(&mut self, change: &Amendment) {
        match change {
            Amendment::Edited { text } => {
                // A report that comes twice is one edit.
                if self.edits.last() != Some(text) {
                    self.edits.push(text.clone());
                }
            }
            Amendment::Deleted => self.taken_back = true,
            Amendment::Reacted { emoji } => self.reaction = emoji.clone().filter(|sign| !sign.is_empty()),
        }
    }

    /// Whether the text is not the first one.
    #[must_use]
    pub fn edited(&self) -> bool {
        !self.edits.is_empty()
    }

    /// What it says now; none when it was taken back.
    #[must_use]
    pub fn text<'a>(&'a self, first: &'a str) -> Option<&'a str> {
        (!self.taken_back).then(|| self.edits.last().map_or(first, String::as_str))
    }

    /// What it said before, the first text first.
    #[must_use]
    pub fn earlier<'a>(&'a self, first: &'a str) -> Vec<&'a str> {
        let mut texts: Vec<&str> = std::iter::once(first).chain(self.edits.iter().map(String::as_str)).collect();
        if !self.taken_back {
            texts.pop();
        }
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str) -> Amendment {
        Amendment::Edited { text: text.into() }
    }

    #[test]
    fn the_last_edit_is_shown_and_the_ones_before_are_kept() {
        let mut changes = Changes::default();
        assert_eq!(changes.text("one"), Some("one"));
        assert!(changes.earlier("one").is_empty());
        for text in ["two", "two", "three"] {
            changes.take(&edited(text));
        }
        assert!(changes.edited());
        assert_eq!(changes.text("one"), Some("three"));
        assert_eq!(changes.earlier("one"), ["one", "two"]);
    }

    #[test]
    fn what_was_taken_back_says_nothing_more_but_was_said() {
        let mut changes = Changes::default();
        changes.take(&edited("two"));
        changes.take(&Amendment::Deleted);
        assert_eq!(changes.text("one"), None);
        assert_eq!(changes.earlier("one"), ["one", "two"]);
    }

    #[test]
    fn a_reaction_gives_way_to_the_next_and_can_be_taken_back() {
        let mut changes = Changes::default();
        changes.take(&Amendment::Reacted { emoji: Some("👍".into()) });
        assert_eq!(changes.reaction.as_deref(), Some("👍"));
        changes.take(&Amendment::Reacted { emoji: None });
        assert_eq!(changes, Changes::default());
    }
}
