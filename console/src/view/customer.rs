//! The customer: what they are known by and how each was proven, and the browsers that take part.

use super::{avatar, empty, hint, icon, session, vouch};
use crate::{browser, icons::Icon, marks, open::Open, strings};
use leptos::{ev, html, prelude::*};
use weft_shared::{
    id::SessionId,
    identity::Standing,
    wire::agent::{CustomerCard, IdentifierLine},
};

/// The third pane, or a drawer where there is no room for three.
pub fn view(open: Open) -> AnyView {
    let desk = open.desk;
    let card = Memo::new(move |_| open.state.with(|state| state.as_ref().map(|state| state.customer.clone())));
    let vouching = RwSignal::new(None::<SessionId>);
    let hide = html::button()
        .r#type("button")
        .class("button icon-only only-compact")
        .aria_label(strings::HIDE_DETAILS)
        .on(ev::click, move |_| {
            desk.drawer.set(false);
            browser::focus_soon("show-customer");
        })
        .child(icon::icon(Icon::Cross));
    let veil = html::div().class("veil").aria_hidden("true").on(ev::click, move |_| desk.drawer.set(false));
    let inside = move || match card.get() {
        Some(card) => content(card, vouching),
        None => empty::bars(2),
    };
    let pane = html::aside().class("customer-pane").id("customer").aria_label(strings::DETAILS).child((
        html::header()
            .class("customer-head")
            .child((html::h2().id("customer-title").tabindex("-1").child(strings::DETAILS), hide)),
        inside,
        vouch::view(open, vouching),
    ));
    (veil, pane).into_any()
}

fn content(card: CustomerCard, vouching: RwSignal<Option<SessionId>>) -> AnyView {
    let known = if card.identifiers.is_empty() {
        html::p().class("nothing").child(strings::NO_IDENTIFIERS).into_any()
    } else {
        html::ul()
            .class("cards")
            .role("list")
            .child(card.identifiers.into_iter().map(identifier).collect::<Vec<_>>())
            .into_any()
    };
    let sessions = if card.sessions.is_empty() {
        html::p().class("nothing").child(strings::NO_SESSIONS).into_any()
    } else {
        let many = card.sessions.len() > 1;
        let lines = card.sessions.into_iter().enumerate();
        let lines = lines.map(|(n, line)| session::view(many.then_some(n + 1), line, vouching)).collect::<Vec<_>>();
        html::ul().class("cards").role("list").child(lines).into_any()
    };
    html::div()
        .class("customer-inside")
        .child((
            html::div()
                .class("customer-name")
                .child((avatar::avatar(&card.title, "large"), html::bdi().child(card.title.clone()))),
            html::section().child((html::h3().child(strings::IDENTIFIERS), known)),
            html::section().child((html::h3().child(strings::SESSIONS), sessions)),
        ))
        .into_any()
}

fn identifier(line: IdentifierLine) -> AnyView {
    let (shape, kind) = marks::of_kind(line.kind);
    html::li()
        .class(if line.standing == Standing::Proven { "known proven" } else { "known" })
        .child((
            html::span().class("known-kind").title(kind).child((icon::icon(shape), super::unseen(kind))),
            html::div().class("known-text").child((
                html::bdi().class("known-value").child(line.value),
                html::p()
                    .class("known-because")
                    .child((hint::plain(marks::of_standing(line.standing)), html::span().child(line.because))),
            )),
        ))
        .into_any()
}
