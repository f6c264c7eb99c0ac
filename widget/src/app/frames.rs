//! The socket: hello, and what the edge says.

use super::{App, Welcomed};
use crate::{
    browser,
    connection::{Ending, Happened},
    json::Json,
    session::{Stored, storage_key},
    socket::{self, Report},
    strings::{Key, fill, t},
    wire::{read, write},
};
use weft_shared::wire::{
    PONG, VERSION,
    customer::{FromEdge, ToEdge},
    entry::{Entry, EntryBody, From, NoticeKind},
    problem::{Problem, ProblemKind},
};

/// For how long a sign of typing is good, in milliseconds.
const TYPING: u32 = 5_000;

impl App {
    /// Opens a socket to this page's own origin: no message ever says where to.
    pub(super) fn open(self) {
        let conversation =
            self.stored.with_untracked(|stored| stored.credentials.as_ref().map(|kept| kept.conversation));
        let (Some(origin), Some(conversation)) = (browser::socket_origin(), conversation) else { return };
        let path = self.path(&["conversations", &conversation.to_string(), "socket"]);
        socket::open(&[origin, path].concat(), move |report| match report {
            Report::Opened => self.hello(),
            Report::Text(text) => self.hear(&text),
            Report::Closed => self.lost(0),
        });
    }

    /// Sends a frame, or loses it: whatever must arrive is kept elsewhere and sent again.
    pub(super) fn send(self, frame: &ToEdge) {
        socket::send(&write::to_edge(frame).write());
    }

    /// Sends all that waits, in order.
    pub(super) fn flush(self) {
        self.stored.with_untracked(|stored| {
            for queued in stored.outbox.to_send() {
                self.send(&ToEdge::Say { key: queued.key.clone(), text: queued.text.clone() });
            }
        });
    }

    /// Everything known is on the screen now, if the panel is open and the page visible.
    pub fn seen(self) {
        let upto = self.transcript.with_untracked(|transcript| transcript.upto);
        let before = self.stored.with_untracked(|stored| stored.seen);
        if self.shown.get_untracked() && browser::visible() && upto > before {
            self.stored.update_untracked(|stored| stored.seen = upto);
            self.send(&ToEdge::Seen { seq: upto });
            self.keep();
        }
        crate::bridge::say("unread", Some(self.unread()));
    }

    fn hello(self) {
        if let Some(kept) = self.stored.with_untracked(|stored| stored.credentials.clone()) {
            let after = self.resume.get_untracked();
            self.send(&ToEdge::Hello { version: VERSION, session: kept.session, secret: kept.secret, after });
        }
    }

    fn lost(self, at_least: u32) {
        #[expect(clippy::cast_possible_truncation, reason = "32 of 128 random bits")]
        let random = browser::random() as u32;
        self.happened(Happened::Lost { random, at_least });
    }

    fn hear(self, text: &str) {
        self.happened(Happened::Heard);
        if text == PONG {
            return;
        }
        // A frame that this version does not know is passed over: the edge adds, it never changes.
        match Json::read(text).as_ref().and_then(read::from_edge) {
            Some(FromEdge::Welcome { level, open, locked, challenge, elsewhere, .. }) => {
                self.happened(Happened::Welcomed);
                self.welcome(Some(Welcomed { level, open, locked, challenge, elsewhere }));
                self.flush();
            }
            // It goes on in another conversation: connect there.
            Some(FromEdge::Fresh { credentials }) if !self.is_in(credentials.conversation) => self.adopt(credentials),
            Some(FromEdge::Fresh { credentials }) => {
                self.stored.update(|stored| stored.adopt(credentials));
                self.resume.set(0);
                self.keep();
            }
            Some(FromEdge::Entries { reset, entries, upto }) => self.take(reset, entries, upto),
            Some(FromEdge::Said { key, seq }) => {
                let upto = self.transcript.with_untracked(|transcript| transcript.upto);
                self.stored.update(|stored| stored.outbox.said(&key, seq, upto));
                self.keep();
            }
            Some(FromEdge::Refused { key, problem }) => {
                if problem.is(ProblemKind::Unauthenticated) {
                    self.ended(Ending::Expired);
                } else {
                    self.stored.update(|stored| stored.outbox.refused(&key));
                    self.status.set(t(Key::NotSent).to_owned());
                }
            }
            Some(FromEdge::Typing { name }) => self.agent_types(name),
            Some(FromEdge::Bye { because, problem }) => self.bye(&because, problem),
            None => {}
        }
    }

