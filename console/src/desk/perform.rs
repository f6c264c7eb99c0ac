//! Commands: what a key or a line of the palette does.

use super::Desk;
use crate::prelude::*;
use crate::{
    action::Action,
    browser,
    chosen::Chosen,
    commands::{Command, Meaning, meaning},
    inbox::Inbox,
    listing::View,
    place::Place,
    standing::Standing,
    strings::thread,
    view::row,
};
use std::time::Duration;
use weft_shared::{
    id::ConversationId,
    time::{SECOND, Timestamp},
    wire::agent::{AgentRole, Row, Wish},
};

/// How long the second key of a pair may take.
const PAIR_MS: i64 = 2 * SECOND;

impl Desk {
    /// A key was pressed somewhere on the page.
    pub(super) fn pressed(self, event: &web_sys::KeyboardEvent) {
        let key = event.key();
        if key == "Escape" && self.drawer.get_untracked() {
            self.drawer.set(false);
            browser::focus_soon("show-customer");
        }
        if key == "Escape" && !browser::in_dialog() && !browser::is_typing() {
            self.chosen.maybe_update(|chosen| !std::mem::take(chosen).is_empty());
        }
        let with = event.ctrl_key() || event.meta_key();
        if with && !event.alt_key() && !event.shift_key() && key.eq_ignore_ascii_case("k") {
            if !browser::in_dialog() || self.palette.get_untracked() {
                event.prevent_default();
                self.show_palette(!self.palette.get_untracked());
            }
            return;
        }
        let on = self.choices.with_untracked(|choices| choices.keys);
        if !on || with || event.alt_key() || event.is_composing() || browser::is_typing() || browser::in_dialog() {
            return;
        }
        let now = browser::now();
        let after_first = now.since(self.first_key.get_value()) < PAIR_MS;
        self.first_key.set_value(Timestamp(0));
        match meaning(after_first, &key) {
            Meaning::Nothing => {}
            Meaning::First => self.first_key.set_value(now),
            Meaning::Command(command) => {
                // The letter must not end up in the field that the command goes to.
                event.prevent_default();
                self.perform(command);
            }
        }
    }

    /// Whether a command can do anything here and now.
    #[must_use]
    pub fn can(self, command: Command) -> bool {
        match command {
            Command::Board => self.me.with_value(|me| me.role >= AgentRole::Lead),
            Command::Do(action) if wish_for_all(action).is_some() && !self.chosen.with(Chosen::is_empty) => {
                self.can_with_any(action)
            }
            Command::Do(action) => match self.aimed() {
                Some(id) => self.inbox.with(|inbox| inbox.row(id).is_some_and(|row| self.to_row(row).can(action))),
                None => self.standing.get().is_some_and(|standing| standing.can(action)),
            },
            Command::Open => self.focused().is_some(),
            Command::Select => self.here().is_some(),
            Command::Back => {
                self.app.place.with(|place| place.conversation.is_some() || place.board || place.view == View::Search)
            }
            _ => true,
        }
    }

    /// Whether something can be done with any of those that are selected.
    #[must_use]
    pub fn can_with_any(self, action: Action) -> bool {
        let can = |inbox: &Inbox, id| inbox.row(id).is_some_and(|row| self.to_row(row).can(action));
        self.chosen.with(|chosen| self.inbox.with(|inbox| chosen.ids().iter().any(|id| can(inbox, *id))))
    }

    fn to_row(self, row: &Row) -> Standing {
        self.me.with_value(|me| Standing::to_row(row, &me.agent, me.role >= AgentRole::Lead))
    }

