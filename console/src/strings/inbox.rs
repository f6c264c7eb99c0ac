//! Words of the inbox: its views, its lines, what is done with several of them, its keys.

texts! {
    VIEW_MINE = "Mine";
    VIEW_TEAM = "My team";
    VIEW_UNASSIGNED = "Unassigned";
    VIEW_WAITING = "Waiting on customer";
    VIEW_OVERDUE = "Overdue";
    VIEW_MENTIONS = "Mentions";
    VIEW_OPEN = "All open";
    VIEW_CLOSED = "Closed";
    EMPTY_OPEN = "Nothing is open";
    EMPTY_OPEN_MORE = "New conversations appear here by themselves.";
    EMPTY_MINE = "Nothing is yours";
    EMPTY_MINE_MORE = "Take a conversation, and it is listed here.";
    EMPTY_TEAM = "Nothing is with your teams";
    EMPTY_TEAM_MORE = "What the rules send to your teams is listed here.";
    EMPTY_UNASSIGNED = "The queue is empty";
    EMPTY_UNASSIGNED_MORE = "Every open conversation has somebody who answers for it.";
    EMPTY_WAITING = "Nobody owes you an answer";
    EMPTY_WAITING_MORE = "What you answered last or put on hold is listed here.";
    EMPTY_OVERDUE = "Nothing is late";
    EMPTY_OVERDUE_MORE = "Every promise to a customer is still in time.";
    EMPTY_MENTIONS = "Nobody called you";
    EMPTY_MENTIONS_MORE = "Notes that mention you are listed here.";
    EMPTY_CLOSED = "Nothing was closed lately";
    EMPTY_CLOSED_MORE = "Closed conversations stay here for a while.";
    EMPTY_NARROW = "Nothing fits";
    EMPTY_NARROW_MORE = "Ask for less, or look in another view.";

    TITLE_FILTER = "Filter by name or subject";
    NARROW = "Filter and sort";
    CLEAR = "Clear filters";
    ANY = "Any";
    BY_CHANNEL = "Channel";
    BY_OWNER = "Owner";
    BY_TEAM = "Team";
    BY_INTENT = "What it is about";
    BY_TAG = "Tag";
    BY_PRIORITY = "Priority";
    BY_STATE = "State";
    BY_FROM = "From";
    BY_UNTIL = "Until";
    STATE_OPEN = "Open";
    STATE_CLOSED = "Closed";
    SORT = "Order";
    SORT_LATEST = "Latest first";
    SORT_LONGEST = "Longest waiting first";
    SORT_DUE = "Due first";
    PRIORITY_LOW = "Low";
    PRIORITY_NORMAL = "Normal";
    PRIORITY_HIGH = "High";
    PRIORITY_URGENT = "Urgent";
    MORE_LINES = "Show more";
    LEFT_OUT = "There are more than are listed here. ";
    SEARCH_FOR_THEM = "Search for them";
    DRAFT = "Draft";

    UNREAD = "New";
    UPSET = "Upset";
    OFFERED = "Offered to you";
    CALLED_MARK = "Mentions you";
    ON_HOLD = "On hold until the customer writes";

    AVAILABLE_SWITCH = "Taking conversations";
    TAKING = "Taking";
    NOT_TAKING = "Not taking";
    NOW_TAKING = "You are taking conversations.";
    NOW_NOT_TAKING = "You are not taking new conversations.";

    SELECT_LINES = "Select";
    SELECT_ALL = "Select all";
    ALL = "All";
    SELECT_DONE = "Done";
    SELECTION = "Selected conversations";
    TAG_ADD = "Add a tag";
    TAG_NAME = "Tag";
    TAG_DO = "Add";
    TAG_WRONG = "A tag has 1 to 40 characters.";
    TAG_ALL_HAVE = "They all have that tag already.";
    SNOOZE_FOR = "Put on hold";
    HOUR = "For an hour";
    HOURS = "For four hours";
    TOMORROW = "Until tomorrow at 9:00";
    MONDAY = "Until next Monday at 9:00";
    UNTIL_WRITES = "Until the customer writes";
    WORKING = "Working…";
    BULK_FAILED = "Not everything could be done";
    BULK_OK = "OK";

    SEARCH = "Search messages";
    SEARCH_GO = "Search";
    SEARCH_NARROW = "Narrow it down";
    SEARCH_WORDS = "Words, or a phrase in quotes";
    SEARCH_START = "Look through every message and note";
    SEARCH_START_MORE = "All words must occur. Put a phrase in quotes to find it word by word.";
    SEARCH_NONE = "Nothing was found";
    SEARCH_NONE_MORE = "Try fewer or other words, or other days.";
    SEARCH_MORE = "More hits";
    SEARCH_NOTE = "Note";
    SEARCH_LEAVE = "Back to the inbox";
    HITS = "Hits";

    PALETTE = "Find a command or a conversation";
    PALETTE_HINT = "Type a command or a name";
    PALETTE_NONE = "Nothing fits.";
    CONVERSATION = "Conversation";
    COMMAND = "Command";
    KEYS = "Keyboard";
    KEYS_OFF = "Single keys are turned off in the settings. Ctrl + K works always.";
    KEYS_LIST = "In the list";
    KEYS_GO = "Go to";
    KEYS_DO = "Do";
    CLOSE_DIALOG = "Done";
    SETTINGS = "Notifications and keys";
    SET_DESKTOP = "Show news on the desktop";
    SET_DESKTOP_MORE = "While this page is not in front: your customers' messages, offers, mentions, and your team's queue.";
    SET_DENIED = "This browser does not allow notifications here. Its settings for this page can change that.";
    SET_PREVIEW = "Show what the customer wrote";
    SET_PREVIEW_MORE = "Whoever sees the screen can read it.";
    SET_SOUND = "Make a sound";
    SET_KEYS = "Single keys are commands";
    SET_KEYS_MORE = "Turn this off if you dictate, or if keys get in your way.";
    MENU = "You and the desk";

    CALLED = "A note mentions you";
    WROTE = "A customer wrote";
    QUEUED_NEWS = "A customer waits in the queue";

    KEY_NEXT = "To the next conversation";
    KEY_PREVIOUS = "To the conversation before";
    KEY_OPEN = "Open it";
    KEY_BACK = "Back to the list";
    KEY_SELECT = "Select it";
    KEY_EXTEND_NEXT = "Select on downwards";
    KEY_EXTEND_PREVIOUS = "Select on upwards";
    GO_MINE = "Go to mine";
    GO_TEAM = "Go to my team";
    GO_UNASSIGNED = "Go to unassigned";
    GO_WAITING = "Go to waiting on customer";
    GO_OVERDUE = "Go to overdue";
    GO_MENTIONS = "Go to mentions";
    GO_OPEN = "Go to all open";
    GO_CLOSED = "Go to closed";
    GO_BOARD = "Go to the board";
    DO_REPLY = "Answer";
    DO_NOTE = "Write a note";
    DO_TAKE = "Take";
    DO_HAND_OFF = "Hand off";
    DO_ACCEPT = "Accept what is offered";
    DO_DECLINE = "Decline what is offered";
    DO_SNOOZE = "Put on hold";
    DO_RESUME = "End the hold";
    DO_CLOSE = "Close the conversation";
    DO_REOPEN = "Reopen";
    DO_TAG = "Tag";
    DO_NEXT_MEDIUM = "Answer by the next channel";
    DO_MOVE = "Move to another channel";
    DO_FIND = "Find in the conversation";
    DO_ANSWERS = "Insert a ready answer";
    DO_CUSTOMER = "Show the customer";
}

