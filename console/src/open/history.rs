//! What was before: the card, and earlier pages of the thread.

use super::Open;
use crate::prelude::*;
use crate::react::{effect, memo};
use crate::{
    browser,
    thread::Thread,
    window::{STEP, Window},
};
use leptos::task::spawn_local;
use std::time::Duration;
use weft_shared::wire::{agent::ToThread, entry::Entry};

/// How many entries are known before those that are drawn, before more are asked for.
const AHEAD: usize = 100;
/// Changes that follow each other closely ask for one card.
const SETTLES: Duration = Duration::from_millis(700);

impl Open {
    /// Asks for the card at first and whenever something changed.
    pub(super) fn keep_card(self) {
        let changed = memo(move || {
            let state = self.state.with(|state| {
                let state = state.as_ref()?;
                let known = state.customer.identifiers.iter().map(|line| line.standing).collect::<Vec<_>>();
                Some((state.owner.clone(), state.open, state.intent.clone(), known, state.offer.is_some()))
            });
            (state, self.thread.with(Thread::upto))
        });
        let waiting = StoredValue::new(None::<TimeoutHandle>);
        effect(move || {
            if changed.with(|(state, _)| state.is_none()) {
                return;
            }
            if let Some(former) = waiting.get_value() {
                former.clear();
            }
            let wait = if self.card.with_untracked(Option::is_none) { Duration::ZERO } else { SETTLES };
            waiting.set_value(set_timeout_with_handle(move || self.ask_card(), wait).ok());
        });
        on_cleanup(move || {
            if let Some(former) = waiting.try_get_value().flatten() {
                former.clear();
            }
        });
    }

    /// Asks for the card.
    pub fn ask_card(self) {
        let routes = self.desk.app.routes();
        spawn_local(async move {
            let answer = routes.card(self.id).await;
            match answer {
                Ok(card) => {
                    let _ = self.card_failed.try_set(None);
                    // A slow answer never replaces a newer one.
                    let newer = |known: &Option<_>| {
                        known.as_ref().is_none_or(|known: &weft_shared::wire::card::Card| known.seq <= card.seq)
                    };
                    if self.card.try_with_untracked(newer) == Some(true) {
                        let _ = self.card.try_set(Some(card));
                    }
                }
                Err(failure) => drop(self.card_failed.try_set(Some(failure))),
            }
        });
    }

    /// Draws more towards the beginning, and asks for what is before that early enough not to be waited for.
    pub fn earlier(self, step: usize) {
        let places = self.thread.with_untracked(Thread::places);
        let next = self.window.get_untracked().earlier(&places, step);
        if next.is_none_or(|next| next.range(&places).start < AHEAD) {
            self.ask_earlier();
        }
        self.draw(next);
    }

    /// Draws more towards the end.
    pub fn later(self) {
        let places = self.thread.with_untracked(Thread::places);
        self.draw(self.window.get_untracked().later(&places));
    }

    fn draw(self, next: Option<Window>) {
        if let Some(next) = next {
            self.steadily(move || self.window.set(next));
        }
    }

    /// Changes what is drawn; what is read stays where it is.
    fn steadily(self, change: impl FnOnce() + 'static) {
        self.steady.with_value(|steady| match steady {
            Some(steady) => steady(Box::new(change)),
            None => change(),
        });
    }

    /// Whether there is more before what is drawn.
    #[must_use]
    pub fn has_earlier(self) -> bool {
        let window = self.window.get();
        self.thread.with(|thread| thread.more || window.range(&thread.places()).start > 0)
    }

    fn ask_earlier(self) {
        let (first, more) = self.thread.with_untracked(|thread| (thread.first(), thread.more));
        if let Some(before) = first.filter(|_| more && !self.paging.get_value()) {
            self.paging.set_value(true);
            self.send(&ToThread::Earlier { before });
        }
    }

    pub(super) fn preceded(self, entries: Vec<Entry>, more: bool) {
        self.paging.set_value(false);
        // A page without entries must not be asked for for ever.
        let more = more && !entries.is_empty();
        self.steadily(move || {
            let places = self.thread.with_untracked(Thread::places);
            let all = self.window.get_untracked().range(&places).start == 0;
            self.window.update(|window| *window = window.pinned(&places));
            self.thread.update(|thread| thread.precede(entries, more));
            if self.wanted.with_untracked(Option::is_some) {
                return self.seek();
            }
            // Where everything was drawn already, the reader may be waiting for it.
            if all {
                self.earlier(STEP);
            }
        });
    }

    /// Shows a place of the thread, once it is known.
    pub fn go_to(self, place: u64) {
        self.wanted.set(Some(place));
        self.seek();
    }

    /// Shows the place that is wanted, if it is known; else asks for what comes before.
    pub(super) fn seek(self) {
        let Some(place) = self.wanted.get_untracked() else { return };
        let (first, more, loaded) = self.thread.with_untracked(|thread| (thread.first(), thread.more, thread.loaded));
        if !loaded {
            return;
        }
        if more && first.is_none_or(|first| first > place) {
            return self.ask_earlier();
        }
        self.wanted.set(None);
        let found = self.thread.with_untracked(|thread| thread.at(place).or_else(|| thread.at(thread.first()?)));
        let Some((place, message)) = found else { return };
        self.window.set(Window::around(&self.thread.with_untracked(Thread::places), place));
        let id = message.map_or_else(|| crate::view::message::place_id(place), crate::view::message::element_id);
        // Two frames: what is about to be drawn takes one.
        request_animation_frame(move || {
            request_animation_frame(move || {
                browser::show(&id);
                flash(&id);
            });
        });
    }
}

/// Lets an element stand out for a moment, and no other.
fn flash(id: &str) {
    if let Ok(Some(former)) = document().query_selector("[data-found]") {
        let _ = former.remove_attribute("data-found");
    }
    let Some(element) = document().get_element_by_id(id) else { return };
    let _ = element.set_attribute("data-found", "");
    set_timeout(move || drop(element.remove_attribute("data-found")), Duration::from_secs(3));
}
