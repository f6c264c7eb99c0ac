//! Something that happened besides messages: a quiet line, or a loud one if it is a warning.

use super::icon;
use crate::{browser, marks, open::Open, time_words};
use leptos::{html, prelude::*};
use weft_shared::wire::entry::{Entry, EntryBody};

/// The line.
pub fn view(open: Open, entry: Entry) -> AnyView {
    let EntryBody::Notice(notice) = entry.body else { return ().into_any() };
    let (shape, tone) = marks::of_notice(notice.kind);
    let local = browser::local(entry.at);
    let time = html::time()
        .attr("datetime", entry.at.to_string())
        .title(time_words::full(local))
        .child(time_words::clock(local));
    html::li()
        .class(format!("notice tone-{}", tone.class()))
        .child((
            icon::icon(shape),
            html::p().child((html::bdi().child(move || open.desk.named(&notice.text)), " ", time)),
        ))
        .into_any()
}
