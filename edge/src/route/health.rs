//! Is it alive, and is it ready to serve?

use crate::{problem::OrInternal, reply, request::Ctx, route::assets};
use serde::Deserialize;
use serde_json::json;
use weft_shared::wire::problem::{Problem, ProblemKind};
use worker::Response;

/// `GET /healthz`: the worker answers. It asks nothing and nobody.
///
/// # Errors
/// Practically none.
pub fn alive() -> Result<Response, Problem> {
    reply::json(&json!({ "status": "alive" }))
}

/// `GET /readyz`: configuration and keys can be read (or no request comes this far), the register of sites is there,
/// and so are the files of the widget.
///
/// # Errors
/// `not-configured`, naming in `errors` what is missing.
pub async fn ready(ctx: Ctx) -> Result<Response, Problem> {
    let mut missing = Vec::new();
    if ctx.config.mail().is_err() {
        missing.push("WEFT_MAIL: no mail can be sent".to_owned());
    }
    if register(&ctx).await.is_err() {
        missing.push("DB: the register of sites cannot be read; were the migrations applied?".to_owned());
    }
    if assets::manifest(&ctx.env).await.is_err() {
        missing.push("ASSETS: there is no manifest.json; was the front end built?".to_owned());
    }
    if missing.is_empty() {
        return reply::json(&json!({ "status": "ready" }));
    }
    let mut problem = Problem::new(ProblemKind::NotConfigured);
    problem.errors = missing;
    Err(problem)
}

async fn register(ctx: &Ctx) -> Result<(), Problem> {
    #[derive(Deserialize)]
    struct Sites {
        #[expect(dead_code, reason = "that it can be counted is what is asked")]
        sites: u32,
    }
    let database = ctx.env.d1("DB").or_internal("finding the database")?;
    let counted = database.prepare("SELECT count(*) AS sites FROM site").first::<Sites>(None).await;
    counted.or_internal("counting sites")?.or_internal("counting sites").map(drop)
}
