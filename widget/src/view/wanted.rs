//! "Continue an earlier conversation": a form for an address, whose answer is always the same, or for a code that was
//! read out.

use super::{el::el, icon, part, part::When};
use crate::{
    app::{App, AskStage, Screen},
    strings::{Key, t},
};
use leptos::prelude::{AnyView, event_target_value};

/// The screen for an address.
pub fn wanted(app: App, stage: AskStage) -> AnyView {
    let asked = stage == AskStage::Asked;
    let form = (!asked).then(|| form(app, stage, false));
    let text = if asked { Key::ContinueSent } else { Key::ContinueText };
    screen(app, Key::ContinueTitle, text, form, Some(have_code(app)))
}

/// The screen for a code that was read out.
pub fn spoken(app: App, stage: AskStage) -> AnyView {
    screen(app, Key::HaveCode, Key::SpokenText, Some(form(app, stage, true)), None)
}

/// The way to the screen for a code.
pub fn have_code(app: App) -> AnyView {
    part::button("quiet", t(Key::HaveCode), move || app.go(Screen::Spoken(AskStage::Ready)))
}

fn screen(app: App, title: Key, text: Key, form: When, other: When) -> AnyView {
    let back = part::button("quiet", t(Key::Back), move || app.back());
    let rest = el("DIV").class("choices").children(form).children(other).child(back);
    part::screen(icon::CHAIN, title, text, rest.done())
}

fn form(app: App, stage: AskStage, code: bool) -> AnyView {
    let trouble = match stage {
        AskStage::Trouble(key) => Some(part::word("trouble", t(key))),
        _ => None,
    };
    let bad = trouble.is_some();
    let (label, go) =
        if code { (Key::SpokenLabel, Key::LinkContinue) } else { (Key::ContinueAddress, Key::ContinueSend) };
    let field = el("INPUT")
        .attr("id", "weft-address")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("inputmode", if code { "numeric" } else { "text" })
        .attr("autocomplete", if code { "one-time-code" } else { "username" })
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
        .text(t(go));
    el("FORM")
        .attr("novalidate", "")
        .submit(move || if code { app.redeem_code() } else { app.want_link() })
        .child(el("LABEL").attr("for", "weft-address").text(t(label)).done())
        .child(field.done())
        .child(el("DIV").attr("id", "weft-address-trouble").children(trouble).done())
        .child(send.done())
        .done()
}
