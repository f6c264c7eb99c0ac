//! What the page with the site's rules says.

texts! {
    RULES = "Rules";
    PARTS = "Parts of the rules";
    PART_FILE = "File";
    PART_REPORT = "Report";
    PART_TRIAL = "Dry run";
    FAILED = "The rules cannot be shown";

    EDITOR = "The site's own rules (TOML)";
    EDITOR_KEYS = "Tab inserts spaces; press Escape and then Tab to leave.";
    EDITOR_EMPTY = "# What is written here is changed of the defaults, for example:\n#\n# [channel.sms.compliance]\n# quiet = \"20:00-09:00\"";
    READ_ONLY = "Only a lead can change the rules. You can read and check them.";
    SAVE = "Save";
    SAVING = "Saving…";
    DISCARD = "Discard changes";
    CHECKING = "Checking…";
    RIGHT = "No errors";
    CHECK_AGAIN = "Check again";
    UNCHANGED = "As in force";
    ERRORS = "Errors in the file";
    CONFLICT = "Somebody saved another version meanwhile. Your text is kept here.";
    COMPARE = "Load the new version";
    LOAD_OVER = "Your own text is thrown away. Load the version that is in force?";
    KEEP_MINE = "Keep my text and save over it";
    RESTORED_DRAFT = "An unsaved text from earlier was brought back.";

    DEFAULTS = "Defaults";
    DEFAULTS_TEXT = "The rules that Weft comes with";
    SEARCH = "Search the defaults";
    NO_MATCH = "No line of the defaults has this.";

    VERSIONS = "Versions";
    NO_VERSIONS = "The defaults hold: the site has no rules of its own yet.";
    OPERATOR = "Operator";
    RESTORE = "Restore";
    IN_FORCE = "In force";

    REPORT_FILTER = "Which rules";
    ALL = "All";
    OVERDUE = "Overdue";
    OWNERLESS = "Without owner";
    NEVER = "Never mattered";
    CONTRADICTIONS = "Rules that contradict each other";
    RULE = "Rule";
    OWNER = "Owner";
    NOBODY = "Nobody";
    REVIEW = "Look at it by";
    FIRED = "Mattered";
    NONE_HERE = "No rule is like that";
    NONE_HERE_MORE = "Good: there is nothing to do in this list.";

    TRIAL_BODY = "Replays what happened here against the text in the editor, and lists what would have been otherwise. Nothing is sent or changed.";
    DAYS = "Days back";
    RUN = "Run";
    RUNNING = "Replaying…";
    NO_DIFFERENCE = "Nothing would have been otherwise";
    LEAD_ONLY = "Only a lead can run it.";
    WHERE = "Where";
    KIND = "What";
    BEFORE = "As it was";
    AFTER = "As it would have been";
    KIND_DISCLOSURE = "Disclosure";
    KIND_REFUSAL = "Refusal";
    KIND_PROMISE = "Promise";
    KIND_SWITCH = "Switch";
    DAYS_WRONG = "Between 1 and 90 days.";
}

/// The text could not be checked.
#[must_use]
pub fn unchecked(because: &str) -> String {
    format!("Not checked: {because}")
}

/// How many errors there are.
#[must_use]
pub fn errors(n: usize) -> String {
    if n == 1 { "1 error".to_owned() } else { format!("{n} errors") }
}

/// A version by its number.
#[must_use]
pub fn version(n: u64) -> String {
    format!("Version {n}")
}

/// A version that brought an earlier one back.
#[must_use]
pub fn restores(n: u64) -> String {
    format!("brings back version {n}")
}

/// A version was saved.
#[must_use]
pub fn saved(n: u64) -> String {
    format!("Version {n} is in force.")
}

/// What a report looked at.
#[must_use]
pub fn report_of(days: u32) -> String {
    format!("Over the conversations of the last {days} days.")
}

/// How often a rule mattered.
#[must_use]
pub fn times(n: u64) -> String {
    match n {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        n => format!("{n} times"),
    }
}

/// What a dry run replayed.
#[must_use]
pub fn replayed(conversations: u32, events: u64) -> String {
    let count = |n: u64, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    format!("Replayed: {} with {}.", count(conversations.into(), "conversation"), count(events, "event"))
}

/// What a dry run found.
#[must_use]
pub fn differences(total: u64, shown: usize) -> String {
    let all = if total == 1 { "1 difference".to_owned() } else { format!("{total} differences") };
    if u64::try_from(shown).is_ok_and(|shown| shown < total) {
        format!("{all}, the first {shown} are shown")
    } else {
        all
    }
}

/// Lines of the defaults that were found.
#[must_use]
pub fn found(n: usize) -> String {
    if n == 1 { "1 line".to_owned() } else { format!("{n} lines") }
}
