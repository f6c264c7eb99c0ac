//! What the lines of a view are narrowed down to, and their order. All of it is in the address bar.

use super::{icon, press};
use crate::prelude::*;
use crate::react::{effect, memo};
use crate::{
    browser,
    desk::Desk,
    icons::Icon,
    listing::{Sort, priority_name},
    place::Place,
    strings::inbox as words,
    wanted::{Field, Wanted},
};
use wasm_bindgen::JsCast;
use weft_shared::routing::Priority;
use weft_widget::view::el::{Handle, el};

/// The bar below the views, and what opens from it.
pub fn view(desk: Desk) -> AnyView {
    let shown = RwSignal::new(false);
    let count = memo(move || desk.app.place.with(|place| place.wanted.narrowed()));
    let text = el("INPUT")
        .attr("id", "narrow-text")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("dir", "auto")
        .attr("placeholder", words::TITLE_FILTER)
        .attr("aria-label", words::TITLE_FILTER)
        .value(move || desk.app.place.with(|place| place.wanted.get(Field::Text).to_owned()))
        .typed(move |text| change(desk, Field::Text, &text));
    let badge =
        move || Some(count.get()).filter(|n| *n > 0).map(|n| el("SPAN").class("count").text(n.to_string()).done());
    let toggle = el("BUTTON")
        .attr("type", "button")
        .class("button icon-only")
        .live("aria-label", move || Some(words::narrowed(count.get()).into()))
        .attr("title", words::NARROW)
        .attr("aria-controls", "narrow")
        .either("aria-expanded", move || shown.get())
        .tap(move || shown.update(|shown| *shown = !*shown))
        .child(icon::icon(Icon::Filter))
        .show(badge);
    let select = press("button small")
        .either("aria-pressed", move || desk.selecting.get())
        .tap(move || {
            let on = !desk.selecting.get_untracked();
            desk.selecting.set(on);
            if !on {
                desk.chosen.set(crate::chosen::Chosen::default());
            }
        })
        .text(words::SELECT_LINES);
    let bar = el("DIV").class("narrow-bar").child(text.done()).child(toggle.done()).child(select.done());
    let fields = move || shown.get().then(|| fields(desk));
    vec![bar.done(), el("DIV").attr("id", "narrow").class("narrow-place").show(fields).done()].into_any()
}

/// Asks for something else in a field.
fn change(desk: Desk, field: Field, value: &str) {
    let mut place = desk.app.place.get_untracked();
    place.wanted.set(field, value);
    go(desk, place);
}

/// Goes there in place of what was asked for before: going back should leave the list, not undo a letter.
fn go(desk: Desk, place: Place) {
    browser::replace(&place);
    desk.app.place.set(place);
}

fn fields(desk: Desk) -> AnyView {
    let (channels, intents, teams) = desk.me.with_value(|me| {
        let channels = me.channels.iter().map(|(name, label)| (name.to_string(), label.clone())).collect();
        (channels, me.intents.clone(), me.teams.clone())
    });
    // Who is there and which tags there are is asked once: a choice must not change under the hand.
    let (owners, tags) = desk.inbox.with_untracked(|inbox| {
        let owners = inbox.colleagues.iter().map(|one| (one.agent.to_string(), one.name.clone())).collect();
        (owners, inbox.tags().into_iter().map(|tag| (tag.clone(), tag)).collect())
    });
    let priorities = [
        (Priority::Urgent, words::PRIORITY_URGENT),
        (Priority::High, words::PRIORITY_HIGH),
        (Priority::Normal, words::PRIORITY_NORMAL),
        (Priority::Low, words::PRIORITY_LOW),
    ];
    let priorities = priorities.map(|(priority, label)| (priority_name(priority).to_owned(), label.to_owned()));
    let one = move |field: Field, id, label, options: Vec<(String, String)>| {
        let value = move || desk.app.place.with(|place| place.wanted.get(field).to_owned());
        choice(id, label, Some(words::ANY), options, value, move |value| change(desk, field, &value))
    };
    let sorts = Sort::ALL.map(|sort| {
        let label = match sort {
            Sort::Latest => words::SORT_LATEST,
            Sort::Longest => words::SORT_LONGEST,
            Sort::Due => words::SORT_DUE,
        };
        (sort.name().to_owned(), label.to_owned())
    });
    let sorted = move |name: String| {
        let sort = Sort::ALL.into_iter().find(|sort| sort.name() == name).unwrap_or_default();
        go(desk, Place { sort, ..desk.app.place.get_untracked() });
    };
    let now = move || desk.app.place.with(|place| place.sort.name().to_owned());
    let clear = press("button quiet small")
        .tap(move || go(desk, Place { wanted: Wanted::default(), ..desk.app.place.get_untracked() }))
        .text(words::CLEAR);
    el("DIV")
        .class("narrow-fields")
        .children(choice("narrow-sort", words::SORT, None, sorts.into(), now, sorted))
        .children(one(Field::Channel, "narrow-channel", words::BY_CHANNEL, channels))
        .children(one(Field::Owner, "narrow-owner", words::BY_OWNER, owners))
        .children(one(Field::Team, "narrow-team", words::BY_TEAM, teams))
        .children(one(Field::Intent, "narrow-intent", words::BY_INTENT, intents))
        .children(one(Field::Tag, "narrow-tag", words::BY_TAG, tags))
        .children(one(Field::Priority, "narrow-priority", words::BY_PRIORITY, priorities.into()))
        .child(clear.done())
        .done()
}

/// A labelled choice: label and field. `any`: the first option, which stands for nothing.
pub fn choice(
    id: &'static str,
    label: &'static str,
    any: Option<&'static str>,
    options: Vec<(String, String)>,
    value: impl Fn() -> String + Send + Sync + 'static,
    chosen: impl Fn(String) + Send + Sync + 'static,
) -> [AnyView; 2] {
    let any = any.map(|words| (String::new(), words.to_owned()));
    let option = |(value, label): (String, String)| el("OPTION").attr("value", value).text(label).done();
    let node = Handle::new();
    // Once the options are there: a field takes no value that it does not offer.
    effect(move || {
        let value = value();
        if let Some(field) = node.get() {
            field.unchecked_ref::<web_sys::HtmlSelectElement>().set_value(&value);
        }
    });
    let field = el("SELECT")
        .attr("id", id)
        .children(any.into_iter().chain(options).map(option))
        .on("change", move |event| chosen(event_target_value(&event)));
    [el("LABEL").attr("for", id).text(label).done(), field.held(node)]
}
