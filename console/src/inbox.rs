//! The inbox: its lines, their order, and which of them a filter shows.

use std::collections::HashMap;
use weft_shared::{
    id::{AgentId, ConversationId},
    wire::agent::{Colleague, Row},
};

/// Which lines are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Filter {
    /// Every open conversation.
    #[default]
    Open,
    /// Open and owned by the reader.
    Mine,
    /// Open and in the queue.
    Unassigned,
    /// Closed ones.
    Closed,
}

impl Filter {
    /// All filters, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Open, Self::Mine, Self::Unassigned, Self::Closed];

    /// The name in the address bar.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::Closed => "closed",
        }
    }

    /// Whether it shows this line to this agent.
    #[must_use]
    pub fn shows(self, row: &Row, me: &AgentId) -> bool {
        match self {
            Self::Open => row.open,
            Self::Mine => row.open && row.owner.as_ref() == Some(me),
            Self::Unassigned => row.open && row.owner.is_none(),
            Self::Closed => !row.open,
        }
    }
}

/// What the desk has told so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inbox {
    rows: HashMap<ConversationId, Row>,
    /// The team.
    pub colleagues: Vec<Colleague>,
    /// The whole inbox has come at least once.
    pub loaded: bool,
}

impl Inbox {
    /// Takes in the whole inbox. A line that is known at a higher sequence number stays as it is.
    pub fn take(&mut self, rows: Vec<Row>, colleagues: Vec<Colleague>) {
        let mut known = std::mem::take(&mut self.rows);
        for row in rows {
            let newest = match known.remove(&row.conversation) {
                Some(old) if old.seq > row.seq => old,
                _ => row,
            };
            self.rows.insert(newest.conversation, newest);
        }
        self.colleagues = colleagues;
        self.loaded = true;
    }

    /// Takes in one line, unless a newer or the same one is known. Says whether it changed anything.
    pub fn change(&mut self, row: Row) -> bool {
        let newer = self.rows.get(&row.conversation).is_none_or(|old| row.seq > old.seq);
        if newer {
            self.rows.insert(row.conversation, row);
        }
        newer
    }

    /// One line.
    #[must_use]
    pub fn row(&self, conversation: ConversationId) -> Option<&Row> {
        self.rows.get(&conversation)
    }

    /// The lines that a filter shows, the latest first.
    #[must_use]
    pub fn shown(&self, filter: Filter, me: &AgentId) -> Vec<ConversationId> {
        let mut rows: Vec<&Row> = self.rows.values().filter(|row| filter.shows(row, me)).collect();
        // The id breaks a tie, so that the order never depends on the map.
        rows.sort_unstable_by_key(|row| std::cmp::Reverse((row.at, row.conversation)));
        rows.into_iter().map(|row| row.conversation).collect()
    }

    /// How many lines a filter shows.
    #[must_use]
    pub fn count(&self, filter: Filter, me: &AgentId) -> usize {
        self.rows.values().filter(|row| filter.shows(row, me)).count()
    }

    /// How many open conversations wait for an answer of this agent or of anybody.
    #[must_use]
    pub fn waiting(&self, me: &AgentId) -> usize {
        let concerns = |row: &Row| row.owner.as_ref().is_none_or(|owner| owner == me);
        self.rows.values().filter(|row| row.open && row.waiting && concerns(row)).count()
    }

    /// The name of a colleague; the id where no name is known.
    #[must_use]
    pub fn name(&self, agent: &AgentId) -> String {
        let known = self.colleagues.iter().find(|colleague| colleague.agent == *agent);
        known.map_or_else(|| agent.to_string(), |colleague| colleague.name.clone())
    }

    /// A sentence of the edge with the name of the agent whom it begins with or ends by, in place of the id.
    #[must_use]
    pub fn named(&self, sentence: &str) -> String {
        let known = |id: &str| self.colleagues.iter().find(|one| one.agent.as_str() == id).map(|one| one.name.as_str());
        let (first, rest) = sentence.split_once(' ').unwrap_or((sentence, ""));
        if let Some(name) = known(first) {
            return if rest.is_empty() { name.to_owned() } else { format!("{name} {rest}") };
        }
        match sentence.rsplit_once(" by ") {
            Some((before, id)) => known(id).map_or_else(|| sentence.to_owned(), |name| format!("{before} by {name}")),
            None => sentence.to_owned(),
        }
    }
}

/// The line before or after one, for the keys `k` and `j`. Without a present one: the first.
#[must_use]
pub fn neighbour(shown: &[ConversationId], present: Option<ConversationId>, forward: bool) -> Option<ConversationId> {
    let Some(place) = present.and_then(|present| shown.iter().position(|id| *id == present)) else {
        return shown.first().copied();
    };
    let next = if forward { place.checked_add(1) } else { place.checked_sub(1) };
    next.and_then(|next| shown.get(next)).copied()
}

