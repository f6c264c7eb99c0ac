//! What the customer's panel says.

texts! {
    ADD = "Add…";
    ADD_TITLE = "Add an address of this customer";
    ADD_BODY = "Your word is its proof and stands in the conversation. What was said before stays locked for its holder. Answers can go to it.";
    ADD_KIND = "Kind";
    ADD_VALUE = "Address, number or id";
    ADD_HOW = "How do you know?";
    ADD_DO = "Add";
    ADD_EMPTY = "Write the address, and how you know that it is the customer's.";

    SUGGESTIONS = "Perhaps the same person";
    MERGE = "Merge…";
    MERGE_TITLE = "Merge two customers";
    MERGE_BODY = "Their conversations stay apart and list each other. What one of them may read does not grow. You can undo it at any time.";
    MERGE_THIS = "This customer";
    MERGE_OTHER = "The other one";
    MERGE_WHY = "Why are they the same?";
    MERGE_DO = "Merge";
    MERGE_EMPTY = "Say why they are the same.";
    NOTHING_KNOWN = "Nothing is known.";

    MERGES = "Merged in";
    UNDO = "Undo…";
    UNDO_TITLE = "Undo this merge?";
    UNDO_BODY = "Both customers become again what they were, each with its own conversations.";
    UNDO_DO = "Undo the merge";

    OTHERS = "Other conversations";
    MOVE = "Move into…";
    MOVE_TITLE = "Move into the other conversation?";
    MOVE_BODY = "Its messages go on there, with the time at which they were written. This conversation ends with a link to it.";
    MOVE_DO = "Move";

    DEALS = "Deals";
    SAID_STOP = "said stop";
    AGREED = "agreed";
    PERSON_FAILED = "More about this customer cannot be shown now.";
}

/// The wish of an address's holder for a medium.
#[must_use]
pub fn said_stop_on(label: &str) -> String {
    format!("Said stop on {label}")
}

/// The wish of an address's holder for a medium.
#[must_use]
pub fn agreed_on(label: &str) -> String {
    format!("Agreed to {label}")
}

/// Where an address was heard.
#[must_use]
pub fn heard_on(labels: &str) -> String {
    format!("Heard on {labels}")
}

/// Since when a deal is the customer's.
#[must_use]
pub fn since(at: &str) -> String {
    format!("since {at}")
}

/// A conversation without another name.
#[must_use]
pub fn conversation_of(day: &str) -> String {
    format!("Conversation of {day}")
}

/// Whom and when somebody merged.
#[must_use]
pub fn merged_by(name: &str, at: &str) -> String {
    format!("{name}, {at}")
}

/// Who and when took it back.
#[must_use]
pub fn undone_by(name: &str, at: &str) -> String {
    format!("Undone by {name}, {at}")
}

/// How much somebody who may be the same has.
#[must_use]
pub fn conversations(n: usize) -> String {
    match n {
        0 => "No conversations".to_owned(),
        1 => "1 conversation".to_owned(),
        n => format!("{n} conversations"),
    }
}
