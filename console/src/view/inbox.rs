//! The inbox: filters and lines.

use super::{empty, row, team};
use crate::{desk::Desk, icons::Icon, inbox::Filter, place::Place, strings};
use leptos::{html, prelude::*};

/// The first pane.
pub fn view(desk: Desk) -> AnyView {
    let me = desk.me.with_value(|me| me.agent.clone());
    let filter = Memo::new(move |_| desk.app.place.with(|place| place.filter));
    let shown = Memo::new(move |_| desk.inbox.with(|inbox| inbox.shown(filter.get(), &me)));
    let loaded = Memo::new(move |_| desk.inbox.with(|inbox| inbox.loaded));
    let none = Memo::new(move |_| shown.with(Vec::is_empty));
    let lines = move || {
        if !loaded.get() {
            return empty::bars(6);
        }
        if none.get() {
            let (title, more) = match filter.get() {
                Filter::Open => (strings::EMPTY_OPEN, strings::EMPTY_OPEN_MORE),
                Filter::Mine => (strings::EMPTY_MINE, strings::EMPTY_MINE_MORE),
                Filter::Unassigned => (strings::EMPTY_UNASSIGNED, strings::EMPTY_UNASSIGNED_MORE),
                Filter::Closed => (strings::EMPTY_CLOSED, strings::EMPTY_CLOSED_MORE),
            };
            return empty::quiet(Icon::Inbox, title, more);
        }
        let each =
            ForProps::builder().each(move || shown.get()).key(|id| *id).children(move |id| row::view(desk, id)).build();
        html::ul().class("rows").role("list").child(For(each)).into_any()
    };
    html::nav()
        .class("list-pane")
        .aria_label(strings::INBOX)
        .child((team::view(desk), filters(desk), html::div().class("rows-scroll").child(lines)))
        .into_any()
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
            (n > 0).then(|| html::span().class("count").child(n.to_string()))
        };
        let href = move || {
            let conversation = desk.app.place.with(|place| place.conversation);
            Place { filter, conversation, rules: None }.hash()
        };
        let link = html::a()
            .href(href)
            .attr("aria-current", move || {
                desk.app.place.with(|place| (place.filter == filter && place.rules.is_none()).then_some("true"))
            })
            .child((label, number));
        html::li().child(link)
    };
    html::ul()
        .class("filters")
        .role("list")
        .aria_label(strings::FILTERS)
        .child(Filter::ALL.into_iter().map(one).collect::<Vec<_>>())
        .into_any()
}
