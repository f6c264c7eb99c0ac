//! The conversation that is open: its live thread, and the agent's wishes for it.

use crate::{
    browser,
    connection::Link,
    desk::{Desk, frame},
    drafts::{self, Draft},
    socket::{Hooks, Socket},
    strings,
    thread::{Pending, Progress, Thread, Unanswered},
};
use leptos::prelude::*;
use std::time::Duration;
use weft_shared::{
    channel::Channel,
    id::{CommandKey, ConversationId, SessionId},
    time::{SECOND, Timestamp},
    wire::{
        VERSION,
        agent::{FromThread, ThreadState, ToThread, Wish},
        entry::Utterance,
        problem::{Problem, ProblemKind},
    },
};

const TYPING_EVERY_MS: i64 = 3 * SECOND;
const TYPING_LASTS: Duration = Duration::from_secs(5);

/// The conversation that is open.
#[derive(Clone, Copy)]
pub struct Open {
    /// The desk.
    pub desk: Desk,
    /// Which.
    pub id: ConversationId,
    /// Entries and answers on their way.
    pub thread: RwSignal<Thread>,
    /// Everything but the entries.
    pub state: RwSignal<Option<ThreadState>>,
    /// Who is typing.
    pub typing: RwSignal<Vec<String>>,
    /// It cannot be shown.
    pub gone: RwSignal<Option<Problem>>,
    /// A wish that was refused, and why.
    pub refusal: RwSignal<Option<Problem>>,
    /// A wish besides an answer is under way.
    pub busy: RwSignal<bool>,
    /// How many messages of others came since the thread was last at its end.
    pub unread: RwSignal<usize>,
    /// What is being written.
    pub draft: RwSignal<Draft>,
    /// The browser that is being vouched for.
    pub vouching: RwSignal<Option<SessionId>>,
    /// The dialog with a code to read out is shown.
    pub speaking: RwSignal<bool>,
    /// The code to read out, and until when it is valid.
    pub code: RwSignal<Option<(String, Timestamp)>>,
    asked_code: StoredValue<Option<CommandKey>>,
    wishes: StoredValue<Unanswered>,
    typed: StoredValue<Timestamp>,
    socket: StoredValue<Option<Socket>, LocalStorage>,
}

impl Open {
    /// Opens it. It closes when the present owner of reactive values ends.
    #[must_use]
    pub fn new(desk: Desk, id: ConversationId) -> Self {
        let open = Self {
            desk,
            id,
            thread: RwSignal::default(),
            state: RwSignal::new(None),
            typing: RwSignal::default(),
            gone: RwSignal::new(None),
            refusal: RwSignal::new(None),
            busy: RwSignal::new(false),
            unread: RwSignal::new(0),
            draft: RwSignal::default(),
            vouching: RwSignal::new(None),
            speaking: RwSignal::new(false),
            code: RwSignal::new(None),
            asked_code: StoredValue::default(),
            wishes: StoredValue::default(),
            typed: StoredValue::default(),
            socket: StoredValue::new_local(None),
        };
        desk.thread_link.set(Link::Connecting);
        open.keep_draft();
        let hooks = Hooks {
            opened: Box::new(move || open.greet()),
            // A frame of a newer edge that this console does not know is passed over.
            heard: Box::new(move |text| serde_json::from_str(text).map_or(true, |frame| open.hear(frame))),
            changed: Box::new(move |link| desk.thread_link.set(link)),
            refused: Box::new(move || desk.app.doubt()),
            beat: None,
        };
        open.socket.set_value(Some(Socket::open(&desk.app.routes().thread_socket(id), hooks)));
        open
    }

    /// Wishes something. It is sent again after a lost connection until it was answered.
    pub fn wish(self, wish: Wish) -> Option<CommandKey> {
        let key = browser::command_key()?;
        self.refusal.set(None);
        self.wishes.update_value(|wishes| wishes.add(key.clone(), wish.clone()));
        self.busy.set(self.wishes.with_value(Unanswered::busy));
        self.send(&ToThread::Do { key: key.clone(), wish });
        Some(key)
    }

    /// Sends an answer and shows it at once. `template`: the text of the policy that it is.
    pub fn reply(self, text: &str, channel: Option<Channel>, shown_channel: Channel, template: Option<String>) {
        let text = text.trim().to_owned();
        let wish = Wish::Reply { text: text.clone(), channel: channel.clone(), template: template.clone(), attachments: Vec::new() };
        let Some(key) = self.wish(wish) else { return };
        let at = browser::now();
        let pending = Pending { key, text, channel, template, shown_channel, at, progress: Progress::Sending };
        self.thread.update(|thread| thread.pending.push(pending));
    }

