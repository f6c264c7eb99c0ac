//! Small parts that every screen is made of. They are erased types, so that each is compiled once.

use super::icon;
use crate::strings::{Key, t};
use leptos::{ev, html, prelude::*};

/// Something, or nothing for now.
pub type When = Option<AnyView>;

/// A button with a text.
pub fn button(class: &'static str, label: &'static str, act: impl Fn() + 'static) -> AnyView {
    html::button().attr("type", "button").class(class).on(ev::click, boxed(act)).child(label).into_any()
}

/// A round button with an icon and a name for those who do not see it.
pub fn round(class: &'static str, label: Key, shape: &'static str, act: impl Fn() + 'static) -> AnyView {
    html::button()
        .attr("type", "button")
        .class(class)
        .attr("aria-label", t(label))
        .attr("title", t(label))
        .on(ev::click, boxed(act))
        .child(icon::icon(shape))
        .into_any()
}

/// A screen that asks for one thing: heading, text, then whatever it needs. The heading takes the focus.
pub fn screen(shape: &'static str, title: Key, text: Key, rest: AnyView) -> AnyView {
    html::section()
        .class("sheet")
        .attr("aria-labelledby", "weft-screen")
        .child((
            html::span().class("badge").attr("aria-hidden", "true").child(icon::icon(shape)),
            html::h2().attr("id", "weft-screen").attr("tabindex", "-1").child(t(title)),
            html::p().child(t(text)),
            rest,
        ))
        .into_any()
}

/// Words about what went wrong, or about what was done.
pub fn word(class: &'static str, text: impl Into<String>) -> AnyView {
    html::p().class(class).attr("role", "alert").child(text.into()).into_any()
}

fn boxed<E>(act: impl Fn() + 'static) -> Box<dyn FnMut(E)> {
    Box::new(move |_| act())
}
