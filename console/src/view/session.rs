//! One browser of the customer.

use super::{hint, icon, press};
use crate::prelude::*;
use crate::{icons::Icon, marks, open::Open, strings};
use weft_shared::{evidence::Assurance, wire::agent::SessionLine};
use weft_widget::view::el::el;

/// A browser: its level, whether it is here, and the way to vouch for it.
pub fn view(number: Option<usize>, line: SessionLine, open: Open) -> AnyView {
    let name = number.map_or_else(|| strings::SESSION.to_owned(), |n| format!("{} {n}", strings::SESSION));
    let session = line.session;
    let (class, here) =
        if line.present { ("presence present", strings::PRESENT) } else { ("presence", strings::NOT_PRESENT) };
    let vouch = (line.level < Assurance::ChannelControl).then(|| {
        press("button small")
            .attr("aria-haspopup", "dialog")
            .tap(move || open.vouching.set(Some(session)))
            .child(icon::icon(Icon::ShieldCheck))
            .text(strings::VOUCH)
            .done()
    });
    let top = el("DIV")
        .class("session-top")
        .child(el("SPAN").class("known-value").text(name).done())
        .child(el("SPAN").class(class).text(here).done());
    let because = el("P")
        .class("known-because")
        .child(hint::plain(marks::of_level(line.level)))
        .child(el("SPAN").text(open.desk.named(&line.because)).done());
    el("LI")
        .class("known")
        .child(el("SPAN").class("known-kind").child(icon::icon(Icon::Talk)).done())
        .child(el("DIV").class("known-text").child(top.done()).child(because.done()).maybe(vouch).done())
        .done()
}
