//! What is said around handoffs, holds and tags.

texts! {
    HAND_OFF_TITLE = "Hand off";
    HAND_OFF_BODY = "Your note is all that the next owner must read. It is signed with your name and stays in the conversation; the customer never sees it.";
    HAND_OFF_DO = "Sign and hand off";
    MOVE_TITLE = "Move the customer";
    MOVE_DO = "Sign and move";
    WANTS = "What the customer wants";
    DONE = "What was done";
    PROMISED = "What was promised";
    PROMISED_HINT = "“Nothing” is an answer.";
    NEXT = "What is next";
    OWNER = "Who answers for it from now on";
    OWNER_NONE = "Choose an agent or a team…";
    TEAMS = "Teams";
    AGENTS = "Agents";
    DUE = "By when";
    EXAMPLE = "For example: ";
    CHOOSE_OWNER = "Choose who answers for it from now on.";
    CHOOSE_DUE = "Say by when the next step is due.";
    ACCEPT = "Accept";
    DECLINE = "Decline…";
    DECLINE_TITLE = "Decline the handoff";
    DECLINE_BODY = "It stays with whoever offered it.";
    DECLINE_WHY = "Why?";
    DECLINE_DO = "Decline";
    DECLINE_EMPTY = "Say why, so that the note finds another owner.";
    OFFER_OVER = "The offer is about to end.";

    MOVE_CHOOSE = "Where should it go on?";
    NO_MOVES = "There is no other medium for this customer now.";

    SNOOZE_TITLE = "Let it wait";
    SNOOZE_BODY = "It leaves your load and stays yours. It comes back when the time is over, or as soon as the customer writes.";
    SNOOZE_BECAUSE = "What does it wait for? (optional)";
    SNOOZE_CUSTOM = "Until another time";
    SNOOZE_DO = "Wait until then";
    SNOOZE_WRITES = "Until the customer writes";
    SNOOZE_PAST = "Choose a time that is still to come.";
    HOUR = "1 hour";
    HOURS = "4 hours";
    TOMORROW = "Tomorrow, 9:00";
    MONDAY = "Monday, 9:00";

    TAGS_TITLE = "Tags";
    TAG_NEW = "New tag";
    TAG_ADD = "Add";
    TAGS_DO = "Save";
    TAGS_NONE = "No tags yet.";
    TAG_LONG = "A tag has at most 40 characters, and there are at most 20.";
}

/// What a choice of an agent says of them.
#[must_use]
pub fn agent(name: &str, present: bool, available: bool, load: u32, capacity: u32) -> String {
    let here = match (present, available) {
        (false, _) => "away",
        (true, false) => "here, takes none",
        (true, true) => "here",
    };
    if capacity == 0 { format!("{name} · {here}") } else { format!("{name} · {here} · {load} of {capacity}") }
}

/// How long a text is, of how much.
#[must_use]
pub fn count(length: usize, least: usize, most: usize) -> String {
    if length < least { format!("{length} of at least {least}") } else { format!("{length} of {most}") }
}

/// Too few characters.
#[must_use]
pub fn short(by: usize) -> String {
    format!("A little more, please: {by} {} missing.", if by == 1 { "character is" } else { "characters are" })
}

/// Too many characters.
#[must_use]
pub fn long(by: usize) -> String {
    format!("A little less, please: {by} {} too many.", if by == 1 { "character is" } else { "characters are" })
}

/// The one who is offered it reads.
#[must_use]
pub fn offered_by(name: &str) -> String {
    format!("{name} hands this over to you")
}

/// The author reads.
#[must_use]
pub fn waiting_for(name: &str) -> String {
    format!("Waiting for {name} to accept")
}

/// Everybody else reads.
#[must_use]
pub fn offered(by: &str, to: &str) -> String {
    format!("{by} hands this over to {to}")
}

/// It waits in a team's queue.
#[must_use]
pub fn queued_for(by: &str, to: &str) -> String {
    format!("{by} handed this over to {to}: it waits for whoever takes it")
}

/// How long an offer holds.
#[must_use]
pub fn left(countdown: &str) -> String {
    format!("{countdown} left")
}

/// The head of a note in the thread.
#[must_use]
pub fn handed(by: &str, to: &str) -> String {
    format!("{by} handed over to {to}")
}

/// The head of a note in the thread.
#[must_use]
pub fn moved(by: &str, to: &str) -> String {
    format!("{by} moved the customer to {to}")
}

/// What waits.
#[must_use]
pub fn held_until(at: &str) -> String {
    format!("Waits until {at}, or until the customer writes")
}

/// What waits without an end.
pub const HELD: &str = "Waits until the customer writes";

/// The way that a move goes.
#[must_use]
pub fn move_to(label: &str) -> String {
    format!("Move to {label}")
}
