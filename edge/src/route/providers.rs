//! Setting providers up, and trying them.

use crate::{adapter::set_up, d1, log, reply, request::Ctx, secret, site::Site};
use serde::Deserialize;
use std::collections::BTreeMap;
use weft_shared::{
    time::Timestamp,
    wire::{
        admin::{Providers, SecretLine, SecretWanted},
        problem::Problem,
    },
};
use worker::Response;

/// `GET …/desk/providers`: those who carry messages, what is kept for them, and the keys that sign links.
///
/// # Errors
/// When the register cannot be read.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    #[derive(Deserialize)]
    struct Kept {
        name: String,
        updated_at: i64,
    }
    let site = ctx.site()?;
    let query = "SELECT name, updated_at FROM secret WHERE site = ?1";
    let kept: Vec<Kept> = d1::all(&ctx.env, query, &[d1::text(&site.id)]).await?;
    let kept: BTreeMap<String, Timestamp> = kept.into_iter().map(|row| (row.name, Timestamp(row.updated_at))).collect();
    let line = |(name, purpose): (String, &str)| {
        let since = kept.get(&name).copied();
        let lost = since.is_some() && !site.secrets.has(&name);
        SecretLine { purpose: purpose.to_owned(), since, lost, name }
    };
    reply::json(&Providers {
        providers: set_up::providers(&ctx.config, &site),
        secrets: set_up::secrets(&site).into_iter().map(line).collect(),
        signing: ctx.config.keys.ids(ctx.at),
    })
}

/// `PUT …/desk/secrets/{name}`: 204. The value is sealed, and never read back.
///
/// # Errors
/// `invalid` when the name is none of ours, or the value empty or too long.
pub async fn put_secret(mut ctx: Ctx) -> Result<Response, Problem> {
    let SecretWanted { value } = ctx.json().await?;
    let name: String = ctx.param("name")?;
    if !secret::is_name(&name) {
        return Err(secret::unknown());
    }
    let site = ctx.site()?;
    Site::put_secret(&ctx.env, &ctx.config, &site.id, &name, &value).await?;
    log::info("secret put", serde_json::json!({ "site": site.id, "name": name, "by": ctx.signed_in()?.agent }));
    Ok(reply::nothing())
}

/// `POST …/desk/providers/{provider}/test`: one request that changes nothing, and what came back.
///
/// # Errors
/// `not-found` for an unknown provider; `not-configured` when there is nothing to ask with.
pub async fn test(ctx: Ctx) -> Result<Response, Problem> {
    let provider: String = ctx.param("provider")?;
    reply::json(&set_up::test(&ctx.config, &*ctx.site()?, &provider).await?)
}
