//! What concerns the customer as such: whose the conversation is, and what the customer is known by.

use super::{At, Refusal};
use crate::{command::CommandBody, event::EventBody};

impl At<'_> {
    /// `Rehome`, `AttachDeal` and `AddIdentifier`.
    pub(super) fn person(&self, wish: &CommandBody) -> Result<Vec<EventBody>, Refusal> {
        let _ = wish;
        Err(Refusal::State("this conversation cannot do that"))
    }
}
