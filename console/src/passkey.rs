//! The browser's passkeys: shows one, or has one made. What goes in and comes out is JSON in the standard's own form, which
//! the browser reads and writes itself; browsers that cannot do that sign in by a code.

use crate::json;
use js_sys::{Function, JSON, Object, Promise, Reflect};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use weft_shared::wire::passkey::{NewPasskeyWanted, PasskeyMade, PasskeyShown, PasskeyWanted};

const CLASS: &str = "PublicKeyCredential";
const TO_SHOW: &str = "parseRequestOptionsFromJSON";
const TO_MAKE: &str = "parseCreationOptionsFromJSON";

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The person cancelled, or did nothing for too long; browsers do not tell them apart.
    Cancelled,
    /// The device has one already.
    Known,
    /// The browser cannot, or will not here.
    Unfit,
}

/// Whether this browser can.
#[must_use]
pub fn can() -> bool {
    class().is_some_and(|class| [TO_SHOW, TO_MAKE].iter().all(|name| member::<Function>(&class, name).is_some()))
}

/// Has the person show a passkey.
///
/// # Errors
/// Why there is none.
pub async fn show(wanted: &PasskeyWanted) -> Result<PasskeyShown, Stopped> {
    ask(TO_SHOW, "get", wanted).await
}

/// Has the device make a passkey.
///
/// # Errors
/// Why there is none.
pub async fn make(wanted: &NewPasskeyWanted) -> Result<PasskeyMade, Stopped> {
    ask(TO_MAKE, "create", wanted).await
}

async fn ask<T: DeserializeOwned>(parse: &str, method: &str, wanted: &impl Serialize) -> Result<T, Stopped> {
    let promise = begin(parse, method, wanted).ok_or(Stopped::Unfit)?;
    let made = JsFuture::from(promise).await.map_err(|error| why(&error))?;
    // The credential says itself how it is written.
    let text = JSON::stringify(&made).ok().and_then(|text| text.as_string()).ok_or(Stopped::Unfit)?;
    json::read(&text).ok_or(Stopped::Unfit)
}

fn begin(parse: &str, method: &str, wanted: &impl Serialize) -> Option<Promise> {
    let class = class()?;
    let wanted = JSON::parse(&serde_json::to_string(wanted).ok()?).ok()?;
    let wanted = member::<Function>(&class, parse)?.call1(&class, &wanted).ok()?;
    let asked = Object::new();
    Reflect::set(&asked, &"publicKey".into(), &wanted).ok()?;
    let navigator = leptos::prelude::window().navigator();
    let credentials = member::<Object>(&navigator, "credentials")?;
    member::<Function>(&credentials, method)?.call1(&credentials, &asked).ok()?.dyn_into().ok()
}

fn class() -> Option<Function> {
    member(&leptos::prelude::window(), CLASS)
}

fn member<T: JsCast>(of: &JsValue, name: &str) -> Option<T> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

fn why(error: &JsValue) -> Stopped {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "AbortError") => Stopped::Cancelled,
        Some("InvalidStateError") => Stopped::Known,
        _ => Stopped::Unfit,
    }
}
