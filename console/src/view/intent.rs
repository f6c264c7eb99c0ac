//! What a conversation is about, by a list of the site.

use super::route;
use crate::prelude::*;
use crate::react::{effect, memo};
use crate::{open::Open, strings::thread as words};
use wasm_bindgen::JsCast;
use weft_shared::wire::agent::Wish;
use weft_widget::view::el::{Handle, el, list};

/// The choice; nothing where the site has no list, or where it is not known yet what was chosen. It is made when that is
/// known: assistive technology may go on calling the choices of a list disabled that began so.
pub fn view(open: Open) -> AnyView {
    let intents = open.desk.me.with_value(|me| me.intents.clone());
    if intents.is_empty() {
        return ().into_any();
    }
    let known = memo(move || open.state.with(Option::is_some));
    list(move || known.get().then(|| choice(open, intents.clone())).into_iter().collect())
}

fn choice(open: Open, intents: Vec<(String, String)>) -> AnyView {
    let known = memo(move || open.state.with(|state| state.as_ref().and_then(|state| state.intent.clone())));
    let options = move || {
        let now = known.get();
        let none = route::option(String::new(), now.is_none(), words::NO_INTENT.to_owned());
        // What an older list called it is still its name.
        let gone = now.clone().filter(|now| intents.iter().all(|(name, _)| name != now));
        let gone = gone.map(|name| route::option(name.clone(), true, name));
        let each =
            |(name, label): &(String, String)| route::option(name.clone(), now.as_ref() == Some(name), label.clone());
        std::iter::once(none).chain(gone).chain(intents.iter().map(each)).collect()
    };
    // What was refused is not so: the choice goes back to what holds.
    let node = Handle::new();
    effect(move || {
        if open.refusal.with(Option::is_some)
            && let Some(node) = node.get_untracked()
            && let Some(select) = node.dyn_ref::<web_sys::HtmlSelectElement>()
        {
            select.set_value(&known.get_untracked().unwrap_or_default());
        }
    });
    el("SELECT")
        .attr("id", "intent")
        .class("intent")
        .attr("aria-label", words::INTENT)
        .on("change", move |event| {
            let intent = Some(event_target_value(&event)).filter(|name| !name.is_empty());
            let _ = open.wish(Wish::SetIntent { intent });
        })
        .list(options)
        .held(node)
}
