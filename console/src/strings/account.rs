//! What an agent's own account says: passkeys, and where they are signed in.

texts! {
    TITLE = "Your account";
    TO_ACCOUNT = "Your account";
    YOU = "You";
    YOU_BODY = "Customers see your name. Whoever looks after the site changes it, your address and your role.";
    TEAMS = "Teams";
    NO_TEAM = "none";

    PASSKEYS = "Passkeys";
    WHAT = "A passkey signs you in with this device’s lock: a fingerprint, a face or a PIN. Nothing has to be typed, and no other site can ask for it.";
    NONE = "You have no passkey here yet.";
    OWN = "Your passkeys";
    NAME = "Name of the new passkey";
    NAME_HINT = "By which you will know it again.";
    NAME_FIRST = "This device";
    NAME_WRONG = "Give it a name of 1 to 40 characters.";
    ADD = "Add a passkey";
    ADDING = "Follow your device…";
    ADDED = "The passkey was added.";
    REMOVE = "Remove";
    REMOVE_TITLE = "Remove a passkey?";
    REMOVED = "The passkey was removed. Delete it from your device too.";
    CANCEL = "Cancel";
    ENOUGH = "You have as many passkeys as one can have. Remove one to add another.";
    SYNCED = "kept on several devices";
    NEVER = "not used yet";
    DOUBTED = "It was refused because it counted backwards: there may be a copy of it. Remove it unless you know why.";
    STALE = "To add a passkey you must have signed in during the last ten minutes.";
    CONFIRM = "Confirm with a passkey";
    SIGN_IN_AGAIN = "Sign in again";
    NO_NAME = "Passkeys belong to the name of a host, and this one is only a number. Ask whoever runs it to give it a name.";
    NOT_HERE = "This browser cannot make passkeys. You can still remove one here.";

    SESSIONS = "Where you are signed in";
    SESSIONS_BODY = "Of a browser only these names are kept, as it said them itself. Each is signed out by itself after twelve hours.";
    HERE = "This browser";
    SOME_BROWSER = "A browser without a known name";
    EVERYWHERE = "Sign out everywhere";
    EVERYWHERE_ASK = "Sign out everywhere…";
    EVERYWHERE_TITLE = "Sign out everywhere?";
    EVERYWHERE_BODY = "Every browser in which you are signed in is signed out at once, this one too. Your passkeys stay.";
    OUT_EVERYWHERE = "You are signed out everywhere.";
}

/// Since when there is one, and when it was last used.
#[must_use]
pub fn times(made: &str, used: Option<&str>) -> String {
    match used {
        Some(used) => format!("added {made} · last used {used}"),
        None => format!("added {made} · {NEVER}"),
    }
}

/// What happens when one is removed.
#[must_use]
pub fn remove_which(name: &str) -> String {
    format!("“{name}” signs you in no more.")
}

/// A browser by its names.
#[must_use]
pub fn browser(name: Option<&str>, system: Option<&str>) -> String {
    match (name, system) {
        (Some(name), Some(system)) => format!("{name} on {system}"),
        (Some(one), None) => one.to_owned(),
        (None, Some(system)) => format!("A browser on {system}"),
        (None, None) => SOME_BROWSER.to_owned(),
    }
}

/// How long a browser is signed in.
#[must_use]
pub fn lasts(since: &str, until: &str) -> String {
    format!("signed in since {since} · until {until} at the latest")
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn a_browser_is_called_by_what_is_known_of_it() {
        assert_eq!(browser(Some("Firefox"), Some("Linux")), "Firefox on Linux");
        assert_eq!(browser(Some("Firefox"), None), "Firefox");
        assert_eq!(browser(None, Some("Linux")), "A browser on Linux");
        assert_eq!(browser(None, None), "A browser without a known name");
    }
}
