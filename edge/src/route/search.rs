//! Search over the read model.

use crate::{
    problem,
    read_model::{self, Reader},
    reply,
    request::Ctx,
};
use weft_shared::{search::Search, wire::problem::Problem};
use worker::Response;

/// `GET …/desk/search?q=…`.
///
/// # Errors
/// `malformed`, with what would be right; a failure of the database.
pub async fn search(ctx: Ctx) -> Result<Response, Problem> {
    let url = ctx.request.url().map_err(|_| problem::malformed("the address cannot be read"))?;
    let search = Search::read(url.query_pairs()).map_err(problem::malformed)?;
    let site = ctx.site()?;
    reply::json(&read_model::find(&ctx.env, &site.id, &search, Reader::Agent).await?)
}
