//! The conversation that is open: its live thread, and the agent's wishes for it.

mod asked;
mod bring;
mod hear;
mod history;
mod send;

pub use send::Said;

use crate::prelude::*;
use crate::react::effect;
use crate::{
    answers,
    api::Failure,
    browser,
    connection::Link,
    desk::{Desk, frame},
    drafts::Draft,
    files::Upload,
    json, kept,
    socket::{Hooks, Socket},
    thread::{Thread, Unanswered},
    wall,
    window::Window,
};
use std::{collections::HashMap, time::Duration};
use weft_shared::{
    channel::Channel,
    id::{AgentId, CommandKey, ConversationId, SessionId},
    time::{SECOND, Timestamp},
    wire::{
        VERSION,
        agent::{ThreadState, ToThread, Wish},
        card::Card,
        entry::File,
        problem::Problem,
        thread::MoveLine,
    },
};

const TYPING_EVERY_MS: i64 = 3 * SECOND;

/// What a note is written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Another owner.
    HandOff,
    /// Another medium for the customer.
    Move(MoveLine),
}

/// A dialog about the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// How long it waits.
    Snooze,
    /// Its tags.
    Tags,
    /// Why an offer is declined.
    Decline,
    /// Where the customer is moved to.
    Move,
    /// Whether all links are revoked.
    Revoke,
}

/// What comes of a wish, for whoever wished it.
type Then = Box<dyn FnOnce(Result<(), Problem>)>;

/// Makes a change of what is drawn, so that what is read stays where it is.
type Steady = Box<dyn Fn(Box<dyn FnOnce()>)>;

/// The conversation that is open.
#[derive(Clone, Copy)]
pub struct Open {
    /// The desk.
    pub desk: Desk,
    /// Which.
    pub id: ConversationId,
    /// Entries and answers on their way.
    pub thread: RwSignal<Thread>,
    /// The part of the entries that is drawn.
    pub window: RwSignal<Window>,
    /// A place that is to be shown, once it is there.
    pub wanted: RwSignal<Option<u64>>,
    /// Everything but the entries.
    pub state: RwSignal<Option<ThreadState>>,
    /// What must be known before the thread is read.
    pub card: RwSignal<Option<Card>>,
    /// Why it is not known.
    pub card_failed: RwSignal<Option<Failure>>,
    /// Customers who are typing.
    pub typing: RwSignal<Vec<String>>,
    /// Colleagues who look at it, and whether they write.
    pub colleagues: RwSignal<Vec<(AgentId, bool)>>,
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
    /// Files on their way, and those that did not get there.
    pub uploads: RwSignal<Vec<Upload>>,
    /// Answers wait a moment, to be taken back.
    pub undo: RwSignal<bool>,
    /// The list of texts that agents use often is shown, with what is looked for.
    pub answers: RwSignal<Option<String>>,
    /// The browser that is being vouched for.
    pub vouching: RwSignal<Option<SessionId>>,
    /// The dialog with a code to read out is shown.
    pub speaking: RwSignal<bool>,
    /// The code to read out, and until when it is valid.
    pub code: RwSignal<Option<(String, Timestamp)>>,
    /// What a note is being written for.
    pub handing: RwSignal<Option<Aim>>,
    /// The dialog that is shown.
    pub asking: RwSignal<Option<Asking>>,
    /// The picture that is shown large.
    pub looking: RwSignal<Option<File>>,
    /// Words are looked for in it.
    pub finding: RwSignal<bool>,
    /// The present second, for what is counted down.
    pub second: RwSignal<Timestamp>,
    /// How what is drawn changes, once it is drawn.
    pub steady: leptos::prelude::StoredValue<Option<Steady>, LocalStorage>,
    asked_code: StoredValue<Option<CommandKey>>,
    wishes: StoredValue<Unanswered>,
    then: leptos::prelude::StoredValue<HashMap<CommandKey, Then>, LocalStorage>,
    typed: StoredValue<Timestamp>,
    paging: StoredValue<bool>,
    sending: leptos::prelude::StoredValue<Vec<(u32, crate::files::Sending)>, LocalStorage>,
    socket: leptos::prelude::StoredValue<Option<Socket>, LocalStorage>,
}

