//! Looking for messages and notes: words, what narrows them down, and the hits. All that is asked is in the address bar.

use super::{empty, icon, narrow::choice, press, row};
use crate::prelude::*;
use crate::react::{effect, memo};
use crate::{
    api::Failure,
    browser,
    desk::Desk,
    icons::Icon,
    place::Place,
    strings::{self, inbox as words},
    time_words,
    wanted::{Field, Wanted, encoded},
};
use leptos::task::spawn_local;
use weft_shared::wire::search::Hit;
use weft_widget::view::el::el;

/// The search of one visit.
#[derive(Clone, Copy)]
struct Search {
    desk: Desk,
    /// What is written and not yet asked for.
    written: RwSignal<Wanted>,
    hits: RwSignal<Vec<Hit>>,
    /// Where the next page begins.
    next: RwSignal<Option<String>>,
    failed: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    /// Something was looked for.
    asked: RwSignal<bool>,
}

/// The pane.
pub fn view(desk: Desk) -> AnyView {
    let wanted = memo(move || desk.app.place.with(|place| place.wanted.clone()));
    let search = Search {
        desk,
        written: RwSignal::new(wanted.get_untracked()),
        hits: RwSignal::default(),
        next: RwSignal::default(),
        failed: RwSignal::new(None),
        busy: RwSignal::new(false),
        asked: RwSignal::new(false),
    };
    effect(move || {
        let wanted = wanted.get();
        search.written.set(wanted.clone());
        search.hits.set(Vec::new());
        search.next.set(None);
        search.failed.set(None);
        search.asked.set(false);
        if !wanted.get(Field::Text).trim().is_empty() {
            search.ask(wanted.query());
        }
    });
    vec![form(search), el("DIV").class("rows-scroll").list(move || found(search)).done()].into_any()
}

impl Search {
    /// Goes where the address bar says what is wanted, which asks for it.
    fn go(self) {
        let wanted = self.written.get_untracked();
        if self.desk.app.place.with_untracked(|place| place.wanted != wanted) {
            browser::go(Place { wanted, ..self.desk.app.place.get_untracked() });
        }
    }

    /// The query of the page that is to come.
    fn query(self) -> String {
        let query = self.desk.app.place.with_untracked(|place| place.wanted.query());
        let after = self.next.get_untracked().map(|next| format!("&after={}", encoded(&next)));
        query + &after.unwrap_or_default()
    }

    fn ask(self, query: String) {
        let routes = self.desk.app.routes();
        let asked_for = self.desk.app.place.with_untracked(|place| place.wanted.clone());
        self.busy.set(true);
        spawn_local(async move {
            let answer = routes.search(&query).await;
            // Whoever asked for something else meanwhile gets only that.
            let current = self.desk.app.place.try_with_untracked(|place| place.wanted == asked_for) == Some(true);
            if !current || self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(found) => {
                    self.hits.update(|hits| hits.extend(found.hits));
                    self.next.set(found.next);
                    let said = self.hits.with_untracked(Vec::len);
                    self.desk.app.say(words::hits(said, self.next.with_untracked(Option::is_some)));
                }
                Err(failure) => self.failed.set(Some(failure)),
            }
            self.asked.set(true);
        });
    }
}

fn form(search: Search) -> AnyView {
    let written = search.written;
    let field = el("INPUT")
        .attr("id", "search-words")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("dir", "auto")
        .attr("aria-label", words::SEARCH)
        .attr("placeholder", words::SEARCH_WORDS)
        .value(move || written.with(|wanted| wanted.get(Field::Text).to_owned()))
        .typed(move |text| written.update(|wanted| wanted.set(Field::Text, &text)));
    let leave = el("A")
        .class("button icon-only")
        .attr("href", Place::default().hash())
        .attr("aria-label", words::SEARCH_LEAVE)
        .attr("title", words::SEARCH_LEAVE)
        .child(icon::icon(Icon::Cross));
    let go = el("BUTTON").attr("type", "submit").class("button primary").text(words::SEARCH_GO);
    let narrowed = written.with_untracked(|wanted| wanted.narrowed() > 0);
    let more = el("DETAILS").class("search-narrow").live("open", move || narrowed.then(|| "".into()));
    let top = el("DIV").class("narrow-bar").child(field.done()).child(go.done()).child(leave.done());
    el("FORM")
        .class("search-form")
        .attr("role", "search")
        .submit(move || search.go())
        .child(top.done())
        .child(more.child(el("SUMMARY").text(words::SEARCH_NARROW).done()).child(fields(search)).done())
        .done()
}

