//! The round mark with initials.

use super::icon;
use crate::prelude::*;
use crate::{icons::Icon, inbox::initials};
use weft_widget::view::el::el;

/// Initials in a circle; a figure where a name has none. Only to look at: the name stands beside it.
pub fn avatar(name: &str, class: &'static str) -> AnyView {
    let letters = initials(name);
    let inside = if letters.is_empty() { icon::icon(Icon::Person) } else { letters.into_any() };
    el("SPAN").class(format!("avatar {class}")).attr("aria-hidden", "true").child(inside).done()
}
