//! What is asked of the open conversation from anywhere on the desk.

use super::{Aim, Asking, Open};
use crate::prelude::*;
use crate::react::{effect, memo};
use crate::{action::Action, browser, drafts, standing::Standing};
use weft_shared::wire::agent::{AgentRole, Me, Wish};

impl Open {
    /// Listens to keys and to the palette, and goes where the address says.
    pub(super) fn listen(self) {
        let asked = self.desk.action;
        // What was asked before it was open was asked of another.
        asked.set(None);
        let standing = memo(move || {
            let to = |me: &Me| (me.agent.clone(), me.role >= AgentRole::Lead);
            let (me, leads) = self.desk.me.with_value(to);
            self.state.with(|state| state.as_ref().map(|state| Standing::to_thread(state, &me, leads)))
        });
        effect(move || self.desk.standing.set(standing.get()));
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
        let Some(standing) = self.desk.standing.get_untracked() else { return };
        if !standing.can(action) {
            return self.desk.app.say(crate::strings::thread::NOT_NOW.to_owned());
        }
        match action {
            Action::Reply => self.turn(false),
            Action::Note => self.turn(true),
            Action::Take => self.do_now(Wish::Take),
            Action::HandOff => self.handing.set(Some(Aim::HandOff)),
            Action::Snooze => self.asking.set(Some(Asking::Snooze)),
            Action::Resume => self.do_now(Wish::Resume),
            Action::Close => self.do_now(Wish::Close),
            Action::Reopen => self.do_now(Wish::Reopen),
            Action::Tag => self.asking.set(Some(Asking::Tags)),
            Action::Accept => self.do_now(Wish::AcceptHandoff),
            Action::Decline => self.asking.set(Some(Asking::Decline)),
            Action::NextMedium => self.next_medium(),
            Action::Move => self.asking.set(Some(Asking::Move)),
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

    fn next_medium(self) {
        let Some(state) = self.state.get_untracked() else { return };
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
