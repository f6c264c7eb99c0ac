//! The agents' side of Weft, as two programs of the browser: the desk (sign in, the live inbox, one thread, the
//! customer), and [`admin`], where a site is looked after.
//!
//! What is decided without a browser is in plain modules with tests of their own ([`inbox`], [`thread`], [`drafts`],
//! [`connection`], [`marks`], [`place`], [`rules`],
//! [`changes`], [`time_words`], [`listing`], [`wanted`], [`chosen`], [`commands`], [`matching`], [`notify`], [`standing`]); [`state`], [`desk`] and [`open`] hold it in signals and talk
//! to the edge; [`view`] draws it, as nodes and never from a string of HTML.

pub mod action;
pub mod admin;
pub mod answers;
pub mod api;
pub mod browser;
pub mod changes;
pub mod chosen;
pub mod commands;
pub mod connection;
pub mod desk;
pub mod drafts;
pub mod files;
pub mod handoff;
pub mod icons;
pub mod inbox;
pub mod json;
pub mod kept;
pub mod listing;
pub mod marks;
pub mod matching;
pub mod mentions;
pub mod notify;
pub mod open;
pub mod order;
pub mod passkey;
pub mod place;
pub mod prelude;
pub mod react;
pub mod rules;
pub mod snooze;
pub mod socket;
pub mod standing;
pub mod state;
pub mod strings;
pub mod thread;
pub mod time_words;
pub mod view;
pub mod wall;
pub mod wanted;
pub mod window;

use leptos::prelude::{AnyView, document, mount_to};
use wasm_bindgen::JsCast;

/// Draws a program into the element `app` of `console.html`, in place of what it says while it loads.
pub fn start(root: fn(state::Settings) -> AnyView) {
    let Some(settings) = state::settings() else { return };
    let Some(place) = document().get_element_by_id("app") else { return };
    place.set_text_content(None);
    browser::keep_focus();
    mount_to(place.unchecked_into(), move || root(settings)).forget();
}
