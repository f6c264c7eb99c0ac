//! Where the customer writes.

use super::{
    el::{el, list},
    icon, part,
};
use crate::{
    app::{App, AskStage, Screen},
    connection::{Ending, Phase},
    strings::{Key, fill, t},
};
use leptos::prelude::*;
use weft_shared::message::MAX_TEXT;

/// The counter shows when fewer characters than this are left.
const NEAR: usize = 500;

/// The composer; gone while the conversation can only be left.
pub fn composer(app: App) -> AnyView {
    let ended = Memo::new(move |_| match app.connection.with(|connection| connection.phase) {
        Phase::Ended(why) => why != Ending::Version,
        _ => false,
    });
    list(move || if ended.get() { Vec::new() } else { vec![form(app)] })
}

fn form(app: App) -> AnyView {
    let left = Memo::new(move |_| {
        let length = app.draft.with(|draft| draft.chars().count());
        i64::try_from(MAX_TEXT).unwrap_or(i64::MAX) - i64::try_from(length).unwrap_or(i64::MAX)
    });
    let over = move || left.get() < 0;
    // The same text in the same cell of a grid makes the field as high as it needs, without measuring anything.
    let grow = el("DIV").class("grow").live("data-text", move || Some(app.draft.get().into())).child(field(app, over));
    let send = el("BUTTON")
        .attr("type", "submit")
        .class("send")
        .flag("disabled", move || over() || app.draft.with(|draft| draft.trim().is_empty()))
        .child(icon::icon(icon::SEND));
    el("FORM")
        .class("write")
        .submit(move || app.say())
        .child(el("LABEL").class("unseen").attr("for", "weft-write").text(t(Key::WriteMessage)).done())
        .child(grow.done())
        .child(part::named(send, Key::Send).done())
        .child(el("P").class("unseen").attr("id", "weft-hint").text(t(Key::ComposerHint)).done())
        .child(el("P").class("limit").attr("id", "weft-limit").truth("data-over", over).words(move || limit(left.get())).done())
        .done()
}

fn field(app: App, over: impl Fn() -> bool + Send + Sync + 'static) -> AnyView {
    el("TEXTAREA")
        .attr("id", "weft-write")
        .attr("rows", "1")
        .attr("dir", "auto")
        .attr("enterkeyhint", "send")
        .attr("placeholder", t(Key::WriteMessage))
        .attr("aria-describedby", "weft-hint weft-limit")
        .truth("aria-invalid", over)
        .value(move || app.draft.get())
        .on("input", move |event| app.typed(event_target_value(&event)))
        .keys(move |event| {
            // 229 is what browsers report while an input method composes, some even after it says that it ended.
            let plain = event.key() == "Enter" && !event.shift_key() && !event.is_composing() && event.key_code() != 229;
            if plain {
                event.prevent_default();
                app.say();
            }
        })
        .done()
}

fn limit(left: i64) -> String {
    let near = i64::try_from(NEAR).unwrap_or_default();
    let number = left.abs().to_string();
    if left > near {
        return String::new();
    }
    fill(if left < 0 { Key::CharactersOver } else { Key::CharactersLeft }, &[("n", &number)])
}

/// What is left to do when the conversation ended here.
pub fn ended(app: App, why: Ending) -> AnyView {
    match why {
        Ending::Version => part::button("plain", t(Key::Reload), crate::browser::reload),
        Ending::Replaced => part::button("plain", t(Key::StartNew), move || app.forget()),
        Ending::Expired | Ending::SignedOut => el("DIV")
            .class("choices")
            .child(part::button("primary", t(Key::MenuContinue), move || app.go(Screen::Continue(AskStage::Ready))))
            .child(part::button("quiet", t(Key::StartNew), move || app.start_new()))
            .done(),
    }
}
