//! A list to pick from while the focus stays in the text: answers and colleagues.

use crate::prelude::*;
use crate::react::effect;
use weft_widget::view::el::el;

/// One thing to pick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// More about it.
    pub more: String,
    /// What is given when it is picked.
    pub value: String,
}

/// The list.
#[derive(Clone, Copy)]
pub struct Picker {
    id: &'static str,
    /// What there is to pick; none: it is not shown.
    pub items: Memo<Option<Vec<Item>>>,
    at: RwSignal<usize>,
}

/// What a key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// Nothing that concerns the list.
    Nothing,
    /// Another one is marked.
    Moved,
    /// It goes away.
    Left,
    /// This was picked.
    Picked(Item),
}

impl Picker {
    /// A list. `id` must be unique in the page.
    #[must_use]
    pub fn new(id: &'static str, items: Memo<Option<Vec<Item>>>) -> Self {
        let at = RwSignal::new(0);
        effect(move || {
            items.track();
            at.set(0);
        });
        Self { id, items, at }
    }

    /// Whether it is shown.
    #[must_use]
    pub fn shown(self) -> bool {
        self.items.with(Option::is_some)
    }

    /// The id of what is marked, for the text's `aria-activedescendant`.
    #[must_use]
    pub fn active(self) -> Option<String> {
        let any = self.items.with(|items| items.as_ref().is_some_and(|items| !items.is_empty()));
        any.then(|| format!("{}-{}", self.id, self.at.get()))
    }

    /// What a key in the text does here.
    #[must_use]
    pub fn pressed(self, key: &str) -> Pressed {
        let Some(items) = self.items.get_untracked() else { return Pressed::Nothing };
        let at = self.at.get_untracked();
        match key {
            "Escape" => Pressed::Left,
            "ArrowDown" | "ArrowUp" => {
                self.at.set(step(at, items.len(), key == "ArrowDown"));
                Pressed::Moved
            }
            "Enter" | "Tab" => items.get(at).cloned().map_or(Pressed::Nothing, Pressed::Picked),
            _ => Pressed::Nothing,
        }
    }

    /// The list as nodes. It is always there, so that a text can point to it, and empty while it is not shown.
    pub fn view(
        self,
        label: &'static str,
        nothing: &'static str,
        pick: impl Fn(Item) + Clone + Send + Sync + 'static,
    ) -> AnyView {
        let lines = move || {
            let pick = pick.clone();
            let items = self.items.get();
            let empty = items.as_ref().is_some_and(Vec::is_empty);
            let one = move |(n, item): (usize, Item)| {
                let (pick, picked) = (pick.clone(), item.clone());
                el("LI")
                    .attr("id", format!("{}-{n}", self.id))
                    .attr("role", "option")
                    .class("pick")
                    .either("aria-selected", move || self.at.get() == n)
                    // Before the text loses the focus.
                    .on("pointerdown", |event| event.prevent_default())
                    .tap(move || pick(picked.clone()))
                    .child(el("BDI").class("pick-name").text(item.name).done())
                    .child(el("BDI").class("pick-more").text(item.more).done())
                    .done()
            };
            let mut lines: Vec<AnyView> = items.unwrap_or_default().into_iter().enumerate().map(one).collect();
            if empty {
                lines.push(
                    el("LI")
                        .class("pick nothing")
                        .attr("role", "option")
                        .attr("aria-disabled", "true")
                        .text(nothing)
                        .done(),
                );
            }
            lines
        };
        el("UL")
            .attr("id", self.id)
            .attr("role", "listbox")
            .attr("aria-label", label)
            .live("class", move || Some(if self.shown() { "picks" } else { "picks picks-away" }.into()))
            .list(lines)
            .done()
    }
}

/// The next place of a list, round and round.
const fn step(at: usize, all: usize, forward: bool) -> usize {
    if all == 0 {
        0
    } else if forward {
        (at + 1) % all
    } else {
        (at + all - 1) % all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_goes_round() {
        assert_eq!((step(0, 3, true), step(2, 3, true)), (1, 0));
        assert_eq!((step(0, 3, false), step(2, 3, false)), (2, 1));
        assert_eq!(step(0, 0, true), 0);
    }
}
