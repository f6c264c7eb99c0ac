//! The same wish for several conversations: each is decided by itself, and what was refused is named.

use super::Desk;
use crate::{
    api::Failure,
    browser,
    chosen::{Chosen, tagged},
    strings,
};
use leptos::task::spawn_local;
use weft_shared::{
    id::ConversationId,
    wire::{
        agent::Wish,
        desk::{BulkOutcome, BulkWanted},
        problem::Problem,
    },
};

/// What came of wishes, for whoever wished them: the outcomes, or why there are none.
type Then = Box<dyn FnOnce(Result<Vec<BulkOutcome>, Failure>)>;

impl Desk {
    /// Wishes the same for all that are selected.
    pub fn for_all(self, wish: Wish) {
        let ids = self.chosen.with_untracked(|chosen| chosen.ids().to_vec());
        self.wish_each(vec![(ids, wish)], Box::new(move |answer| self.report(answer)));
    }

    /// Adds a tag to all that are selected. Says whether there was any to add it to.
    #[must_use]
    pub fn tag_all(self, tag: &str) -> bool {
        let groups = self.chosen.with_untracked(|chosen| {
            self.inbox.with_untracked(|inbox| tagged(chosen.ids().iter().filter_map(|id| inbox.row(*id)), tag))
        });
        let wishes: Vec<_> = groups.into_iter().map(|(tags, ids)| (ids, Wish::Tag { tags })).collect();
        let some = !wishes.is_empty();
        if some {
            self.wish_each(wishes, Box::new(move |answer| self.report(answer)));
        }
        some
    }

    /// Wishes something for some, one request after the other; `then` gets all outcomes.
    pub fn wish_each(self, wishes: Vec<(Vec<ConversationId>, Wish)>, then: Then) {
        if self.working.get_untracked() {
            return;
        }
        self.working.set(true);
        let (routes, key) = (self.app.routes(), self.key());
        spawn_local(async move {
            let mut outcomes = Vec::new();
            let mut failed = None;
            for (conversations, wish) in wishes {
                let Some(id) = browser::command_key() else { break };
                match routes.bulk(&key, &BulkWanted { key: id, conversations, wish }).await {
                    Ok(done) => outcomes.extend(done.outcomes),
                    Err(failure) => {
                        failed = Some(failure);
                        break;
                    }
                }
            }
            // Whoever signed out meanwhile has nobody left to tell.
            if self.working.try_set(false).is_none() {
                then(failed.map_or(Ok(outcomes), Err));
            }
        });
    }

    /// Says how it went, and names what was refused.
    pub fn report(self, answer: Result<Vec<BulkOutcome>, Failure>) {
        let outcomes = match answer {
            Ok(outcomes) => outcomes,
            Err(failure) => {
                self.refused.set(vec![(String::new(), strings::failure(&failure))]);
                return;
            }
        };
        let refused: Vec<(String, String)> = outcomes.iter().filter_map(|one| self.refusal(one)).collect();
        self.app.say(strings::inbox::done(outcomes.len() - refused.len(), refused.len()));
        self.chosen.update(|chosen| chosen.keep_refused(&outcomes));
        if self.chosen.with_untracked(Chosen::is_empty) {
            self.selecting.set(false);
        }
        self.refused.set(refused);
    }

    fn refusal(self, outcome: &BulkOutcome) -> Option<(String, String)> {
        let problem: &Problem = outcome.problem.as_ref()?;
        let title = self.inbox.with_untracked(|inbox| inbox.row(outcome.conversation).map(|row| row.title.clone()));
        let why = self.named(&strings::failure(&Failure::Problem(Box::new(problem.clone()))));
        Some((title.unwrap_or_else(|| strings::board::UNKNOWN.to_owned()), why))
    }
}
