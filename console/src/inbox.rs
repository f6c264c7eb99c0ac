//! The inbox: its lines, what of them the reader has seen, and the team.

use crate::{
    listing::{Reader, Sort, View},
    wanted::Wanted,
};
use std::collections::{BTreeSet, HashMap};
use weft_shared::{
    id::{AgentId, ConversationId},
    wire::agent::{Colleague, Row},
};

/// What the desk has told so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inbox {
    rows: HashMap<ConversationId, Row>,
    seen: HashMap<ConversationId, u64>,
    /// The team.
    pub colleagues: Vec<Colleague>,
    /// The inbox has come at least once.
    pub loaded: bool,
    /// How many more lines there are than came: open ones, and closed ones.
    pub more: (u32, u32),
}

impl Inbox {
    /// Takes in the whole inbox. A line that is known at a higher sequence number stays as it is.
    pub fn take(&mut self, rows: Vec<Row>, colleagues: Vec<Colleague>, seen: Vec<(ConversationId, u64)>) {
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
        for (conversation, upto) in seen {
            let _ = self.see(conversation, upto);
        }
    }

    /// Everything of a conversation up to a place was on the reader's screen. Says whether that is news.
    pub fn see(&mut self, conversation: ConversationId, upto: u64) -> bool {
        let known = self.seen.entry(conversation).or_default();
        let news = upto > *known;
        *known = upto.max(*known);
        news
    }

    /// Whether a line says of a customer that they wrote something more than was known.
    #[must_use]
    pub fn is_news(&self, row: &Row) -> bool {
        row.open && row.waiting && self.row(row.conversation).is_none_or(|known| row.said > known.said)
    }

    /// Whether the customer wrote something that the reader has not seen.
    #[must_use]
    pub fn is_unread(&self, row: &Row) -> bool {
        row.open && row.waiting && self.is_beyond(row, row.said)
    }

    /// Whether a note mentions the reader who has not seen it.
    #[must_use]
    pub fn is_called(&self, row: &Row, reader: &Reader) -> bool {
        reader.mention(row).is_some_and(|place| self.is_beyond(row, place))
    }

    fn is_beyond(&self, row: &Row, place: u64) -> bool {
        self.seen.get(&row.conversation).is_none_or(|seen| place > *seen)
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

    /// The lines that a view shows, narrowed down and in order.
    #[must_use]
    pub fn shown(&self, view: View, wanted: &Wanted, sort: Sort, reader: &Reader) -> Vec<ConversationId> {
        let fits = |row: &&Row| view.shows(row, reader) && wanted.fits(row);
        let mut rows: Vec<&Row> = self.rows.values().filter(fits).collect();
        sort.order(&mut rows, reader);
        rows.into_iter().map(|row| row.conversation).collect()
    }

    /// How many lines each view is worth looking at for, in the order of [`View::ALL`]: all that it shows, of mentions
    /// those that were not seen, and none of what is closed.
    #[must_use]
    pub fn counts(&self, reader: &Reader) -> [usize; 8] {
        View::ALL.map(|view| {
            let counts = |row: &&Row| match view {
                View::Closed => false,
                View::Mentions => self.is_called(row, reader),
                _ => view.shows(row, reader),
            };
            self.rows.values().filter(counts).count()
        })
    }

    /// All tags that lines have.
    #[must_use]
    pub fn tags(&self) -> BTreeSet<String> {
        self.rows.values().flat_map(|row| row.tags.iter().cloned()).collect()
    }

    /// All lines by what they are called, open ones first; for finding one by its name.
    #[must_use]
    pub fn titles(&self) -> Vec<(ConversationId, String)> {
        let mut rows: Vec<&Row> = self.rows.values().collect();
        crate::order::by_key(&mut rows, |row| (!row.open, std::cmp::Reverse(row.at), row.conversation));
        let title = |row: &Row| match &row.subject {
            Some(subject) => format!("{} · {subject}", row.title),
            None => row.title.clone(),
        };
        rows.into_iter().map(|row| (row.conversation, title(row))).collect()
    }

    /// A colleague, or the reader.
    #[must_use]
    pub fn colleague(&self, agent: &AgentId) -> Option<&Colleague> {
        self.colleagues.iter().find(|one| one.agent == *agent)
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

    /// A reason that the desk gives, with names of agents in place of their ids: its own sentences name agents anywhere, and
    /// nobody else.
    #[must_use]
    pub fn reasoned(&self, sentence: &str) -> String {
        let named = |word: &str| {
            let id = word.trim_end_matches([':', ',', ';']);
            let known = self.colleagues.iter().find(|one| one.agent.as_str() == id);
            known.map_or_else(|| word.to_owned(), |one| word.replacen(id, &one.name, 1))
        };
        sentence.split(' ').map(named).collect::<Vec<_>>().join(" ")
    }

    /// A sentence of the edge with the name of the agent whom it begins with or ends by, in place of the id.
    #[must_use]
    pub fn named(&self, sentence: &str) -> String {
        let known = |id: &str| self.colleagues.iter().find(|one| one.agent.as_str() == id).map(|one| one.name.as_str());
        if ["Given to ", "Back in the queue: "].iter().any(|begin| sentence.starts_with(begin)) {
            return self.reasoned(sentence);
        }
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
pub(crate) mod tests;