fn fields(search: Search) -> AnyView {
    let written = search.written;
    let (channels, intents) = search.desk.me.with_value(|me| {
        let channels = me.channels.iter().map(|(name, label)| (name.to_string(), label.clone())).collect();
        (channels, me.intents.clone())
    });
    let owners = search
        .desk
        .inbox
        .with(|inbox| inbox.colleagues.iter().map(|one| (one.agent.to_string(), one.name.clone())).collect::<Vec<_>>());
    let states = [("open", words::STATE_OPEN), ("closed", words::STATE_CLOSED)];
    let states = states.map(|(value, label)| (value.to_owned(), label.to_owned()));
    let one = move |field: Field, id, label, options: Vec<(String, String)>| {
        let value = move || written.with(|wanted| wanted.get(field).to_owned());
        choice(id, label, Some(words::ANY), options, value, move |value| {
            written.update(|wanted| wanted.set(field, &value));
            search.go();
        })
    };
    let day = move |field: Field, id: &'static str, label: &'static str| {
        let input = el("INPUT")
            .attr("id", id)
            .attr("type", "date")
            .value(move || written.with(|wanted| wanted.get(field).to_owned()))
            .on("change", move |event| {
                written.update(|wanted| wanted.set(field, &event_target_value(&event)));
                search.go();
            });
        [el("LABEL").attr("for", id).text(label).done(), input.done()]
    };
    el("DIV")
        .class("narrow-fields")
        .children(one(Field::Channel, "search-channel", words::BY_CHANNEL, channels))
        .children(one(Field::Owner, "search-owner", words::BY_OWNER, owners))
        .children(one(Field::Intent, "search-intent", words::BY_INTENT, intents))
        .children(one(Field::State, "search-state", words::BY_STATE, states.into()))
        .children(day(Field::From, "search-from", words::BY_FROM))
        .children(day(Field::Until, "search-until", words::BY_UNTIL))
        .done()
}

fn found(search: Search) -> Vec<AnyView> {
    if let Some(failure) = search.failed.get() {
        let said = strings::failure(&failure);
        let again = press("button small").tap(move || {
            search.failed.set(None);
            search.ask(search.query());
        });
        let failed = el("DIV").class("search-failed").attr("role", "alert").child(el("P").text(said).done());
        return vec![failed.child(again.text(strings::RETRY).done()).done()];
    }
    let hits = search.hits.get();
    if hits.is_empty() {
        let (title, more) = match (search.busy.get(), search.asked.get()) {
            (true, _) => return vec![empty::bars(6)],
            (_, true) => (words::SEARCH_NONE, words::SEARCH_NONE_MORE),
            (_, false) => (words::SEARCH_START, words::SEARCH_START_MORE),
        };
        return vec![empty::quiet(Icon::Search, title, more)];
    }
    let more = search.next.get().map(|_| {
        press("button wide")
            .truth("aria-disabled", move || search.busy.get())
            .tap(move || {
                if !search.busy.get_untracked() {
                    search.ask(search.query());
                }
            })
            .text(words::SEARCH_MORE)
            .done()
    });
    let lines = hits.into_iter().map(|hit| line(search.desk, hit));
    vec![
        el("UL").class("rows").attr("role", "list").attr("aria-label", words::HITS).children(lines).done(),
        el("DIV").class("rows-more").maybe(more).done(),
    ]
}

fn line(desk: Desk, hit: Hit) -> AnyView {
    let (id, seq, at) = (hit.conversation, hit.seq, hit.at);
    let href = move || {
        let place = desk.app.place.get();
        Some(Place { at: Some(seq), ..place.opening(Some(id)) }.hash().into())
    };
    let (shape, label) = match &hit.channel {
        Some(channel) => (icon::of_channel(channel), desk.label(channel)),
        None => (icon::icon(Icon::Pencil), words::SEARCH_NOTE.to_owned()),
    };
    let face = el("SPAN").class("hit-face").attr("title", label.clone()).child(shape).child(super::unseen(label));
    let around = hit
        .around
        .into_iter()
        .map(|(text, is_hit)| if is_hit { el("MARK").text(text).done() } else { text.into_any() });
    let state = (!hit.open).then(|| el("SPAN").class("chip").text(words::STATE_CLOSED).done());
    let owner = hit.owner.map(|owner| {
        el("SPAN")
            .class("chip plain")
            .child(el("BDI").text(desk.inbox.with_untracked(|inbox| inbox.name(&owner))).done())
            .done()
    });
    // The read model knows no names; the inbox does, of what is open or was closed lately.
    let who = desk.inbox.with_untracked(|inbox| inbox.row(id).map(|row| row.title.clone()));
    let title = who.into_iter().chain(Some(hit.title)).collect::<Vec<_>>().join(" · ");
    let top = el("SPAN").class("row-top").child(el("BDI").class("row-title").text(title).done()).child(
        el("TIME")
            .attr("datetime", at.to_string())
            .attr("title", time_words::full(browser::local(at)))
            .words(move || time_words::brief(browser::local(at), browser::local(desk.app.now.get())))
            .done(),
    );
    let text = el("SPAN")
        .class("row-text")
        .child(top.done())
        .child(el("SPAN").class("hit-text").attr("dir", "auto").children(around).done())
        .child(el("SPAN").class("row-marks").maybe(state).maybe(owner).done());
    let link = el("A")
        .attr("id", format!("{}-{seq}", row::element_id(id)))
        .class("row hit")
        .live("href", href)
        .truth("aria-current", move || {
            desk.app.place.with(|place| place.conversation == Some(id) && place.at == Some(seq))
        })
        .child(face.done())
        .child(text.done());
    el("LI").class("line").child(link.done()).done()
}
