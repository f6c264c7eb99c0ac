//! The one place that reads the clock and draws random bytes; everything else takes them as values.

use crate::problem::OrInternal;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use weft_shared::{time::Timestamp, wire::problem::Problem};

/// The time now. On Workers the clock stands still between two waits for I/O.
#[must_use]
pub fn now() -> Timestamp {
    let now = Timestamp(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX));
    #[cfg(feature = "hooks")]
    let now = hooks::moved(now);
    now
}

/// To be called where a worker or an object begins: only a build for tests has something to read there.
#[cfg(not(feature = "hooks"))]
pub const fn begin(_env: &worker::Env) {}
#[cfg(feature = "hooks")]
pub use hooks::begin;

/// Where a build for tests falls, if what it is at has the mark of this place: see `panics`.
#[cfg(not(feature = "hooks"))]
pub const fn stumble<T: std::fmt::Debug + ?Sized>(_at: &T, _place: &str) {}
#[cfg(feature = "hooks")]
pub use hooks::stumble;

/// A clock that tests move: "a day later" without waiting a day. And an instance that tests break: the text `panic-` with the
/// name of a place behind it makes it panic there. `cargo xtask build` never has either.
#[cfg(feature = "hooks")]
mod hooks {
    use std::cell::Cell;
    use weft_shared::time::Timestamp;

    thread_local! {
        static OFFSET: Cell<i64> = const { Cell::new(0) };
    }

    /// Reads by how much the clock is moved, in milliseconds.
    pub fn begin(env: &worker::Env) {
        let offset = env.var("WEFT_CLOCK_OFFSET_MS").ok().and_then(|value| value.to_string().trim().parse().ok());
        OFFSET.set(offset.unwrap_or(0));
    }

    /// Panics, if what is said there says so.
    pub fn stumble<T: std::fmt::Debug + ?Sized>(at: &T, place: &str) {
        if format!("{at:?}").contains(&format!("panic-{place}!")) {
            std::panic::panic_any(format!("a test wants a panic here: {place}"));
        }
    }

    /// The time that is shown.
    pub fn moved(now: Timestamp) -> Timestamp {
        Timestamp(now.0.saturating_add(OFFSET.get()))
    }
}

/// Ends after so many milliseconds, or at once where the platform has no timer.
pub async fn pass(ms: u32) {
    let ends = Promise::new(&mut |resolve, _| {
        let timer = Reflect::get(&js_sys::global(), &"setTimeout".into()).and_then(JsCast::dyn_into::<Function>);
        let set = timer.and_then(|timer| timer.call2(&JsValue::UNDEFINED, &resolve, &ms.into()));
        if set.is_err() {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    // A timer only ever resolves.
    let _ = JsFuture::from(ends).await;
}

/// `N` bytes from the platform's cryptographic generator.
///
/// # Errors
/// `internal` when the platform has none, which means outside a request.
pub fn random<const N: usize>() -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).or_internal("drawing random bytes")?;
    Ok(bytes)
}

/// The ten random bytes of a new id.
///
/// # Errors
/// As [`random`].
pub fn new_id10() -> Result<[u8; 10], Problem> {
    random()
}
