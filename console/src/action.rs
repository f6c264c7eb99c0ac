//! What an agent can ask of the open conversation from anywhere on the desk: by a key, the palette, or a line's menu.

/// Something to do with the open conversation. Whoever shows it listens to [`Desk::action`](crate::desk::Desk::action),
/// does what is asked if it can be done now, and sets the signal back to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Write an answer.
    Reply,
    /// Write a note.
    Note,
    /// Become the owner.
    Take,
    /// Open the note of a handoff.
    HandOff,
    /// Choose how long it waits.
    Snooze,
    /// Take it back from waiting.
    Resume,
    /// End it.
    Close,
    /// It goes on.
    Reopen,
    /// Change its tags.
    Tag,
    /// Take over what was offered.
    Accept,
    /// Do not take over what was offered.
    Decline,
    /// Answer by the next medium that can be used.
    NextMedium,
    /// Move the customer to another medium.
    Move,
    /// Look for words in it.
    Find,
    /// Insert a text that agents use often.
    Answers,
    /// Show the customer.
    Customer,
}

impl Action {
    /// All, in the order in which the palette offers them.
    pub const ALL: [Self; 16] = [
        Self::Reply,
        Self::Note,
        Self::Take,
        Self::HandOff,
        Self::Snooze,
        Self::Resume,
        Self::Close,
        Self::Reopen,
        Self::Tag,
        Self::Accept,
        Self::Decline,
        Self::NextMedium,
        Self::Move,
        Self::Find,
        Self::Answers,
        Self::Customer,
    ];
}
