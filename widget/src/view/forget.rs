//! "Forget this conversation?": signing out, explained before it happens.

use super::{el::el, icon, part};
use crate::{
    app::App,
    strings::{Key, t},
};
use leptos::prelude::AnyView;

/// The screen.
pub fn forget(app: App) -> AnyView {
    let rest = el("DIV")
        .class("choices")
        .child(part::button("primary", t(Key::Forget), move || app.forget()))
        .child(part::button("quiet", t(Key::Cancel), move || app.back()))
        .done();
    part::screen(icon::BIN, Key::ForgetTitle, Key::ForgetText, rest)
}
