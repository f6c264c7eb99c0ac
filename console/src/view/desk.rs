//! The desk: the inbox, the open conversation, the customer.

use super::{board, bulk, customer, dialogs, empty, icon, inbox, keys, palette, press, reassign, row, thread};
use crate::prelude::*;
use crate::react::{effect, effect_after, memo};
use crate::{browser, connection::Link, desk::Desk, icons::Icon, open::Open, strings};
use weft_widget::view::el::{el, list};

/// All panes.
pub fn view(desk: Desk) -> AnyView {
    let conversation = memo(move || desk.app.place.with(|place| place.conversation));
    let on_board = memo(move || desk.app.place.with(|place| place.board));
    // What stands here is of three types, so that none takes over the nodes of another, with focus and scrolling.
    let pane = list(move || {
        desk.drawer.set(false);
        // What was asked of another conversation is not asked of this one.
        desk.action.set(None);
        desk.standing.set(None);
        if on_board.get() {
            desk.thread_link.set(Link::Ended);
            return vec![board::view(desk)];
        }
        match conversation.get() {
            Some(id) => {
                let open = Open::new(desk, id);
                once_open(open);
                let dialogs = dialogs::all(open);
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
    effect_after(move |before: Option<(Option<_>, bool)>| {
        let now = (conversation.get(), on_board.get());
        if let Some(before) = before.filter(|before| desk.app.narrow.get_untracked() && *before != now) {
            match (now, before.0) {
                ((Some(_), _) | (_, true), _) => browser::focus_soon("thread-title"),
                ((None, false), Some(left)) => browser::focus_soon(row::element_id(left)),
                ((None, false), None) => browser::focus_soon("show-board"),
            }
        }
        now
    });
    let class = move || {
        let drawer = desk.drawer.get();
        let thread = if on_board.get() || conversation.get().is_some() { " has-thread" } else { "" };
        let board = if on_board.get() { " on-board" } else { "" };
        Some(format!("desk{thread}{board}{}", if drawer { " drawer-open" } else { "" }).into())
    };
    // Dialogs stand by themselves: a pane that is hidden or inert would keep them so.
    let dialogs =
        [palette::view(desk), keys::help(desk), keys::settings(desk), bulk::dialogs(desk), reassign::view(desk)];
    el("DIV")
        .live("class", class)
        .child(skip())
        .child(banner(desk))
        .child(inbox::view(desk))
        .child(pane)
        .children(dialogs)
        .done()
}

/// What was asked of a line of the list is done once its conversation is known.
fn once_open(open: Open) {
    effect(move || {
        if open.state.with(Option::is_none) {
            return;
        }
        let asked = open.desk.upon_opening.get_value();
        if let Some((_, action)) = asked.filter(|(id, _)| *id == open.id) {
            open.desk.upon_opening.set_value(None);
            open.desk.action.set(Some(action));
        }
    });
}

fn skip() -> AnyView {
    press("skip").tap(|| browser::focus("thread-title")).text(strings::SKIP).done()
}

fn banner(desk: Desk) -> AnyView {
    let words = memo(move || {
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
