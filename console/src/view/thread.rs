//! The open conversation: head, messages, composer.

use super::{
    composer, empty, find, header, icon, message, notice, offer, ordered::ordered, pending, press, refusal, viewing,
};
use crate::prelude::*;
use crate::react::{effect_after, memo};
use crate::{
    browser,
    icons::Icon,
    open::Open,
    strings::{self, thread as words},
    thread::{Line, Thread},
    time_words,
    window::{MANY, STEP, Window},
};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use weft_shared::time::Timestamp;
use weft_widget::view::el::{Handle, el};

/// How near to its end, in pixels, counts as being there.
const NEAR_PX: i32 = 80;
/// How near to the edge of what is drawn, in pixels, more is drawn.
const AHEAD_PX: i32 = 2_000;

/// The second pane.
pub fn view(open: Open) -> AnyView {
    let gone = move || {
        open.gone.get().map(|problem| {
            let words = strings::failure(&crate::api::Failure::Problem(Box::new(problem)));
            el("DIV")
                .class("empty")
                .attr("role", "alert")
                .child(el("SPAN").class("empty-icon").child(icon::icon(Icon::Alert)).done())
                .child(el("P").class("empty-title").text(strings::THREAD_GONE).done())
                .child(el("P").class("empty-more").text(words).done())
                .done()
        })
    };
    // Beside what tells that it is gone, not in its place: an alert is heard when its element is new.
    let inside = move || {
        if open.gone.with(Option::is_some) {
            Vec::new()
        } else {
            vec![log(open), viewing::view(open), composer::view(open)]
        }
    };
    el("MAIN")
        .class("thread-pane")
        .attr("id", "thread")
        .flag("inert", move || open.desk.app.compact.get() && open.desk.drawer.get())
        .child(header::view(open))
        .child(refusal::view(open))
        .child(offer::view(open))
        .child(find::view(open))
        .list(inside)
        .show(gone)
        .done()
}

/// How many of the lines that are read are looked at: what is first of all may be drawn anew, without day and head.
const ANCHORS: usize = 8;

/// Lines that are read, and where in the log they are: what stays there while others come and go above it.
fn anchors(log: &web_sys::Element) -> Vec<(web_sys::Element, f64)> {
    let top = log.get_bounding_client_rect().top();
    let Ok(Some(lines)) = log.query_selector(".lines") else { return Vec::new() };
    let lines = lines.children();
    let placed = |line: web_sys::Element| {
        let place = line.get_bounding_client_rect();
        (place.bottom() > top).then(|| (line, place.top() - top))
    };
    (0..lines.length()).filter_map(|n| lines.item(n)).filter_map(placed).take(ANCHORS).collect()
}

/// What is read is about to be put back where it was.
static STEADYING: AtomicBool = AtomicBool::new(false);

/// Changes what is drawn; what is read stays where it is. Of several changes before a frame the first says where: the
/// next would take the lines for where they only are until they are put back.
fn steadily(node: Handle, change: impl FnOnce()) {
    let Some(log) = node.get_untracked() else { return change() };
    if STEADYING.swap(true, Relaxed) {
        return change();
    }
    let read = anchors(&log);
    change();
    request_animation_frame(move || {
        STEADYING.store(false, Relaxed);
        if let Some((line, at)) = read.into_iter().find(|(line, _)| line.is_connected()) {
            let top = log.get_bounding_client_rect().top();
            scroll_by(&log, line.get_bounding_client_rect().top() - top - at);
        }
    });
}

fn scroll_by(log: &web_sys::Element, pixels: f64) {
    #[allow(clippy::cast_possible_truncation)]
    log.set_scroll_top(log.scroll_top().saturating_add(pixels.round() as i32));
}

