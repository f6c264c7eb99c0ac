//! The evidence mark: a level of proof as an icon, a few words and a tone.

use crate::{icons::Icon, strings};
use weft_shared::{
    evidence::{Assurance, EvidenceKind},
    identity::{IdentifierKind, Standing},
    message::Delivery,
    wire::entry::{From, NoticeKind, Utterance},
};

/// How a mark should feel. Never the only sign: each goes with an icon and words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to see.
    Plain,
    /// Proven.
    Good,
    /// Something is missing.
    Care,
    /// Look twice.
    Warning,
}

impl Tone {
    /// Its class in the style sheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Care => "care",
            Self::Warning => "warning",
        }
    }
}

/// An icon, a few words and a tone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The icon.
    pub icon: Icon,
    /// The words.
    pub words: &'static str,
    /// The tone.
    pub tone: Tone,
}

const fn mark(icon: Icon, words: &'static str, tone: Tone) -> Mark {
    Mark { icon, words, tone }
}

/// The mark of a level as such.
#[must_use]
pub const fn of_level(level: Assurance) -> Mark {
    match level {
        Assurance::Anonymous => mark(Icon::Circle, strings::LEVEL_ANONYMOUS, Tone::Plain),
        Assurance::Linked => mark(Icon::Link, strings::LEVEL_LINKED, Tone::Care),
        Assurance::ChannelControl => mark(Icon::ShieldCheck, strings::LEVEL_CHANNEL_CONTROL, Tone::Good),
        Assurance::Account => mark(Icon::BadgeCheck, strings::LEVEL_ACCOUNT, Tone::Good),
    }
}

/// The mark of a message; none for those of agents and rules, which prove nothing about the customer.
#[must_use]
pub fn of_message(utterance: &Utterance) -> Option<Mark> {
    match utterance.from {
        From::Agent | From::System => None,
        From::Outsider => Some(mark(Icon::Alert, strings::MARK_OUTSIDE, Tone::Warning)),
        From::Customer => {
            let (level, by) = utterance.proof.as_ref().map_or((Assurance::Anonymous, &[][..]), |p| (p.level, &p.by));
            // The words say what was shown, the tone what the policy makes of it.
            let strongest = by.iter().copied().max_by_key(|kind| strength(*kind));
            let of_level = of_level(level);
            Some(match strongest {
                Some(kind) => Mark { words: words(kind), ..of_level },
                None => mark(Icon::Circle, strings::MARK_NONE, Tone::Plain),
            })
        }
    }
}

const fn strength(kind: EvidenceKind) -> u8 {
    match kind {
        EvidenceKind::LinkHeld => 0,
        EvidenceKind::NumberAsserted => 1,
        EvidenceKind::AgentVouched => 2,
        EvidenceKind::MailAligned => 3,
        EvidenceKind::CodeConfirmed => 4,
        EvidenceKind::SiteSigned => 5,
    }
}

const fn words(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::LinkHeld => strings::MARK_LINK,
        EvidenceKind::NumberAsserted => strings::MARK_NUMBER,
        EvidenceKind::AgentVouched => strings::MARK_VOUCHED,
        EvidenceKind::MailAligned => strings::MARK_ALIGNED,
        EvidenceKind::CodeConfirmed => strings::MARK_CODE,
        EvidenceKind::SiteSigned => strings::MARK_SIGNED,
    }
}

/// The mark of an identifier's standing.
#[must_use]
pub const fn of_standing(standing: Standing) -> Mark {
    match standing {
        Standing::Proven => mark(Icon::ShieldCheck, strings::PROVEN, Tone::Good),
        Standing::Claimed => mark(Icon::Circle, strings::CLAIMED, Tone::Plain),
    }
}

