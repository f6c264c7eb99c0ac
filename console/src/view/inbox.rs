//! The first pane: who reads, the views, what they are narrowed down to, and the lines; or the search.

use super::{bulk, empty, narrow, press, row, search, team};
use crate::prelude::*;
use crate::react::{effect, effect_after, memo};
use crate::{desk::Desk, icons::Icon, listing::View, place::Place, strings, strings::inbox as words};
use weft_widget::view::el::{Handle, el};

/// How many lines are drawn at first, and how many more each time that the last come near: few, so that no frame takes
/// long.
const LINES: usize = 20;
/// How near to the last line, in pixels, more are drawn.
const NEAR_PX: i32 = 900;

/// The first pane.
pub fn view(desk: Desk) -> AnyView {
    let searching = memo(move || desk.app.place.with(|place| place.view == View::Search));
    let inside = move || {
        if searching.get() {
            return vec![search::view(desk)];
        }
        vec![vec![views(desk), narrow::view(desk), bulk::view(desk), lines(desk)].into_any()]
    };
    el("NAV").class("list-pane").attr("aria-label", strings::INBOX).child(team::view(desk)).list(inside).done()
}

/// The lines. Those far below are drawn when they come near, so that hundreds cost no more than those that are seen.
fn lines(desk: Desk) -> AnyView {
    let node = Handle::new();
    let most = RwSignal::new(LINES);
    let view = memo(move || desk.app.place.with(|place| (place.view, place.wanted.clone(), place.sort)));
    effect_after(move |before: Option<()>| {
        view.track();
        if before.is_some() {
            most.set(LINES);
            if let Some(scroller) = node.get_untracked() {
                scroller.set_scroll_top(0);
            }
        }
    });
    let loaded = memo(move || desk.inbox.with(|inbox| inbox.loaded));
    let none = memo(move || desk.shown.with(Vec::is_empty));
    let inside = move || {
        if !loaded.get() {
            return vec![empty::bars(6)];
        }
        if none.get() {
            let (title, more) = view.with(|(view, wanted, _)| nothing(*view, !wanted.is_empty()));
            return vec![empty::quiet(Icon::Inbox, title, more), left_out(desk)];
        }
        let near = move || desk.shown.with(|shown| shown.iter().take(most.get()).copied().collect::<Vec<_>>());
        let each = ForProps::builder().each(near).key(|id| *id).children(move |id| row::view(desk, id)).build();
        // By the keyboard alone the last line is reached before the next come near.
        let more = move || {
            let rest = desk.shown.with(Vec::len) > most.get();
            rest.then(|| press("button wide").tap(move || most.update(|n| *n += LINES)).text(words::MORE_LINES).done())
        };
        vec![
            el("UL").class("rows").attr("role", "list").child(For(each).into_any()).done(),
            el("DIV").class("rows-more").show(more).done(),
            left_out(desk),
        ]
    };
    let fill = move || {
        // Not where the list is not shown: nothing comes near there.
        let scroller = node.try_get_untracked().flatten().filter(|scroller| scroller.client_height() > 0);
        let Some(scroller) = scroller else { return };
        let below = scroller.scroll_height() - scroller.scroll_top() - scroller.client_height();
        if below < NEAR_PX && desk.shown.with_untracked(Vec::len) > most.get_untracked() {
            most.update(|n| *n += LINES);
        }
    };
    // The first lines are painted and answer before those below the screen are drawn.
    effect(move || {
        most.track();
        desk.shown.track();
        request_animation_frame(fill);
    });
    let scroller = el("DIV").class("rows-scroll").on("scroll", move |_| fill()).list(inside);
    scroller.held(node)
}

/// What of this view the lines may lack, and how to find it.
fn left_out(desk: Desk) -> AnyView {
    let left_out = memo(move || {
        let closed = desk.app.place.with(|place| place.view == View::Closed);
        desk.inbox.with(|inbox| if closed { inbox.more.1 } else { inbox.more.0 } > 0)
    });
    let line = move || {
        left_out.get().then(|| {
            let search = el("A").attr("href", Place::of_view(View::Search).hash()).text(words::SEARCH_FOR_THEM).done();
            el("P").text(words::LEFT_OUT).child(search).done()
        })
    };
    el("DIV").class("rows-more").show(line).done()
}

fn nothing(view: View, narrowed: bool) -> (&'static str, &'static str) {
    match view {
        _ if narrowed => (words::EMPTY_NARROW, words::EMPTY_NARROW_MORE),
        View::Mine => (words::EMPTY_MINE, words::EMPTY_MINE_MORE),
        View::Team => (words::EMPTY_TEAM, words::EMPTY_TEAM_MORE),
        View::Unassigned => (words::EMPTY_UNASSIGNED, words::EMPTY_UNASSIGNED_MORE),
        View::Waiting => (words::EMPTY_WAITING, words::EMPTY_WAITING_MORE),
        View::Overdue => (words::EMPTY_OVERDUE, words::EMPTY_OVERDUE_MORE),
        View::Mentions => (words::EMPTY_MENTIONS, words::EMPTY_MENTIONS_MORE),
        View::Closed => (words::EMPTY_CLOSED, words::EMPTY_CLOSED_MORE),
        View::Open | View::Search => (words::EMPTY_OPEN, words::EMPTY_OPEN_MORE),
    }
}

/// The name of a view.
pub fn label(view: View) -> &'static str {
    match view {
        View::Mine => words::VIEW_MINE,
        View::Team => words::VIEW_TEAM,
        View::Unassigned => words::VIEW_UNASSIGNED,
        View::Waiting => words::VIEW_WAITING,
        View::Overdue => words::VIEW_OVERDUE,
        View::Mentions => words::VIEW_MENTIONS,
        View::Open => words::VIEW_OPEN,
        View::Closed => words::VIEW_CLOSED,
        View::Search => words::SEARCH,
    }
}

fn views(desk: Desk) -> AnyView {
    let counts = memo(move || {
        let reader = desk.reader();
        desk.inbox.with(|inbox| inbox.counts(&reader))
    });
    let one = move |(place, view): (usize, View)| {
        let count = memo(move || counts.with(|counts| counts.get(place).copied().unwrap_or_default()));
        let class = if view == View::Overdue { "count late" } else { "count" };
        let number =
            move || Some(count.get()).filter(|n| *n > 0).map(|n| el("SPAN").class(class).text(n.to_string()).done());
        // Another view keeps the order and what is open, but not what the lines were narrowed down to.
        let href = move || {
            let other = desk.app.place.with(|now| Place {
                view,
                conversation: now.conversation,
                sort: now.sort,
                ..Place::default()
            });
            Some(other.hash().into())
        };
        let link = el("A")
            .live("href", href)
            .truth("aria-current", move || desk.app.place.with(|place| place.view == view && !place.board))
            .text(label(view))
            .show(number);
        el("LI").child(link.done()).done()
    };
    el("UL")
        .class("filters")
        .attr("role", "list")
        .attr("aria-label", strings::FILTERS)
        .children(View::ALL.into_iter().enumerate().map(one))
        .done()
}
