//! The text of a message as a safe tree.
//!
//! Messages are plain text. [`parse`] finds paragraphs, line breaks and links; widget and console render the
//! nodes as elements, and [`to_html`] is the one place that writes markup, for the HTML part of a mail.
//! No node holds markup, so nothing in a message can become an element that is not one of these.

mod html;
mod link;

pub use html::{escape, to_html};

/// The most links in one text; further ones stay text.
pub const MAX_LINKS: usize = 100;

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// What is in it, in order.
    pub nodes: Vec<Node>,
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Text, to be shown as it is.
    Text(String),
    /// A link that the text spells out.
    Link {
        /// Where to: always `http:`, `https:` or `mailto:`.
        href: String,
        /// What to show.
        text: String,
    },
    /// A line break.
    Break,
}

/// Reads plain text. Linear in its length.
#[must_use]
pub fn parse(text: &str) -> Vec<Block> {
    let clean = neutral(text);
    let mut blocks = Vec::new();
    let mut block = Block::default();
    let mut links = 0;
    for line in clean.split('\n') {
        if line.trim().is_empty() {
            if !block.nodes.is_empty() {
                blocks.push(std::mem::take(&mut block));
            }
            continue;
        }
        if !block.nodes.is_empty() {
            block.nodes.push(Node::Break);
        }
        link::split(line, &mut links, &mut block.nodes);
    }
    if !block.nodes.is_empty() {
        blocks.push(block);
    }
    blocks
}

/// The text with one kind of line end and without characters that reorder or hide what follows them (UAX #9, explicit
/// formatting) or control a terminal.
fn neutral(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        let newline = matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        if newline {
            if !(c == '\n' && after_return) {
                clean.push('\n');
            }
        } else if c == '\t'
            || !(c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        {
            clean.push(c);
        }
        after_return = c == '\r';
    }
    clean
}

#[cfg(test)]
mod tests;
