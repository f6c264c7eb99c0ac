//! Saying that two customers are one, and taking it back.

use super::{complaint, dialog, empty, field, icon, person::About};
use crate::{
    browser, marks,
    strings::{self, person as words},
};
use leptos::{ev, html, prelude::*, task::spawn_local};
use weft_shared::{
    identity::{IdentifierKind, Standing},
    wire::person::{MergeWanted, Person, UnmergeWanted},
};

/// The dialog that shows both and asks why.
pub fn view(about: About) -> AnyView {
    let (shown, why) = (RwSignal::new(false), RwSignal::new(String::new()));
    let (wrong, busy) = (RwSignal::new(false), RwSignal::new(false));
    let refused = RwSignal::new(None::<String>);
    let other = RwSignal::new(None::<Person>);
    let desk = about.open.desk;
    Effect::new(move |_| {
        let Some(line) = about.merging.get() else { return };
        why.set(line.because);
        wrong.set(false);
        refused.set(None);
        other.set(None);
        shown.set(true);
        let routes = desk.app.routes();
        spawn_local(async move {
            match routes.person(line.customer).await {
                Ok(person) => drop(other.try_set(Some(person))),
                Err(failure) => drop(refused.try_set(Some(strings::failure(&failure)))),
            }
        });
    });
    Effect::new(move |_| {
        if !shown.get() {
            about.merging.set(None);
        }
    });
    let merge = move || {
        let because = why.get_untracked().trim().to_owned();
        let this = about.person.with_untracked(|person| person.as_ref().map(|person| person.customer));
        let line = about.merging.get_untracked();
        let (Some(this), Some(line)) = (this, line) else { return };
        if because.is_empty() {
            wrong.set(true);
            return browser::focus("merge-why");
        }
        busy.set(true);
        let (routes, key) = (desk.app.routes(), desk.key());
        spawn_local(async move {
            let answer = routes.merge(&key, this, &MergeWanted { other: line.customer, because }).await;
            let _ = busy.try_set(false);
            match answer {
                Err(failure) => drop(refused.try_set(Some(strings::failure(&failure)))),
                done => {
                    let _ = shown.try_set(false);
                    about.take(done);
                }
            }
        });
    };
    let form = html::form()
        .attr("novalidate", "")
        .attr("aria-busy", move || if busy.get() { "true" } else { "false" })
        .on(ev::submit, move |event| {
            event.prevent_default();
            if !busy.get_untracked() {
                merge();
            }
        })
        .child((
            html::p().child(words::MERGE_BODY),
            html::div().class("both").child((
                move || side(words::MERGE_THIS, about.person.get()),
                move || side(words::MERGE_OTHER, other.get()),
            )),
            field::lines("merge-why", words::MERGE_WHY, "300", why, wrong),
            complaint("merge-wrong", move || {
                refused.get().or_else(|| wrong.get().then(|| words::MERGE_EMPTY.to_owned()))
            }),
            field::actions(shown, strings::CANCEL, words::MERGE_DO),
        ));
    dialog::dialog("merge", words::MERGE_TITLE, shown, form.into_any())
}

fn side(title: &'static str, person: Option<Person>) -> AnyView {
    let Some(person) = person else {
        return html::section().child((html::h3().child(title), empty::bars(1))).into_any();
    };
    let one = |(kind, value, standing): (IdentifierKind, String, Standing)| {
        let (shape, name) = marks::of_kind(kind);
        let standing = marks::of_standing(standing);
        html::li().child((
            icon::icon(shape),
            super::unseen(name),
            html::bdi().child(value),
            html::span().class(format!("tone-{}", standing.tone.class())).child(format!(" · {}", standing.words)),
        ))
    };
    let known = if person.identifiers.is_empty() {
        html::p().child(words::NOTHING_KNOWN).into_any()
    } else {
        let lines = person.identifiers.into_iter().map(|line| one((line.kind, line.value, line.standing)));
        html::ul().role("list").child(lines.collect::<Vec<_>>()).into_any()
    };
    html::section()
        .child((html::h3().child(title), known, html::p().child(words::conversations(person.conversations.len()))))
        .into_any()
}

/// The dialog that takes a merge back.
pub fn undo(about: About) -> AnyView {
    let (shown, refused) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let desk = about.open.desk;
    Effect::new(move |_| {
        if about.undoing.get().is_some() {
            refused.set(None);
            shown.set(true);
        }
    });
    Effect::new(move |_| {
        if !shown.get() {
            about.undoing.set(None);
        }
    });
    let form = html::form()
        .on(ev::submit, move |event| {
            event.prevent_default();
            let this = about.person.with_untracked(|person| person.as_ref().map(|person| person.customer));
            let (Some(this), Some(line)) = (this, about.undoing.get_untracked()) else { return };
            let (routes, key) = (desk.app.routes(), desk.key());
            spawn_local(async move {
                match routes.unmerge(&key, this, &UnmergeWanted { merge: line.merge }).await {
                    Err(failure) => drop(refused.try_set(Some(strings::failure(&failure)))),
                    done => {
                        let _ = shown.try_set(false);
                        about.take(done);
                    }
                }
            });
        })
        .child((
            html::p().child(words::UNDO_BODY),
            html::p().child(move || about.undoing.get().map(|line| html::bdi().child(line.because))),
            complaint("undo-wrong", move || refused.get()),
            field::actions(shown, strings::CANCEL, words::UNDO_DO),
        ));
    dialog::dialog("undo-merge", words::UNDO_TITLE, shown, form.into_any())
}
