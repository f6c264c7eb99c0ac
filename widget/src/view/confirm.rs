//! "Confirm it's you": the card above the transcript while earlier messages are hidden.

use super::{
    icon,
    part::{self, When},
};
use crate::{
    app::App,
    code_entry::{Stage, Trouble},
    strings::{Key, clock, fill, t},
};
use leptos::{ev, html, prelude::*};
use weft_shared::wire::customer::Challenge;

/// The card; nothing while nothing is hidden.
pub fn confirm(app: App) -> impl IntoView {
    let challenge = Memo::new(move |_| {
        app.welcomed.with(|welcomed| {
            welcomed.as_ref().filter(|welcomed| welcomed.locked).and_then(|welcomed| welcomed.challenge.clone())
        })
    });
    let asked = Memo::new(move |_| app.code.with(|code| code.sent_to.is_some()));
    move || {
        challenge.get().map(|challenge| {
            html::section()
                .class("confirm")
                .attr("aria-labelledby", "weft-confirm")
                .child((
                    html::span().class("badge").attr("aria-hidden", "true").child(icon::icon(icon::LOCK)),
                    html::div().class("steps").child((
                        html::h2().attr("id", "weft-confirm").child(t(Key::ConfirmTitle)),
                        if asked.get() { entry(app) } else { offer(app, &challenge) },
                        html::div().class("aside").child((
                            part::button("quiet", t(Key::CantGetCode), move || app.without_code()),
                            html::span().class("small").child(t(Key::CantGetText)),
                        )),
                    )),
                ))
                .into_any()
        })
    }
}

fn offer(app: App, challenge: &Challenge) -> AnyView {
    let asking = move || app.code.with(|code| code.stage == Stage::Asking);
    html::div()
        .child((
            html::p().child(fill(Key::ConfirmText, &[("masked", &isolated(&challenge.masked))])),
            move || trouble(app),
            html::button()
                .attr("type", "button")
                .attr("id", "weft-ask")
                .class("primary")
                .prop("disabled", move || asking() || waits(app) > 0)
                .on(ev::click, move |_| app.ask_code())
                .child(move || t(if asking() { Key::SendingCode } else { Key::SendCode })),
        ))
        .into_any()
}

fn entry(app: App) -> AnyView {
    let (masked, digits) = app.code.with_untracked(|code| {
        (code.sent_to.as_ref().map(|sent| isolated(&sent.masked)).unwrap_or_default(), code.digits.to_string())
    });
    let bad = move || app.code.with(|code| code.trouble.is_some());
    let checking = move || app.code.with(|code| code.stage == Stage::Checking);
    html::form()
        .on(ev::submit, move |event| {
            event.prevent_default();
            app.check_code();
        })
        .child((
            html::p().child(fill(Key::CodeSentTo, &[("masked", &masked)])),
            html::label().attr("for", "weft-code").child(fill(Key::CodeLabel, &[("n", &digits)])),
            html::div().class("line").child((
                html::input()
                    .attr("id", "weft-code")
                    .attr("type", "text")
                    .attr("dir", "ltr")
                    .attr("inputmode", "numeric")
                    .attr("autocomplete", "one-time-code")
                    .attr("autocapitalize", "off")
                    .attr("spellcheck", "false")
                    .attr("aria-describedby", "weft-trouble")
                    .attr("aria-invalid", move || bad().then_some("true"))
                    .prop("readOnly", checking)
                    .prop("value", move || app.code.with(|code| code.typed.clone()))
                    .on(ev::input, move |event| app.type_code(&event_target_value(&event))),
                html::button()
                    .attr("type", "submit")
                    .class("primary")
                    .prop("disabled", move || app.code.with(|code| !code.can_try() || !code.is_complete()))
                    .child(move || t(if checking() { Key::Checking } else { Key::Confirm })),
            )),
            move || trouble(app),
            html::button()
                .attr("type", "button")
                .class("quiet")
                .prop("disabled", move || waits(app) > 0 || app.code.with(|code| code.stage != Stage::Typing))
                .on(ev::click, move |_| app.ask_code())
                .child(move || match waits(app) {
                    0 => t(Key::Resend).to_owned(),
                    seconds => fill(Key::ResendIn, &[("time", &clock(seconds))]),
                }),
        ))
        .into_any()
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
    Some(html::p().class("trouble").attr("id", "weft-trouble").attr("role", "alert").child(text).into_any())
}

fn waits(app: App) -> i64 {
    let now = app.clock.get();
    app.code.with(|code| code.resend_in(now))
}

/// An address among words of either direction (Unicode Standard Annex 9, isolates).
fn isolated(text: &str) -> String {
    ["\u{2068}", text, "\u{2069}"].concat()
}
