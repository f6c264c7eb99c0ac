//! The one place that asks the browser for the time, randomness, storage and the address.

mod attention;
mod focus;
mod marked;

pub use attention::{ask_to_notify, chime, is_looked_at, is_visible, may_notify, notify};
pub use focus::{first_line, focus, focus_first, focus_soon, focused_id, is_typing, keep_focus, rescue_focus, show};
pub use marked::mark;

use crate::place::Place;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, closure::Closure};
use weft_shared::{
    id::CommandKey,
    time::{MINUTE, Timestamp},
};

/// The present moment.
#[must_use]
#[allow(clippy::cast_possible_truncation)]
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// The same moment as the clock on the wall shows it, summer time of that day included.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
pub fn local(at: Timestamp) -> Timestamp {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.0 as f64));
    at.plus(-(date.get_timezone_offset() as i64) * MINUTE)
}

/// A number in 0..1.
#[must_use]
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// A new idempotency key.
#[must_use]
pub fn command_key() -> Option<CommandKey> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().parse().ok()
}

/// Something kept for the life of the tab.
#[must_use]
pub fn kept(key: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(key).ok()?
}

/// Keeps something for the life of the tab; without a value forgets it. A browser that forbids it is no harm.
pub fn keep(key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

/// Where the address bar says that the agent is.
#[must_use]
pub fn place() -> Place {
    Place::parse(&window().location().hash().unwrap_or_default())
}

/// Goes there, as following a link would.
pub fn go(place: Place) {
    let _ = window().location().set_hash(&place.hash());
}

/// Goes there in place of where the agent is, so that "back" does not come by here.
pub fn replace(place: &Place) {
    let _ = window().location().replace(&place.hash());
}

/// Moves the focus to the line of a list below or above, from the one that has it or is open. Says which one has it now.
pub fn step(forward: bool) -> Option<String> {
    let lines = document().query_selector_all(".rows a.row").ok()?;
    let line = |place: u32| lines.get(place).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok());
    let focused = document().active_element();
    let is_here = |place: &u32| {
        let line: Option<web_sys::Element> = line(*place).map(Into::into);
        line.is_some() && line == focused
    };
    let is_open = |place: &u32| line(*place).is_some_and(|line| line.has_attribute("aria-current"));
    let here = (0..lines.length()).find(is_here).or_else(|| (0..lines.length()).find(is_open));
    let next = match here {
        None => 0,
        Some(here) if forward => here + 1,
        Some(here) => here.checked_sub(1)?,
    };
    let next = line(next)?;
    let _ = next.focus();
    Some(next.id())
}

/// Whether a dialog is open: then keys are for it alone.
#[must_use]
pub fn in_dialog() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// Looks at an element's size until it is dropped.
pub struct SizeWatch {
    observer: web_sys::ResizeObserver,
    _changed: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Calls `changed` whenever one of the elements has another size. None where the browser has no such thing.
    #[must_use]
    pub fn new(elements: &[&web_sys::Element], changed: impl FnMut() + 'static) -> Option<Self> {
        let changed = Closure::<dyn FnMut()>::new(changed);
        let observer = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
        elements.iter().for_each(|element| observer.observe(element));
        Some(Self { observer, _changed: changed })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Whether the browser believes that it is online.
#[must_use]
pub fn online() -> bool {
    window().navigator().on_line()
}

/// Asks a question that is answered before anything goes on.
#[must_use]
pub fn agrees(question: &str) -> bool {
    window().confirm_with_message(question).unwrap_or(true)
}

/// Whether a media query holds.
#[must_use]
pub fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Whether the keyboard is one of those with a command key.
#[must_use]
pub fn has_command_key() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| agent.contains("Mac OS"))
}

/// The address of a socket on this origin.
#[must_use]
pub fn socket_url(path: &str) -> String {
    let location = window().location();
    let scheme = if location.protocol().is_ok_and(|p| p == "https:") { "wss" } else { "ws" };
    format!("{scheme}://{}{path}", location.host().unwrap_or_default())
}

/// Puts a text into the clipboard; false when the browser does not allow it.
pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// A line is being dragged; some browsers drag nothing that carries no data.
pub fn drag(event: &web_sys::Event, what: &str) {
    if let Some(data) = event.dyn_ref::<web_sys::DragEvent>().and_then(web_sys::DragEvent::data_transfer) {
        let _ = data.set_data("text/plain", what);
        data.set_effect_allowed("move");
    }
}
