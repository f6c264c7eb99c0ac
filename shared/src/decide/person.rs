//! What concerns the customer as such: whose the conversation is, and what the customer is known by.

use super::{At, Refusal, agent::MAX_HOW};
use crate::{
    command::CommandBody,
    event::EventBody,
    evidence::Evidence,
    identity::{Identifier, IdentifierKind, Standing},
    time::Timestamp,
};

impl At<'_> {
    /// `Rehome`, `Part`, `AttachDeal` and `AddIdentifier`.
    pub(super) fn person(&self, wish: &CommandBody) -> Result<Vec<EventBody>, Refusal> {
        match wish {
            CommandBody::Rehome { customer, merge, because } => {
                let identity = self.conversation.identity.as_ref().ok_or(Refusal::NotFound)?;
                let (customer, merge, because) = (*customer, *merge, because.clone());
                let moves = identity.customer != customer;
                Ok(moves.then_some(EventBody::Rehomed { customer, merge, because }).into_iter().collect())
            }
            CommandBody::Part { identifiers, merge, since, because } => {
                let leaves = identifiers.iter().filter(|it| self.came_since(it, *since));
                let left = |identifier: &Identifier| EventBody::ParticipantLeft {
                    identifier: identifier.clone(),
                    merge: *merge,
                    because: because.clone(),
                };
                Ok(leaves.map(left).collect())
            }
            CommandBody::AttachDeal { deal } => {
                if deal.kind != IdentifierKind::Deal {
                    return Err(Refusal::State("only a deal can be attached"));
                }
                let new = !self.conversation.deals.contains(deal);
                Ok(new.then(|| EventBody::DealAttached { deal: deal.clone() }).into_iter().collect())
            }
            CommandBody::AddIdentifier { agent, identifier, how } => {
                if !matches!(identifier.kind, IdentifierKind::Mail | IdentifierKind::Phone) {
                    return Err(Refusal::State("only a mail address or a phone number can be noted by an agent"));
                }
                let how = self.text(how, MAX_HOW)?;
                let known = self.conversation.participant(identifier);
                if known.is_some_and(|known| known.standing == Standing::Proven) {
                    return Ok(Vec::new());
                }
                // Heard on no medium. Its holder reads nothing of what came before: the epoch begins where it is noted.
                Ok(vec![EventBody::ParticipantNoted {
                    identifier: identifier.clone(),
                    channel: None,
                    standing: Standing::Proven,
                    evidence: Some(Evidence::AgentVouched { agent: agent.clone(), how, at: self.now }),
                }])
            }
            _ => Err(Refusal::State("this conversation cannot do that")),
        }
    }

    /// Whether an address takes part by what came since; or whether a browser is here by the site's word of an account:
    /// that lasts an hour, and whoever is signed in can say it again where they belong.
    fn came_since(&self, identifier: &Identifier, since: Timestamp) -> bool {
        let sessions = self.conversation.sessions.values();
        let mut proofs = sessions.flat_map(|session| &session.evidence);
        match identifier.kind {
            IdentifierKind::Account => proofs
                .any(|proof| matches!(proof, Evidence::SiteSigned { account, .. } if *account == identifier.value)),
            _ => self.conversation.participant(identifier).is_some_and(|known| known.joined >= since),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        command::Command,
        conversation::Conversation,
        decide::{decide, number},
        event::Event,
        id::{ConversationId, CustomerId, MergeId},
        policy::Policy,
    };

    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    fn begun() -> Conversation {
        let opened = EventBody::Opened {
            conversation: ConversationId::from_bits(1),
            site: "demo".parse().unwrap(),
            customer: CustomerId::from_bits(2),
            subject: None,
        };
        Conversation::replay(&[Event { seq: 1, at: NOW, body: opened }])
    }

    /// Carries out a command; answers how many events it made.
    fn run(thread: &mut Conversation, body: CommandBody) -> Result<usize, Refusal> {
        let command = Command { key: "a-command".parse().unwrap(), body };
        let events = number(decide(thread, &command, &Policy::default_rules().unwrap(), NOW)?, thread.seq, NOW);
        events.iter().for_each(|event| thread.apply(event));
        Ok(events.len())
    }

    fn identifier(kind: IdentifierKind, value: &str) -> Identifier {
        Identifier { kind, value: value.to_owned() }
    }

    fn add(kind: IdentifierKind, value: &str, how: &str) -> CommandBody {
        let identifier = identifier(kind, value);
        CommandBody::AddIdentifier { agent: "ada".parse().unwrap(), identifier, how: how.to_owned() }
    }

    #[test]
    fn a_conversation_moves_to_another_customer_once() {
        let mut thread = begun();
        let rehome = |customer| CommandBody::Rehome {
            customer: CustomerId::from_bits(customer),
            merge: MergeId::from_bits(9),
            because: "ada merged two customers: the same".to_owned(),
        };
        assert_eq!(run(&mut thread, rehome(3)), Ok(1));
        assert_eq!(run(&mut thread, rehome(3)), Ok(0), "it is theirs already");
        assert_eq!(thread.identity.as_ref().unwrap().customer, CustomerId::from_bits(3));
        assert_eq!(run(&mut thread, rehome(2)), Ok(1));
        assert_eq!(run(&mut Conversation::default(), rehome(3)), Err(Refusal::NotFound));
    }

    #[test]
    fn only_a_deal_is_attached_and_each_once() {
        let mut thread = begun();
        let attach = |kind| CommandBody::AttachDeal { deal: identifier(kind, "4711") };
        assert_eq!(run(&mut thread, attach(IdentifierKind::Deal)), Ok(1));
        assert_eq!(run(&mut thread, attach(IdentifierKind::Deal)), Ok(0));
        assert_eq!(thread.deals.len(), 1);
        assert!(matches!(run(&mut thread, attach(IdentifierKind::Account)), Err(Refusal::State(_))));
    }

    #[test]
    fn an_agent_names_an_address_whose_holder_reads_nothing_from_before() {
        let mut thread = begun();
        let jane = add(IdentifierKind::Mail, "jane@example.com", "asked for the order's number");
        assert_eq!(run(&mut thread, jane.clone()), Ok(1));
        let known = thread.participants.first().unwrap();
        assert_eq!((known.standing, known.heard_on.len(), known.epoch), (Standing::Proven, 0, 2));
        assert_eq!(run(&mut thread, jane), Ok(0), "what is proven needs no second word");
        for kind in [IdentifierKind::Account, IdentifierKind::Deal] {
            assert!(matches!(run(&mut thread, add(kind, "4711", "asked")), Err(Refusal::State(_))), "{kind:?}");
        }
        let silent = add(IdentifierKind::Phone, "+447700900123", " ");
        assert!(matches!(run(&mut thread, silent), Err(Refusal::Text(_))), "how it was checked must be said");
    }
}
