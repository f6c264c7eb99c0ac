//! The addresses that are told what happens, and what they were told.

use super::shown_once;
use crate::{
    admin::{
        Admin,
        parts::{Change, Fetched, code_line, fetch, field, line, section, shown, tick},
    },
    browser,
    strings::admin as words,
    time_words,
    view::{press, unseen},
};
use leptos::prelude::*;
use std::collections::BTreeSet;
use weft_shared::wire::api::{
    Deliveries, DeliveryLine, DeliveryState, HookEvent, NewWebhook, WebhookLine, WebhookMade, Webhooks,
};
use weft_widget::view::el::{el, list};

/// The part of the page.
pub fn view(admin: Admin) -> AnyView {
    let from: Fetched<Webhooks> = RwSignal::new(None);
    let (change, made) = (Change::new(admin), RwSignal::new(None::<String>));
    let load = move || {
        let routes = admin.app.routes();
        fetch(from, admin, async move { routes.webhooks().await });
    };
    load();
    let content = move |hooks: Webhooks| {
        if hooks.webhooks.is_empty() {
            return el("P").class("nothing").text(words::NO_WEBHOOKS).done();
        }
        let lines = hooks.webhooks.into_iter().map(|hook| hook_line(admin, change, hook, load));
        el("UL").class("admin-list").attr("role", "list").children(lines).done()
    };
    section(words::WEBHOOKS, words::WEBHOOKS_BODY)
        .child(shown(from, load, content))
        .child(change.trouble())
        .child(shown_once(admin, "webhook-made", words::SECRET, made))
        .child(new_hook(admin, made, load))
        .done()
}

fn hook_line(
    admin: Admin,
    change: Change,
    hook: WebhookLine,
    load: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let id = hook.id;
    let log: RwSignal<Option<Fetched<Deliveries>>> = RwSignal::new(None);
    let remove = move || {
        let (routes, key) = (admin.app.routes(), admin.key());
        change.run(async move { routes.remove_webhook(&key, id).await }, move |()| {
            load();
            admin.app.say(words::REMOVED.to_owned());
            browser::rescue_focus("page-title");
        });
    };
    let ask = move || {
        let routes = admin.app.routes();
        if let Some(from) = log.get_untracked() {
            fetch(from, admin, async move { routes.deliveries(id).await });
        }
    };
    let open = move || {
        if log.get_untracked().is_some() {
            return log.set(None);
        }
        log.set(Some(RwSignal::new(None)));
        ask();
    };
    let content = move |told: Deliveries| {
        if told.deliveries.is_empty() {
            return el("P").class("nothing").text(words::NO_DELIVERIES).done();
        }
        let lines = told.deliveries.into_iter().map(|one| {
            let again = one.id;
            let act = move || {
                let (routes, key) = (admin.app.routes(), admin.key());
                change.run(async move { routes.deliver_again(&key, id, again).await }, move |()| {
                    admin.app.say(words::SENT_AGAIN.to_owned());
                    ask();
                });
            };
            delivery(&one, act)
        });
        el("UL").class("admin-list").attr("role", "list").children(lines).done()
    };
    let shown_log = list(move || log.get().map(|from| shown(from, ask, content)).into_iter().collect());
    let events: Vec<&str> = hook.events.iter().map(|event| event.name()).collect();
    let events = if events.is_empty() { words::EVERYTHING.to_owned() } else { events.join(", ") };
    let off = (!hook.enabled).then(|| {
        let why = hook.disabled_because.clone().unwrap_or_else(|| words::SWITCHED_OFF.to_owned());
        el("P").class("tone-warning").child(el("BDI").text(why).done()).done()
    });
    let (for_log, for_remove) = (hook.url.clone(), hook.url.clone());
    let actions = el("DIV")
        .class("admin-actions")
        .child(
            press("button small")
                .tap(open)
                .either("aria-expanded", move || log.with(Option::is_some))
                .text(words::LOG)
                .child(unseen(format!(" {for_log}")))
                .done(),
        )
        .child(press("button small").tap(remove).text(words::REMOVE).child(unseen(format!(" {for_remove}"))).done());
    let head = el("DIV")
        .class("admin-line-text")
        .child(
            el("P").class("admin-line-name").child(el("BDI").attr("dir", "ltr").text(hook.url.clone()).done()).done(),
        )
        .children(hook.description.clone().map(|said| el("P").child(el("BDI").text(said).done()).done()))
        .child(el("P").class("admin-because").text(events).done())
        .children(off)
        .child(shown_log);
    el("LI").class("admin-line").child(head.done()).child(actions.done()).done()
}

fn delivery(one: &DeliveryLine, again: impl Fn() + Send + Sync + 'static) -> AnyView {
    let (tone, state) = match one.state {
        DeliveryState::Pending => ("chip", words::PENDING),
        DeliveryState::Delivered => ("chip chip-open", words::DELIVERED),
        DeliveryState::Failed => ("chip tone-warning", words::FAILED_DELIVERY),
    };
    let last = one.attempts.last().map(|attempt| {
        let at = time_words::full(browser::local(attempt.at.0));
        let how = attempt.status.map(|status| status.to_string()).or_else(|| attempt.error.clone()).unwrap_or_default();
        el("P")
            .class("admin-because")
            .child(el("BDI").text(words::attempt(one.attempts.len(), &at, &how)).done())
            .done()
    });
    let at = time_words::full(browser::local(one.at.0));
    let head = el("P")
        .child(el("CODE").attr("dir", "ltr").text(one.event.name()).done())
        .text(format!(" {at} "))
        .child(el("SPAN").class(tone).text(state).done());
    el("LI")
        .class("admin-line")
        .child(el("DIV").class("admin-line-text").child(head.done()).children(last).done())
        .child(
            press("button small")
                .tap(again)
                .text(words::SEND_AGAIN)
                .child(unseen(format!(" {} {at}", one.event.name())))
                .done(),
        )
        .done()
}

fn new_hook(admin: Admin, made: RwSignal<Option<String>>, load: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let change = Change::new(admin);
    let (url, about) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let events = RwSignal::new(BTreeSet::<HookEvent>::new());
    let ticks = HookEvent::ALL.iter().map(move |event| {
        let flip = move || {
            events.update(|events| {
                if !events.remove(event) {
                    events.insert(*event);
                }
            });
        };
        tick(event.name().to_owned(), move || events.with(|events| events.contains(event)), flip)
    });
    let make = move || {
        let said = about.get_untracked().trim().to_owned();
        let wanted = NewWebhook {
            url: url.get_untracked().trim().to_owned(),
            events: events.get_untracked().into_iter().collect(),
            description: (!said.is_empty()).then_some(said),
        };
        let (routes, key) = (admin.app.routes(), admin.key());
        change.run(async move { routes.make_webhook(&key, &wanted).await }, move |answer: WebhookMade| {
            url.set(String::new());
            about.set(String::new());
            events.set(BTreeSet::new());
            made.set(Some(answer.secret));
            load();
        });
    };
    el("FORM")
        .class("admin-form boxed")
        .attr("novalidate", "")
        .submit(make)
        .child(el("H3").text(words::NEW_WEBHOOK).done())
        .child(field(change, ("webhook-url", "url"), words::WEBHOOK_URL, words::WEBHOOK_URL_HINT, url, code_line()))
        .child(field(change, ("webhook-about", "description"), words::ABOUT, words::ABOUT_HINT, about, line()))
        .child(el("FIELDSET").child(el("LEGEND").text(words::EVENTS).done()).children(ticks).done())
        .child(change.trouble())
        .child(change.submit(words::ADD_WEBHOOK))
        .done()
}
