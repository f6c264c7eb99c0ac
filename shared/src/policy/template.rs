//! Templates: texts that providers have approved.

use super::{Template, read::Section};
use std::collections::BTreeMap;

pub(super) fn read(root: &Section<'_>) -> BTreeMap<String, Template> {
    let mut templates = BTreeMap::new();
    let Some(all) = root.maybe_section("template") else {
        return templates;
    };
    for (name, section) in all.sections() {
        let mut approved = BTreeMap::new();
        if let Some(channels) = section.maybe_section("approved") {
            for (channel, names) in channels.sections() {
                let by_provider = names.free_texts(200);
                names.finish();
                approved.extend(channels.channel(channel).map(|channel| (channel, by_provider)));
            }
            channels.finish();
        }
        let template = Template { text: section.text("text", 1_000), language: section.text("language", 20), approved };
        section.review();
        section.finish();
        templates.insert(name.to_owned(), template);
    }
    templates
}
