//! The desk: the inbox, the open conversation, the customer.

use super::{customer, empty, inbox, row, rules, spoken, thread, vouch};
use crate::{browser, connection::Link, desk::Desk, icons::Icon, open::Open, strings};
use leptos::{ev, html, prelude::*};

/// All panes.
pub fn view(desk: Desk) -> AnyView {
    let conversation = Memo::new(move |_| desk.app.place.with(|place| place.conversation));
    let in_rules = Memo::new(move |_| desk.app.place.with(|place| place.rules.is_some()));
    let pane = move || {
        desk.drawer.set(false);
        if in_rules.get() {
            desk.thread_link.set(Link::Ended);
            return rules::view(desk);
        }
        match conversation.get() {
            Some(id) => {
                let open = Open::new(desk, id);
                // Dialogs stand by themselves: a pane that is hidden or inert would keep them so.
                let dialogs = (vouch::view(open, open.vouching), spoken::view(open));
                (thread::view(open), customer::view(open), dialogs).into_any()
            }
            None => {
                desk.thread_link.set(Link::Ended);
                html::main()
                    .class("thread-pane")
                    .id("thread")
                    .child(empty::quiet(Icon::Talk, strings::PICK, strings::PICK_MORE))
                    .into_any()
            }
        }
    };
    // Where one pane hides the other, the focus follows; else it stays in the list.
    Effect::new(move |before: Option<(Option<_>, bool)>| {
        let now = (conversation.get(), in_rules.get());
        if let Some(before) = before.filter(|before| desk.app.narrow.get_untracked() && *before != now) {
            match (now, before.0) {
                ((Some(_), _) | (_, true), _) => browser::focus_soon("thread-title"),
                ((None, false), Some(left)) => browser::focus_soon(row::element_id(left)),
                ((None, false), None) => browser::focus_soon("show-rules"),
            }
        }
        now
    });
    html::div()
        .class("desk")
        .class(("has-thread", move || conversation.get().is_some() || in_rules.get()))
        .class(("in-rules", move || in_rules.get()))
        .class(("drawer-open", move || desk.drawer.get()))
        .child((skip(), banner(desk), inbox::view(desk), pane))
        .into_any()
}

fn skip() -> AnyView {
    html::button()
        .r#type("button")
        .class("skip")
        .on(ev::click, |_| browser::focus("thread-title"))
        .child(strings::SKIP)
        .into_any()
}

fn banner(desk: Desk) -> AnyView {
    let words = Memo::new(move |_| {
        if !desk.app.online.get() {
            Some(strings::OFFLINE)
        } else if desk.link.get() == Link::Lost || desk.thread_link.get() == Link::Lost {
            Some(strings::RECONNECTING)
        } else {
            None
        }
    });
    html::div()
        .class("banner-place")
        .role("status")
        .child(move || {
            words.get().map(|words| html::p().class("banner").child((super::icon::icon(Icon::Clock), words)))
        })
        .into_any()
}
