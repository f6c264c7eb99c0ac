//! The addresses that are told what happens, and what they were told.

mod form;
mod log;

use super::shown_once;
use crate::prelude::*;
use crate::{
    admin::{
        Admin,
        parts::{Change, Fetched, fetch, section, shown},
        sure::Sure,
    },
    browser,
    strings::admin as words,
    time_words,
    view::{press, unseen},
};
use form::Form;
use weft_shared::{
    id::WebhookId,
    wire::api::{WebhookChange, WebhookLine, WebhookMade, Webhooks},
};
use weft_widget::view::el::{el, list};

/// What this part of the page knows.
#[derive(Clone, Copy)]
pub struct Hooks {
    admin: Admin,
    from: Fetched<Webhooks>,
    change: Change,
    /// A secret that was just made.
    made: RwSignal<Option<String>>,
    form: Form,
    removing: Sure,
    renewing: Sure,
}

/// The part of the page.
pub fn view(admin: Admin) -> AnyView {
    let hooks = Hooks {
        admin,
        from: RwSignal::new(None),
        change: Change::new(admin),
        made: RwSignal::new(None),
        form: Form::new(admin),
        removing: Sure::new(admin),
        renewing: Sure::new(admin),
    };
    hooks.load();
    let content = move |known: Webhooks| {
        if known.webhooks.is_empty() {
            return el("P").class("nothing").text(words::NO_WEBHOOKS).done();
        }
        let lines = known.webhooks.into_iter().map(|hook| line(hooks, hook));
        el("UL").class("admin-list").attr("role", "list").children(lines).done()
    };
    section(words::WEBHOOKS, words::WEBHOOKS_BODY)
        .child(shown(hooks.from, move || hooks.load(), content))
        .child(hooks.change.trouble())
        .child(shown_once(admin, "webhook-made", words::SECRET, hooks.made))
        .child(form::view(hooks))
        .child(hooks.removing.dialog("webhook-remove", words::WEBHOOK_REMOVE, "button danger", words::REMOVE))
        .child(hooks.renewing.dialog("webhook-renew", words::NEW_SECRET_ASK, "button primary", words::NEW_SECRET))
        .done()
}

impl Hooks {
    fn load(self) {
        let routes = self.admin.app.routes();
        fetch(self.from, self.admin, async move { routes.webhooks().await });
    }

    /// Takes a line in as it is now. What is drawn of others stays, with their logs.
    fn took(self, line: RwSignal<WebhookLine>, now: WebhookLine) {
        self.from.update_untracked(|from| {
            if let Some(Ok(known)) = from
                && let Some(old) = known.webhooks.iter_mut().find(|one| one.id == now.id)
            {
                old.clone_from(&now);
            }
        });
        let _ = line.try_set(now);
    }

    fn switch(self, line: RwSignal<WebhookLine>) {
        let (id, on) = line.with_untracked(|line| (line.id, !line.enabled));
        let (routes, key) = (self.admin.app.routes(), self.admin.key());
        let wanted = WebhookChange { enabled: Some(on), ..WebhookChange::default() };
        self.change.run(async move { routes.change_webhook(&key, id, &wanted).await }, move |now: WebhookLine| {
            self.admin.app.say(if now.enabled { words::NOW_ON } else { words::NOW_OFF }.to_owned());
            self.took(line, now);
        });
    }

    fn renew(self, line: RwSignal<WebhookLine>) {
        let (id, url) = line.with_untracked(|line| (line.id, line.url.clone()));
        self.renewing.ask(words::renew_what(&url), move || {
            let (routes, key) = (self.admin.app.routes(), self.admin.key());
            self.renewing.change.run(async move { routes.renew_webhook(&key, id).await }, move |made: WebhookMade| {
                self.renewing.done();
                self.took(line, made.webhook);
                self.made.set(Some(made.secret));
            });
        });
    }

    fn remove(self, line: RwSignal<WebhookLine>) {
        let (id, url) = line.with_untracked(|line| (line.id, line.url.clone()));
        self.removing.ask(words::remove_webhook(&url), move || {
            let (routes, key) = (self.admin.app.routes(), self.admin.key());
            self.removing.change.run(async move { routes.remove_webhook(&key, id).await }, move |()| self.removed(id));
        });
    }

    fn removed(self, id: WebhookId) {
        self.removing.done();
        self.form.forget(id);
        self.load();
        self.admin.app.say(words::REMOVED.to_owned());
    }
}

fn line(hooks: Hooks, hook: WebhookLine) -> AnyView {
    let (id, url) = (hook.id, hook.url.clone());
    let line = RwSignal::new(hook);
    let opened = RwSignal::new(false);
    let button = |label: &'static str| press("button small").text(label).child(unseen(format!(" {url}")));
    let switch = press("button small")
        .tap(move || hooks.switch(line))
        .words(move || if line.with(|line| line.enabled) { words::SWITCH_OFF } else { words::SWITCH_ON }.to_owned())
        .child(unseen(format!(" {url}")));
    let actions = el("DIV")
        .class("admin-actions")
        .child(
            button(words::LOG)
                .tap(move || opened.update(|opened| *opened = !*opened))
                .either("aria-expanded", move || opened.get())
                .done(),
        )
        .child(button(words::CHANGE).tap(move || hooks.form.edit(&line.get_untracked())).done())
        .child(switch.done())
        .child(button(words::NEW_SECRET).tap(move || hooks.renew(line)).done())
        .child(button(words::REMOVE).tap(move || hooks.remove(line)).done());
    let log = list(move || if opened.get() { vec![log::view(hooks.admin, id)] } else { Vec::new() });
    el("LI")
        .class("admin-line")
        .child(el("DIV").class("admin-line-text").list(move || line.with(about)).done())
        .child(actions.done())
        .child(log)
        .done()
}

/// What there is to know about an address.
fn about(hook: &WebhookLine) -> Vec<AnyView> {
    let state =
        if hook.enabled { ("chip chip-open", words::SWITCHED_ON) } else { ("chip chip-care", words::SWITCHED_OFF) };
    let head = el("P")
        .class("admin-line-name")
        .child(el("BDI").attr("dir", "ltr").text(hook.url.clone()).done())
        .text(" ")
        .child(el("SPAN").class(state.0).text(state.1).done())
        .done();
    let said = hook.description.clone().map(|said| el("P").child(el("BDI").text(said).done()).done());
    let events: Vec<&str> = hook.events.iter().map(|event| event.name()).collect();
    let events = if events.is_empty() { words::EVERYTHING.to_owned() } else { events.join(", ") };
    let events = el("P").class("admin-because").text(events).done();
    let off = hook.disabled_because.clone().filter(|_| !hook.enabled);
    let off = off.map(|why| el("P").class("tone-warning").child(el("BDI").text(why).done()).done());
    let both = hook.former_secret_until.filter(|until| until.0 > browser::now()).map(|until| {
        let until = time_words::full(browser::local(until.0));
        el("P").class("admin-because").text(words::both_secrets(&until)).done()
    });
    [head].into_iter().chain(said).chain([events]).chain(off).chain(both).collect()
}
