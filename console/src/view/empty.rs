//! What is shown where there is nothing to show.

use super::icon;
use crate::{api::Failure, icons::Icon, strings};
use leptos::{html, prelude::*};

/// A quiet place with an icon, a line and an explanation.
pub fn quiet(shape: Icon, title: &'static str, more: &'static str) -> AnyView {
    html::div()
        .class("empty")
        .child((
            html::span().class("empty-icon").child(icon::icon(shape)),
            html::p().class("empty-title").child(title),
            html::p().class("empty-more").child(more),
        ))
        .into_any()
}

/// The first moments.
pub fn loading() -> AnyView {
    html::main()
        .class("gate")
        .child(
            html::p()
                .class("loading")
                .role("status")
                .child((html::span().class("spinner").aria_hidden("true"), strings::LOADING)),
        )
        .into_any()
}

/// It did not work.
pub fn broken(failure: &Failure, again: impl Fn() + 'static) -> AnyView {
    let retry = html::button().r#type("button").class("button primary").on(leptos::ev::click, move |_| again());
    html::main()
        .class("gate")
        .child(html::div().class("card").child((
            html::h1().child(strings::BROKEN),
            html::p().role("alert").child(strings::failure(failure)),
            retry.child(strings::RETRY),
        )))
        .into_any()
}

/// Grey bars in place of lines that are about to come.
pub fn bars(n: usize) -> AnyView {
    let bar = || {
        html::li().class("bar").child((
            html::span().class("bar-round"),
            html::span().class("bar-lines").child((html::span(), html::span())),
        ))
    };
    html::div()
        .child((
            super::unseen(super::waiting_words()),
            html::ul().class("bars").aria_hidden("true").child((0..n).map(|_| bar()).collect::<Vec<_>>()),
        ))
        .into_any()
}
