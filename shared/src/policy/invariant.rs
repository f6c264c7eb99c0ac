//! What no policy may change, because Weft promises it whatever a site decides.

use super::{Disclosure, read::Section};
use crate::evidence::{Action, Assurance, EvidenceKind};
use std::collections::BTreeMap;

/// The highest level that a kind of proof may give on any medium, and why.
const fn ceiling(kind: EvidenceKind) -> (Assurance, &'static str) {
    match kind {
        EvidenceKind::LinkHeld => {
            (Assurance::Linked, "a link points to a conversation, it does not prove who holds it")
        }
        EvidenceKind::CodeConfirmed => {
            (Assurance::ChannelControl, "a code proves who reads the address, not who signs in")
        }
        EvidenceKind::MailAligned => (Assurance::ChannelControl, "a domain's signature proves no account"),
        EvidenceKind::NumberAsserted => (Assurance::ChannelControl, "a provider's word proves no account"),
        EvidenceKind::SiteSigned | EvidenceKind::AgentVouched => (Assurance::Account, ""),
    }
}

/// The lowest level that an action may need on any medium.
const fn floor(action: Action) -> Assurance {
    match action {
        Action::Write => Assurance::Anonymous,
        Action::Close => Assurance::Linked,
        // What a link alone must not open: earlier content and personal data.
        Action::ReadSummary
        | Action::ReadHistory
        | Action::SeeContact
        | Action::ChangeContact
        | Action::DiscussAccount
        | Action::Export => Assurance::ChannelControl,
    }
}

/// Refuses weights above what the proof can mean.
pub(super) fn check_weights(section: &Section<'_>, weights: &BTreeMap<EvidenceKind, Assurance>) {
    for (kind, weight) in weights {
        let (highest, because) = ceiling(*kind);
        if *weight > highest {
            section.wrong(
                kind.name(),
                format!("is {:?}, which is too high: {because}", weight.name()),
                format!("at most {:?}", highest.name()),
            );
        }
    }
}

/// Refuses words about a number that say more than a number can prove, or than its weight gives.
pub(super) fn check_assertions(section: &Section<'_>, words: &BTreeMap<String, Assurance>, weight: Assurance) {
    let (ceiling, because) = ceiling(EvidenceKind::NumberAsserted);
    for (word, level) in words.iter().filter(|(_, level)| **level > weight) {
        let problem = if *level > ceiling {
            format!("is {:?}, which is too high: {because}", level.name())
        } else {
            format!("is {:?}, above the weight of number-asserted here", level.name())
        };
        section.wrong(word, problem, format!("at most {:?}", weight.min(ceiling).name()));
    }
}

/// Refuses levels too low for the action.
pub(super) fn check_level(section: &Section<'_>, action: Action, disclosure: &Disclosure) {
    let lowest = floor(action);
    if disclosure.level < lowest {
        section.wrong(
            "level",
            format!("is {:?}, which is too low for {:?}", disclosure.level.name(), action.name()),
            format!("at least {:?}", lowest.name()),
        );
    }
}

/// Refuses ways to step up that do not lead there.
pub(super) fn check_step_up(
    section: &Section<'_>,
    disclosure: &Disclosure,
    weights: &BTreeMap<EvidenceKind, Assurance>,
) {
    for kind in &disclosure.step_up {
        let reached = weights.get(kind).copied().unwrap_or_default();
        if reached < disclosure.level {
            section.wrong(
                "step-up",
                format!("names {:?}, which leads to {:?} here", kind.name(), reached.name()),
                format!("proofs whose weight is at least {:?}", disclosure.level.name()),
            );
        }
    }
}
