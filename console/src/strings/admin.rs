//! What the pages say with which a site is looked after.

texts! {
    TITLE = "Look after the site";
    SKIP = "Skip to the page";
    PAGES = "Pages";
    TO_DESK = "To the inbox";
    NOT_YOURS = "This page is not for your role";
    NOT_YOURS_MORE = "Somebody who looks after the site can show you what is on it, or give you the role.";
    FAILED = "This cannot be shown";

    RULES = "Rules";
    EXAMPLES = "What customers write about";
    PEOPLE = "Agents and teams";
    SITE = "Site";
    KEYS = "Keys";
    PROVIDERS = "Providers";
    INSTALL = "Install";
}

/// The title of the document.
#[must_use]
pub fn page_title(page: &str, site: &str) -> String {
    format!("{page} · {site}")
}
