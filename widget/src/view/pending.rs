//! Messages on their way, below the transcript.

use super::{bubble::classes, markup::render_text, part};
use crate::{
    app::App,
    outbox::{Queued, State},
    strings::{Key, t},
};
use leptos::{html, prelude::*};

/// All that are to be shown.
pub fn pending(app: App) -> Vec<AnyView> {
    let online = app.network.get();
    let visible: Vec<Queued> = app.stored.with(|stored| stored.outbox.visible().cloned().collect());
    let newest = visible.len().saturating_sub(1);
    let mut fresh = true;
    let row = |(place, queued): (usize, Queued)| {
        let failed = queued.state == State::Failed;
        let last = failed || place == newest;
        let first = std::mem::replace(&mut fresh, last);
        bubble(app, queued, first, last, online)
    };
    visible.into_iter().enumerate().map(row).collect()
}

fn bubble(app: App, queued: Queued, first: bool, last: bool, online: bool) -> AnyView {
    let failed = queued.state == State::Failed;
    let mut class = classes(true, first, last);
    class.push_str(if failed { " failed" } else { " waiting" });
    let key = queued.key;
    let foot = move || {
        let word = match queued.state {
            State::Failed => Key::NotSent,
            State::Committed(_) => Key::Sent,
            _ if online => Key::Sending,
            _ => Key::Queued,
        };
        html::span()
            .class("foot")
            .child((
                html::span().class("state").child(t(word)),
                failed.then(|| part::button("again", t(Key::TryAgain), move || app.again())),
                failed.then(|| part::button("again", t(Key::Discard), move || app.discard(&key))),
            ))
            .into_any()
    };
    html::li()
        .class(class)
        .child((
            html::span().class("unseen").child(t(Key::You)),
            html::div().class("bubble").child(render_text(&queued.text)),
            last.then(foot),
        ))
        .into_any()
}
