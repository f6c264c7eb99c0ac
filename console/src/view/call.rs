//! A call, as one card: how it went, its recording, what was said.

use super::{icon, message};
use crate::prelude::*;
use crate::react::memo;
use crate::{browser, icons::Icon, open::Open, strings::thread as words, time_words};
use weft_shared::{
    id::{AgentId, MessageId},
    time::Timestamp,
    wire::entry::CallLine,
};
use weft_widget::view::el::el;

/// The card, kept up to date. `at`: when it began to ring.
pub fn view(open: Open, id: MessageId, at: Timestamp) -> AnyView {
    let call = memo(move || open.thread.with(|thread| thread.call(id)));
    let card = move || call.get().map_or_else(Vec::new, |call| content(open, &call, at));
    el("DIV").class("call").list(card).done()
}

/// How it went: an icon, a line, further facts, and whether somebody must call back.
struct Story {
    icon: Icon,
    title: String,
    facts: Vec<String>,
    care: bool,
}

fn story(call: &CallLine, who: Option<String>, at: Timestamp) -> Story {
    let rang =
        call.ended.filter(|_| call.answered.is_none()).map(|ended| words::rang(&time_words::span(ended.since(at))));
    let plain = |icon, title: String, facts: Vec<String>| Story { icon, title, facts, care: false };
    let lost = |title: &str| Story {
        icon: Icon::Phone,
        title: title.to_owned(),
        facts: rang.clone().into_iter().collect(),
        care: true,
    };
    match (call.outcome.as_deref(), call.answered, call.ended) {
        (Some("missed"), ..) => lost(words::CALL_MISSED),
        (Some("busy"), ..) => lost(words::CALL_BUSY),
        (Some("failed"), ..) => lost(words::CALL_FAILED),
        (_, Some(answered), Some(ended)) => {
            let facts = who.map(|who| words::answered_by(&who));
            let title = words::call_done(&time_words::span(ended.since(answered)));
            plain(Icon::Phone, title, facts.into_iter().collect())
        }
        // The one report that is left to come says when it ended.
        (Some("completed"), _, None) => {
            plain(Icon::Phone, words::CALL.to_owned(), who.map(|who| words::answered_by(&who)).into_iter().collect())
        }
        (_, Some(_), None) => {
            plain(Icon::Phone, who.map_or_else(|| words::CALL.to_owned(), |who| words::call_with(&who)), Vec::new())
        }
        (_, None, Some(_)) => plain(Icon::Phone, words::CALL.to_owned(), rang.clone().into_iter().collect()),
        (_, None, None) => plain(Icon::Phone, words::CALL_RINGING.to_owned(), Vec::new()),
    }
}

fn content(open: Open, call: &CallLine, at: Timestamp) -> Vec<AnyView> {
    let who = call.answered_by.as_ref().map(|who| match (who.as_str(), who.parse::<AgentId>()) {
        ("team", _) | (_, Err(_)) => words::THE_TEAM.to_owned(),
        (_, Ok(agent)) => open.desk.inbox.with(|inbox| inbox.name(&agent)),
    });
    let story = story(call, who, at);
    let times = call.answered.into_iter().chain(call.ended).map(|at| time_words::clock(browser::local(at)));
    let times = times.collect::<Vec<_>>().join("–");
    let recording = call.recording.clone().map(|file| {
        el("P")
            .class("call-recording")
            .child(el("SPAN").class("call-label").text(words::RECORDING).done())
            .child(message::file(open, file))
            .done()
    });
    let transcript = call.transcript.clone().filter(|text| !text.trim().is_empty()).map(|text| {
        el("DETAILS")
            .class("folded")
            .child(el("SUMMARY").text(words::TRANSCRIPT).done())
            .child(el("DIV").class("folded-text").children(super::text::text(&text)).done())
            .done()
    });
    let facts = story.facts.into_iter().chain((!times.is_empty()).then_some(times)).collect::<Vec<_>>().join(" · ");
    let told = el("DIV")
        .child(el("P").class("call-title").child(el("BDI").text(story.title).done()).done())
        .child(el("P").class("call-facts").text(facts).done())
        .done();
    let top = el("DIV")
        .class(if story.care { "call-top care" } else { "call-top" })
        .child(el("SPAN").class("call-icon").child(icon::icon(story.icon)).done())
        .child(told)
        .done();
    vec![top, recording.into_any(), transcript.into_any()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000)
    }

    #[test]
    fn a_call_is_told_from_what_is_known_of_it() {
        let who = || Some("Ada".to_owned());
        let mut call = CallLine::default();
        assert_eq!(story(&call, None, at(0)).title, words::CALL_RINGING);
        call.answered = Some(at(8));
        assert_eq!(story(&call, who(), at(0)).title, words::call_with("Ada"));
        call.ended = Some(at(200));
        let done = story(&call, who(), at(0));
        assert_eq!((done.title.as_str(), done.care), ("Call of 3 min 12 s", false));
        assert_eq!(done.facts, [words::answered_by("Ada")]);
    }

    #[test]
    fn a_call_that_is_over_is_no_longer_on_the_phone() {
        let call = CallLine { answered: Some(at(8)), outcome: Some("completed".into()), ..CallLine::default() };
        assert_eq!(story(&call, Some("Ada".to_owned()), at(0)).title, words::CALL);
    }

    #[test]
    fn a_call_that_nobody_took_wants_care() {
        let call = CallLine { ended: Some(at(30)), outcome: Some("missed".into()), ..CallLine::default() };
        let missed = story(&call, None, at(0));
        assert!(missed.care);
        assert_eq!(missed.facts, [words::rang("30 s")]);
    }
}
