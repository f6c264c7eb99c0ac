//! The small marks of a line: what is due, what is offered, how soon, about what.

use super::icon;
use crate::prelude::*;
use crate::{browser, desk::Desk, icons::Icon, listing, strings::inbox as words, time_words};
use weft_shared::{
    handoff::Party,
    routing::Priority,
    time::Timestamp,
    wire::agent::{OfferLine, Row},
};
use weft_widget::view::el::el;

/// How many tags have room.
const TAGS: usize = 2;

/// The marks; none where there is nothing to mark.
pub fn view(desk: Desk, row: Row, called: bool, begun: bool) -> Option<AnyView> {
    let mut marks = Vec::new();
    if begun {
        marks.push(chip("chip tell", Icon::Pencil, words::DRAFT.to_owned()));
    }
    if let Some(offer) = &row.offer {
        marks.push(offered(desk, offer));
    }
    if called {
        marks.push(chip("chip tell", Icon::Bubble, words::CALLED_MARK.to_owned()));
    }
    if row.open {
        if let Some(held) = &row.held {
            let until = held.until.map(|until| {
                let now = browser::local(desk.app.now.get_untracked());
                words::held_until(&time_words::due(browser::local(until), now))
            });
            marks.push(chip("chip", Icon::Clock, until.unwrap_or_else(|| words::ON_HOLD.to_owned())));
        } else if let Some(due) = row.due {
            marks.push(due_mark(desk, due));
        } else if let Some(since) = row.queued {
            let waits = move || words::waits(&time_words::rest(desk.app.now.get().since(since)));
            marks.push(el("SPAN").class("chip").child(icon::icon(Icon::Clock)).words(waits).done());
        }
    }
    match row.priority {
        Priority::Urgent => marks.push(chip("chip care", Icon::Alert, words::PRIORITY_URGENT.to_owned())),
        Priority::High => marks.push(chip("chip", Icon::Alert, words::PRIORITY_HIGH.to_owned())),
        Priority::Normal | Priority::Low => {}
    }
    if listing::is_upset(row.mood) {
        marks.push(chip("chip care", Icon::Alert, words::UPSET.to_owned()));
    }
    if let Some(intent) = &row.intent {
        marks.push(el("SPAN").class("chip plain").child(el("BDI").text(desk.intent_label(intent)).done()).done());
    }
    let more = row.tags.len().saturating_sub(TAGS);
    marks.extend(row.tags.into_iter().take(TAGS).map(|tag| chip("chip plain", Icon::Tag, tag)));
    if more > 0 {
        marks.push(el("SPAN").class("chip plain").text(words::and_more(more)).done());
    }
    (!marks.is_empty()).then(|| el("SPAN").class("row-marks").children(marks).done())
}

fn chip(class: &'static str, shape: Icon, text: String) -> AnyView {
    el("SPAN").class(class).child(icon::icon(shape)).child(el("BDI").text(text).done()).done()
}

fn offered(desk: Desk, offer: &OfferLine) -> AnyView {
    match &offer.to {
        Party::Agent(agent) if desk.me.with_value(|me| me.agent == *agent) => {
            chip("chip tell", Icon::Reply, words::OFFERED.to_owned())
        }
        Party::Agent(agent) => {
            let name = desk.inbox.with_untracked(|inbox| inbox.name(agent));
            chip("chip", Icon::Reply, words::offered_to(&name))
        }
        Party::Team(team) => chip("chip", Icon::Reply, words::offered_to(&desk.team_label(team))),
    }
}

/// A promise: the words change as its time comes, and the tone with them.
fn due_mark(desk: Desk, due: Timestamp) -> AnyView {
    let late = move || desk.app.now.get() > due;
    let said = move || {
        let now = desk.app.now.get();
        if now > due {
            words::overdue_by(&time_words::rest(now.since(due)))
        } else {
            words::due_in(&time_words::rest(due.since(now)))
        }
    };
    el("SPAN")
        .live("class", move || Some((if late() { "chip late" } else { "chip" }).into()))
        .attr("title", time_words::full(browser::local(due)))
        .child(icon::icon(Icon::Clock))
        .words(said)
        .done()
}
