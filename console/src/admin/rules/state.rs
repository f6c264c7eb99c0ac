//! What the page with the rules knows, and what it asks of the edge.

use crate::prelude::*;
use crate::{
    admin::Admin,
    api::Failure,
    browser,
    rules::{self, Draft},
    strings::{self, rules as words},
};
use leptos::task::spawn_local;
use std::time::Duration;
use weft_shared::wire::{
    agent::AgentRole,
    policy::{DryRun, PolicyFile, PolicyWanted, RuleReport},
    problem::ProblemKind,
};

/// So long after the last key the text is checked.
const PAUSE: Duration = Duration::from_millis(500);

/// What is known of the errors in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Checked {
    /// Nothing was asked.
    #[default]
    Unknown,
    /// No answer came, for this reason.
    Failed(String),
    /// It is being checked.
    Asking,
    /// These; none when it is right.
    Errors(Vec<String>),
}

/// The page.
#[derive(Clone, Copy)]
pub struct Page {
    /// Whoever looks after the site.
    pub admin: Admin,
    /// The agent may change the rules.
    pub lead: bool,
    /// The rules in force, once they came.
    pub file: RwSignal<Option<PolicyFile>>,
    /// Why they did not.
    pub failed: RwSignal<Option<Failure>>,
    /// What is in the editor.
    pub draft: RwSignal<Draft>,
    /// Its errors.
    pub checked: RwSignal<Checked>,
    /// A change is under way.
    pub busy: RwSignal<bool>,
    /// Somebody else was quicker.
    pub conflict: RwSignal<bool>,
    /// Why the last change was refused.
    pub refused: RwSignal<Option<String>>,
    /// A draft of earlier was brought back.
    pub found: RwSignal<bool>,
    /// How the rules are kept.
    pub report: RwSignal<Option<Result<RuleReport, Failure>>>,
    /// Over how many days a dry run goes.
    pub days: RwSignal<String>,
    /// What it found.
    pub trial: RwSignal<Option<Result<DryRun, Failure>>>,
    /// It runs.
    pub running: RwSignal<bool>,
    edition: StoredValue<u64>,
}

impl Page {
    /// Asks for the rules.
    pub fn new(admin: Admin) -> Self {
        let page = Self {
            admin,
            lead: admin.me.with_value(|me| me.role >= AgentRole::Lead),
            file: RwSignal::new(None),
            failed: RwSignal::new(None),
            draft: RwSignal::default(),
            checked: RwSignal::default(),
            busy: RwSignal::new(false),
            conflict: RwSignal::new(false),
            refused: RwSignal::new(None),
            found: RwSignal::new(false),
            report: RwSignal::new(None),
            days: RwSignal::new("7".to_owned()),
            trial: RwSignal::new(None),
            running: RwSignal::new(false),
            edition: StoredValue::default(),
        };
        page.load();
        page
    }

    /// Asks for the rules; a draft of earlier stays.
    pub fn load(self) {
        self.failed.set(None);
        let routes = self.admin.app.routes();
        spawn_local(async move {
            match routes.policy().await {
                Ok(file) => self.loaded(file),
                Err(failure) => drop(self.failed.try_set(Some(failure))),
            }
        });
    }

    fn loaded(self, file: PolicyFile) {
        let kept = browser::kept(&self.key()).and_then(|text| serde_json::from_str::<Draft>(&text).ok());
        let kept = kept.filter(|draft| draft.text != file.text);
        let _ = self.found.try_set(kept.is_some());
        let fresh = Draft { base: file.version, text: file.text.clone() };
        let _ = self.draft.try_set(kept.unwrap_or(fresh));
        let _ = self.file.try_set(Some(file));
        self.check_soon(Duration::ZERO);
    }

    fn key(self) -> String {
        self.admin.app.settings.with_value(|settings| rules::key(&settings.site))
    }

    /// Whether the text differs from the one in force.
    pub fn changed(self) -> bool {
        self.file.with(|file| file.as_ref().is_some_and(|file| self.draft.with(|draft| draft.text != file.text)))
    }

    /// The agent wrote.
    pub fn write(self, text: String) {
        self.draft.update(|draft| draft.text = text);
        self.refused.set(None);
        self.found.set(false);
        self.keep();
        self.check_soon(PAUSE);
    }

