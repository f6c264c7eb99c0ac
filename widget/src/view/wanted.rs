//! "Continue an earlier conversation": a form for an address, whose answer is always the same.

use super::{el::el, icon, part};
use crate::{
    app::{App, AskStage, Screen},
    strings::{Key, t},
};
use leptos::prelude::*;

/// The screen.
pub fn wanted(app: App) -> AnyView {
    let stage = Memo::new(move |_| match app.screen.get() {
        Screen::Continue(stage) => Some(stage),
        _ => None,
    });
    let asked = Memo::new(move |_| stage.get() == Some(AskStage::Asked));
    let body = move || Some(if asked.get() { part::word("done", t(Key::ContinueSent)) } else { form(app, stage) });
    let rest = el("DIV")
        .class("choices")
        .show(body)
        .child(part::button("quiet", t(Key::Back), move || app.back()))
        .done();
    part::screen(icon::CHAIN, Key::ContinueTitle, Key::ContinueText, rest)
}

fn form(app: App, stage: Memo<Option<AskStage>>) -> AnyView {
    let address = RwSignal::new(String::new());
    let trouble = move || match stage.get() {
        Some(AskStage::Trouble(key)) => Some(key),
        _ => None,
    };
    let field = el("INPUT")
        .attr("id", "weft-address")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("autocomplete", "username")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "weft-address-trouble")
        .truth("aria-invalid", move || trouble().is_some())
        .on("input", move |event| address.set(event_target_value(&event)));
    let words = el("DIV")
        .attr("id", "weft-address-trouble")
        .show(move || trouble().map(|key| part::word("trouble", t(key))));
    let send = el("BUTTON")
        .attr("type", "submit")
        .class("primary")
        .flag("disabled", move || stage.get() == Some(AskStage::Asking))
        .text(t(Key::ContinueSend));
    el("FORM")
        .attr("novalidate", "")
        .submit(move || app.want_link(&address.get_untracked()))
        .child(el("LABEL").attr("for", "weft-address").text(t(Key::ContinueAddress)).done())
        .child(field.done())
        .child(words.done())
        .child(send.done())
        .done()
}
