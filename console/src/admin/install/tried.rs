//! A colour and texts that are tried: seen at once in the preview, and put in force by a button each.

use super::promise;
use crate::admin::{
    Admin,
    parts::{Change, field, line},
    place::{Place, Rules},
};
use crate::prelude::*;
use crate::{api::Failure, icons::Icon, strings::admin as words, view::icon};
use weft_shared::wire::{
    admin::{Install, SettingsFile, SiteSettings},
    agent::AgentRole,
    policy::PolicyWanted,
    problem::{Problem, ProblemKind},
};
use weft_widget::view::el::{El, el};

/// The accent of sites that chose none.
const ACCENT: &str = "#3d4eac";

/// Something that is tried, and what of it holds.
#[derive(Clone, Copy)]
pub struct One {
    /// As it is tried.
    pub now: RwSignal<String>,
    held: RwSignal<String>,
    change: Change,
}

/// All that is tried.
#[derive(Clone, Copy)]
pub struct Tried {
    admin: Admin,
    /// The accent colour.
    pub accent: One,
    /// The site's name.
    pub name: One,
    /// The promise below it.
    pub promise: One,
    /// The promise's name in the rules; none: the site gives none there.
    rule: StoredValue<Option<String>>,
}

impl One {
    fn new(admin: Admin, held: String) -> Self {
        Self { now: RwSignal::new(held.clone()), held: RwSignal::new(held), change: Change::new(admin) }
    }

    fn differs(self) -> bool {
        self.now.with(|now| self.held.with(|held| now.trim() != held))
    }

    fn wanted(self) -> String {
        self.now.get_untracked().trim().to_owned()
    }

    fn holds(self, held: String) {
        // What was written while the answer was on its way stays.
        if self.now.try_with_untracked(|now| now.trim() == held).unwrap_or_default() {
            let _ = self.now.try_set(held.clone());
        }
        let _ = self.held.try_set(held);
    }

    /// The button that puts it in force, and whether it holds already.
    fn button(self, label: &'static str) -> El {
        let busy = self.change.busy;
        let go = el("BUTTON")
            .attr("type", "submit")
            .class("button")
            .truth("aria-disabled", move || busy.get() || !self.differs())
            .words(move || if busy.get() { words::SAVING } else { label }.to_owned());
        let state = move || {
            let (shape, tone, said) = if self.differs() {
                (Icon::Circle, "tone-care", words::ONLY_TRIED)
            } else {
                (Icon::Check, "tone-good", words::HOLDS)
            };
            let state = el("SPAN").class(format!("admin-answer {tone}")).child(icon::icon(shape));
            Some(state.child(el("SPAN").text(said).done()).done())
        };
        el("DIV").class("note-actions").child(go.done()).child(el("DIV").attr("role", "status").show(state).done())
    }
}

impl Tried {
    /// What holds is tried at first.
    pub fn new(admin: Admin, install: &Install) -> Self {
        let accent = install.accent.clone().unwrap_or_else(|| ACCENT.to_owned());
        Self {
            admin,
            accent: One::new(admin, accent),
            name: One::new(admin, install.name.clone()),
            promise: One::new(admin, install.promise.clone().unwrap_or_default()),
            rule: StoredValue::new(install.promise_rule.clone()),
        }
    }

    /// Whether a text was written that does not hold: it would be missed. A colour is tried again in a moment.
    pub fn unsaved(self) -> bool {
        untrack(|| self.name.differs() || self.promise.differs())
    }

    /// The choice of a colour: the picker with what is said about it, and the way to use it.
    pub fn colour_form(self, picker: AnyView) -> AnyView {
        let save = move || {
            let wanted = self.accent.wanted();
            self.settings(self.accent, move |settings| settings.accent = Some(wanted));
        };
        self.form(self.accent, words::USE_COLOUR, save, picker)
    }

