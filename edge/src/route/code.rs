//! One-time codes of visitors: to the address that the conversation knows, typed in the browser that asked.

use super::{
    link::{verifier_name, within_budget},
    thread::object_name,
};
use crate::{
    adapter, log,
    object::{
        call::call,
        conversation::call::{Asked, ConversationCall, Executed},
        directory::call::DirectoryCall,
        verifier::call::{CheckAnswer, IssueAnswer, VerifierCall},
    },
    problem, reply,
    request::Ctx,
    site::Site,
};
use weft_shared::{
    command::{Command, CommandBody},
    consent::Consent,
    evidence::Evidence,
    id::SessionId,
    policy::LetterKind,
    time::HOUR,
    verify::{Check, Limits},
    wire::{
        customer::{CodeSent, CodeTyped, Credentials},
        problem::{Problem, ProblemKind},
    },
};
use worker::Response;

/// `POST …/conversations/{id}/code`: sends a code. Where to is the conversation's choice, never the visitor's.
///
/// # Errors
/// `unauthenticated`, `not-found` when nothing can be proven or its holder said stop on that medium, `too-many`, `busy`
/// when the mail does not go out.
pub async fn ask(ctx: Ctx) -> Result<Response, Problem> {
    let site = ctx.site()?;
    let (session, asked) = asked(&ctx, &site).await?;
    not_stopped(&ctx, &site, &asked).await?;
    let hash = ctx.config.keys.seal(&site.id).address_hash(&asked.address);
    let limits = Limits::of(&site.policy);
    let question = VerifierCall::Issue { site: site.id.clone(), purpose: session.to_string(), at: ctx.at, limits };
    let issued: IssueAnswer = call(&ctx.env, "VERIFIER", &verifier_name(&site, &hash), &question).await?;
    let (code, resend_after_ms, valid_ms, digits) = match issued {
        IssueAnswer::Issued { code, resend_after_ms, valid_ms, digits } => (code, resend_after_ms, valid_ms, digits),
        IssueAnswer::Refused { retry_after_ms, because } => {
            log::failure("issuing a code", &because);
            return Err(Problem::new(ProblemKind::TooMany).retry_after(retry_after_ms));
        }
    };
    // After the address's own limits: asking again and again for one address must not use up everybody's budget.
    if !within_budget(&ctx.env, &site, ctx.at).await {
        return Err(Problem::new(ProblemKind::TooMany).retry_after(HOUR));
    }
    let question = ConversationCall::ProofAsked { site: site.id.clone(), session };
    let _: Executed = call(&ctx.env, "CONVERSATION", &object_name(&ctx)?, &question).await?;
    let values = [("code", code), ("valid", adapter::in_words(valid_ms))];
    letter(&ctx, &site, &asked, LetterKind::Code, &values).await?;
    reply::json(&CodeSent {
        challenge: asked.challenge,
        resend_after_ms: u64::try_from(resend_after_ms).unwrap_or(0),
        valid_ms: u64::try_from(valid_ms).unwrap_or(0),
        digits,
    })
}

/// `POST …/conversations/{id}/proof`: the code, as typed.
///
/// # Errors
/// `unauthenticated`, `code-wrong`, `code-expired`, `too-many`.
pub async fn confirm(mut ctx: Ctx) -> Result<Response, Problem> {
    let typed: CodeTyped = ctx.json().await?;
    let site = ctx.site()?;
    let (session, asked) = asked(&ctx, &site).await?;
    let hash = ctx.config.keys.seal(&site.id).address_hash(&asked.address);
    let limits = Limits::of(&site.policy);
    let question = VerifierCall::Check {
        site: site.id.clone(),
        purpose: session.to_string(),
        code: typed.code,
        at: ctx.at,
        limits,
    };
    let checked: CheckAnswer = call(&ctx.env, "VERIFIER", &verifier_name(&site, &hash), &question).await?;
    match checked {
        Check::Right => {
            let evidence = Evidence::CodeConfirmed { address: asked.address, at: ctx.at };
            let question = ConversationCall::Prove { site: site.id.clone(), session, evidence };
            let credentials: Credentials = call(&ctx.env, "CONVERSATION", &object_name(&ctx)?, &question).await?;
            reply::json(&credentials)
        }
        Check::Wrong { left } => {
            Err(Problem::new(ProblemKind::CodeWrong).detail(format!("{left} more tries are possible with this code")))
        }
        Check::Expired => Err(Problem::new(ProblemKind::CodeExpired)),
        Check::TooMany { retry_after_ms, ended } => {
            let failure =
                if ended { ("code", "too many wrong codes") } else { ("hour", "too many guesses for this address") };
            refused(&ctx, &site, session, failure).await;
            Err(Problem::new(ProblemKind::TooMany).retry_after(retry_after_ms))
        }
        Check::Locked { notify } => {
            let failure = ("stop", "codes stopped for this address after too many wrong ones in a row");
            refused(&ctx, &site, session, failure).await;
            if notify && not_stopped(&ctx, &site, &asked).await.is_ok() {
                letter(&ctx, &site, &asked, LetterKind::LockedNotice, &[]).await?;
            }
            Err(Problem::new(ProblemKind::TooMany))
        }
    }
}

async fn asked(ctx: &Ctx, site: &Site) -> Result<(SessionId, Asked), Problem> {
    let presented = ctx.presented()?;
    let session = presented.session;
    let question = ConversationCall::AskProof { site: site.id.clone(), session, secret: presented.secret };
    Ok((session, call(&ctx.env, "CONVERSATION", &object_name(ctx)?, &question).await?))
}

/// The holder may have said stop elsewhere, and this conversation has not heard it yet.
///
/// # Errors
/// `not-found`, as when nothing can be proven.
async fn not_stopped(ctx: &Ctx, site: &Site, asked: &Asked) -> Result<(), Problem> {
    let (identifier, channel) = (asked.address.clone(), asked.challenge.channel.clone());
    let question = DirectoryCall::Consented { identifier, channel };
    let wish: Option<Consent> = call(&ctx.env, "DIRECTORY", site.id.as_str(), &question).await?;
    if wish == Some(Consent::Stopped) { Err(problem::not_found()) } else { Ok(()) }
}

async fn letter(
    ctx: &Ctx,
    site: &Site,
    asked: &Asked,
    letter: LetterKind,
    values: &[(&str, String)],
) -> Result<(), Problem> {
    let to = (&asked.address, &asked.challenge.channel, asked.via.as_ref());
    let sent = adapter::send_notice(&ctx.env, &ctx.config, site, to, letter.name(), values, ctx.at).await;
    sent.map(|_| ()).map_err(|failed| {
        log::failure("sending a letter", &failed.why);
        problem::busy()
    })
}

/// Tells the agents that a proof failed; if that cannot be noted, the visitor's answer stays the same.
async fn refused(ctx: &Ctx, site: &Site, session: SessionId, (kind, because): (&str, &str)) {
    let noted = async {
        // Trying on and on must not fill the journal: agents are told of each kind once an hour.
        let key = format!("refused-{kind}-{session}-{}", ctx.at.0 / HOUR).parse().map_err(problem::malformed)?;
        let body = CommandBody::RefuseProof { session, because: because.to_owned() };
        let question = ConversationCall::Execute { site: site.id.clone(), command: Command { key, body } };
        let _: Executed = call(&ctx.env, "CONVERSATION", &object_name(ctx)?, &question).await?;
        Ok::<(), Problem>(())
    };
    if let Err(problem) = noted.await {
        log::failure("noting a refused proof", &problem.kind);
    }
}
