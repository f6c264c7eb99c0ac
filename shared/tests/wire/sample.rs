//! Fixed values, and the check that all types share.

use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;
use weft_shared::{
    channel::Channel,
    handoff::{HandoffNote, Party},
    id::{
        AgentId, AttachmentId, CommandKey, ConversationId, CustomerId, HandoffId, MergeId, MessageId, SessionId,
        SiteId, TokenId,
    },
    identity::{Identifier, IdentifierKind},
    routing::{Because, Decision, Priority},
    time::Timestamp,
    wire::agent::{HeldLine, OfferLine},
};

pub const AT: Timestamp = Timestamp(1_795_319_460_000);
pub const LATER: Timestamp = Timestamp(1_795_323_060_000);
pub const CONVERSATION: ConversationId = ConversationId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0001);
pub const OTHER: ConversationId = ConversationId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0002);
pub const CUSTOMER: CustomerId = CustomerId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0003);
pub const MESSAGE: MessageId = MessageId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0004);
pub const SESSION: SessionId = SessionId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0005);
pub const ATTACHMENT: AttachmentId = AttachmentId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0006);
pub const TOKEN: TokenId = TokenId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0007);
pub const MERGE: MergeId = MergeId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0008);
pub const HANDOFF: HandoffId = HandoffId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0009);

pub fn channel() -> Channel {
    Channel::of_adapter("pigeon")
}

pub fn key() -> CommandKey {
    "key-00000001".parse().unwrap()
}

pub fn agent() -> AgentId {
    "ada".parse().unwrap()
}

pub fn note() -> HandoffNote {
    HandoffNote {
        wants: "To know where the parcel is.".to_owned(),
        done: "Looked the order up.".to_owned(),
        promised: "An answer today.".to_owned(),
        next: "Ask the carrier.".to_owned(),
        owner: Party::Agent(agent()),
        due: LATER,
    }
}

pub fn offer() -> OfferLine {
    OfferLine { handoff: HANDOFF, by: agent(), to: Party::Agent(agent()), expires: Some(LATER) }
}

pub fn held() -> HeldLine {
    HeldLine { until: Some(LATER), because: "The carrier's answer.".to_owned() }
}

pub fn decision() -> Decision {
    let rule = Some("routing.rule.angry".to_owned());
    Decision {
        team: "support".to_owned(),
        agent: Some(agent()),
        priority: Priority::High,
        weight: 2,
        because: vec![Because { rule, text: "The customer is upset.".to_owned() }],
    }
}

pub fn site() -> SiteId {
    "demo".parse().unwrap()
}

pub fn address() -> Identifier {
    Identifier { kind: IdentifierKind::Mail, value: "jo@example.com".to_owned() }
}

/// The value is written as the snapshot says, and reads back as it was.
pub fn hold<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, value: &T) {
    write(name, value);
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{name} reads back");
}

/// The value is written as the snapshot says.
pub fn write<T: Serialize>(name: &str, value: &T) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_json_snapshot!(name, value));
}