    fn take(self, reset: bool, entries: Vec<Entry>, upto: u64) {
        // What comes first with new credentials is the whole of what they may see.
        let reset = reset || self.resume.get_untracked() == 0;
        let known = self.transcript.with_untracked(|transcript| transcript.upto);
        if !reset {
            self.announce(entries.iter().filter(|entry| entry.seq > known));
        }
        self.transcript.update(|transcript| transcript.take(reset, entries, upto));
        self.resume.set(self.transcript.with_untracked(|transcript| transcript.upto));
        self.stored.update(|stored| stored.outbox.known(upto));
        self.seen();
    }

    fn announce<'a>(self, entries: impl Iterator<Item = &'a Entry>) {
        for entry in entries {
            match &entry.body {
                EntryBody::Message(said) if said.from == From::Customer => {
                    self.stored.update(|stored| stored.outbox.arrived(&said.text));
                }
                EntryBody::Message(said) => {
                    self.typing.set(None);
                    let name = said.name.as_deref().unwrap_or_else(|| t(Key::Team));
                    self.status.set(fill(Key::Incoming, &[("name", name), ("text", &said.text)]));
                }
                EntryBody::Notice(notice) => {
                    if let Some(key) = crate::view::notice_text(notice.kind) {
                        let open = notice.kind == NoticeKind::Reopened;
                        self.welcomed.update(|welcomed| {
                            if let Some(welcomed) = welcomed {
                                welcomed.open = open;
                            }
                        });
                        self.status.set(t(key).to_owned());
                    }
                }
                EntryBody::Delivery { .. }
                | EntryBody::Amended { .. }
                | EntryBody::Call { .. }
                | EntryBody::Note { .. }
                | EntryBody::Handoff(_) => {}
            }
        }
    }

    fn agent_types(self, name: String) {
        self.typing.set(Some(name));
        let this = self.typings.get_untracked().wrapping_add(1);
        self.typings.set(this);
        browser::after(TYPING, move || {
            if self.typings.get_untracked() == this {
                self.typing.set(None);
            }
        });
    }

    fn bye(self, because: &str, problem: Option<Problem>) {
        let is = |kind| problem.as_ref().is_some_and(|problem| problem.is(kind));
        match because {
            // The secret died because of what this browser asked for: the answer brings the new one.
            _ if self.changing.get_untracked() => self.happened(Happened::Unwanted),
            "replaced" => {
                let kept = browser::load(&storage_key(&self.settings.site)).and_then(|text| Stored::read(&text));
                match kept.filter(|other| self.stored.with_untracked(|stored| stored.differs(other))) {
                    Some(other) => self.adopt_from_tab(other),
                    None => self.happened(Happened::Ended(Ending::Replaced)),
                }
            }
            "expired" => self.ended(Ending::Expired),
            "signed-out" => self.signed_out(),
            _ if is(ProblemKind::Unauthenticated) || is(ProblemKind::NotFound) => self.ended(Ending::Expired),
            _ if is(ProblemKind::UnsupportedVersion) => self.happened(Happened::Ended(Ending::Version)),
            _ => {
                let wish = problem.and_then(|problem| problem.retry_after_ms);
                self.lost(wish.and_then(|ms| u32::try_from(ms).ok()).unwrap_or(0));
            }
        }
    }

    /// The session is over: nothing of it stays on the screen.
    pub(super) fn ended(self, why: Ending) {
        self.stored.update(|stored| stored.credentials = None);
        self.keep();
        self.turn_page();
        self.happened(Happened::Ended(why));
    }

    /// Someone signed out, here or in another tab.
    pub(super) fn signed_out(self) {
        self.wipe();
        self.happened(Happened::Ended(Ending::SignedOut));
    }

    /// Another tab of this browser has other credentials: they are this one's too.
    pub(super) fn adopt_from_tab(self, other: Stored) {
        if !self.stored.with_untracked(|stored| stored.differs(&other)) {
            return;
        }
        match other.credentials {
            Some(fresh) => self.adopt(fresh),
            None => self.ended(Ending::SignedOut),
        }
    }
}