    /// Forgets what was written.
    pub fn discard(self) {
        let Some((base, text)) =
            self.file.with_untracked(|file| file.as_ref().map(|one| (one.version, one.text.clone())))
        else {
            return;
        };
        self.draft.set(Draft { base, text });
        self.conflict.set(false);
        self.refused.set(None);
        self.found.set(false);
        self.keep();
        self.check_soon(Duration::ZERO);
    }

    fn keep(self) {
        let text =
            untrack(|| self.changed()).then(|| self.draft.with_untracked(|draft| serde_json::to_string(draft).ok()));
        browser::keep(&self.key(), text.flatten().as_deref());
    }

    /// Checks the text once more.
    pub fn check_again(self) {
        self.check_soon(Duration::ZERO);
    }

    fn check_soon(self, pause: Duration) {
        let _ = self.edition.try_update_value(|edition| *edition += 1);
        let Some(edition) = self.edition.try_get_value() else { return };
        let asked = move || self.edition.try_get_value() == Some(edition);
        let _ = self.checked.try_set(Checked::Asking);
        set_timeout(
            move || {
                let Some(text) = self.draft.try_with_untracked(|draft| draft.text.clone()).filter(|_| asked()) else {
                    return;
                };
                let (routes, key) = (self.admin.app.routes(), self.admin.key());
                spawn_local(async move {
                    let checked = match routes.check_policy(&key, text).await {
                        Ok(checked) => Checked::Errors(checked.errors),
                        Err(failure) => Checked::Failed(strings::failure(&failure)),
                    };
                    if asked() {
                        let _ = self.checked.try_set(checked);
                    }
                });
            },
            pause,
        );
    }

    /// Puts the text in force.
    pub fn save(self) {
        let Draft { base, text } = self.draft.get_untracked();
        let wanted = PolicyWanted { base, text };
        self.change(async move |page: Self| page.admin.app.routes().put_policy(&page.admin.key(), &wanted).await, true);
    }

    /// Brings an earlier version back.
    pub fn restore(self, version: u64) {
        let own = untrack(|| self.changed());
        self.change(
            async move |page: Self| page.admin.app.routes().restore_policy(&page.admin.key(), version).await,
            !own,
        );
    }

    /// Saves over what somebody else put in force meanwhile.
    pub fn save_over(self) {
        self.busy.set(true);
        let routes = self.admin.app.routes();
        spawn_local(async move {
            let answer = routes.policy().await;
            let _ = self.busy.try_set(false);
            match answer {
                Ok(file) => {
                    let _ = self.draft.try_update(|draft| draft.base = file.version);
                    let _ = self.file.try_set(Some(file));
                    self.save();
                }
                Err(failure) => drop(self.refused.try_set(Some(strings::failure(&failure)))),
            }
        });
    }

    /// Loads what somebody else put in force, and forgets the own text, once its writer agrees.
    pub fn load_over(self) {
        if !browser::agrees(words::LOAD_OVER) {
            return;
        }
        browser::keep(&self.key(), None);
        self.conflict.set(false);
        self.load();
    }

    fn change(self, ask: impl AsyncFnOnce(Self) -> Result<PolicyFile, Failure> + 'static, replace: bool) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        self.conflict.set(false);
        spawn_local(async move {
            let answer = ask(self).await;
            let _ = self.busy.try_set(false);
            match answer {
                Ok(file) => {
                    self.admin.app.say(words::saved(file.version));
                    if replace {
                        browser::keep(&self.key(), None);
                    }
                    self.report.try_set(None);
                    let text = self.draft.try_with_untracked(|draft| draft.text.clone()).unwrap_or_default();
                    let text = if replace { file.text.clone() } else { text };
                    let _ = self.draft.try_set(Draft { base: file.version, text });
                    let _ = self.file.try_set(Some(file));
                    self.check_soon(Duration::ZERO);
                }
                Err(failure) if failure.is(ProblemKind::Conflict) => drop(self.conflict.try_set(true)),
                Err(Failure::Problem(problem)) if problem.is(ProblemKind::Invalid) && !problem.errors.is_empty() => {
                    let _ = self.checked.try_set(Checked::Errors(problem.errors));
                }
                Err(failure) => drop(self.refused.try_set(Some(strings::failure(&failure)))),
            }
        });
    }
}
