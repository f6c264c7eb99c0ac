//! Calls: a conversation by voice, as one entry of the thread.

use crate::{message::Attachment, time::Timestamp};
use serde::{Deserialize, Serialize};

/// What is known of a call. Reports come in any order and more than once: [`join`](Self::join) makes the same of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// When somebody answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Timestamp>,
    /// Who answered: an agent's id, or "team".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Timestamp>,
    /// How it ended, as one word: `completed`, `missed`, `busy`, `failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Its recording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<Attachment>,
    /// What was said, as a machine heard it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript: Option<String>,
}

impl Call {
    /// Everything that either knows. Of two times the earlier, of two texts the one that is longer (then the greater)
    /// holds, so that any order of reports ends the same.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        Self {
            answered: earlier(self.answered, other.answered),
            answered_by: longer(&self.answered_by, &other.answered_by),
            ended: earlier(self.ended, other.ended),
            outcome: longer(&self.outcome, &other.outcome),
            recording: match (&self.recording, &other.recording) {
                (Some(one), Some(two)) => Some(if one.id <= two.id { one } else { two }.clone()),
                (one, two) => one.as_ref().or(two.as_ref()).cloned(),
            },
            transcript: longer(&self.transcript, &other.transcript),
        }
    }
}

fn earlier(one: Option<Timestamp>, two: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(two).min()
}

fn longer(one: &Option<String>, two: &Option<String>) -> Option<String> {
    one.iter().chain(two).max_by_key(|text| (text.len(), text.as_str())).cloned()
}
