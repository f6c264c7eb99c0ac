//! The live inbox.

use crate::{
    object::{
        call::upgrade,
        desk::{
            BINDING,
            call::{KEY, SESSION},
        },
    },
    request::Ctx,
};
use weft_shared::wire::problem::Problem;
use worker::Response;

/// `GET /v1/sites/{site}/desk/socket`: cookie and origin were checked; the first frame must carry the key.
///
/// # Errors
/// What the desk has against it, or that it cannot be reached.
pub async fn socket(ctx: Ctx) -> Result<Response, Problem> {
    let (site, agent) = (ctx.site()?, ctx.signed_in()?);
    upgrade(&ctx.env, BINDING, site.id.as_str(), &[(SESSION, &agent.secret_hash), (KEY, &agent.key)]).await
}
