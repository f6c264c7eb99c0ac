//! What the pages say with which a site is looked after.

use weft_shared::wire::agent::AgentRole;

texts! {
    TITLE = "Look after the site";
    SKIP = "Skip to the page";
    PAGES = "Pages";
    TO_DESK = "To the inbox";
    NOT_YOURS = "This page is not for your role";
    NOT_YOURS_MORE = "Somebody who looks after the site can show you what is on it, or give you the role.";
    FAILED = "This cannot be shown";
    LOOK_AT_FIELDS = "Something is not right yet. Nothing was changed.";
    SAVE = "Save";
    SAVING = "One moment…";
    SAVED = "Saved.";
    CANCEL = "Cancel";
    CHANGE = "Change";
    REMOVE = "Remove";
    REMOVED = "Removed.";
    COPY = "Copy";
    COPIED = "Copied.";
    NOT_COPIED = "The browser did not allow copying. Select the text and copy it by hand.";
    TO_RULES = "To the rules";
    ALWAYS = "Always at work";

    RULES = "Rules";
    EXAMPLES = "What customers write about";
    PEOPLE = "Agents and teams";
    SITE = "Site";
    KEYS = "Keys";
    PROVIDERS = "Providers";
    INSTALL = "Install";

    EXAMPLES_BODY = "Agents corrected what these messages are about. What you accept is learned, beside the examples in the rules; what you leave out is forgotten.";
    NO_EXAMPLES = "Nothing waits for you";
    NO_EXAMPLES_MORE = "When an agent corrects what a message is about, it appears here.";
    ACCEPT = "Accept";
    FORGET = "Leave out";
    ACCEPTED = "It will be learned.";
    FORGOTTEN = "It was left out.";

    AGENTS = "Agents";
    AGENTS_BODY = "Who answers customers here. Whoever is removed is signed out, and what they answered for goes back to the queue.";
    ADD_AGENT = "Add an agent";
    AGENT_FORM = "Agent";
    AGENT_REMOVE = "Remove an agent?";
    TEAMS = "Teams";
    TEAMS_BODY = "Teams and their hours stand in the rules. Who is in a team is said with each agent.";
    NOBODY_IN_TEAM = "Nobody is in it.";
    HERE = "Here now";
    HERE_BUSY = "Here, takes nothing new";
    AWAY = "Away";
    NAME = "Name";
    NAME_HINT = "As customers see it.";
    ADDRESS = "Mail address";
    ADDRESS_HINT = "Codes for signing in go there. Another address signs the agent out.";
    ROLE = "Role";
    ROLE_AGENT = "Agent";
    ROLE_LEAD = "Lead";
    ROLE_ADMIN = "Admin";
    ROLE_HINT = "Leads also change the rules and see the whole desk; admins also see to all that is on these pages.";
    SKILLS = "Skills";
    SKILLS_HINT = "In the words of the rules, separated by commas.";
    LANGUAGES = "Languages";
    LANGUAGES_HINT = "Codes of two letters, such as en, de. None means any.";
    CAPACITY = "Capacity";
    CAPACITY_HINT = "How many units of work at once, 1 to 100. Most conversations are one unit.";
    PHONE = "Phone";
    PHONE_HINT = "Calls for this agent go there, as in +442079460123. May be empty.";

    SITE_NAME = "Name of the site";
    SITE_NAME_HINT = "As customers see it in the chat and in mails.";
    ORIGINS = "Allowed origins";
    ORIGINS_HINT = "Whose pages may hold the chat: one a line, such as https://shop.example, without a path.";
    CONTINUE = "Page for links";
    CONTINUE_HINT = "A page of yours with the snippet, where links in messages lead. Empty: Weft’s own page.";
    ACCENT = "Accent colour";
    ACCENT_HINT = "As in #2a6df4. “Install” shows how it looks.";
    MAIL = "Mail";
    MAIL_FROM = "Sender’s address";
    MAIL_FROM_HINT = "Mails to customers are from this address.";
    FROM_NAME = "Sender’s name";
    FROM_NAME_HINT = "The name that stands with it.";
    INBOUND = "Addresses for customers";
    INBOUND_HINT = "Where customers write to first: one a line.";
    REPLY_DOMAIN = "Domain for answers";
    REPLY_DOMAIN_HINT = "A domain of this site alone: answers come back to sealed addresses there.";
    AUTHSERV = "Receiving server";
    AUTHSERV_HINT = "The name by which your mail server signs its checks (authserv-id). Only its word is believed.";
    NUMBERS = "Numbers";
    NUMBERS_BODY = "For texts, WhatsApp and calls. Numbers are written as +442079460123.";
    REGION = "Region";
    REGION_HINT = "Two capital letters, such as GB: national numbers are read as of there. Needed with a provider.";
    AT_TWILIO = "An account at Twilio";
    ACCOUNT = "Account SID";
    ACCOUNT_HINT = "AC and 32 characters, as Twilio’s console shows it.";
    TEXT_NUMBER = "Number for texts";
    WA_NUMBER = "Number for WhatsApp";
    CALL_NUMBER = "Number for calls";
    TEAM_NUMBER = "Number of the team";
    NUMBER_HINT = "As in +442079460123.";
    AT_META = "A WhatsApp number at Meta";
    NUMBER_ID = "Id of the number";
    NUMBER_ID_HINT = "The digits that Meta’s console shows.";
    SIGN_IN = "Signing in";
    SIGN_IN_BODY = "Agents sign in by a mailed code or a passkey. Where Cloudflare Access stands before the console, its word can do as well.";
    AT_ACCESS = "Believe Cloudflare Access";
    TEAM_DOMAIN = "Team domain";
    TEAM_DOMAIN_HINT = "As in shop.cloudflareaccess.com.";
    AUDIENCE = "Audience tag";
    AUDIENCE_HINT = "The 64 characters that the application’s page at Cloudflare shows.";
    LOAD_AGAIN = "Load again";

    API_KEYS = "Keys of the API";
    API_KEYS_BODY = "For programs of yours. Each may do what you tick, and no more.";
    NO_KEYS = "There are no keys.";
    KEY = "The new key";
    NEW_KEY = "New key";
    KEY_NAME = "What it is for";
    KEY_NAME_HINT = "So that you know it again.";
    SCOPES = "What it may do";
    MAKE_KEY = "Make the key";
    ONCE = "This is shown once. Keep it where your program finds it; nobody can read it again.";
    KEPT = "I have kept it";
    KEY_REMOVE = "Remove a key?";
    WEBHOOKS = "Webhooks";
    WEBHOOKS_BODY = "Addresses of yours that are told what happens, each request signed.";
    NO_WEBHOOKS = "Nobody is told anything.";
    NEW_WEBHOOK = "New webhook";
    CHANGE_WEBHOOK = "Change the webhook";
    WEBHOOK_REMOVE = "Remove a webhook?";
    NEW_SECRET = "New secret";
    NEW_SECRET_ASK = "Make a new secret?";
    SWITCH_ON = "Switch on";
    SWITCH_OFF = "Switch off";
    NOW_ON = "It is told what happens again.";
    NOW_OFF = "It is told nothing for now.";
    WEBHOOK_URL = "Address";
    WEBHOOK_URL_HINT = "https, on the open internet.";
    ABOUT = "Description";
    ABOUT_HINT = "May be empty.";
    EVENTS = "What it is told; nothing ticked means everything";
    ADD_WEBHOOK = "Add the webhook";
    SECRET = "The webhook’s secret";
    EVERYTHING = "Everything";
    SWITCHED_ON = "On";
    SWITCHED_OFF = "Off";
    LOG = "Log";
    EARLIER = "Show earlier ones";
    NOT_TRIED = "Not tried yet.";
    NO_ANSWER = "no answer";
    TRIES_BEFORE = "Tries before that";
    THE_CONVERSATION = "The conversation";
    NO_DELIVERIES = "Nothing was sent yet.";
    PENDING = "On its way";
    DELIVERED = "Delivered";
    FAILED_DELIVERY = "Given up";
    SEND_AGAIN = "Send again";
    SENT_AGAIN = "It is sent again.";
    LINK_KEYS = "Keys that sign links";
    LINK_KEYS_BODY = "They belong to the whole deployment. Whoever runs it changes them by “cargo xtask keys rotate”: a new key signs from then on, and links by the old one hold until its end.";
    SIGNS_NOW = "Signs now";

    PROVIDERS_BODY = "A test makes one request that changes nothing, and says what came back.";
    TO_NUMBERS = "Accounts and numbers are set under “Site”";
    SET_UP = "Set up";
    INCOMPLETE = "Something is missing";
    NOT_SET_UP = "Not set up";
    TEST = "Test";
    TESTING = "Asking…";
    SECRETS = "Secrets";
    SECRETS_BODY = "What providers and your backend share with Weft. A value is sealed when it is saved, and never shown again.";
    LOST = "Kept, but no key of this deployment opens it any more: enter it again.";
    NOT_KEPT = "Not set";
    ENTER = "Enter";
    REPLACE = "Replace";
    NEW_VALUE = "New value";
    NEW_VALUE_HINT = "It replaces what is kept, at once.";

    SNIPPET = "Snippet";
    SNIPPET_BODY = "Put this line into the pages of your site, before the end of the body.";
    OWN_PAGE = "The chat also has a page of its own: ";
    SEEN = "Where it is";
    SEEN_BODY = "Noted when somebody reaches for the chat on a page. A page that hides its address (Referrer-Policy: no-referrer) is not seen.";
    NEVER_SEEN = "Not seen yet";
    SEEN_NOW = "Seen just now";
    NO_ORIGINS = "No origin is allowed yet: add one under “Site”.";
    LOOK = "Colours and texts";
    LOOK_BODY = "Try a colour and texts: the preview follows at once. Customers see what you put in force.";
    USE_COLOUR = "Use this colour";
    SAVE_NAME = "Use this name";
    SAVE_PROMISE = "Use this promise";
    HOLDS = "In force";
    ONLY_TRIED = "Only tried, not in force";
    IN_FORCE_NOW = "It is in force.";
    ADMIN_ONLY = "You can try it. Somebody in the role of an admin puts it in force.";
    NAME_KEPT = "As customers see it in the chat and in mails. It is kept under “Site”.";
    PROMISE = "Promise of the chat";
    PROMISE_KEPT = "The line below the name. When an answer is late is reckoned by “within” beside it in the rules: ";
    PROMISE_BY_HAND = "The rules say it in another way than this page can change. Write it there.";
    NO_PROMISE_RULE = "The rules give the chat no promise; a line of Weft’s own stands below the name.";
    IN_WHITE = "white";
    IN_BLACK = "black";
    ADAPTED = "As the colour of links and signs it is made darker or lighter, so that it can be read.";
    PREVIEW_LIGHT = "Light";
    PREVIEW_DARK = "Dark";
    SAMPLE_QUESTION = "Hello, when will my order arrive?";
    SAMPLE_ANSWER = "Good morning! It is on its way and should be with you tomorrow.";
    SAMPLE_DRAFT = "Thank you";
    SAMPLE_FIELD = "Sample of what somebody writes";
    TO_SITE = "To the site’s settings";
    UNSAVED_GO = "What you wrote on this page is not in force and goes when you leave it. Leave the page?";
    UNSAVED_LOAD = "What you wrote here is not saved. Throw it away and load what is in force?";
}

