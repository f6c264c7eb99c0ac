//! The clock on the wall, and what this browser keeps for good.

use leptos::prelude::window;
use weft_shared::time::{MINUTE, Timestamp};

/// The moment at which the clock on the wall shows this time.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
pub fn moment(wall: Timestamp) -> Timestamp {
    let offset = |at: Timestamp| {
        let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.0 as f64));
        date.get_timezone_offset() as i64 * MINUTE
    };
    // The offset of the moment itself counts, which near a change of the clocks is another than at first sight.
    let near = wall.plus(offset(wall));
    wall.plus(offset(near))
}

/// The languages that the reader prefers, as their names in two letters.
#[must_use]
pub fn languages() -> Vec<String> {
    let all = window().navigator().languages();
    let short = |name: String| name.split('-').next().map(str::to_lowercase);
    all.iter().filter_map(|name| name.as_string()).filter_map(short).collect()
}

/// The names of all that this browser keeps.
#[must_use]
pub fn names() -> Vec<String> {
    window().local_storage().ok().flatten().map(|storage| names_in(&storage)).unwrap_or_default()
}

fn names_in(storage: &web_sys::Storage) -> Vec<String> {
    js_sys::Object::keys(storage).iter().filter_map(|name| name.as_string()).collect()
}

/// Forgets what this browser and this tab keep under such names.
pub fn forget(is_such: &dyn Fn(&str) -> bool) {
    for storage in [window().local_storage(), window().session_storage()].into_iter().filter_map(Result::ok).flatten() {
        for name in names_in(&storage).iter().filter(|name| is_such(name)) {
            let _ = storage.remove_item(name);
        }
    }
}

/// Something that this browser keeps.
#[must_use]
pub fn setting(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Lets this browser keep something; without a value forgets it. A browser that forbids it is no harm.
pub fn set(key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}
