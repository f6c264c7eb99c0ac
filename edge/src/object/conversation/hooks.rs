//! What other programs are told of a conversation: its line in the API's list, its messages, and webhooks.
//!
//! A webhook's server may take its time. So requests run beside the alarm, which goes on with what customers wait for:
//! each is put off first, and comes again by itself if nothing more is heard of it.

use super::{
    Conversation,
    call::{ConversationCall, Executed},
    journal,
    outbox::{self, Due, Hook, Order},
};
use crate::{
    adapter::provider,
    ambient, d1, log,
    object::{call::call, sql},
    problem::{self, OrInternal},
    site::Site,
    webhook::{self, Webhook, log::Told},
};
use serde::Deserialize;
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};
use weft_shared::{
    conversation::Conversation as Thread,
    disclose::{announcement, conversation_for_partner, message_for_partner},
    id::{ConversationId, WebhookId},
    time::{MINUTE, SECOND, Timestamp},
    wire::{
        api::{self, AttemptLine, DeliveryState, Moment, State},
        problem::Problem,
    },
};
use worker::{Env, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, SqlStorage, wasm_bindgen::JsValue};

/// How long a webhook may take to answer, in milliseconds.
const PATIENCE: u32 = 10_000;
/// When a request that nothing more is heard of comes again: later than any batch of them takes.
const UNHEARD: i64 = 5 * MINUTE;
/// Events that are read at once.
const PAGE: usize = 100;
/// The status by which a webhook says that it wants nothing more.
const GONE: u16 = 410;

/// The conversation as a program with a key sees it.
///
/// # Errors
/// `not-found` before it has begun.
pub fn show(object: &Conversation) -> Result<api::Conversation, Problem> {
    let thread = object.begun()?;
    conversation_for_partner(&thread, changed(object, &thread)?).ok_or_else(problem::not_found)
}

/// When the last event was.
fn changed(object: &Conversation, thread: &Thread) -> Result<Timestamp, Problem> {
    let last = journal::page(&object.state.storage().sql(), thread.seq.saturating_sub(1), 1)?;
    Ok(last.first().map_or(Timestamp(0), |event| event.at))
}

/// Its messages after a place.
///
/// # Errors
/// `not-found` before it has begun.
pub fn messages(object: &Conversation, site: &Site, after: u64, most: u32) -> Result<Vec<api::Message>, Problem> {
    let (thread, sql) = (object.begun()?, object.state.storage().sql());
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let (mut found, mut place) = (Vec::new(), after);
    while found.len() < most {
        let events = journal::page(&sql, place, PAGE)?;
        let Some(last) = events.last() else { break };
        place = last.seq;
        found.extend(events.iter().filter_map(|event| message_for_partner(&thread, &site.policy, event)));
    }
    found.truncate(most);
    Ok(found)
}

/// Brings its line in the API's list up to date.
///
/// # Errors
/// `internal` or `busy` when the database fails; then the outbox comes back.
pub async fn line(object: &Conversation, site: &Site, thread: &Thread) -> Result<(), Problem> {
    let Some(shown) = conversation_for_partner(thread, changed(object, thread)?) else { return Ok(()) };
    let text = serde_json::to_string(&shown).or_internal("writing a line")?;
    let values = [
        d1::text(site.id.as_str()),
        d1::text(shown.id.to_string()),
        JsValue::from_f64(shown.seq as f64),
        d1::number(u32::from(shown.state == State::Open)),
        d1::optional(shown.owner.as_ref().map(|owner| owner.as_str())),
        d1::optional(shown.team.as_deref()),
        d1::optional(shown.channel.as_ref().map(|channel| channel.as_str())),
        d1::moment(shown.updated_at.0),
        d1::text(text),
        d1::moment(shown.opened_at.0),
    ];
    let query = "INSERT INTO conversation_line \
            (site, conversation, seq, open, owner, team, channel, updated_at, line, opened_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
         ON CONFLICT DO UPDATE SET seq = ?3, open = ?4, owner = ?5, team = ?6, channel = ?7, updated_at = ?8, line = ?9, \
            opened_at = ?10 WHERE seq < ?3";
    d1::run(&object.env, query, &values).await.map(drop)
}

#[derive(Deserialize)]
struct Mark {
    value: u64,
}

