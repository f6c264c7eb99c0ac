//! What the rules of the site advise now, above the composer.

use super::{icon, route};
use crate::prelude::*;
use crate::react::memo;
use crate::{
    browser,
    icons::Icon,
    open::Open,
    strings::{self, thread as words},
};
use weft_shared::wire::agent::Advice;
use weft_widget::view::el::el;

/// One card for each; nothing without advice.
pub fn view(open: Open) -> AnyView {
    let dismissed = RwSignal::new(Vec::<Advice>::new());
    let advice = memo(move || {
        let advice = open.state.with(|state| state.as_ref().map(|state| state.advice.clone())).unwrap_or_default();
        dismissed.with(|gone| advice.into_iter().filter(|one| !gone.contains(one)).collect::<Vec<_>>())
    });
    let cards = move || {
        let advice = advice.get();
        (!advice.is_empty()).then(|| {
            el("SECTION")
                .class("advice")
                .attr("aria-label", words::ADVICE)
                .children(advice.into_iter().map(|one| card(open, one, dismissed)))
                .done()
        })
    };
    el("DIV").attr("role", "status").show(cards).done()
}

fn card(open: Open, advice: Advice, dismissed: RwSignal<Vec<Advice>>) -> AnyView {
    let this = advice.clone();
    let dismiss = el("BUTTON")
        .attr("type", "button")
        .class("button icon-only")
        .attr("aria-label", strings::DISMISS)
        .tap(move || {
            dismissed.update(|gone| gone.push(this.clone()));
            browser::focus("reply");
        })
        .child(icon::icon(Icon::Cross));
    let insert = advice
        .say
        .clone()
        .map(|said| route::button(words::INSERT_SENTENCE.to_owned(), move || open.write(|draft| draft.say(&said))));
    let sentence = advice.say.map(|said| el("P").class("advice-say").attr("dir", "auto").text(said).done());
    let offered = |to: &weft_shared::channel::Channel| {
        open.state.with_untracked(|state| {
            state
                .as_ref()
                .is_some_and(|state| state.routes.iter().any(|one| one.channel == *to && one.blocked.is_none()))
        })
    };
    let to = advice.to.filter(offered).map(|to| {
        let words = words::switch_to(&open.desk.label(&to));
        route::button(words, move || open.write_by(to.clone()))
    });
    // What is sensitive wants a proof first.
    let asking = advice.sensitive.then(|| route::verify(open));
    let actions =
        el("DIV").class("note-actions").maybe(insert).maybe(to).maybe(asking).child(route::rule(advice.rule)).done();
    let inside = el("DIV")
        .class("note-inside")
        .child(el("P").child(el("BDI").text(advice.because).done()).done())
        .maybe(sentence)
        .child(actions)
        .done();
    el("DIV").class("advice-card").child(icon::icon(Icon::Bulb)).child(inside).child(dismiss.done()).done()
}
