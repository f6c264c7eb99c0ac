//! What a conversation takes of its owner's capacity.

use crate::conversation::Conversation;

/// What it takes of its owner's capacity, as the decision said that gave it to them; none if they took it.
#[must_use]
pub fn weight(conversation: &Conversation) -> Option<u32> {
    let decision = conversation.desk.decision.as_ref()?;
    (decision.agent.is_some() && decision.agent == conversation.owner).then_some(decision.weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        event::{Event, EventBody},
        id::AgentId,
        routing::{Decision, Priority},
        time::Timestamp,
    };

    #[test]
    fn what_was_given_by_a_rule_keeps_its_weight_and_what_was_taken_says_none() {
        let (ada, ben): (AgentId, AgentId) = ("ada".parse().unwrap(), "ben".parse().unwrap());
        let decision = Decision {
            team: "support".to_owned(),
            agent: Some(ben.clone()),
            priority: Priority::Normal,
            weight: 3,
            because: Vec::new(),
        };
        let mut thread = Conversation::default();
        for (seq, body, expected) in [
            (1, EventBody::Taken { agent: ada }, None),
            (2, EventBody::Assigned { agent: ben.clone(), decision }, Some(3)),
            (3, EventBody::Requeued { because: String::new(), team: None }, None),
            (4, EventBody::Taken { agent: ben }, None),
        ] {
            thread.apply(&Event { seq, at: Timestamp(1), body });
            assert_eq!(weight(&thread), expected, "{seq}");
        }
    }
}
