//! What the desk's socket tells, and what of it is worth interrupting somebody.

use super::{Desk, frame};
use crate::prelude::*;
use crate::react::effect;
use crate::{browser, notify, place::Place, strings};
use weft_shared::wire::{
    agent::{FromDesk, Row, ToDesk},
    problem::ProblemKind,
};

impl Desk {
    /// Takes in a frame. `false` ends the socket.
    pub(super) fn hear(self, frame: FromDesk) -> bool {
        match frame {
            FromDesk::Inbox { rows, colleagues, seen, more_open, more_closed } => self.inbox.update(|inbox| {
                inbox.take(rows, colleagues, seen);
                inbox.more = (more_open, more_closed);
            }),
            FromDesk::Seen { conversation, upto } => {
                self.inbox.maybe_update(|inbox| inbox.see(conversation, upto));
            }
            FromDesk::Changed { row } => self.changed(row),
            FromDesk::Presence { colleagues } => self.inbox.update(|inbox| inbox.colleagues = colleagues),
            FromDesk::Bye { because, problem } => {
                let out = problem.is_some_and(|problem| problem.is(ProblemKind::Unauthenticated));
                if out || because != "problem" {
                    self.app.over(if because == "signed-out" { strings::SIGNED_OUT } else { strings::EXPIRED });
                    return false;
                }
            }
        }
        true
    }

    fn changed(self, row: Row) {
        let elsewhere = self.app.place.with_untracked(|p| p.conversation != Some(row.conversation));
        let waits = elsewhere && self.inbox.with_untracked(|inbox| inbox.is_news(&row));
        let reader = self.reader_now();
        let news = self.inbox.with_untracked(|inbox| notify::news(inbox.row(row.conversation), &row, &reader));
        if self.inbox.try_maybe_update(|inbox| {
            let changed = inbox.change(row.clone());
            (changed, changed)
        }) != Some(true)
        {
            return;
        }
        if waits {
            self.app.say(strings::new_in_inbox(&row.title));
        }
        if let Some(news) = news.filter(|_| elsewhere || !browser::is_looked_at()) {
            self.interrupt(news, &row);
        }
    }

    fn interrupt(self, news: notify::News, row: &Row) {
        let choices = self.choices.get_untracked();
        if choices.sound {
            browser::chime();
        }
        if choices.desktop && !browser::is_looked_at() && browser::may_notify() == Some(true) {
            let said = |inbox: &_| notify::said(news, row, inbox, choices.preview);
            let (title, body) = self.inbox.with_untracked(said);
            let id = row.conversation;
            browser::notify(&title, &body, &id.to_string(), move || browser::go(Place::of(id)));
        }
    }

    /// Tells the desk what is on the screen, as often as that is news.
    pub(super) fn watch_seen(self) {
        effect(move || {
            let Some(id) = self.app.place.with(|place| place.conversation).filter(|_| self.looked_at.get()) else {
                return;
            };
            let Some(upto) = self.inbox.with(|inbox| inbox.row(id).map(|row| row.seq)) else { return };
            let mut news = false;
            self.inbox.maybe_update(|inbox| {
                news = inbox.see(id, upto);
                news
            });
            if news {
                self.tell(&ToDesk::Seen { conversation: id, upto });
            }
        });
    }

    /// Sends a frame to the desk.
    pub(super) fn tell(self, to: &ToDesk) {
        self.socket.with_value(|socket| {
            if let Some(socket) = socket {
                frame(to).iter().for_each(|text| socket.send(text));
            }
        });
    }

    /// Takes new conversations from now on, or none.
    pub fn be_available(self, available: bool) {
        self.tell(&ToDesk::Available { available });
        // Shown at once; the desk's own word follows.
        let agent = self.me.with_value(|me| me.agent.clone());
        self.inbox.update(|inbox| {
            for one in inbox.colleagues.iter_mut().filter(|one| one.agent == agent) {
                one.available = available;
            }
        });
        let words = if available { strings::inbox::NOW_TAKING } else { strings::inbox::NOW_NOT_TAKING };
        self.app.say(words.to_owned());
    }

    /// Whether the agent takes new conversations.
    #[must_use]
    pub fn is_available(self) -> bool {
        self.me.with_value(|me| self.inbox.with(|inbox| inbox.colleague(&me.agent).is_some_and(|one| one.available)))
    }
}
