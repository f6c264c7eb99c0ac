//! Handoffs: to another owner, or to another medium.

use super::{At, Refusal};
use crate::{command::CommandBody, event::EventBody};

impl At<'_> {
    pub(super) fn handoff(&self, _wish: &CommandBody) -> Result<Vec<EventBody>, Refusal> {
        Err(Refusal::State("not yet"))
    }
}
