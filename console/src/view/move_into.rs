//! Letting a conversation go on in another one of the same customer.

use super::{dialog, field, person::About};
use crate::strings::{self, person as words};
use leptos::{ev, html, prelude::*};
use weft_shared::wire::agent::Wish;

/// The dialog.
pub fn view(about: About) -> AnyView {
    let shown = RwSignal::new(false);
    Effect::new(move |_| {
        if about.moving.with(Option::is_some) {
            shown.set(true);
        }
    });
    Effect::new(move |_| {
        if !shown.get() {
            about.moving.set(None);
        }
    });
    let form = html::form()
        .on(ev::submit, move |event| {
            event.prevent_default();
            if let Some((conversation, _)) = about.moving.get_untracked() {
                let _ = about.open.wish(Wish::MoveInto { conversation });
            }
            shown.set(false);
        })
        .child((
            html::p().class("move-to").child(move || about.moving.get().map(|(_, name)| html::bdi().child(name))),
            html::p().child(words::MOVE_BODY),
            field::actions(shown, strings::CANCEL, words::MOVE_DO),
        ));
    dialog::dialog("move-into", words::MOVE_TITLE, shown, form.into_any())
}
