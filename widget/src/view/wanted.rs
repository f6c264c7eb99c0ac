//! "Continue an earlier conversation": a form for an address, whose answer is always the same.

use super::{el::el, icon, part};
use crate::{
    app::{App, AskStage},
    strings::{Key, t},
};
use leptos::prelude::{AnyView, event_target_value};

/// The screen.
pub fn wanted(app: App, stage: AskStage) -> AnyView {
    let asked = stage == AskStage::Asked;
    let back = part::button("quiet", t(Key::Back), move || app.back());
    let rest = el("DIV").class("choices").children((!asked).then(|| form(app, stage))).child(back);
    let text = if asked { Key::ContinueSent } else { Key::ContinueText };
    part::screen(icon::CHAIN, Key::ContinueTitle, text, rest.done())
}

fn form(app: App, stage: AskStage) -> AnyView {
    let trouble = match stage {
        AskStage::Trouble(key) => Some(part::word("trouble", t(key))),
        _ => None,
    };
    let bad = trouble.is_some();
    let field = el("INPUT")
        .attr("id", "weft-address")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("autocomplete", "username")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "weft-address-trouble")
        .truth("aria-invalid", move || bad)
        .value(move || app.address.get())
        .on("input", move |event| app.address.set(event_target_value(&event)));
    let send = el("BUTTON")
        .attr("type", "submit")
        .class("primary")
        .flag("disabled", move || stage == AskStage::Asking)
        .text(t(Key::ContinueSend));
    el("FORM")
        .attr("novalidate", "")
        .submit(move || app.want_link())
        .child(el("LABEL").attr("for", "weft-address").text(t(Key::ContinueAddress)).done())
        .child(field.done())
        .child(el("DIV").attr("id", "weft-address-trouble").children(trouble).done())
        .child(send.done())
        .done()
}
