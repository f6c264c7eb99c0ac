//! Spoken codes: a person types one that was read out.

use super::link::browser_hash;
use crate::{
    object::{
        call::call,
        conversation::call::{ConversationCall, Opened},
        verifier::{
            self,
            call::{TypedAnswer, VerifierCall},
            spoken_name,
        },
    },
    reply,
    request::Ctx,
};
use weft_shared::{
    verify::spoken::Typed,
    wire::{
        customer::{Redeemed, SpokenCode},
        problem::{Problem, ProblemKind},
    },
};
use worker::Response;

/// `POST …/codes/redeem`.
///
/// # Errors
/// `code-wrong` for every code that leads nowhere, whatever the reason; `malformed`; `too-many`.
pub async fn redeem(mut ctx: Ctx) -> Result<Response, Problem> {
    let wish: SpokenCode = ctx.json().await?;
    let site = ctx.site()?;
    let browser = browser_hash(&wish.browser)?;
    let question = VerifierCall::TypeSpoken {
        site: site.id.clone(),
        code: wish.code,
        browser: browser.clone(),
        at: ctx.at,
        limits: site.policy.spoken,
    };
    let typed: TypedAnswer = call(&ctx.env, verifier::BINDING, &spoken_name(&site.id), &question).await?;
    let wrong = || Problem::new(ProblemKind::CodeWrong);
    let to = match typed {
        Typed::Leads { to } => to,
        Typed::Wrong => return Err(wrong()),
        Typed::TooMany { retry_after_ms } => {
            return Err(Problem::new(ProblemKind::TooMany).retry_after(retry_after_ms));
        }
    };
    let question =
        ConversationCall::Redeem { site: site.id.clone(), token: to.token, generation: to.generation, browser };
    let name = format!("{}/{}", site.id, to.conversation);
    let opened: Result<Opened, Problem> = call(&ctx.env, "CONVERSATION", &name, &question).await;
    // Revoked meanwhile, or gone on elsewhere: the code leads nowhere any more.
    let over = [ProblemKind::NotFound, ProblemKind::LinkUnusable, ProblemKind::Moved];
    let opened = opened.map_err(|problem| if over.iter().any(|kind| problem.is(*kind)) { wrong() } else { problem })?;
    reply::json(&Redeemed { credentials: opened.credentials, challenge: opened.challenge })
}
