//! What the rules of the site advise now, above the composer.

use super::{icon, route};
use crate::{
    browser,
    icons::Icon,
    open::Open,
    strings::{self, thread as words},
};
use leptos::{ev, html, prelude::*};
use weft_shared::wire::agent::Advice;

/// One card for each; nothing without advice.
pub fn view(open: Open) -> AnyView {
    let dismissed = RwSignal::new(Vec::<Advice>::new());
    let advice = Memo::new(move |_| {
        let advice = open.state.with(|state| state.as_ref().map(|state| state.advice.clone())).unwrap_or_default();
        dismissed.with(|gone| advice.into_iter().filter(|one| !gone.contains(one)).collect::<Vec<_>>())
    });
    let cards = move || {
        let advice = advice.get();
        (!advice.is_empty()).then(|| {
            html::section()
                .class("advice")
                .aria_label(words::ADVICE)
                .child(advice.into_iter().map(|one| card(open, one, dismissed)).collect::<Vec<_>>())
        })
    };
    html::div().role("status").child(cards).into_any()
}

fn card(open: Open, advice: Advice, dismissed: RwSignal<Vec<Advice>>) -> AnyView {
    let this = advice.clone();
    let dismiss = html::button()
        .r#type("button")
        .class("button icon-only")
        .aria_label(strings::DISMISS)
        .on(ev::click, move |_| {
            dismissed.update(|gone| gone.push(this.clone()));
            browser::focus("reply");
        })
        .child(icon::icon(Icon::Cross));
    let say = advice.say.map(|sentence| {
        let said = sentence.clone();
        let act = move || open.write(|draft| draft.say(&said));
        (
            html::p().class("advice-say").dir("auto").child(sentence),
            route::button(words::INSERT_SENTENCE.to_owned(), act),
        )
    });
    let offered = |to: &weft_shared::channel::Channel| {
        open.state.with_untracked(|state| {
            state
                .as_ref()
                .is_some_and(|state| state.routes.iter().any(|one| one.channel == *to && one.blocked.is_none()))
        })
    };
    let to = advice.to.filter(offered).map(|to| {
        let words = words::switch_to(&open.desk.label(&to));
        route::button(words, move || open.write(|draft| draft.channel = Some(to.clone())))
    });
    let (sentence, insert) = say.map_or((None, None), |(sentence, insert)| (Some(sentence), Some(insert)));
    html::div()
        .class("advice-card")
        .child((
            icon::icon(Icon::Bulb),
            html::div().class("note-inside").child((
                html::p().child(html::bdi().child(advice.because)),
                sentence,
                html::div().class("note-actions").child((insert, to, route::rule(advice.rule))),
            )),
            dismiss,
        ))
        .into_any()
}
