//! The one writer of HTML.

use super::{Block, Node};

/// Writes blocks as HTML: `p`, `br` and `a` elements and escaped text, nothing else.
#[must_use]
pub fn to_html(blocks: &[Block]) -> String {
    let mut html = String::new();
    for block in blocks {
        html.push_str("<p>");
        for node in &block.nodes {
            match node {
                Node::Text(text) => escape(text, &mut html),
                Node::Link { href, text } => {
                    html.push_str("<a rel=\"noopener noreferrer nofollow\" href=\"");
                    escape(href, &mut html);
                    html.push_str("\">");
                    escape(text, &mut html);
                    html.push_str("</a>");
                }
                Node::Break => html.push_str("<br>"),
            }
        }
        html.push_str("</p>\n");
    }
    html
}

/// Writes text as the content of an element or of a quoted attribute (HTML, section 13.1.2.3 and 13.1.4): the one
/// place that decides which characters are written how.
pub fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
}
