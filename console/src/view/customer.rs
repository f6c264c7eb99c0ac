//! The customer: what they are known by and how each was proven, the browsers that take part, and who else it may be.

use super::{add, avatar, card as history, empty, hint, icon, person, press, session};
use crate::prelude::*;
use crate::react::memo;
use crate::{
    browser,
    icons::Icon,
    marks,
    open::Open,
    strings::{self, person as words},
};
use weft_shared::{
    channel::Channel,
    consent::Consent,
    identity::Standing,
    wire::agent::{CustomerCard, IdentifierLine},
};
use weft_widget::view::el::{El, el};

/// The third pane, or a drawer where there is no room for three.
pub fn view(open: Open) -> AnyView {
    let desk = open.desk;
    let card = memo(move || open.state.with(|state| state.as_ref().map(|state| state.customer.clone())));
    let adding = RwSignal::new(false);
    let hide = press("button icon-only only-compact")
        .attr("aria-label", strings::HIDE_DETAILS)
        .tap(move || {
            desk.drawer.set(false);
            browser::focus_soon("show-customer");
        })
        .child(icon::icon(Icon::Cross));
    let veil = el("DIV").class("veil").attr("aria-hidden", "true").tap(move || desk.drawer.set(false));
    let inside = move || match card.get() {
        Some(card) => content(open, card, adding),
        None => vec![empty::bars(2)],
    };
    let title = el("H2").attr("id", "customer-title").attr("tabindex", "-1").text(strings::DETAILS);
    let pane = el("ASIDE")
        .class("customer-pane")
        .attr("id", "customer")
        .attr("aria-label", strings::DETAILS)
        .child(el("HEADER").class("customer-head").child(title.done()).child(hide.done()).done())
        .child(
            el("DIV").class("customer-inside").child(history::view(open)).list(inside).child(person::view(open)).done(),
        )
        .child(add::view(open, adding));
    vec![veil.done(), pane.done()].into_any()
}

fn content(open: Open, card: CustomerCard, adding: RwSignal<bool>) -> Vec<AnyView> {
    let add = press("button small")
        .attr("id", "add-identifier")
        .attr("aria-haspopup", "dialog")
        .tap(move || adding.set(true))
        .child(icon::icon(Icon::Plus))
        .text(words::ADD);
    let top = el("DIV").class("section-top").child(el("H3").text(strings::IDENTIFIERS).done()).child(add.done());
    let known = card.identifiers.into_iter().map(|line| identifier(open, line)).collect();
    let many = card.sessions.len() > 1;
    let sessions = card.sessions.into_iter().enumerate();
    let sessions = sessions.map(|(n, line)| session::view(many.then_some(n + 1), line, open)).collect();
    let name = el("DIV")
        .class("customer-name")
        .child(avatar::avatar(&card.title, "large"))
        .child(el("BDI").text(card.title).done());
    vec![
        name.done(),
        section(top, known, strings::NO_IDENTIFIERS),
        section(el("H3").text(strings::SESSIONS), sessions, strings::NO_SESSIONS),
    ]
}

fn section(top: El, lines: Vec<AnyView>, nothing: &'static str) -> AnyView {
    let inside = if lines.is_empty() {
        el("P").class("nothing").text(nothing)
    } else {
        el("UL").class("cards").attr("role", "list").children(lines)
    };
    el("SECTION").child(top.done()).child(inside.done()).done()
}

fn identifier(open: Open, line: IdentifierLine) -> AnyView {
    let (shape, kind) = marks::of_kind(line.kind);
    let label = |channel: &Channel| open.desk.label(channel);
    let heard = (!line.media.is_empty()).then(|| {
        let labels = line.media.iter().map(label).collect::<Vec<_>>().join(", ");
        let icons = el("SPAN").class("heard-icons").attr("aria-hidden", "true");
        el("P")
            .class("heard")
            .child(icons.children(line.media.iter().map(icon::of_channel)).done())
            .text(words::heard_on(&labels))
            .done()
    });
    let consent = |(channel, consent, because): &(Channel, Consent, String)| {
        let (class, shape, said) = match consent {
            Consent::Stopped => ("consent tone-warning", Icon::Stop, words::said_stop_on(&label(channel))),
            Consent::Given => ("consent tone-good", Icon::Check, words::agreed_on(&label(channel))),
        };
        let because = el("P").class("known-because").text(open.desk.named(because)).done();
        vec![el("P").class(class).child(icon::icon(shape)).text(said).done(), because].into_any()
    };
    let because = el("P")
        .class("known-because")
        .child(hint::plain(marks::of_standing(line.standing)))
        .child(el("SPAN").text(open.desk.named(&line.because)).done());
    let text = el("DIV")
        .class("known-text")
        .child(el("BDI").class("known-value").text(line.value).done())
        .child(because.done())
        .children(heard)
        .children(line.consents.iter().map(consent));
    let kind = el("SPAN").class("known-kind").attr("title", kind).child(icon::icon(shape)).child(super::unseen(kind));
    el("LI")
        .class(if line.standing == Standing::Proven { "known proven" } else { "known" })
        .child(kind.done())
        .child(text.done())
        .done()
}
