//! Where a site is looked after: its rules, its people, its keys, those who carry its messages, and the widget on its pages.
//! And where every agent looks after their own account.
//!
//! A program of its own beside the desk: whoever answers customers does not load it.

mod account;
mod examples;
mod install;
mod keys;
mod parts;
mod people;
pub mod place;
mod providers;
mod rules;
mod shell;
mod site;
mod sure;

use crate::prelude::*;
use crate::{
    browser,
    state::{App, Gate, Settings},
    strings::admin as words,
    view::{empty, sign_in, spoken_aloud},
};
use leptos::{ev, task::spawn_local};
use place::Place;
use std::{collections::BTreeMap, sync::Arc};
use weft_shared::{
    id::ConversationId,
    wire::agent::{AgentRole, Me},
};
use weft_widget::view::el::list;

/// The whole program.
#[must_use]
pub fn root(settings: Settings) -> AnyView {
    let app = App::new(settings);
    let page = list(move || {
        vec![match app.gate.get() {
            Gate::Asking => empty::loading(),
            Gate::Out(because) => sign_in::view(app, because),
            Gate::In(me) if account::is_here() => account::view(Admin::new(app, *me)),
            Gate::In(me) => shell::view(Admin::new(app, *me)),
            Gate::Broken(failure) => empty::broken(&failure, move || app.ask()),
        }]
    });
    vec![page, spoken_aloud(app)].into_any()
}

/// Whoever is signed in, and where they are.
#[derive(Clone, Copy)]
pub struct Admin {
    /// What both programs know.
    pub app: App,
    /// The agent.
    pub me: StoredValue<Me>,
    /// The page that is shown.
    pub place: RwSignal<Place>,
    names: RwSignal<BTreeMap<String, String>>,
    unsaved: StoredValue<Option<Unsaved>>,
}

/// Whether something was written on the page that would go with it.
type Unsaved = Arc<dyn Fn() -> bool + Send + Sync>;

impl Admin {
    fn new(app: App, me: Me) -> Self {
        let admin = Self {
            app,
            me: StoredValue::new(me),
            place: RwSignal::new(Place::here()),
            names: RwSignal::new(BTreeMap::new()),
            unsaved: StoredValue::new(None),
        };
        let moved = window_event_listener(ev::hashchange, move |_| admin.moved());
        let closing = window_event_listener(ev::beforeunload, move |event| {
            if admin.is_unsaved() {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            moved.remove();
            closing.remove();
        });
        admin.ask_names();
        admin
    }

    /// As long as a page is shown, leaving it asks first when it says that something on it is not saved.
    pub fn guard(self, unsaved: impl Fn() -> bool + Send + Sync + 'static) {
        self.unsaved.set_value(Some(Arc::new(unsaved)));
        on_cleanup(move || {
            let _ = self.unsaved.try_update_value(|unsaved| *unsaved = None);
        });
    }

    fn is_unsaved(self) -> bool {
        self.unsaved.try_get_value().flatten().is_some_and(|unsaved| unsaved())
    }

    /// The address names another page: it is shown, unless somebody would rather stay with what is written here.
    fn moved(self) {
        let (before, now) = (self.place.get_untracked(), Place::here());
        if !now.is_page_of(before) && self.is_unsaved() && !browser::agrees(words::UNSAVED_GO) {
            let _ = window().location().replace(&before.hash());
        } else {
            self.place.set(now);
        }
    }

    /// Whether whoever is signed in has this role or one above it.
    #[must_use]
    pub fn may(self, role: AgentRole) -> bool {
        self.me.with_value(|me| me.role >= role)
    }

    /// What a request that changes something carries.
    #[must_use]
    pub fn key(self) -> String {
        self.me.with_value(|me| me.key.clone())
    }

    /// The name of an agent by id; the id of one who is not known here.
    #[must_use]
    pub fn named(self, agent: &str) -> String {
        self.names.with(|names| names.get(agent).cloned()).unwrap_or_else(|| agent.to_owned())
    }

    /// Asks who is who. Without an answer ids are shown in place of names, which is no harm.
    fn ask_names(self) {
        let (me, name) = self.me.with_value(|me| (me.agent.to_string(), me.name.clone()));
        self.names.update(|names| drop(names.insert(me, name)));
        if !self.may(AgentRole::Lead) {
            return;
        }
        let routes = self.app.routes();
        spawn_local(async move {
            if let Ok(board) = routes.board().await {
                let found = board.agents.into_iter().map(|one| (one.agent.to_string(), one.name));
                self.names.try_update(|names| names.extend(found));
            }
        });
    }

    /// Where the desk shows a conversation.
    #[must_use]
    pub fn desk_address(self, conversation: ConversationId) -> String {
        let site = self.app.settings.with_value(|settings| settings.site.clone());
        format!("/console/{site}{}", crate::place::Place::of(conversation).hash())
    }

    /// Signs out. Without a network the page says so and nothing changes.
    pub fn sign_out(self) {
        if self.is_unsaved() && !browser::agrees(words::UNSAVED_GO) {
            return;
        }
        self.app.sign_out(self.key(), false);
    }
}