/// The mark of a delivery.
#[must_use]
pub const fn of_delivery(status: Delivery) -> Mark {
    match status {
        Delivery::Queued => mark(Icon::Clock, strings::QUEUED, Tone::Plain),
        Delivery::Sent => mark(Icon::Check, strings::SENT, Tone::Plain),
        Delivery::Delivered => mark(Icon::Checks, strings::DELIVERED, Tone::Plain),
        Delivery::Read => mark(Icon::Eye, strings::READ, Tone::Plain),
        Delivery::Failed => mark(Icon::Alert, strings::FAILED, Tone::Warning),
    }
}

/// The icon and tone of a notice.
#[must_use]
pub const fn of_notice(kind: NoticeKind) -> (Icon, Tone) {
    match kind {
        NoticeKind::Opened => (Icon::Inbox, Tone::Plain),
        NoticeKind::Closed => (Icon::Check, Tone::Plain),
        NoticeKind::Reopened => (Icon::Reopen, Tone::Plain),
        NoticeKind::Owner => (Icon::Person, Tone::Plain),
        NoticeKind::Link => (Icon::Link, Tone::Plain),
        NoticeKind::Proof => (Icon::ShieldCheck, Tone::Good),
        NoticeKind::Warning => (Icon::Alert, Tone::Warning),
        NoticeKind::Automatic => (Icon::Gear, Tone::Plain),
        NoticeKind::Rule => (Icon::Book, Tone::Care),
        NoticeKind::Customer => (Icon::Merge, Tone::Plain),
    }
}

/// The icon and name of an identifier's kind.
#[must_use]
pub const fn of_kind(kind: IdentifierKind) -> (Icon, &'static str) {
    match kind {
        IdentifierKind::Mail => (Icon::Envelope, strings::KIND_MAIL),
        IdentifierKind::Phone => (Icon::Phone, strings::KIND_PHONE),
        IdentifierKind::Account => (Icon::Person, strings::KIND_ACCOUNT),
        IdentifierKind::Deal => (Icon::Tag, strings::KIND_DEAL),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::{id::MessageId, wire::entry::Proof};

    fn from(from: From, proof: Option<(Assurance, &[EvidenceKind])>) -> Utterance {
        Utterance {
            id: MessageId::from_bits(1),
            channel: "pigeon".parse().unwrap(),
            from,
            name: None,
            address: None,
            subject: None,
            text: String::new(),
            folded: None,
            proof: proof.map(|(level, by)| Proof { level, by: by.to_vec(), because: "Because.".into() }),
            delivery: None,
            attachments: Vec::new(),
            raw: false,
            kind: None,
            answers: None,
            call: None,
            amended: None,
            origin: None,
        }
    }

    #[test]
    fn a_message_is_marked_by_its_strongest_evidence_and_toned_by_its_level() {
        let both = [EvidenceKind::LinkHeld, EvidenceKind::CodeConfirmed];
        let seen = of_message(&from(From::Customer, Some((Assurance::ChannelControl, &both)))).unwrap();
        assert_eq!((seen.words, seen.tone), (strings::MARK_CODE, Tone::Good));
        let link = of_message(&from(From::Customer, Some((Assurance::Linked, &[EvidenceKind::LinkHeld])))).unwrap();
        assert_eq!((link.words, link.tone), (strings::MARK_LINK, Tone::Care));
    }

    #[test]
    fn evidence_that_the_policy_gives_no_weight_looks_like_none() {
        let weak =
            of_message(&from(From::Customer, Some((Assurance::Anonymous, &[EvidenceKind::NumberAsserted])))).unwrap();
        assert_eq!(weak.tone, Tone::Plain);
    }

    #[test]
    fn no_proof_says_so() {
        assert_eq!(of_message(&from(From::Customer, None)).unwrap().words, strings::MARK_NONE);
    }

    #[test]
    fn an_outsider_is_a_warning_whatever_was_proven() {
        let aligned = Some((Assurance::ChannelControl, &[EvidenceKind::MailAligned][..]));
        assert_eq!(of_message(&from(From::Outsider, aligned)).unwrap().tone, Tone::Warning);
    }

    #[test]
    fn agents_carry_no_mark() {
        assert_eq!(of_message(&from(From::Agent, None)), None);
    }
}
