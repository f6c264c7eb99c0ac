//! Intents: what customers write about, and where that is best solved.

use super::{channel::levels, read::Section};
use crate::{channel::Channel, evidence::Assurance, time::Timestamp};
use std::collections::BTreeMap;

/// Something that customers write about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// The name that agents read.
    pub label: String,
    /// Sentences that customers wrote about it.
    pub examples: Vec<String>,
    /// The level below which it is too sensitive to discuss; none: it is not sensitive.
    pub needs: Option<Assurance>,
    /// Where it is solved. A medium that is not named is allowed.
    pub places: BTreeMap<Channel, Place>,
    /// When to go elsewhere.
    pub switches: Vec<Switch>,
    /// Who answers for these rules.
    pub owner: String,
    /// The beginning (UTC) of the day by which they must be looked at again.
    pub review_by: Timestamp,
}

/// Whether an intent is solved on a medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Best here.
    Preferred,
    /// Here as well.
    Allowed,
    /// Not here.
    Never,
}

/// When to go elsewhere, and what to say then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// When.
    pub when: SwitchWhen,
    /// Where to.
    pub to: Channel,
    /// The sentence to say.
    pub say: String,
}

/// What makes it better to go elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwitchWhen {
    /// So many messages of the customer on one medium without a change of it.
    Messages(u32),
    /// So many milliseconds since the first of them.
    After(i64),
    /// It is sensitive and the level here does not suffice.
    Sensitive,
    /// A file is needed and the medium takes none.
    Attachment,
}

pub(super) fn read(root: &Section<'_>) -> BTreeMap<String, Intent> {
    let mut intents = BTreeMap::new();
    let Some(all) = root.maybe_section("intent", "What customers write about: where it is solved, and when not.")
    else {
        return intents;
    };
    let places = [("preferred", Place::Preferred), ("allowed", Place::Allowed), ("never", Place::Never)];
    for (name, section) in all.sections("<intent>", 100, "Something that customers write about.") {
        all.name(name);
        let label = section.text("label", 80, "The name that agents read.");
        let examples = section.texts("examples", 300, "Sentences that customers wrote about it.");
        let needs = "The level below which it is too sensitive to discuss. Without it, it is not sensitive.";
        let needs = section.maybe_choice("needs", &levels(), needs);
        let doc = "Where it is solved. A medium that is not named is allowed.";
        let by_channel = section.maybe_section("solved-on", doc).map_or_else(BTreeMap::new, |section| {
            let doc = "Best here, here as well, or not here.";
            let named = section.free_choices("<channel>", &places, doc);
            let places = named.into_iter().filter_map(|(key, place)| Some((section.channel(&key)?, place))).collect();
            section.finish();
            places
        });
        let switches = section.list("switch", "When to go elsewhere; one of `after-messages`, `after` and `on` each.");
        let switches = switches.into_iter().filter_map(read_switch).collect();
        let review = section.review();
        section.finish();
        let (owner, review_by) = (review.owner, review.review_by);
        intents
            .insert(name.to_owned(), Intent { label, examples, needs, places: by_channel, switches, owner, review_by });
    }
    intents
}

fn read_switch(section: Section<'_>) -> Option<Switch> {
    let kinds = [("sensitive", SwitchWhen::Sensitive), ("attachment", SwitchWhen::Attachment)];
    let doc = "After so many messages of the customer on one medium.";
    let messages = section.maybe_count("after-messages", 1..=1_000, doc).map(SwitchWhen::Messages);
    let after = section.maybe_duration("after", "1m", "30d", "So long after the first of them.").map(SwitchWhen::After);
    let doc = "When it is `sensitive` and the level does not suffice, or an `attachment` is needed and the medium takes \
               none.";
    let on = section.maybe_choice("on", &kinds, doc);
    let given = ["after-messages", "after", "on"].iter().filter(|key| section.has(key)).count();
    if given != 1 {
        let problem = if given == 0 { "is missing, and so are after and on" } else { "is not the only condition" };
        section.wrong("after-messages", problem, "exactly one of after-messages, after and on");
    }
    let to = section.text("to", 20, "The medium to go to.");
    let to = if to.is_empty() { None } else { section.channel_in("to", &to) };
    let say = section.text("say", 300, "The sentence to say.");
    section.finish();
    Some(Switch { when: messages.or(after).or(on)?, to: to?, say })
}
