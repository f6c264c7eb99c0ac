//! What this browser keeps of what an agent writes: drafts for a week, answers on their way as long as the tab lives.
//! It is its writer's: whoever signs in after them gets none of it, and signing out forgets it.

use crate::{drafts::Draft, json, wall};
use weft_shared::{
    id::{AgentId, ConversationId},
    time::{DAY, Timestamp},
};

/// How long a draft is kept that nobody comes back to, in milliseconds.
const KEPT: i64 = 7 * DAY;
const DRAFT: &str = "weft-draft:";
const UNSENT: &str = "weft-unsent:";

/// Whose writing it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer {
    /// The site.
    pub site: String,
    /// The agent.
    pub agent: AgentId,
}

impl Writer {
    /// The name under which a draft is kept.
    #[must_use]
    pub fn draft(&self, conversation: ConversationId) -> String {
        self.name(DRAFT, &conversation.to_string())
    }

    /// The name under which answers are kept that are not known to have arrived.
    #[must_use]
    pub fn unsent(&self, conversation: ConversationId) -> String {
        self.name(UNSENT, &conversation.to_string())
    }

    fn name(&self, what: &str, of: &str) -> String {
        [what, &self.site, ":", self.agent.as_str(), ":", of].concat()
    }

    /// The conversation of a name that is theirs.
    fn own(&self, what: &str, name: &str) -> Option<ConversationId> {
        name.strip_prefix(&self.name(what, ""))?.parse().ok()
    }

    /// The conversations of which there are drafts. Whosever they are, drafts that are past their time go.
    #[must_use]
    pub fn drafts(&self, now: Timestamp) -> Vec<ConversationId> {
        let mut found = Vec::new();
        for name in wall::names().iter().filter(|name| name.starts_with(DRAFT)) {
            let kept = wall::setting(name);
            match kept.as_deref().and_then(|text| read(text, now)) {
                None => wall::set(name, None),
                Some(draft) => found.extend(self.own(DRAFT, name).filter(|_| draft.is_written())),
            }
        }
        found
    }

    /// Forgets all of it.
    pub fn forget(&self) {
        wall::forget(&|name| self.own(DRAFT, name).or_else(|| self.own(UNSENT, name)).is_some());
    }
}

/// A draft as it is kept: until when, and what it is. None for an empty one.
#[must_use]
pub fn written(draft: &Draft, now: Timestamp) -> Option<String> {
    if *draft == Draft::default() {
        return None;
    }
    let text = serde_json::to_string(draft).ok()?;
    Some([&now.plus(KEPT).0.to_string(), " ", &text].concat())
}

/// A draft that was kept, unless its time is over.
#[must_use]
pub fn read(kept: &str, now: Timestamp) -> Option<Draft> {
    let (until, text) = kept.split_once(' ')?;
    until.parse().is_ok_and(|until: i64| until > now.0).then(|| json::read(text))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer(site: &str, agent: &str) -> Writer {
        Writer { site: site.into(), agent: agent.parse().unwrap() }
    }

    #[test]
    fn what_one_agent_writes_is_kept_under_no_name_of_another() {
        let id = ConversationId::from_bits(7);
        let ada = writer("demo", "ada");
        assert_eq!(ada.own(DRAFT, &ada.draft(id)), Some(id));
        assert_eq!(ada.own(UNSENT, &ada.unsent(id)), Some(id));
        for other in [writer("demo", "ben"), writer("demo", "ad"), writer("demo", "ada-b"), writer("other", "ada")] {
            assert_eq!(other.own(DRAFT, &ada.draft(id)), None, "{other:?}");
            assert_eq!(other.own(UNSENT, &ada.unsent(id)), None, "{other:?}");
            assert_ne!(other.draft(id), ada.draft(id));
        }
        assert_eq!(ada.own(DRAFT, &ada.unsent(id)), None);
        assert_eq!(ada.own(DRAFT, "weft-draft:demo:ada:nothing"), None);
    }

    #[test]
    fn a_draft_is_kept_for_a_week_and_an_empty_one_not_at_all() {
        let now = Timestamp(1_795_000_000_000);
        let draft = Draft { text: "It is on its way".into(), note: "He called twice".into(), ..Draft::default() };
        let kept = written(&draft, now).unwrap();
        assert_eq!(read(&kept, now), Some(draft.clone()));
        assert_eq!(read(&kept, now.plus(KEPT - 1)), Some(draft));
        assert_eq!(read(&kept, now.plus(KEPT)), None);
        assert_eq!(written(&Draft::default(), now), None);
        for odd in ["", "x {}", "{\"text\":\"\"}", "1"] {
            assert_eq!(read(odd, now), None, "{odd}");
        }
    }
}