    /// Does it, or says that it cannot be done now.
    pub fn perform(self, command: Command) {
        if !untrack(|| self.can(command)) {
            return self.app.say(thread::NOT_NOW.to_owned());
        }
        match command {
            Command::Next => drop(self.step(true)),
            Command::Previous => drop(self.step(false)),
            Command::ExtendNext => self.extend(true),
            Command::ExtendPrevious => self.extend(false),
            Command::Open => {
                if let Some(id) = self.focused() {
                    browser::go(self.app.place.get_untracked().opening(Some(id)));
                }
            }
            Command::Select => {
                if let Some(id) = self.here() {
                    self.chosen.update(|chosen| chosen.toggle(id));
                }
            }
            Command::Back => self.back(),
            Command::Search => {
                browser::go(Place::of_view(View::Search));
                set_timeout(|| browser::focus("search-words"), Duration::from_millis(60));
            }
            Command::Go(view) => self.go(view),
            Command::Board => browser::go(Place::of_board()),
            Command::Do(action) => self.act(action),
            Command::Available => self.be_available(!untrack(|| self.is_available())),
            Command::Settings => self.settings.set(true),
            Command::Account => drop(window().location().set_href(&self.account())),
            Command::Help => self.help.set(true),
            Command::Palette => self.show_palette(true),
            Command::SignOut => self.sign_out(),
        }
    }

    fn show_palette(self, shown: bool) {
        self.aimed.set_value(row::focused());
        self.palette.set(shown);
    }

    /// Where one's own account is.
    #[must_use]
    pub fn account(self) -> String {
        self.app.settings.with_value(|settings| format!("/account/{}", settings.site))
    }

    fn go(self, view: View) {
        let conversation = self.app.place.with_untracked(|place| place.conversation);
        let conversation = conversation.filter(|_| !self.app.narrow.get_untracked());
        browser::go(Place { conversation, ..Place::of_view(view) });
        set_timeout(browser::first_line, Duration::from_millis(60));
    }

    fn step(self, forward: bool) -> Option<ConversationId> {
        row::id_of(&browser::step(forward)?)
    }

    fn extend(self, forward: bool) {
        let (here, next) = (self.here(), self.step(forward));
        self.chosen.update(|chosen| here.into_iter().chain(next).for_each(|id| chosen.add(id)));
    }

    /// The line that has the focus; while the palette has it: the line that had it before.
    fn focused(self) -> Option<ConversationId> {
        if self.palette.get_untracked() { self.aimed.get_value() } else { row::focused() }
    }

    /// The line that has the focus and is not the conversation that is open.
    fn aimed(self) -> Option<ConversationId> {
        let open = self.app.place.with_untracked(|place| place.conversation);
        self.focused().filter(|id| open != Some(*id))
    }

    /// The line that has the focus, else the conversation that is open.
    fn here(self) -> Option<ConversationId> {
        self.focused().or_else(|| self.app.place.with_untracked(|place| place.conversation))
    }

    fn back(self) {
        let place = self.app.place.get_untracked();
        match place.conversation {
            None if place.board || place.view == View::Search => browser::go(Place::default()),
            None => {}
            Some(id) => {
                browser::go(place.opening(None));
                set_timeout(move || browser::focus(&row::element_id(id)), Duration::from_millis(60));
            }
        }
    }

    /// With several selected: for all of them. Else with the line that has the focus, which opens for it; else with the
    /// conversation that is open.
    fn act(self, action: Action) {
        if !self.chosen.with_untracked(Chosen::is_empty)
            && let Some(how) = wish_for_all(action)
        {
            return match how {
                ForAll::Wish(wish) => self.for_all(wish),
                ForAll::Ask if action == Action::HandOff => {
                    self.handing.set(Some((self.chosen.with_untracked(|chosen| chosen.ids().to_vec()), None)));
                }
                ForAll::Ask => self.asking.set(Some(action)),
            };
        }
        match self.aimed() {
            Some(id) => {
                self.upon_opening.set_value(Some((id, action)));
                browser::go(self.app.place.get_untracked().opening(Some(id)));
            }
            None => self.action.set(Some(action)),
        }
    }
}

/// How something is done with several conversations.
enum ForAll {
    /// By this wish.
    Wish(Wish),
    /// More has to be asked first.
    Ask,
}

fn wish_for_all(action: Action) -> Option<ForAll> {
    match action {
        Action::Take => Some(ForAll::Wish(Wish::Take)),
        Action::Close => Some(ForAll::Wish(Wish::Close)),
        Action::Reopen => Some(ForAll::Wish(Wish::Reopen)),
        Action::Resume => Some(ForAll::Wish(Wish::Resume)),
        Action::HandOff | Action::Snooze | Action::Tag => Some(ForAll::Ask),
        _ => None,
    }
}
