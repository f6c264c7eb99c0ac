//! The banner: the network is gone, or the session ended.

use super::{
    composer,
    el::{el, list},
    part::When,
};
use crate::{
    app::App,
    connection::{Ending, Phase},
    strings::{Key, t},
};
use leptos::prelude::AnyView;

/// The banner; usually nothing.
pub fn banner(app: App) -> AnyView {
    list(move || show(app, app.connection.with(|connection| connection.phase)).into_iter().collect())
}

fn show(app: App, phase: Phase) -> When {
    let line = |class: &'static str, key: Key| el("P").class(class).attr("role", "status").text(t(key)).done();
    match phase {
        Phase::Ended(why) => {
            let key = match why {
                Ending::Replaced => Key::EndedReplaced,
                Ending::Expired => Key::EndedExpired,
                Ending::SignedOut => Key::EndedSignedOut,
                Ending::Version => Key::EndedVersion,
            };
            let text = el("P").attr("role", "status").text(t(key)).done();
            Some(el("DIV").class("ended").child(text).child(composer::ended(app, why)).done())
        }
        _ if !app.network.get() => Some(line("banner", Key::Offline)),
        Phase::Waiting => Some(line("banner late", Key::Reconnecting)),
        _ => None,
    }
}
