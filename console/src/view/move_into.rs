//! Letting a conversation go on in another one of the same customer.

use super::{dialog, field, person::About};
use crate::prelude::*;
use crate::react::effect;
use crate::strings::{self, person as words};
use weft_shared::wire::agent::Wish;
use weft_widget::view::el::el;

/// The dialog.
pub fn view(about: About) -> AnyView {
    let shown = RwSignal::new(false);
    effect(move || {
        if about.moving.with(Option::is_some) {
            shown.set(true);
        }
    });
    effect(move || {
        if !shown.get() {
            about.moving.set(None);
        }
    });
    let name = move || about.moving.get().map(|(_, name)| el("BDI").text(name).done());
    let form = el("FORM")
        .submit(move || {
            if let Some((conversation, _)) = about.moving.get_untracked() {
                let _ = about.open.wish(Wish::MoveInto { conversation });
            }
            shown.set(false);
        })
        .child(el("P").class("move-to").show(name).done())
        .child(el("P").text(words::MOVE_BODY).done())
        .child(field::actions(shown, strings::CANCEL, words::MOVE_DO));
    dialog::dialog("move-into", words::MOVE_TITLE, shown, form.done())
}
