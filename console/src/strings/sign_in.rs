//! What is said of signing in without a code, and of devices that do not play along.

use crate::{api::Failure, passkey::Stopped};

texts! {
    BY_PASSKEY = "Sign in with a passkey";
    OR = "or";
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
