//! The reference: who may see what, from the design's sections on evidence and identity, in the fewest words. It knows
//! what people did, and neither reads nor calls what decides.

use std::collections::{BTreeMap, BTreeSet};
use weft_shared::{
    evidence::Assurance,
    id::{ConversationId, SessionId},
    identity::Identifier,
    time::{DAY, HOUR, Timestamp},
};

/// Longer than this and an address may have another holder.
const SILENCE: i64 = 45 * DAY;

/// An address that takes part in a conversation.
#[derive(Clone, Debug)]
pub struct Part {
    /// The first place that its holder may read with a proof of it.
    pub from: u64,
    /// Since when it takes part.
    pub joined: Timestamp,
    /// When its holder was last heard.
    pub heard: Timestamp,
    /// Evidence was given for it here.
    pub proven: bool,
}

/// A proof that a browser gave.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Of what; none: of nothing, by a link.
    pub of: Option<Identifier>,
    pub level: Assurance,
    pub ends: Timestamp,
    /// The first place that it opens; none: nothing of others'.
    pub from: Option<u64>,
}

#[derive(Default)]
pub struct Model {
    pub parts: BTreeMap<(ConversationId, Identifier), Part>,
    pub proofs: BTreeMap<SessionId, Vec<Proof>>,
    /// From where an account read in a conversation.
    pub opened: BTreeMap<(ConversationId, Identifier), u64>,
    /// The place at which a conversation last became another customer's.
    pub rehomed: BTreeMap<ConversationId, u64>,
    /// Browsers that began their conversation themselves.
    pub began: BTreeSet<SessionId>,
    /// To whom the link was sent that brought a browser.
    pub followed: BTreeMap<SessionId, Identifier>,
    /// Conversations where somebody else took part and left, or wrote what was moved there.
    pub left: BTreeSet<ConversationId>,
    /// Browsers that had nothing but what left.
    pub gone: BTreeSet<SessionId>,
}

impl Model {
    /// A message of an address was taken for the customer's.
    pub fn heard(
        &mut self,
        conversation: ConversationId,
        address: &Identifier,
        before: u64,
        proven: bool,
        now: Timestamp,
    ) {
        // The first of a conversation that begins with it has all of it; whoever comes later, what follows.
        let part = self.part(conversation, address, before, now);
        part.proven |= proven;
    }

    /// The address takes part now, in a possession that a long silence ends.
    fn part(&mut self, conversation: ConversationId, address: &Identifier, before: u64, now: Timestamp) -> &mut Part {
        let begins = before + 1;
        let new = Part { from: begins, joined: now, heard: now, proven: false };
        let part = self.parts.entry((conversation, address.clone())).or_insert(new);
        if now.since(part.heard) > SILENCE {
            part.from = begins;
        }
        part.heard = part.heard.max(now);
        part
    }

    pub fn linked(&mut self, session: SessionId, address: &Identifier, now: Timestamp) {
        self.followed.insert(session, address.clone());
        self.give(session, Proof { of: None, level: Assurance::Linked, ends: now.plus(7 * DAY), from: None });
    }

    /// An address or an account is another customer's again. Answers which of the browsers here rested on it.
    pub fn parted(
        &mut self,
        conversation: ConversationId,
        identifier: &Identifier,
        here: impl Iterator<Item = SessionId>,
    ) -> Vec<SessionId> {
        self.parts.remove(&(conversation, identifier.clone()));
        self.opened.remove(&(conversation, identifier.clone()));
        self.left.insert(conversation);
        let mut rested = Vec::new();
        for session in here {
            let proofs = self.proofs.entry(session).or_default();
            let is_it = |proof: &Proof| proof.of.as_ref() == Some(identifier);
            if proofs.iter().any(is_it) || self.followed.get(&session) == Some(identifier) {
                proofs.retain(|proof| !is_it(proof));
                if proofs.iter().all(|proof| proof.from.is_none()) {
                    self.gone.insert(session);
                }
                rested.push(session);
            }
        }
        rested
    }

    /// A code that went to an address was typed.
    pub fn coded(&mut self, at: (ConversationId, SessionId), address: &Identifier, before: u64, now: Timestamp) {
        let part = self.part(at.0, address, before, now);
        part.proven = true;
        let from = Some(part.from);
        let of = Some(address.clone());
        self.give(at.1, Proof { of, level: Assurance::ChannelControl, ends: now.plus(7 * DAY), from });
    }

    /// The site's signed word counted. `backed`: its backend had named this customer before.
    pub fn signed(
        &mut self,
        (conversation, session): (ConversationId, SessionId),
        account: &Identifier,
        also: &[Identifier],
        backed: bool,
        before: u64,
        now: Timestamp,
    ) {
        let here = |(at, _): &(&(ConversationId, Identifier), &Part)| at.0 == conversation;
        let rehomed = self.rehomed.get(&conversation).copied();
        let nobody = !self.left.contains(&conversation) && self.parts.iter().filter(here).all(|(_, part)| !part.proven);
        let vouched = self.parts.iter().filter(here);
        let vouched = vouched.filter(|(at, part)| also.contains(&at.1) && now.since(part.heard) <= SILENCE);
        let from = [
            self.opened.get(&(conversation, account.clone())).copied(),
            self.reads(session, now),
            vouched.map(|(_, part)| part.from).min(),
            backed.then(|| rehomed.unwrap_or(0) + 1),
            (nobody && self.began.contains(&session)).then_some(1),
        ];
        let from = from.into_iter().flatten().min().unwrap_or(before + 1);
        self.opened.entry((conversation, account.clone())).and_modify(|old| *old = from.min(*old)).or_insert(from);
        self.word(session, account, from, now);
    }

    /// The site's word of an account counts for a browser.
    pub fn word(&mut self, session: SessionId, account: &Identifier, from: u64, at: Timestamp) {
        let of = Some(account.clone());
        self.give(session, Proof { of, level: Assurance::Account, ends: at.plus(HOUR), from: Some(from) });
    }

    fn give(&mut self, session: SessionId, proof: Proof) {
        self.proofs.entry(session).or_default().push(proof);
    }

    fn counting(&self, session: SessionId, now: Timestamp) -> impl Iterator<Item = &Proof> {
        self.proofs.get(&session).into_iter().flatten().filter(move |proof| now < proof.ends)
    }

    /// The level of a browser.
    pub fn level(&self, session: SessionId, now: Timestamp) -> Assurance {
        self.counting(session, now).map(|proof| proof.level).max().unwrap_or_default()
    }

    /// The first place of others' messages that a browser may read.
    pub fn reads(&self, session: SessionId, now: Timestamp) -> Option<u64> {
        self.counting(session, now).filter_map(|proof| proof.from).min()
    }
}