    /// Asks for a code to read out, and shows the dialog that it comes in.
    pub fn speak(self) {
        self.code.set(None);
        self.speaking.set(true);
        self.asked_code.set_value(self.wish(Wish::SpeakCode));
    }

    /// Writes something into the draft and goes there.
    pub fn write(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
        browser::focus_soon("reply");
    }

    /// The draft lives as long as the tab, whatever is opened in between.
    fn keep_draft(self) {
        let site = self.desk.app.settings.with_value(|settings| settings.site.clone());
        let key = drafts::key(&site, self.id);
        let kept = browser::kept(&key).and_then(|text| serde_json::from_str(&text).ok());
        self.draft.set(kept.unwrap_or_default());
        Effect::new(move |_| {
            let written = |draft: &Draft| {
                if *draft == Draft::default() { None } else { serde_json::to_string(draft).ok() }
            };
            browser::keep(&key, self.draft.with(written).as_deref());
        });
    }

    /// Tells the customer that the agent is typing, now and then.
    pub fn type_on(self) {
        let now = browser::now();
        if now.since(self.typed.get_value()) >= TYPING_EVERY_MS {
            self.typed.set_value(now);
            self.send(&ToThread::Typing);
        }
    }

    fn send(self, to: &ToThread) {
        self.socket.with_value(|socket| {
            if let Some(socket) = socket {
                frame(to).iter().for_each(|text| socket.send(text));
            }
        });
    }

    fn greet(self) -> Vec<String> {
        let key = self.desk.me.with_value(|me| me.key.clone());
        let after = self.thread.with_untracked(Thread::upto);
        let mut frames = frame(&ToThread::Hello { version: VERSION, key, after });
        self.wishes.with_value(|wishes| {
            for (key, wish) in wishes.iter() {
                frames.extend(frame(&ToThread::Do { key: key.clone(), wish: wish.clone() }));
            }
        });
        frames
    }

    fn hear(self, frame: FromThread) -> bool {
        match frame {
            FromThread::State(state) => self.state.set(Some(*state)),
            FromThread::Earlier { .. } | FromThread::Viewing { .. } => {}
            FromThread::Entries { reset, entries, upto, .. } => {
                let news = self.thread.try_update(|thread| thread.take(reset, entries, upto)).unwrap_or_default();
                self.announce(&news);
            }
            FromThread::Code { key, code, valid_ms } => {
                if self.asked_code.with_value(|asked| asked.as_ref() == Some(&key)) {
                    let until = browser::now().plus(i64::try_from(valid_ms).unwrap_or(0));
                    self.code.set(Some((code, until)));
                }
            }
            FromThread::Done { key } => {
                self.answered(&key);
                self.thread.update(|thread| thread.done(&key));
            }
            FromThread::Refused { key, problem } => {
                self.answered(&key);
                let shown = self.thread.try_update(|thread| thread.refused(&key, &problem)) == Some(true);
                if self.asked_code.with_value(|asked| asked.as_ref() == Some(&key)) {
                    self.speaking.set(false);
                }
                if shown {
                    let words = strings::failure(&crate::api::Failure::Problem(Box::new(problem)));
                    self.desk.app.say(format!("{}: {words}", strings::NOT_SENT));
                } else {
                    self.refusal.set(Some(problem));
                }
            }
            FromThread::Typing { name, .. } => self.somebody_types(name),
            FromThread::Bye { because, problem } => return self.bye(&because, problem),
        }
        true
    }

    fn answered(self, key: &CommandKey) {
        self.wishes.update_value(|wishes| drop(wishes.answered(key)));
        self.busy.set(self.wishes.with_value(Unanswered::busy));
    }

    fn announce(self, news: &[Utterance]) {
        let Some(last) = news.last() else { return };
        self.typing.set(Vec::new());
        self.unread.update(|unread| *unread += news.len());
        self.desk.app.say(strings::new_message(&crate::view::message::name(last)));
    }

    fn somebody_types(self, name: String) {
        // One entry a frame: the name stays until the last of its frames has run out.
        self.typing.update(|names| names.push(name.clone()));
        set_timeout(
            move || {
                let _ = self.typing.try_update(|names| {
                    if let Some(place) = names.iter().position(|known| *known == name) {
                        names.remove(place);
                    }
                });
            },
            TYPING_LASTS,
        );
    }

    fn bye(self, because: &str, problem: Option<Problem>) -> bool {
        match problem {
            Some(problem) if problem.is(ProblemKind::Unauthenticated) => self.desk.app.leave(strings::EXPIRED),
            Some(problem) if problem.status >= 500 || problem.is(ProblemKind::TooMany) => return true,
            Some(problem) => self.gone.set(Some(problem)),
            None if because == "signed-out" => self.desk.app.leave(strings::SIGNED_OUT),
            None => self.desk.app.leave(strings::EXPIRED),
        }
        false
    }
}