/// Units of work that an agent has, of all that they can have.
#[must_use]
pub fn load(has: u32, can: u32) -> String {
    format!("{has} of {can}")
}

/// The same, said in full.
#[must_use]
pub fn load_full(has: u32, can: u32) -> String {
    format!("Load: {has} of {can}")
}

/// A promise that can still be kept.
#[must_use]
pub fn due_in(rest: &str) -> String {
    format!("Due in {rest}")
}

/// A promise that is late.
#[must_use]
pub fn overdue_by(rest: &str) -> String {
    format!("Overdue by {rest}")
}

/// How long something waits in the queue.
#[must_use]
pub fn waits(rest: &str) -> String {
    format!("In the queue for {rest}")
}

/// On hold.
#[must_use]
pub fn held_until(at: &str) -> String {
    format!("On hold until {at}")
}

/// An offer of a colleague.
#[must_use]
pub fn offered_by(name: &str) -> String {
    format!("{name} offers you a conversation")
}

/// An offer to somebody else.
#[must_use]
pub fn offered_to(name: &str) -> String {
    format!("Offered to {name}")
}

/// Further tags that have no room.
#[must_use]
pub fn and_more(n: usize) -> String {
    format!("+{n}")
}

/// How much lines are narrowed down.
#[must_use]
pub fn narrowed(n: usize) -> String {
    if n == 0 { NARROW.to_owned() } else { format!("{NARROW}: {n}") }
}

/// What the box selects.
#[must_use]
pub fn select(title: &str) -> String {
    format!("Select {title}")
}

/// How many lines are selected.
#[must_use]
pub fn selected(n: usize) -> String {
    format!("{n} selected")
}

/// How a wish for several went.
#[must_use]
pub fn done(done: usize, refused: usize) -> String {
    match (done, refused) {
        (done, 0) => format!("Done for {done}."),
        (0, refused) => format!("Refused for {refused}."),
        (done, refused) => format!("Done for {done}, refused for {refused}."),
    }
}

/// How many hits there are so far.
#[must_use]
pub fn hits(n: usize, more: bool) -> String {
    match (n, more) {
        (1, false) => "1 hit".to_owned(),
        (n, false) => format!("{n} hits"),
        (n, true) => format!("The best {n} hits"),
    }
}

/// How many commands and conversations fit, for a screen reader.
#[must_use]
pub fn fitting(n: usize) -> String {
    if n == 1 { "1 fits".to_owned() } else { format!("{n} fit") }
}
