//! The text of an HTML mail, for mails that have no other.

/// The text of a piece of HTML.
#[must_use]
pub fn to_text(html: &str) -> String {
    html.to_owned()
}
