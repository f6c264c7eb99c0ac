//! The addresses that a site wants to be told at.

use super::{OVERLAP, new_secret};
use crate::{config::Config, config::Secret, d1, problem, problem::OrInternal, secret, site::Site};
use serde::Deserialize;
use weft_shared::{
    id::{SiteId, WebhookId},
    time::Timestamp,
    token::KeyRing,
    wire::{
        api::{HookEvent, Moment, NewWebhook, WebhookChange, WebhookLine, WebhookMade},
        problem::{Problem, ProblemKind},
    },
};
use worker::{Env, wasm_bindgen::JsValue};

/// The most addresses of a site.
const MOST: u32 = 20;
/// The longest description, in characters.
const LONGEST: usize = 200;

/// An address with what signs its requests.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// What is shown of it.
    pub line: WebhookLine,
    /// The secrets that sign now, the present one first.
    secret: Option<Secret>,
    former: Option<Secret>,
}

impl Webhook {
    /// Whether it is told of such events.
    #[must_use]
    pub fn wants(&self, event: HookEvent) -> bool {
        self.line.enabled && (self.line.events.is_empty() || self.line.events.contains(&event))
    }

    /// What signs a request now.
    #[must_use]
    pub fn secrets(&self, now: Timestamp) -> Vec<&str> {
        let former = self.line.former_secret_until.is_some_and(|until| now < until.0);
        let all = [self.secret.as_ref(), self.former.as_ref().filter(|_| former)];
        all.into_iter().flatten().map(Secret::reveal).collect()
    }
}

/// A row, as the register and the site's own query give it.
#[derive(Deserialize)]
pub struct Row {
    id: WebhookId,
    url: String,
    events: String,
    description: Option<String>,
    enabled: f64,
    disabled_because: Option<String>,
    made_at: f64,
    made_by: String,
    sealed: String,
    former_sealed: Option<String>,
    former_until: Option<f64>,
}

/// The rows of a site as one JSON text, for the query that loads it.
pub const AS_JSON: &str = "(SELECT json_group_array(json_object('id', id, 'url', url, 'events', events, \
    'description', description, 'enabled', enabled, 'disabled_because', disabled_because, 'made_at', made_at, \
    'made_by', made_by, 'sealed', sealed, 'former_sealed', former_sealed, 'former_until', former_until)) \
    FROM (SELECT * FROM webhook WHERE site = ?1 ORDER BY id)) AS hooks";

impl Row {
    /// The address, with its secrets opened. One whose key is gone signs nothing, and so is told nothing.
    #[must_use]
    pub fn open(self, keys: &KeyRing, site: &SiteId) -> Webhook {
        let name = sealed_name(self.id);
        let opened = |sealed: String| {
            let secrets = secret::Secrets::open(keys, site, &[(name.clone(), sealed)]);
            secrets.get(&name).ok().cloned()
        };
        let moment = |ms: f64| Moment(Timestamp(ms as i64));
        let events = self.events.split(' ');
        let known = |name: &str| HookEvent::ALL.iter().copied().find(|event| event.name() == name);
        Webhook {
            secret: opened(self.sealed),
            former: self.former_sealed.and_then(opened),
            line: WebhookLine {
                id: self.id,
                url: self.url,
                events: events.filter_map(known).collect(),
                description: self.description,
                enabled: self.enabled > 0.0,
                disabled_because: self.disabled_because,
                made_at: moment(self.made_at),
                made_by: self.made_by,
                former_secret_until: self.former_until.map(moment),
            },
        }
    }
}

fn sealed_name(webhook: WebhookId) -> String {
    format!("webhook-{webhook}")
}

/// One address of a site.
///
/// # Errors
/// `not-found`.
pub fn one(site: &Site, webhook: WebhookId) -> Result<&Webhook, Problem> {
    site.webhooks.iter().find(|known| known.line.id == webhook).ok_or_else(problem::not_found)
}

/// Enters an address.
///
/// # Errors
/// `invalid`, with every error; `conflict` when there are too many; `internal` or `busy` when the database fails.
pub async fn make(
    env: &Env,
    config: &Config,
    site: &SiteId,
    new: NewWebhook,
    by: &str,
    at: Timestamp,
) -> Result<WebhookMade, Problem> {
    let NewWebhook { url, events, description } = new;
    let change = WebhookChange { url: Some(url), events: Some(events), description, enabled: None };
    let WebhookChange { url, events, description, .. } = checked(change, config)?;
    let id = WebhookId::new(at, crate::ambient::new_id10()?);
    let secret = new_secret()?;
    let sealed = secret::seal(&config.keys, site, &sealed_name(id), &secret)?;
    let line = WebhookLine {
        id,
        url: url.unwrap_or_default(),
        events: events.unwrap_or_default(),
        description,
        enabled: true,
        disabled_because: None,
        made_at: Moment(at),
        made_by: by.to_owned(),
        former_secret_until: None,
    };
    let values = [
        d1::text(site.as_str()),
        d1::text(id.to_string()),
        d1::text(&line.url),
        d1::text(names(&line.events)),
        d1::optional(line.description.as_deref()),
        d1::moment(at),
        d1::text(by),
        d1::text(sealed),
    ];
    let query = format!(
        "INSERT INTO webhook (site, id, url, events, description, made_at, made_by, sealed) \
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE (SELECT count(*) FROM webhook WHERE site = ?1) < {MOST}"
    );
    if d1::run(env, &query, &values).await? == 0 {
        let detail = format!("a site has at most {MOST} webhooks: remove one");
        return Err(Problem::new(ProblemKind::Conflict).detail(detail));
    }
    Site::forget(site);
    Ok(WebhookMade { webhook: line, secret })
}

