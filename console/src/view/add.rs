//! Noting an address of the customer that an agent was told.

use super::{complaint, dialog, field};
use crate::prelude::*;
use crate::react::effect;
use crate::{
    browser, marks,
    open::Open,
    strings::{self, person as words},
};
use weft_shared::{identity::IdentifierKind, wire::agent::Wish};
use weft_widget::view::el::el;

const KINDS: [IdentifierKind; 4] =
    [IdentifierKind::Mail, IdentifierKind::Phone, IdentifierKind::Account, IdentifierKind::Deal];

/// The dialog.
pub fn view(open: Open, shown: RwSignal<bool>) -> AnyView {
    let kind = RwSignal::new(0_usize);
    let (value, how) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(false);
    effect(move || {
        if shown.get() {
            value.set(String::new());
            how.set(String::new());
            wrong.set(false);
        }
    });
    let option = |(n, one): (usize, IdentifierKind)| {
        el("OPTION").attr("value", n.to_string()).text(marks::of_kind(one).1).done()
    };
    let choice = el("SELECT")
        .attr("id", "add-kind")
        .value(move || kind.get().to_string())
        .on("change", move |event| kind.set(event_target_value(&event).parse().unwrap_or_default()))
        .children(KINDS.into_iter().enumerate().map(option));
    let form = el("FORM")
        .attr("novalidate", "")
        .submit(move || {
            let (value, how) = (value.get_untracked().trim().to_owned(), how.get_untracked().trim().to_owned());
            if value.is_empty() || how.is_empty() {
                wrong.set(true);
                return browser::focus(if value.is_empty() { "add-value" } else { "add-how" });
            }
            let Some(kind) = KINDS.get(kind.get_untracked()).copied() else { return };
            let _ = open.wish(Wish::AddIdentifier { kind, value, how });
            shown.set(false);
        })
        .child(el("P").text(words::ADD_BODY).done())
        .child(el("LABEL").attr("for", "add-kind").text(words::ADD_KIND).done())
        .child(choice.done())
        .child(field::line("add-value", words::ADD_VALUE, value, wrong))
        .child(field::lines("add-how", words::ADD_HOW, "1000", how, wrong))
        .child(complaint("add-wrong", move || wrong.get().then(|| words::ADD_EMPTY.to_owned())))
        .child(field::actions(shown, strings::CANCEL, words::ADD_DO));
    dialog::dialog("add", words::ADD_TITLE, shown, form.done())
}
