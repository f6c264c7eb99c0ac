//! What the widget knows and does. Views bind to its signals; everything that happens goes through its methods.

mod account;
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
    state::State,
    strings::{Key, t},
};
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
    /// The account has another open conversation.
    pub elsewhere: bool,
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
    /// Type a code that was read out.
    Spoken(AskStage),
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
    pub stored: State<Stored>,
    /// The transcript.
    pub transcript: State<Transcript>,
    /// What the edge said about it; none before it did.
    pub welcomed: State<Option<Welcomed>>,
    /// The connection.
    pub connection: State<Connection>,
    /// Whether there is a network.
    pub network: State<bool>,
    /// Who is typing.
    pub typing: State<Option<String>>,
    /// What is in the composer.
    pub draft: State<String>,
    /// What fills the panel.
    pub screen: State<Screen>,
    /// The proof by code.
    pub code: State<CodeEntry>,
    /// Whether the panel is open.
    pub shown: State<bool>,
    /// Said to screen readers when it changes.
    pub status: State<String>,
    /// A short word for everybody, until the next thing happens.
    pub toast: State<Option<Key>>,
    /// The time, as coarse as whoever shows it needs.
    pub clock: State<Timestamp>,
    /// The reader's day.
    pub today: State<Day>,
    /// The tag of the language.
    pub language: State<String>,
    /// Whether the menu is open.
    pub menu: State<bool>,
    /// What is typed as the address of an earlier conversation.
    pub address: State<String>,
    /// What can be proven to see earlier messages.
    pub challenge: State<Option<Challenge>>,
    /// Whether a code was asked for.
    pub asked: State<bool>,
    /// Whether the account has another open conversation, and the visitor is asked about it.
    pub elsewhere: State<bool>,
    /// An answer with other credentials is awaited.
    changing: State<bool>,
    /// The site's word, for when a conversation has begun.
    word: State<Option<String>>,
    /// The place to resume from with the present credentials; 0 for none.
    resume: State<u64>,
    /// A conversation is being begun.
    beginning: State<bool>,
    /// The page was asked who is signed in there since it was loaded.
    asked_who: State<bool>,
    /// Tries to begin that failed in a row.
    begin_tries: State<u32>,
    /// When it was last told that the customer types.
    typed_at: State<Timestamp>,
    /// How often an agent was seen typing: the older timers then end nothing.
    typings: State<u32>,
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
            stored: State::new(stored),
            transcript: State::default(),
            welcomed: State::new(None),
            connection: State::default(),
            network: State::new(browser::online()),
            typing: State::new(None),
            draft: State::default(),
            screen: State::default(),
            code: State::default(),
            shown: State::new(!framed),
            status: State::default(),
            toast: State::new(None),
            clock: State::new(browser::now()),
            today: State::new(today()),
            language: State::default(),
            menu: State::default(),
            address: State::default(),
            challenge: State::default(),
            asked: State::default(),
            elsewhere: State::default(),
            changing: State::default(),
            word: State::default(),
            resume: State::new(0),
            beginning: State::new(false),
            asked_who: State::new(false),
            begin_tries: State::new(0),
            typed_at: State::default(),
            typings: State::new(0),
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
        self.welcome(None);
        self.typing.set(None);
        self.prove(|code| *code = CodeEntry::default());
        self.resume.set(0);
    }

    /// The edge's word on the conversation changed.
    fn welcome(self, word: Option<Welcomed>) {
        self.challenge.set(word.as_ref().filter(|word| word.locked).and_then(|word| word.challenge.clone()));
        self.elsewhere.set(word.as_ref().is_some_and(|word| word.elsewhere));
        self.welcomed.set(word);
    }

    /// The proof got further.
    fn prove<R>(self, change: impl FnOnce(&mut CodeEntry) -> R) -> R {
        let result = self.code.update(change);
        self.asked.set(self.code.with_untracked(|code| code.sent_to.is_some()));
        result
    }

    fn nudge(self) {
        if browser::visible() {
            self.happened(Happened::Nudged);
            self.seen();
        }
    }

    fn beat(self) {
        browser::after(HEARTBEAT, move || {
            self.today.set(today());
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

fn today() -> Day {
    let now = browser::now();
    Day::of(now, browser::minutes_behind(now))
}
