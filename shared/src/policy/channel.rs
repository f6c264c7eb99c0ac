//! Reading the rules of each medium.

use super::{ChannelPolicy, Disclosure, Reach, invariant, letter, medium, read::Section};
use crate::{
    channel::Channel,
    evidence::{Action, Assurance, EvidenceKind},
    identity::IdentifierKind,
    message::MAX_TEXT,
};
use std::collections::BTreeMap;

pub(super) fn levels() -> [(&'static str, Assurance); 4] {
    Assurance::ALL.map(|level| (level.name(), level))
}

fn kinds() -> [(&'static str, EvidenceKind); 6] {
    EvidenceKind::ALL.map(|kind| (kind.name(), kind))
}

const fn weight(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::LinkHeld => "What a followed link gives; at most `linked`.",
        EvidenceKind::CodeConfirmed => "What a code typed back gives; at most `channel-control`.",
        EvidenceKind::SiteSigned => "What the site's signed word of who is signed in gives.",
        EvidenceKind::MailAligned => "What a mail that passed its domain's checks gives; at most `channel-control`.",
        EvidenceKind::NumberAsserted => "What a provider's word about a number gives; at most `channel-control`.",
        EvidenceKind::AgentVouched => "What an agent's word gives who asked the site's questions.",
    }
}

const fn action(action: Action) -> &'static str {
    match action {
        Action::Write => "To write.",
        Action::ReadSummary => "To see that there is something earlier; at least `channel-control`.",
        Action::ReadHistory => "To read what came before; at least `channel-control`.",
        Action::SeeContact => "To see stored addresses; at least `channel-control`.",
        Action::ChangeContact => "To change stored addresses; at least `channel-control`.",
        Action::DiscussAccount => "To talk about the account; at least `channel-control`.",
        Action::Export => "To take the data along; at least `channel-control`.",
        Action::Close => "To end the conversation; at least `linked`.",
    }
}

pub(super) fn read(root: &Section<'_>) -> BTreeMap<Channel, ChannelPolicy> {
    let mut channels = BTreeMap::new();
    if let Some(all) = root.section("channel", "The rules of each medium.") {
        for (name, section) in all.sections("<channel>", 20, "A medium: the name of its adapter.") {
            let rules = channel(&section);
            section.finish();
            if !all.describes() {
                channels.extend(all.channel(name).map(|name| (name, rules)));
            }
        }
        if channels.is_empty() {
            root.wrong("channel", "has no channel", "at least one table [channel.<name>]");
        }
    }
    channels
}

