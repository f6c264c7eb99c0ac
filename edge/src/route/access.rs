//! Cloudflare Access: agents sign in by the word of the company's own sign-in.

use super::agent::{agent_of, opened};
use crate::{
    access, log, problem,
    request::{Ctx, header},
};
use weft_shared::{
    address::MailAddress,
    wire::problem::{Problem, ProblemKind},
};
use worker::Response;

/// `POST …/agent/access`: the word comes in a header or a cookie that Access itself sets. Answered as signing in by a code is.
///
/// # Errors
/// `not-found` when the site believes no such word; `unauthenticated` without a detail where there is none, with the same
/// whatever is wrong with it, and with another when it is good and the address in it is no agent's.
pub async fn sign_in(ctx: Ctx) -> Result<Response, Problem> {
    let site = ctx.site()?;
    let Some(settings) = &site.settings.access else { return Err(problem::not_found()) };
    let refused = |why: &str| {
        log::failure("signing in by Access", why);
        Problem::new(ProblemKind::Unauthenticated).detail("Your company's sign-in could not be verified here.")
    };
    let cookies = header(&ctx.request, "cookie").unwrap_or_default();
    let token = header(&ctx.request, "cf-access-jwt-assertion").or_else(|| in_cookie(&cookies).map(str::to_owned));
    // Whoever did not come by it is told nothing of it.
    let token = token.ok_or_else(|| Problem::new(ProblemKind::Unauthenticated))?;
    let address = match access::verified(&ctx.config, settings, &token, ctx.at).await? {
        Ok(address) => address,
        Err(why) => return Err(refused(&why)),
    };
    let address = MailAddress::parse(&address).map_err(|_| refused("its address is none"))?.identifier();
    // The company vouches that the address is theirs: to them it is no secret that it is no agent's.
    let known = agent_of(&ctx.env, &site, &address).await?.ok_or_else(|| {
        refused("its address is no agent's")
            .detail("Your company's sign-in knows you, but you are no agent of this site: ask those who look after it.")
    })?;
    opened(&ctx, &site, known).await
}

/// The word in the cookie of Access; none if there is not exactly one.
fn in_cookie(cookies: &str) -> Option<&str> {
    let pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    let mut found = pairs.filter(|(name, _)| *name == "CF_Authorization").map(|(_, value)| value);
    let token = found.next()?;
    found.next().is_none().then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_is_in_one_cookie() {
        assert_eq!(in_cookie("a=b; CF_Authorization=x.y.z; c=d"), Some("x.y.z"));
        for none in ["", "a=b", "CF_Authorization=x; CF_Authorization=y", "xCF_Authorization=x", "cf_authorization=x"] {
            assert_eq!(in_cookie(none), None, "{none}");
        }
    }
}
