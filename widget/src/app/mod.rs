//! What the widget knows and does. Views bind to its signals; everything that happens goes through its methods.

mod frames;
mod host;
mod link;
mod proof;
mod talk;

use crate::{
    browser,
    code_entry::CodeEntry,
    connection::{Act, Connection, HEARTBEAT, Happened, Phase},
    days::Day,
    rows,
    session::{Stored, storage_key},
    socket,
    strings::{Key, t},
};
use leptos::prelude::*;
use weft_shared::{
    evidence::Assurance,
    time::Timestamp,
    transcript::Transcript,
    wire::customer::{Challenge, FrameSettings},
};

/// The edge's word on the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcomed {
    /// The level now.
    pub level: Assurance,
    /// Whether it is open.
    pub open: bool,
    /// There is earlier content that this level may not see.
    pub locked: bool,
    /// What can be proven to see it.
    pub challenge: Option<Challenge>,
}

/// What fills the panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// The conversation, or the invitation to begin one.
    #[default]
    Chat,
    /// A link was followed.
    Link {
        /// Its token.
        token: String,
        /// How it stands.
        stage: LinkStage,
    },
    /// Continue an earlier conversation by a typed address.
    Continue(AskStage),
    /// Forget the conversation on this device?
    Forget,
}

/// How a followed link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkStage {
    /// It awaits the person's click: nothing was sent.
    Offered,
    /// It is being redeemed.
    Opening,
    /// That failed for now; it can be tried again.
    Trouble(Key),
    /// It no longer works.
    Dead(AskStage),
}

/// How the wish for a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskStage {
    /// It can be asked for.
    Ready,
    /// It is being asked for.
    Asking,
    /// It was asked for: the answer is always the same.
    Asked,
    /// That failed.
    Trouble(Key),
}

/// The widget.
#[derive(Clone, Copy)]
pub struct App {
    /// The site.
    pub settings: &'static FrameSettings,
    /// Whether a page of the site holds the panel, rather than it being the page.
    pub framed: bool,
    /// What is kept.
    pub stored: RwSignal<Stored>,
    /// The transcript.
    pub transcript: RwSignal<Transcript>,
    /// What the edge said about it; none before it did.
    pub welcomed: RwSignal<Option<Welcomed>>,
    /// The connection.
    pub connection: RwSignal<Connection>,
    /// Whether there is a network.
    pub network: RwSignal<bool>,
    /// Who is typing.
    pub typing: RwSignal<Option<String>>,
    /// What is in the composer.
    pub draft: RwSignal<String>,
    /// What fills the panel.
    pub screen: RwSignal<Screen>,
    /// The proof by code.
    pub code: RwSignal<CodeEntry>,
    /// Whether the panel is open.
    pub shown: RwSignal<bool>,
    /// Said to screen readers when it changes.
    pub status: RwSignal<String>,
    /// A short word for everybody, until the next thing happens.
    pub toast: RwSignal<Option<Key>>,
    /// The time, as coarse as whoever shows it needs.
    pub clock: RwSignal<Timestamp>,
    /// Counts changes of language.
    pub language: RwSignal<u32>,
    /// The place to resume from with the present credentials; 0 for none.
    resume: RwSignal<u64>,
    /// A conversation is being begun.
    beginning: RwSignal<bool>,
    /// Tries to begin that failed in a row.
    begin_tries: RwSignal<u32>,
    /// When it was last told that the customer types.
    typed_at: RwSignal<Timestamp>,
    /// How often an agent was seen typing: the older timers then end nothing.
    typings: RwSignal<u32>,
}

impl App {
    /// The widget for a site, with what was kept.
    #[must_use]
    pub fn new(settings: &'static FrameSettings) -> Self {
        let kept = browser::load(&storage_key(&settings.site)).and_then(|text| Stored::read(&text));
        let stored = kept.unwrap_or_else(|| Stored { browser: browser::nonce(), ..Stored::default() });
        let framed = browser::framed();
        Self {
            settings,
            framed,
            stored: RwSignal::new(stored),
            transcript: RwSignal::default(),
            welcomed: RwSignal::new(None),
            connection: RwSignal::default(),
            network: RwSignal::new(browser::online()),
            typing: RwSignal::new(None),
            draft: RwSignal::default(),
            screen: RwSignal::default(),
            code: RwSignal::default(),
            shown: RwSignal::new(!framed),
            status: RwSignal::default(),
            toast: RwSignal::new(None),
            clock: RwSignal::new(browser::now()),
            language: RwSignal::new(0),
            resume: RwSignal::new(0),
            beginning: RwSignal::new(false),
            begin_tries: RwSignal::new(0),
            typed_at: RwSignal::default(),
            typings: RwSignal::new(0),
        }
    }

