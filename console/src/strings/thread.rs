//! What the thread and the composer say.

use weft_shared::segments::{Encoding, Segments};

texts! {
    CALL = "Call";
    CALL_RINGING = "Ringing…";
    CALL_MISSED = "Missed call";
    CALL_BUSY = "The line was busy";
    CALL_FAILED = "The call failed";
    THE_TEAM = "the team";
    RECORDING = "Recording";
    TRANSCRIPT = "What was said, as a machine heard it";

    EDITED = "Edited";
    EARLIER_TEXT = "Earlier text";
    TAKEN_BACK = "Taken back by the customer";
    TAKEN_BACK_OURS = "Taken back";
    TEMPLATE = "Template";
    ANSWERS = "Answers: ";
    ANSWERED_GONE = "an earlier message";

    KIND_LOCATION = "Location";
    KIND_CONTACTS = "Contact";
    KIND_ORDER = "Order";
    KIND_PICTURE = "Picture";
    KIND_STICKER = "Sticker";
    KIND_VIDEO = "Video";
    KIND_AUDIO = "Sound recording";
    KIND_SPOKEN = "Voice message";
    KIND_DOCUMENT = "Document";
    KIND_CHOICE = "Choice";
    KIND_SYSTEM = "Notice of the medium";

    ADVICE = "Advice";
    INSERT_SENTENCE = "Insert sentence";
    RULE = "Rule: ";
    WHICH_RULE = "Which rule";
    TEMPLATES = "Only an approved text can be sent now";
    TEMPLATES_MORE = "Free text is possible again once the customer has written.";
    GREETING = "Greeting";
    SIGNATURE = "Signature";
    INSERT = "Insert: ";
    HOW_TO_WRITE = "How to write here";
    SHORT = "Keep it short";
    LONG = "Say everything that is needed";
    MEDIUM = "A few sentences";
    ASK_TO_VERIFY = "Ask to verify";
    WINDOW_OVER = "Free text has just ended";

    INTENT = "What it is about";
    NO_INTENT = "Not said yet";

    SPEAK = "Read out a code";
    SPEAK_TITLE = "Read this code out";
    SPEAK_BODY = "The customer chooses “I have a code” in the chat on the website and types it. It leads here once and proves nothing: the chat still asks for a proof before it shows anything earlier.";
    SPEAK_WAIT = "Getting a code…";
    SPEAK_OVER = "The code has run out.";
    DONE = "Done";

    UNDO_SAID = "Sent in 5 seconds. You can take it back.";
    UNDO = "Take back";
    UNDONE = "Taken back. You can go on writing.";
    SEND_NOW = "Send now";
    UNDO_SETTING = "Wait 5 seconds before sending";
    AS_NOTE = "Keep as a note";
    NOT_NOW = "That is not possible here now.";

    EARLIER = "Show earlier messages";
    TO_END = "To the newest";
    FIND = "Search in this conversation";
    FIND_WORDS = "Words, or “a phrase” in quotes";
    FIND_NEXT = "Next match";
    FIND_BEFORE = "Previous match";
    FIND_END = "End the search";
    FOUND_NOTHING = "Nothing found";

    TABS = "What to write";
    TAB_ANSWER = "Answer";
    TAB_NOTE = "Note";
    NOTE_FIELD = "Private note";
    NOTE_PLACEHOLDER = "Only colleagues read this. Name one with @ to tell them…";
    NOTE_DO = "Add note";
    NOTE_PRIVATE = "Private note, never shown to the customer";
    NOTE_HANDOFF = "Handoff, never shown to the customer";
    NOTE_MOVE = "Moved to another medium; the note is never shown to the customer";
    COLLEAGUES = "Colleagues";
    MENTIONED = "Mentions ";
    ANSWERS_LIST = "Answers";
    ANSWERS_OPEN = "Insert an answer";
    ANSWERS_NONE = "No answer fits";
    ATTACH = "Attach files";
    ATTACHED = "The file is attached.";
    NO_FILES = "This way carries no files.";
    REMOVE = "Remove ";
    FILES_TO_SEND = "Files to send";
    DROP = "Drop files here to attach them";
    SPELLING = "Check spelling in";
    SPELLING_OWN = "Browser’s language";
    PICTURE = "Picture: ";
    PICTURE_OPEN = "Show larger: ";
    PICTURE_TITLE = "Picture";

    READS_NOTHING = "No browser of the customer is here. What you send goes to the address alone.";
    READS_ANONYMOUS = "In the chat the customer is unproven and sees only what is written there from now on.";
    READS_LINKED = "In the chat the customer followed a link and sees nothing from before it, and no personal data.";
    READS_CONFIRMED = "In the chat the customer confirmed an address and reads what was said with it.";
    READS_ACCOUNT = "In the chat the customer is signed in and reads the whole conversation.";

    WHY_HERE = "Why is it here?";
    HAND_OFF = "Hand off…";
    MOVE_TO = "Move to…";
    SNOOZE = "Snooze…";
    TAGS = "Tags…";
    RESUME = "Wake up";

    GOES_ON = "This conversation goes on in another one.";
    GO_THERE = "Go to it";
}

