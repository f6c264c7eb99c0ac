//! Saying that two customers are one, and taking it back.

use super::{complaint, dialog, empty, field, icon, person::About};
use crate::prelude::*;
use crate::react::effect;
use crate::{
    browser, marks,
    strings::{self, person as words},
};
use leptos::task::spawn_local;
use weft_shared::{
    identity::{IdentifierKind, Standing},
    wire::person::{MergeWanted, Person, UnmergeWanted},
};
use weft_widget::view::el::el;

/// The dialog that shows both and asks why.
pub fn view(about: About) -> AnyView {
    let (shown, why) = (RwSignal::new(false), RwSignal::new(String::new()));
    let (wrong, busy) = (RwSignal::new(false), RwSignal::new(false));
    let refused = RwSignal::new(None::<String>);
    let other = RwSignal::new(None::<Person>);
    let desk = about.open.desk;
    effect(move || {
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
    effect(move || {
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
    let both = el("DIV")
        .class("both")
        .list(move || vec![side(words::MERGE_THIS, about.person.get())])
        .list(move || vec![side(words::MERGE_OTHER, other.get())]);
    let form = el("FORM")
        .attr("novalidate", "")
        .either("aria-busy", move || busy.get())
        .submit(move || {
            if !busy.get_untracked() {
                merge();
            }
        })
        .child(el("P").text(words::MERGE_BODY).done())
        .child(both.done())
        .child(field::lines("merge-why", words::MERGE_WHY, "300", why, wrong))
        .child(complaint("merge-wrong", move || {
            refused.get().or_else(|| wrong.get().then(|| words::MERGE_EMPTY.to_owned()))
        }))
        .child(field::actions(shown, strings::CANCEL, words::MERGE_DO));
    dialog::dialog("merge", words::MERGE_TITLE, shown, form.done())
}

fn side(title: &'static str, person: Option<Person>) -> AnyView {
    let section = el("SECTION").child(el("H3").text(title).done());
    let Some(person) = person else { return section.child(empty::bars(1)).done() };
    let one = |(kind, value, standing): (IdentifierKind, String, Standing)| {
        let (shape, name) = marks::of_kind(kind);
        let standing = marks::of_standing(standing);
        let said = format!(" · {}", standing.words);
        el("LI")
            .child(icon::icon(shape))
            .child(super::unseen(name))
            .child(el("BDI").text(value).done())
            .child(el("SPAN").class(format!("tone-{}", standing.tone.class())).text(said).done())
            .done()
    };
    let known = if person.identifiers.is_empty() {
        el("P").text(words::NOTHING_KNOWN)
    } else {
        let lines = person.identifiers.into_iter().map(|line| one((line.kind, line.value, line.standing)));
        el("UL").attr("role", "list").children(lines)
    };
    let conversations = el("P").text(words::conversations(person.conversations.len()));
    section.child(known.done()).child(conversations.done()).done()
}

/// The dialog that takes a merge back.
pub fn undo(about: About) -> AnyView {
    let (shown, refused) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let desk = about.open.desk;
    effect(move || {
        if about.undoing.get().is_some() {
            refused.set(None);
            shown.set(true);
        }
    });
    effect(move || {
        if !shown.get() {
            about.undoing.set(None);
        }
    });
    let because = move || about.undoing.get().map(|line| el("BDI").text(line.because).done());
    let form = el("FORM")
        .submit(move || {
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
        .child(el("P").text(words::UNDO_BODY).done())
        .child(el("P").show(because).done())
        .child(complaint("undo-wrong", move || refused.get()))
        .child(field::actions(shown, strings::CANCEL, words::UNDO_DO));
    dialog::dialog("undo-merge", words::UNDO_TITLE, shown, form.done())
}