    /// Begins to live: listens to the browser and connects if there is something to connect with.
    pub fn run(self) {
        for name in ["online", "offline"] {
            browser::listen(false, name, move |_| {
                self.network.set(browser::online());
                self.nudge();
            });
        }
        browser::listen(true, "visibilitychange", move |_| self.nudge());
        browser::listen(false, "storage", move |event| self.another_tab(&event));
        self.beat();
        if self.stored.with_untracked(|stored| stored.credentials.is_some()) {
            self.happened(Happened::Wanted);
        } else if self.stored.with_untracked(|stored| stored.outbox.to_send().next().is_some()) {
            self.begin();
        }
    }

    /// Something happened to the connection.
    pub fn happened(self, happened: Happened) {
        let mut connection = self.connection.get_untracked();
        let act = connection.on(happened);
        if connection != self.connection.get_untracked() {
            self.connection.set(connection);
        }
        match act {
            Act::Open => self.open(),
            Act::Close => socket::close(),
            Act::Ping => socket::send(weft_shared::wire::PING),
            Act::Wait(ms) => browser::after(ms, move || self.happened(Happened::Waited)),
            Act::Rest => {}
        }
    }

    /// Whether frames flow.
    #[must_use]
    pub fn is_online(self) -> bool {
        self.network.get() && self.connection.with(|connection| connection.phase == Phase::Online)
    }

    /// The reader's day of the clock.
    #[must_use]
    pub fn today(self) -> Day {
        let now = self.clock.get();
        Day::of(now, browser::minutes_behind(now))
    }

    /// How many messages wait to be read.
    #[must_use]
    pub fn unread(self) -> usize {
        let seen = self.stored.with_untracked(|stored| stored.seen);
        self.transcript.with_untracked(|transcript| rows::unread(&transcript.entries, seen))
    }

    /// Says a word to everybody and to screen readers.
    pub fn tell(self, key: Key) {
        self.toast.set(Some(key));
        self.status.set(t(key).to_owned());
    }

    /// Keeps what is to be kept, without losing what another tab has in its outbox.
    pub fn keep(self) {
        let key = storage_key(&self.settings.site);
        let mut stored = self.stored.get_untracked();
        if let Some(other) = browser::load(&key).and_then(|text| Stored::read(&text)) {
            stored.outbox.merge(other.outbox);
        }
        browser::keep(&key, Some(&stored.write()));
    }

    /// The path of something of the site's on the edge.
    fn path(self, rest: &[&str]) -> String {
        let mut path = ["/v1/sites/", &self.settings.site].concat();
        for part in rest {
            path.push('/');
            path.push_str(part);
        }
        path
    }

    /// The conversation on the screen is another one from now on, or none.
    fn turn_page(self) {
        self.transcript.set(Transcript::default());
        self.welcomed.set(None);
        self.typing.set(None);
        self.code.set(CodeEntry::default());
        self.resume.set(0);
    }

    fn nudge(self) {
        if browser::visible() {
            self.happened(Happened::Nudged);
            self.seen();
        }
    }

    fn beat(self) {
        browser::after(HEARTBEAT, move || {
            self.clock.set(browser::now());
            self.happened(Happened::Beat);
            self.beat();
        });
    }

    fn another_tab(self, event: &web_sys::Event) {
        use wasm_bindgen::JsCast;
        let Some(event) = event.dyn_ref::<web_sys::StorageEvent>() else { return };
        // A null key means that everything was cleared.
        if event.key().is_some_and(|key| key != storage_key(&self.settings.site)) {
            return;
        }
        match event.new_value().and_then(|text| Stored::read(&text)) {
            Some(other) => self.adopt_from_tab(other),
            None if self.stored.with_untracked(|stored| stored.credentials.is_some()) => self.signed_out(),
            None => {}
        }
    }
}
