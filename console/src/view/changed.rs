//! The text of a message as it is now, and what it said before.

use super::{icon, text};
use crate::prelude::*;
use crate::react::memo;
use crate::{browser, icons::Icon, open::Open, strings::thread as words};
use weft_shared::{
    id::MessageId,
    wire::entry::{From, Utterance},
};
use weft_widget::view::el::el;

/// The text, kept up to date.
pub fn body(open: Open, utterance: &Utterance) -> AnyView {
    let (id, from, first) = (utterance.id, utterance.from, utterance.text.clone());
    let changes = memo(move || open.thread.with(|thread| thread.changes(id)));
    let inside = move || {
        let changes = changes.get();
        let earlier = changes.earlier(&first);
        let earlier = (!earlier.is_empty()).then(|| {
            let one = |said: &str| el("LI").children(text::text(said)).done();
            el("DETAILS")
                .class("folded")
                .child(el("SUMMARY").text(words::EARLIER_TEXT).done())
                .child(
                    el("OL")
                        .class("folded-text earlier")
                        .attr("role", "list")
                        .children(earlier.into_iter().map(one))
                        .done(),
                )
                .done()
        });
        let now = match changes.text(&first) {
            Some(text) => {
                let mut now = text::text(text);
                now.extend(changes.edited().then(|| note(Icon::Pencil, words::EDITED)));
                now
            }
            None => {
                vec![note(Icon::Stop, if from == From::Agent { words::TAKEN_BACK_OURS } else { words::TAKEN_BACK })]
            }
        };
        // What was said earlier keeps its place, and stays unfolded, however long the text is now.
        std::iter::once(now.into_any()).chain(earlier).collect()
    };
    el("DIV").class("message-body").list(inside).done()
}

fn note(shape: Icon, words: &'static str) -> AnyView {
    el("P").class("changed").child(icon::icon(shape)).text(words).done()
}

/// What the reader of the message set below it.
pub fn reaction(open: Open, id: MessageId) -> AnyView {
    let sign = memo(move || open.thread.with(|thread| thread.changes(id).reaction));
    let chip = move || {
        sign.get().map(|sign| {
            el("SPAN")
                .class("reaction")
                .attr("role", "img")
                .attr("aria-label", words::reaction(&sign))
                .child(el("BDI").text(sign).done())
                .done()
        })
    };
    el("SPAN").class("reaction-place").show(chip).done()
}

/// The message that this one answers, as a line that leads to it.
pub fn quote(open: Open, answered: MessageId) -> AnyView {
    let said = memo(move || {
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
            let to = el("BUTTON")
                .attr("type", "button")
                .class("quote")
                .tap(move || browser::show(&element_id(answered)))
                .child(icon::icon(Icon::Reply))
                .child(super::unseen(words::ANSWERS))
                .child(el("BDI").class("quote-name").text(name).done())
                .child(el("BDI").class("quote-text").text(beginning).done());
            Some(to.done())
        }
        None => {
            let gone = el("SPAN").text(format!("{}{}", words::ANSWERS, words::ANSWERED_GONE)).done();
            Some(el("P").class("quote").child(icon::icon(Icon::Reply)).child(gone).done())
        }
    };
    el("DIV").class("quote-place").show(line).done()
}

/// The id of a message's element.
pub fn element_id(message: MessageId) -> String {
    format!("message-{message}")
}
