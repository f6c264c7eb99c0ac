//! Commands: what a key or a line of the palette does.

use super::Desk;
use crate::{
    action::Action,
    browser,
    commands::{Command, Meaning, meaning},
    listing::View,
    place::Place,
    view::row,
};
use leptos::prelude::*;
use std::time::Duration;
use weft_shared::{
    id::ConversationId,
    time::{SECOND, Timestamp},
    wire::agent::{AgentRole, Wish},
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
                self.palette.update(|shown| *shown = !*shown);
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
            Command::Do(action) => {
                let open = self.app.place.with_untracked(|place| place.conversation.is_some());
                open || (wish_for_all(action).is_some() && !self.chosen.with_untracked(crate::chosen::Chosen::is_empty))
            }
            _ => true,
        }
    }

    /// Does it.
    pub fn perform(self, command: Command) {
        if !self.can(command) && !matches!(command, Command::Do(_)) {
            return;
        }
        match command {
            Command::Next => drop(self.step(true)),
            Command::Previous => drop(self.step(false)),
            Command::ExtendNext => self.extend(true),
            Command::ExtendPrevious => self.extend(false),
            Command::Open => {
                if let Some(id) = row::focused() {
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
            Command::Palette => self.palette.set(true),
            Command::SignOut => self.sign_out(),
        }
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

    /// The line that has the focus, else the conversation that is open.
    fn here(self) -> Option<ConversationId> {
        row::focused().or_else(|| self.app.place.with_untracked(|place| place.conversation))
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
        if !self.chosen.with_untracked(crate::chosen::Chosen::is_empty)
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
        let open = self.app.place.with_untracked(|place| place.conversation);
        match row::focused().filter(|id| open != Some(*id)) {
            Some(id) => {
                self.upon_opening.set_value(Some((id, action)));
                browser::go(self.app.place.get_untracked().opening(Some(id)));
            }
            None if open.is_some() => self.action.set(Some(action)),
            None => {}
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
