//! Words of the board.

texts! {
    BOARD = "Board";
    SHOW_BOARD = "Board of the whole desk";
    LEADS_ONLY = "The board is for those who lead a team.";
    TEAMS = "Teams";
    QUEUE = "Queue";
    QUEUE_EMPTY = "Nobody waits.";
    AGENTS = "Agents";
    NO_AGENTS = "There are no agents yet.";
    DECISIONS = "Last decisions";
    NO_DECISIONS = "Nothing was decided yet.";
    AT_WORK = "At work";
    OFF_WORK = "Outside working hours";
    TAKING = "Taking";
    NOT_TAKING = "Not taking";
    AWAY = "Away";
    NOTHING_TO_DO = "No conversations";
    REASSIGN = "Reassign…";
    REASSIGN_TITLE = "Hand over with a note";
    REASSIGN_DO = "Hand over";
    WHY = "Why";
    SOON_LOW = "Low priority";
    SOON_HIGH = "High priority";
    SOON_URGENT = "Urgent";
    HELD = "On hold";
    DRAG_HINT = "Drag a conversation onto an agent, or use its Reassign button. Either way a note is asked for.";
    TO_QUEUE = "the queue";
    UNKNOWN = "A conversation";
    SKILLS = "Skills";
}

/// How many wait for a team, and how long the first of them does.
#[must_use]
pub fn waiting(n: u32, longest: Option<&str>) -> String {
    match longest {
        Some(longest) if n > 0 => format!("{n} waiting, the first for {longest}"),
        _ => format!("{n} waiting"),
    }
}

/// How long handoffs took until somebody answered for them.
#[must_use]
pub fn handoffs(n: u32, median: &str, slowest: &str) -> String {
    match n {
        1 => format!("1 handoff in 7 days, accepted after {median}"),
        n => format!("{n} handoffs in 7 days, accepted after {median} (median), {slowest} at most"),
    }
}

/// How long it waits.
#[must_use]
pub fn since(rest: &str) -> String {
    format!("for {rest}")
}

/// Units of work, said in full.
#[must_use]
pub fn load(has: u32, can: u32) -> String {
    format!("{has} of {can} units")
}

/// Where a decision sent it.
#[must_use]
pub fn went(to: &str, team: &str) -> String {
    format!("to {to} ({team})")
}

/// What the button reassigns, for a screen reader.
#[must_use]
pub fn reassign(title: &str) -> String {
    format!("Reassign {title}")
}

/// When the board was made.
#[must_use]
pub fn as_of(at: &str) -> String {
    format!("As of {at}")
}
