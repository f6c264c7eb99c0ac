//! Answers that are on their way, or were refused.

use super::{icon, ordered::ordered, route, text};
use crate::prelude::*;
use crate::react::memo;
use crate::{
    browser,
    icons::Icon,
    marks,
    open::{Open, Said},
    strings,
    thread::{Pending, Progress},
};
use weft_shared::{
    channel::Channel,
    id::CommandKey,
    message::Delivery,
    time::SECOND,
    wire::{entry::File, problem::ProblemKind},
};
use weft_widget::view::el::el;

/// All of them, below the thread.
pub fn view(open: Open) -> AnyView {
    let keys =
        memo(move || open.thread.with(|thread| thread.pending.iter().map(|one| one.key.clone()).collect::<Vec<_>>()));
    let one = move |key: CommandKey| {
        let one = memo(move || open.thread.with(|thread| thread.pending.iter().find(|one| one.key == key).cloned()));
        let refused =
            move || one.with(|one| one.as_ref().is_some_and(|one| matches!(one.progress, Progress::Refused(_))));
        el("LI")
            .live("class", move || {
                Some(if refused() { "message from-agent refused" } else { "message from-agent" }.into())
            })
            .show(move || one.get().map(|one| content(open, one)))
            .done()
    };
    let list = el("OL").class("lines").attr("role", "list");
    ordered(list, move || keys.get(), Clone::clone, one)
}

fn content(open: Open, pending: Pending) -> AnyView {
    let label = open.desk.label(&pending.shown_channel);
    let foot = match &pending.progress {
        Progress::Waiting(until) => waits(open, &pending, *until),
        Progress::Sending | Progress::Committed => {
            let mark = marks::of_delivery(Delivery::Queued);
            let words = if pending.progress == Progress::Sending { strings::SENDING } else { mark.words };
            let line = el("SPAN").class("delivery tone-plain").child(icon::icon(mark.icon));
            vec![line.child(el("SPAN").text(words).done()).done()]
        }
        Progress::Refused(problem) => {
            let mut named = problem.clone();
            named.detail = named.detail.map(|detail| open.desk.named(&detail));
            let words = strings::failure(&crate::api::Failure::Problem(named));
            let line = el("SPAN")
                .class("delivery tone-warning")
                .child(icon::icon(Icon::Alert))
                .child(el("SPAN").text(strings::NOT_SENT).done())
                .child(el("BDI").class("delivery-detail").text(words).done())
                .done();
            let rule = problem.rule.clone().map(route::rule);
            let choices = choices(open, &pending, problem.instead.as_deref());
            vec![line, rule.into_any(), choices]
        }
    };
    el("ARTICLE")
        .attr("aria-label", label)
        .child(el("DIV").class("message-body").children(text::text(&pending.text)).done())
        .children(names(&pending))
        .child(el("FOOTER").class("message-foot").children(foot).done())
        .done()
}

fn choices(open: Open, pending: &Pending, instead: Option<&str>) -> AnyView {
    let withdraw = |then: Box<dyn Fn(Pending) + Send + Sync>| {
        let key = pending.key.clone();
        move || {
            if let Some(one) = open.thread.try_update(|thread| thread.withdraw(&key)).flatten() {
                then(one);
            }
        }
    };
    let again = withdraw(Box::new(move |one| {
        let shown = one.shown_channel.clone();
        open.reply(said(one), shown);
    }));
    // The same words another way; what was a text of the policy there is free text here.
    let other = instead.and_then(|name| name.parse::<Channel>().ok()).map(|to| {
        let words = strings::thread::send_by_instead(&open.desk.label(&to));
        let send = withdraw(Box::new(move |one| {
            open.reply(Said { channel: Some(to.clone()), template: None, ..said(one) }, to.clone());
        }));
        route::button(words, send)
    });
    let edit = pending.template.is_none().then(|| {
        let edit = withdraw(Box::new(move |one| open.write_again(one)));
        route::button(strings::EDIT.to_owned(), edit)
    });
    // A colleague has the conversation: what was written can still be of use to them.
    let note = matches!(&pending.progress, Progress::Refused(problem) if problem.is(ProblemKind::Taken)).then(|| {
        let keep = withdraw(Box::new(move |one| {
            open.draft.update(|draft| {
                draft.noting = true;
                draft.note = if draft.note.is_empty() { one.text } else { format!("{}\n\n{}", draft.note, one.text) };
            });
            browser::focus_soon("note");
        }));
        route::button(strings::thread::AS_NOTE.to_owned(), keep)
    });
    let discard = withdraw(Box::new(|_| browser::focus("reply")));
    el("SPAN")
        .class("choices")
        .maybe(other)
        .child(route::button(strings::RETRY.to_owned(), again))
        .maybe(edit)
        .maybe(note)
        .child(route::button(strings::DISCARD.to_owned(), discard))
        .done()
}

fn said(one: Pending) -> Said {
    Said { text: one.text, channel: one.channel, template: one.template, files: one.files }
}

/// The files that go with it.
fn names(pending: &Pending) -> Option<AnyView> {
    let name = |file: &File| {
        let name = el("BDI").class("file-name").text(file.name.clone()).done();
        el("LI").class("file").child(icon::icon(Icon::Clip)).child(name).done()
    };
    (!pending.files.is_empty())
        .then(|| el("UL").class("files").attr("role", "list").children(pending.files.iter().map(name)).done())
}

/// How long it still waits, and what can be done about it.
fn waits(open: Open, pending: &Pending, until: weft_shared::time::Timestamp) -> Vec<AnyView> {
    let left = move || {
        let ms = until.since(open.second.get()).max(0);
        strings::thread::sent_in(ms.saturating_add(SECOND - 1) / SECOND)
    };
    let line = el("SPAN")
        .class("delivery tone-plain")
        .child(icon::icon(Icon::Clock))
        .child(el("SPAN").attr("role", "timer").words(left).done());
    let key = pending.key.clone();
    let undo = route::button(strings::thread::UNDO.to_owned(), move || open.take_back(&key));
    let now = route::button(strings::thread::SEND_NOW.to_owned(), move || open.flush());
    vec![line.done(), el("SPAN").class("choices").child(undo).child(now).done()]
}
