//! The desk: the signed-in agent and the live inbox.

use crate::{
    action::Action,
    browser,
    connection::Link,
    inbox::{Inbox, neighbour},
    socket::{Hooks, Socket},
    state::App,
    strings,
};
use leptos::{ev, prelude::*};
use weft_shared::{
    channel::Channel,
    wire::{
        VERSION,
        agent::{FromDesk, Me, ToDesk},
        problem::ProblemKind,
    },
};

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
}

impl Desk {
    /// Opens the live inbox. It closes when the present owner of reactive values ends.
    #[must_use]
    pub fn new(app: App, me: Me) -> Self {
        let desk = Self {
            app,
            me: StoredValue::new(me),
            inbox: RwSignal::default(),
            link: RwSignal::default(),
            thread_link: RwSignal::default(),
            drawer: RwSignal::new(false),
            action: RwSignal::new(None),
        };
        let hooks = Hooks {
            opened: Box::new(move || {
                desk.me.with_value(|me| frame(&ToDesk::Hello { version: VERSION, key: me.key.clone() }))
            }),
            // A frame of a newer edge that this console does not know is passed over.
            heard: Box::new(move |text| serde_json::from_str(text).map_or(true, |frame| desk.hear(frame))),
            changed: Box::new(move |link| desk.link.set(link)),
            refused: Box::new(move || app.doubt()),
            beat: frame(&ToDesk::Here).pop(),
        };
        // Kept by the owner: its end closes the socket.
        let _ = StoredValue::new_local(Socket::open(&app.routes().desk_socket(), hooks));
        let keys = window_event_listener(ev::keydown, move |event| desk.pressed(&event));
        on_cleanup(move || keys.remove());
        Effect::new(move |_| {
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

    /// What a request that changes something carries.
    #[must_use]
    pub fn key(self) -> String {
        self.me.with_value(|me| me.key.clone())
    }

    /// Signs out. Without a network the page says so and nothing changes.
    pub fn sign_out(self) {
        let (routes, key) = (self.app.routes(), self.me.with_value(|me| me.key.clone()));
        leptos::task::spawn_local(async move {
            match routes.sign_out(&key).await {
                Err(failure) if !failure.is(ProblemKind::Unauthenticated) => self.app.say(strings::failure(&failure)),
                _ => self.app.leave(strings::SIGNED_OUT),
            }
        });
    }

    /// Takes in a frame. `false` ends the socket.
    fn hear(self, frame: FromDesk) -> bool {
        match frame {
            FromDesk::Seen { .. } => {}
            FromDesk::Inbox { rows, colleagues, .. } => self.inbox.update(|inbox| inbox.take(rows, colleagues)),
            FromDesk::Changed { row } => {
                let news = row.open
                    && row.waiting
                    && self.app.place.with_untracked(|p| p.conversation != Some(row.conversation));
                let title = row.title.clone();
                if self.inbox.try_update(|inbox| inbox.change(row)) == Some(true) && news {
                    self.app.say(strings::new_in_inbox(&title));
                }
            }
            FromDesk::Presence { colleagues } => self.inbox.update(|inbox| inbox.colleagues = colleagues),
            FromDesk::Bye { because, problem } => {
                let out = problem.is_some_and(|problem| problem.is(ProblemKind::Unauthenticated));
                if out || because != "problem" {
                    self.app.leave(if because == "signed-out" { strings::SIGNED_OUT } else { strings::EXPIRED });
                    return false;
                }
            }
        }
        true
    }

    /// J and K walk through the list, Escape closes the drawer.
    fn pressed(self, event: &web_sys::KeyboardEvent) {
        if event.key() == "Escape" && self.drawer.get_untracked() {
            self.drawer.set(false);
            browser::focus_soon("show-customer");
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() || browser::is_typing() {
            return;
        }
        let forward = match event.key().as_str() {
            "j" => true,
            "k" => false,
            _ => return,
        };
        let place = self.app.place.get_untracked();
        let me = self.me.with_value(|me| me.agent.clone());
        let shown = self.inbox.with_untracked(|inbox| inbox.shown(place.filter, &me));
        if let Some(next) = neighbour(&shown, place.conversation, forward) {
            browser::go(place.opening(Some(next)));
        }
    }
}

/// A frame as text; none if it cannot be written, which no type here allows.
pub(crate) fn frame(frame: &impl serde::Serialize) -> Vec<String> {
    serde_json::to_string(frame).into_iter().collect()
}
