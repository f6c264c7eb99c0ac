//! Agents and teams: whom programs may name.

use super::query;
use crate::{
    ambient,
    object::{call::call, desk, desk::call::DeskCall},
    reply,
    request::Ctx,
};
use weft_shared::wire::{
    agent::Colleague,
    api::{AgentLine, Agents, TeamLine, Teams},
    problem::Problem,
};
use worker::Response;

/// `GET …/agents`: all of them, by id.
///
/// # Errors
/// When the desk cannot be asked.
pub async fn agents(ctx: Ctx) -> Result<Response, Problem> {
    query(&ctx, &[])?;
    let question = DeskCall::Agents { at: ambient::now() };
    let team: Vec<Colleague> = call(&ctx.env, desk::BINDING, ctx.site()?.id.as_str(), &question).await?;
    let line = |known: Colleague| AgentLine { id: known.agent, name: known.name, teams: known.teams };
    let mut agents: Vec<AgentLine> = team.into_iter().map(line).collect();
    agents.sort_by(|one, other| one.id.cmp(&other.id));
    reply::json(&Agents { agents })
}

/// `GET …/teams`: all of them, by name.
///
/// # Errors
/// `malformed` when there is a query.
pub fn teams(ctx: &Ctx) -> Result<Response, Problem> {
    query(ctx, &[])?;
    let site = ctx.site()?;
    let known = site.policy.routing.teams.iter();
    let teams = known.map(|(name, team)| TeamLine { name: name.clone(), label: team.label.clone() }).collect();
    reply::json(&Teams { teams })
}
