//! The sentence that says how an answer will reach the customer, and what to know before.

use super::{composer::Ways, icon};
use crate::{drafts, icons::Icon, open::Open, strings};
use leptos::{ev, html, prelude::*};
use weft_shared::{
    channel::Channel,
    evidence::Assurance,
    id::SessionId,
    wire::agent::{Route, ThreadState},
};

/// How it will be sent; with a choice where there are several ways.
pub fn line(open: Open, ways: Ways) -> AnyView {
    let sentence = move || {
        ways.route.get().map(|route| {
            let label = open.desk.label(&route.channel);
            let words = if route.blocked.is_some() {
                strings::cannot_be_sent(&label, &route.to)
            } else {
                strings::will_be_sent(&label, &route.to)
            };
            (icon::of_channel(&route.channel), html::bdi().child(words))
        })
    };
    let choice = move || {
        (ways.routes.with(Vec::len) > 1).then(|| {
            let options = move || {
                let picked = ways.route.get().map(|route| route.channel);
                let option = |one: Route| {
                    let label = open.desk.label(&one.channel);
                    let words = if one.blocked.is_some() { strings::not_now(&label) } else { label };
                    html::option()
                        .value(one.channel.to_string())
                        .selected(picked.as_ref() == Some(&one.channel))
                        .child(format!("{words} · {}", one.to))
                };
                ways.routes.get().into_iter().map(option).collect::<Vec<_>>()
            };
            html::select()
                .id("reply-by")
                .class("route-choice")
                .aria_label(strings::SEND_BY)
                .on(ev::change, move |event| {
                    let picked = event_target_value(&event).parse().ok();
                    open.draft.update(|draft| draft.channel = picked);
                })
                .child(options)
        })
    };
    html::div()
        .class("route")
        .child((html::p().id("reply-route").class("route-words").child(sentence), choice))
        .into_any()
}

/// Why it cannot be sent this way, or what to know before; with what can be done about it.
pub fn notes(open: Open, ways: Ways) -> AnyView {
    let note = move || {
        let Some(route) = ways.route.get() else {
            return Some(note(Icon::Alert, "warning", strings::NO_ROUTE.to_owned(), ()));
        };
        let label = open.desk.label(&route.channel);
        match (route.blocked, route.caution) {
            (Some(because), _) => {
                let other = ways.routes.with(|routes| drafts::instead(routes, &route.channel).cloned());
                let actions = (other.map(|other| instead(open, other.channel)), route.rule.map(rule));
                Some(note(Icon::Alert, "warning", strings::blocked(&label, &because), actions))
            }
            (None, Some(caution)) => {
                let actions = (
                    doubted(open).then(|| verify(open)),
                    open_session(open).map(|one| vouch(open, one)),
                    route.rule.map(rule),
                );
                Some(note(Icon::Alert, "care", caution, actions))
            }
            (None, None) => None,
        }
    };
    html::div().role("status").child(note).into_any()
}

fn note(shape: Icon, tone: &str, words: String, actions: impl IntoView + 'static) -> AnyView {
    html::div()
        .class(format!("composer-note tone-{tone}"))
        .child((
            icon::icon(shape),
            html::div()
                .class("note-inside")
                .child((html::p().child(html::bdi().child(words)), html::div().class("note-actions").child(actions))),
        ))
        .into_any()
}

/// The key path of a rule, on demand.
pub fn rule(path: String) -> AnyView {
    html::details()
        .class("rule")
        .child((html::summary().child(strings::thread::WHICH_RULE), html::code().dir("ltr").child(path)))
        .into_any()
}

fn instead(open: Open, channel: Channel) -> AnyView {
    let label = open.desk.label(&channel);
    button(strings::thread::use_instead(&label), move || open.write(|draft| draft.channel = Some(channel.clone())))
}

fn verify(open: Open) -> AnyView {
    button(strings::thread::ASK_TO_VERIFY.to_owned(), move || {
        open.write(|draft| draft.say(strings::thread::VERIFY_SENTENCE));
    })
}

fn vouch(open: Open, session: SessionId) -> AnyView {
    button(strings::VOUCH.to_owned(), move || open.vouching.set(Some(session)))
}

/// A small button that does one thing.
pub fn button(words: String, act: impl Fn() + 'static) -> AnyView {
    html::button().r#type("button").class("button small").on(ev::click, move |_| act()).child(words).into_any()
}

/// Whether the last words of the customer prove too little to say more.
fn doubted(open: Open) -> bool {
    let heard = open.desk.inbox.with(|inbox| inbox.row(open.id).map(|row| row.level));
    heard.is_none_or(|level| level < Assurance::ChannelControl)
}

/// A browser that one could vouch for: it is here and proves too little.
fn open_session(open: Open) -> Option<SessionId> {
    let find = |state: &ThreadState| {
        let mut sessions = state.customer.sessions.iter();
        sessions.find(|one| one.present && one.level < Assurance::ChannelControl).map(|one| one.session)
    };
    open.state.with(|state| state.as_ref().and_then(find))
}
