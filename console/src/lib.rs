//! The agents' side of Weft: sign in, the live inbox, one thread, the customer.
//!
//! What is decided without a browser is in plain modules with tests of their own ([`inbox`], [`thread`], [`drafts`],
//! [`connection`], [`marks`], [`place`], [`rules`],
//! [`changes`], [`time_words`]); [`state`], [`desk`] and [`open`] hold it in signals and talk
//! to the edge; [`view`] draws it, as nodes and never from a string of HTML.

pub mod action;
pub mod api;
pub mod browser;
pub mod changes;
pub mod connection;
pub mod desk;
pub mod drafts;
pub mod icons;
pub mod inbox;
pub mod marks;
pub mod open;
pub mod place;
pub mod rules;
pub mod socket;
pub mod state;
pub mod strings;
pub mod thread;
pub mod time_words;
pub mod view;

use leptos::prelude::{document, mount_to};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};

/// Draws the console into the element `app` of `console.html`, in place of what it says while it loads.
#[wasm_bindgen(start)]
pub fn start() {
    let Some(settings) = state::Settings::read() else { return };
    let Some(place) = document().get_element_by_id("app") else { return };
    place.set_text_content(None);
    mount_to(place.unchecked_into(), move || view::root(settings)).forget();
}
