//! The page that holds the frame: who may speak, what may be said, and nothing secret outward.
//!
//! The first message must come from the very parent, from one of the site's origins, with exactly one port.
//! Everything later goes over that port; further hellos are ignored.

use crate::browser;
use js_sys::{Array, Object, Reflect};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageEvent, MessagePort};

/// What the host page may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FromHost {
    /// A continuation token that was in the page's fragment.
    Token(String),
    /// The panel is open now.
    Show,
    /// The panel is closed now.
    Hide,
    /// `light`, `dark` or `auto`.
    Scheme(String),
    /// A BCP 47 tag.
    Locale(String),
    /// The site's signed word of who is signed in there, a JWT; none when nobody is.
    Account(Option<String>),
}

/// The longest token that is looked at, in bytes.
const LONGEST_TOKEN: usize = 2_048;
/// The longest JWT, in bytes.
const LONGEST_WORD: usize = 8_192;

impl FromHost {
    /// Reads a message from its name and value; `None` for whatever has another shape.
    #[must_use]
    pub fn read(name: &str, value: Option<String>) -> Option<Self> {
        match (name, value) {
            ("show", None) => Some(Self::Show),
            ("hide", None) => Some(Self::Hide),
            ("token", Some(token)) => is_token(&token).then_some(Self::Token(token)),
            ("account", None) => Some(Self::Account(None)),
            ("account", Some(word)) => is_word(&word, LONGEST_WORD).then_some(Self::Account(Some(word))),
            ("scheme", Some(scheme)) => {
                ["light", "dark", "auto"].contains(&scheme.as_str()).then_some(Self::Scheme(scheme))
            }
            ("locale", Some(tag)) => is_tag(&tag).then_some(Self::Locale(tag)),
            _ => None,
        }
    }
}

/// Whether a text may be a continuation token: its signature is the edge's business.
#[must_use]
pub fn is_token(text: &str) -> bool {
    is_word(text, LONGEST_TOKEN)
}

fn is_word(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'='))
}

fn is_tag(text: &str) -> bool {
    (2..=35).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

thread_local! {
    static PORT: RefCell<Option<MessagePort>> = const { RefCell::new(None) };
}

/// Waits for the host. `early` are the messages that came before the program; `heard` gets what the host says,
/// `met` is called once it is known to be one of `origins`.
pub fn wait(early: &Array, origins: Vec<String>, met: impl Fn() + 'static, heard: impl Fn(FromHost) + 'static) {
    let heard = Rc::new(heard);
    let greet = move |event: &MessageEvent| {
        if let Some(port) = greeting(event, &origins)
            && PORT.with_borrow(Option::is_none)
        {
            listen(&port, Rc::clone(&heard));
            PORT.set(Some(port));
            met();
            say("ready", None);
        }
    };
    for event in early.iter() {
        if let Some(event) = event.dyn_ref() {
            greet(event);
        }
    }
    browser::listen(false, "message", move |event| {
        if let Some(event) = event.dyn_ref() {
            greet(event);
        }
    });
}

/// Tells the host something that is no secret.
pub fn say(name: &str, number: Option<usize>) {
    PORT.with_borrow(|port| {
        if let Some(port) = port {
            let message = Object::new();
            set(&message, "t", &JsValue::from_str(name));
            if let Some(number) = number.and_then(|number| u32::try_from(number).ok()) {
                set(&message, "n", &JsValue::from_f64(f64::from(number)));
            }
            let _ = port.post_message(&message);
        }
    });
}

fn greeting(event: &MessageEvent, origins: &[String]) -> Option<MessagePort> {
    let parent = browser::window()?.parent().ok()??;
    let from_parent = browser::framed() && event.source().is_some_and(|source| source == *parent.as_ref());
    let listed = origins.contains(&event.origin());
    let version = Reflect::get(&event.data(), &JsValue::from_str("weft")).ok()?;
    let ports = event.ports();
    let one = ports.length() == 1;
    (from_parent && listed && one && version.as_f64() == Some(1.0)).then(|| ports.get(0).unchecked_into())
}

fn listen(port: &MessagePort, heard: Rc<impl Fn(FromHost) + 'static>) {
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        let field = |name: &str| Reflect::get(&data, &JsValue::from_str(name)).ok();
        let value = field("v").filter(|value| !value.is_undefined() && !value.is_null());
        let text = value.as_ref().and_then(JsValue::as_string);
        // A value that is there but is no text is another shape.
        if value.is_some() == text.is_some()
            && let Some(message) =
                field("t").and_then(|name| name.as_string()).and_then(|name| FromHost::read(&name, text))
        {
            heard(message);
        }
    });
    port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}

fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_shapes_are_read() {
        let read = |name: &str, value: Option<&str>| FromHost::read(name, value.map(str::to_owned));
        assert_eq!(read("show", None), Some(FromHost::Show));
        assert_eq!(read("token", Some("v4.public.abc_-=")), Some(FromHost::Token("v4.public.abc_-=".to_owned())));
        for (name, value) in [
            ("show", Some("x")),
            ("token", None),
            ("token", Some("")),
            ("token", Some("<img src=x>")),
            ("scheme", Some("url(x)")),
            ("locale", Some("en\" onload=")),
            ("identify", Some("x")),
            ("account", Some("")),
            ("account", Some("a b")),
            ("", None),
        ] {
            assert_eq!(read(name, value), None, "{name} {value:?}");
        }
        assert_eq!(read("token", Some(&"a".repeat(2_049))), None);
        assert_eq!(read("account", Some(&"a".repeat(8_193))), None);
        assert_eq!(read("account", None), Some(FromHost::Account(None)));
    }
}
