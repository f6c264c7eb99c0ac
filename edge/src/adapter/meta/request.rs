//! Requests of Meta: nothing is done, and nothing is stored, before it was checked who asks.

use super::{number, signature};
use crate::{
    log, problem,
    request::{Ctx, body, header},
    secret::{META_APP_SECRET, META_VERIFY_TOKEN},
    site::Site,
};
use serde_json::json;
use std::rc::Rc;
use weft_shared::wire::problem::{Problem, ProblemKind};

/// The largest body, in bytes: Meta sends as many.
const LARGEST: usize = 3 * 1024 * 1024;

/// A body that Meta signed, for this site.
pub struct Signed {
    /// The site.
    pub site: Rc<Site>,
    /// The bytes.
    pub raw: Vec<u8>,
}

/// Takes in an update.
///
/// # Errors
/// `not-configured` when the site has no number or no app secret; `bad-signature` when Meta did not sign exactly these
/// bytes; `too-large`.
pub async fn signed(ctx: &mut Ctx) -> Result<Signed, Problem> {
    let site = ctx.site()?;
    number(&site)?;
    let secret = site.secrets.get(META_APP_SECRET)?;
    let raw = body(&mut ctx.request, LARGEST).await?;
    if !signature::is_signed(secret, &raw, header(&ctx.request, "x-hub-signature-256").as_deref()) {
        log::warn("meta refused", json!({ "site": site.id, "because": "signature" }));
        return Err(Problem::new(ProblemKind::BadSignature));
    }
    Ok(Signed { raw, site })
}

/// The challenge of the question whether this address is ours.
///
/// # Errors
/// `not-configured` when the site has no number or no verify token; `bad-signature` when the token is another.
pub fn challenge(ctx: &Ctx) -> Result<String, Problem> {
    let site = ctx.site()?;
    number(&site)?;
    let secret = site.secrets.get(META_VERIFY_TOKEN)?;
    let url = ctx.request.url().map_err(|_| problem::malformed("the address cannot be read"))?;
    let value = |name: &str| {
        let found = url.query_pairs().find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    signature::handshake(secret, &value("hub.mode"), &value("hub.verify_token"), &value("hub.challenge")).ok_or_else(
        || {
            log::warn("meta refused", json!({ "site": site.id, "because": "verify token" }));
            Problem::new(ProblemKind::BadSignature)
        },
    )
}
