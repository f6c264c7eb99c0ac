//! The form of an address: a new one, or one that is changed.

use super::Hooks;
use crate::prelude::*;
use crate::{
    admin::{
        Admin,
        parts::{Change, code_line, field, line, tick},
    },
    browser,
    strings::admin as words,
    view::press,
};
use std::collections::BTreeSet;
use weft_shared::{
    id::WebhookId,
    wire::api::{HookEvent, NewWebhook, WebhookChange, WebhookLine},
};
use weft_widget::view::el::el;

/// What is written in it.
#[derive(Clone, Copy)]
pub struct Form {
    change: Change,
    /// The one that is changed; none: a new one.
    of: RwSignal<Option<WebhookId>>,
    url: RwSignal<String>,
    about: RwSignal<String>,
    events: RwSignal<BTreeSet<HookEvent>>,
}

impl Form {
    /// An empty one.
    #[must_use]
    pub fn new(admin: Admin) -> Self {
        let (url, about) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        Self { change: Change::new(admin), of: RwSignal::new(None), url, about, events: RwSignal::default() }
    }

    /// Turns to changing one.
    pub fn edit(self, hook: &WebhookLine) {
        self.fill(Some(hook.id), &hook.url, hook.description.as_deref(), hook.events.iter().copied().collect());
        browser::focus_soon("webhook-url");
    }

    /// Turns away from one that is gone.
    pub fn forget(self, id: WebhookId) {
        if self.of.get_untracked() == Some(id) {
            self.empty();
        }
    }

    fn empty(self) {
        self.fill(None, "", None, BTreeSet::new());
    }

    fn fill(self, of: Option<WebhookId>, url: &str, about: Option<&str>, events: BTreeSet<HookEvent>) {
        self.change.clear();
        self.of.set(of);
        self.url.set(url.to_owned());
        self.about.set(about.unwrap_or_default().to_owned());
        self.events.set(events);
    }

    fn flip(self, event: HookEvent) {
        self.events.update(|events| {
            if !events.remove(&event) {
                events.insert(event);
            }
        });
    }
}

/// The form.
pub fn view(hooks: Hooks) -> AnyView {
    let form = hooks.form;
    let is_new = move || form.of.with(Option::is_none);
    let ticks = HookEvent::ALL.iter().map(move |event| {
        tick(
            event.name().to_owned(),
            move || form.events.with(|events| events.contains(event)),
            move || form.flip(*event),
        )
    });
    let send = el("BUTTON")
        .attr("type", "submit")
        .class("button primary")
        .truth("aria-disabled", move || form.change.busy.get())
        .words(move || {
            let label = if is_new() { words::ADD_WEBHOOK } else { words::SAVE };
            if form.change.busy.get() { words::SAVING } else { label }.to_owned()
        });
    let leave = move || {
        (!is_new()).then(|| {
            let leave = move || {
                form.empty();
                browser::focus_soon("webhook-url");
            };
            press("button").tap(leave).text(words::CANCEL).done()
        })
    };
    let title = move || if is_new() { words::NEW_WEBHOOK } else { words::CHANGE_WEBHOOK }.to_owned();
    let (at_url, at_about) = (("webhook-url", "url"), ("webhook-about", "description"));
    el("FORM")
        .class("admin-form boxed")
        .attr("novalidate", "")
        .submit(move || send_it(hooks))
        .child(el("H3").words(title).done())
        .child(field(form.change, at_url, words::WEBHOOK_URL, words::WEBHOOK_URL_HINT, form.url, code_line()))
        .child(field(form.change, at_about, words::ABOUT, words::ABOUT_HINT, form.about, line()))
        .child(el("FIELDSET").child(el("LEGEND").text(words::EVENTS).done()).children(ticks).done())
        .child(form.change.trouble())
        .child(el("DIV").class("admin-actions").show(leave).child(send.done()).done())
        .done()
}

fn send_it(hooks: Hooks) {
    let form = hooks.form;
    let (routes, key) = (hooks.admin.app.routes(), hooks.admin.key());
    let (url, about) = (form.url.get_untracked().trim().to_owned(), form.about.get_untracked().trim().to_owned());
    let events: Vec<HookEvent> = form.events.get_untracked().into_iter().collect();
    let of = form.of.get_untracked();
    let ask = async move {
        match of {
            Some(id) => {
                let wanted =
                    WebhookChange { url: Some(url), events: Some(events), description: Some(about), enabled: None };
                routes.change_webhook(&key, id, &wanted).await.map(|_| None)
            }
            None => {
                let description = (!about.is_empty()).then_some(about);
                let made = routes.make_webhook(&key, &NewWebhook { url, events, description }).await;
                made.map(|made| Some(made.secret))
            }
        }
    };
    form.change.run(ask, move |secret| {
        form.empty();
        hooks.load();
        match secret {
            Some(secret) => hooks.made.set(Some(secret)),
            None => hooks.admin.app.say(words::SAVED.to_owned()),
        }
    });
}