/// What a role is called.
#[must_use]
pub const fn role(role: AgentRole) -> &'static str {
    match role {
        AgentRole::Agent => ROLE_AGENT,
        AgentRole::Lead => ROLE_LEAD,
        AgentRole::Admin => ROLE_ADMIN,
    }
}

/// The title of the document.
#[must_use]
pub fn page_title(page: &str, site: &str) -> String {
    format!("{page} · {site}")
}

/// Who said what something is about.
#[must_use]
pub fn said_by(name: &str, at: &str) -> String {
    format!("Corrected by {name}, {at}")
}

/// What somebody has to do.
#[must_use]
pub fn load(here: &str, load: u32, capacity: u32) -> String {
    format!("{here} · {load} of {capacity} in work")
}

/// When a team is at work.
#[must_use]
pub fn at_hours(hours: &str) -> String {
    format!("At work: {hours}")
}

/// What removing means.
#[must_use]
pub fn remove_who(name: &str) -> String {
    format!("{name} is signed out at once, and what {name} answers for goes back to the queue.")
}

/// What a scope lets a key do.
#[must_use]
pub fn scope(name: &str) -> String {
    let said = match name {
        "conversations:read" => "Read and search conversations",
        "conversations:write" => "Answer, note, hand over and close",
        "customers:read" => "Read who customers are",
        "customers:write" => "Say which addresses belong to an account",
        "webhooks" => "Manage webhooks",
        _ => return name.to_owned(),
    };
    format!("{said} ({name})")
}

