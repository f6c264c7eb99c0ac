//! "Forget this conversation?": signing out, explained before it happens.

use super::{icon, part};
use crate::{
    app::App,
    strings::{Key, t},
};
use leptos::{html, prelude::*};

/// The screen.
pub fn forget(app: App) -> AnyView {
    let rest = html::div()
        .class("choices")
        .child((
            part::button("primary", t(Key::Forget), move || app.forget()),
            part::button("quiet", t(Key::Cancel), move || app.back()),
        ))
        .into_any();
    part::screen(icon::BIN, Key::ForgetTitle, Key::ForgetText, rest)
}
