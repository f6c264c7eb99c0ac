//! What the holders of addresses wish.

use super::At;
use crate::{consent::ConsentLine, event::EventBody};

impl At<'_> {
    /// The directory learnt a wish: it is noted once per change.
    pub(super) fn note_consent(&self, line: &ConsentLine, because: &str) -> Vec<EventBody> {
        let known = self.conversation.consent(&line.identifier, &line.channel);
        let changed = known != Some(line.consent);
        changed
            .then(|| EventBody::ConsentNoted { line: line.clone(), because: because.to_owned() })
            .into_iter()
            .collect()
    }
}
