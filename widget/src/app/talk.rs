//! Writing: begin a conversation by its first message, send, try again, forget it all.

use super::{App, Screen};
use crate::{
    browser,
    connection::{Happened, pause},
    http::{self, Answer, Failure, Method, Request},
    session::{Stored, storage_key},
    strings::Key,
    wire::{read, write},
};
use weft_shared::{
    id::{AttachmentId, ConversationId},
    message::MAX_TEXT,
    time::Timestamp,
    wire::{
        customer::{Begin, Credentials, ToEdge},
        entry::File,
    },
};

/// At most one sign of typing in this time, in milliseconds.
const TYPING_EVERY: i64 = 3_000;

impl App {
    /// Sends what is in the composer, if it is a message.
    pub fn say(self) {
        let text = self.draft.with_untracked(|draft| draft.trim().to_owned());
        if text.is_empty() || text.chars().count() > MAX_TEXT {
            return;
        }
        let Some(key) = browser::key() else { return };
        self.draft.set(String::new());
        self.toast.set(None);
        self.typed_at.set(Timestamp::default());
        let conversation =
            self.stored.with_untracked(|stored| stored.credentials.as_ref().map(|kept| kept.conversation));
        self.stored.update(|stored| stored.outbox.put(key.clone(), text.clone(), browser::now(), conversation));
        self.keep();
        if conversation.is_some() {
            self.send(&ToEdge::Say { key, text });
        } else {
            self.begin();
        }
    }

    /// Tries all that failed again.
    pub fn again(self) {
        self.stored.update(|stored| stored.outbox.again());
        if self.stored.with_untracked(|stored| stored.credentials.is_some()) {
            self.flush();
        } else {
            self.begin();
        }
    }

    /// Drops a message that failed.
    pub fn discard(self, key: &weft_shared::id::CommandKey) {
        self.stored.update(|stored| stored.outbox.discard(key));
        self.keep();
    }

    /// The composer's text changed by the person.
    pub fn typed(self, text: String) {
        self.draft.set(text);
        let now = browser::now();
        if now.since(self.typed_at.get_untracked()) >= TYPING_EVERY {
            self.typed_at.set(now);
            self.send(&ToEdge::Typing);
        }
    }

    /// Gets credentials for a new conversation. The request is kept until it was answered, so repeating it is safe.
    pub(super) fn begin(self) {
        if self.beginning.get_untracked() {
            return;
        }
        self.prepare(|_| {});
        let Some(begin) = self.stored.with_untracked(|stored| stored.begin.clone()) else { return };
        self.beginning.set(true);
        http::post(self.path(&["conversations"]), write::begin(&begin), None, read::credentials, move |answer| {
            self.beginning.set(false);
            // Signed out, or another conversation was entered meanwhile.
            if self.stored.with_untracked(|stored| stored.begin.as_ref() != Some(&begin)) {
                return;
            }
            match answer {
                Ok(fresh) => {
                    self.begin_tries.set(0);
                    self.adopt(fresh);
                    self.identify_waiting();
                }
                Err(Failure::Offline) => self.begin_later(),
                Err(Failure::Problem(_)) => self.stored.update(|stored| stored.outbox.all_refused()),
            }
        });
    }

    /// Prepares the request that begins a conversation, if there is none yet.
    pub(super) fn prepare(self, claims: impl FnOnce(&mut Begin)) {
        let Some(key) = browser::key() else { return };
        self.stored.update(|stored| {
            let begin = stored.begin.get_or_insert(Begin { key, claims_link: None, claims_session: None });
            claims(begin);
        });
        self.keep();
    }

    fn begin_later(self) {
        let tries = self.begin_tries.get_untracked();
        self.begin_tries.set(tries.saturating_add(1));
        #[expect(clippy::cast_possible_truncation, reason = "32 of 128 random bits")]
        let random = browser::random() as u32;
        browser::after(pause(tries, random).max(250), move || {
            if self.stored.with_untracked(|stored| stored.credentials.is_none() && stored.begin.is_some()) {
                self.begin();
            }
        });
    }

    /// Whether this is the conversation that this browser is in.
    pub(super) fn is_in(self, conversation: ConversationId) -> bool {
        self.stored
            .with_untracked(|stored| stored.credentials.as_ref().is_some_and(|kept| kept.conversation == conversation))
    }

    /// Takes credentials, keeps them and connects with them.
    pub(super) fn adopt(self, fresh: Credentials) {
        let same = self.is_in(fresh.conversation);
        self.stored.update(|stored| stored.adopt(fresh));
        self.keep();
        if !same {
            self.turn_page();
        }
        self.resume.set(0);
        self.happened(Happened::Wanted);
    }

    /// Starts anew: the ended session leaves no trace, the next message opens a conversation.
    pub fn start_new(self) {
        self.turn_page();
        self.happened(Happened::Unwanted);
        self.stored.update(|stored| stored.credentials = None);
        self.keep();
        self.screen.set(Screen::Chat);
        browser::focus("weft-write");
    }

    /// Signs out: the edge ends the session, this device forgets everything about it.
    pub fn forget(self) {
        if let Some(kept) = self.stored.with_untracked(|stored| stored.credentials.clone()) {
            let path = self.path(&["conversations", &kept.conversation.to_string(), "session"]);
            http::ask(Request { path, method: Method::Delete, auth: Some(kept) }, |_| {});
        }
        self.wipe();
        self.happened(Happened::Unwanted);
        self.tell(Key::Forgotten);
        browser::focus("weft-write");
    }

    /// Nothing of the former visitor stays, on the screen or in the browser.
    pub(super) fn wipe(self) {
        browser::keep(&storage_key(&self.settings.site), None);
        self.turn_page();
        self.draft.set(String::new());
        self.address.set(String::new());
        self.status.set(String::new());
        self.screen.set(Screen::Chat);
        self.stored.set(Stored { browser: browser::nonce(), ..Stored::default() });
        crate::bridge::say("unread", Some(0));
    }

    /// Fetches a file and hands it to the browser as a download, never to be shown in the page.
    pub fn download(self, file: &File) {
        let Some(kept) = self.stored.with_untracked(|stored| stored.credentials.clone()) else { return };
        let (id, name): (AttachmentId, String) = (file.id, file.name.clone());
        let path = self.path(&["conversations", &kept.conversation.to_string(), "attachments", &id.to_string()]);
        http::ask(Request { path, method: Method::Get, auth: Some(kept) }, move |answer| match answer {
            Ok(Answer::File(blob)) => browser::save(&blob, &name),
            _ => self.tell(Key::DownloadFailed),
        });
    }
}
