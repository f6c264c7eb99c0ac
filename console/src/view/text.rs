//! The text of a message as nodes.

use leptos::{html, prelude::*};
use weft_shared::markup::{Block, Node, parse};

/// Paragraphs, line breaks and links; nothing in a message becomes anything else.
pub fn text(text: &str) -> Vec<AnyView> {
    parse(text).into_iter().map(paragraph).collect()
}

fn paragraph(block: Block) -> AnyView {
    html::p().dir("auto").child(block.nodes.into_iter().map(node).collect::<Vec<_>>()).into_any()
}

fn node(node: Node) -> AnyView {
    match node {
        Node::Text(text) => text.into_any(),
        Node::Break => html::br().into_any(),
        Node::Link { href, text } => {
            html::a().href(href).target("_blank").rel("noopener noreferrer nofollow").child(text).into_any()
        }
    }
}
