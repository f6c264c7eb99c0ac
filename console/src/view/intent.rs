//! What a conversation is about, by a list of the site.

use crate::{open::Open, strings::thread as words};
use leptos::{ev, html, prelude::*};
use weft_shared::wire::agent::Wish;

/// The choice; nothing where the site has no list, or where it is not known yet what was chosen. It is made when that is
/// known: assistive technology may go on calling the choices of a list disabled that began so.
pub fn view(open: Open) -> AnyView {
    let intents = open.desk.me.with_value(|me| me.intents.clone());
    if intents.is_empty() {
        return ().into_any();
    }
    let known = Memo::new(move |_| open.state.with(Option::is_some));
    (move || known.get().then(|| choice(open, intents.clone()))).into_any()
}

fn choice(open: Open, intents: Vec<(String, String)>) -> AnyView {
    let known = Memo::new(move |_| open.state.with(|state| state.as_ref().and_then(|state| state.intent.clone())));
    let options = move || {
        let now = known.get();
        let none = html::option().value("").selected(now.is_none()).child(words::NO_INTENT).into_any();
        // What an older list called it is still its name.
        let gone = now.clone().filter(|now| intents.iter().all(|(name, _)| name != now));
        let gone = gone.map(|name| html::option().value(name.clone()).selected(true).child(name).into_any());
        let each = intents.iter().map(|(name, label)| {
            html::option().value(name.clone()).selected(now.as_ref() == Some(name)).child(label.clone()).into_any()
        });
        std::iter::once(none).chain(gone).chain(each.collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    // What was refused is not so: the choice goes back to what holds.
    let node = NodeRef::<html::Select>::new();
    Effect::new(move |_| {
        if open.refusal.with(Option::is_some)
            && let Some(select) = node.get_untracked()
        {
            select.set_value(&known.get_untracked().unwrap_or_default());
        }
    });
    html::select()
        .node_ref(node)
        .class("intent")
        .aria_label(words::INTENT)
        .on(ev::change, move |event| {
            let intent = Some(event_target_value(&event)).filter(|name| !name.is_empty());
            let _ = open.wish(Wish::SetIntent { intent });
        })
        .child(options)
        .into_any()
}
