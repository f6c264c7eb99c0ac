//! What is said of signing in without a code, and of passkeys.

use crate::{api::Failure, passkey::Stopped};

texts! {
    BY_PASSKEY = "Sign in with a passkey";
    OR = "or";
    PASSKEYS = "Passkeys";
    WHAT = "A passkey signs you in with this device’s lock: a fingerprint, a face or a PIN. Nothing has to be typed, and no other site can ask for it.";
    NONE = "You have no passkey here yet.";
    OWN = "Your passkeys";
    NAME = "Name of the new passkey";
    NAME_FIRST = "This device";
    NAME_WRONG = "Give it a name of 1 to 40 characters.";
    ADD = "Add a passkey";
    ADDING = "Follow your device…";
    ADDED = "The passkey was added.";
    REMOVE = "Remove";
    REMOVED = "The passkey was removed. Delete it from your device too.";
    ENOUGH = "You have as many passkeys as one can have. Remove one to add another.";
    SYNCED = "kept on several devices";
    NEVER = "not used yet";
    DOUBTED = "It was refused because it counted backwards: there may be a copy of it. Remove it unless you know why.";
    STALE = "To add a passkey you must have signed in during the last ten minutes.";
    CONFIRM = "Confirm with a passkey";
    SIGN_IN_AGAIN = "Sign in again";
    CLOSE = "Done";
    KNOWN = "This device has a passkey for you already.";
    CANCELLED = "Nothing was done: the device was not confirmed in time, or it was cancelled.";
    UNFIT = "This browser cannot use passkeys here. Use a code instead.";
    REFUSED = "This passkey does not sign in here. Use a code instead.";
    COPIED = "This passkey was refused because it counts backwards: there may be a copy of it. Sign in by a code, then remove it.";
}

/// Why the device made nothing.
#[must_use]
pub const fn stopped(why: Stopped) -> &'static str {
    match why {
        Stopped::Cancelled => CANCELLED,
        Stopped::Known => KNOWN,
        Stopped::Unfit => UNFIT,
    }
}

/// Why a passkey did not sign in.
#[must_use]
pub fn refused(failure: &Failure) -> String {
    use weft_shared::wire::problem::ProblemKind;
    let Failure::Problem(problem) = failure else { return super::failure(failure) };
    if problem.is(ProblemKind::Conflict) {
        return COPIED.to_owned();
    }
    if problem.is(ProblemKind::Unauthenticated) { REFUSED.to_owned() } else { super::failure(failure) }
}

/// Since when there is one, and when it was last used.
#[must_use]
pub fn times(made: &str, used: Option<&str>) -> String {
    match used {
        Some(used) => format!("added {made} · last used {used}"),
        None => format!("added {made} · {NEVER}"),
    }
}

/// For the button that removes one.
#[must_use]
pub fn remove(name: &str) -> String {
    format!("{REMOVE} {name}")
}
