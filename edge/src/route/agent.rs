//! Agents sign in: a code to the address that the operator entered, then a cookie.

use crate::{
    adapter::mail::{self, Letter},
    ambient,
    config::Config,
    log,
    object::{
        call::call,
        desk::{
            self,
            call::{DeskCall, KnownAgent},
            session::{self, LIFETIME},
            sessions::Opening,
        },
        verifier::{
            self,
            call::{CheckAnswer, IssueAnswer, VerifierCall},
        },
    },
    problem::OrInternal,
    reply,
    request::{Ctx, header},
    site::Site,
};
use serde_json::json;
use std::rc::Rc;
use weft_shared::{
    address::MailAddress,
    browser::Browser,
    identity::Identifier,
    policy::LetterKind,
    time::{MINUTE, Timestamp},
    verify::Limits,
    wire::{
        agent::{AnswerLine, Me, NoteLimitsLine, SignIn, SignInWanted},
        problem::{Problem, ProblemKind},
    },
};
use worker::{Env, Response};

/// What an agent's code is for.
const PURPOSE: &str = "agent-sign-in";

/// `POST …/agent/code`: always 202 and at once; whether the address is an agent's shows in that mailbox only.
///
/// # Errors
/// `malformed` when the body is.
pub async fn code(mut ctx: Ctx) -> Result<Response, Problem> {
    let wanted: SignInWanted = ctx.json().await?;
    let site = ctx.site()?;
    if let Ok(address) = MailAddress::parse(&wanted.address) {
        let (env, config, at) = (ctx.env.clone(), Rc::clone(&ctx.config), ctx.at);
        ctx.background.wait_until(async move {
            if let Err(problem) = send_code(&env, &config, &site, &address.identifier(), at).await {
                log::warn("no sign-in code", json!({ "site": site.id.as_str(), "because": problem.kind }));
            }
        });
    }
    reply::accepted()
}

/// Everybody's address gets a code made, so that typing one tells nothing; only an agent's gets it sent.
async fn send_code(
    env: &Env,
    config: &Config,
    site: &Site,
    address: &Identifier,
    at: Timestamp,
) -> Result<(), Problem> {
    let limits = Limits::of(&site.policy);
    let issue = VerifierCall::Issue { site: site.id.clone(), purpose: PURPOSE.to_owned(), at, limits };
    let issued: IssueAnswer = call(env, verifier::BINDING, &verifier_of(config, site, address), &issue).await?;
    let IssueAnswer::Issued { code, valid_ms, .. } = issued else {
        return Err(Problem::new(ProblemKind::TooMany));
    };
    let valid = format!("{} minutes", valid_ms / MINUTE);
    let name = &site.settings.name;
    notify(
        env,
        config,
        site,
        address,
        LetterKind::SignIn,
        &[("code", code), ("site", name.clone()), ("valid", valid)],
        at,
    )
    .await
}

/// Writes to an agent; to nobody else.
async fn notify(
    env: &Env,
    config: &Config,
    site: &Site,
    address: &Identifier,
    letter: LetterKind,
    values: &[(&str, String)],
    at: Timestamp,
) -> Result<(), Problem> {
    let Some(agent) = agent_of(env, site, address).await? else { return Ok(()) };
    let mut values = values.to_vec();
    values.push(("agent", agent.name.clone()));
    let letter = Letter {
        template: letter.name(),
        to: &address.value,
        to_name: Some(&agent.name),
        subject: None,
        text: "",
        values: &values,
        conversation: None,
        message: None,
        in_reply_to: None,
        references: &[],
        automatic: true,
        files: Vec::new(),
    };
    mail::send(env, config, site, &letter, at).await.map(drop).map_err(|_| Problem::new(ProblemKind::Busy))
}

/// `POST …/agent/session`: the code, as typed.
///
/// # Errors
/// `code-wrong`, `code-expired` or `too-many`, for agents' addresses and all others alike.
pub async fn sign_in(mut ctx: Ctx) -> Result<Response, Problem> {
    let SignIn { address, code } = ctx.json().await?;
    let site = ctx.site()?;
    let wrong = || Problem::new(ProblemKind::CodeWrong);
    let address = MailAddress::parse(&address).map_err(|_| wrong())?.identifier();
    let limits = Limits::of(&site.policy);
    let check = VerifierCall::Check { site: site.id.clone(), purpose: PURPOSE.to_owned(), code, at: ctx.at, limits };
    let checked: CheckAnswer =
        call(&ctx.env, verifier::BINDING, &verifier_of(&ctx.config, &site, &address), &check).await?;
    match checked {
        CheckAnswer::Right => {}
        CheckAnswer::Wrong { left } => return Err(wrong().detail(format!("{left} tries are left"))),
        CheckAnswer::Expired => return Err(Problem::new(ProblemKind::CodeExpired)),
        CheckAnswer::TooMany { retry_after_ms, .. } => {
            return Err(Problem::new(ProblemKind::TooMany).retry_after(retry_after_ms));
        }
        CheckAnswer::Locked { notify: first } => {
            if first {
                let values = [("site", site.settings.name.clone())];
                notify(&ctx.env, &ctx.config, &site, &address, LetterKind::LockedNotice, &values, ctx.at).await?;
            }
            return Err(Problem::new(ProblemKind::TooMany));
        }
    }
    let known = agent_of(&ctx.env, &site, &address).await?.ok_or_else(wrong)?;
    opened(&ctx, &site, known).await
}

