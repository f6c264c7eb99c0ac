//! How one writes on a medium: what to begin and to end with, how long, and how long still.

use super::{composer::Ways, icon};
use crate::{browser, icons::Icon, open::Open, strings::thread as words, time_words};
use leptos::{ev, html, prelude::*};
use weft_shared::{time::HOUR, wire::agent::ToneLine};

/// The line below the text.
pub fn view(open: Open, ways: Ways) -> AnyView {
    let tone = Memo::new(move |_| {
        ways.route.with(|route| route.as_ref().filter(|one| one.blocked.is_none()).map(|one| one.tone.clone()))
    });
    let line = move || tone.get().map(|tone| content(open, tone));
    html::div().class("tone").child((line, window(open, ways))).into_any()
}

fn content(open: Open, tone: ToneLine) -> AnyView {
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
        html::p()
            .class("tone-note")
            .title(advice.clone())
            .child((super::unseen(format!("{}: ", words::HOW_TO_WRITE)), html::bdi().child(advice)))
    });
    (greeting, signature, advice).into_any()
}

fn insert(label: &'static str, text: String, act: impl Fn() + 'static) -> AnyView {
    html::button()
        .r#type("button")
        .class("tone-insert")
        .title(text.clone())
        .on(ev::click, move |_| act())
        .child((icon::icon(Icon::Plus), super::unseen(words::INSERT), label))
        .into_any()
}

/// How long any text may be sent, counted down by the minute.
fn window(open: Open, ways: Ways) -> AnyView {
    let ends = Memo::new(move |_| ways.route.with(|route| route.as_ref().and_then(|route| route.window_ends)));
    let chip = move || {
        ends.get().map(|ends| {
            let left = ends.since(open.desk.app.now.get());
            let words = if left > 0 { words::window(&time_words::rest(left)) } else { words::WINDOW_OVER.to_owned() };
            html::span()
                .class(if left < HOUR { "window soon" } else { "window" })
                .title(time_words::full(browser::local(ends)))
                .child((icon::icon(Icon::Clock), words))
        })
    };
    html::span().class("window-place").child(chip).into_any()
}
