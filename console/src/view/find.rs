//! Looking for words within the conversation.

use super::{icon, press};
use crate::{
    browser, files,
    icons::Icon,
    open::Open,
    strings::{self, thread as words},
};
use leptos::{prelude::*, task::spawn_local};
use weft_widget::view::el::el;

/// What was found: places in the thread, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Matches {
    places: Vec<u64>,
    more: bool,
    at: usize,
}

/// The bar; nothing while nothing is looked for.
pub fn view(open: Open) -> AnyView {
    let wanted = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Matches>);
    let failed = RwSignal::new(None::<String>);
    let asked = RwSignal::new(String::new());
    let go = move |forward: bool| {
        let place = found.try_update(|found| {
            let found = found.as_mut()?;
            found.at = next(found.at, found.places.len(), forward);
            found.places.get(found.at).copied()
        });
        if let Some(place) = place.flatten() {
            open.go_to(place);
        }
    };
    let look = move || {
        let text = wanted.get_untracked().trim().to_owned();
        if text.is_empty() {
            return;
        }
        if text == asked.get_untracked() && found.with_untracked(Option::is_some) {
            return go(false);
        }
        asked.set(text.clone());
        let routes = open.desk.app.routes();
        spawn_local(async move {
            match routes.find(open.id, &files::encoded(&text)).await {
                Ok(answer) => {
                    let mut places: Vec<u64> = answer.hits.iter().map(|hit| hit.seq).collect();
                    places.sort_unstable();
                    let at = places.len().saturating_sub(1);
                    let last = places.last().copied();
                    let _ = failed.try_set(None);
                    let _ = found.try_set(Some(Matches { places, more: answer.next.is_some(), at }));
                    if let Some(place) = last {
                        open.go_to(place);
                    }
                }
                Err(failure) => drop(failed.try_set(Some(strings::failure(&failure)))),
            }
        });
    };
    let end = move || {
        open.finding.set(false);
        found.set(None);
        asked.set(String::new());
        browser::focus_soon("thread-title");
    };
    let said = move || match (failed.get(), found.get()) {
        (Some(failed), _) => failed,
        (None, Some(found)) if found.places.is_empty() => words::FOUND_NOTHING.to_owned(),
        (None, Some(found)) => words::match_of(found.at + 1, found.places.len(), found.more),
        (None, None) => String::new(),
    };
    let bar = move || {
        open.finding.get().then(|| {
            let field = el("INPUT")
                .attr("id", "find-words")
                .attr("type", "search")
                .attr("dir", "auto")
                .attr("aria-label", words::FIND)
                .attr("placeholder", words::FIND_WORDS)
                .value(move || wanted.get())
                .typed(move |text| wanted.set(text));
            let button = |shape: Icon, label: &'static str| {
                press("button icon-only").attr("aria-label", label).attr("title", label).child(icon::icon(shape))
            };
            el("FORM")
                .class("find")
                .attr("role", "search")
                .submit(look)
                .keys(move |event| {
                    if event.key() == "Escape" {
                        event.stop_propagation();
                        end();
                    }
                })
                .child(icon::icon(Icon::Search))
                .child(field.done())
                .child(el("SPAN").class("find-said").attr("role", "status").words(said).done())
                .child(button(Icon::Up, words::FIND_BEFORE).tap(move || go(false)).done())
                .child(button(Icon::Down, words::FIND_NEXT).tap(move || go(true)).done())
                .child(button(Icon::Cross, words::FIND_END).tap(end).done())
                .done()
        })
    };
    el("DIV").class("find-place").show(bar).done()
}

const fn next(at: usize, all: usize, forward: bool) -> usize {
    if all == 0 {
        0
    } else if forward {
        (at + 1) % all
    } else {
        (at + all - 1) % all
    }
}
