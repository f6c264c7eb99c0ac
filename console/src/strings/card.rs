//! What the history card says.

texts! {
    CARD = "At a glance";
    WHO = "Who";
    TIER = "Tier";
    ABOUT = "About";
    ABOUT_UNKNOWN = "Not known yet";
    READ_FROM_WORDS = "read from the words";
    LAST_NOTE = "Last note";
    PROMISES = "Promised";
    NO_PROMISES = "Nothing is open.";
    SUMMARY = "What happened";
    HOW_CHOSEN = "How these sentences were chosen";
    NO_SUMMARY = "No words to sum up yet.";
    EARLIER = "Earlier conversations";
    MISSING = "Not known";
    WANTS = "Wants";
    DONE = "Done";
    PROMISED = "Promised";
    NEXT = "Next";
    NO_NOTE = "Nobody has handed it over yet.";
    OPEN_CLAIM = "Open what is claimed";
    SET_INTENT = "Say what it is about";
    TAKE = "Take it";
    CARD_FAILED = "The card cannot be shown now. The thread below has everything.";
    CUSTOMER_SAID = "Customer: ";
    WE_SAID = "We: ";
    SHOWS = "Shows the message";
    MORE_PROOF = "How it is known";
}

/// How sure the reading is.
#[must_use]
pub fn percent(percent: u8) -> String {
    format!("{percent} % sure, {READ_FROM_WORDS}")
}

/// Whose word it is.
#[must_use]
pub fn said_by(name: &str) -> String {
    format!("said by {name}")
}

/// The author and time of a note.
#[must_use]
pub fn signed(name: &str, at: &str) -> String {
    format!("{name}, {at}")
}

/// Who is to do the next step, by when.
#[must_use]
pub fn owner_due(owner: &str, due: &str) -> String {
    format!("{owner}, by {due}")
}

/// Why an earlier conversation is shown first.
#[must_use]
pub fn shares(words: &str) -> String {
    format!("Also about: {words}")
}

/// A promise with its time.
#[must_use]
pub fn due(at: &str) -> String {
    format!("Due {at}")
}

/// A promise that was not kept in time.
#[must_use]
pub fn overdue(at: &str) -> String {
    format!("Overdue since {at}")
}