impl Open {
    /// Opens it. It closes when the present owner of reactive values ends.
    #[must_use]
    pub fn new(desk: Desk, id: ConversationId) -> Self {
        let open = Self {
            desk,
            id,
            thread: RwSignal::default(),
            window: RwSignal::default(),
            wanted: RwSignal::new(None),
            state: RwSignal::new(None),
            card: RwSignal::new(None),
            card_failed: RwSignal::new(None),
            typing: RwSignal::default(),
            colleagues: RwSignal::default(),
            gone: RwSignal::new(None),
            refusal: RwSignal::new(None),
            busy: RwSignal::new(false),
            unread: RwSignal::new(0),
            draft: RwSignal::default(),
            uploads: RwSignal::default(),
            undo: RwSignal::new(send::undo_is_on()),
            answers: RwSignal::new(None),
            vouching: RwSignal::new(None),
            speaking: RwSignal::new(false),
            code: RwSignal::new(None),
            handing: RwSignal::new(None),
            asking: RwSignal::new(None),
            looking: RwSignal::new(None),
            finding: RwSignal::new(false),
            second: RwSignal::new(browser::now()),
            steady: leptos::prelude::StoredValue::new_local(None),
            asked_code: StoredValue::default(),
            wishes: StoredValue::default(),
            then: leptos::prelude::StoredValue::new_local(HashMap::new()),
            typed: StoredValue::default(),
            paging: StoredValue::new(false),
            sending: leptos::prelude::StoredValue::new_local(Vec::new()),
            socket: leptos::prelude::StoredValue::new_local(None),
        };
        desk.thread_link.set(Link::Connecting);
        if let Ok(tick) = set_interval_with_handle(move || open.tick(), Duration::from_secs(1)) {
            on_cleanup(move || tick.clear());
        }
        open.keep_draft();
        open.keep_unsent();
        open.listen();
        let hooks = Hooks {
            opened: Box::new(move || open.greet()),
            // A frame of a newer edge that this console does not know is passed over.
            heard: Box::new(move |text| json::read(text).is_none_or(|frame| open.hear(frame))),
            changed: Box::new(move |link| desk.thread_link.set(link)),
            refused: Box::new(move || desk.app.doubt()),
            beat: None,
        };
        open.socket.set_value(Some(Socket::open(&desk.app.routes().thread_socket(id), hooks)));
        open.keep_card();
        open
    }

    /// Wishes something. It is sent again after a lost connection until it was answered.
    pub fn wish(self, wish: Wish) -> Option<CommandKey> {
        let key = browser::command_key()?;
        self.wish_as(key.clone(), wish);
        Some(key)
    }

    /// Wishes something, and hears what comes of it; a refusal is then shown by `then` alone.
    pub fn wish_then(self, wish: Wish, then: impl FnOnce(Result<(), Problem>) + 'static) {
        let Some(key) = browser::command_key() else { return };
        self.then.update_value(|waiting| drop(waiting.insert(key.clone(), Box::new(then))));
        self.wish_as(key, wish);
    }

    fn wish_as(self, key: CommandKey, wish: Wish) {
        self.refusal.set(None);
        self.wishes.update_value(|wishes| wishes.add(key.clone(), wish.clone()));
        self.busy.set(self.wishes.with_value(Unanswered::busy));
        self.send(&ToThread::Do { key, wish });
    }

    /// Asks for a code to read out, and shows the dialog that it comes in.
    pub fn speak(self) {
        self.code.set(None);
        self.speaking.set(true);
        self.asked_code.set_value(self.wish(Wish::SpeakCode));
    }

    /// Writes something into the draft of the answer and goes there.
    pub fn write(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(|draft| {
            draft.noting = false;
            change(draft);
        });
        browser::focus_soon("reply");
    }

    /// Whether the signed-in agent answers for it.
    #[must_use]
    pub fn is_mine(self) -> bool {
        let me = self.desk.me.with_value(|me| me.agent.clone());
        self.state.with(|state| state.as_ref().is_some_and(|state| state.owner.as_ref() == Some(&me)))
    }

    /// The draft outlives the tab, whatever is opened in between.
    fn keep_draft(self) {
        let key = self.desk.writer().draft(self.id);
        let kept = wall::setting(&key).and_then(|text| kept::read(&text, browser::now()));
        self.draft.set(kept.unwrap_or_default());
        effect(move || {
            let (text, missed) = self.draft.with(|draft| (kept::written(draft, browser::now()), draft.is_written()));
            wall::set(&key, text.as_deref());
            self.desk.drafts.maybe_update(|all| {
                let known = all.contains(&self.id);
                match missed {
                    true if !known => all.push(self.id),
                    false => all.retain(|one| *one != self.id),
                    true => {}
                }
                known != missed
            });
        });
    }

    /// Takes another way for what is written, whose greeting and signature take the place of those of the way before.
    pub fn go_by(self, channel: Option<Channel>) {
        self.draft.update(|draft| {
            self.state.with_untracked(|state| {
                let routes = state.as_ref().map_or(&[][..], |state| &state.routes);
                let tone = |draft: &Draft| draft.route(routes).map(|route| route.tone.clone()).unwrap_or_default();
                let before = tone(draft);
                draft.channel = channel;
                let agent = self.desk.me.with_value(|me| me.name.clone());
                draft.text = answers::retold(&draft.text, &before, &tone(draft), &agent);
            });
        });
    }

    /// The same, and goes on writing.
    pub fn write_by(self, channel: Channel) {
        self.go_by(Some(channel));
        self.turn(false);
    }

    /// Asks the customer for a proof, in the site's words for the medium.
    pub fn ask_to_verify(self) {
        let said = self.state.with_untracked(|state| {
            let routes = &state.as_ref()?.routes;
            self.draft.with_untracked(|draft| draft.route(routes).map(|route| route.tone.verify.clone()))
        });
        self.write(|draft| draft.say(&said.unwrap_or_default()));
    }

    /// Tells others that the agent is typing, now and then.
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
        self.paging.set_value(false);
        let mut frames = frame(&ToThread::Hello { version: VERSION, key, after });
        self.wishes.with_value(|wishes| {
            for (key, wish) in wishes.iter() {
                frames.extend(frame(&ToThread::Do { key: key.clone(), wish: wish.clone() }));
            }
        });
        frames
    }
}
