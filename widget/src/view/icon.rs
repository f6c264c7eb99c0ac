//! Icons: single paths on a grid of 24, drawn in the colour of the text around them.

use leptos::{prelude::*, svg};

/// Send.
pub const SEND: &str = "M3.4 20.6 21.9 12 3.4 3.4 3.4 10 15 12 3.4 14Z";
/// Three dots.
pub const MORE: &str = "M12 7.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Zm0 6.5a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Zm0 6.5a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z";
/// Close or dismiss.
pub const CROSS: &str =
    "M6.3 4.9 12 10.6l5.7-5.7 1.4 1.4L13.4 12l5.7 5.7-1.4 1.4L12 13.4l-5.7 5.7-1.4-1.4L10.6 12 4.9 6.3Z";
/// Down.
pub const DOWN: &str = "M12 16.2 4.9 9.1l1.4-1.4 5.7 5.7 5.7-5.7 1.4 1.4Z";
/// A lock.
pub const LOCK: &str = "M17 9h-1V7a4 4 0 1 0-8 0v2H7a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-8a2 2 0 0 0-2-2Zm-7-2a2 2 0 1 1 4 0v2h-4V7Zm3 9.7V18h-2v-1.3a2 2 0 1 1 2 0Z";
/// Two speech bubbles.
pub const WAVES: &str = "M4 3h11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9l-4 3.5V13H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Zm15 5h1a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-1v3.5L15 18h-4.5a2 2 0 0 1-1.8-1.2L10 15h6a3 3 0 0 0 3-3V8Z";
/// A link.
pub const CHAIN: &str = "M10.6 13.4a1 1 0 0 1-1.4 1.4 5 5 0 0 1 0-7.1l3.6-3.5a5 5 0 0 1 7 7l-1.5 1.6a7 7 0 0 0-.4-2.4l.5-.6a3 3 0 0 0-4.2-4.2l-3.6 3.5a3 3 0 0 0 0 4.3Zm2.8-4.3a1 1 0 0 1 1.4 0 5 5 0 0 1 0 7.1l-3.6 3.5a5 5 0 0 1-7-7l1.5-1.6a7 7 0 0 0 .4 2.5l-.5.5a3 3 0 0 0 4.2 4.2l3.6-3.5a3 3 0 0 0 0-4.2 1 1 0 0 1 0-1.5Z";
/// A file.
pub const FILE: &str = "M13 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V9Zm-1 15-4-4h3V9h2v4h3Z";
/// A bin.
pub const BIN: &str = "M9 3h6l1 2h4v2H4V5h4Zm-3 6h12l-1 11a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2Z";

/// An icon that says nothing by itself.
pub fn icon(shape: &'static str) -> AnyView {
    svg::svg()
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .attr("class", "icon")
        .child(svg::path().attr("d", shape))
        .into_any()
}
