//! The text of a message as nodes.

use crate::prelude::*;
use weft_shared::markup::{Block, Node, parse};
use weft_widget::view::el::el;

/// Paragraphs, line breaks and links; nothing in a message becomes anything else.
pub fn text(text: &str) -> Vec<AnyView> {
    parse(text).into_iter().map(paragraph).collect()
}

fn paragraph(block: Block) -> AnyView {
    el("P").attr("dir", "auto").children(block.nodes.into_iter().map(node)).done()
}

fn node(node: Node) -> AnyView {
    match node {
        Node::Text(text) => text.into_any(),
        Node::Break => el("BR").done(),
        Node::Link { href, text } => el("A")
            .attr("href", href)
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer nofollow")
            .text(text)
            .done(),
    }
}
