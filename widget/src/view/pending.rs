//! Messages on their way, below the transcript.

use super::{bubble::classes, el::el, markup::render_text, part};
use crate::{
    app::App,
    outbox::{Queued, State},
    strings::{Key, t},
};
use leptos::prelude::AnyView;

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
        let foot = el("SPAN").class("foot").child(el("SPAN").class("state").text(t(word)).done());
        if failed {
            foot.child(part::button("again", t(Key::TryAgain), move || app.again()))
                .child(part::button("again", t(Key::Discard), move || app.discard(&key)))
                .done()
        } else {
            foot.done()
        }
    };
    el("LI")
        .class(class)
        .child(part::unseen(t(Key::You)))
        .child(el("DIV").class("bubble").children(render_text(&queued.text)).done())
        .children(last.then(foot))
        .done()
}
