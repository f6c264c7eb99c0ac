//! A code to read out: large digits, for as long as they are valid.

use super::dialog;
use crate::prelude::*;
use crate::react::{effect, memo};
use crate::{open::Open, strings::thread as words, time_words};
use weft_widget::view::el::el;

/// The dialog.
pub fn view(open: Open) -> AnyView {
    let now = open.second;
    // What has run out is not shown a moment longer.
    effect(move || {
        let now = now.get();
        let over = open.code.with(|code| code.as_ref().is_some_and(|(_, until)| now >= *until));
        if over {
            open.code.set(None);
            open.speaking.set(false);
            open.desk.app.say(words::SPEAK_OVER.to_owned());
        }
    });
    effect(move || {
        if !open.speaking.get() {
            open.code.set(None);
        }
    });
    let code = memo(move || open.code.with(|code| code.as_ref().map(|(digits, _)| digits.clone())));
    let left = move || {
        let until = open.code.with(|code| code.as_ref().map(|(_, until)| *until));
        let words = until.map(|until| words::valid_for(&time_words::countdown(until.since(now.get()))));
        words.unwrap_or_default()
    };
    let wait = move || code.with(Option::is_none).then(|| el("P").class("spoken-wait").text(words::SPEAK_WAIT).done());
    let shown = move || {
        code.get().map(|digits| {
            el("P")
                .class("spoken")
                .attr("dir", "ltr")
                .attr("role", "img")
                .attr("aria-label", one_by_one(&digits))
                .children(groups(&digits).into_iter().map(|group| el("SPAN").text(group).done()))
                .done()
        })
    };
    let call = memo(move || open.state.with(|state| state.as_ref()?.moves.iter().find_map(|line| line.call.clone())));
    let number = move || {
        call.get().map(|number| {
            let link = el("A").attr("href", ["tel:", &number].concat()).attr("dir", "ltr").text(words::call(&number));
            el("P").child(link.done()).done()
        })
    };
    let done = el("BUTTON")
        .attr("type", "button")
        .class("button primary")
        .tap(move || open.speaking.set(false))
        .text(words::DONE)
        .done();
    let content = vec![
        // Each with a place of its own: the digits are a new element, which is heard, not the line to wait changed.
        el("DIV").attr("role", "status").show(wait).show(shown).done(),
        el("P").class("spoken-left").words(left).done(),
        el("DIV").show(number).done(),
        el("P").text(words::SPEAK_BODY).done(),
        el("DIV").class("dialog-actions").child(done).done(),
    ];
    dialog::dialog("spoken", words::SPEAK_TITLE, open.speaking, content.into_any())
}

/// In groups that one can say in a breath.
fn groups(digits: &str) -> Vec<String> {
    let digits: Vec<char> = digits.chars().filter(char::is_ascii_digit).collect();
    let size = if digits.len().is_multiple_of(4) { 4 } else { 3 };
    digits.chunks(size).map(|group| group.iter().collect()).collect()
}

/// So that a screen reader says digits and no number.
fn one_by_one(digits: &str) -> String {
    digits.chars().filter(char::is_ascii_digit).map(String::from).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_for_reading_out() {
        assert_eq!(groups("12345678"), ["1234", "5678"]);
        assert_eq!(groups("123456"), ["123", "456"]);
        assert_eq!(groups("1234-5678"), ["1234", "5678"]);
        assert_eq!(one_by_one("120"), "1 2 0");
    }
}
