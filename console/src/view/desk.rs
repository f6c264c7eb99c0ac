//! The desk: the inbox, the open conversation, the customer.

use super::{customer, empty, icon, inbox, press, row, spoken, thread, vouch};
use crate::{browser, connection::Link, desk::Desk, icons::Icon, open::Open, strings};
use leptos::prelude::*;
use weft_widget::view::el::{el, list};

/// All panes.
pub fn view(desk: Desk) -> AnyView {
    let conversation = Memo::new(move |_| desk.app.place.with(|place| place.conversation));
    // What stands here is of two types, so that none takes over the nodes of another, with focus and scrolling.
    let pane = list(move || {
        desk.drawer.set(false);
        match conversation.get() {
            Some(id) => {
                let open = Open::new(desk, id);
                // Dialogs stand by themselves: a pane that is hidden or inert would keep them so.
                let dialogs = [vouch::view(open, open.vouching), spoken::view(open)];
                let panes = [thread::view(open), customer::view(open)];
                vec![panes.into_iter().chain(dialogs).collect::<Vec<_>>().into_any()]
            }
            None => {
                desk.thread_link.set(Link::Ended);
                let quiet = empty::quiet(Icon::Talk, strings::PICK, strings::PICK_MORE);
                vec![Some(el("MAIN").class("thread-pane").attr("id", "thread").child(quiet).done()).into_any()]
            }
        }
    });
    // Where one pane hides the other, the focus follows; else it stays in the list.
    Effect::new(move |before: Option<Option<_>>| {
        let now = conversation.get();
        if let Some(before) = before.filter(|before| desk.app.narrow.get_untracked() && *before != now) {
            match (now, before) {
                (Some(_), _) => browser::focus_soon("thread-title"),
                (None, Some(left)) => browser::focus_soon(row::element_id(left)),
                (None, None) => {}
            }
        }
        now
    });
    let class = move || {
        let drawer = desk.drawer.get();
        let thread = if conversation.get().is_some() { " has-thread" } else { "" };
        Some(format!("desk{thread}{}", if drawer { " drawer-open" } else { "" }).into())
    };
    el("DIV").live("class", class).child(skip()).child(banner(desk)).child(inbox::view(desk)).child(pane).done()
}

fn skip() -> AnyView {
    press("skip").tap(|| browser::focus("thread-title")).text(strings::SKIP).done()
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
    el("DIV")
        .class("banner-place")
        .attr("role", "status")
        .show(move || {
            words.get().map(|words| el("P").class("banner").child(icon::icon(Icon::Clock)).text(words).done())
        })
        .done()
}
