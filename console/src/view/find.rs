//! Looking for words within the conversation.

use super::{icon, press};
use crate::prelude::*;
use crate::react::effect;
use crate::{
    browser, files,
    icons::Icon,
    open::Open,
    strings::{self, thread as words},
};
use leptos::task::spawn_local;
use weft_shared::wire::search::{Found, Hit};
use weft_widget::view::el::el;

/// What was found: places in the thread, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Matches {
    places: Vec<u64>,
    /// The words that were found, as they are written there.
    words: Vec<String>,
    /// Where the page of earlier ones begins; none: these are all.
    earlier: Option<String>,
    at: usize,
}

impl Matches {
    /// Takes in a page of them; the latest of it is the one that is shown.
    fn take(&mut self, page: Found) {
        let mut places: Vec<u64> = page.hits.iter().map(|hit| hit.seq).collect();
        places.sort_unstable();
        self.at = places.len().saturating_sub(1);
        places.append(&mut self.places);
        self.places = places;
        self.words.append(&mut words_of(&page.hits));
        self.words.sort_unstable();
        self.words.dedup();
        self.earlier = page.next;
    }

    /// Where the next page of earlier ones begins, when the first that is known is shown.
    fn wants_earlier(&self) -> Option<&str> {
        self.earlier.as_deref().filter(|_| self.at == 0)
    }
}

/// The bar; nothing while nothing is looked for.
pub fn view(open: Open) -> AnyView {
    let wanted = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Matches>);
    let failed = RwSignal::new(None::<String>);
    let asked = RwSignal::new(String::new());
    let ask = move |query: String, anew: bool| {
        let (routes, text) = (open.desk.app.routes(), asked.get_untracked());
        spawn_local(async move {
            let answer = routes.find(open.id, &query).await;
            // What is looked for by now may be something else.
            if asked.try_get_untracked().is_none_or(|now| now != text) {
                return;
            }
            match answer {
                Ok(page) => {
                    let mut known = found.get_untracked().filter(|_| !anew).unwrap_or_default();
                    known.take(page);
                    let place = known.places.get(known.at).copied();
                    failed.set(None);
                    found.set(Some(known));
                    if let Some(place) = place {
                        open.go_to(place);
                    }
                }
                Err(failure) => failed.set(Some(strings::failure(&failure))),
            }
        });
    };
    let go = move |forward: bool| {
        let earlier = found.with_untracked(|found| found.as_ref()?.wants_earlier().map(files::encoded));
        if let (false, Some(earlier)) = (forward, earlier) {
            return ask([&files::encoded(&asked.get_untracked()), "&after=", &earlier].concat(), false);
        }
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
        ask(files::encoded(&text), true);
    };
    let end = move || {
        open.finding.set(false);
        found.set(None);
        asked.set(String::new());
        browser::focus_soon("thread-title");
    };
    // What is drawn changes with every page: the words stand out in each.
    effect(move || {
        open.window.track();
        open.thread.track();
        let words = found.with(|found| found.as_ref().map(|found| found.words.clone()).unwrap_or_default());
        request_animation_frame(move || browser::mark(&words));
    });
    on_cleanup(|| browser::mark(&[]));
    let said = move || match (failed.get(), found.get()) {
        (Some(failed), _) => failed,
        (None, Some(found)) if found.places.is_empty() => words::FOUND_NOTHING.to_owned(),
        (None, Some(found)) => words::match_of(found.at + 1, found.places.len(), found.earlier.is_some()),
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
                    } else if event.key() == "Enter" && event.shift_key() {
                        event.prevent_default();
                        go(true);
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

/// The words that were found, each once.
fn words_of(hits: &[Hit]) -> Vec<String> {
    let pieces = hits.iter().flat_map(|hit| &hit.around).filter(|(_, is_hit)| *is_hit);
    let words =
        pieces.flat_map(|(piece, _)| piece.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(str::to_lowercase).collect();
    words.sort_unstable();
    words.dedup();
    words
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

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::{id::ConversationId, time::Timestamp};

    fn hit(around: &[(&str, bool)]) -> Hit {
        Hit {
            conversation: ConversationId::from_bits(1),
            seq: 1,
            at: Timestamp(1),
            channel: None,
            title: String::new(),
            owner: None,
            open: true,
            around: around.iter().map(|(text, is_hit)| ((*text).to_owned(), *is_hit)).collect(),
        }
    }

    #[test]
    fn the_words_that_stand_out_are_those_that_were_found_each_once() {
        let hits = [
            hit(&[("The ", false), ("Teapot", true), (" leaks, says the ", false), ("teapot", true)]),
            hit(&[("a ", false), ("blue, crème", true), (" cup (", false)]),
        ];
        assert_eq!(words_of(&hits), ["blue", "crème", "teapot"]);
        assert!(words_of(&[]).is_empty());
    }

    #[test]
    fn earlier_pages_are_asked_for_at_the_first_match_and_come_before_it() {
        let page = |places: &[u64], next: Option<&str>| Found {
            hits: places.iter().rev().map(|seq| Hit { seq: *seq, ..hit(&[("a ", false), ("lid", true)]) }).collect(),
            next: next.map(str::to_owned),
        };
        let mut found = Matches::default();
        found.take(page(&[7, 9], Some("x")));
        assert_eq!((found.at, found.wants_earlier()), (1, None), "the latest is shown first");
        found.at = 0;
        assert_eq!(found.wants_earlier(), Some("x"));
        found.take(page(&[2, 4], None));
        assert_eq!((found.places.as_slice(), found.at), (&[2, 4, 7, 9][..], 1));
        found.at = 0;
        assert_eq!((found.wants_earlier(), found.words.as_slice()), (None, &["lid".to_owned()][..]));
    }

    #[test]
    fn from_the_last_match_it_goes_on_with_the_first() {
        assert_eq!((next(2, 3, true), next(0, 3, false), next(1, 3, false), next(0, 0, true)), (0, 2, 0, 0));
    }
}
