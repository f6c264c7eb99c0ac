//! Writing to the customer, or a note for colleagues: two tabs over one place.

use super::{advice, answer, header, icon, jot, press};
use crate::prelude::*;
use crate::react::memo;
use crate::{
    drafts::Hindrance,
    icons::Icon,
    open::Open,
    place::Place,
    strings::{self, thread as words},
    wall,
};
use weft_shared::{
    id::ConversationId,
    wire::agent::{Route, Wish},
};
use weft_widget::view::el::{el, list};

/// The composer; nothing until it is known how the customer can be reached.
pub fn view(open: Open) -> AnyView {
    let ready = memo(move || open.state.with(Option::is_some));
    let is_open = memo(move || open.state.with(|state| state.as_ref().is_none_or(|state| state.open)));
    let departed = memo(move || open.state.with(|state| state.as_ref().and_then(|state| state.departed)));
    list(move || {
        vec![if let Some(to) = departed.get() {
            goes_on(to)
        } else if !ready.get() {
            el("DIV").class("composer composer-empty").done()
        } else if is_open.get() {
            writing(open)
        } else {
            el("DIV")
                .class("composer composer-closed")
                .child(el("P").text(strings::CLOSED_HINT).done())
                .child(header::action(open, strings::REOPEN, "button", Wish::Reopen))
                .done()
        }]
    })
}

fn goes_on(to: ConversationId) -> AnyView {
    let link = el("A")
        .class("button")
        .attr("href", Place::of(to).hash())
        .child(icon::icon(Icon::Move))
        .text(words::GO_THERE)
        .done();
    el("DIV")
        .class("composer composer-closed")
        .attr("role", "status")
        .child(el("P").text(words::GOES_ON).done())
        .child(link)
        .done()
}

/// What the composer's parts look at.
#[derive(Clone, Copy)]
pub struct Ways {
    /// All routes.
    pub routes: Memo<Vec<Route>>,
    /// The one that the draft would take.
    pub route: Memo<Option<Route>>,
    /// What stands against sending.
    pub hindrance: Memo<Option<Hindrance>>,
}

impl Ways {
    fn new(open: Open) -> Self {
        let draft = open.draft;
        let routes =
            memo(move || open.state.with(|state| state.as_ref().map(|state| state.routes.clone()).unwrap_or_default()));
        let route = memo(move || draft.with(|draft| routes.with(|routes| draft.route(routes).cloned())));
        let hindrance = memo(move || {
            let uploading = open.uploads.with(|all| all.iter().any(|one| one.failed.is_none()));
            let own = draft.with(|draft| routes.with(|routes| draft.hindrance(routes)));
            // Whoever still looks for a ready text has not written their answer.
            let looking = open.answers.with(Option::is_some) && draft.with(|draft| draft.query().is_some());
            own.or(looking.then_some(Hindrance::Empty)).or(uploading.then_some(Hindrance::Uploading))
        });
        Self { routes, route, hindrance }
    }

    /// Only texts of the policy may be sent.
    pub fn templated(self) -> bool {
        self.route.with(|route| route.as_ref().is_some_and(|one| one.blocked.is_none() && !one.templates.is_empty()))
    }
}

fn writing(open: Open) -> AnyView {
    let ways = Ways::new(open);
    let noting = memo(move || open.draft.with(|draft| draft.noting));
    let panel = move || vec![if noting.get() { jot::view(open) } else { answer::view(open, ways) }];
    let inside = el("DIV")
        .live("class", move || Some(if noting.get() { "composer-box noting" } else { "composer-box" }.into()))
        .child(el("DIV").class("composer-top").child(tabs(open, noting)).child(language(open)).done())
        .list(panel)
        .done();
    el("DIV").class("composer").child(advice::view(open)).child(inside).child(super::route::notes(open, ways)).done()
}

fn tabs(open: Open, noting: Memo<bool>) -> AnyView {
    let tab = move |note: bool, shape: Icon, label: &'static str| {
        press("tab")
            .attr("id", if note { "tab-note" } else { "tab-answer" })
            .attr("role", "tab")
            .attr("aria-controls", "composer-panel")
            .either("aria-selected", move || noting.get() == note)
            .live("tabindex", move || Some(if noting.get() == note { "0" } else { "-1" }.into()))
            .tap(move || open.turn(note))
            .child(icon::icon(shape))
            .text(label)
            .done()
    };
    el("DIV")
        .class("tabs")
        .attr("role", "tablist")
        .attr("aria-label", words::TABS)
        .keys(move |event| {
            if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight" | "Home" | "End") {
                event.prevent_default();
                let note = match event.key().as_str() {
                    "Home" => false,
                    "End" => true,
                    _ => !noting.get_untracked(),
                };
                open.draft.update(|draft| draft.noting = note);
                crate::browser::focus_soon(if note { "tab-note" } else { "tab-answer" });
            }
        })
        .child(tab(false, Icon::Reply, words::TAB_ANSWER))
        .child(tab(true, Icon::Lock, words::TAB_NOTE))
        .done()
}

/// What a tab shows.
pub fn panel(note: bool, inside: AnyView) -> AnyView {
    el("DIV")
        .attr("id", "composer-panel")
        .attr("role", "tabpanel")
        .attr("aria-labelledby", if note { "tab-note" } else { "tab-answer" })
        .child(inside)
        .done()
}

/// Languages whose spelling browsers check, by their own names.
const LANGUAGES: [(&str, &str); 14] = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("he", "עברית"),
    ("ja", "日本語"),
];

/// The language of what is written: the one that was picked, else the customer's.
pub fn spelling(open: Open) -> Option<String> {
    let picked = open.draft.with(|draft| draft.language.clone());
    picked.or_else(|| open.state.with(|state| state.as_ref().and_then(|state| state.language.clone())))
}

/// The choice of the language whose spelling is checked: the reader's own ones first.
fn language(open: Open) -> AnyView {
    let own = wall::languages();
    let mut known = LANGUAGES.to_vec();
    crate::order::by_key(&mut known, |(code, _)| own.iter().position(|one| one == code).unwrap_or(usize::MAX));
    let now = memo(move || spelling(open).unwrap_or_default());
    let options = move || {
        let now = now.get();
        let one =
            |(code, name): &(&str, &str)| super::route::option((*code).to_owned(), now == *code, (*name).to_owned());
        let none = super::route::option(String::new(), now.is_empty(), words::SPELLING_OWN.to_owned());
        std::iter::once(none).chain(known.iter().map(one)).collect()
    };
    el("SELECT")
        .class("spelling")
        .attr("aria-label", words::SPELLING)
        .attr("title", words::SPELLING)
        .on("change", move |event| {
            let picked = Some(event_target_value(&event)).filter(|code| !code.is_empty());
            open.draft.update(|draft| draft.language = picked);
        })
        .list(options)
        .done()
}