/// Who made a key, when, and when it was used.
#[must_use]
pub fn key_story(by: &str, at: &str, used: Option<&str>) -> String {
    match used {
        Some(used) => format!("Made by {by}, {at}. Last used {used}."),
        None => format!("Made by {by}, {at}. Never used."),
    }
}

/// How the tries of a delivery went.
#[must_use]
pub fn attempt(tries: usize, at: &str, how: &str) -> String {
    match tries {
        1 => format!("Tried once, {at}: {how}"),
        n => format!("Tried {n} times, last {at}: {how}"),
    }
}

/// How a try was answered.
#[must_use]
pub fn answered(status: u16) -> String {
    format!("answered with {status}")
}

/// When it is tried again.
#[must_use]
pub fn next_try(at: &str) -> String {
    format!("Next try {at}")
}

/// What removing a webhook means.
#[must_use]
pub fn remove_webhook(url: &str) -> String {
    format!("{url} is told nothing any more, and its log goes.")
}

/// What removing a key means.
#[must_use]
pub fn remove_key(name: &str) -> String {
    format!("Programs that use “{name}” are refused at once. It cannot be brought back.")
}

/// What a new secret means.
#[must_use]
pub fn renew_what(url: &str) -> String {
    format!("Requests to {url} are signed by a new secret from now on, and for a day by the old one beside it.")
}

