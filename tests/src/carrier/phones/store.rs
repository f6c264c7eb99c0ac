//! Where texts, calls and webhooks are kept, and how the stand-ins are told to behave.

use super::{Call, Hook, Medium, SitePhones, Text, call::Input};
use crate::carrier::Way;
use serde_json::Value;
use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{mpsc, watch};

#[derive(Default)]
struct Kept {
    sites: Vec<SitePhones>,
    texts: Vec<Text>,
    calls: Vec<Call>,
    inputs: HashMap<u64, mpsc::UnboundedSender<Input>>,
    hooks: Vec<Hook>,
    /// Answers given for an idempotency key.
    answers: HashMap<String, Value>,
    /// Refusals for the next texts to a number: HTTP status and the provider's code.
    faults: HashMap<String, Vec<(u16, u32)>>,
    /// Numbers whose texts are not reported by themselves.
    quiet: HashSet<String>,
    /// Numbers whose 24 hours are over, whatever the clock says.
    closed: HashSet<String>,
    /// Templates by the provider's name.
    templates: HashMap<String, String>,
    /// Files by the provider's id.
    media: HashMap<String, super::Media>,
}

/// The phones. Clones share them.
#[derive(Clone)]
pub struct Phones {
    kept: Arc<Mutex<Kept>>,
    next: Arc<AtomicU64>,
    version: Arc<watch::Sender<u64>>,
    /// A client for webhooks.
    pub client: reqwest::Client,
    /// Where the edge is.
    pub edge: String,
    /// Where these stand-ins are.
    pub base: String,
    /// Calls take the time that they would take.
    pub real_time: bool,
}

