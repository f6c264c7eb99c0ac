//! Where the agent writes, or picks a text that stands ready.

use super::{advice, header, icon, route, templates, tone};
use crate::{
    browser, drafts,
    drafts::{Draft, Hindrance},
    icons::Icon,
    open::Open,
    place::Place,
    strings,
};
use leptos::prelude::*;
use weft_shared::{
    id::ConversationId,
    wire::agent::{Route, Wish},
};
use weft_widget::view::el::{el, list};

/// The composer; nothing until it is known how the customer can be reached.
pub fn view(open: Open) -> AnyView {
    let ready = Memo::new(move |_| open.state.with(Option::is_some));
    let is_open = Memo::new(move |_| open.state.with(|state| state.as_ref().is_none_or(|state| state.open)));
    let departed = Memo::new(move |_| open.state.with(|state| state.as_ref().and_then(|state| state.departed)));
    list(move || {
        vec![if let Some(to) = departed.get() {
            goes_on(to)
        } else if !ready.get() {
            el("DIV").class("composer composer-empty").done()
        } else if is_open.get() {
            form(open)
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
        .text(strings::thread::GO_THERE)
        .done();
    el("DIV")
        .class("composer composer-closed")
        .attr("role", "status")
        .child(el("P").text(strings::thread::GOES_ON).done())
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
        let routes = Memo::new(move |_| {
            open.state.with(|state| state.as_ref().map(|state| state.routes.clone()).unwrap_or_default())
        });
        let route = Memo::new(move |_| draft.with(|draft| routes.with(|routes| draft.route(routes).cloned())));
        let hindrance = Memo::new(move |_| draft.with(|draft| routes.with(|routes| draft.hindrance(routes))));
        Self { routes, route, hindrance }
    }

    /// Only texts of the policy may be sent.
    fn templated(self) -> bool {
        self.route.with(|route| route.as_ref().is_some_and(|one| one.blocked.is_none() && !one.templates.is_empty()))
    }
}

fn send(open: Open, ways: Ways) {
    let written = open.draft.get_untracked();
    let (None, Some(route)) = (ways.hindrance.get_untracked(), ways.route.get_untracked()) else { return };
    if let Some(template) = written.template(&route) {
        let text = open.desk.filled(&template.text);
        open.reply(&text, Some(route.channel.clone()), route.channel.clone(), Some(template.name.clone()));
        open.draft.set(Draft { template: None, ..written });
        browser::focus("templates");
    } else {
        open.reply(&written.text, written.channel.clone(), route.channel, None);
        open.draft.set(Draft { text: String::new(), ..written });
        browser::focus("reply");
    }
}

fn form(open: Open) -> AnyView {
    let ways = Ways::new(open);
    let templated = Memo::new(move |_| ways.templated());
    let writing = move || vec![if templated.get() { templates::view(open, ways) } else { area(open, ways) }];
    let keys = if browser::has_command_key() { strings::SEND_KEYS_MAC } else { strings::SEND_KEYS };
    let button = el("BUTTON")
        .attr("type", "submit")
        .class("button primary send")
        .attr("title", keys)
        .flag("disabled", move || ways.hindrance.with(Option::is_some))
        .child(icon::icon(Icon::Send))
        .text(strings::SEND)
        .done();
    let bar = el("DIV")
        .class("composer-bar")
        .child(route::line(open, ways))
        .child(left(open, ways))
        .child(el("SPAN").class("keys").attr("aria-hidden", "true").text(keys).done())
        .child(button)
        .done();
    let inside = el("DIV")
        .class("composer-box")
        .list(writing)
        .show(move || (!templated.get()).then(|| tone::view(open, ways)))
        .child(bar)
        .done();
    el("FORM")
        .class("composer")
        .submit(move || send(open, ways))
        .child(advice::view(open))
        .child(inside)
        .child(route::notes(open, ways))
        .done()
}

fn area(open: Open, ways: Ways) -> AnyView {
    let (draft, hindrance) = (open.draft, ways.hindrance);
    el("TEXTAREA")
        .attr("id", "reply")
        .attr("rows", "3")
        .attr("dir", "auto")
        .attr("placeholder", strings::REPLY_PLACEHOLDER)
        .attr("aria-label", strings::REPLY)
        .attr("aria-describedby", "reply-route reply-left")
        .attr("aria-keyshortcuts", "Control+Enter Meta+Enter")
        .truth("aria-invalid", move || matches!(hindrance.get(), Some(Hindrance::TooLong(_))))
        .flag("disabled", move || matches!(hindrance.get(), Some(Hindrance::Blocked(_) | Hindrance::NoRoute)))
        .value(move || draft.with(|draft| draft.text.clone()))
        .typed(move |text| {
            draft.update(|draft| draft.text = text);
            open.type_on();
        })
        .keys(move |event| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
                event.prevent_default();
                send(open, ways);
            }
        })
        .done()
}

/// How much room is left, and how many texts it makes where they are billed so.
fn left(open: Open, ways: Ways) -> AnyView {
    let draft = open.draft;
    let left = Memo::new(move |_| {
        let most = ways.route.with(|route| route.as_ref().map(drafts::most))?;
        drafts::left(draft.with(Draft::length), most)
    });
    let segments = Memo::new(move |_| {
        let counted =
            ways.route.with(|route| route.as_ref().is_some_and(|one| one.segments && one.templates.is_empty()));
        if counted { draft.with(Draft::segments) } else { None }
    });
    let words = move || {
        let parts = segments.get().map(strings::thread::segments);
        parts.into_iter().chain(left.get().map(strings::left)).collect::<Vec<_>>().join(" · ")
    };
    let over = move || left.get().is_some_and(|left| left < 0);
    el("SPAN")
        .attr("id", "reply-left")
        .live("class", move || Some(if over() { "left over" } else { "left" }.into()))
        .words(words)
        .done()
}
