//! The lines of the inbox that are selected, and what is asked for all of them.

use std::collections::BTreeMap;
use weft_shared::{
    id::ConversationId,
    wire::{agent::Row, desk::BulkOutcome},
};

/// The most that one request may name.
pub const MOST: usize = 100;
/// The most tags of a conversation.
const MOST_TAGS: usize = 20;

/// The lines that are selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    ids: Vec<ConversationId>,
}

impl Chosen {
    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether this one is.
    #[must_use]
    pub fn has(&self, id: ConversationId) -> bool {
        self.ids.contains(&id)
    }

    /// Them.
    #[must_use]
    pub fn ids(&self) -> &[ConversationId] {
        &self.ids
    }

    /// Selects one, or no longer. Beyond the most that can be asked for at once nothing more is selected.
    pub fn toggle(&mut self, id: ConversationId) {
        match self.ids.iter().position(|known| *known == id) {
            Some(place) => drop(self.ids.remove(place)),
            None => self.add(id),
        }
    }

    /// Selects one.
    pub fn add(&mut self, id: ConversationId) {
        if !self.has(id) && self.ids.len() < MOST {
            self.ids.push(id);
        }
    }

    /// Selects all of these, or none of them if all are.
    pub fn toggle_all(&mut self, ids: &[ConversationId]) {
        if ids.iter().take(MOST).all(|id| self.has(*id)) {
            self.ids.clear();
        } else {
            ids.iter().for_each(|id| self.add(*id));
        }
    }

    /// Keeps only what is still shown: what cannot be seen must not be changed.
    pub fn keep(&mut self, shown: &[ConversationId]) {
        self.ids.retain(|id| shown.contains(id));
    }

    /// Keeps those that were refused, to be tried again.
    pub fn keep_refused(&mut self, outcomes: &[BulkOutcome]) {
        let refused = |id: &ConversationId| outcomes.iter().any(|one| one.conversation == *id && one.problem.is_some());
        self.ids.retain(refused);
    }
}

/// One more tag for each line, as wishes name all tags of a conversation: lines whose tags become the same are asked for
/// together. Lines that have the tag, and lines that are full, are left out.
#[must_use]
pub fn tagged<'a>(rows: impl Iterator<Item = &'a Row>, tag: &str) -> BTreeMap<Vec<String>, Vec<ConversationId>> {
    let mut groups: BTreeMap<Vec<String>, Vec<ConversationId>> = BTreeMap::new();
    for row in rows.filter(|row| row.tags.len() < MOST_TAGS && !row.tags.iter().any(|known| known == tag)) {
        let mut tags = row.tags.clone();
        tags.push(tag.to_owned());
        groups.entry(tags).or_default().push(row.conversation);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::tests::row;
    use weft_shared::wire::problem::{Problem, ProblemKind};

    fn ids(numbers: impl IntoIterator<Item = u128>) -> Vec<ConversationId> {
        numbers.into_iter().map(ConversationId::from_bits).collect()
    }

    #[test]
    fn a_second_time_takes_it_out_again() {
        let mut chosen = Chosen::default();
        for n in [1, 2, 1] {
            chosen.toggle(ConversationId::from_bits(n));
        }
        assert_eq!(chosen.ids(), ids([2]));
        chosen.toggle_all(&ids([1, 2, 3]));
        assert_eq!(chosen.len(), 3);
        chosen.toggle_all(&ids([1, 2, 3]));
        assert!(chosen.is_empty());
    }

    #[test]
    fn no_more_is_selected_than_one_request_can_name() {
        let mut chosen = Chosen::default();
        let many = ids(0..150);
        chosen.toggle_all(&many);
        assert_eq!(chosen.len(), MOST);
        chosen.toggle_all(&many);
        assert!(chosen.is_empty());
    }

    #[test]
    fn what_is_no_longer_shown_is_no_longer_selected() {
        let mut chosen = Chosen { ids: ids([1, 2, 3]) };
        chosen.keep(&ids([3, 1]));
        assert_eq!(chosen.ids(), ids([1, 3]));
    }

    #[test]
    fn what_was_refused_stays_selected() {
        let mut chosen = Chosen { ids: ids([1, 2, 3]) };
        let outcome = |n, problem| BulkOutcome { conversation: ConversationId::from_bits(n), problem };
        let no = Some(Problem::new(ProblemKind::Conflict));
        chosen.keep_refused(&[outcome(1, None), outcome(2, no), outcome(3, None)]);
        assert_eq!(chosen.ids(), ids([2]));
    }

    #[test]
    fn a_tag_joins_those_that_each_line_has() {
        let with = |n, tags: &[&str]| Row { tags: tags.iter().map(|&t| t.to_owned()).collect(), ..row(n, 1, 1) };
        let rows = [with(1, &[]), with(2, &["vip"]), with(3, &[]), with(4, &["late"])];
        let groups = tagged(rows.iter(), "late");
        let found: Vec<_> = groups.into_iter().map(|(tags, ids)| (tags.join(" "), ids)).collect();
        assert_eq!(found, [("late".to_owned(), ids([1, 3])), ("vip late".to_owned(), ids([2]))]);
    }
}
