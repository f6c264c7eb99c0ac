//! What the whole console knows, signed in or not.

use crate::prelude::*;
use crate::{
    api::{Failure, Routes},
    browser, files, json,
    kept::Writer,
    place::Place,
    strings,
};
use leptos::ev;
use std::time::Duration;
use weft_shared::{
    time::{MINUTE, Timestamp},
    wire::{agent::Me, problem::ProblemKind},
};

pub use weft_shared::wire::passkey::ConsoleSettings as Settings;

/// Reads what the page says about the site.
#[must_use]
pub fn settings() -> Option<Settings> {
    json::read(&document().get_element_by_id("weft-settings")?.text_content()?)
}

/// Whether somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Not known yet.
    Asking,
    /// Nobody; perhaps with what led to it.
    Out(Option<String>),
    /// This agent.
    In(Box<Me>),
    /// It could not be found out.
    Broken(Failure),
}

/// What the whole console knows.
#[derive(Clone, Copy)]
pub struct App {
    /// The site.
    pub settings: StoredValue<Settings>,
    /// When the company's own sign-in was last asked because a session had ended.
    tried: StoredValue<Option<Timestamp>>,
    /// Whether somebody is signed in.
    pub gate: RwSignal<Gate>,
    /// Where the agent is.
    pub place: RwSignal<Place>,
    /// The present minute, for times in words.
    pub now: RwSignal<Timestamp>,
    /// What a screen reader should say next.
    pub said: RwSignal<String>,
    /// The browser believes that it is online.
    pub online: RwSignal<bool>,
    /// One pane at a time.
    pub narrow: RwSignal<bool>,
    /// The customer's panel is a drawer.
    pub compact: RwSignal<bool>,
}

const NARROW: &str = "(max-width: 47.49rem)";
const COMPACT: &str = "(max-width: 74.99rem)";

