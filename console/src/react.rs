//! Effects and memos whose code is compiled once: the library's own compile theirs anew for each closure, which a
//! budget in kilobytes feels.

use leptos::prelude::*;

/// Runs something now and again whenever what it reads changes, until the present owner of reactive values ends.
pub fn effect(run: impl FnMut() + 'static) {
    let mut run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(move |_: Option<()>| run());
}

/// A value that is worked out anew when what it reads changes, and tells only when it is another.
pub fn memo<T: PartialEq + Send + Sync + 'static>(work: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let work: Box<dyn Fn() -> T + Send + Sync> = Box::new(work);
    Memo::new(move |_: Option<&T>| work())
}
