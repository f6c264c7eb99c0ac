//! Vouching for a browser after asking the site's questions.

use super::{complaint, dialog};
use crate::{browser, open::Open, strings};
use leptos::{ev, html, prelude::*};
use weft_shared::{id::SessionId, wire::agent::Wish};

const LONGEST: &str = "1000";

/// The dialog, shown while a browser is picked.
pub fn view(open: Open, session: RwSignal<Option<SessionId>>) -> AnyView {
    let how = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let shown = RwSignal::new(false);
    Effect::new(move |_| {
        if session.get().is_some() {
            how.set(String::new());
            wrong.set(false);
            shown.set(true);
        }
    });
    Effect::new(move |_| {
        if !shown.get() {
            session.set(None);
        }
    });
    let cancel = html::button().r#type("button").class("button").on(ev::click, move |_| shown.set(false));
    let form = html::form()
        .attr("novalidate", "")
        .on(ev::submit, move |event| {
            event.prevent_default();
            let said = how.get_untracked().trim().to_owned();
            if said.is_empty() {
                wrong.set(true);
                return browser::focus("vouch-how");
            }
            if let Some(session) = session.get_untracked() {
                let _ = open.wish(Wish::Vouch { session, how: said });
            }
            shown.set(false);
        })
        .child((
            html::p().child(strings::VOUCH_BODY),
            html::label().r#for("vouch-how").child(strings::VOUCH_HOW),
            html::textarea()
                .id("vouch-how")
                .rows("4")
                .dir("auto")
                .required(true)
                .maxlength(LONGEST)
                .attr("aria-describedby", "vouch-wrong")
                .attr("aria-invalid", move || if wrong.get() { "true" } else { "false" })
                .prop("value", move || how.get())
                .on(ev::input, move |event| {
                    how.set(event_target_value(&event));
                    wrong.set(false);
                }),
            complaint("vouch-wrong", move || wrong.get().then(|| strings::VOUCH_EMPTY.to_owned())),
            html::div().class("dialog-actions").child((
                cancel.child(strings::CANCEL),
                html::button().r#type("submit").class("button primary").child(strings::VOUCH_DO),
            )),
        ));
    dialog::dialog("vouch", strings::VOUCH_TITLE, shown, form.into_any())
}