/// Puts what webhooks are to be told into the outbox, once: what happened since the last time, to each that was there
/// when it happened.
///
/// # Errors
/// `internal` when the journal cannot be read or written; then the outbox comes back.
pub fn announce(object: &Conversation, site: &Site) -> Result<(), Problem> {
    let (thread, sql) = (object.thread()?, object.state.storage().sql());
    let Some(identity) = &thread.identity else { return Ok(()) };
    sql::run(&sql, "INSERT INTO mark (name, value) VALUES ('announced', 0) ON CONFLICT DO NOTHING", vec![])?;
    loop {
        let mark = sql::first::<Mark>(&sql, "SELECT value FROM mark WHERE name = 'announced'", vec![])?;
        let events = journal::page(&sql, mark.map_or(0, |mark| mark.value), PAGE)?;
        let Some(last) = events.last() else { return Ok(()) };
        let mut orders = Vec::new();
        for event in &events {
            let told = |hook: &&Webhook| hook.line.enabled && hook.line.made_at.0 <= event.at;
            let Some(payload) = announcement(&thread, &site.policy, event) else { continue };
            let text = serde_json::to_string(&payload).or_internal("writing what a webhook is told")?;
            for hook in site.webhooks.iter().filter(told).filter(|hook| hook.wants(payload.kind)) {
                orders.push(Order::Hook(Box::new(Hook {
                    webhook: hook.line.id,
                    delivery: webhook::delivery(hook.line.id, identity.conversation, event),
                    event: payload.kind,
                    at: event.at,
                    payload: text.clone(),
                })));
            }
        }
        sql::atomically(&object.state, |sql| {
            orders.iter().try_for_each(|order| outbox::put(sql, order, ambient::now()))?;
            let place = vec![sql::integer(last.seq)];
            sql::run(sql, "UPDATE mark SET value = ? WHERE name = 'announced'", place)
        })?;
    }
}

/// Begins to tell webhooks what is due; to each of them one after the other.
///
/// # Errors
/// `internal` when that cannot be stored: then nothing is sent.
pub fn send(object: &Conversation, site: &Rc<Site>, due: Vec<Due>) -> Result<(), Problem> {
    let thread = object.thread()?;
    let Some(identity) = thread.identity.as_ref().filter(|_| !due.is_empty()) else { return Ok(()) };
    let sql = object.state.storage().sql();
    for Due { id, order, tries } in due {
        let Order::Hook(hook) = order else { continue };
        let webhook = hook.webhook;
        let mut telling = object.telling.borrow_mut();
        let line = telling.entry(webhook).or_default();
        if line.iter().any(|(waiting, ..)| *waiting == id) {
            outbox::postpone(&sql, id, ambient::now().plus(UNHEARD))?;
            continue;
        }
        outbox::begin(&sql, id)?;
        outbox::postpone(&sql, id, ambient::now().plus(UNHEARD))?;
        let idle = line.is_empty();
        line.push_back((id, tries, *hook));
        drop(telling);
        if !idle {
            continue;
        }
        let (lines, conversation) = (Rc::clone(&object.telling), identity.conversation);
        let (env, sql, site) = (object.env.clone(), sql.clone(), Rc::clone(site));
        object.state.wait_until(async move {
            let at = Telling { env, sql, site, conversation, webhook };
            // The first stays in line while it is told, so that whoever comes sees that somebody is at it.
            while let Some((id, tries, hook)) = first(&lines, webhook) {
                if let Err(problem) = at.tell(id, tries, &hook).await {
                    log::failure("telling a webhook", &problem.kind);
                }
                lines.borrow_mut().entry(webhook).or_default().pop_front();
            }
            // What is to be tried again has another time now.
            let name = format!("{}/{}", at.site.id, at.conversation);
            let armed = call::<_, Executed>(&at.env, "CONVERSATION", &name, &ConversationCall::Arm {}).await;
            if let Err(problem) = armed {
                log::failure("waiting for a webhook", &problem.kind);
            }
        });
    }
    Ok(())
}

fn first(lines: &Lines, webhook: WebhookId) -> Option<(u64, u32, Hook)> {
    let mut lines = lines.borrow_mut();
    let first = lines.get(&webhook).and_then(|line| line.front().cloned());
    if first.is_none() {
        lines.remove(&webhook);
    }
    first
}

