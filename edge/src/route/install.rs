//! Putting the widget on a site's pages, and where it was seen.

use super::{assets, pages};
use crate::{markup::escape, problem, reply, request::Ctx, seen_on};
use weft_shared::wire::{
    admin::{Install, SeenOn},
    problem::Problem,
};
use worker::Response;

/// `GET …/desk/install`: the snippet, and where the widget was seen.
///
/// # Errors
/// `not-configured` when the front end was not built; otherwise when the register cannot be read.
pub async fn show(ctx: Ctx) -> Result<Response, Problem> {
    let site = ctx.site()?;
    let manifest = assets::manifest(&ctx.env).await?;
    let style = manifest.get("chat.css").ok_or_else(|| problem::not_configured("the front end"))?;
    let seen = seen_on::all(&ctx.env, &site.id).await?;
    let origins = site.settings.origins.iter().map(|origin| SeenOn {
        origin: origin.to_string(),
        seen: seen.iter().find(|one| one.origin == origin.as_str()).map(|one| one.at),
    });
    let strange = |one: &&seen_on::Seen| {
        ctx.at.since(one.at) < seen_on::RECENTLY && site.settings.origins.iter().all(|own| own.as_str() != one.origin)
    };
    let strangers = seen.iter().filter(strange).map(|one| SeenOn { origin: one.origin.clone(), seen: Some(one.at) });
    let edge = &ctx.config.public_url;
    reply::json(&Install {
        snippet: format!(
            "<script async src=\"{}/embed.js\" data-site=\"{}\"></script>",
            escape(edge),
            escape(site.id.as_str())
        ),
        origins: origins.collect(),
        strangers: strangers.collect(),
        name: site.settings.name.clone(),
        accent: site.settings.accent.clone(),
        promise: pages::promise(&site.policy),
        promise_rule: pages::promise_rule(&site.policy).map(str::to_owned),
        style: format!("/assets/{style}"),
        page: format!("{edge}/c/{}", site.id),
    })
}
