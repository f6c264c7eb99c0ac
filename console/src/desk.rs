//! The desk: the signed-in agent and the live inbox.

mod bulk;
mod news;
mod perform;

use crate::prelude::*;
use crate::react::{effect, memo};
use crate::{
    action::Action,
    browser,
    chosen::Chosen,
    connection::Link,
    inbox::Inbox,
    json,
    kept::Writer,
    listing::Reader,
    notify::{self, Choices},
    socket::{Hooks, Socket},
    standing::Standing,
    state::App,
    strings, wall,
};
use leptos::ev;
use std::time::Duration;
use weft_shared::{
    channel::Channel,
    handoff::Party,
    id::ConversationId,
    time::{SECOND, Timestamp},
    wire::{
        VERSION,
        agent::{Me, ToDesk},
    },
};

/// How long signing out waits for what is on its way.
const PATIENCE_MS: i64 = 3 * SECOND;

/// The signed-in agent and the live inbox.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The whole console.
    pub app: App,
    /// The agent.
    pub me: StoredValue<Me>,
    /// The inbox.
    pub inbox: RwSignal<Inbox>,
    /// The state of its socket.
    pub link: RwSignal<Link>,
    /// The state of the open conversation's socket.
    pub thread_link: RwSignal<Link>,
    /// The drawer with the customer is open.
    pub drawer: RwSignal<bool>,
    /// What is asked of the open conversation; whoever shows it takes it out.
    pub action: RwSignal<Option<Action>>,
    /// How the reader stands to the open conversation, once that is known.
    pub standing: RwSignal<Option<Standing>>,
    /// The lines that are shown, in order.
    pub shown: Memo<Vec<ConversationId>>,
    /// The lines that are selected.
    pub chosen: RwSignal<Chosen>,
    /// Each line has a box to select it.
    pub selecting: RwSignal<bool>,
    /// What has to be asked before it is done with all that are selected.
    pub asking: RwSignal<Option<Action>>,
    /// What is to be handed on with one note, and perhaps to whom.
    pub handing: RwSignal<Option<(Vec<ConversationId>, Option<Party>)>>,
    /// A wish for several is under way.
    pub working: RwSignal<bool>,
    /// What of it was refused: what it is called, and why.
    pub refused: RwSignal<Vec<(String, String)>>,
    /// The palette is shown.
    pub palette: RwSignal<bool>,
    /// The keys are shown.
    pub help: RwSignal<bool>,
    /// The choices below are shown.
    pub settings: RwSignal<bool>,
    /// What makes itself known.
    pub choices: RwSignal<Choices>,
    /// The page is in front.
    pub looked_at: RwSignal<bool>,
    /// Conversations that the agent has begun to write to.
    pub drafts: RwSignal<Vec<ConversationId>>,
    /// An answer of the open conversation is not known to have arrived.
    pub unsent: RwSignal<bool>,
    /// The agent signs out: what waits to be sent goes out now.
    pub leaving: RwSignal<bool>,
    /// What is done with a conversation once it is open.
    pub upon_opening: StoredValue<Option<(ConversationId, Action)>>,
    /// The line that had the focus when the palette opened.
    aimed: StoredValue<Option<ConversationId>>,
    first_key: StoredValue<Timestamp>,
    socket: leptos::prelude::StoredValue<Option<Socket>, LocalStorage>,
}

