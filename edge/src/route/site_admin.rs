//! Looking after a site: settings, agents.

use crate::{
    agents,
    object::{
        call::call,
        desk::{
            self,
            call::{AgentDetail, CAPACITY, DeskCall, Guard, Work},
        },
    },
    problem,
    problem::OrInternal,
    reply,
    request::{Ctx, header},
    site::{Site, register},
};
use weft_shared::{
    id::AgentId,
    wire::{
        admin::{AgentLine, AgentWanted, People, SettingsFile, SiteSettings, TeamOf},
        problem::Problem,
    },
};
use worker::{Env, Response};

/// `GET …/desk/settings`: the site's settings, with their version as the `ETag` too.
///
/// # Errors
/// When the register cannot be read.
pub async fn settings(ctx: Ctx) -> Result<Response, Problem> {
    let (version, settings) = register::settings(&ctx.env, &ctx.site()?.id).await?;
    file(version, settings.shown())
}

/// `PUT …/desk/settings`: other settings, made from the version that `If-Match` names.
///
/// # Errors
/// `malformed` without `If-Match`; `invalid` with every error; `conflict` when somebody else was quicker, or another site
/// has one of the addresses.
pub async fn put_settings(mut ctx: Ctx) -> Result<Response, Problem> {
    let wanted: SiteSettings = ctx.json().await?;
    let base = header(&ctx.request, "if-match").unwrap_or_default();
    let base = base.trim().trim_matches('"').to_owned();
    if base.is_empty() {
        return Err(problem::malformed("If-Match must carry the version that the change was made from"));
    }
    let id = ctx.site()?.id.clone();
    let (version, settings) = register::change(&ctx.env, &id, &base, &wanted).await?;
    file(version, settings.shown())
}

fn file(version: String, settings: SiteSettings) -> Result<Response, Problem> {
    let response = reply::json(&SettingsFile { version: version.clone(), settings })?;
    response.headers().set("etag", &format!("\"{version}\"")).or_internal("setting a header")?;
    Ok(response)
}

/// `GET …/desk/agents`: everybody, and the teams.
///
/// # Errors
/// When the desk cannot be asked.
pub async fn agents(ctx: Ctx) -> Result<Response, Problem> {
    reply::json(&people(&ctx.env, &*ctx.site()?).await?)
}

/// `PUT …/desk/agents/{agent}`: enters or changes an agent; answered as [`agents`].
///
/// # Errors
/// `invalid` with every error; `conflict` when a colleague has the address, when there must be nobody by this id and there
/// is, or when nobody would look after the site any more.
pub async fn put_agent(mut ctx: Ctx) -> Result<Response, Problem> {
    let AgentWanted { new, name, address, role, phone, teams, skills, languages, capacity } = ctx.json().await?;
    let agent: AgentId = ctx.param("agent")?;
    let site = ctx.site()?;
    let work = Work {
        teams: teams.into_iter().collect(),
        skills: skills.into_iter().collect(),
        languages: languages.into_iter().collect(),
        capacity: Some(capacity),
    };
    let guard = Guard { new, admin_stays: true };
    let wanted = agents::Wanted { agent, name, address, role, phone, work: Some(work), guard };
    agents::put(&ctx.env, &ctx.config, &site, wanted).await?;
    reply::json(&people(&ctx.env, &site).await?)
}

/// `DELETE …/desk/agents/{agent}`: somebody is an agent no more; answered as [`agents`].
///
/// # Errors
/// `not-found`; `conflict` when nobody would look after the site any more.
pub async fn remove_agent(ctx: Ctx) -> Result<Response, Problem> {
    let agent: AgentId = ctx.param("agent")?;
    let site = ctx.site()?;
    let remove = DeskCall::RemoveAgent { agent, guard: Guard { new: false, admin_stays: true } };
    call::<_, ()>(&ctx.env, desk::BINDING, site.id.as_str(), &remove).await?;
    reply::json(&people(&ctx.env, &site).await?)
}

async fn people(env: &Env, site: &Site) -> Result<People, Problem> {
    let known: Vec<AgentDetail> = call(env, desk::BINDING, site.id.as_str(), &DeskCall::AgentDetails {}).await?;
    let teams = site.policy.routing.teams.iter().map(|(name, team)| TeamOf {
        team: name.clone(),
        label: team.label.clone(),
        hours: team.hours.clone(),
    });
    Ok(People { agents: known.into_iter().map(line).collect(), teams: teams.collect() })
}

fn line(known: AgentDetail) -> AgentLine {
    let AgentDetail { agent, name, address, role, phone, work, present, available, load } = known;
    AgentLine {
        agent,
        name,
        address,
        role,
        phone,
        teams: work.teams.into_iter().collect(),
        skills: work.skills.into_iter().collect(),
        languages: work.languages.into_iter().collect(),
        capacity: work.capacity.unwrap_or(CAPACITY),
        load,
        present,
        available,
    }
}
