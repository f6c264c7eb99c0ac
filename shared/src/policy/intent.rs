//! Intents: what customers write about, and where that is best solved.

use super::read::Section;
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
    let Some(all) = root.maybe_section("intent") else {
        return intents;
    };
    let places = [("preferred", Place::Preferred), ("allowed", Place::Allowed), ("never", Place::Never)];
    for (name, section) in all.sections() {
        let by_channel = section.maybe_section("solved-on").map_or_else(BTreeMap::new, |section| {
            let named = section.free_choices(&places);
            let places = named.into_iter().filter_map(|(key, place)| Some((section.channel(&key)?, place))).collect();
            section.finish();
            places
        });
        let switches = section.list("switch").into_iter().filter_map(read_switch).collect();
        let levels = Assurance::ALL.map(|level| (level.name(), level));
        let label = section.text("label", 80);
        let examples = section.texts("examples", 300);
        let needs = if section.has("needs") { section.choice("needs", &levels) } else { None };
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
    let when = if section.has("after-messages") {
        Some(SwitchWhen::Messages(section.count("after-messages", 1..=1_000)))
    } else if section.has("after") {
        Some(SwitchWhen::After(section.duration("after", "1m", "30d")))
    } else {
        section.choice("on", &kinds)
    };
    let to = section.text("to", 20);
    let to = section.channel_in("to", &to);
    let say = section.text("say", 300);
    section.finish();
    Some(Switch { when: when?, to: to?, say })
}
