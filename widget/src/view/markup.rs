//! Text of messages as nodes.

use leptos::{html, prelude::*};
use weft_shared::markup::{Node, parse};

/// Renders plain text: paragraphs, line breaks and links that open elsewhere. Nothing in it becomes any other element.
pub fn render_text(text: &str) -> impl IntoView + use<> {
    parse(text)
        .into_iter()
        .map(|block| html::p().attr("dir", "auto").child(block.nodes.into_iter().map(node).collect::<Vec<_>>()).into_any())
        .collect::<Vec<_>>()
}

fn node(node: Node) -> AnyView {
    match node {
        Node::Text(text) => text.into_any(),
        Node::Link { href, text } => html::a()
            .attr("href", href)
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer nofollow")
            .child(text)
            .into_any(),
        Node::Break => html::br().into_any(),
    }
}
