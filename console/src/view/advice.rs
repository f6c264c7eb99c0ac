//! What the rules of the site advise now, above the composer.

use super::{icon, route};
use crate::{icons::Icon, open::Open, strings::thread as words};
use leptos::{html, prelude::*};
use weft_shared::wire::agent::Advice;

/// One card for each; nothing without advice.
pub fn view(open: Open) -> AnyView {
    let advice = Memo::new(move |_| open.state.with(|state| state.as_ref().map(|state| state.advice.clone())));
    let cards = move || {
        let advice = advice.get().unwrap_or_default();
        (!advice.is_empty()).then(|| {
            html::section()
                .class("advice")
                .aria_label(words::ADVICE)
                .child(advice.into_iter().map(|one| card(open, one)).collect::<Vec<_>>())
        })
    };
    html::div().role("status").child(cards).into_any()
}

fn card(open: Open, advice: Advice) -> AnyView {
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
        ))
        .into_any()
}
