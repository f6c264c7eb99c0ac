//! The history card: what an agent must know before the thread is read.

use super::{empty, hint, icon, note, press, route, unseen};
use crate::prelude::*;
use crate::{
    action::Action,
    browser,
    icons::Icon,
    marks,
    open::Open,
    place::Place,
    strings::{self, card as words},
    time_words,
};
use weft_shared::{
    identity::Standing,
    wire::{
        card::{Card, EarlierLine, KnownBy, Missing, NoteLine, SummaryLine},
        thread::PromiseLine,
    },
};
use weft_widget::view::el::{El, el};

/// The card.
pub fn view(open: Open) -> AnyView {
    let inside = move || match (open.card.get(), open.card_failed.get()) {
        (Some(card), _) => content(open, card),
        (None, Some(failure)) => vec![
            el("P").class("nothing").text(words::CARD_FAILED).done(),
            el("P").class("nothing").text(strings::failure(&failure)).done(),
            route::button(strings::RETRY.to_owned(), move || open.ask_card()),
        ],
        (None, None) => vec![empty::bars(2)],
    };
    el("SECTION").class("history-card").attr("aria-label", words::CARD).list(inside).done()
}

fn content(open: Open, card: Card) -> Vec<AnyView> {
    vec![
        part(words::WHO, vec![who(open, &card)]),
        part(words::ABOUT, vec![about(open, &card)]),
        missing(open, card.missing),
        part(words::SUMMARY, summary(open, &card.summary.method, card.summary.lines)),
        part(words::PROMISES, promises(open, card.promises)),
        last_note(open, card.note),
        earlier(open, card.earlier),
    ]
}

fn part(title: &'static str, inside: Vec<AnyView>) -> AnyView {
    el("DIV").class("card-part").child(el("H3").text(title).done()).children(inside).done()
}

fn who(open: Open, card: &Card) -> AnyView {
    let tier = card
        .tier
        .clone()
        .map(|tier| el("SPAN").class("chip").child(unseen(format!("{}: ", words::TIER))).text(tier).done());
    let name = el("P").class("card-name").child(el("BDI").text(card.title.clone()).done()).children(tier).done();
    let known = |(n, line): (usize, &KnownBy)| {
        let (shape, kind) = marks::of_kind(line.kind);
        let because = open.desk.named(&line.because);
        el("LI")
            .class(if line.standing == Standing::Proven { "card-known proven" } else { "card-known" })
            .child(icon::icon(shape))
            .child(unseen(format!("{kind}: ")))
            .child(el("BDI").text(line.value.clone()).done())
            .child(hint::hint(format!("card-known-{n}"), marks::of_standing(line.standing), because))
            .done()
    };
    let known = card.known_by.iter().enumerate().map(known);
    el("DIV").child(name).child(el("UL").attr("role", "list").children(known).done()).done()
}

fn about(open: Open, card: &Card) -> AnyView {
    let Some(guess) = &card.intent else {
        return el("P").class("nothing").text(words::ABOUT_UNKNOWN).done();
    };
    let label = open.desk.me.with_value(|me| {
        let known = me.intents.iter().find(|(name, _)| *name == guess.name);
        known.map_or_else(|| guess.name.clone(), |(_, label)| label.clone())
    });
    let by = match &card.intent_by {
        Some(agent) => words::said_by(&note::name(open, agent)),
        None => words::percent(guess.percent),
    };
    el("P")
        .child(el("BDI").class("card-strong").text(label).done())
        .child(el("SPAN").class("card-soft").text(" · ").child(el("BDI").text(by).done()).done())
        .done()
}

fn summary(open: Open, method: &str, lines: Vec<SummaryLine>) -> Vec<AnyView> {
    let line = |line: SummaryLine| {
        let who = if line.by_customer { words::CUSTOMER_SAID } else { words::WE_SAID };
        let said = el("BDI").text(line.text).done();
        let inside = match line.seq {
            Some(place) => press("card-line")
                .attr("title", words::SHOWS)
                .tap(move || {
                    open.desk.drawer.set(false);
                    open.go_to(place);
                })
                .child(unseen(who))
                .child(said)
                .done(),
            None => el("SPAN").child(unseen(who)).child(said).done(),
        };
        el("LI").class(if line.by_customer { "by-customer" } else { "by-us" }).child(inside).done()
    };
    if lines.is_empty() {
        return vec![el("P").class("nothing").text(words::NO_SUMMARY).done()];
    }
    let list = el("OL").class("card-summary").attr("role", "list").children(lines.into_iter().map(line)).done();
    let chosen = el("DETAILS")
        .class("card-method")
        .child(el("SUMMARY").text(words::HOW_CHOSEN).done())
        .child(el("P").text(method).done());
    vec![list, chosen.done()]
}

