//! The desk: readings, assignments, notes, tags, waiting.

use super::{At, Refusal};
use crate::{command::CommandBody, event::EventBody};

impl At<'_> {
    pub(super) fn desk(&self, _wish: &CommandBody) -> Result<Vec<EventBody>, Refusal> {
        Err(Refusal::State("not yet"))
    }
}
