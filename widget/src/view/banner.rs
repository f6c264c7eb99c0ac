//! The banner: the network is gone, or the session ended.

use super::{composer, part::When};
use crate::{
    app::App,
    connection::{Ending, Phase},
    strings::{Key, t},
};
use leptos::{html, prelude::*};

/// The banner; usually nothing.
pub fn banner(app: App) -> impl IntoView {
    let phase = Memo::new(move |_| app.connection.with(|connection| connection.phase));
    move || show(app, phase.get())
}

fn show(app: App, phase: Phase) -> When {
    let line = |class: &'static str, key: Key| html::p().class(class).attr("role", "status").child(t(key)).into_any();
    match phase {
        Phase::Ended(why) => {
            let key = match why {
                Ending::Replaced => Key::EndedReplaced,
                Ending::Expired => Key::EndedExpired,
                Ending::SignedOut => Key::EndedSignedOut,
                Ending::Version => Key::EndedVersion,
            };
            let body = (html::p().attr("role", "status").child(t(key)), composer::ended(app, why));
            Some(html::div().class("ended").child(body).into_any())
        }
        _ if !app.network.get() => Some(line("banner", Key::Offline)),
        Phase::Waiting => Some(line("banner late", Key::Reconnecting)),
        _ => None,
    }
}
