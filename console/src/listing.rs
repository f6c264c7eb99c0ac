//! Which lines of the inbox are wanted, and in which order.

use std::cmp::Reverse;
use weft_shared::{
    handoff::Party,
    id::AgentId,
    routing::{Mood, Priority},
    time::Timestamp,
    wire::agent::Row,
};

/// Which lines are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// Open and owned by the reader, or offered to them.
    Mine,
    /// Open and with a team of the reader.
    Team,
    /// Open and in the queue.
    Unassigned,
    /// Open, and it is the customer's turn: on hold, or answered last by the site.
    Waiting,
    /// Open, and something that was promised is late.
    Overdue,
    /// The reader is mentioned in a note.
    Mentions,
    /// Every open conversation.
    #[default]
    Open,
    /// Closed ones.
    Closed,
    /// No line of the inbox: messages that were looked for.
    Search,
}

impl View {
    /// The views of the inbox, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Mine,
        Self::Team,
        Self::Unassigned,
        Self::Waiting,
        Self::Overdue,
        Self::Mentions,
        Self::Open,
        Self::Closed,
    ];

    /// The name in the address bar.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Team => "team",
            Self::Unassigned => "unassigned",
            Self::Waiting => "waiting",
            Self::Overdue => "overdue",
            Self::Mentions => "mentions",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Search => "search",
        }
    }

    /// Whether it shows this line to this reader.
    #[must_use]
    pub fn shows(self, row: &Row, reader: &Reader) -> bool {
        match self {
            Self::Closed => !row.open,
            Self::Mentions => reader.mention(row).is_some(),
            Self::Search => false,
            _ if !row.open => false,
            Self::Mine => row.owner.as_ref() == Some(&reader.agent) || reader.is_offered(row),
            Self::Team => row.team.as_ref().is_some_and(|team| reader.teams.contains(team)),
            Self::Unassigned => row.owner.is_none(),
            Self::Waiting => row.held.is_some() || !row.waiting,
            Self::Overdue => reader.is_overdue(row),
            Self::Open => true,
        }
    }
}

/// Who reads, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The agent.
    pub agent: AgentId,
    /// The teams that they are in.
    pub teams: Vec<String>,
    /// The present minute.
    pub now: Timestamp,
}

impl Reader {
    /// Whether the line was offered to them, and nobody has accepted yet.
    #[must_use]
    pub fn is_offered(&self, row: &Row) -> bool {
        row.offer.as_ref().is_some_and(|offer| offer.to == Party::Agent(self.agent.clone()))
    }

    /// Whether something that was promised is late. What is on hold waits for the customer, and is not.
    #[must_use]
    pub fn is_overdue(&self, row: &Row) -> bool {
        row.held.is_none() && row.due.is_some_and(|due| due < self.now)
    }

    /// The place of the last note that mentions them.
    #[must_use]
    pub fn mention(&self, row: &Row) -> Option<u64> {
        row.mentions.iter().find(|(agent, _)| *agent == self.agent).map(|(_, place)| *place)
    }
}

/// The order of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The latest message first.
    #[default]
    Latest,
    /// Who has waited longest first.
    Longest,
    /// What is due first, first.
    Due,
}

impl Sort {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Latest, Self::Longest, Self::Due];

    /// The name in the address bar.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Latest => "latest",
            Self::Longest => "longest",
            Self::Due => "due",
        }
    }

    /// Brings lines into this order. What is offered to the reader comes before all else, since an offer ends soon.
    pub fn order(self, rows: &mut Vec<&Row>, reader: &Reader) {
        let last = Timestamp(i64::MAX);
        // The conversation's id breaks a tie, so that the order never depends on the map.
        let rest = |row: &Row| (Reverse(row.at), Reverse(row.conversation));
        crate::order::by_key(rows, |row: &&Row| {
            let by = match self {
                Self::Latest => last,
                Self::Longest if row.waiting => row.queued.unwrap_or(row.at),
                Self::Due => row.due.unwrap_or(last),
                Self::Longest => last,
            };
            (!reader.is_offered(row), by, rest(row))
        });
    }
}

/// The name of a priority in the address bar.
#[must_use]
pub const fn priority_name(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "low",
        Priority::Normal => "normal",
        Priority::High => "high",
        Priority::Urgent => "urgent",
    }
}

/// Whether a mood is worth a mark.
#[must_use]
pub const fn is_upset(mood: Mood) -> bool {
    matches!(mood, Mood::Upset)
}
