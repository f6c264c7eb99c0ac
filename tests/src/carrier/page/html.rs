//! The frame of every page, and text made safe for HTML.

use crate::carrier::{Carrier, Mail, Way, mime::spoken_date};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::collections::BTreeMap;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Text for use between tags and in quoted attributes.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Text with its web addresses as links that open in a tab of their own.
#[must_use]
pub fn linked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = [rest.find("http://"), rest.find("https://")].into_iter().flatten().min() {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| c.is_whitespace() || "<>\"'".contains(c)).unwrap_or(from.len());
        let address = from[..end].trim_end_matches(['.', ',', ')', ';', '!', '?']);
        let safe = escape(address);
        out.push_str(&escape(before));
        out.push_str(&format!("<a href=\"{safe}\" target=\"_blank\" rel=\"noopener noreferrer\">{safe}</a>"));
        rest = &from[address.len()..];
    }
    out.push_str(&escape(rest));
    out
}

/// Which part of the navigation a page belongs to.
pub enum Place<'a> {
    /// Everything.
    All,
    /// One mailbox.
    Box(&'a str),
    /// Writing a mail.
    Write,
    /// The phones.
    Phones,
}

/// What is in the frame of a page.
pub struct Frame<'a> {
    /// The heading.
    pub title: &'a str,
    /// What the whole is called.
    pub product: &'a str,
    /// The navigation beside it.
    pub side: &'a str,
    /// A script of ours; empty for none.
    pub script: &'a str,
    /// A style sheet besides the common one; empty for none.
    pub styles: &'a str,
    /// What follows the heading.
    pub main: &'a str,
}

/// A whole page. `live` pages renew their list by themselves.
#[must_use]
pub fn page(carrier: &Carrier, place: &Place, title: &str, live: bool, main: &str) -> Response {
    let mut boxes: BTreeMap<String, (usize, i64)> = BTreeMap::new();
    for mail in carrier.store.all() {
        let owners = if mail.way == Way::Received { mail.to } else { vec![mail.from] };
        for owner in owners {
            let entry = boxes.entry(owner.address.to_ascii_lowercase()).or_default();
            *entry = (entry.0 + 1, mail.at.max(entry.1));
        }
    }
    let mut boxes: Vec<_> = boxes.into_iter().collect();
    boxes.sort_by_key(|(_, (_, at))| std::cmp::Reverse(*at));
    let current = |here: bool| if here { " aria-current=\"page\"" } else { "" };
    let mut links =
        format!("<li><a href=\"/\"{}><span>All mails</span></a></li>", current(matches!(place, Place::All)));
    for (address, (count, _)) in boxes.iter().take(60) {
        let here = current(matches!(place, Place::Box(open) if open.eq_ignore_ascii_case(address)));
        let safe = escape(address);
        let mails = if *count == 1 { "mail" } else { "mails" };
        links.push_str(&format!(
            "<li><a href=\"/box/{safe}\"{here}><span>{safe}</span> <span class=\"count\" aria-label=\"{count} {mails}\">{count}</span></a></li>"
        ));
    }
    let side = format!(
        "<nav class=\"boxes\" aria-label=\"Mailboxes\">\n<a class=\"button\" href=\"/write\"{}>Write a mail</a>\n<ul>{links}</ul>\n</nav>",
        current(matches!(place, Place::Write))
    );
    let script = if live { "mailbox.js" } else { "" };
    frame(carrier, place, &Frame { title, product: "Mailbox", side: &side, script, styles: "", main })
}

/// The frame of every page.
#[must_use]
pub fn frame(carrier: &Carrier, place: &Place, frame: &Frame) -> Response {
    let Frame { title, product, side, script, styles, main } = frame;
    let (title, version) = (escape(title), carrier.version());
    let (edge, shop) = (escape(&carrier.settings.edge), escape(&carrier.shop_url()));
    let script = if script.is_empty() { String::new() } else { format!("<script src=\"/{script}\" defer></script>") };
    let styles =
        if styles.is_empty() { String::new() } else { format!("<link rel=\"stylesheet\" href=\"/{styles}\">") };
    let other = match place {
        Place::Phones => "<a href=\"/\">Mails</a>",
        _ => "<a href=\"/phones\">Phones</a>",
    };
    let document = format!(
        r##"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {product}</title>
<link rel="icon" href="/mailbox.svg" type="image/svg+xml">
<link rel="stylesheet" href="/mailbox.css">
{styles}
{script}
</head>
<body data-version="{version}">
<a class="skip" href="#main">Skip to the {skip}</a>
<header class="top">
<p class="brand"><img src="/mailbox.svg" alt="" width="28" height="28"> {product} <small>the local stand-in for {kind} providers</small></p>
<nav aria-label="Elsewhere">{other} <a href="{shop}">Shop</a> <a href="{edge}/console/{site}">Console</a></nav>
</header>
<div class="columns">
{side}
<main id="main" tabindex="-1">
<h1>{title}</h1>
{main}
</main>
</div>
</body>
</html>
"##,
        site = escape(&carrier.settings.site),
        skip = if matches!(place, Place::Phones) { "messages" } else { "mails" },
        kind = if matches!(place, Place::Phones) { "phone" } else { "mail" },
    );
    secured(StatusCode::OK, "text/html; charset=utf-8", POLICY, document)
}

/// The rows of a list of mails, latest first.
#[must_use]
pub fn list(mails: &[Mail]) -> String {
    if mails.is_empty() {
        return "<p class=\"empty\">Nothing here yet. What the site sends arrives here by itself.</p>".to_owned();
    }
    let rows: String = mails
        .iter()
        .rev()
        .map(|mail| {
            let (who, way) = match mail.way {
                Way::Received => (mail.from.called(), "from"),
                Way::Written => (mail.to.first().map_or("", |to| to.called()), "to"),
            };
            let failed = mail.outcome.as_ref().is_some_and(|outcome| !outcome.taken());
            let preview: String = mail.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(110).collect();
            format!(
                "<li{}><a href=\"/mail/{}\"><span class=\"who\"><span class=\"way\">{way}</span> {}</span><span class=\"subject\">{}{}</span><span class=\"preview\">{}</span><time>{}</time></a></li>",
                if mail.way == Way::Written { " class=\"written\"" } else { "" },
                mail.id,
                escape(who),
                if failed { "<span class=\"bad\">not taken</span> " } else { "" },
                escape(if mail.subject.is_empty() { "(no subject)" } else { &mail.subject }),
                escape(&preview),
                spoken_date(mail.at),
            )
        })
        .collect();
    format!("<ol class=\"mails\" id=\"live\">{rows}</ol>")
}

/// A response with the headers that every one of ours has.
#[must_use]
pub fn secured(status: StatusCode, media_type: &str, policy: &str, body: impl Into<axum::body::Body>) -> Response {
    let mut response = (status, body.into()).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    response
}

/// Where nothing is.
#[must_use]
pub fn nothing(carrier: &Carrier) -> Response {
    let mut response = page(carrier, &Place::All, "There is no such mail", false, "<p><a href=\"/\">All mails</a></p>");
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_in_text_are_links_and_everything_else_is_text() {
        assert_eq!(
            linked("<b> http://x.example/#weft=v4.a_b. Bye"),
            "&lt;b&gt; <a href=\"http://x.example/#weft=v4.a_b\" target=\"_blank\" rel=\"noopener noreferrer\">http://x.example/#weft=v4.a_b</a>. Bye"
        );
    }
}
