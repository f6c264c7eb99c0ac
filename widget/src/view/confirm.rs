//! "Confirm it's you": the card above the transcript while earlier messages are hidden.

use super::{
    el::{el, list},
    icon,
    part::{self, When},
};
use crate::{
    app::App,
    code_entry::{Stage, Trouble},
    strings::{Key, clock, fill, t},
};
use leptos::prelude::{AnyView, event_target_value};
use weft_shared::wire::customer::Challenge;

/// The card; nothing while nothing is hidden.
pub fn confirm(app: App) -> AnyView {
    list(move || {
        let card = |challenge: Challenge| card(app, if app.asked.get() { entry(app) } else { offer(app, &challenge) });
        app.challenge.get().map(card).into_iter().collect()
    })
}

fn card(app: App, step: AnyView) -> AnyView {
    let aside = el("DIV")
        .class("aside")
        .child(part::button("quiet", t(Key::CantGetCode), move || app.without_code()))
        .child(el("SPAN").class("small").text(t(Key::CantGetText)).done());
    let steps = el("DIV")
        .class("steps")
        .child(el("H2").attr("id", "weft-confirm").text(t(Key::ConfirmTitle)).done())
        .child(step)
        .child(aside.done());
    el("SECTION")
        .class("confirm")
        .attr("aria-labelledby", "weft-confirm")
        .child(part::badge(icon::LOCK))
        .child(steps.done())
        .done()
}

fn offer(app: App, challenge: &Challenge) -> AnyView {
    let asking = move || app.code.with(|code| code.stage == Stage::Asking);
    let send = part::press("primary", move || app.ask_code())
        .attr("id", "weft-ask")
        .flag("disabled", move || asking() || waits(app) > 0)
        .words(move || t(if asking() { Key::SendingCode } else { Key::SendCode }).to_owned());
    el("DIV")
        .child(el("P").text(fill(Key::ConfirmText, &[("masked", &isolated(&challenge.masked))])).done())
        .show(move || trouble(app))
        .child(send.done())
        .done()
}

fn entry(app: App) -> AnyView {
    let (masked, digits) = app.code.with_untracked(|code| {
        (code.sent_to.as_ref().map(|sent| isolated(&sent.masked)).unwrap_or_default(), code.digits.to_string())
    });
    let checking = move || app.code.with(|code| code.stage == Stage::Checking);
    let confirm = el("BUTTON")
        .attr("type", "submit")
        .class("primary")
        .flag("disabled", move || app.code.with(|code| !code.can_try() || !code.is_complete()))
        .words(move || t(if checking() { Key::Checking } else { Key::Confirm }).to_owned());
    let again = part::press("quiet", move || app.ask_code())
        .flag("disabled", move || waits(app) > 0 || app.code.with(|code| code.stage != Stage::Typing))
        .words(move || match waits(app) {
            0 => t(Key::Resend).to_owned(),
            seconds => fill(Key::ResendIn, &[("time", &clock(seconds))]),
        });
    el("FORM")
        .submit(move || app.check_code())
        .child(el("P").text(fill(Key::CodeSentTo, &[("masked", &masked)])).done())
        .child(el("LABEL").attr("for", "weft-code").text(fill(Key::CodeLabel, &[("n", &digits)])).done())
        .child(el("DIV").class("line").child(field(app, checking)).child(confirm.done()).done())
        .show(move || trouble(app))
        .child(again.done())
        .done()
}

fn field(app: App, checking: impl Fn() -> bool + Send + Sync + 'static) -> AnyView {
    el("INPUT")
        .attr("id", "weft-code")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "one-time-code")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "weft-trouble")
        .truth("aria-invalid", move || app.code.with(|code| code.trouble.is_some()))
        .flag("readonly", checking)
        .value(move || app.code.with(|code| code.typed.clone()))
        .on("input", move |event| app.type_code(&event_target_value(&event)))
        .done()
}

fn trouble(app: App) -> When {
    let text = match app.code.with(|code| code.trouble)? {
        Trouble::Wrong => t(Key::CodeWrong).to_owned(),
        Trouble::Expired => t(Key::CodeExpired).to_owned(),
        // The time of the trouble, not of the clock: an alert that changes each second would be read each second.
        Trouble::TooMany(at) => {
            let seconds = at.since(app.clock.get_untracked()).max(0) / 1_000;
            fill(Key::CodeTooMany, &[("time", &clock(seconds))])
        }
        Trouble::Offline => t(Key::CodeOffline).to_owned(),
        Trouble::Failed => t(Key::CodeFailed).to_owned(),
    };
    Some(el("P").class("trouble").attr("id", "weft-trouble").attr("role", "alert").text(text).done())
}

fn waits(app: App) -> i64 {
    let now = app.clock.get();
    app.code.with(|code| code.resend_in(now))
}

/// An address among words of either direction (Unicode Standard Annex 9, isolates).
fn isolated(text: &str) -> String {
    ["\u{2068}", text, "\u{2069}"].concat()
}
