//! What is shown where there is nothing to show.

use super::{icon, press};
use crate::prelude::*;
use crate::{api::Failure, icons::Icon, strings};
use weft_widget::view::el::el;

/// A quiet place with an icon, a line and an explanation.
pub fn quiet(shape: Icon, title: &'static str, more: &'static str) -> AnyView {
    el("DIV")
        .class("empty")
        .child(el("SPAN").class("empty-icon").child(icon::icon(shape)).done())
        .child(el("P").class("empty-title").text(title).done())
        .child(el("P").class("empty-more").text(more).done())
        .done()
}

/// The first moments.
pub fn loading() -> AnyView {
    let line = el("P")
        .class("loading")
        .attr("role", "status")
        .child(el("SPAN").class("spinner").attr("aria-hidden", "true").done())
        .text(strings::LOADING);
    el("MAIN").class("gate").child(line.done()).done()
}

/// It did not work.
pub fn broken(failure: &Failure, again: impl Fn() + Send + Sync + 'static) -> AnyView {
    let card = el("DIV")
        .class("card")
        .child(el("H1").text(strings::BROKEN).done())
        .child(el("P").attr("role", "alert").text(strings::failure(failure)).done())
        .child(press("button primary").tap(again).text(strings::RETRY).done());
    el("MAIN").class("gate").child(card.done()).done()
}

/// Grey bars in place of lines that are about to come.
pub fn bars(n: usize) -> AnyView {
    let span = || el("SPAN");
    let bar = |_| {
        el("LI")
            .class("bar")
            .child(span().class("bar-round").done())
            .child(span().class("bar-lines").child(span().done()).child(span().done()).done())
            .done()
    };
    el("DIV")
        .child(super::unseen(super::waiting_words()))
        .child(el("UL").class("bars").attr("aria-hidden", "true").children((0..n).map(bar)).done())
        .done()
}