/// Until when two secrets sign.
#[must_use]
pub fn both_secrets(until: &str) -> String {
    format!("Signed by the old secret too, until {until}.")
}

/// The window of a key.
#[must_use]
pub fn signing_story(from: &str, until: Option<&str>) -> String {
    match until {
        Some(until) => format!("From {from}. Links by it hold until {until}."),
        None => format!("From {from}, without an end."),
    }
}

/// What does not work.
#[must_use]
pub fn missing(because: &str) -> String {
    format!(" is missing: {because}.")
}

/// What goes over a provider.
#[must_use]
pub fn carries(what: &str) -> String {
    format!("Carries {what}")
}

/// Since when a secret is kept.
#[must_use]
pub fn kept_since(at: &str) -> String {
    format!("Set since {at}")
}

/// When the widget was seen.
#[must_use]
pub fn seen_ago(span: &str) -> String {
    format!("Seen {span} ago")
}

/// When the widget was seen, long ago.
#[must_use]
pub fn seen_at(at: &str) -> String {
    format!("Last seen {at}")
}

/// A page that may not hold the widget tried to.
#[must_use]
pub fn stranger(seen: &str) -> String {
    format!("{seen}, but this origin is not allowed: customers there see nothing. Add it under “Site” if it is yours.")
}

/// How well text on a colour can be read.
#[must_use]
pub fn contrast(text: &str, reached: &str) -> String {
    format!("Text on it is {text}, contrast {reached} : 1; AA asks for 4.5.")
}
