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
use leptos::prelude::{AnyView, event_target_value};
use weft_shared::message::MAX_TEXT;

/// The counter shows when fewer characters than this are left.
const NEAR: i64 = 500;
/// The most characters.
#[expect(clippy::cast_possible_wrap, reason = "a few thousand")]
const LIMIT: i64 = MAX_TEXT as i64;

/// The composer; gone while the conversation can only be left.
pub fn composer(app: App) -> AnyView {
    list(move || match app.connection.with(|connection| connection.phase) {
        Phase::Ended(why) if why != Ending::Version => Vec::new(),
        _ => vec![form(app)],
    })
}

fn form(app: App) -> AnyView {
    let left =
        move || app.draft.with(|draft| i64::try_from(draft.chars().count()).map_or(i64::MIN, |length| LIMIT - length));
    let over = move || left() < 0;
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
        .child(
            el("P")
                .class("limit")
                .attr("id", "weft-limit")
                .truth("data-over", over)
                .words(move || limit(left()))
                .done(),
        )
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
            let plain =
                event.key() == "Enter" && !event.shift_key() && !event.is_composing() && event.key_code() != 229;
            if plain {
                event.prevent_default();
                app.say();
            }
        })
        .done()
}

fn limit(left: i64) -> String {
    let number = left.abs().to_string();
    if left > NEAR {
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
