//! Limits: proofs, codes, links, sessions and what Weft writes by itself.

use super::{AutomaticPolicy, CodePolicy, LinkPolicy, SessionPolicy, SpokenPolicy, read::Section};
use crate::evidence::EvidenceKind;
use std::collections::BTreeMap;

const fn lifetime(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::LinkHeld => "How long a followed link counts.",
        EvidenceKind::CodeConfirmed => "How long a typed code counts.",
        EvidenceKind::SiteSigned => "How long the site's word of who is signed in counts.",
        EvidenceKind::MailAligned => "How long a mail's domain checks count.",
        EvidenceKind::NumberAsserted => "How long a provider's word about a number counts.",
        EvidenceKind::AgentVouched => "How long an agent's word counts.",
    }
}

pub(super) fn evidence(root: &Section<'_>) -> (BTreeMap<EvidenceKind, i64>, i64) {
    let Some(section) = root.section("evidence", "How long proofs count.") else {
        return (BTreeMap::new(), 0);
    };
    let silence = section.duration(
        "possession-silence",
        "1d",
        "45d",
        "Silence longer than this and an address may have a new owner: a proof then begins a new epoch, in which what \
         came before stays locked.",
    );
    let each = "How long each kind of proof counts; one of an address not longer than `possession-silence`.";
    let lifetimes = section.section("lifetime", each).map_or_else(BTreeMap::new, |section| {
        let read = |kind: EvidenceKind| (kind, section.duration(kind.name(), "1m", "90d", lifetime(kind)));
        let lifetimes: BTreeMap<_, _> = EvidenceKind::ALL.into_iter().map(read).collect();
        for kind in [EvidenceKind::CodeConfirmed, EvidenceKind::MailAligned, EvidenceKind::NumberAsserted] {
            if silence > 0 && lifetimes.get(&kind).is_some_and(|long| *long > silence) {
                let problem = "is longer than possession-silence, after which the address may have a new owner";
                section.wrong(kind.name(), problem, "a duration not longer than it");
            }
        }
        section.finish();
        lifetimes
    });
    section.review();
    section.finish();
    (lifetimes, silence)
}

/// The upper ends are what Weft promises against guessing and against bombing somebody's mailbox.
pub(super) fn codes(root: &Section<'_>) -> CodePolicy {
    let doc = "Limits of one-time codes: per address, over all sessions and conversations.";
    root.section("codes", doc).map_or(CodePolicy::NONE, |section| {
        let codes = CodePolicy {
            digits: section.count("digits", 6..=10, "How many digits a code has."),
            valid_ms: section.duration("valid", "1m", "30m", "How long a code is valid."),
            tries: section.count("tries", 1..=5, "After so many wrong tries a code is dead."),
            resend_after_ms: section.duration("resend-after", "10s", "1h", "When a new code may be asked for."),
            guesses_an_hour: section.count("guesses-an-hour", 1..=15, "Wrong guesses an hour."),
            wrong_in_a_row: section.count(
                "wrong-in-a-row",
                5..=100,
                "After so many wrong guesses in a row codes stop for the address, and it is told so.",
            ),
            codes_an_hour: section.count("codes-an-hour", 1..=3, "Codes sent an hour."),
            codes_a_day: section.count("codes-a-day", 1..=10, "Codes sent a day."),
            site_codes_an_hour: section.count(
                "site-codes-an-hour",
                1..=100_000,
                "Codes sent an hour by the whole site.",
            ),
        };
        section.review();
        section.finish();
        codes
    })
}

pub(super) fn links(root: &Section<'_>) -> LinkPolicy {
    let none = LinkPolicy { valid_ms: 0, links_an_hour: 0, links_a_day: 0 };
    root.section("links", "Limits of continuation links, per address.").map_or(none, |section| {
        let links = LinkPolicy {
            valid_ms: section.duration("valid", "1h", "90d", "How long a link is valid."),
            links_an_hour: section.count("links-an-hour", 1..=10, "Links sent an hour on request."),
            links_a_day: section.count("links-a-day", 1..=50, "Links sent a day on request."),
        };
        section.review();
        section.finish();
        links
    })
}

pub(super) fn spoken(root: &Section<'_>) -> SpokenPolicy {
    let doc = "Limits of codes that are read out instead of a link. They point, they do not prove.";
    root.section("spoken", doc).map_or(SpokenPolicy::NONE, |section| {
        let wrong = "Wrong tries an hour on the whole site; after them codes wait for the next hour.";
        let spoken = SpokenPolicy {
            digits: section.count("digits", 8..=10, "How many digits a code has."),
            valid_ms: section.duration("valid", "1m", "10m", "How long a code is valid."),
            codes_an_hour: section.count("codes-an-hour", 1..=20, "Codes an hour for one conversation."),
            site_codes_an_hour: section.count("site-codes-an-hour", 1..=1_000, "Codes an hour for the whole site."),
            site_wrong_an_hour: section.count("site-wrong-an-hour", 1..=1_000, wrong),
        };
        section.review();
        section.finish();
        spoken
    })
}

pub(super) fn sessions(root: &Section<'_>) -> SessionPolicy {
    let doc = "How long browser sessions last. A session never outlives the proof it rests on.";
    root.section("sessions", doc).map_or(SessionPolicy { anonymous_ms: 0, linked_ms: 0 }, |section| {
        let sessions = SessionPolicy {
            anonymous_ms: section.duration("anonymous", "1h", "90d", "One that began without a link."),
            linked_ms: section.duration("linked", "1h", "90d", "One that began with a link."),
        };
        section.review();
        section.finish();
        sessions
    })
}

pub(super) fn automatic(root: &Section<'_>) -> AutomaticPolicy {
    let none = AutomaticPolicy { mails_a_day: 0, unproven_mails_a_day: 0 };
    let doc = "Limits of what Weft writes by itself, per pair of addresses: two machines must not write to each other \
               for ever.";
    root.section("automatic", doc).map_or(none, |section| {
        let automatic = AutomaticPolicy {
            mails_a_day: section.count("mails-a-day", 0..=2, "To an address that is proven, a day."),
            unproven_mails_a_day: section.count("unproven-mails-a-day", 0..=1, "To one that nobody proved, a day."),
        };
        section.review();
        section.finish();
        automatic
    })
}

impl SpokenPolicy {
    /// What stands for a table that is missing: nothing is allowed. The file is refused anyway.
    const NONE: Self = Self { digits: 0, valid_ms: 0, codes_an_hour: 0, site_codes_an_hour: 0, site_wrong_an_hour: 0 };
}

impl CodePolicy {
    /// What stands for a table that is missing: nothing is allowed. The file is refused anyway.
    const NONE: Self = Self {
        digits: 0,
        valid_ms: 0,
        tries: 0,
        resend_after_ms: 0,
        guesses_an_hour: 0,
        wrong_in_a_row: 0,
        codes_an_hour: 0,
        codes_a_day: 0,
        site_codes_an_hour: 0,
    };
}
