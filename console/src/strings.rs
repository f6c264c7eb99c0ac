//! Every sentence and word that the console shows of itself.

use crate::api::Failure;
use weft_shared::wire::problem::ProblemKind;

macro_rules! texts {
    ($($name:ident = $text:literal;)*) => { $(#[doc = $text] pub const $name: &str = $text;)* };
}

pub mod account;
pub mod admin;
pub mod board;
pub mod card;
pub mod handoff;
pub mod inbox;
pub mod person;
pub mod rules;
pub mod sign_in;
pub mod thread;

texts! {
    NOW = "now";
    TODAY = "Today";
    YESTERDAY = "Yesterday";

    SIGN_OUT = "Sign out";
    LOOK_AFTER = "Look after the site";
    ADDRESS = "Your work address";
    SEND_CODE = "Send me a code";
    SENDING = "Sending…";
    CODE = "Code";
    CODE_HINT = "6 digits, valid for a few minutes";
    CHECKING = "Checking…";
    CONTINUE = "Continue";
    RESEND = "Send a new code";
    OTHER_ADDRESS = "Use another address";
    ADDRESS_WRONG = "That does not look like a mail address.";
    CODE_SHORT = "The code has 6 digits.";
    CODE_AGAIN = "A new code is on its way. Earlier ones no longer work.";
    SIGNED_OUT = "You are signed out.";
    DRAFTS_GO = "What you began to write is kept in this browser only, and signing out removes it. Sign out?";
    EXPIRED = "Your session has ended. Please sign in again.";
    LOADING = "Loading…";
    RETRY = "Try again";
    BROKEN = "The console could not start";

    INBOX = "Inbox";
    FILTERS = "Which conversations";
    WAITING = "Waits for an answer";
    NOBODY = "In the queue";
    YOU = "You";
    TEAM = "Team";
    HERE = "here now";
    AWAY = "away";
    SKIP = "Skip to the conversation";
    OFFLINE = "You are offline. What you write is kept and sent when the connection is back.";
    RECONNECTING = "Connection lost. Trying again by itself…";

    PICK = "Pick a conversation";
    PICK_MORE = "Choose one from the list, or press J and K to walk through it.";
    BACK = "Back to the list";
    OPEN_STATE = "Open";
    CLOSED_STATE = "Closed";
    TAKE = "Take";
    RELEASE = "Release";
    CLOSE = "Close";
    REOPEN = "Reopen";
    MORE = "More";
    REVOKE = "Revoke all links";
    REVOKE_TITLE = "Revoke all links?";
    REVOKE_BODY = "Every link sent to this customer so far stops working at once. A browser that already followed one keeps its session.";
    REVOKE_DO = "Revoke links";
    CANCEL = "Cancel";
    DISMISS = "Dismiss";
    DETAILS = "Customer";
    SHOW_DETAILS = "Show the customer";
    HIDE_DETAILS = "Hide the customer";
    MESSAGES = "Messages";
    EMPTY_THREAD = "No messages yet";
    SHOW_QUOTED = "Show quoted text";
    SHOW_ORIGINAL = "Show original";
    ATTACHMENTS = "Files";
    DOWNLOAD = "Download ";
    AUTOMATIC = "Automatic";
    CUSTOMER = "Customer";
    SOMEBODY = "Unknown sender";
    AGENT = "Agent";
    THREAD_GONE = "This conversation cannot be shown";
    NEW_BELOW = "New messages";

    LEVEL_ANONYMOUS = "Unproven";
    LEVEL_LINKED = "Link only";
    LEVEL_CHANNEL_CONTROL = "Confirmed";
    LEVEL_ACCOUNT = "Signed in";
    MARK_NONE = "No proof";
    MARK_OUTSIDE = "Outside the conversation";
    MARK_LINK = "Link only";
    MARK_NUMBER = "Number asserted";
    MARK_VOUCHED = "Vouched for";
    MARK_ALIGNED = "Domain verified";
    MARK_CODE = "Code confirmed";
    MARK_SIGNED = "Signed in";
    NO_REASON = "Nothing was shown that proves who wrote this.";

    QUEUED = "Queued";
    SENT = "Sent";
    DELIVERED = "Delivered";
    READ = "Read";
    FAILED = "Failed";
    NOT_SENT = "Not sent";
    EDIT = "Edit";
    DISCARD = "Discard";

    REPLY = "Your answer";
    REPLY_PLACEHOLDER = "Write an answer…";
    SEND = "Send";
    SEND_BY = "Send by";
    NO_ROUTE = "There is no way to reach this customer now.";
    SEND_KEYS = "Ctrl + Enter";
    SEND_KEYS_MAC = "⌘ + Enter";
    CLOSED_HINT = "This conversation is closed.";

    IDENTIFIERS = "Known by";
    NO_IDENTIFIERS = "Nothing is known yet.";
    SESSIONS = "Browsers";
    NO_SESSIONS = "No browser takes part.";
    PRESENT = "Here now";
    NOT_PRESENT = "Not here";
    SESSION = "Browser";
    PROVEN = "Proven";
    CLAIMED = "Claimed";
    KIND_MAIL = "Mail address";
    KIND_PHONE = "Phone number";
    KIND_ACCOUNT = "Account";
    KIND_DEAL = "Deal";
    VOUCH = "Vouch…";
    VOUCH_TITLE = "Vouch for this browser";
    VOUCH_BODY = "Only after you asked what your site asks to be sure who this is. What you write is kept with the conversation under your name.";
    VOUCH_HOW = "What did you ask, and what did you check?";
    VOUCH_DO = "Vouch";
    VOUCH_EMPTY = "Say what you asked and checked.";
}

/// `Sign in to Demo Shop`.
#[must_use]
pub fn sign_in_to(site: &str) -> String {
    format!("Sign in to {site}")
}

/// Where the code went.
#[must_use]
pub fn code_sent(address: &str) -> String {
    format!("If {address} belongs to an agent here, a code is on its way to it.")
}

/// The countdown before another code may be asked for.
#[must_use]
pub fn resend_in(seconds: i64) -> String {
    format!("Send a new code in {seconds} s")
}

/// A duration for the list.
#[must_use]
pub fn minutes(n: i64) -> String {
    format!("{n} min")
}

/// Who answers for it.
#[must_use]
pub fn owned_by(name: &str) -> String {
    format!("Owner: {name}")
}

/// How it will be sent.
#[must_use]
pub fn will_be_sent(label: &str, to: &str) -> String {
    format!("Will be sent by {label} to {to}")
}

/// How it would be sent if that were possible.
#[must_use]
pub fn cannot_be_sent(label: &str, to: &str) -> String {
    format!("Cannot be sent by {label} to {to}")
}

/// A choice that is closed now.
#[must_use]
pub fn not_now(label: &str, because: &str) -> String {
    // What follows the colon explains, and has room below the composer.
    let because = because.split(':').next().unwrap_or_default();
    format!("{label} (not now: {because})")
}

/// Why a way is closed.
#[must_use]
pub fn blocked(label: &str, because: &str) -> String {
    format!("{label} is not possible now: {because}")
}

/// Near the limit, and beyond.
#[must_use]
pub fn left(n: i64) -> String {
    match n {
        0.. => format!("{n} left"),
        _ => format!("{} too many", n.saturating_neg()),
    }
}

/// For the live region.
#[must_use]
pub fn new_message(from: &str) -> String {
    format!("New message from {from}")
}

/// For the live region.
#[must_use]
pub fn new_in_inbox(title: &str) -> String {
    format!("{title} waits for an answer")
}

/// Somebody is writing.
#[must_use]
pub fn typing(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("{one} is typing…"),
        [one, two] => format!("{one} and {two} are typing…"),
        [one, rest @ ..] => format!("{one} and {} others are typing…", rest.len()),
    }
}

/// The document's title.
#[must_use]
pub fn page_title(waiting: usize, site: &str) -> String {
    if waiting == 0 { format!("{INBOX} · {site}") } else { format!("({waiting}) {INBOX} · {site}") }
}

/// A size in words.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// How long to wait.
fn wait(ms: Option<u64>) -> String {
    match ms.map(|ms| ms.div_ceil(1_000)) {
        None => "Please wait a little and try again.".to_owned(),
        Some(0 | 1) => "Please try again in a second.".to_owned(),
        Some(seconds @ ..120) => format!("Please try again in {seconds} seconds."),
        Some(seconds) => format!("Please try again in {} minutes.", seconds.div_ceil(60)),
    }
}

/// What went wrong, in one or two sentences that say what to do.
#[must_use]
pub fn failure(failure: &Failure) -> String {
    let Failure::Problem(problem) = failure else {
        return "The server cannot be reached. Check your connection and try again.".to_owned();
    };
    let kind = ProblemKind::ALL.iter().copied().find(|kind| problem.is(*kind));
    match kind {
        Some(ProblemKind::CodeWrong) => "That code is not right. Check the digits and try again.".to_owned(),
        Some(ProblemKind::CodeExpired) => "That code is no longer valid. Ask for a new one.".to_owned(),
        Some(ProblemKind::TooMany) => format!("Too many tries. {}", wait(problem.retry_after_ms)),
        Some(ProblemKind::Busy) => format!("The server is busy. {}", wait(problem.retry_after_ms)),
        Some(ProblemKind::Unauthenticated) => EXPIRED.to_owned(),
        Some(ProblemKind::NotFound) => "There is nothing here, or it is not for you.".to_owned(),
        Some(ProblemKind::UnsupportedVersion) => "A newer version is there. Please reload this page.".to_owned(),
        Some(ProblemKind::AgainstPolicy) => match &problem.detail {
            Some(detail) => detail.clone(),
            None => format!("{}.", problem.title),
        },
        Some(ProblemKind::Internal) => "Something went wrong on our side. Please try again.".to_owned(),
        _ => match &problem.detail {
            Some(detail) => format!("{}: {detail}", problem.title),
            None => format!("{}.", problem.title),
        },
    }
}

/// The name of a day of the week, 0 for Sunday.
#[must_use]
pub const fn weekday(n: u8) -> &'static str {
    match n {
        0 => "Sunday",
        1 => "Monday",
        2 => "Tuesday",
        3 => "Wednesday",
        4 => "Thursday",
        5 => "Friday",
        _ => "Saturday",
    }
}

/// The name of a month, 1 for January.
#[must_use]
pub const fn month(n: u8) -> &'static str {
    match n {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::wire::problem::Problem;

    #[test]
    fn every_kind_of_problem_has_a_sentence() {
        for kind in ProblemKind::ALL {
            let sentence = failure(&Failure::Problem(Box::new(Problem::new(*kind))));
            assert!(sentence.ends_with('.'), "{kind:?}: {sentence}");
        }
    }

    #[test]
    fn waits_are_told_in_seconds_and_then_in_minutes() {
        let after = |ms| failure(&Failure::Problem(Box::new(Problem::new(ProblemKind::TooMany).retry_after(ms))));
        assert!(after(200).contains("in a second."));
        assert!(after(30_000).contains("30 seconds"));
        assert!(after(600_000).contains("10 minutes"));
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(12), "12 B");
        assert_eq!(size(1_001), "2 kB");
        assert_eq!(size(25_430_000), "25.4 MB");
    }
}