    /// The fields for texts.
    pub fn text_forms(self) -> [AnyView; 2] {
        let name = field(
            self.name.change,
            ("preview-name", "name"),
            words::SITE_NAME,
            words::NAME_KEPT,
            self.name.now,
            line().attr("maxlength", "80"),
        );
        let save = move || {
            let wanted = self.name.wanted();
            self.settings(self.name, move |settings| settings.name = wanted);
        };
        [self.form(self.name, words::SAVE_NAME, save, name), self.promise_form()]
    }

    fn promise_form(self) -> AnyView {
        let Some(rule) = self.rule.get_value() else {
            return el("P").class("admin-note").text(words::NO_PROMISE_RULE).done();
        };
        let text =
            field(self.promise.change, ("preview-promise", "promise"), words::PROMISE, "", self.promise.now, line());
        let kept = el("P")
            .class("field-hint")
            .text(words::PROMISE_KEPT)
            .child(el("CODE").attr("dir", "ltr").text(format!("[promise.{rule}]")).done());
        let inside = el("DIV").child(text).child(kept.done()).done();
        self.form(self.promise, words::SAVE_PROMISE, move || self.save_promise(), inside)
    }

    /// The ways to where all of it is kept.
    pub fn ways(self) -> El {
        let link = |to: String, label: &'static str| el("A").attr("href", to).text(label).done();
        let site = self.admin.may(AgentRole::Admin).then(|| link(Place::Site.hash(), words::TO_SITE));
        el("P").class("note-actions").children(site).child(link(Place::Rules(Rules::File).hash(), words::TO_RULES))
    }

    fn form(self, one: One, label: &'static str, save: impl Fn() + Send + Sync + 'static, inside: AnyView) -> AnyView {
        // The name and the colour are settings, which only admins change; the promise is a rule.
        let least = if label == words::SAVE_PROMISE { AgentRole::Lead } else { AgentRole::Admin };
        let may = self.admin.may(least);
        let end =
            if may { one.button(label).done() } else { el("P").class("admin-note").text(words::ADMIN_ONLY).done() };
        el("FORM")
            .class("admin-form")
            .attr("novalidate", "")
            .submit(move || {
                if may && untrack(|| one.differs()) {
                    save();
                }
            })
            .child(inside)
            .child(end)
            .child(one.change.trouble())
            .done()
    }

    /// Changes one thing of the settings as they are now; what a colleague changed of the others stays.
    fn settings(self, one: One, with: impl FnOnce(&mut SiteSettings) + 'static) {
        let (routes, key) = (self.admin.app.routes(), self.admin.key());
        let ask = async move {
            let SettingsFile { version, mut settings } = routes.site_settings().await?;
            with(&mut settings);
            routes.put_site_settings(&key, &version, &settings).await
        };
        one.change.run(ask, move |file| {
            self.name.holds(file.settings.name);
            self.accent.holds(file.settings.accent.unwrap_or_else(|| ACCENT.to_owned()));
            self.admin.app.say(words::IN_FORCE_NOW.to_owned());
        });
    }

    /// Changes the words of the promise in the site's own rules, and looks whether they hold.
    fn save_promise(self) {
        let (routes, key) = (self.admin.app.routes(), self.admin.key());
        let Some(rule) = self.rule.get_value() else { return };
        let wanted = self.promise.wanted();
        let asked = wanted.clone();
        let ask = async move {
            let file = routes.policy().await?;
            let text = promise::with_words(&file.text, &rule, &asked).ok_or_else(by_hand)?;
            routes.put_policy(&key, &PolicyWanted { base: file.version, text }).await?;
            routes.install().await
        };
        let change = self.promise.change;
        change.run(ask, move |install| {
            let held = install.promise.unwrap_or_default();
            if held == wanted {
                self.admin.app.say(words::IN_FORCE_NOW.to_owned());
            } else {
                let _ = change.refused.try_set(Some(words::PROMISE_BY_HAND.to_owned()));
            }
            self.promise.holds(held);
        });
    }
}

/// The promise's words stand in the rules in a way that only whoever reads the file should change.
fn by_hand() -> Failure {
    let mut problem = Problem::new(ProblemKind::Invalid);
    problem.errors = vec![format!("promise: {}", words::PROMISE_BY_HAND)];
    Failure::Problem(Box::new(problem))
}
