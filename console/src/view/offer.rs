//! An offer that nobody has accepted yet, and what is on hold: banners below the head.

use super::{complaint, dialog, field, icon, note, press};
use crate::prelude::*;
use crate::react::memo;
use crate::{
    browser,
    icons::Icon,
    open::{Asking, Open},
    strings::{self, handoff as words, thread},
    time_words,
};
use weft_shared::{
    handoff::{HandoffNote, Party},
    wire::agent::{HeldLine, OfferLine, Wish},
};
use weft_widget::view::el::el;

/// Both banners; nothing without either.
pub fn view(open: Open) -> AnyView {
    let offer = memo(move || open.state.with(|state| state.as_ref().and_then(|state| state.offer.clone())));
    let held = memo(move || open.state.with(|state| state.as_ref().and_then(|state| state.held.clone())));
    el("DIV")
        .attr("role", "status")
        .show(move || offer.get().map(|(line, note)| banner(open, line, &note)))
        .show(move || held.get().map(|held| waits(open, held)))
        .done()
}

fn banner(open: Open, line: OfferLine, handed: &HandoffNote) -> AnyView {
    let me = open.desk.me.with_value(|me| me.agent.clone());
    let (by, to) = (note::name(open, &line.by), note::party(open, &line.to));
    let mine = line.to == Party::Agent(me.clone());
    let title = match (mine, line.by == me, &line.to) {
        (true, ..) => words::offered_by(&by),
        // A team accepts by whoever takes it.
        (false, _, Party::Team(_)) => words::queued_for(&by, &to),
        (false, true, _) => words::waiting_for(&to),
        (false, false, _) => words::offered(&by, &to),
    };
    let left = move || {
        line.expires.map_or_else(String::new, |ends| words::left(&time_words::countdown(ends.since(open.second.get()))))
    };
    let top = el("P")
        .class("offer-title")
        .child(icon::icon(Icon::Move))
        .child(el("BDI").text(title).done())
        // Counted down in silence: every second would be read out.
        .child(el("SPAN").class("offer-left").attr("role", "timer").words(left).done());
    let actions = mine.then(|| {
        let accept = press("button primary")
            .truth("aria-disabled", move || open.busy.get())
            .tap(move || open.do_now(Wish::AcceptHandoff))
            .text(words::ACCEPT);
        let decline = press("button")
            .attr("aria-haspopup", "dialog")
            .tap(move || open.asking.set(Some(Asking::Decline)))
            .text(words::DECLINE);
        el("DIV").class("note-actions").child(accept.done()).child(decline.done()).done()
    });
    el("SECTION")
        .class(if mine { "offer offer-mine" } else { "offer" })
        .attr("aria-label", words::HAND_OFF_TITLE)
        .child(top.done())
        .children(mine.then(|| note::content(open, handed)))
        .children(actions)
        .done()
}

fn waits(open: Open, held: HeldLine) -> AnyView {
    let said = move || {
        let now = browser::local(open.desk.app.now.get());
        held.until.map_or_else(
            || words::HELD.to_owned(),
            |until| words::held_until(&time_words::due(browser::local(until), now)),
        )
    };
    let wake = move || press("button small").tap(move || open.do_now(Wish::Resume)).text(thread::RESUME).done();
    let because = (!held.because.is_empty()).then(|| el("BDI").class("held-because").text(held.because.clone()).done());
    el("SECTION")
        .class("offer held")
        .attr("aria-label", words::SNOOZE_TITLE)
        .child(
            el("P")
                .class("offer-title")
                .child(icon::icon(Icon::Clock))
                .child(el("SPAN").words(said).done())
                .children(because)
                .done(),
        )
        .show(move || open.is_mine().then(wake))
        .done()
}

/// The dialog that asks why an offer is declined.
pub fn decline(open: Open) -> AnyView {
    let shown = open.dialog(Asking::Decline);
    let (why, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let form = el("FORM")
        .attr("novalidate", "")
        .submit(move || {
            let because = why.get_untracked().trim().to_owned();
            if because.is_empty() {
                wrong.set(true);
                return browser::focus("decline-why");
            }
            open.do_now(Wish::DeclineHandoff { because });
            why.set(String::new());
            shown.set(false);
        })
        .child(el("P").text(words::DECLINE_BODY).done())
        .child(field::lines("decline-why", words::DECLINE_WHY, "300", why, wrong))
        .child(complaint("decline-wrong", move || wrong.get().then(|| words::DECLINE_EMPTY.to_owned())))
        .child(field::actions(shown, strings::CANCEL, words::DECLINE_DO));
    dialog::dialog("decline", words::DECLINE_TITLE, shown, form.done())
}
