//! Answers that are on their way, or were refused.

use super::{icon, text};
use crate::{
    browser, drafts,
    drafts::Draft,
    icons::Icon,
    marks,
    open::Open,
    strings,
    thread::{Pending, Progress},
};
use leptos::{ev, html, prelude::*};
use weft_shared::message::Delivery;

/// All of them, below the thread.
pub fn view(open: Open) -> AnyView {
    let keys = Memo::new(move |_| {
        open.thread.with(|thread| thread.pending.iter().map(|one| one.key.clone()).collect::<Vec<_>>())
    });
    let each = ForProps::builder()
        .each(move || keys.get())
        .key(Clone::clone)
        .children(move |key| {
            let one = Memo::new(move |_| {
                open.thread.with(|thread| thread.pending.iter().find(|one| one.key == key).cloned())
            });
            html::li()
                .class("message from-agent")
                .class(("refused", move || {
                    one.with(|one| one.as_ref().is_some_and(|one| matches!(one.progress, Progress::Refused(_))))
                }))
                .child(move || one.get().map(|one| content(open, one)))
        })
        .build();
    html::ol().class("lines").role("list").child(For(each)).into_any()
}

fn content(open: Open, pending: Pending) -> AnyView {
    let label = open.desk.label(&pending.shown_channel);
    let foot = match &pending.progress {
        Progress::Sending | Progress::Committed => {
            let mark = marks::of_delivery(Delivery::Queued);
            let words = if pending.progress == Progress::Sending { strings::SENDING } else { mark.words };
            html::span()
                .class("delivery tone-plain")
                .child((icon::icon(mark.icon), html::span().child(words)))
                .into_any()
        }
        Progress::Refused(problem) => {
            let words = strings::failure(&crate::api::Failure::Problem(problem.clone()));
            let line = html::span().class("delivery tone-warning").child((
                icon::icon(Icon::Alert),
                html::span().child(strings::NOT_SENT),
                html::bdi().class("delivery-detail").child(words),
            ));
            (line, choices(open, &pending)).into_any()
        }
    };
    html::article()
        .aria_label(label)
        .child((
            html::div().class("message-body").child(text::text(&pending.text)),
            html::footer().class("message-foot").child(foot),
        ))
        .into_any()
}

fn choices(open: Open, pending: &Pending) -> AnyView {
    let button = |words: &'static str, act: Box<dyn Fn()>| {
        html::button().r#type("button").class("button small").on(ev::click, move |_| act()).child(words)
    };
    let key = pending.key.clone();
    let again = move || {
        if let Some(one) = open.thread.try_update(|thread| thread.withdraw(&key)).flatten() {
            open.reply(&one.text, one.channel, one.shown_channel);
        }
    };
    let key = pending.key.clone();
    let edit = move || {
        if let Some(one) = open.thread.try_update(|thread| thread.withdraw(&key)).flatten() {
            let site = open.desk.app.settings.with_value(|settings| settings.site.clone());
            let draft = Draft { text: one.text, channel: one.channel };
            browser::keep(&drafts::key(&site, open.id), serde_json::to_string(&draft).ok().as_deref());
            open.restore.notify();
        }
    };
    let key = pending.key.clone();
    let discard = move || {
        let _ = open.thread.try_update(|thread| thread.withdraw(&key));
        browser::focus("reply");
    };
    html::span()
        .class("choices")
        .child((
            button(strings::RETRY, Box::new(again)),
            button(strings::EDIT, Box::new(edit)),
            button(strings::DISCARD, Box::new(discard)),
        ))
        .into_any()
}
