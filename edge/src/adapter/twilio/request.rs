//! Requests of Twilio: nothing is done, and nothing is stored, before its signature was checked.

use super::{
    Account,
    form::Form,
    signature::{self, Body},
};
use crate::{
    log, problem,
    request::{Ctx, body, header},
    site::Site,
};
use serde_json::json;
use std::rc::Rc;
use weft_shared::wire::problem::{Problem, ProblemKind};

/// The largest body, in bytes.
const LARGEST: usize = 64 * 1024;

/// A request that Twilio signed, for this site.
pub struct Signed {
    /// The site.
    pub site: Rc<Site>,
    /// Its parameters.
    pub form: Form,
    /// They, as they came.
    pub raw: Vec<u8>,
}

/// Takes in a request.
///
/// # Errors
/// `not-configured` when the site has no account or no token; `bad-signature` when Twilio did not sign exactly this for
/// this address, or for another account; `too-large`, `malformed`.
pub async fn signed(ctx: &mut Ctx) -> Result<Signed, Problem> {
    let site = ctx.site()?;
    let account = Account::of(&ctx.config, &site)?;
    let raw = body(&mut ctx.request, LARGEST).await?;
    let unsigned = |why: &'static str| {
        log::warn("twilio refused", json!({ "site": site.id, "because": why }));
        Err(Problem::new(ProblemKind::BadSignature))
    };
    let url = ctx.request.url().map_err(|_| problem::malformed("the address cannot be read"))?;
    // The path and query as they came, behind the address that we are known by: the host and forwarded headers of a
    // request are whatever somebody likes.
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let url = format!("{}{}{query}", ctx.config.public_url, url.path());
    let is_form = header(&ctx.request, "content-type")
        .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"));
    let given = header(&ctx.request, "x-twilio-signature");
    let form = if is_form { Form::parse(&raw) } else { None };
    let content = form.as_ref().map_or(Body::Other(&raw), Body::Form);
    if !signature::is_signed(account.token.reveal(), &url, content, given.as_deref()) {
        return unsigned("signature");
    }
    let Some(form) = form else {
        return Err(problem::malformed("the body must be a form in UTF-8, as Twilio sends it"));
    };
    if form.get("AccountSid") != Some(&account.settings.account) {
        return unsigned("account");
    }
    Ok(Signed { site, form, raw })
}
