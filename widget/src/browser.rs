//! The browser: the only file of the widget that reads a clock, draws random bytes or keeps something.

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Event, HtmlElement, Storage, Window};
use weft_shared::{
    id::{CommandKey, encode128},
    time::Timestamp,
};

/// The window.
#[must_use]
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
#[must_use]
pub fn document() -> Option<Document> {
    window()?.document()
}

/// Now.
#[must_use]
pub fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "a Date is a whole number of milliseconds far below 2^53")]
    Timestamp(Date::now() as i64)
}

/// Minutes that the reader's clock was behind UTC at a moment.
#[must_use]
pub fn minutes_behind(at: Timestamp) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "at most a day of minutes")]
    let minutes = date(at).get_timezone_offset() as i64;
    minutes
}

fn date(at: Timestamp) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "times are far below 2^53")]
    Date::new(&JsValue::from_f64(at.0 as f64))
}

/// A moment in words of the document's language, with options of `Intl.DateTimeFormat`.
#[must_use]
pub fn format_date(at: Timestamp, options: &[(&str, &str)]) -> String {
    let object = Object::new();
    for (name, value) in options {
        let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let lang = document().and_then(|document| document.document_element()?.get_attribute("lang")).unwrap_or_default();
    date(at).to_locale_string(if lang.is_empty() { "en" } else { &lang }, &object).into()
}

/// 128 random bits; zero only where the browser has no source of randomness, which no supported one lacks.
#[must_use]
pub fn random() -> u128 {
    let mut bytes = [0; 16];
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    u128::from_be_bytes(bytes)
}

/// 128 random bits as 32 hexadecimal digits.
#[must_use]
pub fn nonce() -> String {
    random()
        .to_be_bytes()
        .into_iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

/// A new idempotency key.
#[must_use]
pub fn key() -> Option<CommandKey> {
    encode128(random()).parse().ok()
}

/// Where things are kept; none if the browser forbids it in this frame.
fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// Reads what is kept under a key.
#[must_use]
pub fn load(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text, or forgets it. Where nothing can be kept the page's own memory has to do.
pub fn keep(key: &str, text: Option<&str>) {
    if let Some(storage) = storage() {
        let _ = text.map_or_else(|| storage.remove_item(key), |text| storage.set_item(key, text));
    }
}

/// Calls `then` after `ms` milliseconds.
pub fn after(ms: u32, then: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let then = Closure::once_into_js(then);
        let ms = i32::try_from(ms).unwrap_or(i32::MAX);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), ms);
    }
}

/// Calls `then` for every event of a name on the window, or on the document. It listens for the life of the page.
pub fn listen(on_document: bool, name: &str, then: impl FnMut(Event) + 'static) {
    let then = Closure::<dyn FnMut(Event)>::new(then);
    let listener = then.as_ref().unchecked_ref();
    if on_document {
        let _ = document().map(|document| document.add_event_listener_with_callback(name, listener));
    } else {
        let _ = window().map(|window| window.add_event_listener_with_callback(name, listener));
    }
    then.forget();
}

/// Whether the page can be seen now.
#[must_use]
pub fn visible() -> bool {
    document().is_some_and(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Whether the browser thinks that there is a network.
#[must_use]
pub fn online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Whether the page is inside another one.
#[must_use]
pub fn framed() -> bool {
    let parent = window().and_then(|window| window.parent().ok().flatten());
    parent.as_ref() != window().as_ref()
}

/// The page's origin with the scheme for sockets.
#[must_use]
pub fn socket_origin() -> Option<String> {
    let origin = window()?.location().origin().ok()?;
    origin.strip_prefix("http").map(|rest| ["ws", rest].concat())
}

/// Sets an attribute of the document's root.
pub fn set_root(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute(name, value);
    }
}

/// Sets a property of the root's style.
pub fn set_style(name: &str, value: &str) {
    let root = document()
        .and_then(|document| document.document_element())
        .and_then(|root| root.dyn_into::<HtmlElement>().ok());
    if let Some(root) = root {
        let _ = root.style().set_property(name, value);
    }
}

/// Moves the focus to an element, once what is being rendered is there.
pub fn focus(id: &'static str) {
    after(0, move || {
        if let Some(element) = element(id) {
            let _ = element.focus();
        }
    });
}

/// An element by its id.
#[must_use]
pub fn element(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().map(|window| window.location().reload());
}

/// Offers a file to be saved.
pub fn save(blob: &web_sys::Blob, name: &str) {
    let Ok(url) = web_sys::Url::create_object_url_with_blob(blob) else { return };
    let anchor = document().and_then(|document| document.create_element("a").ok());
    if let Some(anchor) = anchor.and_then(|anchor| anchor.dyn_into::<web_sys::HtmlAnchorElement>().ok()) {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    // The browser has taken hold of it by then.
    after(60_000, move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    });
}

/// Takes a continuation token out of the page's fragment: it is neither in the address bar nor in the history any more.
#[must_use]
pub fn take_token() -> Option<String> {
    let location = window()?.location();
    let hash = location.hash().ok()?;
    let parts = hash.strip_prefix('#')?.split('&');
    let (tokens, others): (Vec<&str>, Vec<&str>) = parts.partition(|part| part.starts_with("weft="));
    let token = tokens.first()?.strip_prefix("weft=")?.to_owned();
    let rest = if others.is_empty() { String::new() } else { ["#", &others.join("&")].concat() };
    let address = [location.pathname().ok()?, location.search().ok()?, rest].concat();
    let _ = window()?.history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    Some(token)
}