impl Desk {
    /// Opens the live inbox. It closes when the present owner of reactive values ends.
    #[must_use]
    pub fn new(app: App, me: Me) -> Self {
        let inbox = RwSignal::<Inbox>::default();
        let kept = app.settings.with_value(|settings| notify::key(&settings.site, me.agent.as_str()));
        let choices = wall::setting(&kept).and_then(|text| json::read(&text)).unwrap_or_default();
        let me = StoredValue::new(me);
        let shown = memo(move || {
            let reader = reader(me, app.now.get());
            app.place.with(|place| inbox.with(|inbox| inbox.shown(place.view, &place.wanted, place.sort, &reader)))
        });
        let desk = Self {
            app,
            me,
            inbox,
            link: RwSignal::default(),
            thread_link: RwSignal::default(),
            drawer: RwSignal::new(false),
            action: RwSignal::new(None),
            standing: RwSignal::new(None),
            shown,
            chosen: RwSignal::default(),
            selecting: RwSignal::new(false),
            asking: RwSignal::new(None),
            handing: RwSignal::new(None),
            working: RwSignal::new(false),
            refused: RwSignal::default(),
            palette: RwSignal::new(false),
            help: RwSignal::new(false),
            settings: RwSignal::new(false),
            choices: RwSignal::new(choices),
            looked_at: RwSignal::new(browser::is_visible()),
            drafts: RwSignal::default(),
            unsent: RwSignal::new(false),
            leaving: RwSignal::new(false),
            upon_opening: StoredValue::new(None),
            aimed: StoredValue::new(None),
            first_key: StoredValue::new(Timestamp(0)),
            socket: leptos::prelude::StoredValue::new_local(None),
        };
        let hooks = Hooks {
            opened: Box::new(move || {
                desk.me.with_value(|me| frame(&ToDesk::Hello { version: VERSION, key: me.key.clone() }))
            }),
            // A frame of a newer edge that this console does not know is passed over.
            heard: Box::new(move |text| json::read(text).is_none_or(|frame| desk.hear(frame))),
            changed: Box::new(move |link| desk.link.set(link)),
            refused: Box::new(move || app.doubt()),
            beat: frame(&ToDesk::Here).pop(),
        };
        // Kept by the owner: its end closes the socket.
        desk.socket.set_value(Some(Socket::open(&app.routes().desk_socket(), hooks)));
        let keys = window_event_listener(ev::keydown, move |event| desk.pressed(&event));
        let seen = window_event_listener(ev::visibilitychange, move |_| desk.looked_at.set(browser::is_visible()));
        on_cleanup(move || {
            keys.remove();
            seen.remove();
        });
        desk.watch_seen();
        desk.drafts.set(desk.writer().drafts(browser::now()));
        effect(move || {
            let text = desk.choices.with(|choices| serde_json::to_string(choices).unwrap_or_default());
            wall::set(&kept, Some(&text));
        });
        // What is no longer shown is no longer selected.
        effect(move || {
            desk.shown.with(|shown| {
                desk.chosen.maybe_update(|chosen| {
                    let before = chosen.len();
                    chosen.keep(shown);
                    chosen.len() != before
                });
            });
        });
        effect(move || {
            let waiting = desk.inbox.with(|inbox| inbox.waiting(&desk.me.with_value(|me| me.agent.clone())));
            document().set_title(&strings::page_title(waiting, &desk.me.with_value(|me| me.site_name.clone())));
        });
        desk
    }

    /// The label of a channel; its name where the policy has none.
    #[must_use]
    pub fn label(self, channel: &Channel) -> String {
        self.me.with_value(|me| {
            let known = me.channels.iter().find(|(name, _)| name == channel);
            known.map_or_else(|| channel.to_string(), |(_, label)| label.clone())
        })
    }

    /// What the policy calls something that customers write about; its name where that is gone.
    #[must_use]
    pub fn intent_label(self, intent: &str) -> String {
        self.me.with_value(|me| label(&me.intents, intent))
    }

    /// What the policy calls a team; its name where that is gone.
    #[must_use]
    pub fn team_label(self, team: &str) -> String {
        self.me.with_value(|me| label(&me.teams, team))
    }

    /// A sentence of the edge, with the names of colleagues in place of their ids.
    #[must_use]
    pub fn named(self, sentence: &str) -> String {
        self.inbox.with(|inbox| inbox.named(sentence))
    }

    /// A text of the rules with the agent's own name in it.
    #[must_use]
    pub fn filled(self, text: &str) -> String {
        self.me.with_value(|me| text.replace("{{agent}}", &me.name))
    }

    /// Who reads, at the present minute.
    #[must_use]
    pub fn reader(self) -> Reader {
        reader(self.me, self.app.now.get())
    }

    /// The same, asked once.
    #[must_use]
    pub fn reader_now(self) -> Reader {
        reader(self.me, self.app.now.get_untracked())
    }

    /// What a request that changes something carries.
    #[must_use]
    pub fn key(self) -> String {
        self.me.with_value(|me| me.key.clone())
    }

    /// Whose drafts these are.
    #[must_use]
    pub fn writer(self) -> Writer {
        let site = self.app.settings.with_value(|settings| settings.site.clone());
        Writer { site, agent: self.me.with_value(|me| me.agent.clone()) }
    }

    /// Signs out. What waits to be sent goes out before.
    pub fn sign_out(self) {
        self.leaving.set(true);
        self.sign_out_after(browser::now().plus(PATIENCE_MS));
    }

    /// Signs out once everything has arrived, or at a moment.
    fn sign_out_after(self, until: Timestamp) {
        let unsent = self.unsent.get_untracked();
        if unsent && browser::now() < until {
            return set_timeout(move || self.sign_out_after(until), Duration::from_millis(100));
        }
        self.leaving.set(false);
        self.app.sign_out(self.key(), unsent);
    }
}

/// A frame as text; none if it cannot be written, which no type here allows.
pub(crate) fn frame(frame: &impl serde::Serialize) -> Vec<String> {
    serde_json::to_string(frame).into_iter().collect()
}

fn label(known: &[(String, String)], name: &str) -> String {
    known.iter().find(|(one, _)| one == name).map_or_else(|| name.to_owned(), |(_, label)| label.clone())
}

fn reader(me: StoredValue<Me>, now: Timestamp) -> Reader {
    me.with_value(|me| Reader { agent: me.agent.clone(), teams: me.own_teams.clone(), now })
}
