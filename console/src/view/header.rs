//! The head of a conversation: what it is about, who answers for it, what can be done with it.

use super::{actions, icon, intent, why};
use crate::prelude::*;
use crate::react::memo;
use crate::{browser, icons::Icon, open::Open, strings, time_words};
use weft_shared::wire::agent::{ThreadState, Wish};
use weft_widget::view::el::el;

/// How many tags the head has room for.
const TAGS: usize = 3;

/// The head.
pub fn view(open: Open) -> AnyView {
    let app = open.desk.app;
    let back = el("A")
        .class("button icon-only back")
        .live("href", move || Some(app.place.get().opening(None).hash().into()))
        .attr("aria-label", strings::BACK)
        .child(icon::icon(Icon::Back));
    let title = move || {
        let state = open.state.get();
        let row = || {
            open.desk
                .inbox
                .with(|inbox| inbox.row(open.id).map(|r| r.subject.clone().unwrap_or_else(|| r.title.clone())))
        };
        let known = state.as_ref().map(|state| state.subject.clone().unwrap_or_else(|| state.customer.title.clone()));
        known.or_else(row).unwrap_or_default()
    };
    let under = move || open.state.get().map(|state| facts(open, &state)).unwrap_or_default();
    let about =
        el("DIV").class("thread-facts").list(under).child(due(open)).child(intent::view(open)).child(why::view(open));
    let names = el("DIV")
        .class("thread-names")
        .child(el("H2").attr("id", "thread-title").attr("tabindex", "-1").attr("dir", "auto").words(title).done())
        .child(about.done());
    let head = el("HEADER")
        .class("thread-head")
        .child(super::page_heading(app))
        .child(back.done())
        .child(names.done())
        .child(actions::view(open));
    el("DIV").class("thread-top").child(head.done()).done()
}

fn facts(open: Open, state: &ThreadState) -> Vec<AnyView> {
    let (class, words) =
        if state.open { ("chip chip-open", strings::OPEN_STATE) } else { ("chip", strings::CLOSED_STATE) };
    let owner = match &state.owner {
        None => strings::NOBODY.to_owned(),
        Some(owner) if open.desk.me.with_value(|me| me.agent == *owner) => strings::owned_by(strings::YOU),
        Some(owner) => strings::owned_by(&open.desk.inbox.with(|inbox| inbox.name(owner))),
    };
    let with = state.subject.is_some().then(|| el("BDI").class("fact").text(state.customer.title.clone()).done());
    let tag = |tag: &String| {
        el("SPAN").class("chip tag").child(icon::icon(Icon::Tag)).child(el("BDI").text(tag.clone()).done()).done()
    };
    let more = state.tags.len().checked_sub(TAGS).filter(|more| *more > 0);
    let more = more
        .map(|more| el("SPAN").class("chip tag").attr("title", state.tags.join(", ")).text(format!("+{more}")).done());
    let mut all = vec![
        el("SPAN").class(class).text(words).done(),
        with.into_any(),
        el("SPAN").class("fact").child(icon::icon(Icon::Person)).text(owner).done(),
    ];
    all.extend(state.tags.iter().take(TAGS).map(tag).chain(more));
    all
}

/// What was promised to the customer who waits.
fn due(open: Open) -> AnyView {
    let promise = memo(move || open.state.with(|state| state.as_ref().and_then(|state| state.promise.clone())));
    let chip = move || {
        promise.get().map(|promise| {
            let now = open.desk.app.now.get();
            let at = time_words::due(browser::local(promise.due), browser::local(now));
            let (class, words) = if now > promise.due {
                ("chip due overdue", strings::thread::overdue(&at))
            } else {
                ("chip due", strings::thread::due_by(&at))
            };
            el("SPAN").class(class).attr("title", promise.text).child(icon::icon(Icon::Clock)).text(words).done()
        })
    };
    el("SPAN").class("due-place").show(chip).done()
}

/// A button for one wish. While another is under way it does nothing.
pub fn action(open: Open, words: &'static str, class: &'static str, wish: Wish) -> AnyView {
    super::press(class)
        .truth("aria-disabled", move || open.busy.get())
        .tap(move || open.do_now(wish.clone()))
        .text(words)
        .done()
}
