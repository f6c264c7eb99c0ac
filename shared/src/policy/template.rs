//! Templates: texts that providers have approved.

use super::{Template, letter::check_places, read::Section};
use std::collections::BTreeMap;

pub(super) fn read(root: &Section<'_>) -> BTreeMap<String, Template> {
    let mut templates = BTreeMap::new();
    let doc = "Texts that a provider has approved, for where free text may not be sent.";
    let Some(all) = root.maybe_section("template", doc) else {
        return templates;
    };
    for (name, section) in all.sections("<template>", 100, "One text. Its name is what agents choose.") {
        all.name(name);
        let doc = "The text as customers read it; `{{site}}` and `{{agent}}` are filled in, in the order of their first \
                   mention.";
        let text = section.text("text", 1_000, doc);
        check_places(&section, "text", &text, &["site", "agent"]);
        let language = section.text("language", 20, "The language that it was approved in, as in `en` or `en_GB`.");
        let mut approved = BTreeMap::new();
        let doc = "Where it may be sent, and there each provider's name of it.";
        if let Some(channels) = section.maybe_section("approved", doc) {
            for (channel, names) in channels.sections("<channel>", 20, "A medium.") {
                let by_provider = names.free_texts("<provider>", 200, "The name that this provider gave it.");
                names.finish();
                if !channels.describes() {
                    approved.extend(channels.channel(channel).map(|channel| (channel, by_provider)));
                }
            }
            channels.finish();
        }
        section.review();
        section.finish();
        templates.insert(name.to_owned(), Template { text, language, approved });
    }
    templates
}
