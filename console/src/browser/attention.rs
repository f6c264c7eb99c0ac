//! How the page makes itself known while nobody looks at it, and whether somebody does.

use super::window;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    AudioContext, Notification, NotificationOptions, NotificationPermission, OscillatorType, VisibilityState,
};

/// Whether the page is in front, and has the keyboard.
#[must_use]
pub fn is_looked_at() -> bool {
    document().visibility_state() == VisibilityState::Visible && document().has_focus().unwrap_or(true)
}

/// Whether the page can be seen at all.
#[must_use]
pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Whether the desktop may show news: none while nobody was asked yet.
#[must_use]
pub fn may_notify() -> Option<bool> {
    match Notification::permission() {
        NotificationPermission::Granted => Some(true),
        NotificationPermission::Denied => Some(false),
        _ => None,
    }
}

/// Asks whether the desktop may show news, and tells the answer.
pub fn ask_to_notify(then: impl FnOnce(bool) + 'static) {
    let Ok(asked) = Notification::request_permission() else { return then(false) };
    leptos::task::spawn_local(async move {
        let _ = wasm_bindgen_futures::JsFuture::from(asked).await;
        then(may_notify() == Some(true));
    });
}

/// Lets the desktop show something. `about` is what a later one about the same thing replaces it by.
pub fn notify(title: &str, body: &str, about: &str, pressed: impl Fn() + 'static) {
    let options = NotificationOptions::new();
    options.set_body(body);
    options.set_tag(about);
    let Ok(shown) = Notification::new_with_options(title, &options) else { return };
    let closing = shown.clone();
    let pressed = Closure::<dyn FnMut()>::new(move || {
        let _ = window().focus();
        closing.close();
        pressed();
    });
    shown.set_onclick(Some(pressed.as_ref().unchecked_ref()));
    // The desktop may keep it for as long as it likes.
    pressed.forget();
}

/// Two short, quiet notes. A browser that plays nothing before a page was touched stays silent.
pub fn chime() {
    let _ = play();
}

fn play() -> Result<(), wasm_bindgen::JsValue> {
    let audio = AudioContext::new()?;
    let volume = audio.create_gain()?;
    volume.connect_with_audio_node(&audio.destination())?;
    let now = audio.current_time();
    volume.gain().set_value_at_time(0.06, now)?;
    volume.gain().exponential_ramp_to_value_at_time(0.001, now + 0.45)?;
    for (pitch, begins) in [(659.3_f32, 0.0), (880.0, 0.12)] {
        let tone = audio.create_oscillator()?;
        tone.set_type(OscillatorType::Sine);
        tone.frequency().set_value(pitch);
        tone.connect_with_audio_node(&volume)?;
        tone.start_with_when(now + begins)?;
        tone.stop_with_when(now + begins + 0.3)?;
    }
    let end = Closure::once_into_js(move || drop(audio.close()));
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(end.unchecked_ref(), 700);
    Ok(())
}