/// Opens a session for an agent who proved who they are, and answers with it.
///
/// # Errors
/// When the desk cannot be asked.
pub async fn opened(ctx: &Ctx, site: &Site, known: KnownAgent) -> Result<Response, Problem> {
    let secret = session::new_secret()?;
    let open = DeskCall::OpenAgentSession { agent: known.agent.clone(), opening: opening(ctx, &secret) };
    call::<_, ()>(&ctx.env, desk::BINDING, site.id.as_str(), &open).await?;
    with_new_session(ctx, site, known, &secret)
}

/// What the desk keeps of a session that begins now, in the browser that asks.
#[must_use]
pub fn opening(ctx: &Ctx, secret: &str) -> Opening {
    let browser = Browser::of(&header(&ctx.request, "user-agent").unwrap_or_default());
    Opening::new(session::hash(secret), ambient::now().plus(LIFETIME), browser)
}

/// The answer to signing in: who it is, and the cookie of a session that is open. What this browser was signed in with
/// before ends, since nothing leads to it any more.
///
/// # Errors
/// Practically none.
pub fn with_new_session(ctx: &Ctx, site: &Site, known: KnownAgent, secret: &str) -> Result<Response, Problem> {
    let cookies = header(&ctx.request, "cookie").unwrap_or_default();
    if let Some(former) = session::secret_in(&cookies) {
        let end = DeskCall::EndAgentSession { secret_hash: session::hash(former) };
        let (env, site) = (ctx.env.clone(), site.id.clone());
        ctx.background.wait_until(async move {
            if let Err(problem) = call::<_, ()>(&env, desk::BINDING, site.as_str(), &end).await {
                log::failure("ending a session that another took the place of", &problem.kind);
            }
        });
    }
    let key = session::key(secret, &site.id)?;
    with_cookie(reply::json(&me(site, known, key))?, &session::cookie(secret))
}

/// `GET …/agent/session`: who is signed in.
///
/// # Errors
/// Practically none: the role was checked.
pub fn who_am_i(ctx: &Ctx) -> Result<Response, Problem> {
    let agent = ctx.signed_in()?;
    let known = KnownAgent { agent: agent.agent, name: agent.name, role: agent.role, teams: agent.teams };
    reply::json(&me(&*ctx.site()?, known, agent.key))
}

/// `DELETE …/agent/session`: the session and its desk sockets end.
///
/// # Errors
/// When the desk cannot be reached.
pub async fn sign_out(ctx: Ctx) -> Result<Response, Problem> {
    let end = DeskCall::EndAgentSession { secret_hash: ctx.signed_in()?.secret_hash };
    call::<_, ()>(&ctx.env, desk::BINDING, ctx.site()?.id.as_str(), &end).await?;
    with_cookie(reply::nothing(), &session::no_cookie())
}

fn me(site: &Site, known: KnownAgent, key: String) -> Me {
    let KnownAgent { agent, name, role, teams: own_teams } = known;
    let channels = site.policy.channels.iter().map(|(channel, rules)| (channel.clone(), rules.label.clone())).collect();
    let intents = site.policy.intents.iter().map(|(name, intent)| (name.clone(), intent.label.clone())).collect();
    let teams = site.policy.routing.teams.iter().map(|(name, team)| (name.clone(), team.label.clone())).collect();
    let site_name = site.settings.name.clone();
    let answers = site.policy.answers.iter().map(|(name, answer)| AnswerLine {
        name: name.clone(),
        label: answer.label.clone(),
        text: answer.text.replace("{{site}}", &site_name),
        intents: answer.intents.clone(),
    });
    let limits = &site.policy.handoff;
    let handoff = NoteLimitsLine {
        wants: limits.wants,
        done: limits.done,
        promised: limits.promised,
        next: limits.next,
        due_within_ms: limits.due_within_ms,
    };
    let answers = answers.collect();
    Me { agent, name, site_name, key, channels, role, intents, teams, own_teams, answers, handoff }
}

/// The answer with a cookie set.
///
/// # Errors
/// Practically none.
pub fn with_cookie(response: Response, cookie: &str) -> Result<Response, Problem> {
    let headers = response.headers().clone();
    headers.append("set-cookie", cookie).or_internal("setting a cookie")?;
    Ok(response.with_headers(headers))
}

/// The agent with this address, if there is one.
///
/// # Errors
/// When the desk cannot be asked.
pub async fn agent_of(env: &Env, site: &Site, address: &Identifier) -> Result<Option<KnownAgent>, Problem> {
    let question = DeskCall::AgentByAddress { address: address.value.clone() };
    call(env, desk::BINDING, site.id.as_str(), &question).await
}

/// Agents' codes are counted apart from customers': nobody can lock the one out by asking for the other.
pub fn verifier_of(config: &Config, site: &Site, address: &Identifier) -> String {
    format!("{}/agent/{}", site.id, config.keys.seal(&site.id).address_hash(address))
}