impl Phones {
    /// No numbers yet.
    #[must_use]
    pub fn new(client: reqwest::Client, edge: String, base: String, real_time: bool) -> Self {
        Self {
            kept: Arc::default(),
            next: Arc::new(AtomicU64::new(1)),
            version: Arc::new(watch::Sender::new(0)),
            client,
            edge,
            base,
            real_time,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn alter<T>(&self, change: impl FnOnce(&mut Kept) -> T) -> T {
        let out = change(&mut self.lock());
        self.version.send_modify(|version| *version += 1);
        out
    }

    /// How often something changed.
    #[must_use]
    pub fn version(&self) -> u64 {
        *self.version.borrow()
    }

    /// The next number for a text or call.
    #[must_use]
    pub fn next_id(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Serves a site; what was known of it is replaced.
    pub fn serve(&self, site: SitePhones) {
        self.alter(|kept| {
            kept.sites.retain(|known| known.site != site.site);
            kept.sites.push(site);
        });
    }

    /// All sites.
    #[must_use]
    pub fn sites(&self) -> Vec<SitePhones> {
        self.lock().sites.clone()
    }

    /// One site.
    #[must_use]
    pub fn site(&self, site: &str) -> Option<SitePhones> {
        self.lock().sites.iter().find(|known| known.site == site).cloned()
    }

    /// The site that has this number for a medium.
    #[must_use]
    pub fn site_at(&self, medium: Medium, number: &str) -> Option<SitePhones> {
        self.lock().sites.iter().find(|site| site.number(medium) == Some(number)).cloned()
    }

    /// Keeps a text.
    pub fn keep(&self, text: Text) {
        self.alter(|kept| {
            for media in &text.media {
                kept.media.insert(media.id.clone(), media.clone());
            }
            kept.texts.push(text);
        });
    }

    /// Changes a text.
    pub fn with_text(&self, id: u64, change: impl FnOnce(&mut Text)) -> Option<Text> {
        self.alter(|kept| {
            let text = kept.texts.iter_mut().find(|text| text.id == id)?;
            change(text);
            Some(text.clone())
        })
    }

    /// One text.
    #[must_use]
    pub fn text(&self, id: u64) -> Option<Text> {
        self.lock().texts.iter().find(|text| text.id == id).cloned()
    }

    /// The text with a provider's id.
    #[must_use]
    pub fn text_by(&self, foreign_id: &str) -> Option<Text> {
        self.lock().texts.iter().find(|text| text.foreign_id == foreign_id).cloned()
    }

    /// All texts, oldest first.
    #[must_use]
    pub fn texts(&self) -> Vec<Text> {
        self.lock().texts.clone()
    }

    /// What a number got over a medium, oldest first.
    #[must_use]
    pub fn received(&self, number: &str, medium: Medium) -> Vec<Text> {
        let wanted = |text: &&Text| text.way == Way::Received && text.theirs == number && text.medium == medium;
        self.lock().texts.iter().filter(wanted).cloned().collect()
    }

    /// Waits until `found` finds something.
    pub async fn until<T>(&self, patience: Duration, found: impl Fn(&Self) -> Option<T>) -> Option<T> {
        let mut changes = self.version.subscribe();
        let wait = async {
            loop {
                if let Some(value) = found(self) {
                    return value;
                }
                if changes.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        tokio::time::timeout(patience, wait).await.ok()
    }

    /// A file by the provider's id.
    #[must_use]
    pub fn media(&self, id: &str) -> Option<super::Media> {
        self.lock().media.get(id).cloned()
    }

    /// Keeps a file that belongs to no text.
    pub fn keep_media(&self, media: super::Media) {
        self.alter(|kept| drop(kept.media.insert(media.id.clone(), media)));
    }

    /// Keeps a webhook.
    pub fn keep_hook(&self, hook: &Hook) {
        self.alter(|kept| kept.hooks.push(hook.clone()));
    }

    /// All webhooks of a site so far, each as it was delivered first.
    #[must_use]
    pub fn hooks(&self, site: &str) -> Vec<Hook> {
        self.lock().hooks.iter().filter(|hook| hook.site == site).cloned().collect()
    }

    /// Keeps or changes a call.
    pub fn put_call(&self, call: Call, input: Option<mpsc::UnboundedSender<Input>>) {
        self.alter(|kept| {
            if let Some(input) = input {
                kept.inputs.insert(call.id, input);
            }
            match kept.calls.iter_mut().find(|known| known.id == call.id) {
                Some(known) => *known = call,
                None => kept.calls.push(call),
            }
        });
    }

    /// Changes a call.
    pub fn with_call(&self, id: u64, change: impl FnOnce(&mut Call)) {
        self.alter(|kept| {
            if let Some(call) = kept.calls.iter_mut().find(|call| call.id == id) {
                change(call);
            }
        });
    }

    /// All calls, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.lock().calls.clone()
    }

    /// One call.
    #[must_use]
    pub fn call(&self, id: u64) -> Option<Call> {
        self.lock().calls.iter().find(|call| call.id == id).cloned()
    }

    /// Does something on a call; false when it is over.
    pub fn input(&self, call: u64, input: Input) -> bool {
        self.lock().inputs.get(&call).is_some_and(|to| to.send(input).is_ok())
    }

    /// The answer that was given for an idempotency key.
    #[must_use]
    pub fn answered(&self, key: &str) -> Option<Value> {
        self.lock().answers.get(key).cloned()
    }

    /// Remembers the answer given for an idempotency key.
    pub fn remember(&self, key: String, answer: Value) {
        self.lock().answers.insert(key, answer);
    }

    /// The next `times` texts to a number are refused.
    pub fn refuse_next(&self, number: &str, times: usize, status: u16, code: u32) {
        self.lock().faults.entry(number.to_owned()).or_default().extend(std::iter::repeat_n((status, code), times));
    }

    /// The refusal for a text to this number now, if any.
    #[must_use]
    pub fn fault(&self, number: &str) -> Option<(u16, u32)> {
        self.lock().faults.get_mut(number)?.pop()
    }

    /// What goes to this number is not reported by itself any more: tests report it.
    pub fn report_by_hand(&self, number: &str) {
        self.lock().quiet.insert(number.to_owned());
    }

    /// Whether texts to this number are reported by hand only.
    #[must_use]
    pub fn is_quiet(&self, number: &str) -> bool {
        self.lock().quiet.contains(number)
    }

    /// The 24 hours of this number are over, whatever the clock says, until it writes again.
    pub fn close_window(&self, number: &str) {
        self.lock().closed.insert(number.to_owned());
    }

    /// It wrote: its 24 hours begin.
    pub fn open_window(&self, number: &str) {
        self.lock().closed.remove(number);
    }

    /// Whether free text may go to this number over WhatsApp.
    #[must_use]
    pub fn in_window(&self, ours: &str, theirs: &str, now: i64) -> bool {
        let kept = self.lock();
        let wrote = |text: &Text| text.way == Way::Written && text.ours == ours && text.theirs == theirs;
        let last = kept.texts.iter().filter(|text| wrote(text)).map(|text| text.at).max();
        !kept.closed.contains(theirs) && last.is_some_and(|at| now - at < 24 * 3_600_000)
    }

    /// Whether the last of STOP and START that this number texted was STOP.
    #[must_use]
    pub fn stopped(&self, ours: &str, theirs: &str) -> bool {
        let kept = self.lock();
        let texts = kept.texts.iter().rev().filter(|t| t.way == Way::Written && t.ours == ours && t.theirs == theirs);
        let word = |text: &Text| match text.body.trim().to_ascii_lowercase().as_str() {
            "stop" | "stopall" | "unsubscribe" | "cancel" | "end" | "quit" => Some(true),
            "start" | "unstop" | "yes" => Some(false),
            _ => None,
        };
        let mut texts = texts;
        texts.find_map(word).unwrap_or(false)
    }

    /// Approves a template under the provider's name; `{{1}}`, `{{2}}` … are its places.
    pub fn approve(&self, name: &str, text: &str) {
        self.lock().templates.insert(name.to_owned(), text.to_owned());
    }

    /// What a template says with these values; in words where it is not known here.
    #[must_use]
    pub fn filled(&self, name: &str, values: &[String]) -> String {
        let known = self.lock().templates.get(name).cloned();
        let Some(text) = known else { return format!("[{name}] {}", values.join(" · ")) };
        let fill = |text: String, (n, value): (usize, &String)| text.replace(&format!("{{{{{}}}}}", n + 1), value);
        values.iter().enumerate().fold(text, fill)
    }
}
