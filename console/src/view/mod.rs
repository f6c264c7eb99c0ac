//! What is seen, as nodes. Built without the `view!` macro: that would set static parts through `innerHTML`, which the
//! page's policy (Trusted Types) refuses.

mod add;
mod advice;
mod avatar;
mod call;
mod changed;
mod composer;
mod customer;
mod delivery;
mod desk;
mod dialog;
mod empty;
mod field;
mod header;
mod hint;
mod icon;
mod inbox;
mod intent;
mod merge;
pub mod message;
mod move_into;
mod notice;
mod pending;
mod person;
mod refusal;
mod route;
mod row;
mod rules;
mod session;
mod sign_in;
mod spoken;
mod team;
mod templates;
mod text;
mod thread;
mod tone;
mod vouch;

use crate::{
    state::{App, Gate, Settings},
    strings,
};
use leptos::{html, prelude::*};

/// The whole console.
#[must_use]
pub fn root(settings: Settings) -> impl IntoView {
    let app = App::new(settings);
    (
        move || match app.gate.get() {
            Gate::Asking => empty::loading().into_any(),
            Gate::Out(because) => sign_in::view(app, because),
            Gate::In(me) => desk::view(crate::desk::Desk::new(app, *me)),
            Gate::Broken(failure) => empty::broken(&failure, move || app.ask()),
        },
        html::div().class("visually-hidden").role("status").child(move || app.said.get()),
    )
}

/// A short text that only a screen reader gets.
fn unseen(text: impl Into<String>) -> AnyView {
    html::span().class("visually-hidden").child(text.into()).into_any()
}

/// The line of words that says that something failed.
fn complaint(id: &'static str, words: impl Fn() -> Option<String> + Send + 'static) -> AnyView {
    let line =
        move || words().map(|words| html::p().class("complaint").child((icon::icon(crate::icons::Icon::Alert), words)));
    html::div().id(id).role("alert").child(line).into_any()
}

/// The page's own heading, for screen readers, where the second pane hides the first and its heading with it.
fn page_heading(app: App) -> AnyView {
    let heading = move || app.narrow.get().then(|| html::h1().class("visually-hidden").child(strings::INBOX));
    heading.into_any()
}

/// The sentence for the reader who waits.
fn waiting_words() -> &'static str {
    strings::LOADING
}
