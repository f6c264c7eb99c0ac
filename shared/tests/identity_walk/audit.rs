//! What must hold after every step, whatever it was.

use crate::{memory::Memory, walk::Walk};
use std::collections::{BTreeMap, BTreeSet};
use weft_shared::{
    directory::{IdentifierRow, PersonFound, Unmerging, departed, person, unmerge},
    event::EventBody,
    id::{ConversationId, CustomerId, MergeId, SessionId},
    identity::{Identifier, Standing},
    wire::person::Person,
};

/// What was before a step.
pub struct Before {
    register: Memory,
    places: BTreeMap<ConversationId, u64>,
    seen: BTreeMap<(ConversationId, SessionId), Vec<u64>>,
}

/// What a step gave reason for.
#[derive(Default)]
pub struct Grounds {
    /// It is a merge or the undoing of one, and nothing else: nobody reads anything else by it.
    pub only_merges: bool,
    /// These browsers rested on what left.
    pub rested: BTreeSet<SessionId>,
    /// For these evidence was given.
    pub evidence: Vec<Identifier>,
    /// These browsers gave a proof.
    pub proofs: Vec<SessionId>,
}

impl Walk<'_> {
    /// What is now; with `and_seen`, also what everybody sees.
    pub fn before(&self, and_seen: bool) -> Before {
        let places = self.world.threads.iter().map(|(id, thread)| (*id, thread.now.seq)).collect();
        let seen = self.visits.iter().filter(|_| and_seen).map(|(at, _)| (*at, self.world.sees(at.0, at.1))).collect();
        Before { register: self.world.register.clone(), places, seen }
    }

    pub fn check(&mut self, before: &Before, grounds: &Grounds) {
        self.levels_and_reads(before, grounds);
        self.moves_are_recorded(before);
        self.proofs_are_recorded(before, grounds);
        self.no_identifier_is_proven_for_two();
        self.customers_are_one_person();
    }

    fn levels_and_reads(&mut self, before: &Before, grounds: &Grounds) {
        let now = self.world.now;
        for ((conversation, session), _) in &self.visits {
            let thread = &self.world.threads[conversation];
            let since = before.places.get(conversation).copied().unwrap_or(0);
            let raised = thread
                .journal
                .iter()
                .rev()
                .take_while(|event| event.seq > since)
                .any(|event| matches!(&event.body, EventBody::SessionProven { session: id, .. } if id == session));
            assert!(!raised || grounds.proofs.contains(session), "a level rose without a proof: {}", self.story());
            let Some(level) = self.world.level(*conversation, *session) else { continue };
            assert!(!self.model.gone.contains(session), "{session} goes on after it left: {}", self.story());
            let sees = self.world.sees(*conversation, *session);
            assert_eq!(level, self.model.level(*session, now), "level of {session}: {}", self.story());
            let from = self.model.reads(*session, now);
            for event in thread.journal.iter().filter(|event| sees.contains(&event.seq)) {
                let (own, outside) = whose(&event.body, *session);
                let read = from.is_some_and(|from| event.seq >= from) && !outside;
                assert!(own || read, "{session} sees {} from {from:?}: {}", event.seq, self.story());
                self.told.opened += u64::from(!own);
            }
            self.told.locked += u64::try_from(thread.now.messages.len() - sees.len()).unwrap();
            if grounds.only_merges
                && let Some(saw) = before.seen.get(&(*conversation, *session))
            {
                let less = grounds.rested.contains(session) && sees.iter().all(|place| saw.contains(place));
                assert!(less || &sees == saw, "a merge changed what {session} sees: {}", self.story());
            }
        }
    }

    /// Whose a conversation or an identifier is changes by a merge, or its undoing, that is on record and was told.
    fn moves_are_recorded(&mut self, before: &Before) {
        let (was, is) = (&before.register, &self.world.register);
        let by = |from: CustomerId, to: CustomerId| -> Option<MergeId> {
            let mut path = vec![(from, None)];
            // One step may merge twice at most: a chain of two is found as well.
            for _ in 0..2 {
                for (at, first) in path.clone() {
                    for row in is.merges.values() {
                        let old = was.merges.get(&row.merge);
                        let made = old.is_none() && row.from == at;
                        let undone =
                            row.undone.is_some() && old.is_some_and(|old| old.undone.is_none()) && row.into == at;
                        if made || undone {
                            path.push((if made { row.into } else { row.from }, first.or(Some(row.merge))));
                        }
                    }
                }
            }
            path.into_iter().find(|(at, first)| *at == to && first.is_some()).and_then(|(_, first)| first)
        };
        for (id, row) in &was.conversations {
            let now = is.conversations[id].customer;
            let thread = &self.world.threads[id];
            if now != row.customer {
                let merge = by(row.customer, now).unwrap_or_else(|| panic!("{id} moved: {}", self.story()));
                let told = thread.journal.iter().rev().any(
                    |event| matches!(&event.body, EventBody::Rehomed { customer, merge: told, .. } if *told == merge && *customer == now),
                );
                assert!(told, "{id} was not told of {merge}: {}", self.story());
                self.model.rehomed.insert(*id, thread.now.seq);
            }
        }
        for (key, row) in &was.identifiers {
            let Some(now) = is.identifiers.get(key) else { continue };
            if now.customer != row.customer && now.at == row.at {
                assert!(by(row.customer, now.customer).is_some(), "{key:?} moved: {}", self.story());
            }
        }
        for (id, thread) in &self.world.threads {
            let knows = thread.now.identity.as_ref().map(|identity| identity.customer);
            assert_eq!(knows, Some(is.conversations[id].customer), "{id} knows another customer: {}", self.story());
            assert!(is.customers[&is.conversations[id].customer].merged_into.is_none(), "{}", self.story());
        }
        for (id, row) in &was.merges {
            let kept = &is.merges[id];
            assert!(row.undone.is_none() || row.undone == kept.undone, "a record changed: {}", self.story());
            assert_eq!((&row.by, &row.because, &row.before), (&kept.by, &kept.because, &kept.before));
        }
    }

    fn proofs_are_recorded(&mut self, before: &Before, grounds: &Grounds) {
        let is = &self.world.register;
        for ((identifier, standing), row) in &is.identifiers {
            let known = before.register.identifiers.contains_key(&(identifier.clone(), *standing));
            if *standing == Standing::Proven && !known {
                assert!(
                    grounds.evidence.contains(identifier),
                    "{identifier:?} was proven by nothing: {}",
                    self.story()
                );
                let holder = self.site.holder(identifier);
                self.first_holder.insert(identifier.clone(), holder);
                self.told.proven += 1;
            }
            assert!(is.customers.contains_key(&row.customer));
        }
    }

    fn no_identifier_is_proven_for_two(&self) {
        let mut owners: BTreeMap<(String, String), CustomerId> = BTreeMap::new();
        for customer in self.world.register.customers.keys() {
            let PersonFound::Known { person } = person(&self.world.register, *customer).unwrap() else { continue };
            for it in person.identifiers.iter().filter(|it| it.standing == Standing::Proven) {
                let owner = owners.insert((format!("{:?}", it.kind), it.value.clone()), *customer);
                assert_eq!(owner, None, "{it:?} is proven for two: {}", self.story());
            }
        }
    }

    /// Without an agent's mistake nobody becomes somebody else, whatever links, numbers and claims go around.
    fn customers_are_one_person(&self) {
        let mut people: BTreeMap<CustomerId, BTreeSet<usize>> = BTreeMap::new();
        for row in self.world.register.identifiers.values().filter(|row| row.standing == Standing::Proven) {
            people.entry(row.customer).or_default().insert(self.first_holder[&row.identifier]);
        }
        for (customer, people) in people {
            let one = people.len() == 1 || self.mistaken.contains(&customer);
            assert!(one, "{customer} is several people {people:?}: {}", self.story());
        }
    }

    /// Undone at once, a merge leaves everything as it was, but for its record.
    pub fn undoing_restores(&self, before: &Memory, customer: CustomerId, merge: MergeId) {
        let mut register = self.world.register.clone();
        let (by, at) = ("ada".parse().unwrap(), self.world.now);
        unmerge(&mut register, &Unmerging { customer, merge, by, at }).unwrap();
        assert_eq!(register.customers, before.customers, "{}", self.story());
        assert_eq!(register.identifiers, before.identifiers, "{}", self.story());
        assert_eq!(register.conversations, before.conversations, "{}", self.story());
        let pairs = |memory: &Memory| {
            let pair = |row: &weft_shared::directory::SuggestionRow| {
                (row.customer.min(row.other), row.customer.max(row.other), row.identifier.clone(), row.because.clone())
            };
            memory.suggestions.values().map(pair).collect::<BTreeSet<_>>()
        };
        assert_eq!(pairs(&register), pairs(before), "{}", self.story());
        assert!(register.merges[&merge].undone.is_some());
    }

    /// After a later undoing: what was the other's and stayed where the merge put it is the other's again, all else is
    /// where it was.
    pub fn parted(&self, before: &Memory, merge: MergeId) {
        let record = &before.merges[&merge];
        let is = &self.world.register;
        let former: BTreeSet<_> = record.before[1].identifiers.iter().map(key).collect();
        for row in before.identifiers.values() {
            let goes = row.customer == record.into && former.contains(&key(row));
            let whose = if goes { record.from } else { row.customer };
            let now = is.identifiers.get(&(row.identifier.clone(), row.standing));
            assert_eq!(now.map(|now| now.customer), Some(whose), "{row:?}: {}", self.story());
        }
        for row in before.conversations.values() {
            let last = departed(is, row.conversation).unwrap().unwrap_or(row.conversation);
            let goes = row.customer == record.into && record.before[1].conversations.contains(&last);
            let whose = if goes { record.from } else { row.customer };
            assert_eq!(is.conversations[&row.conversation].customer, whose, "{row:?}: {}", self.story());
        }
        // Both can be asked for again, and the record is still there.
        let known = |customer| match person(is, customer).unwrap() {
            PersonFound::Known { person } => *person,
            other => panic!("{customer} is {other:?}: {}", self.story()),
        };
        let (stayed, _): (Person, Person) = (known(record.into), known(record.from));
        assert!(stayed.merges.iter().any(|line| line.merge == merge && line.undone.is_some()), "{}", self.story());
    }
}

fn key(row: &IdentifierRow) -> (Identifier, Standing, i64) {
    (row.identifier.clone(), row.standing, row.at.0)
}

/// Whether a message is a browser's own, or to it; and whether it is from outside.
fn whose(body: &EventBody, session: SessionId) -> (bool, bool) {
    use weft_shared::message::Author;
    match body {
        EventBody::MessageReceived { message } => match &message.author {
            Author::Customer { session: by, .. } => (*by == Some(session), false),
            _ => (false, true),
        },
        EventBody::MessageSent { message, .. } => (message.to_session == Some(session), false),
        _ => (false, false),
    }
}
