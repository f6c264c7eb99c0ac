//! The customer: what they are known by and how each was proven, the browsers that take part, and who else it may be.

use super::{add, avatar, empty, hint, icon, person, session};
use crate::{
    browser,
    icons::Icon,
    marks,
    open::Open,
    strings::{self, person as words},
};
use leptos::{ev, html, prelude::*};
use weft_shared::{
    channel::Channel,
    consent::Consent,
    identity::Standing,
    wire::agent::{CustomerCard, IdentifierLine},
};

/// The third pane, or a drawer where there is no room for three.
pub fn view(open: Open) -> AnyView {
    let desk = open.desk;
    let card = Memo::new(move |_| open.state.with(|state| state.as_ref().map(|state| state.customer.clone())));
    let adding = RwSignal::new(false);
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
        Some(card) => content(open, card, adding),
        None => empty::bars(2),
    };
    let pane = html::aside().class("customer-pane").id("customer").aria_label(strings::DETAILS).child((
        html::header()
            .class("customer-head")
            .child((html::h2().id("customer-title").tabindex("-1").child(strings::DETAILS), hide)),
        html::div().class("customer-inside").child((inside, deals(open), person::view(open))),
        add::view(open, adding),
    ));
    (veil, pane).into_any()
}

fn content(open: Open, card: CustomerCard, adding: RwSignal<bool>) -> AnyView {
    let known = if card.identifiers.is_empty() {
        html::p().class("nothing").child(strings::NO_IDENTIFIERS).into_any()
    } else {
        html::ul()
            .class("cards")
            .role("list")
            .child(card.identifiers.into_iter().map(|line| identifier(open, line)).collect::<Vec<_>>())
            .into_any()
    };
    let add = html::button()
        .id("add-identifier")
        .r#type("button")
        .class("button small")
        .attr("aria-haspopup", "dialog")
        .on(ev::click, move |_| adding.set(true))
        .child((icon::icon(Icon::Plus), words::ADD));
    let sessions = if card.sessions.is_empty() {
        html::p().class("nothing").child(strings::NO_SESSIONS).into_any()
    } else {
        let many = card.sessions.len() > 1;
        let lines = card.sessions.into_iter().enumerate();
        let lines = lines.map(|(n, line)| session::view(many.then_some(n + 1), line, open)).collect::<Vec<_>>();
        html::ul().class("cards").role("list").child(lines).into_any()
    };
    (
        html::div()
            .class("customer-name")
            .child((avatar::avatar(&card.title, "large"), html::bdi().child(card.title.clone()))),
        html::section()
            .child((html::div().class("section-top").child((html::h3().child(strings::IDENTIFIERS), add)), known)),
        html::section().child((html::h3().child(strings::SESSIONS), sessions)),
    )
        .into_any()
}

fn identifier(open: Open, line: IdentifierLine) -> AnyView {
    let (shape, kind) = marks::of_kind(line.kind);
    let label = |channel: &Channel| open.desk.label(channel);
    let heard = (!line.media.is_empty()).then(|| {
        let labels = line.media.iter().map(label).collect::<Vec<_>>().join(", ");
        html::p().class("heard").child((
            html::span()
                .class("heard-icons")
                .aria_hidden("true")
                .child(line.media.iter().map(icon::of_channel).collect::<Vec<_>>()),
            words::heard_on(&labels),
        ))
    });
    let consent = |(channel, consent): &(Channel, Consent)| match consent {
        Consent::Stopped => html::p()
            .class("consent tone-warning")
            .child((icon::icon(Icon::Stop), words::said_stop_on(&label(channel)))),
        Consent::Given => {
            html::p().class("consent tone-good").child((icon::icon(Icon::Check), words::agreed_on(&label(channel))))
        }
    };
    html::li()
        .class(if line.standing == Standing::Proven { "known proven" } else { "known" })
        .child((
            html::span().class("known-kind").title(kind).child((icon::icon(shape), super::unseen(kind))),
            html::div().class("known-text").child((
                html::bdi().class("known-value").child(line.value),
                html::p().class("known-because").child((
                    hint::plain(marks::of_standing(line.standing)),
                    html::span().child(open.desk.named(&line.because)),
                )),
                heard,
                line.consents.iter().map(consent).collect::<Vec<_>>(),
            )),
        ))
        .into_any()
}

fn deals(open: Open) -> AnyView {
    let deals = Memo::new(move |_| open.state.with(|state| state.as_ref().map(|state| state.deals.clone())));
    let list = move || {
        let deals = deals.get().unwrap_or_default();
        (!deals.is_empty()).then(|| {
            let one = |deal: String| html::li().class("deal").child((icon::icon(Icon::Tag), html::bdi().child(deal)));
            html::section().child((
                html::h3().child(words::DEALS),
                html::ul().class("deals").role("list").child(deals.into_iter().map(one).collect::<Vec<_>>()),
            ))
        })
    };
    list.into_any()
}
