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
    VERIFY_SENTENCE = "Before I can tell you more, please show that it is you: press “Confirm it’s you” in the chat on our website and type the code that we send you.";
    WINDOW_OVER = "Free text has just ended";

    INTENT = "What it is about";
    NO_INTENT = "Not said yet";

    SPEAK = "Read out a code";
    SPEAK_TITLE = "Read this code out";
    SPEAK_BODY = "The customer chooses “I have a code” in the chat on the website and types it. It leads here once and proves nothing: the chat still asks for a proof before it shows anything earlier.";
    SPEAK_WAIT = "Getting a code…";
    SPEAK_OVER = "The code has run out.";
    DONE = "Done";

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
