//! "Continue an earlier conversation": a form for an address, whose answer is always the same.

use super::{icon, part};
use crate::{
    app::{App, AskStage, Screen},
    strings::{Key, t},
};
use leptos::{ev, html, prelude::*};

/// The screen.
pub fn wanted(app: App) -> AnyView {
    let stage = Memo::new(move |_| match app.screen.get() {
        Screen::Continue(stage) => Some(stage),
        _ => None,
    });
    let asked = Memo::new(move |_| stage.get() == Some(AskStage::Asked));
    let body = move || if asked.get() { part::word("done", t(Key::ContinueSent)) } else { form(app, stage) };
    let rest = html::div()
        .class("choices")
        .child((body, part::button("quiet", t(Key::Back), move || app.back())))
        .into_any();
    part::screen(icon::CHAIN, Key::ContinueTitle, Key::ContinueText, rest)
}

fn form(app: App, stage: Memo<Option<AskStage>>) -> AnyView {
    let address = RwSignal::new(String::new());
    let trouble = move || match stage.get() {
        Some(AskStage::Trouble(key)) => Some(key),
        _ => None,
    };
    html::form()
        .attr("novalidate", "")
        .on(ev::submit, move |event| {
            event.prevent_default();
            app.want_link(&address.get_untracked());
        })
        .child((
            html::label().attr("for", "weft-address").child(t(Key::ContinueAddress)),
            html::input()
                .attr("id", "weft-address")
                .attr("type", "text")
                .attr("dir", "ltr")
                .attr("autocomplete", "username")
                .attr("autocapitalize", "off")
                .attr("spellcheck", "false")
                .attr("aria-describedby", "weft-address-trouble")
                .attr("aria-invalid", move || trouble().map(|_| "true"))
                .on(ev::input, move |event| address.set(event_target_value(&event))),
            html::div()
                .attr("id", "weft-address-trouble")
                .child(move || trouble().map(|key| part::word("trouble", t(key)))),
            html::button()
                .attr("type", "submit")
                .class("primary")
                .prop("disabled", move || stage.get() == Some(AskStage::Asking))
                .child(t(Key::ContinueSend)),
        ))
        .into_any()
}
