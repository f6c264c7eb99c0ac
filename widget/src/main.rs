//! The entry that `boot.js` calls.

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the widget. `early` holds the window's message events that came before the program did.
#[wasm_bindgen]
pub fn start(early: js_sys::Array) {
    weft_widget::start(&early);
}

fn main() {}
