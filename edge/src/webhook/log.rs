//! What webhooks were told, try by try.

use crate::{d1, problem};
use serde::Deserialize;
use weft_shared::{
    id::{ConversationId, DeliveryId, SiteId, WebhookId},
    time::{DAY, Timestamp},
    wire::{
        api::{AttemptLine, DeliveryLine, DeliveryState, HookEvent, Moment},
        problem::Problem,
    },
};
use worker::{Env, wasm_bindgen::JsValue};

/// How long a line is kept, and how many of one address are.
const KEPT: i64 = 30 * DAY;
const MOST: u32 = 1_000;
/// How many tries of a line are shown.
const TRIES: usize = 20;

/// What is told.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// Whose it is.
    pub site: &'a SiteId,
    /// To whom.
    pub webhook: WebhookId,
    /// Its id.
    pub delivery: DeliveryId,
    /// What.
    pub event: HookEvent,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// When it happened.
    pub at: Timestamp,
    /// The body.
    pub payload: &'a str,
}

/// Notes a try, and what comes of it.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn note(
    env: &Env,
    told: &Told<'_>,
    attempt: &AttemptLine,
    state: DeliveryState,
    next: Option<Timestamp>,
) -> Result<(), Problem> {
    let tried = serde_json::to_string(attempt).unwrap_or_default();
    let values = [
        d1::text(told.site.as_str()),
        d1::text(told.webhook.to_string()),
        d1::text(told.delivery.to_string()),
        d1::text(told.event.name()),
        d1::text(told.conversation.to_string()),
        d1::moment(told.at),
        d1::text(told.payload),
        d1::text(name(state)),
        d1::text(tried),
        next.map_or(JsValue::NULL, d1::moment),
    ];
    let query = "INSERT INTO webhook_delivery \
            (site, webhook, id, event, conversation, at, payload, state, attempts, next_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, json_array(json(?9)), ?10) \
         ON CONFLICT DO UPDATE SET state = ?8, attempts = json_insert(attempts, '$[#]', json(?9)), next_at = ?10";
    d1::run(env, query, &values).await?;
    // Every now and then is often enough; the id is as good as chance.
    if told.delivery.bits() & 31 == 0 {
        let [site, webhook, ..] = values;
        let old = d1::moment(attempt.at.0.plus(-KEPT));
        let query = format!(
            "DELETE FROM webhook_delivery WHERE site = ?1 AND webhook = ?2 AND (at < ?3 OR id <= \
             (SELECT id FROM webhook_delivery WHERE site = ?1 AND webhook = ?2 ORDER BY id DESC LIMIT 1 OFFSET {MOST}))"
        );
        d1::run(env, &query, &[site, webhook, old]).await?;
    }
    Ok(())
}

const fn name(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Pending => "pending",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Failed => "failed",
    }
}

#[derive(Deserialize)]
struct Row {
    id: DeliveryId,
    event: HookEvent,
    conversation: ConversationId,
    at: f64,
    state: DeliveryState,
    attempts: String,
    next_at: Option<f64>,
}

impl Row {
    fn line(self) -> DeliveryLine {
        let mut attempts: Vec<AttemptLine> = serde_json::from_str(&self.attempts).unwrap_or_default();
        let forgotten = attempts.len().saturating_sub(TRIES);
        attempts.drain(..forgotten);
        let moment = |ms: f64| Moment(Timestamp(ms as i64));
        DeliveryLine {
            id: self.id,
            event: self.event,
            conversation: self.conversation,
            at: moment(self.at),
            state: self.state,
            attempts,
            next_at: self.next_at.map(moment),
        }
    }
}

/// A page of lines before one, the latest first: so many, and one more if there is one.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn page(
    env: &Env,
    site: &SiteId,
    webhook: WebhookId,
    before: Option<DeliveryId>,
    most: u32,
) -> Result<Vec<DeliveryLine>, Problem> {
    let query = "SELECT id, event, conversation, at, state, attempts, next_at FROM webhook_delivery \
         WHERE site = ?1 AND webhook = ?2 AND (?3 IS NULL OR id < ?3) ORDER BY id DESC LIMIT ?4";
    let before = d1::optional(before.map(|before| before.to_string()));
    let values = [d1::text(site.as_str()), d1::text(webhook.to_string()), before, d1::number(most)];
    let rows: Vec<Row> = d1::all(env, query, &values).await?;
    Ok(rows.into_iter().map(Row::line).collect())
}

/// What was told once, to be told again.
pub struct Again {
    /// What.
    pub event: HookEvent,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// When it happened.
    pub at: f64,
    /// The body.
    pub payload: String,
}

/// One of the log.
///
/// # Errors
/// `not-found`; otherwise as [`page`].
pub async fn one(
    env: &Env,
    site: &SiteId,
    webhook: WebhookId,
    delivery: DeliveryId,
) -> Result<(Again, DeliveryLine), Problem> {
    let query = "SELECT id, event, conversation, at, payload, state, attempts, next_at FROM webhook_delivery \
         WHERE site = ?1 AND webhook = ?2 AND id = ?3";
    let values = [d1::text(site.as_str()), d1::text(webhook.to_string()), d1::text(delivery.to_string())];
    #[derive(Deserialize)]
    struct Both {
        #[serde(flatten)]
        line: Row,
        payload: String,
    }
    let Both { line: row, payload } = d1::first(env, query, &values).await?.ok_or_else(problem::not_found)?;
    let again = Again { event: row.event, conversation: row.conversation, at: row.at, payload };
    Ok((again, row.line()))
}
