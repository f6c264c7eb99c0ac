//! Visitors whose account the site vouches for, spoken codes, and conversations that go on in another one.

use super::{At, Refusal};
use crate::{command::CommandBody, event::EventBody, evidence::Evidence, id::SessionId};

impl At<'_> {
    /// `Depart`, `Absorb`, `Adopt` and `SpeakCode`.
    pub(super) fn visit(&self, wish: &CommandBody) -> Result<Vec<EventBody>, Refusal> {
        let _ = wish;
        Err(Refusal::State("this conversation cannot do that"))
    }

    /// A session proves an account by the site's word: `Prove` with `SiteSigned`.
    pub(super) fn prove_account(&self, session: SessionId, evidence: &Evidence) -> Result<Vec<EventBody>, Refusal> {
        self.live(session)?;
        let _ = evidence;
        Err(Refusal::State("only a confirmed code proves a browser here"))
    }
}