/// Changes an address. Switching it on forgets why it was off.
///
/// # Errors
/// `invalid`, `not-found`; otherwise as [`make`].
pub async fn change(
    env: &Env,
    config: &Config,
    site: &SiteId,
    webhook: WebhookId,
    change: WebhookChange,
) -> Result<WebhookLine, Problem> {
    let WebhookChange { url, events, description, enabled } = checked(change, config)?;
    let described = u32::from(description.is_some());
    let values = [
        d1::text(site.as_str()),
        d1::text(webhook.to_string()),
        d1::optional(url.as_deref()),
        d1::optional(events.as_deref().map(names)),
        d1::number(described),
        d1::optional(description.filter(|text| !text.is_empty())),
        enabled.map_or(JsValue::NULL, |enabled| d1::number(u32::from(enabled))),
    ];
    let query = "UPDATE webhook SET url = coalesce(?3, url), events = coalesce(?4, events), \
         description = CASE WHEN ?5 = 1 THEN ?6 ELSE description END, enabled = coalesce(?7, enabled), \
         disabled_because = CASE WHEN ?7 IS NULL THEN disabled_because ELSE NULL END WHERE site = ?1 AND id = ?2";
    if d1::run(env, query, &values).await? == 0 {
        return Err(problem::not_found());
    }
    Site::forget(site);
    Ok(one(&*Site::require(env, site).await?, webhook)?.line.clone())
}

/// Gives it a new secret; the former one signs beside it for a day.
///
/// # Errors
/// `not-found`; otherwise as [`make`].
pub async fn rotate(
    env: &Env,
    config: &Config,
    site: &SiteId,
    webhook: WebhookId,
    at: Timestamp,
) -> Result<WebhookMade, Problem> {
    let secret = new_secret()?;
    let sealed = secret::seal(&config.keys, site, &sealed_name(webhook), &secret)?;
    let until = at.plus(OVERLAP);
    let values = [d1::text(site.as_str()), d1::text(webhook.to_string()), d1::text(sealed), d1::moment(until)];
    let query = "UPDATE webhook SET former_sealed = sealed, former_until = ?4, sealed = ?3 WHERE site = ?1 AND id = ?2";
    if d1::run(env, query, &values).await? == 0 {
        return Err(problem::not_found());
    }
    Site::forget(site);
    let site = Site::require(env, site).await?;
    Ok(WebhookMade { webhook: one(&site, webhook)?.line.clone(), secret })
}

/// Switches an address off that says it is gone.
///
/// # Errors
/// As [`make`].
pub async fn disable(env: &Env, site: &SiteId, webhook: WebhookId, because: &str) -> Result<(), Problem> {
    let values = [d1::text(site.as_str()), d1::text(webhook.to_string()), d1::text(because)];
    let query = "UPDATE webhook SET enabled = 0, disabled_because = ?3 WHERE site = ?1 AND id = ?2";
    d1::run(env, query, &values).await?;
    Site::forget(site);
    Ok(())
}

/// Removes an address with its log. What waits to be told to it is told to nobody.
///
/// # Errors
/// `not-found`; otherwise as [`make`].
pub async fn remove(env: &Env, site: &SiteId, webhook: WebhookId) -> Result<(), Problem> {
    let values = [d1::text(site.as_str()), d1::text(webhook.to_string())];
    let removed = d1::run(env, "DELETE FROM webhook WHERE site = ?1 AND id = ?2", &values).await?;
    if removed == 0 {
        return Err(problem::not_found());
    }
    d1::run(env, "DELETE FROM webhook_delivery WHERE site = ?1 AND webhook = ?2", &values).await?;
    Site::forget(site);
    Ok(())
}

fn names(events: &[HookEvent]) -> String {
    events.iter().map(|event| event.name()).collect::<Vec<_>>().join(" ")
}

fn checked(mut change: WebhookChange, config: &Config) -> Result<WebhookChange, Problem> {
    let mut problem = Problem::new(ProblemKind::Invalid);
    if let Some(url) = change.url.take() {
        match super::check(url.trim(), &config.origin) {
            Ok(url) => change.url = Some(url),
            Err(why) => problem.errors.push(format!("url: {why}")),
        }
    }
    if let Some(events) = &mut change.events {
        events.sort_unstable();
        events.dedup();
    }
    if let Some(description) = change.description.take() {
        let description = description.trim().to_owned();
        if description.chars().count() > LONGEST || description.chars().any(char::is_control) {
            problem.errors.push(format!("description: must be one line of at most {LONGEST} characters"));
        }
        change.description = Some(description);
    }
    if problem.errors.is_empty() { Ok(change) } else { Err(problem) }
}

/// Reads what [`AS_JSON`] selected.
///
/// # Errors
/// `internal` when it is not that.
pub fn read(json: &str, keys: &KeyRing, site: &SiteId) -> Result<Vec<Webhook>, Problem> {
    let rows: Vec<Row> = serde_json::from_str(json).or_internal("reading a site's webhooks")?;
    Ok(rows.into_iter().map(|row| row.open(keys, site)).collect())
}