impl App {
    /// Starts: listens to the browser and asks who is signed in.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let app = Self {
            settings: StoredValue::new(settings),
            tried: StoredValue::new(None),
            gate: RwSignal::new(Gate::Asking),
            place: RwSignal::new(browser::place()),
            now: RwSignal::new(browser::now()),
            said: RwSignal::new(String::new()),
            online: RwSignal::new(browser::online()),
            narrow: RwSignal::new(browser::matches(NARROW)),
            compact: RwSignal::new(browser::matches(COMPACT)),
        };
        // The console lives as long as the page: these listeners are never removed.
        let _ = window_event_listener(ev::hashchange, move |_| app.place.set(browser::place()));
        let _ = window_event_listener(ev::online, move |_| app.online.set(true));
        let _ = window_event_listener(ev::offline, move |_| app.online.set(false));
        let _ = window_event_listener(ev::resize, move |_| {
            app.narrow.maybe_update(|old| differs(old, browser::matches(NARROW)));
            app.compact.maybe_update(|old| differs(old, browser::matches(COMPACT)));
        });
        // A file that is dropped beside its place would be shown in place of the console.
        let stay = |event: web_sys::DragEvent| {
            if files::are_dragged(&event) {
                event.prevent_default();
            }
        };
        let _ = window_event_listener(ev::dragover, stay);
        let _ = window_event_listener(ev::drop, stay);
        set_interval(move || app.now.set(browser::now()), Duration::from_secs(20));
        app.ask();
        app
    }

    /// Asks who is signed in.
    pub fn ask(self) {
        self.gate.set(Gate::Asking);
        let routes = self.routes();
        leptos::task::spawn_local(async move {
            match routes.me().await {
                Ok(me) => self.gate.set(Gate::In(Box::new(me))),
                Err(failure) if failure.is(ProblemKind::Unauthenticated) => self.try_access(None),
                Err(failure) => self.gate.set(Gate::Broken(failure)),
            }
        });
    }

    /// The company's own sign-in may have let them through already: then nobody is asked. Else it says why not.
    fn try_access(self, because: Option<&'static str>) {
        let because = because.map(str::to_owned);
        if !self.settings.with_value(|settings| settings.access) {
            return self.gate.set(Gate::Out(because));
        }
        self.gate.set(Gate::Asking);
        let routes = self.routes();
        leptos::task::spawn_local(async move {
            self.gate.set(match routes.sign_in_by_access().await {
                Ok(me) => Gate::In(Box::new(me)),
                Err(Failure::Problem(problem)) if problem.detail.is_some() => Gate::Out(problem.detail),
                Err(_) => Gate::Out(because),
            });
        });
    }

    /// A socket was not let in: asks whether that is because the sign-in is over.
    pub fn doubt(self) {
        let routes = self.routes();
        leptos::task::spawn_local(async move {
            if routes.me().await.is_err_and(|failure| failure.is(ProblemKind::Unauthenticated)) {
                self.leave(strings::EXPIRED);
            }
        });
    }

    /// Signs out. What was begun to be written goes with it, so that is asked. Without a network the page says so and
    /// nothing changes.
    pub fn sign_out(self, key: String, unsent: bool) {
        let begun = self.writer().is_some_and(|writer| !writer.drafts(browser::now()).is_empty());
        if (unsent || begun) && !browser::agrees(strings::DRAFTS_GO) {
            return;
        }
        let routes = self.routes();
        leptos::task::spawn_local(async move {
            match routes.sign_out(&key).await {
                Err(failure) if !failure.is(ProblemKind::Unauthenticated) => self.say(strings::failure(&failure)),
                _ => self.leave(strings::SIGNED_OUT),
            }
        });
    }

    /// Whose writing this browser keeps now: that of who is signed in.
    fn writer(self) -> Option<Writer> {
        let site = self.settings.with_value(|settings| settings.site.clone());
        self.gate.with_untracked(|gate| match gate {
            Gate::In(me) => Some(Writer { site, agent: me.agent.clone() }),
            _ => None,
        })
    }

    /// The sign-in is over: by itself, where the company's own may still be good; or by signing out, which takes along
    /// what this browser kept of the agent's writing.
    pub fn leave(self, because: &'static str) {
        let writer = self.writer();
        if because == strings::EXPIRED {
            let now = browser::now();
            // Every socket finds it out; and what ends at once again is no sign-in.
            let lately = self.tried.get_value().is_some_and(|tried: Timestamp| now.since(tried) < MINUTE);
            if writer.is_some() && !lately {
                self.tried.set_value(Some(now));
                self.try_access(Some(because));
            } else if writer.is_some() {
                self.gate.set(Gate::Out(Some(because.to_owned())));
            }
            return;
        }
        self.gate.set(Gate::Out(Some(because.to_owned())));
        if let Some(writer) = writer {
            writer.forget();
        }
    }

    /// The session that this page began with is over. The browser may have another one by now; the answer that brings it
    /// can come a moment after the end of the former.
    pub fn over(self, because: &'static str) {
        // Who signs in meanwhile is another: neither the end nor the answer is about them.
        let before = self.gate.get_untracked();
        let ask = move || {
            let routes = self.routes();
            leptos::task::spawn_local(async move {
                let answer = routes.me().await;
                match (self.gate.get_untracked(), answer) {
                    (now, _) if now != before => {}
                    (Gate::In(before), Ok(me)) if *before != me => self.gate.set(Gate::In(Box::new(me))),
                    (Gate::In(_), Err(_)) => self.leave(because),
                    _ => {}
                }
            });
        };
        set_timeout(ask, Duration::from_secs(1));
    }

    /// The routes of the site.
    #[must_use]
    pub fn routes(self) -> Routes {
        self.settings.with_value(|settings| Routes::new(&settings.site))
    }

    /// Lets a screen reader say it, also when it is the same as before.
    pub fn say(self, text: String) {
        self.said.set(String::new());
        set_timeout(move || self.said.set(text), Duration::from_millis(100));
    }
}

fn differs(old: &mut bool, new: bool) -> bool {
    let changed = *old != new;
    *old = new;
    changed
}
