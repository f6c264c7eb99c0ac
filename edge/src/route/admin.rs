//! The operator's routes: sites, agents, and making the read model anew.

use crate::{
    adapter::set_up,
    agents, log,
    object::{
        call::call,
        conversation::call::{ConversationCall, Executed},
        desk::{
            self,
            call::{DeskCall, Guard, Work},
        },
        directory::{self, call::DirectoryCall},
    },
    problem, read_model, reply,
    request::Ctx,
    secret,
    site::Site,
};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use weft_shared::{
    id::{AgentId, ConversationId, SiteId},
    wire::{
        admin::MissingLine,
        agent::AgentRole,
        problem::{Problem, ProblemKind},
    },
};
use worker::Response;

/// How many conversations one request of a rebuild takes: a request may ask a limited number of objects.
const AT_ONCE: u32 = 200;
/// How many of them at the same time.
const ABREAST: usize = 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteDocument {
    settings: serde_json::Value,
    /// TOML; absent means: as it is, or the default.
    #[serde(default)]
    policy: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgentDocument {
    name: String,
    address: String,
    #[serde(default)]
    role: AgentRole,
    /// The number that calls to them go to (E.164).
    #[serde(default)]
    phone: Option<String>,
    /// What they work on and how much of it; absent: as it is.
    #[serde(default)]
    work: Option<Work>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SecretDocument {
    value: String,
}

#[derive(Serialize)]
struct SetUp {
    missing: Vec<MissingLine>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RebuildWanted {
    /// The `next` of the answer before; absent for the first page, which also empties the read model.
    #[serde(default)]
    after: Option<ConversationId>,
}

#[derive(Serialize)]
struct RebuildDone {
    /// How many conversations were asked to say everything again.
    conversations: usize,
    /// To be sent as `after`; none when all were asked.
    next: Option<ConversationId>,
}

/// `PUT /v1/admin/sites/{site}`: 204.
///
/// # Errors
/// `invalid` with every error, `conflict` when another site has one of the addresses.
pub async fn put_site(mut ctx: Ctx) -> Result<Response, Problem> {
    let document: SiteDocument = ctx.json().await?;
    let id: SiteId = ctx.param("site")?;
    Site::put(&ctx.env, &id, &document.settings, document.policy.as_deref()).await?;
    Ok(reply::nothing())
}

/// `PUT /v1/admin/sites/{site}/agents/{agent}`: 204. Doing it again lifts the stop after too many wrong codes.
///
/// # Errors
/// `not-found` without the site, `invalid`, or `conflict` when a colleague has the address.
pub async fn put_agent(mut ctx: Ctx) -> Result<Response, Problem> {
    let AgentDocument { name, address, role, phone, work } = ctx.json().await?;
    let agent: AgentId = ctx.param("agent")?;
    let site = Site::require(&ctx.env, &ctx.param("site")?).await?;
    let wanted = agents::Wanted { agent, name, address, role, phone, work, guard: Guard::default() };
    agents::put(&ctx.env, &ctx.config, &site, wanted).await?;
    Ok(reply::nothing())
}

/// `POST /v1/admin/sites/{site}/rebuild`: empties what is derived and has every conversation say everything again.
/// Repeat with `after` until `next` is null.
///
/// # Errors
/// `not-found` without the site; `busy` when a conversation could not be asked: repeat the same request.
pub async fn rebuild(mut ctx: Ctx) -> Result<Response, Problem> {
    let wanted: RebuildWanted = match crate::request::header(&ctx.request, "content-type") {
        Some(_) => ctx.json().await?,
        None => RebuildWanted::default(),
    };
    let site = Site::require(&ctx.env, &ctx.param("site")?).await?;
    if wanted.after.is_none() {
        read_model::clear(&ctx.env, &site.id).await?;
    }
    let page = DirectoryCall::All { after: wanted.after, limit: AT_ONCE };
    let ids: Vec<ConversationId> = call(&ctx.env, directory::BINDING, site.id.as_str(), &page).await?;
    for some in ids.chunks(ABREAST) {
        let asked = some.iter().map(|id| {
            let (env, site, name) = (ctx.env.clone(), site.id.clone(), format!("{}/{id}", site.id));
            async move { call::<_, Executed>(&env, "CONVERSATION", &name, &ConversationCall::Reproject { site }).await }
        });
        for answer in join_all(asked).await {
            match answer {
                Ok(_) => {}
                // The directory can know a conversation whose first command never came.
                Err(problem) if problem.is(ProblemKind::NotFound) => {}
                Err(_) => return Err(problem::busy()),
            }
        }
    }
    let full = u32::try_from(ids.len()).is_ok_and(|count| count >= AT_ONCE);
    if !full {
        let () = call(&ctx.env, desk::BINDING, site.id.as_str(), &DeskCall::Restored {}).await?;
    }
    reply::json(&RebuildDone { conversations: ids.len(), next: ids.last().copied().filter(|_| full) })
}

/// `GET /v1/admin/sites/{site}/read-model`: how many rows there are, and a digest of them.
///
/// # Errors
/// `not-found` without the site.
pub async fn read_model(ctx: Ctx) -> Result<Response, Problem> {
    let site = Site::require(&ctx.env, &ctx.param("site")?).await?;
    reply::json(&read_model::summary(&ctx.env, &site.id).await?)
}

/// `PUT /v1/admin/sites/{site}/secrets/{name}`: 204. The value is sealed, and never read back.
///
/// # Errors
/// `not-found` without the site; `invalid` when the name is none of ours, or the value empty or too long.
pub async fn put_secret(mut ctx: Ctx) -> Result<Response, Problem> {
    let SecretDocument { value } = ctx.json().await?;
    let site = Site::require(&ctx.env, &ctx.param("site")?).await?;
    let name: String = ctx.param("name")?;
    if !secret::is_name(&name) {
        return Err(secret::unknown());
    }
    Site::put_secret(&ctx.env, &ctx.config, &site.id, &name, &value).await?;
    log::info("secret put", serde_json::json!({ "site": site.id, "name": name }));
    Ok(reply::nothing())
}

/// `GET /v1/admin/sites/{site}/set-up`: what the site's settings ask for and is not there yet.
///
/// # Errors
/// `not-found` without the site.
pub async fn set_up(ctx: Ctx) -> Result<Response, Problem> {
    let site = Site::require(&ctx.env, &ctx.param("site")?).await?;
    reply::json(&SetUp { missing: set_up::missing(&site) })
}
