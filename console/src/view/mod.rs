//! What is seen, as nodes. Built without the `view!` macro: that would set static parts through `innerHTML`, which the
//! page's policy (Trusted Types) refuses.

mod actions;
mod add;
mod advice;
mod answer;
pub(crate) mod avatar;
mod board;
mod bulk;
mod call;
mod card;
mod changed;
mod composer;
mod customer;
mod delivery;
mod desk;
pub(crate) mod dialog;
mod dialogs;
pub(crate) mod empty;
pub(crate) mod field;
mod files;
mod find;
pub mod handoff;
mod header;
mod hint;
pub(crate) mod icon;
mod inbox;
mod intent;
mod jot;
mod keys;
mod menu;
mod merge;
pub mod message;
mod move_into;
mod narrow;
mod note;
mod notice;
mod offer;
mod ordered;
mod palette;
mod pending;
mod person;
mod picker;
mod picture;
mod reads;
mod reassign;
mod refusal;
mod route;
pub(crate) mod row;
mod row_marks;
mod search;
mod session;
pub(crate) mod sign_in;
mod snooze;
mod spoken;
mod tags;
mod team;
mod templates;
mod text;
mod thread;
mod tone;
mod viewing;
mod vouch;
mod why;

use crate::prelude::*;
use crate::{
    state::{App, Gate, Settings},
    strings,
};
use weft_widget::view::el::{El, el, list};

/// The whole console.
#[must_use]
pub fn root(settings: Settings) -> AnyView {
    let app = App::new(settings);
    let page = list(move || {
        vec![match app.gate.get() {
            Gate::Asking => empty::loading(),
            Gate::Out(because) => sign_in::view(app, because),
            Gate::In(me) => desk::view(crate::desk::Desk::new(app, *me)),
            Gate::Broken(failure) => empty::broken(&failure, move || app.ask()),
        }]
    });
    vec![page, spoken_aloud(app)].into_any()
}

/// What a screen reader should say next.
pub(crate) fn spoken_aloud(app: App) -> AnyView {
    el("DIV").class("visually-hidden").attr("role", "status").words(move || app.said.get()).done()
}

/// A button being made.
pub(crate) fn press(class: &'static str) -> El {
    el("BUTTON").attr("type", "button").class(class)
}

/// A short text that only a screen reader gets.
pub(crate) fn unseen(text: impl Into<String>) -> AnyView {
    el("SPAN").class("visually-hidden").text(text).done()
}

/// The line of words that says that something failed.
pub(crate) fn complaint(id: &'static str, words: impl Fn() -> Option<String> + Send + 'static) -> AnyView {
    let line = move || {
        words().map(|words| el("P").class("complaint").child(icon::icon(crate::icons::Icon::Alert)).text(words).done())
    };
    el("DIV").attr("id", id).attr("role", "alert").show(line).done()
}

/// The page's own heading, for screen readers, where the second pane hides the first and its heading with it.
fn page_heading(app: App) -> AnyView {
    let heading = move || app.narrow.get().then(|| el("H1").class("visually-hidden").text(strings::INBOX).done());
    list(move || heading().into_iter().collect())
}

/// The sentence for the reader who waits.
fn waiting_words() -> &'static str {
    strings::LOADING
}
