//! What views need of the library, with the console's own signals in place of the library's.

pub use crate::react::{Memo, RwSignal, StoredValue};
pub use leptos::prelude::*;
