//! The text of a message as it is now, and what it said before.

use super::{icon, text};
use crate::{browser, icons::Icon, open::Open, strings::thread as words};
use leptos::{ev, html, prelude::*};
use weft_shared::{
    id::MessageId,
    wire::entry::{From, Utterance},
};

/// The text, kept up to date.
pub fn body(open: Open, utterance: &Utterance) -> AnyView {
    let (id, from, first) = (utterance.id, utterance.from, utterance.text.clone());
    let changes = Memo::new(move |_| open.thread.with(|thread| thread.changes(id)));
    let inside = move || {
        let changes = changes.get();
        let earlier = changes.earlier(&first);
        let earlier = (!earlier.is_empty()).then(|| {
            let one = |said: &str| html::li().child(text::text(said));
            html::details().class("folded").child((
                html::summary().child(words::EARLIER_TEXT),
                html::ol()
                    .class("folded-text earlier")
                    .role("list")
                    .child(earlier.into_iter().map(one).collect::<Vec<_>>()),
            ))
        });
        let now = match changes.text(&first) {
            Some(text) => {
                let edited = changes.edited().then(|| note(Icon::Pencil, words::EDITED));
                (text::text(text), edited).into_any()
            }
            None => note(Icon::Stop, if from == From::Agent { words::TAKEN_BACK_OURS } else { words::TAKEN_BACK }),
        };
        (now, earlier)
    };
    html::div().class("message-body").child(inside).into_any()
}

fn note(shape: Icon, words: &'static str) -> AnyView {
    html::p().class("changed").child((icon::icon(shape), words)).into_any()
}

/// What the reader of the message set below it.
pub fn reaction(open: Open, id: MessageId) -> AnyView {
    let sign = Memo::new(move |_| open.thread.with(|thread| thread.changes(id).reaction));
    let chip = move || {
        sign.get().map(|sign| {
            html::span().class("reaction").role("img").aria_label(words::reaction(&sign)).child(html::bdi().child(sign))
        })
    };
    html::span().class("reaction-place").child(chip).into_any()
}

/// The message that this one answers, as a line that leads to it.
pub fn quote(open: Open, answered: MessageId) -> AnyView {
    let said = Memo::new(move |_| {
        open.thread.with(|thread| {
            thread.message(answered).map(|one| {
                let text = thread.changes(answered).text(&one.text).map(str::to_owned);
                (super::message::name(one), text.unwrap_or_else(|| words::TAKEN_BACK_OURS.to_owned()))
            })
        })
    });
    let line = move || match said.get() {
        Some((name, text)) => {
            let beginning: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect();
            html::button()
                .r#type("button")
                .class("quote")
                .on(ev::click, move |_| browser::show(&element_id(answered)))
                .child((
                    icon::icon(Icon::Reply),
                    super::unseen(words::ANSWERS),
                    html::bdi().class("quote-name").child(name),
                    html::bdi().class("quote-text").child(beginning),
                ))
                .into_any()
        }
        None => html::p()
            .class("quote")
            .child((icon::icon(Icon::Reply), html::span().child(format!("{}{}", words::ANSWERS, words::ANSWERED_GONE))))
            .into_any(),
    };
    html::div().class("quote-place").child(line).into_any()
}

/// The id of a message's element.
pub fn element_id(message: MessageId) -> String {
    format!("message-{message}")
}