fn promises(open: Open, lines: Vec<PromiseLine>) -> Vec<AnyView> {
    if lines.is_empty() {
        return vec![el("P").class("nothing").text(words::NO_PROMISES).done()];
    }
    let line = |line: PromiseLine| {
        let due = line.due;
        let late = move || open.desk.app.now.get() > due;
        let at = move || {
            let at = time_words::due(browser::local(due), browser::local(open.desk.app.now.get()));
            if late() { words::overdue(&at) } else { words::due(&at) }
        };
        let chip = el("SPAN")
            .live("class", move || Some(if late() { "chip due overdue" } else { "chip due" }.into()))
            .child(icon::icon(Icon::Clock))
            .words(at);
        el("LI").child(el("BDI").text(line.text).done()).child(chip.done()).done()
    };
    vec![el("UL").class("card-promises").attr("role", "list").children(lines.into_iter().map(line)).done()]
}

fn last_note(open: Open, line: Option<NoteLine>) -> AnyView {
    let Some(line) = line else {
        return part(words::LAST_NOTE, vec![el("P").class("nothing").text(words::NO_NOTE).done()]);
    };
    let signed = words::signed(&note::name(open, &line.by), &time_words::full(browser::local(line.at)));
    part(words::LAST_NOTE, vec![note::content(open, &line.note), el("P").class("card-method").text(signed).done()])
}

fn link(line: &EarlierLine) -> El {
    el("A")
        .class("known-link")
        .attr("href", Place::of(line.conversation).hash())
        .child(el("BDI").text(line.title.clone()).done())
}

fn earlier(open: Open, lines: Vec<EarlierLine>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let now = browser::local(open.desk.app.now.get_untracked());
    let one = |line: EarlierLine| {
        let (class, state) =
            if line.open { ("chip chip-open", strings::OPEN_STATE) } else { ("chip", strings::CLOSED_STATE) };
        let shared = (!line.shared.is_empty())
            .then(|| el("P").class("card-soft").text(words::shares(&line.shared.join(", "))).done());
        let when = el("P").class("known-when").child(el("SPAN").class(class).text(state).done()).child(
            el("TIME").attr("datetime", line.at.to_string()).text(time_words::day(browser::local(line.at), now)).done(),
        );
        el("LI").child(link(&line).done()).child(when.done()).children(shared).done()
    };
    let all = el("UL").class("card-earlier").attr("role", "list").children(lines.into_iter().map(one)).done();
    part(words::EARLIER, vec![all])
}

fn missing(open: Open, lines: Vec<Missing>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let one = |line: Missing| {
        let act = match line.what.as_str() {
            "identity" => Some(route::button(strings::thread::ASK_TO_VERIFY.to_owned(), move || {
                open.desk.drawer.set(false);
                open.ask_to_verify();
            })),
            "intent" => Some(route::button(words::SET_INTENT.to_owned(), move || {
                open.desk.drawer.set(false);
                browser::focus_soon("intent");
            })),
            "owner" => Some(route::button(words::TAKE.to_owned(), move || open.act(Action::Take))),
            _ => None,
        };
        let claim = line
            .conversation
            .map(|id| el("A").class("button small").attr("href", Place::of(id).hash()).text(words::OPEN_CLAIM).done());
        el("LI")
            .child(icon::icon(Icon::Alert))
            .child(
                el("DIV")
                    .class("note-inside")
                    .child(el("BDI").text(line.text).done())
                    .child(el("DIV").class("note-actions").children(act).children(claim).done())
                    .done(),
            )
            .done()
    };
    let all = el("UL").class("card-missing").attr("role", "list").children(lines.into_iter().map(one)).done();
    part(words::MISSING, vec![all])
}