fn log(open: Open) -> AnyView {
    let node = Handle::new();
    let at_end = StoredValue::new(true);
    let last_top = StoredValue::new(0);
    let lines = memo(move || open.thread.with(|thread| thread.lines(open.window.get(), browser::local)));
    let to_end = move || {
        if let Some(log) = node.get_untracked() {
            log.set_scroll_top(log.scroll_height());
        }
    };
    effect_after(move |before: Option<usize>| {
        let size = lines.with(Vec::len) + open.thread.with(|thread| thread.pending.len());
        // What the agent sends himself is always followed.
        let own = open.thread.with(|thread| !thread.pending.is_empty()) && before.is_some_and(|before| size > before);
        if own && !open.window.get_untracked().follows() {
            open.window.set(Window::default());
        }
        if (own || at_end.get_value()) && open.window.get_untracked().follows() {
            open.unread.set(0);
            request_animation_frame(to_end);
        }
        size
    });
    // Also when the window, the composer or a banner changes the room that is left.
    let watch = leptos::prelude::StoredValue::new_local(None);
    node.on_load(move |log| {
        let inside = log.first_element_child();
        let elements: Vec<&web_sys::Element> = std::iter::once(log.as_ref()).chain(&inside).collect();
        let log = log.clone();
        let mut began = None;
        let follow = move || {
            let begins = (log.client_height() > 0).then(|| log.get_bounding_client_rect().top());
            // What comes or goes above the log does not push away what is read.
            let moved = begins.zip(began).map_or(0.0, |(now, before)| now - before);
            began = begins.or(began);
            if at_end.try_get_value() == Some(true) && open.window.try_get_untracked().is_some_and(Window::follows) {
                to_end();
            } else if moved != 0.0 {
                scroll_by(&log, moved);
            }
        };
        watch.set_value(browser::SizeWatch::new(&elements, follow));
    });
    let scrolled = move |_| {
        let Some(log) = node.get_untracked() else { return };
        let below = log.scroll_height() - log.scroll_top() - log.client_height();
        let near = below < NEAR_PX && open.window.get_untracked().follows();
        // Only the reader's own scrolling up leaves the end, not a composer that grew.
        let top = log.scroll_top();
        if near || top < last_top.get_value() {
            if at_end.get_value() && !near {
                // What is read stays, whatever comes.
                let places = open.thread.with_untracked(Thread::places);
                open.window.update(|window| *window = window.pinned(&places));
            }
            at_end.set_value(near);
        }
        // Where lines were drawn above and the reader went on in the same frame, the place is the same as before.
        let (up, down) = (top <= last_top.get_value(), top > last_top.get_value());
        last_top.set_value(top);
        if up && top < AHEAD_PX && open.thread.with_untracked(|thread| thread.loaded) {
            open.earlier(STEP);
        } else if down && below < AHEAD_PX && !open.window.get_untracked().follows() {
            open.later();
        }
        if near && open.unread.get_untracked() > 0 {
            open.unread.set(0);
        }
    };
    let below = move || {
        let unread = open.unread.get();
        let away = !open.window.with(|window| window.follows());
        (unread > 0 || away).then(|| {
            let label = if unread > 0 { strings::NEW_BELOW } else { words::TO_END };
            let count =
                (unread > 0).then(|| el("SPAN").class("count").words(move || open.unread.get().to_string()).done());
            press("new-below")
                .tap(move || {
                    at_end.set_value(true);
                    open.unread.set(0);
                    open.window.set(Window::default());
                    request_animation_frame(to_end);
                })
                .text(label)
                .children(count)
                .done()
        })
    };
    let empty = move || {
        let (loaded, none) = open.thread.with(|thread| (thread.loaded, thread.pending.is_empty()));
        if !loaded {
            Some(empty::bars(4))
        } else if none && lines.with(Vec::is_empty) {
            Some(empty::quiet(Icon::Talk, strings::EMPTY_THREAD, ""))
        } else {
            None
        }
    };
    let earlier = move || {
        open.has_earlier().then(|| {
            press("button small earlier-more")
                .tap(move || open.earlier(MANY))
                .child(icon::icon(Icon::Up))
                .text(words::EARLIER)
                .done()
        })
    };
    let list = el("OL").class("lines").attr("role", "list");
    let inside = el("DIV")
        .class("log-inside")
        .show(empty)
        .child(el("DIV").class("earlier-place").show(earlier).done())
        .child(ordered(list, move || lines.get(), Line::key, move |line| self::line(open, line)))
        .show(move || open.window.with(|window| window.follows()).then(|| pending::view(open)));
    let scroller = el("DIV")
        .class("log")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", strings::MESSAGES)
        .on("scroll", scrolled)
        .child(inside.done());
    // Whatever changes what is drawn must not push away what is read.
    open.steady.set_value(Some(Box::new(move |change| steadily(node, change))));
    el("DIV").class("log-frame").child(scroller.held(node)).show(below).done()
}

fn line(open: Open, line: Line) -> AnyView {
    match line {
        Line::Day { at, .. } => el("LI").class("day").child(el("H3").words(day(open, at)).done()).done(),
        Line::Message { at, utterance, continued, .. } => message::view(open, at, *utterance, continued),
        Line::Notice(entry) => notice::view(open, entry),
    }
}

fn day(open: Open, at: Timestamp) -> impl Fn() -> String + Send + 'static {
    move || time_words::day(browser::local(at), browser::local(open.desk.app.now.get()))
}
