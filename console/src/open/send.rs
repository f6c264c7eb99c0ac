//! Answers on their way: each waits a moment in which it can be taken back, and none is forgotten before it has arrived.

use super::Open;
use crate::prelude::*;
use crate::react::effect;
use crate::{
    browser, json, strings,
    thread::{Pending, Progress},
    wall,
};
use leptos::ev;
use weft_shared::{channel::Channel, id::CommandKey, time::SECOND, wire::entry::File};

/// How long an answer waits.
const UNDO_MS: i64 = 5 * SECOND;
const SETTING: &str = "weft-undo";

/// What is said, and by which medium.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The text.
    pub text: String,
    /// The medium that was picked.
    pub channel: Option<Channel>,
    /// The text of the policy that it is, if it is one.
    pub template: Option<String>,
    /// Files that were brought before.
    pub files: Vec<File>,
}

/// Whether answers wait in this browser.
pub(super) fn undo_is_on() -> bool {
    wall::setting(SETTING).as_deref() != Some("off")
}

impl Open {
    /// Sends an answer and shows it at once. Where answers wait, it goes out a moment later.
    pub fn reply(self, said: Said, shown_channel: Channel) {
        let Some(key) = browser::command_key() else { return };
        // One waits at a time: what was said before goes out before.
        self.flush();
        let waits = self.undo.get_untracked();
        let at = browser::now();
        let pending = Pending {
            key,
            text: said.text.trim().to_owned(),
            channel: said.channel,
            template: said.template,
            files: said.files,
            shown_channel,
            at,
            progress: if waits { Progress::Waiting(at.plus(UNDO_MS)) } else { Progress::Sending },
        };
        self.second.set(at);
        self.thread.update(|thread| thread.pending.push(pending.clone()));
        if waits {
            self.desk.app.say(strings::thread::UNDO_SAID.to_owned());
        } else {
            self.wish_as(pending.key.clone(), pending.wish());
        }
    }

    /// Sends what still waits.
    pub fn flush(self) {
        self.release(|_| true);
    }

    /// Something waits to be sent.
    #[must_use]
    pub fn waits(self) -> bool {
        let waits = |one: &Pending| matches!(one.progress, Progress::Waiting(_));
        self.thread.with_untracked(|thread| thread.pending.iter().any(waits))
    }

    /// Takes an answer back that still waits, to be written anew.
    pub fn take_back(self, key: &CommandKey) {
        if let Some(one) = self.thread.try_update(|thread| thread.withdraw(key)).flatten() {
            self.write_again(one);
            self.desk.app.say(strings::thread::UNDONE.to_owned());
        }
    }

    /// Writes an answer anew that did not go out.
    pub fn write_again(self, one: Pending) {
        self.write(|draft| {
            match one.template {
                Some(template) => draft.template = Some(template),
                None => draft.take_back(&one.text),
            }
            draft.channel = one.channel;
            draft.files.extend(one.files);
        });
    }

    /// Lets answers wait from now on, or not.
    pub fn set_undo(self, on: bool) {
        self.undo.set(on);
        wall::set(SETTING, (!on).then_some("off"));
        if !on {
            self.flush();
        }
    }

    /// A second has passed.
    pub(super) fn tick(self) {
        let now = browser::now();
        let _ = self.second.try_set(now);
        if self.waits() {
            self.release(|one| matches!(one.progress, Progress::Waiting(until) if now >= until));
        }
    }

    fn release(self, which: impl Fn(&Pending) -> bool) {
        if !self.waits() {
            return;
        }
        let mut due = Vec::new();
        self.thread.update(|thread| {
            for one in &mut thread.pending {
                if matches!(one.progress, Progress::Waiting(_)) && which(one) {
                    one.progress = Progress::Sending;
                    due.push(one.clone());
                }
            }
        });
        for one in due {
            self.wish_as(one.key.clone(), one.wish());
        }
    }

    /// Answers that are not known to have arrived live as long as the tab, and are sent again when their writer opens it
    /// anew: their keys make that safe. What waits goes out before the page does, and before its writer signs out.
    pub(super) fn keep_unsent(self) {
        let key = self.desk.writer().unsent(self.id);
        let kept: Option<Vec<Pending>> = browser::kept(&key).and_then(|text| json::read(&text));
        for mut one in kept.unwrap_or_default() {
            if !matches!(one.progress, Progress::Refused(_)) {
                one.progress = Progress::Sending;
                self.wishes.update_value(|wishes| wishes.add(one.key.clone(), one.wish()));
            }
            self.thread.update(|thread| thread.pending.push(one));
        }
        effect(move || {
            let written = self.thread.with(|thread| {
                let open = |one: &&Pending| one.progress != Progress::Committed;
                let kept: Vec<&Pending> = thread.pending.iter().filter(open).collect();
                if kept.is_empty() { None } else { serde_json::to_string(&kept).ok() }
            });
            browser::keep(&key, written.as_deref());
            self.desk.unsent.set(written.is_some());
        });
        effect(move || {
            if self.desk.leaving.get() {
                self.flush();
            }
        });
        let on = |name, act: fn(Self, web_sys::Event)| {
            window_event_listener(ev::Custom::<web_sys::Event>::new(name), move |event| act(self, event))
        };
        let hide = on("pagehide", |open, _| open.flush());
        // The browser asks whether to leave: what is on its way might not arrive.
        let leave = on("beforeunload", |open, event| {
            if open.desk.unsent.get_untracked() || open.uploads.with_untracked(|all| !all.is_empty()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            hide.remove();
            leave.remove();
            self.desk.unsent.set(false);
            self.flush();
        });
    }
}
