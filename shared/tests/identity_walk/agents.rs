//! What agents do in a walk.

use crate::{audit::Grounds, memory::Memory, walk::Walk};
use std::collections::BTreeSet;
use weft_shared::{
    command::CommandBody,
    directory::{Failure, Merging, PersonFound, Unmerging, merge, unmerge},
    id::{AgentId, ConversationId, CustomerId, MergeId, MessageId, SessionId, TokenId},
    identity::{Identifier, Standing},
};

impl Walk<'_> {
    pub fn reply(&mut self) -> Grounds {
        if let Some(conversation) = self.some_thread() {
            let body = CommandBody::Reply {
                agent: ada(),
                name: "Ada".to_owned(),
                message: MessageId::from_bits(self.world.id()),
                token: TokenId::from_bits(self.world.id()),
                channel: None,
                text: "well".to_owned(),
                attachments: Vec::new(),
                template: None,
            };
            let sent = self.world.run(conversation, body);
            self.note(format!("ada answers in {conversation}: {}", sent.is_ok()));
        }
        Grounds::default()
    }

    /// An agent merges any two: agents are wrong sometimes.
    pub fn merge(&mut self) -> Grounds {
        let all: Vec<_> = self.world.register.customers.keys().copied().collect();
        let (Some(customer), Some(other)) = (self.dice.pick(&all).copied(), self.dice.pick(&all).copied()) else {
            return Grounds::default();
        };
        let before = self.world.register.clone();
        let (merge_id, by, at) = (MergeId::from_bits(self.world.id()), ada(), self.world.now);
        let wish = Merging { customer, other, merge: merge_id, by, because: "the same voice".to_owned(), at };
        let gone = |customer: &CustomerId| before.customers[customer].merged_into.is_some();
        match merge(&mut self.world.register, &wish) {
            Ok(PersonFound::Known { .. }) => {
                assert!(!gone(&customer) && !gone(&other) && customer != other, "{}", self.story());
                self.undoing_restores(&before, customer, merge_id);
                self.world.run_errands();
                self.note(format!("ada merges {other} into {customer}"));
                self.mistaken.extend([customer, other]);
                self.told.merges += 1;
                self.note_all_rehomed();
            }
            Ok(PersonFound::MergedInto { .. }) => assert!(gone(&customer)),
            refused => {
                assert!(matches!(refused, Err(Failure::Conflict(_))) && (gone(&other) || customer == other));
            }
        }
        Grounds { only_merges: true, ..Grounds::default() }
    }

    pub fn unmerge(&mut self) -> Grounds {
        let all: Vec<_> = self.world.register.merges.values().map(|row| (row.into, row.merge)).collect();
        let Some((customer, merge)) = self.dice.pick(&all).copied() else { return Grounds::default() };
        let before = self.world.register.clone();
        let wish = Unmerging { customer, merge, by: ada(), at: self.world.now };
        let undone = before.merges[&merge].undone.is_some();
        let later = before.customers[&customer].merged_into.is_some();
        match unmerge(&mut self.world.register, &wish) {
            Ok(_) if undone => assert_eq!(before, self.world.register, "{}", self.story()),
            Ok(_) => {
                assert!(!later, "the later merge comes first: {}", self.story());
                self.world.run_errands();
                self.note(format!("ada undoes {merge}"));
                self.told.unmerges += 1;
                // What came since stays with the one who stayed, whoever brought it.
                self.mistaken.extend([customer, before.merges[&merge].from]);
                self.parted(&before, merge);
                self.note_all_rehomed();
                return Grounds { only_merges: true, rested: self.part(&before, merge), ..Grounds::default() };
            }
            refused => assert!(later && matches!(refused, Err(Failure::Conflict(_))), "{}", self.story()),
        }
        Grounds { only_merges: true, ..Grounds::default() }
    }

    /// Nobody stays where the other one is because of the merge that is undone. Answers the browsers that rested on that.
    fn part(&mut self, before: &Memory, merge: MergeId) -> BTreeSet<SessionId> {
        let record = &before.merges[&merge];
        let is = &self.world.register;
        let owner =
            |identifier: &Identifier, standing| Some(is.identifiers.get(&(identifier.clone(), standing))?.customer);
        let mut leaving = BTreeSet::new();
        for (mine, others) in [(record.into, record.from), (record.from, record.into)] {
            let here = |conversation: &ConversationId| {
                let row = &is.conversations[conversation];
                row.customer == mine && row.departed.is_none()
            };
            for ((conversation, address), part) in &self.model.parts {
                let proven = owner(address, Standing::Proven);
                let theirs = proven == Some(others) || owner(address, Standing::Claimed) == Some(others);
                if here(conversation) && theirs && proven != Some(mine) && part.joined >= record.at {
                    leaving.insert((*conversation, address.clone()));
                }
            }
            for (conversation, account) in self.model.opened.keys() {
                if here(conversation) && owner(account, Standing::Proven) == Some(others) {
                    leaving.insert((*conversation, account.clone()));
                }
            }
        }
        let mut rested = BTreeSet::new();
        for (conversation, identifier) in leaving {
            let here = self.visits.iter().filter(|(at, _)| at.0 == conversation).map(|(at, _)| at.1);
            rested.extend(self.model.parted(conversation, &identifier, here));
            let links = self.world.links.iter();
            let dead = links.filter(|link| link.conversation == conversation && link.address == identifier);
            self.dead.extend(dead.map(|link| link.token));
            self.told.parted += 1;
            let takes_part = self.world.threads[&conversation].now.participant(&identifier).is_some();
            assert!(!takes_part, "{identifier:?} stays in {conversation}: {}", self.story());
        }
        rested
    }

    fn note_all_rehomed(&mut self) {
        let all: Vec<_> = self.world.threads.keys().copied().collect();
        all.into_iter().for_each(|conversation| self.note_rehomed(conversation));
    }

    pub fn revoke(&mut self) -> Grounds {
        if let Some(conversation) = self.some_thread() {
            let links: Vec<_> =
                self.world.links.iter().filter(|link| link.conversation == conversation).cloned().collect();
            let revoked = self.world.run(conversation, CommandBody::RevokeLinks { agent: ada() });
            assert!(revoked.is_ok() || self.world.threads[&conversation].now.departed.is_some(), "{revoked:?}");
            self.note(format!("ada revokes the links to {conversation}"));
            for link in links {
                assert!(self.world.follow(&link).is_none(), "a dead link led somewhere: {}", self.story());
            }
        }
        Grounds::default()
    }
}

pub fn ada() -> AgentId {
    "ada".parse().unwrap()
}
