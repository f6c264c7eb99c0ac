//! Asking once more before something happens that cannot be taken back.

use super::{Admin, parts::Change};
use crate::prelude::*;
use crate::{
    strings::admin as words,
    view::{dialog, press},
};
use std::sync::Arc;
use weft_widget::view::el::{el, list};

/// What is about to happen: what it means, and what does it.
#[derive(Clone)]
struct About {
    means: String,
    act: Arc<dyn Fn() + Send + Sync>,
}

/// A dialog that asks once more.
#[derive(Clone, Copy)]
pub struct Sure {
    /// What is asked for, under way, and why it was refused.
    pub change: Change,
    about: RwSignal<Option<About>>,
    open: RwSignal<bool>,
}

impl Sure {
    /// Nothing is asked.
    #[must_use]
    pub fn new(admin: Admin) -> Self {
        Self { change: Change::new(admin), about: RwSignal::new(None), open: RwSignal::new(false) }
    }

    /// Asks whether `act` is to happen, with what it means. It ends with [`done`](Self::done).
    pub fn ask(self, means: String, act: impl Fn() + Send + Sync + 'static) {
        self.change.clear();
        self.about.set(Some(About { means, act: Arc::new(act) }));
        self.open.set(true);
    }

    /// It has happened.
    pub fn done(self) {
        self.open.set(false);
    }

    /// The dialog. `id` must be unique in the page; `class` and `label` are those of the button that goes ahead.
    #[must_use]
    pub fn dialog(self, id: &'static str, title: &'static str, class: &'static str, label: &'static str) -> AnyView {
        let inside = list(move || {
            let Some(About { means, act }) = self.about.get() else { return Vec::new() };
            let go = el("BUTTON")
                .attr("type", "submit")
                .class(class)
                .truth("aria-disabled", move || self.change.busy.get())
                .text(label);
            let actions = el("DIV")
                .class("dialog-actions")
                .child(press("button").tap(move || self.open.set(false)).text(words::CANCEL).done())
                .child(go.done());
            let form = el("FORM")
                .attr("novalidate", "")
                .submit(move || act())
                .child(el("P").attr("dir", "auto").text(means).done())
                .child(self.change.trouble())
                .child(actions.done());
            vec![form.done()]
        });
        dialog::dialog(id, title, self.open, inside)
    }
}
