//! Noting an address of the customer that an agent was told.

use super::{complaint, dialog, field};
use crate::{
    browser, marks,
    open::Open,
    strings::{self, person as words},
};
use leptos::{ev, html, prelude::*};
use weft_shared::{identity::IdentifierKind, wire::agent::Wish};

const KINDS: [IdentifierKind; 4] =
    [IdentifierKind::Mail, IdentifierKind::Phone, IdentifierKind::Account, IdentifierKind::Deal];

/// The dialog.
pub fn view(open: Open, shown: RwSignal<bool>) -> AnyView {
    let kind = RwSignal::new(0_usize);
    let (value, how) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(false);
    Effect::new(move |_| {
        if shown.get() {
            value.set(String::new());
            how.set(String::new());
            wrong.set(false);
        }
    });
    let option = |(n, one): (usize, IdentifierKind)| html::option().value(n.to_string()).child(marks::of_kind(one).1);
    let choice = html::select()
        .id("add-kind")
        .prop("value", move || kind.get().to_string())
        .on(ev::change, move |event| kind.set(event_target_value(&event).parse().unwrap_or_default()))
        .child(KINDS.into_iter().enumerate().map(option).collect::<Vec<_>>());
    let form = html::form()
        .attr("novalidate", "")
        .on(ev::submit, move |event| {
            event.prevent_default();
            let (value, how) = (value.get_untracked().trim().to_owned(), how.get_untracked().trim().to_owned());
            if value.is_empty() || how.is_empty() {
                wrong.set(true);
                return browser::focus(if value.is_empty() { "add-value" } else { "add-how" });
            }
            let Some(kind) = KINDS.get(kind.get_untracked()).copied() else { return };
            let _ = open.wish(Wish::AddIdentifier { kind, value, how });
            shown.set(false);
        })
        .child((
            html::p().child(words::ADD_BODY),
            html::label().r#for("add-kind").child(words::ADD_KIND),
            choice,
            field::line("add-value", words::ADD_VALUE, value, wrong),
            field::lines("add-how", words::ADD_HOW, "1000", how, wrong),
            complaint("add-wrong", move || wrong.get().then(|| words::ADD_EMPTY.to_owned())),
            field::actions(shown, strings::CANCEL, words::ADD_DO),
        ));
    dialog::dialog("add", words::ADD_TITLE, shown, form.into_any())
}
