//! Small parts that every screen is made of.

use super::{
    el::{El, el},
    icon,
};
use crate::strings::{Key, t};
use leptos::prelude::AnyView;

/// Something, or nothing for now.
pub type When = Option<AnyView>;

/// A button being made.
pub fn press(class: &'static str, act: impl Fn() + Send + Sync + 'static) -> El {
    el("BUTTON").attr("type", "button").class(class).tap(act)
}

/// A button with a text.
pub fn button(class: &'static str, label: &'static str, act: impl Fn() + Send + Sync + 'static) -> AnyView {
    press(class, act).text(label).done()
}

/// A button with an icon, and a name for those who do not see it.
pub fn round(class: &'static str, label: Key, shape: &'static str, act: impl Fn() + Send + Sync + 'static) -> El {
    named(press(class, act), label).child(icon::icon(shape))
}

/// Gives something without text a name.
pub fn named(what: El, label: Key) -> El {
    what.attr("aria-label", t(label)).attr("title", t(label))
}

/// Something for screen readers only.
pub fn unseen(text: impl Into<String>) -> AnyView {
    el("SPAN").class("unseen").text(text).done()
}

/// An icon on a tinted ground.
pub fn badge(shape: &'static str) -> AnyView {
    el("SPAN").class("badge").attr("aria-hidden", "true").child(icon::icon(shape)).done()
}

/// A screen that asks for one thing: heading, text, then whatever it needs. The heading takes the focus.
pub fn screen(shape: &'static str, title: Key, text: Key, rest: AnyView) -> AnyView {
    el("SECTION")
        .class("sheet")
        .attr("aria-labelledby", "weft-screen")
        .child(badge(shape))
        .child(el("H2").attr("id", "weft-screen").attr("tabindex", "-1").text(t(title)).done())
        .child(el("P").text(t(text)).done())
        .child(rest)
        .done()
}

/// Words about what went wrong.
pub fn word(class: &'static str, text: impl Into<String>) -> AnyView {
    el("P").class(class).attr("role", "alert").text(text).done()
}
