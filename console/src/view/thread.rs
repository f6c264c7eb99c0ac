//! The open conversation: head, messages, composer.

use super::{composer, empty, header, icon, message, notice, pending, refusal};
use crate::{browser, icons::Icon, open::Open, strings, thread::Line, time_words};
use leptos::{ev, html, prelude::*};
use weft_shared::time::Timestamp;

/// How near to its end, in pixels, counts as being there.
const NEAR_PX: i32 = 80;

/// The second pane.
pub fn view(open: Open) -> AnyView {
    let gone = move || {
        open.gone.get().map(|problem| {
            let words = strings::failure(&crate::api::Failure::Problem(Box::new(problem)));
            html::div().class("empty").role("alert").child((
                html::span().class("empty-icon").child(icon::icon(Icon::Alert)),
                html::p().class("empty-title").child(strings::THREAD_GONE),
                html::p().class("empty-more").child(words),
            ))
        })
    };
    let inside = move || {
        if open.gone.with(Option::is_some) {
            gone().into_any()
        } else {
            (log(open), typing(open), composer::view(open)).into_any()
        }
    };
    html::main()
        .class("thread-pane")
        .id("thread")
        .attr("inert", move || (open.desk.app.compact.get() && open.desk.drawer.get()).then_some(""))
        .child((header::view(open), refusal::view(open), inside))
        .into_any()
}

fn log(open: Open) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    let at_end = StoredValue::new(true);
    let last_top = StoredValue::new(0);
    let lines = Memo::new(move |_| open.thread.with(|thread| thread.lines(browser::local)));
    let to_end = move || {
        if let Some(log) = node.get_untracked() {
            log.set_scroll_top(log.scroll_height());
        }
    };
    Effect::new(move |before: Option<usize>| {
        let size = lines.with(Vec::len) + open.thread.with(|thread| thread.pending.len());
        // What the agent sends himself is always followed.
        let own = open.thread.with(|thread| !thread.pending.is_empty()) && before.is_some_and(|before| size > before);
        if own || at_end.get_value() {
            open.unread.set(0);
            request_animation_frame(to_end);
        }
        size
    });
    // Also when the window, the composer or a banner changes the room that is left.
    let watch = StoredValue::new_local(None);
    node.on_load(move |log| {
        let inside = log.first_element_child();
        let elements: Vec<&web_sys::Element> = std::iter::once(log.as_ref()).chain(&inside).collect();
        let follow = move || {
            if at_end.try_get_value() == Some(true) {
                to_end();
            }
        };
        watch.set_value(browser::SizeWatch::new(&elements, follow));
    });
    let scrolled = move |_| {
        let Some(log) = node.get_untracked() else { return };
        let near = log.scroll_height() - log.scroll_top() - log.client_height() < NEAR_PX;
        // Only the reader's own scrolling up leaves the end, not a composer that grew.
        let top = log.scroll_top();
        if near || top < last_top.get_value() {
            at_end.set_value(near);
        }
        last_top.set_value(top);
        if near && open.unread.get_untracked() > 0 {
            open.unread.set(0);
        }
    };
    let below = move || {
        (open.unread.get() > 0).then(|| {
            html::button()
                .r#type("button")
                .class("new-below")
                .on(ev::click, move |_| to_end())
                .child((strings::NEW_BELOW, html::span().class("count").child(move || open.unread.get().to_string())))
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
    let each =
        ForProps::builder().each(move || lines.get()).key(key).children(move |line| self::line(open, line)).build();
    let scroller = html::div()
        .class("log")
        .tabindex("0")
        .role("region")
        .aria_label(strings::MESSAGES)
        .node_ref(node)
        .on(ev::scroll, scrolled)
        .child(html::div().class("log-inside").child((
            empty,
            html::ol().class("lines").role("list").child(For(each)),
            pending::view(open),
        )));
    html::div().class("log-frame").child((scroller, below)).into_any()
}

/// What makes a line the same line: a message is drawn anew when its head appears or goes.
fn key(line: &Line) -> (u8, u64) {
    match line {
        Line::Day(at) => (0, u64::try_from(at.0).unwrap_or(0)),
        Line::Message { seq, continued, .. } => (1 + u8::from(*continued), *seq),
        Line::Notice(entry) => (3, entry.seq),
    }
}

fn line(open: Open, line: Line) -> AnyView {
    match line {
        Line::Day(at) => html::li().class("day").child(html::h3().child(day(open, at))).into_any(),
        Line::Message { at, utterance, continued, .. } => message::view(open, at, *utterance, continued),
        Line::Notice(entry) => notice::view(open, entry),
    }
}

fn day(open: Open, at: Timestamp) -> impl Fn() -> String + Send + Clone + 'static {
    move || time_words::day(browser::local(at), browser::local(open.desk.app.now.get()))
}

fn typing(open: Open) -> AnyView {
    let words = move || {
        let mut names = open.typing.get();
        names.sort();
        names.dedup();
        strings::typing(&names)
    };
    html::p().class("typing").role("status").dir("auto").child(words).into_any()
}