/// What each webhook is to be told, in order; the first of a line is being told. It is in memory only: the outbox has all
/// of it.
pub type Lines = Rc<RefCell<BTreeMap<WebhookId, VecDeque<(u64, u32, Hook)>>>>;

/// What telling one webhook needs: it outlives the alarm that began it.
struct Telling {
    env: Env,
    sql: SqlStorage,
    site: Rc<Site>,
    conversation: ConversationId,
    webhook: WebhookId,
}

impl Telling {
    async fn tell(&self, id: u64, tries: u32, hook: &Hook) -> Result<(), Problem> {
        // What it says may have changed since, also by the request just before.
        let site = Site::require(&self.env, &self.site.id).await?;
        let Some(known) = site.webhooks.iter().find(|known| known.line.id == self.webhook) else {
            return outbox::done(&self.sql, id);
        };
        if !known.line.enabled {
            return outbox::bury(&self.sql, id, "the webhook is switched off");
        }
        let begun = ambient::now();
        let answer = self.request(known, hook, begun).await;
        let status = answer.as_ref().ok().copied();
        let attempt = AttemptLine { at: Moment(begun), status, error: answer.err() };
        let pause = usize::try_from(tries).ok().and_then(|tries| webhook::PAUSES.get(tries));
        let (state, next) = match (status, pause) {
            (Some(200..=299), _) => (DeliveryState::Delivered, None),
            (Some(GONE), _) | (_, None) => (DeliveryState::Failed, None),
            (_, Some(pause)) => {
                // A tenth more at most, so that what failed together does not come back together.
                let [share] = ambient::random::<1>()?;
                let more = pause / 10 * i64::from(share) / i64::from(u8::MAX);
                (DeliveryState::Pending, Some(ambient::now().plus(pause + more)))
            }
        };
        match (state, next) {
            (DeliveryState::Delivered, _) => outbox::done(&self.sql, id)?,
            (_, Some(next)) => outbox::postpone(&self.sql, id, next)?,
            (_, None) => outbox::bury(&self.sql, id, "the webhook did not take it")?,
        }
        if status == Some(GONE) {
            webhook::store::disable(&self.env, &site.id, self.webhook, "it answered 410 Gone").await?;
        }
        let told = Told {
            site: &site.id,
            webhook: self.webhook,
            delivery: hook.delivery,
            event: hook.event,
            conversation: self.conversation,
            at: hook.at,
            payload: &hook.payload,
        };
        webhook::log::note(&self.env, &told, &attempt, state, next).await
    }

    /// The status of the answer, or why there is none.
    async fn request(&self, to: &Webhook, hook: &Hook, now: Timestamp) -> Result<u16, String> {
        let config = crate::config::Config::load(&self.env).map_err(|problem| problem.title)?;
        let url = webhook::check(&to.line.url, &config.origin)?;
        let secrets = to.secrets(now);
        let id = hook.delivery.to_string();
        let signed = webhook::signature(&secrets, &id, now, &hook.payload).filter(|_| !secrets.is_empty());
        let signed = signed.ok_or_else(|| "its secret cannot be read: give it a new one".to_owned())?;
        let request = || {
            let headers = Headers::new();
            headers.set("content-type", "application/json")?;
            headers.set("user-agent", "Weft-Webhooks/1")?;
            headers.set("webhook-id", &id)?;
            headers.set("webhook-timestamp", &now.0.div_euclid(SECOND).to_string())?;
            headers.set("webhook-signature", &signed)?;
            let mut init = RequestInit::new();
            init.with_method(Method::Post)
                .with_headers(headers)
                .with_redirect(RequestRedirect::Manual)
                .with_body(Some(hook.payload.as_str().into()));
            Request::new_with_init(&url, &init)
        };
        let request = request().map_err(|_| "it is no address that can be asked".to_owned())?;
        let patience = provider::patience(PATIENCE);
        match Fetch::Request(request).send_with_signal(&patience).await {
            Ok(response) => Ok(response.status_code()),
            Err(_) if patience.aborted() => Err("it did not answer within 10 seconds".to_owned()),
            Err(_) => Err("it cannot be reached".to_owned()),
        }
    }
}
