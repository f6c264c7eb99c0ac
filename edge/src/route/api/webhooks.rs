//! Webhooks: for programs with a key, and for the console of those who look after the site.

use super::{
    conversations::rest,
    cursor::List,
    limit,
    once::{Answer, once},
    query,
};
use crate::{
    object::{
        call::call,
        conversation::{
            Hook,
            call::{ConversationCall, Executed},
        },
    },
    problem, reply,
    request::Ctx,
    site::Site,
    webhook::{log, store},
};
use std::rc::Rc;
use weft_shared::{
    id::{DeliveryId, SiteId, WebhookId},
    time::Timestamp,
    wire::{
        api::{Deliveries, DeliveryLine, DeliveryState, NewWebhook, WebhookChange, Webhooks},
        problem::{Problem, ProblemKind},
    },
};
use worker::{Env, Response};

/// The site as the register has it now: what was just changed elsewhere must be seen here.
async fn fresh(env: &Env, id: &SiteId) -> Result<Rc<Site>, Problem> {
    Site::forget(id);
    Site::require(env, id).await
}

/// Who changes something: an agent, or a key.
fn by(ctx: &Ctx) -> Result<String, Problem> {
    match &ctx.signed_in {
        Some(agent) => Ok(agent.agent.to_string()),
        None => Ok(format!("key {}", ctx.caller()?.key)),
    }
}

/// `GET …/webhooks`.
///
/// # Errors
/// When the register cannot be read.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    query(&ctx, &[])?;
    let site = fresh(&ctx.env, &ctx.site()?.id).await?;
    reply::json(&Webhooks { webhooks: site.webhooks.iter().map(|known| known.line.clone()).collect() })
}

/// `GET …/webhooks/{webhook}`.
///
/// # Errors
/// `not-found`.
pub async fn show(ctx: Ctx) -> Result<Response, Problem> {
    query(&ctx, &[])?;
    let site = fresh(&ctx.env, &ctx.site()?.id).await?;
    reply::json(&store::one(&site, ctx.param("webhook")?)?.line)
}

/// `POST …/webhooks` of the console: 201 with the secret, this once.
///
/// # Errors
/// `invalid`, with every error; `conflict` when there are too many.
pub async fn make(mut ctx: Ctx) -> Result<Response, Problem> {
    let new: NewWebhook = ctx.json().await?;
    let made = store::make(&ctx.env, &ctx.config, &ctx.site()?.id, new, &by(&ctx)?, ctx.at).await?;
    Ok(reply::json(&made)?.with_status(201))
}

/// `POST …/webhooks` of the API: the same, once for its key.
///
/// # Errors
/// As [`make`].
pub async fn make_once(mut ctx: Ctx) -> Result<Response, Problem> {
    let (config, by, at) = (Rc::clone(&ctx.config), by(&ctx)?, ctx.at);
    once(&mut ctx, |act, new: NewWebhook| async move {
        Answer::new(201, &store::make(&act.env, &config, &act.site.id, new, &by, at).await?)
    })
    .await
}

/// `PATCH …/webhooks/{webhook}`.
///
/// # Errors
/// `invalid`, `not-found`.
pub async fn change(mut ctx: Ctx) -> Result<Response, Problem> {
    let webhook: WebhookId = ctx.param("webhook")?;
    let change: WebhookChange = ctx.json().await?;
    reply::json(&store::change(&ctx.env, &ctx.config, &ctx.site()?.id, webhook, change).await?)
}

/// `POST …/webhooks/{webhook}/rotate` of the console: a new secret, shown this once; the former one signs beside it for a
/// day.
///
/// # Errors
/// `not-found`.
pub async fn rotate(ctx: Ctx) -> Result<Response, Problem> {
    let webhook: WebhookId = ctx.param("webhook")?;
    reply::json(&store::rotate(&ctx.env, &ctx.config, &ctx.site()?.id, webhook, ctx.at).await?)
}

/// The same of the API, once for its key.
///
/// # Errors
/// As [`rotate`].
pub async fn rotate_once(mut ctx: Ctx) -> Result<Response, Problem> {
    let webhook: WebhookId = ctx.param("webhook")?;
    let (config, at) = (Rc::clone(&ctx.config), ctx.at);
    once(&mut ctx, |act, _: Option<Nothing>| async move {
        Answer::new(200, &store::rotate(&act.env, &config, &act.site.id, webhook, at).await?)
    })
    .await
}

/// The body of a request that says everything by its address.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// `DELETE …/webhooks/{webhook}`: 204.
///
/// # Errors
/// `not-found`.
pub async fn remove(ctx: Ctx) -> Result<Response, Problem> {
    store::remove(&ctx.env, &ctx.site()?.id, ctx.param("webhook")?).await?;
    Ok(reply::nothing())
}

/// `GET …/webhooks/{webhook}/deliveries`: the latest first.
///
/// # Errors
/// `malformed`, `not-found`.
pub async fn deliveries(ctx: Ctx) -> Result<Response, Problem> {
    let (webhook, query): (WebhookId, _) = (ctx.param("webhook")?, query(&ctx, &["cursor", "limit"])?);
    let most = limit(&query)?;
    let list = List::of(&format!("deliveries/{webhook}"), &query);
    let before = list.place(&query)?.map(|place| place.parse().map_err(|_| problem::malformed("cursor is none")));
    let site = fresh(&ctx.env, &ctx.site()?.id).await?;
    store::one(&site, webhook)?;
    let mut deliveries = log::page(&ctx.env, &site.id, webhook, before.transpose()?, most + 1).await?;
    let next = rest(&mut deliveries, most, |last| list.after(&last.id.to_string()));
    reply::json(&Deliveries { deliveries, next })
}

/// `POST …/deliveries/{delivery}/again` of the console: 202.
///
/// # Errors
/// `not-found`; `conflict` when the webhook is switched off.
pub async fn again(ctx: Ctx) -> Result<Response, Problem> {
    let line = send_again(&ctx.env, &ctx.site()?.id, ctx.param("webhook")?, ctx.param("delivery")?).await?;
    Ok(reply::json(&line)?.with_status(202))
}

/// The same of the API, once for its key.
///
/// # Errors
/// As [`again`].
pub async fn again_once(mut ctx: Ctx) -> Result<Response, Problem> {
    let (webhook, delivery) = (ctx.param("webhook")?, ctx.param("delivery")?);
    once(&mut ctx, |act, _: Option<Nothing>| async move {
        Answer::new(202, &send_again(&act.env, &act.site.id, webhook, delivery).await?)
    })
    .await
}

/// Tells it once more, under the same id.
async fn send_again(
    env: &Env,
    site: &SiteId,
    webhook: WebhookId,
    delivery: DeliveryId,
) -> Result<DeliveryLine, Problem> {
    let known = fresh(env, site).await?;
    if !store::one(&known, webhook)?.line.enabled {
        let detail = "the webhook is switched off: switch it on first";
        return Err(Problem::new(ProblemKind::Conflict).detail(detail));
    }
    let (told, line) = log::one(env, site, webhook, delivery).await?;
    let at = Timestamp(told.at as i64);
    let hook = Box::new(Hook { webhook, delivery, event: told.event, at, payload: told.payload });
    let name = format!("{site}/{}", told.conversation);
    let _: Executed = call(env, "CONVERSATION", &name, &ConversationCall::TellAgain { hook }).await?;
    Ok(DeliveryLine { state: DeliveryState::Pending, ..line })
}
