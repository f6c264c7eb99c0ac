//! The note with which a lead hands on what somebody else has, or an agent hands on several at once.

use super::{
    dialog, field,
    handoff::{NoteForm, note_form},
};
use crate::prelude::*;
use crate::react::effect;
use crate::{
    api::Failure,
    desk::Desk,
    strings::{self, board as words},
};
use leptos::task::spawn_local;
use weft_shared::{
    id::ConversationId,
    wire::{agent::Wish, card::NoteDraft, desk::BulkOutcome},
};
use weft_widget::view::el::el;

/// The dialog: it opens when something is to be handed on, and ends that when it closes.
pub fn view(desk: Desk) -> AnyView {
    let form = NoteForm::new(desk, "reassign");
    let shown = RwSignal::new(false);
    let what = RwSignal::new(String::new());
    let failed = RwSignal::new(None::<String>);
    effect(move || {
        let Some((ids, to)) = desk.handing.get() else { return shown.set(false) };
        what.set(said(desk, &ids));
        failed.set(None);
        let propose = move || {
            if let Some(to) = &to {
                form.propose(to);
            }
        };
        // What the history says of one is a better beginning than nothing; of several there is none. The note is shown
        // once that is known: it must not change what somebody has begun to write.
        let begin = move |draft: Option<&NoteDraft>| {
            form.begin(draft, None);
            propose();
            shown.set(true);
        };
        let [id] = *ids.as_slice() else { return begin(None) };
        let routes = desk.app.routes();
        spawn_local(async move {
            let card = routes.card(id).await.ok();
            let still = |now: &Option<(Vec<ConversationId>, _)>| now.as_ref().is_some_and(|(now, _)| *now == [id]);
            if desk.handing.try_with_untracked(still) == Some(true) {
                begin(card.as_ref().map(|card| &card.draft));
            }
        });
    });
    effect(move || {
        if !shown.get() && desk.handing.with_untracked(Option::is_some) {
            desk.handing.set(None);
        }
    });
    let hand = move || {
        let Some((ids, _)) = desk.handing.get_untracked() else { return };
        let Some(note) = form.note() else { return };
        failed.set(None);
        let then = move |answer: Result<Vec<BulkOutcome>, Failure>| {
            let problem = answer.as_ref().ok().and_then(|all| all.iter().find_map(|one| one.problem.clone()));
            let alike = answer.as_ref().is_ok_and(|all| all.iter().all(|one| one.problem.is_some()));
            match (&answer, problem) {
                // Refused for all by the note itself: it can be written anew.
                (Ok(_), Some(problem)) if alike && form.refused(&problem) => {}
                (Err(failure), _) => failed.set(Some(strings::failure(failure))),
                _ => {
                    shown.set(false);
                    desk.report(answer);
                }
            }
        };
        desk.wish_each(vec![(ids, Wish::HandOff { note })], Box::new(then));
    };
    let inside = el("FORM")
        .submit(hand)
        .child(el("P").child(el("BDI").words(move || what.get()).done()).done())
        .child(note_form(form))
        .child(super::complaint("reassign-failed", move || failed.get()))
        .child(field::actions(shown, strings::CANCEL, words::REASSIGN_DO));
    dialog::dialog("reassign", words::REASSIGN_TITLE, shown, inside.done())
}

/// What is handed on, in words.
fn said(desk: Desk, ids: &[ConversationId]) -> String {
    match ids {
        [id] => desk
            .inbox
            .with_untracked(|inbox| inbox.row(*id).map(|row| row.title.clone()))
            .unwrap_or_else(|| words::UNKNOWN.to_owned()),
        ids => strings::inbox::selected(ids.len()),
    }
}
