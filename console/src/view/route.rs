//! The sentence that says how an answer will reach the customer, and what to know before.

use super::{composer::Ways, icon};
use crate::prelude::*;
use crate::{drafts, icons::Icon, open::Open, strings};
use weft_shared::{
    channel::Channel,
    evidence::Assurance,
    id::SessionId,
    wire::agent::{Route, ThreadState},
};
use weft_widget::view::el::el;

/// How it will be sent; with a choice where there are several ways.
pub fn line(open: Open, ways: Ways) -> AnyView {
    let sentence = move || {
        ways.route.get().map_or_else(Vec::new, |route| {
            let label = open.desk.label(&route.channel);
            let words = if route.blocked.is_some() {
                strings::cannot_be_sent(&label, &route.to)
            } else {
                strings::will_be_sent(&label, &route.to)
            };
            vec![icon::of_channel(&route.channel), el("BDI").text(words).done()]
        })
    };
    let choice = move || {
        (ways.routes.with(Vec::len) > 1).then(|| {
            let options = move || {
                let picked = ways.route.get().map(|route| route.channel);
                let one = |one: Route| {
                    let label = open.desk.label(&one.channel);
                    let words = match &one.blocked {
                        Some(because) => strings::not_now(&label, because),
                        None => label,
                    };
                    option(
                        one.channel.to_string(),
                        picked.as_ref() == Some(&one.channel),
                        format!("{words} · {}", one.to),
                    )
                };
                ways.routes.get().into_iter().map(one).collect()
            };
            el("SELECT")
                .attr("id", "reply-by")
                .class("route-choice")
                .attr("aria-label", strings::SEND_BY)
                .on("change", move |event| {
                    let picked = event_target_value(&event).parse().ok();
                    open.go_by(picked);
                })
                .list(options)
                .done()
        })
    };
    el("DIV")
        .class("route")
        .child(el("P").attr("id", "reply-route").class("route-words").list(sentence).done())
        .show(choice)
        .done()
}

/// One choice of a list.
pub fn option(value: String, selected: bool, words: String) -> AnyView {
    let option = el("OPTION").attr("value", value);
    if selected { option.attr("selected", "") } else { option }.text(words).done()
}

/// Why it cannot be sent this way, or what to know before; with what can be done about it.
pub fn notes(open: Open, ways: Ways) -> AnyView {
    let note = move || {
        let Some(route) = ways.route.get() else {
            return Some(note(Icon::Alert, "warning", strings::NO_ROUTE.to_owned(), Vec::new()));
        };
        let label = open.desk.label(&route.channel);
        match (route.blocked, route.caution) {
            (Some(because), _) => {
                let other = ways.routes.with(|routes| drafts::instead(routes, &route.channel).cloned());
                let other = other.map(|other| instead(open, other.channel));
                let actions = vec![other.into_any(), route.rule.map(rule).into_any()];
                Some(note(Icon::Alert, "warning", strings::blocked(&label, &because), actions))
            }
            (None, Some(caution)) => {
                let asking = doubted(open).then(|| verify(open));
                let vouching = open_session(open).map(|one| vouch(open, one));
                let actions = vec![asking.into_any(), vouching.into_any(), route.rule.map(rule).into_any()];
                Some(note(Icon::Alert, "care", caution, actions))
            }
            (None, None) => None,
        }
    };
    el("DIV").attr("role", "status").show(note).done()
}

fn note(shape: Icon, tone: &str, words: String, actions: Vec<AnyView>) -> AnyView {
    let inside = el("DIV")
        .class("note-inside")
        .child(el("P").child(el("BDI").text(words).done()).done())
        .child(el("DIV").class("note-actions").children(actions).done())
        .done();
    el("DIV").class(format!("composer-note tone-{tone}")).child(icon::icon(shape)).child(inside).done()
}

/// The key path of a rule, on demand.
pub fn rule(path: String) -> AnyView {
    el("DETAILS")
        .class("rule")
        .child(el("SUMMARY").text(strings::thread::WHICH_RULE).done())
        .child(el("CODE").attr("dir", "ltr").text(path).done())
        .done()
}

fn instead(open: Open, channel: Channel) -> AnyView {
    let label = open.desk.label(&channel);
    button(strings::thread::use_instead(&label), move || open.write_by(channel.clone()))
}

/// Asks the customer for a proof, in the words of the answer.
pub fn verify(open: Open) -> AnyView {
    button(strings::thread::ASK_TO_VERIFY.to_owned(), move || open.ask_to_verify())
}

fn vouch(open: Open, session: SessionId) -> AnyView {
    button(strings::VOUCH.to_owned(), move || open.vouching.set(Some(session)))
}

/// A small button that does one thing.
pub fn button(words: String, act: impl Fn() + Send + Sync + 'static) -> AnyView {
    el("BUTTON").attr("type", "button").class("button small").tap(act).text(words).done()
}

/// Whether the last words of the customer prove too little to say more.
fn doubted(open: Open) -> bool {
    let heard = open.desk.inbox.with(|inbox| inbox.row(open.id).map(|row| row.level));
    heard.is_none_or(|level| level < Assurance::ChannelControl)
}

/// A browser that one could vouch for: it is here and proves too little.
fn open_session(open: Open) -> Option<SessionId> {
    let find = |state: &ThreadState| {
        let mut sessions = state.customer.sessions.iter();
        sessions.find(|one| one.present && one.level < Assurance::ChannelControl).map(|one| one.session)
    };
    open.state.with(|state| state.as_ref().and_then(find))
}
