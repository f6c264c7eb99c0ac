//! The tags of a conversation.

use super::{complaint, dialog, field, icon, press};
use crate::prelude::*;
use crate::react::effect;
use crate::{
    browser,
    icons::Icon,
    open::{Asking, Open},
    strings::{self, handoff as words, thread},
};
use weft_shared::wire::agent::Wish;
use weft_widget::view::el::el;

const MOST: usize = 20;
const LONGEST: usize = 40;

/// The dialog.
pub fn view(open: Open) -> AnyView {
    let shown = open.dialog(Asking::Tags);
    let tags = RwSignal::new(Vec::<String>::new());
    let (new, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    effect(move || {
        if shown.get() {
            new.set(String::new());
            wrong.set(false);
            tags.set(open.state.with_untracked(|state| state.as_ref().map(|one| one.tags.clone()).unwrap_or_default()));
        }
    });
    let add = move || {
        let added = tags.try_update(|tags| added(tags, &new.get_untracked())).unwrap_or_default();
        wrong.set(!added);
        if added {
            new.set(String::new());
        }
        browser::focus("tag-new");
        added
    };
    let chip = move |tag: String| {
        let gone = tag.clone();
        let remove = press("button icon-only")
            .attr("aria-label", format!("{}{tag}", thread::REMOVE))
            .tap(move || {
                tags.update(|tags| tags.retain(|one| *one != gone));
                browser::focus("tag-new");
            })
            .child(icon::icon(Icon::Cross));
        el("LI").class("tag-chip").child(el("BDI").text(tag).done()).child(remove.done()).done()
    };
    let chips = move || {
        let tags = tags.get();
        if tags.is_empty() {
            return vec![el("P").class("nothing").text(words::TAGS_NONE).done()];
        }
        vec![el("UL").class("tag-chips").attr("role", "list").children(tags.into_iter().map(chip)).done()]
    };
    let line = el("DIV")
        .class("field-row")
        .keys(move |event| {
            if event.key() == "Enter" && new.with_untracked(|text| !text.trim().is_empty()) {
                event.prevent_default();
                add();
            }
        })
        .child(field::line("tag-new", words::TAG_NEW, new, wrong))
        .child(
            press("button")
                .tap(move || {
                    add();
                })
                .text(words::TAG_ADD)
                .done(),
        );
    let form = el("FORM")
        .attr("novalidate", "")
        .submit(move || {
            // What was typed and not added was meant.
            if new.with_untracked(|text| text.trim().is_empty()) || add() {
                open.do_now(Wish::Tag { tags: tags.get_untracked() });
                shown.set(false);
            }
        })
        .list(chips)
        .child(line.done())
        .child(complaint("tags-wrong", move || wrong.get().then(|| words::TAG_LONG.to_owned())))
        .child(field::actions(shown, strings::CANCEL, words::TAGS_DO));
    dialog::dialog("tags", words::TAGS_TITLE, shown, form.done())
}

/// Adds a tag, once. False when it is too long or one too many.
fn added(tags: &mut Vec<String>, new: &str) -> bool {
    let tag = new.split_whitespace().collect::<Vec<_>>().join(" ").trim_start_matches('#').to_owned();
    if tag.is_empty() || tag.chars().count() > LONGEST || tags.len() >= MOST {
        return false;
    }
    if !tags.iter().any(|one| one.to_lowercase() == tag.to_lowercase()) {
        tags.push(tag);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_added_once_and_within_limits() {
        let mut tags = vec!["vip".to_owned()];
        assert!(added(&mut tags, " #spring   sale "));
        assert!(added(&mut tags, "VIP"));
        assert_eq!(tags, ["vip", "spring sale"]);
        assert!(!added(&mut tags, " "));
        assert!(!added(&mut tags, &"x".repeat(41)));
        tags.extend((0..18).map(|n| n.to_string()));
        assert!(!added(&mut tags, "one more"));
    }
}
