//! Where the focus is, and that it stays on the page.

use leptos::{
    ev,
    prelude::{document, request_animation_frame, window_event_listener},
};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::HtmlElement;

/// Titles that take the focus when what had it is gone, of a conversation, a page and the inbox.
const TITLES: [&str; 3] = ["thread-title", "page-title", "inbox-title"];

thread_local! {
    /// What had the focus last; none, once somebody pointed to what takes none.
    static LAST: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// From now on the focus stays on the page, however it changes. Browsers drop the focus of what is taken away or moved, and
/// whoever works by keys or listens to the page would begin again at its top.
pub fn keep_focus() {
    let _ = window_event_listener(ev::focusin, |event| {
        let focused = event.target().and_then(|target| target.dyn_into().ok());
        LAST.with(|last| *last.borrow_mut() = focused);
    });
    let _ = window_event_listener(ev::pointerdown, |_| LAST.with(|last| *last.borrow_mut() = None));
    let changed = Closure::<dyn FnMut()>::new(|| {
        if is_lost() {
            request_animation_frame(rescue_focus);
        }
    });
    let (Some(body), Ok(observer)) =
        (document().body(), web_sys::MutationObserver::new(changed.as_ref().unchecked_ref()))
    else {
        return;
    };
    let nodes = web_sys::MutationObserverInit::new();
    nodes.set_child_list(true);
    nodes.set_subtree(true);
    if observer.observe_with_options(&body, &nodes).is_ok() {
        changed.forget();
    }
}

/// If the focus fell off the page: moves it to what had it, to what stands in its place, else to the title of what is open.
pub fn rescue_focus() {
    let Some(last) = is_lost().then(|| LAST.with(|last| last.borrow().clone())).flatten() else { return };
    let id = last.id();
    let _ = last.focus();
    for id in [id.as_str()].into_iter().chain(TITLES) {
        if is_lost() {
            focus(id);
        }
    }
}

/// Nothing has the focus, although the page has the keyboard.
fn is_lost() -> bool {
    let document = document();
    document.has_focus().unwrap_or(true) && document.active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// Moves the focus to the first line of a list.
pub fn first_line() {
    focus_first(".rows a.row");
}

/// Moves the focus to the first element that a selector finds.
pub fn focus_first(selector: &str) {
    if let Ok(Some(first)) = document().query_selector(selector) {
        let _ = first.unchecked_into::<HtmlElement>().focus();
    }
}

/// The id of what has the focus.
#[must_use]
pub fn focused_id() -> Option<String> {
    document().active_element().map(|element| element.id())
}

/// Moves the focus to the element with this id, if it is there.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Shows an element in the middle of what scrolls, and moves the focus there; but not away from what looks for it.
pub fn show(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
        let looking = document().active_element().and_then(|element| element.closest(".find").ok().flatten());
        if looking.is_none() {
            focus(id);
        }
    }
}

/// Moves the focus there after the next frame was drawn, for what is only about to appear.
pub fn focus_soon(id: impl Into<String>) {
    let id = id.into();
    request_animation_frame(move || focus(&id));
}

/// Whether the focus is in something that takes text.
#[must_use]
pub fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        let ticked = element.get_attribute("type").is_some_and(|kind| kind == "checkbox" || kind == "radio");
        (matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") && !ticked)
            || element.closest("dialog").ok().flatten().is_some()
    })
}