/// Who took a call.
#[must_use]
pub fn call_with(who: &str) -> String {
    format!("On the phone with {who}")
}

/// A call that is over.
#[must_use]
pub fn call_done(span: &str) -> String {
    format!("Call of {span}")
}

/// Who took a call that is over.
#[must_use]
pub fn answered_by(who: &str) -> String {
    format!("Answered by {who}")
}

/// How long nobody took it.
#[must_use]
pub fn rang(span: &str) -> String {
    format!("Rang for {span}")
}

/// What the customer set below a message.
#[must_use]
pub fn reaction(sign: &str) -> String {
    format!("Reaction: {sign}")
}

/// A kind of message that has no words of its own here.
#[must_use]
pub fn other_kind(kind: &str) -> String {
    format!("Other kind: {kind}")
}

/// A message that was moved here.
#[must_use]
pub fn moved(at: &str) -> String {
    format!("Moved here from another conversation, written {at}")
}

/// In place of a way that is closed.
#[must_use]
pub fn use_instead(label: &str) -> String {
    format!("Use {label} instead")
}

/// A refused answer goes another way.
#[must_use]
pub fn send_by_instead(label: &str) -> String {
    format!("Send by {label} instead")
}

/// Follows advice.
#[must_use]
pub fn switch_to(label: &str) -> String {
    format!("Switch to {label}")
}

/// How long any text may be sent.
#[must_use]
pub fn window(rest: &str) -> String {
    format!("Free text for {rest}")
}

/// What an answer that is billed by segments takes. Letters beyond the alphabet of texts make it dearer.
#[must_use]
pub fn segments(of: Segments) -> String {
    let room = match of.segments {
        1 => format!("1 text, {} left", of.left),
        n => format!("{n} texts, {} left in the last", of.left),
    };
    if of.encoding == Encoding::Ucs2 { format!("{room} (with special letters)") } else { room }
}

/// A promise that can still be kept.
#[must_use]
pub fn due_by(at: &str) -> String {
    format!("Answer due by {at}")
}

/// A promise that is broken.
#[must_use]
pub fn overdue(at: &str) -> String {
    format!("Answer overdue since {at}")
}

/// How long a code is still valid.
#[must_use]
pub fn valid_for(countdown: &str) -> String {
    format!("Valid for {countdown}")
}

/// A link that calls a number.
#[must_use]
pub fn call(number: &str) -> String {
    ["Call ", number].concat()
}

/// A colleague who looks at it.
#[must_use]
pub fn looks(name: &str) -> String {
    format!("{name} is looking at this")
}

/// A colleague who writes.
#[must_use]
pub fn writes(name: &str) -> String {
    format!("{name} is writing an answer")
}

/// Beside the button to send.
#[must_use]
pub fn may_answer_twice(name: &str) -> String {
    format!("{name} is writing too. Two answers at once confuse the customer.")
}

/// Which of what was found is shown.
#[must_use]
pub fn match_of(n: usize, all: usize, more: bool) -> String {
    format!("{n} of {all}{}", if more { "+" } else { "" })
}

/// An answer that waits.
#[must_use]
pub fn sent_in(seconds: i64) -> String {
    format!("Sent in {seconds} s")
}

/// A file beyond the limit.
#[must_use]
pub fn too_large(limit: &str) -> String {
    format!("Too large: at most {limit}")
}

/// A file that is on its way.
#[must_use]
pub fn uploaded(percent: u8) -> String {
    format!("{percent} %")
}

/// The hint beside the way to attach files.
#[must_use]
pub fn attach_limit(limit: &str) -> String {
    format!("{ATTACH}, up to {limit} each. You can also drop or paste them.")
}
