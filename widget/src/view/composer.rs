//! Where the customer writes.

use super::{icon, part};
use crate::{
    app::{App, Screen},
    connection::{Ending, Phase},
    strings::{Key, fill, t},
};
use leptos::{ev, html, prelude::*};
use weft_shared::message::MAX_TEXT;

/// The counter shows when fewer characters than this are left.
const NEAR: usize = 500;

/// The composer; gone while the conversation can only be left.
pub fn composer(app: App) -> impl IntoView {
    let ended = Memo::new(move |_| match app.connection.with(|connection| connection.phase) {
        Phase::Ended(why) => why != Ending::Version,
        _ => false,
    });
    move || (!ended.get()).then(|| form(app))
}

fn form(app: App) -> AnyView {
    let left = Memo::new(move |_| {
        let length = app.draft.with(|draft| draft.chars().count());
        i64::try_from(MAX_TEXT).unwrap_or(i64::MAX) - i64::try_from(length).unwrap_or(i64::MAX)
    });
    html::form()
        .class("write")
        .on(ev::submit, move |event| {
            event.prevent_default();
            app.say();
        })
        .child((
            html::label().class("unseen").attr("for", "weft-write").child(t(Key::WriteMessage)),
            // The same text in the same cell of a grid makes the field as high as it needs, without measuring anything.
            html::div().class("grow").attr("data-text", move || app.draft.get()).child(field(app, left)),
            html::button()
                .attr("type", "submit")
                .class("send")
                .attr("aria-label", t(Key::Send))
                .attr("title", t(Key::Send))
                .prop("disabled", move || left.get() < 0 || app.draft.with(|draft| draft.trim().is_empty()))
                .child(icon::icon(icon::SEND)),
            html::p().class("unseen").attr("id", "weft-hint").child(t(Key::ComposerHint)),
            html::p()
                .class("limit")
                .attr("id", "weft-limit")
                .attr("data-over", move || (left.get() < 0).then_some("true"))
                .child(move || limit(left.get())),
        ))
        .into_any()
}

fn field(app: App, left: Memo<i64>) -> AnyView {
    html::textarea()
        .attr("id", "weft-write")
        .attr("rows", "1")
        .attr("dir", "auto")
        .attr("enterkeyhint", "send")
        .attr("placeholder", t(Key::WriteMessage))
        .attr("aria-describedby", "weft-hint weft-limit")
        .attr("aria-invalid", move || (left.get() < 0).then_some("true"))
        .prop("value", move || app.draft.get())
        .on(ev::input, move |event| app.typed(event_target_value(&event)))
        .on(ev::keydown, move |event| {
            // 229 is what browsers report while an input method composes, some even after it says that it ended.
            let plain = event.key() == "Enter" && !event.shift_key() && !event.is_composing() && event.key_code() != 229;
            if plain {
                event.prevent_default();
                app.say();
            }
        })
        .into_any()
}

fn limit(left: i64) -> Option<String> {
    let near = i64::try_from(NEAR).unwrap_or_default();
    let number = left.abs().to_string();
    (left <= near).then(|| fill(if left < 0 { Key::CharactersOver } else { Key::CharactersLeft }, &[("n", &number)]))
}

/// What is left to do when the conversation ended here.
pub fn ended(app: App, why: Ending) -> AnyView {
    match why {
        Ending::Version => part::button("plain", t(Key::Reload), crate::browser::reload),
        Ending::Replaced => part::button("plain", t(Key::StartNew), move || app.forget()),
        Ending::Expired | Ending::SignedOut => html::div()
            .class("choices")
            .child((
                part::button("primary", t(Key::MenuContinue), move || {
                    app.screen.set(Screen::Continue(crate::app::AskStage::Ready));
                    crate::browser::focus("weft-screen");
                }),
                part::button("quiet", t(Key::StartNew), move || app.start_new()),
            ))
            .into_any(),
    }
}
