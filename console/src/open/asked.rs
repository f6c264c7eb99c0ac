//! What is asked of the open conversation from anywhere on the desk.

use super::{Aim, Asking, Open};
use crate::react::{effect, memo};
use crate::{action::Action, browser, drafts};
use leptos::prelude::*;
use weft_shared::wire::agent::{ThreadState, Wish};

impl Open {
    /// Listens to keys and to the palette, and goes where the address says.
    pub(super) fn listen(self) {
        let asked = self.desk.action;
        // What was asked before it was open was asked of another.
        asked.set(None);
        effect(move || {
            if let Some(action) = asked.get() {
                asked.set(None);
                self.act(action);
            }
        });
        let place = memo(move || self.desk.app.place.with(|place| place.at));
        effect(move || {
            if let Some(place) = place.get() {
                self.go_to(place);
            }
        });
    }

    /// Does what is asked, if it can be done now.
    pub fn act(self, action: Action) {
        let Some(state) = self.state.get_untracked() else { return };
        let me = self.desk.me.with_value(|me| me.agent.clone());
        let offered =
            state.offer.as_ref().is_some_and(|(line, _)| line.to == weft_shared::handoff::Party::Agent(me.clone()));
        match action {
            Action::Reply => self.turn(false),
            Action::Note => self.turn(true),
            Action::Take if state.open && state.owner.is_none() => self.do_now(Wish::Take),
            Action::HandOff if state.open && state.owner.is_some() => self.handing.set(Some(Aim::HandOff)),
            Action::Snooze if state.open => self.asking.set(Some(Asking::Snooze)),
            Action::Resume if state.held.is_some() => self.do_now(Wish::Resume),
            Action::Close if state.open => self.do_now(Wish::Close),
            Action::Reopen if !state.open && state.departed.is_none() => self.do_now(Wish::Reopen),
            Action::Tag => self.asking.set(Some(Asking::Tags)),
            Action::Accept if offered => self.do_now(Wish::AcceptHandoff),
            Action::Decline if offered => self.asking.set(Some(Asking::Decline)),
            Action::NextMedium => self.next_medium(&state),
            Action::Move if !state.moves.is_empty() => self.asking.set(Some(Asking::Move)),
            Action::Find => {
                self.finding.set(true);
                browser::focus_soon("find-words");
            }
            Action::Answers => {
                self.draft.update(|draft| draft.noting = false);
                self.answers.set(Some(String::new()));
                browser::focus_soon("reply");
            }
            Action::Customer => {
                if self.desk.app.compact.get_untracked() {
                    self.desk.drawer.set(true);
                }
                browser::focus_soon("customer-title");
            }
            _ => self.desk.app.say(crate::strings::thread::NOT_NOW.to_owned()),
        }
    }

    /// Wishes something, unless another wish is under way.
    pub fn do_now(self, wish: Wish) {
        if !self.busy.get_untracked() {
            let _ = self.wish(wish);
        }
    }

    /// Turns to the answer, or to a note.
    pub fn turn(self, noting: bool) {
        self.draft.update(|draft| draft.noting = noting);
        browser::focus_soon(if noting { "note" } else { "reply" });
    }

    fn next_medium(self, state: &ThreadState) {
        let now = self.draft.with_untracked(|draft| draft.route(&state.routes).map(|route| route.channel.clone()));
        let Some(now) = now else { return };
        let free: Vec<_> = state.routes.iter().filter(|one| one.blocked.is_none() || one.channel == now).collect();
        let place = free.iter().position(|one| one.channel == now).unwrap_or(0);
        let next = free.get(place + 1).or_else(|| free.first()).map(|one| one.channel.clone());
        let next = next.or_else(|| drafts::instead(&state.routes, &now).map(|one| one.channel.clone()));
        if let Some(next) = next {
            self.write_by(next);
        }
    }
}

impl Open {
    /// Whether a dialog is shown, as its own place: it can be set to close it.
    #[must_use]
    pub fn dialog(self, which: Asking) -> RwSignal<bool> {
        let shown = RwSignal::new(false);
        effect(move || {
            let wanted = self.asking.get() == Some(which);
            if wanted != shown.get_untracked() {
                shown.set(wanted);
            }
        });
        effect(move || {
            if !shown.get() && self.asking.get_untracked() == Some(which) {
                self.asking.set(None);
            }
        });
        shown
    }
}
