//! Where the agent writes, and the sentence that says how it will reach the customer.

use super::{header, icon};
use crate::{
    browser, drafts,
    drafts::{Draft, Hindrance},
    icons::Icon,
    open::Open,
    strings,
};
use leptos::{ev, html, prelude::*};
use weft_shared::wire::agent::{Route, Wish};

/// The composer; nothing until it is known how the customer can be reached.
pub fn view(open: Open) -> AnyView {
    let site = open.desk.app.settings.with_value(|settings| settings.site.clone());
    let key = StoredValue::new(drafts::key(&site, open.id));
    let read =
        move || key.with_value(|key| browser::kept(key)).and_then(|text| serde_json::from_str::<Draft>(&text).ok());
    let draft = RwSignal::new(read().unwrap_or_default());
    Effect::new(move |_| {
        let text =
            draft.with(|draft| if *draft == Draft::default() { None } else { serde_json::to_string(draft).ok() });
        key.with_value(|key| browser::keep(key, text.as_deref()));
    });
    Effect::new(move |before: Option<()>| {
        open.restore.track();
        if before.is_some() {
            draft.set(read().unwrap_or_default());
            browser::focus("reply");
        }
    });
    let ready = Memo::new(move |_| open.state.with(Option::is_some));
    let is_open = Memo::new(move |_| open.state.with(|state| state.as_ref().is_none_or(|state| state.open)));
    let shown = move || {
        if !ready.get() {
            html::div().class("composer composer-empty").into_any()
        } else if is_open.get() {
            form(open, draft)
        } else {
            html::div()
                .class("composer composer-closed")
                .child((
                    html::p().child(strings::CLOSED_HINT),
                    header::action(open, strings::REOPEN, "button", Wish::Reopen),
                ))
                .into_any()
        }
    };
    shown.into_any()
}

fn form(open: Open, draft: RwSignal<Draft>) -> AnyView {
    let routes = Memo::new(move |_| {
        open.state.with(|state| state.as_ref().map(|state| state.routes.clone()).unwrap_or_default())
    });
    let hindrance = Memo::new(move |_| draft.with(|draft| routes.with(|routes| draft.hindrance(routes))));
    let closed = move || matches!(hindrance.get(), Some(Hindrance::Blocked(_) | Hindrance::NoRoute));
    let send = move || {
        if hindrance.with_untracked(Option::is_some) {
            return;
        }
        let written = draft.get_untracked();
        let route = routes.with_untracked(|routes| written.route(routes).map(|route| route.channel.clone()));
        if let Some(route) = route {
            open.reply(&written.text, written.channel.clone(), route);
            draft.set(Draft { text: String::new(), ..written });
            browser::focus("reply");
        }
    };
    let area = html::textarea()
        .id("reply")
        .rows("3")
        .dir("auto")
        .placeholder(strings::REPLY_PLACEHOLDER)
        .aria_label(strings::REPLY)
        .attr("aria-describedby", "reply-route reply-left")
        .attr("aria-keyshortcuts", "Control+Enter Meta+Enter")
        .attr("aria-invalid", move || matches!(hindrance.get(), Some(Hindrance::TooLong(_))).then_some("true"))
        .disabled(closed)
        .prop("value", move || draft.with(|draft| draft.text.clone()))
        .on(ev::input, move |event| {
            let text = event_target_value(&event);
            draft.update(|draft| draft.text = text);
            open.type_on();
        })
        .on(ev::keydown, move |event| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
                event.prevent_default();
                send();
            }
        });
    let keys = if browser::has_command_key() { strings::SEND_KEYS_MAC } else { strings::SEND_KEYS };
    let button = html::button()
        .r#type("submit")
        .class("button primary send")
        .title(keys)
        .disabled(move || hindrance.with(Option::is_some))
        .child((icon::icon(Icon::Send), strings::SEND));
    html::form()
        .class("composer")
        .on(ev::submit, move |event| {
            event.prevent_default();
            send();
        })
        .child((
            html::div().class("composer-box").child((
                area,
                html::div().class("composer-bar").child((
                    route_line(open, draft, routes),
                    left(draft),
                    html::span().class("keys").aria_hidden("true").child(keys),
                    button,
                )),
            )),
            notes(open, draft, routes),
        ))
        .into_any()
}

fn left(draft: RwSignal<Draft>) -> AnyView {
    let left = Memo::new(move |_| drafts::left(draft.with(Draft::length)));
    html::span()
        .id("reply-left")
        .class("left")
        .class(("over", move || left.get().is_some_and(|left| left < 0)))
        .child(move || left.get().map(strings::left))
        .into_any()
}

/// How it will be sent; with a choice where there are several ways.
fn route_line(open: Open, draft: RwSignal<Draft>, routes: Memo<Vec<Route>>) -> AnyView {
    let route = Memo::new(move |_| draft.with(|draft| routes.with(|routes| draft.route(routes).cloned())));
    let sentence = move || {
        route.get().map(|route| {
            let words = {
                let label = open.desk.label(&route.channel);
                if route.blocked.is_some() {
                    strings::cannot_be_sent(&label, &route.to)
                } else {
                    strings::will_be_sent(&label, &route.to)
                }
            };
            (icon::of_channel(&route.channel), html::bdi().child(words))
        })
    };
    let choice = move || {
        (routes.with(Vec::len) > 1).then(|| {
            let options = move || {
                let picked = route.get().map(|route| route.channel);
                let option = |one: Route| {
                    html::option().value(one.channel.to_string()).selected(picked.as_ref() == Some(&one.channel)).child(
                        {
                            let label = open.desk.label(&one.channel);
                            if one.blocked.is_some() { strings::not_now(&label) } else { label }
                        },
                    )
                };
                routes.get().into_iter().map(option).collect::<Vec<_>>()
            };
            html::select()
                .class("route-choice")
                .aria_label(strings::SEND_BY)
                .on(ev::change, move |event| {
                    let picked = event_target_value(&event).parse().ok();
                    draft.update(|draft| draft.channel = picked);
                })
                .child(options)
        })
    };
    html::div()
        .class("route")
        .child((html::p().id("reply-route").class("route-words").child(sentence), choice))
        .into_any()
}

/// Why it cannot be sent this way, or what to know before.
fn notes(open: Open, draft: RwSignal<Draft>, routes: Memo<Vec<Route>>) -> AnyView {
    let words = move || {
        let route = draft.with(|draft| routes.with(|routes| draft.route(routes).cloned()));
        let Some(route) = route else { return Some((Icon::Alert, "warning", strings::NO_ROUTE.to_owned())) };
        let label = open.desk.label(&route.channel);
        match (route.blocked, route.caution) {
            (Some(because), _) => Some((Icon::Alert, "warning", strings::blocked(&label, &because))),
            (None, Some(caution)) => Some((Icon::Link, "care", caution)),
            (None, None) => None,
        }
    };
    let line = move || {
        words().map(|(shape, tone, words)| {
            html::p().class(format!("composer-note tone-{tone}")).child((icon::icon(shape), words))
        })
    };
    html::div().role("status").child(line).into_any()
}
