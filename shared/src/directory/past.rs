//! What a customer's conversations leave behind for the next one: who had them, when they ended, what is promised.

use crate::conversation::{Conversation, Past};
use serde::{Deserialize, Serialize};

impl Past {
    /// What a conversation leaves.
    #[must_use]
    pub fn of(conversation: &Conversation) -> Self {
        let desk = &conversation.desk;
        let promises = if conversation.open { &desk.promises } else { &desk.outlasting };
        Self {
            agent: conversation.owner.clone().or_else(|| desk.previous.clone()),
            closed: desk.closed,
            promised: promises.iter().map(|promise| promise.due).collect(),
        }
    }
}

/// What a customer's other conversations say together; `traces`: theirs, the latest first.
#[must_use]
pub fn past(traces: impl IntoIterator<Item = Past>) -> Past {
    let mut past = Past::default();
    for Past { agent, closed, promised } in traces {
        past.agent = past.agent.or(agent);
        past.closed = past.closed.max(closed);
        past.promised.extend(promised);
    }
    past.promised.sort_unstable();
    past
}

/// What the directory knows of a customer, for routing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// The customer's tier, in the site's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// What is known of their other conversations.
    #[serde(default)]
    pub past: Past,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn the_latest_agent_the_last_end_and_all_promises_count() {
        let at = |n| Some(Timestamp(n));
        let agent = |name: &str| Some(name.parse().unwrap());
        let trace = |agent, closed, promised: &[i64]| Past {
            agent,
            closed,
            promised: promised.iter().copied().map(Timestamp).collect(),
        };
        let traces =
            [trace(None, at(30), &[90]), trace(agent("ada"), at(40), &[]), trace(agent("ben"), None, &[70, 80])];
        let known = past(traces);
        assert_eq!((known.agent, known.closed), (agent("ada"), at(40)));
        assert_eq!(known.promised, [70, 80, 90].map(Timestamp));
        assert_eq!(past([]), Past::default());
    }
}
