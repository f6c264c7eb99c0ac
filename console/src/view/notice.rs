//! Something that happened besides messages: a quiet line, or a loud one if it is a warning.

use super::{icon, message, note};
use crate::prelude::*;
use crate::{browser, marks, open::Open, time_words};
use weft_shared::wire::entry::{Entry, EntryBody};
use weft_widget::view::el::el;

/// The line.
pub fn view(open: Open, entry: Entry) -> AnyView {
    let notice = match entry.body {
        EntryBody::Note { by, text, mentions } => return note::view(open, entry.seq, entry.at, &by, &text, &mentions),
        EntryBody::Handoff(line) => return note::handoff(open, entry.seq, entry.at, &line),
        EntryBody::Notice(notice) => notice,
        _ => return ().into_any(),
    };
    let (shape, tone) = marks::of_notice(notice.kind);
    let local = browser::local(entry.at);
    let time = el("TIME")
        .attr("datetime", entry.at.to_string())
        .attr("title", time_words::full(local))
        .text(time_words::clock(local))
        .done();
    let said = el("BDI").words(move || open.desk.named(&notice.text)).done();
    el("LI")
        .attr("id", message::place_id(entry.seq))
        .attr("tabindex", "-1")
        .class(format!("notice tone-{}", tone.class()))
        .child(icon::icon(shape))
        .child(el("P").child(said).text(" ").child(time).done())
        .done()
}
