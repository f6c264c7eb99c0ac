//! The text of an HTML mail, for mails that have no other.
//!
//! The text is to be shown as text: nothing here makes HTML safe, it makes it disappear. Quotes become lines with `>`, so
//! that [`reply::split`](super::reply::split) folds them; a link whose text hides where it leads has its address added.

mod tag;
mod writer;

use super::entity;
use tag::Tag;
use writer::Writer;

/// The longest address that is shown beside a link, in bytes.
const MAX_HREF: usize = 300;

/// Elements whose content is not text.
const OPAQUE: [&str; 12] = [
    "script", "style", "title", "template", "svg", "math", "noscript", "iframe", "object", "select", "noframes", "xmp",
];

/// The text of a piece of HTML. Linear in its length; at most a megabyte comes out.
#[must_use]
pub fn to_text(html: &str) -> String {
    let mut reader = Reader::default();
    let mut rest = html;
    while !rest.is_empty() && !reader.writer.is_full() {
        let at = rest.find('<').unwrap_or(rest.len());
        let (text, markup) = rest.split_at_checked(at).unwrap_or((rest, ""));
        reader.text(text);
        rest = reader.markup(markup);
    }
    reader.writer.finish()
}

#[derive(Default)]
struct Reader {
    writer: Writer,
    quotes: usize,
    in_head: bool,
    link: Option<(String, usize)>,
}

impl Reader {
    fn text(&mut self, text: &str) {
        if !self.in_head {
            entity::decode(text, &mut |c| self.writer.push(c));
        }
    }

    /// Takes what begins with `<`, and gives what comes after it.
    fn markup<'a>(&mut self, markup: &'a str) -> &'a str {
        let Some(rest) = markup.strip_prefix('<') else { return "" };
        if let Some(comment) = rest.strip_prefix("!--") {
            return comment.split_once("-->").map_or("", |(_, after)| after);
        }
        let named = rest.strip_prefix('/').unwrap_or(rest);
        if rest.starts_with(['!', '?'])
            || (rest.starts_with('/') && !named.starts_with(|c: char| c.is_ascii_alphabetic()))
        {
            return rest.split_once('>').map_or("", |(_, after)| after);
        }
        if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            if !self.in_head {
                self.writer.push_lone();
            }
            return rest;
        }
        let Some((tag, after)) = Tag::read(rest) else { return "" };
        if !tag.closes && OPAQUE.contains(&tag.name.as_str()) {
            return tag::after_end_of(&tag.name, after);
        }
        if tag.closes {
            self.close(&tag.name)
        } else {
            self.open(&tag)
        }
        after
    }

    fn open(&mut self, tag: &Tag) {
        let breaks = breaks_around(&tag.name);
        if tag.name == "head" {
            self.in_head = true;
        } else if breaks > 0 || tag.name == "body" || tag.name == "br" || tag.name == "span" {
            self.in_head = false;
        }
        if self.in_head {
            return;
        }
        self.writer.at_least(breaks);
        match tag.name.as_str() {
            "br" => self.writer.line_break(),
            "td" | "th" => self.writer.gap(),
            "li" => self.writer.push_str("- "),
            "hr" => {
                self.writer.push_str("________________________________");
                self.writer.at_least(1);
            }
            "pre" => self.writer.verbatim += 1,
            "blockquote" => {
                self.quotes += 1;
                self.writer.set_quote(self.quotes);
            }
            "a" => self.link = tag.attribute("href").and_then(web_address).map(|href| (href, self.writer.len())),
            "img" => {
                let alt = tag.attribute("alt").map(plain).filter(|alt| !alt.is_empty() && alt.len() <= MAX_HREF);
                if let Some(alt) = alt {
                    self.writer.push_str(&["[", &alt, "]"].concat());
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if name == "head" {
            self.in_head = false;
        }
        match name {
            "blockquote" => {
                self.quotes = self.quotes.saturating_sub(1);
                self.writer.set_quote(self.quotes);
            }
            "pre" => self.writer.verbatim = self.writer.verbatim.saturating_sub(1),
            "a" => self.end_link(),
            _ => {}
        }
        self.writer.at_least(breaks_around(name));
    }

    fn end_link(&mut self) {
        let Some((href, start)) = self.link.take() else { return };
        let shown = self.writer.since(start).trim().trim_end_matches('/').to_lowercase();
        let bare = |text: &str| text.split_once("://").map_or(text.to_owned(), |(_, rest)| rest.to_owned());
        let tells = bare(&href.to_lowercase()).starts_with(&bare(&shown));
        if !shown.is_empty() && !tells {
            self.writer.push_str(&[" (", &href, ")"].concat());
        }
    }
}

/// How many line ends an element has around it at least.
fn breaks_around(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "table" | "pre" => 2,
        "div" | "li" | "tr" | "dt" | "dd" | "blockquote" | "hr" | "section" | "article" | "header" | "footer"
        | "center" | "address" | "form" | "caption" | "fieldset" | "main" | "aside" | "nav" | "figure"
        | "figcaption" => 1,
        _ => 0,
    }
}

/// An address of the web that is worth showing.
fn web_address(value: &str) -> Option<String> {
    let href = plain(value);
    let lower = href.get(..8).unwrap_or(&href).to_ascii_lowercase();
    let web = lower.starts_with("http://") || lower.starts_with("https://");
    (web && href.len() <= MAX_HREF && !href.contains(char::is_whitespace)).then_some(href)
}

/// The value of an attribute as text without marks that could make a tag.
fn plain(value: &str) -> String {
    let mut text = String::new();
    entity::decode(value, &mut |c| {
        if !matches!(c, '<' | '>') && !c.is_control() {
            text.push(c);
        }
    });
    text.trim().to_owned()
}

#[cfg(test)]
mod tests;
