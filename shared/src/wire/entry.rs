//! Entries of a transcript, as customers and agents receive them.

use crate::{
    channel::Channel,
    evidence::{Assurance, EvidenceKind},
    handoff::HandoffNote,
    id::{AgentId, AttachmentId, ConversationId, MessageId},
    message::{Amendment, Delivery},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// One journal entry, as far as its reader may see it. Numbers may have gaps: what a reader may not see is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in the journal.
    pub seq: u64,
    /// When, in milliseconds since 1970 (UTC).
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub body: EntryBody,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum EntryBody {
    /// An utterance.
    Message(Box<Utterance>),
    /// An outbound message got further, or failed.
    Delivery {
        /// Which.
        message: MessageId,
        /// What.
        status: Delivery,
        /// The provider's words; agents only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
    /// A message was edited, taken back or reacted to by its reader: the latest counts.
    Amended {
        /// Which.
        message: MessageId,
        /// What.
        #[serde(flatten)]
        change: Amendment,
    },
    /// More is known of a call: everything that is known now.
    Call {
        /// The call's message.
        message: MessageId,
        /// What.
        call: CallLine,
    },
    /// Something else that happened.
    Notice(Notice),
    /// A note of an agent that customers never see; agents only.
    Note {
        /// Who.
        by: AgentId,
        /// The text: plain, to be parsed with `markup`.
        text: String,
        /// Colleagues who are mentioned.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<AgentId>,
    },
    /// It was handed over, or its customer moved, with a note; agents only.
    Handoff(Box<HandoffLine>),
}

/// A handoff, or a move to another medium.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoffLine {
    /// Who signed the note.
    pub by: AgentId,
    /// The medium that the customer was moved to, if that is what it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Channel>,
    /// The note; it names the next owner.
    pub note: HandoffNote,
}

/// An utterance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// Its id.
    pub id: MessageId,
    /// The medium.
    pub channel: Channel,
    /// Whose.
    pub from: From,
    /// The name to show; unproven for customers and outsiders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address; agents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The subject, where the medium has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The text: plain, to be parsed with `markup` and rendered as nodes.
    pub text: String,
    /// Quoted text and signatures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folded: Option<String>,
    /// What it proves; agents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// For outbound messages: how far it got.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    /// Files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<File>,
    /// Whether the raw original can be fetched; agents only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub raw: bool,
    /// What it is when it is no text, as one word such as `location`; the text says it in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The message that it answers, where its medium says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<MessageId>,
    /// A call, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallLine>,
    /// The last change to it; `amended` entries bring later ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amended: Option<Amendment>,
    /// Where and when it was written first, when it was moved here; agents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// What a message is called that was taken back.
pub const DELETED: &str = "deleted";

impl Utterance {
    /// Makes a change to what is said. What was taken back stays so, whatever comes after it.
    pub fn amend(&mut self, change: &Amendment) {
        match change {
            Amendment::Edited { text } if self.kind.as_deref() != Some(DELETED) => {
                self.text.clone_from(text);
                self.folded = None;
            }
            Amendment::Deleted => {
                self.text = String::new();
                self.folded = None;
                self.subject = None;
                self.attachments = Vec::new();
                self.kind = Some(DELETED.to_owned());
            }
            Amendment::Edited { .. } | Amendment::Reacted { .. } => {}
        }
    }
}

/// The place that a moved message had before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The conversation.
    pub conversation: ConversationId,
    /// When it was written.
    pub at: Timestamp,
}

/// A call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallLine {
    /// When somebody answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Timestamp>,
    /// Who answered, in words; agents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Timestamp>,
    /// How it ended, as one word: `completed`, `missed`, `busy`, `failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Its recording; agents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<File>,
    /// What was said, as a machine heard it; agents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript: Option<String>,
}

/// Whose an utterance is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum From {
    /// The customer's.
    Customer,
    /// From outside the conversation; agents only.
    Outsider,
    /// An agent's.
    Agent,
    /// Weft's, by a rule.
    System,
}

/// The evidence mark of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The level that the policy derives for it.
    pub level: Assurance,
    /// The kinds of evidence behind it.
    pub by: Vec<EvidenceKind>,
    /// One sentence for the agent.
    pub because: String,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its id.
    pub id: AttachmentId,
    /// Its name, to be shown as text only.
    pub name: String,
    /// The media type that the sender gave.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}

/// Something that happened besides utterances. Customers see `closed` and `reopened` only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What kind, for icon and wording.
    pub kind: NoticeKind,
    /// One sentence in English, for agents.
    pub text: String,
}

/// Kinds of [`Notice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// It began.
    Opened,
    /// It ended.
    Closed,
    /// It goes on.
    Reopened,
    /// The owner changed.
    Owner,
    /// A link was sent, followed, or revoked.
    Link,
    /// A proof was asked for or given.
    Proof,
    /// A proof was refused, or something does not fit: look twice.
    Warning,
    /// Something automatic was kept.
    Automatic,
    /// A rule of the policy acted: consent, quiet hours, a refusal.
    Rule,
    /// Customers were merged or came apart, or messages moved.
    Customer,
}