/// One or two letters for a round mark.
#[must_use]
pub fn initials(name: &str) -> String {
    let local = name.split('@').next().unwrap_or(name);
    let mut letters = local
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '_' | '-' | '+'))
        .filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    let first = letters.next();
    let last = letters.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::{evidence::Assurance, id::CustomerId, time::Timestamp};

    fn id(n: u128) -> ConversationId {
        ConversationId::from_bits(n)
    }

    fn row(n: u128, seq: u64, at: i64) -> Row {
        Row {
            conversation: id(n),
            seq,
            customer: CustomerId::from_bits(n),
            title: format!("Customer {n}"),
            subject: None,
            preview: String::new(),
            channel: "pigeon".parse().unwrap(),
            level: Assurance::Anonymous,
            owner: None,
            open: true,
            waiting: false,
            at: Timestamp(at),
        }
    }

    fn ada() -> AgentId {
        "ada".parse().unwrap()
    }

    fn with(rows: Vec<Row>) -> Inbox {
        let mut inbox = Inbox::default();
        inbox.take(rows, Vec::new());
        inbox
    }

    #[test]
    fn the_latest_message_is_first() {
        let inbox = with(vec![row(1, 1, 10), row(2, 1, 30), row(3, 1, 20)]);
        assert_eq!(inbox.shown(Filter::Open, &ada()), [id(2), id(3), id(1)]);
    }

    #[test]
    fn a_lower_place_in_the_journal_never_replaces_a_higher() {
        let mut inbox = with(vec![row(1, 5, 10)]);
        assert!(!inbox.change(Row { title: "old".into(), ..row(1, 4, 99) }));
        assert!(!inbox.change(Row { title: "same".into(), ..row(1, 5, 99) }));
        assert!(inbox.change(Row { title: "new".into(), ..row(1, 6, 5) }));
        assert_eq!(inbox.row(id(1)).unwrap().title, "new");
        inbox.take(vec![row(1, 5, 10), row(2, 1, 1)], Vec::new());
        assert_eq!(inbox.row(id(1)).unwrap().seq, 6);
    }

    #[test]
    fn a_whole_inbox_forgets_what_it_does_not_name() {
        let mut inbox = with(vec![row(1, 5, 10)]);
        inbox.take(vec![row(2, 1, 1)], Vec::new());
        assert!(inbox.row(id(1)).is_none());
    }

    #[test]
    fn each_filter_shows_its_own() {
        let mine = Row { owner: Some(ada()), ..row(1, 1, 1) };
        let others = Row { owner: Some("bob".parse().unwrap()), ..row(2, 1, 2) };
        let closed = Row { open: false, owner: Some(ada()), ..row(4, 1, 4) };
        let inbox = with(vec![mine, others, row(3, 1, 3), closed]);
        assert_eq!(inbox.shown(Filter::Open, &ada()), [id(3), id(2), id(1)]);
        assert_eq!(inbox.shown(Filter::Mine, &ada()), [id(1)]);
        assert_eq!(inbox.shown(Filter::Unassigned, &ada()), [id(3)]);
        assert_eq!(inbox.shown(Filter::Closed, &ada()), [id(4)]);
        assert_eq!(inbox.count(Filter::Open, &ada()), 3);
    }

    #[test]
    fn what_a_colleague_owns_does_not_wait_for_me() {
        let others = Row { owner: Some("bob".parse().unwrap()), waiting: true, ..row(1, 1, 1) };
        let queued = Row { waiting: true, ..row(2, 1, 2) };
        let closed = Row { waiting: true, open: false, ..row(3, 1, 3) };
        assert_eq!(with(vec![others, queued, closed]).waiting(&ada()), 1);
    }

    #[test]
    fn sentences_name_colleagues_and_leave_everything_else_alone() {
        let mut inbox = with(Vec::new());
        inbox.colleagues = vec![Colleague { agent: ada(), name: "Ada Byron".into(), present: true }];
        for (sentence, named) in [
            ("ada took the conversation", "Ada Byron took the conversation"),
            ("Merged by ada", "Merged by Ada Byron"),
            ("bob took the conversation", "bob took the conversation"),
            ("The visitor is called ada today", "The visitor is called ada today"),
            ("ada", "Ada Byron"),
            ("", ""),
        ] {
            assert_eq!(inbox.named(sentence), named);
        }
    }

    #[test]
    fn keys_walk_the_list_and_stop_at_its_ends() {
        let list = [id(1), id(2), id(3)];
        assert_eq!(neighbour(&list, None, true), Some(id(1)));
        assert_eq!(neighbour(&list, Some(id(1)), true), Some(id(2)));
        assert_eq!(neighbour(&list, Some(id(3)), true), None);
        assert_eq!(neighbour(&list, Some(id(1)), false), None);
        assert_eq!(neighbour(&[], None, true), None);
    }

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        for (name, letters) in [
            ("Jane Doe", "JD"),
            ("jane.van-doe@example.com", "JD"),
            ("Ada", "A"),
            ("Visitor", "V"),
            ("+47 900 00 000", ""),
            ("", ""),
            ("ßeta (x) Öl", "SSÖ"),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
