//! The round mark with initials.

use super::icon;
use crate::{icons::Icon, inbox::initials};
use leptos::{html, prelude::*};

/// Initials in a circle; a figure where a name has none. Only to look at: the name stands beside it.
pub fn avatar(name: &str, class: &'static str) -> AnyView {
    let letters = initials(name);
    let inside = if letters.is_empty() { icon::icon(Icon::Person) } else { letters.into_any() };
    html::span().class(format!("avatar {class}")).aria_hidden("true").child(inside).into_any()
}
