//! Conversations that go on in others: by their visitor's choice, or by an agent's.

use crate::{agents::ada, audit::Grounds, model::Part, walk::Walk, world::web};
use std::collections::{BTreeMap, BTreeSet};
use weft_shared::{
    command::CommandBody,
    decide::{Refusal, adopted},
    directory::departed,
    event::EventBody,
    evidence::{Assurance, Evidence},
    id::{ConversationId, MessageId, SessionId},
    identity::{Identifier, IdentifierKind},
    message::{Author, Message},
    time::Timestamp,
};

impl Walk<'_> {
    /// A visitor who is signed in goes on in another conversation of the same account.
    pub fn go_on(&mut self) -> Grounds {
        let all: Vec<_> = self.world.elsewhere.iter().map(|(at, to)| (*at, *to)).collect();
        let Some(((from, session), to)) = self.dice.pick(&all).copied() else { return Grounds::default() };
        // Customers may have come apart since it was offered, and conversations may have gone on.
        let to = departed(&self.world.register, to).unwrap().unwrap_or(to);
        let customer = |id: &ConversationId| self.world.register.conversations[id].customer;
        if to == from || customer(&to) != customer(&from) {
            return Grounds::default();
        }
        let thread = &self.world.threads[&from].now;
        let word =
            thread.live(session, self.world.now).and_then(|it| it.word_of_site(self.world.policy, self.world.now));
        let Some(evidence) = word.cloned() else { return Grounds::default() };
        let Evidence::SiteSigned { account, at } = &evidence else { return Grounds::default() };
        let (account, at) = (Identifier { kind: IdentifierKind::Account, value: account.clone() }, *at);
        let here = adopted(from, session);
        let body = CommandBody::Adopt { session: here, channel: web(), evidence };
        if self.world.run(to, body).is_err() {
            return Grounds::default();
        }
        let person = self.visits.iter().find(|(it, _)| *it == (from, session)).unwrap().1;
        self.visits.push(((to, here), person));
        self.model.adopted((to, here), &account, at);
        // What the account could read there, and what its browsers wrote.
        let opens = self.model.opened.get(&(from, account.clone())).copied().unwrap_or(u64::MAX);
        let may = self.messages(from).into_iter().filter(|(place, message)| {
            let by = match &message.author {
                Author::Customer { session, .. } => *session,
                _ => message.to_session,
            };
            let own = by.is_some_and(|by| {
                self.model.proofs.get(&by).into_iter().flatten().any(|it| it.of.as_ref() == Some(&account))
            });
            own || (*place >= opens && !matches!(message.author, Author::Outsider { .. }))
        });
        let may: BTreeSet<_> = may.map(|(_, message)| message.id).collect();
        let own = self.messages(from).into_iter().filter(
            |(_, message)| matches!(message.author, Author::Customer { session: Some(by), .. } if by == session),
        );
        let must: BTreeSet<_> = own.map(|(_, message)| message.id).collect();
        let depart = CommandBody::Depart { to, session: Some(session), agent: None };
        let mut grounds = self.depart(from, depart, &may, &must);
        self.told.went_on += 1;
        assert!(self.world.level(to, here).is_some(), "{here} is not where it goes on: {}", self.story());
        grounds.proofs.push(here);
        grounds
    }

    /// An agent lets a conversation go on in another one of the same customer.
    pub fn move_into(&mut self) -> Grounds {
        let is_here = |id: &ConversationId| self.world.threads[id].now.departed.is_none();
        let all: Vec<_> = self.world.threads.keys().copied().filter(is_here).collect();
        let customer = |id: &ConversationId| self.world.register.conversations[id].customer;
        let others = |from: ConversationId| all.iter().map(move |to| (from, *to));
        let pairs = all.iter().flat_map(|from| others(*from));
        let pairs: Vec<_> = pairs.filter(|(from, to)| from != to && customer(from) == customer(to)).collect();
        let Some((from, to)) = self.dice.pick(&pairs).copied() else { return Grounds::default() };
        let everything: BTreeSet<_> = self.messages(from).into_iter().map(|(_, message)| message.id).collect();
        let depart = CommandBody::Depart { to, session: None, agent: Some(ada()) };
        self.depart(from, depart, &everything, &everything)
    }

    fn depart(
        &mut self,
        from: ConversationId,
        depart: CommandBody,
        may: &BTreeSet<MessageId>,
        must: &BTreeSet<MessageId>,
    ) -> Grounds {
        let CommandBody::Depart { to, .. } = depart else { return Grounds::default() };
        let before = self.world.threads[&to].now.seq;
        self.world.run(from, depart).unwrap();
        self.note(format!("{from} goes on in {to}"));
        self.told.departed += 1;
        let came: Vec<_> = self.messages(to).into_iter().filter(|(place, _)| *place > before).collect();
        let ids: BTreeSet<_> = came.iter().map(|(_, message)| message.id).collect();
        assert!(must.is_subset(&ids) && ids.is_subset(may), "{ids:?} of {must:?} to {may:?} came: {}", self.story());
        self.told.moved += u64::try_from(came.len()).unwrap();
        // Nobody is left behind, and nothing more is taken in.
        for ((conversation, session), _) in &self.visits {
            if *conversation == from {
                assert_eq!(self.world.level(from, *session), None, "{session} goes on in {from}: {}", self.story());
            }
        }
        self.takes_nothing(from, to);
        self.joined(to, &came)
    }

    /// Who joins by what was moved reads what follows, never what came with it.
    fn joined(&mut self, to: ConversationId, came: &[(u64, Message)]) -> Grounds {
        let (now, after) = (self.world.now, self.world.threads[&to].now.seq);
        let mut evidence = Vec::new();
        let mut joined: BTreeMap<Identifier, Part> = BTreeMap::new();
        for (_, message) in came {
            let Author::Customer { address: Some(address), .. } = &message.author else { continue };
            let written = message.origin.unwrap().at;
            let level = self.world.policy.assurance(&message.channel, &message.evidence, written);
            let proven = level >= Assurance::ChannelControl;
            if let Some(part) = self.model.parts.get_mut(&(to, address.clone())) {
                part.heard = part.heard.max(written);
                continue;
            }
            let new = Part { from: after + 1, joined: now, heard: written, proven };
            let part = joined.entry(address.clone()).or_insert(new);
            part.proven |= proven;
            part.heard = part.heard.max(written);
            evidence.extend(proven.then(|| address.clone()));
        }
        for (address, part) in joined {
            if self.world.threads[&to].now.participant(&address).is_some() {
                self.model.parts.insert((to, address), part);
            }
        }
        if !came.is_empty() {
            self.model.left.insert(to);
        }
        Grounds { evidence, ..Grounds::default() }
    }

    fn takes_nothing(&mut self, from: ConversationId, to: ConversationId) {
        for session in self.visits.iter().filter(|(at, _)| at.0 == from).map(|(at, _)| at.1).collect::<Vec<SessionId>>()
        {
            let message = MessageId::from_bits(self.world.id());
            let body = CommandBody::Say { session, message, channel: web(), text: "hello?".to_owned() };
            assert_eq!(self.world.run(from, body), Err(Refusal::Moved(to)), "{}", self.story());
        }
        let links: Vec<_> = self.world.links.iter().filter(|link| link.conversation == from).cloned().collect();
        for link in links {
            assert!(self.world.follow(&link).is_none(), "a link led to where nobody is: {}", self.story());
        }
    }

    fn messages(&self, conversation: ConversationId) -> Vec<(u64, Message)> {
        let journal = &self.world.threads[&conversation].journal;
        let message = |event: &weft_shared::event::Event| match &event.body {
            EventBody::MessageReceived { message } | EventBody::MessageSent { message, .. } => {
                Some((event.seq, message.clone()))
            }
            _ => None,
        };
        journal.iter().filter_map(message).collect()
    }

    /// No message is twice where people are, and none was written where nobody is any more.
    pub fn moved_once(&self) {
        let mut places: BTreeMap<MessageId, ConversationId> = BTreeMap::new();
        for (id, thread) in &self.world.threads {
            let gone = thread.journal.iter().find(|event| matches!(event.body, EventBody::Departed { .. }));
            if let Some(gone) = gone {
                let last = self.messages(*id).last().map_or(0, |(place, _)| *place);
                assert!(last < gone.seq, "{id} took a message in: {}", self.story());
                assert!(departed(&self.world.register, *id).unwrap().is_some(), "{}", self.story());
                continue;
            }
            for (_, message) in self.messages(*id) {
                let other = places.insert(message.id, *id);
                assert_eq!(other, None, "{} is here and in {id}: {}", message.id, self.story());
            }
        }
        // What an agent moved is somewhere, also after it went on again.
        for (id, thread) in &self.world.threads {
            let by_agent =
                |event: &weft_shared::event::Event| matches!(&event.body, EventBody::Departed { agent: Some(_), .. });
            if thread.journal.iter().any(by_agent) {
                let there = thread.now.departed.unwrap();
                let kept = &self.world.threads[&there].now.messages;
                assert!(thread.now.messages.keys().all(|message| kept.contains_key(message)), "{id}: {}", self.story());
            }
        }
    }
}

impl crate::model::Model {
    /// A browser goes on where its account is known, and reads there what the account reads.
    pub fn adopted(&mut self, (to, session): (ConversationId, SessionId), account: &Identifier, at: Timestamp) {
        let own = self.rehomed.get(&to).copied().unwrap_or(0) + 1;
        let from = self.opened.get(&(to, account.clone())).map_or(own, |opened| own.min(*opened));
        self.opened.insert((to, account.clone()), from);
        self.word(session, account, from, at);
    }
}