fn channel(section: &Section<'_>) -> ChannelPolicy {
    let reaches = [
        ("session", Reach::Session),
        ("mail", Reach::Address(IdentifierKind::Mail)),
        ("phone", Reach::Address(IdentifierKind::Phone)),
    ];
    let longest = u32::try_from(MAX_TEXT).unwrap_or(u32::MAX);
    let label = section.text("label", 40, "The name that people read.");
    let enabled = section.flag("enabled", "Whether it is in use.");
    let doc = "What reaches a customer there: the `session` while it lasts, a `mail` address or a `phone` number.";
    let reach = section.choice("reach", &reaches, doc);
    let live = section.flag("live", "Both sides are there at the same time: an answer shows up while one waits.");
    let carries_link = section.flag("carries-link", "A message to the customer carries a continuation link.");
    let has_subject = section.flag("has-subject", "Messages have a subject.");
    let max_text = section.count("max-text", 1..=longest, "The longest text of one message, in characters.");
    let promise = section.maybe_text("promise", 40, "The promise that holds here, one of `[promise]`.");
    let identifies = "From this level on a message is from the holder of its address and goes to their conversation; \
                      below, the address is only claimed. At least `linked`.";
    let identifies_from = section.choice("identifies-from", &levels(), identifies);
    if identifies_from == Some(Assurance::Anonymous) {
        let problem = "is \"anonymous\", which is too low: anybody could write as anybody";
        section.wrong("identifies-from", problem, "at least \"linked\"");
    }
    let caution = "The agent is warned when answering somebody below this level.";
    let caution_below = section.choice("caution-below", &levels(), caution);
    let capabilities = medium::Capability::ALL.map(|it| (it.name(), it));
    let doc = "What the medium can do: `send` an agent's text, send a `link` or a `code` on request, take \
               `attachments`, `amend` messages; `segments`: texts are billed by segments.";
    let capabilities = section.choices("capabilities", &capabilities, doc);
    if let Some(reach) = reach {
        check_reach(section, reach, carries_link, &capabilities);
    }
    let doc = "The level that each kind of proof gives here. A kind that is absent gives none.";
    let weights = section.section("weight", doc).and_then(|section| {
        let weights =
            section.choices_by_name(&EvidenceKind::ALL.map(|kind| (kind.name(), kind, weight(kind))), &levels());
        if let Some(weights) = &weights {
            invariant::check_weights(&section, weights);
        }
        section.finish();
        weights
    });
    let doc = "What particular words of a provider about a number give here.";
    let assertions = section.maybe_section("assertion", doc).map_or_else(BTreeMap::new, |section| {
        let doc = "The level of one such word; never above the weight of `number-asserted`.";
        let words = section.free_choices("<word>", &levels(), doc);
        let most = weights.as_ref().map(|weights| weights.get(&EvidenceKind::NumberAsserted).copied());
        if let Some(most) = most {
            invariant::check_assertions(&section, &words, most.unwrap_or_default());
        }
        section.finish();
        words
    });
    let doc = "What each action needs here, and the proofs that lead there.";
    let disclosure = section.section("disclosure", doc).map_or_else(BTreeMap::new, |section| {
        let needs = |action| Some((action, needs(&section, action, weights.as_ref())?));
        let disclosure = Action::ALL.into_iter().filter_map(needs).collect();
        section.finish();
        disclosure
    });
    let doc = "What is answered by itself when a conversation begins here; `{{promise}}` and `{{site}}` are filled in. \
               Without it, nothing is.";
    let first_answer = section.maybe_text("first-answer", 500, doc);
    if let Some(text) = &first_answer {
        letter::check_places(section, "first-answer", text, &["promise", "site"]);
    }
    let doc = "Texts that the medium's adapter speaks or writes.";
    let texts = section.maybe_section("texts", doc).map_or_else(BTreeMap::new, |section| {
        let doc = "One of them, by the adapter's own name; `{{site}}`, `{{promise}}`, `{{valid}}`, `{{link}}` and \
                   `{{code}}` are filled in where there are such things.";
        let texts = section.free_texts("<text>", 500, doc);
        for (name, text) in &texts {
            letter::check_places(&section, name, text, &["site", "promise", "valid", "link", "code"]);
        }
        section.finish();
        texts
    });
    let tone = medium::read_tone(section);
    let compliance = medium::read_compliance(section);
    let review = section.review();
    ChannelPolicy {
        label,
        enabled,
        reach: reach.unwrap_or(Reach::Session),
        live,
        carries_link,
        has_subject,
        max_text: usize::try_from(max_text).unwrap_or(0),
        promise,
        weights: weights.unwrap_or_default(),
        assertions,
        identifies_from: identifies_from.unwrap_or(Assurance::Account),
        capabilities,
        tone,
        compliance,
        first_answer,
        texts,
        caution_below: caution_below.unwrap_or(Assurance::Account),
        disclosure,
        owner: review.owner,
        review_by: review.review_by,
    }
}

/// What is sent on request goes to an address; a session has none.
fn check_reach(section: &Section<'_>, reach: Reach, carries_link: bool, capabilities: &[medium::Capability]) {
    if reach != Reach::Session {
        return;
    }
    for capability in [medium::Capability::Link, medium::Capability::Code] {
        if capabilities.contains(&capability) {
            let problem = format!("has {:?}, but what reaches the customer here is a session", capability.name());
            section.wrong("capabilities", problem, "a medium whose reach is \"mail\" or \"phone\"");
        }
    }
    if carries_link {
        let problem = "is true, but what reaches the customer here is a session: a link would lead to where it is";
        section.wrong("carries-link", problem, "false, or a medium whose reach is \"mail\" or \"phone\"");
    }
}

/// Without weights, because theirs have errors, the ways to step up are not judged: one error is enough for one mistake.
fn needs(section: &Section<'_>, of: Action, weights: Option<&BTreeMap<EvidenceKind, Assurance>>) -> Option<Disclosure> {
    let section = section.section(of.name(), action(of))?;
    let level = section.choice("level", &levels(), "The level that it needs.");
    let doc = "The proofs that lead there, the easiest first; empty: there is no way for the customer.";
    let step_up = section.choices("step-up", &kinds(), doc);
    let disclosure = level.map(|level| Disclosure { level, step_up });
    if let Some(disclosure) = &disclosure {
        invariant::check_level(&section, of, disclosure);
        if let Some(weights) = weights {
            invariant::check_step_up(&section, disclosure, weights);
        }
    }
    section.finish();
    disclosure
}
