//! The inbox: filters and lines.

use super::{empty, row, team};
use crate::{desk::Desk, icons::Icon, inbox::Filter, place::Place, strings};
use leptos::prelude::*;
use weft_widget::view::el::el;

/// The first pane.
pub fn view(desk: Desk) -> AnyView {
    let me = desk.me.with_value(|me| me.agent.clone());
    let filter = Memo::new(move |_| desk.app.place.with(|place| place.filter));
    let shown = Memo::new(move |_| desk.inbox.with(|inbox| inbox.shown(filter.get(), &me)));
    let loaded = Memo::new(move |_| desk.inbox.with(|inbox| inbox.loaded));
    let none = Memo::new(move |_| shown.with(Vec::is_empty));
    let lines = move || {
        if !loaded.get() {
            return vec![empty::bars(6)];
        }
        if none.get() {
            let (title, more) = match filter.get() {
                Filter::Open => (strings::EMPTY_OPEN, strings::EMPTY_OPEN_MORE),
                Filter::Mine => (strings::EMPTY_MINE, strings::EMPTY_MINE_MORE),
                Filter::Unassigned => (strings::EMPTY_UNASSIGNED, strings::EMPTY_UNASSIGNED_MORE),
                Filter::Closed => (strings::EMPTY_CLOSED, strings::EMPTY_CLOSED_MORE),
            };
            return vec![empty::quiet(Icon::Inbox, title, more)];
        }
        let each =
            ForProps::builder().each(move || shown.get()).key(|id| *id).children(move |id| row::view(desk, id)).build();
        vec![el("UL").class("rows").attr("role", "list").child(For(each).into_any()).done()]
    };
    el("NAV")
        .class("list-pane")
        .attr("aria-label", strings::INBOX)
        .child(team::view(desk))
        .child(filters(desk))
        .child(el("DIV").class("rows-scroll").list(lines).done())
        .done()
}

fn filters(desk: Desk) -> AnyView {
    let one = move |filter: Filter| {
        let label = match filter {
            Filter::Open => strings::FILTER_OPEN,
            Filter::Mine => strings::FILTER_MINE,
            Filter::Unassigned => strings::FILTER_UNASSIGNED,
            Filter::Closed => strings::FILTER_CLOSED,
        };
        let me = desk.me.with_value(|me| me.agent.clone());
        let count = Memo::new(move |_| desk.inbox.with(|inbox| inbox.count(filter, &me)));
        let number = move || {
            let n = if filter == Filter::Closed { 0 } else { count.get() };
            (n > 0).then(|| el("SPAN").class("count").text(n.to_string()).done())
        };
        let href = move || {
            let conversation = desk.app.place.with(|place| place.conversation);
            Some(Place { filter, conversation }.hash().into())
        };
        let link = el("A")
            .live("href", href)
            .truth("aria-current", move || desk.app.place.with(|place| place.filter == filter))
            .text(label)
            .show(number);
        el("LI").child(link.done()).done()
    };
    el("UL")
        .class("filters")
        .attr("role", "list")
        .attr("aria-label", strings::FILTERS)
        .children(Filter::ALL.into_iter().map(one))
        .done()
}
