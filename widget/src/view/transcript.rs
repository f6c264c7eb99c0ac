//! The transcript: rows of what was said, then what is on its way.

use super::{bubble, bubble::Setting, el::el, notice_text, pending};
use crate::{
    app::App,
    browser,
    days::Day,
    rows::{Row, rows},
    strings::{Key, t},
};
use leptos::prelude::AnyView;
use weft_shared::{channel::Channel, evidence::Assurance, wire::entry::From};

/// The id of the element that scrolls.
pub const SCROLL: &str = "weft-scroll";
/// Closer to the end than this, in pixels, a reader follows what arrives.
const FOLLOW: i32 = 120;

/// The transcript of the widget's conversation.
#[must_use]
pub fn transcript(app: App) -> AnyView {
    el("OL")
        .class("rows")
        .list(move || {
            let following = near_end();
            let rows = said(app, app.today.get());
            follow(following);
            rows
        })
        .list(move || {
            let rows = pending::pending(app);
            follow(!rows.is_empty());
            rows
        })
        .done()
}

fn said(app: App, today: Day) -> Vec<AnyView> {
    // Only whether there is something on its way matters here, not what.
    let sending = app.stored.with(|stored| stored.outbox.visible().next().is_some());
    // Who came by a link continues what began on another channel.
    let spans = app.welcomed.with(|word| word.as_ref().is_some_and(|word| word.level > Assurance::Anonymous));
    app.transcript.with(|transcript| {
        let rows = rows(&transcript.entries, spans, |at| Day::of(at, browser::minutes_behind(at)));
        let ends_mine = matches!(rows.last(), Some(Row::Said { utterance, .. }) if utterance.from == From::Customer);
        let newest = rows.len().saturating_sub(1);
        let view = |(place, row): (usize, &Row<'_>)| match row {
            Row::Day(day, at) => Some(bubble::day(*day, *at, today)),
            Row::Happened(kind, _) => notice_text(*kind).map(|key| bubble::notice(t(key))),
            Row::Said { utterance, at, first, last, marked } => {
                let mark = marked.then(|| label(app, &utterance.channel));
                let state = (ends_mine && place == newest && !sending).then(|| t(Key::Sent));
                let setting = Setting { at: *at, first: *first, last: *last, mark, state };
                Some(bubble::bubble(utterance, &setting, move |file| app.download(file)))
            }
        };
        rows.iter().enumerate().filter_map(view).collect()
    })
}

/// The site's word for a channel.
fn label(app: App, channel: &Channel) -> &str {
    let known = app.settings.channels.iter().find(|(known, _)| known == channel);
    known.map_or_else(|| channel.as_str(), |(_, label)| label.as_str())
}

fn near_end() -> bool {
    browser::element(SCROLL)
        .is_none_or(|scroll| scroll.scroll_height() - scroll.scroll_top() - scroll.client_height() < FOLLOW)
}

/// Shows the end, once what is being rendered is there.
fn follow(wanted: bool) {
    if wanted {
        browser::after(0, || {
            if let Some(scroll) = browser::element(SCROLL) {
                scroll.set_scroll_top(scroll.scroll_height());
            }
        });
    }
}
