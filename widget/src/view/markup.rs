//! Text of messages as nodes.

use super::el::el;
use leptos::prelude::AnyView;
use weft_shared::markup::{Node, parse};

/// Renders plain text: paragraphs, line breaks and links that open elsewhere. Nothing in it becomes any other element.
#[must_use]
pub fn render_text(text: &str) -> Vec<AnyView> {
    let paragraph = |nodes: Vec<Node>| el("P").attr("dir", "auto").children(nodes.into_iter().map(node)).done();
    parse(text).into_iter().map(|block| paragraph(block.nodes)).collect()
}

fn node(node: Node) -> AnyView {
    use leptos::prelude::IntoAny;
    match node {
        Node::Text(text) => text.into_any(),
        Node::Link { href, text } => el("A")
            .attr("href", href)
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer nofollow")
            .text(text)
            .done(),
        Node::Break => el("BR").done(),
    }
}
