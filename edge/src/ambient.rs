//! The one place that reads the clock and draws random bytes; everything else takes them as values.

use crate::problem::OrInternal;
use weft_shared::{time::Timestamp, wire::problem::Problem};

/// The time now. On Workers the clock stands still between two waits for I/O.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
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
