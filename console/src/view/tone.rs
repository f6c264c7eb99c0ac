//! How one writes on a medium: what to begin and to end with, how long, and how long still.

use super::{composer::Ways, icon};
use crate::prelude::*;
use crate::react::memo;
use crate::{browser, icons::Icon, open::Open, strings::thread as words, time_words};
use weft_shared::{
    time::{HOUR, MINUTE},
    wire::agent::ToneLine,
};
use weft_widget::view::el::el;

const TEN_MINUTES: i64 = 10 * MINUTE;

/// The line below the text.
pub fn view(open: Open, ways: Ways) -> AnyView {
    let tone = memo(move || {
        ways.route.with(|route| route.as_ref().filter(|one| one.blocked.is_none()).map(|one| one.tone.clone()))
    });
    let line = move || tone.get().map_or_else(Vec::new, |tone| content(open, tone));
    el("DIV").class("tone").list(line).child(window(open, ways)).done()
}

fn content(open: Open, tone: ToneLine) -> Vec<AnyView> {
    let fill = |text: String| open.desk.filled(&text);
    let greeting = tone.greeting.map(fill).map(|text| {
        let said = text.clone();
        insert(words::GREETING, text, move || open.write(|draft| draft.begin_with(&said)))
    });
    let signature = tone.signature.map(fill).map(|text| {
        let said = text.clone();
        insert(words::SIGNATURE, text, move || open.write(|draft| draft.end_with(&said)))
    });
    let length = match tone.length.as_str() {
        "short" => Some(words::SHORT),
        "medium" => Some(words::MEDIUM),
        "long" => Some(words::LONG),
        _ => None,
    };
    let advice = length.map(str::to_owned).into_iter().chain(tone.note).collect::<Vec<_>>().join(". ");
    let advice = (!advice.is_empty()).then(|| {
        el("P")
            .class("tone-note")
            .attr("title", advice.clone())
            .child(super::unseen(format!("{}: ", words::HOW_TO_WRITE)))
            .child(el("BDI").text(advice).done())
            .done()
    });
    vec![greeting.into_any(), signature.into_any(), advice.into_any()]
}

fn insert(label: &'static str, text: String, act: impl Fn() + Send + Sync + 'static) -> AnyView {
    el("BUTTON")
        .attr("type", "button")
        .class("tone-insert")
        .attr("title", text)
        .tap(act)
        .child(icon::icon(Icon::Plus))
        .child(super::unseen(words::INSERT))
        .text(label)
        .done()
}

/// How long any text may be sent, counted down by the minute.
fn window(open: Open, ways: Ways) -> AnyView {
    let ends = memo(move || ways.route.with(|route| route.as_ref().and_then(|route| route.window_ends)));
    let chip = move || {
        ends.get().map(|ends| {
            // By the minute; towards the end by the second.
            let left = ends.since(open.desk.app.now.get());
            let words = move || {
                let left = if left < TEN_MINUTES { ends.since(open.second.get()) } else { left };
                match left {
                    ..=0 => words::WINDOW_OVER.to_owned(),
                    1..TEN_MINUTES => words::window(&time_words::countdown(left)),
                    _ => words::window(&time_words::rest(left)),
                }
            };
            el("SPAN")
                .class(if left < HOUR { "window soon" } else { "window" })
                .attr("title", time_words::full(browser::local(ends)))
                .child(icon::icon(Icon::Clock))
                .child(el("SPAN").attr("role", "timer").words(words).done())
                .done()
        })
    };
    el("SPAN").class("window-place").show(chip).done()
}
