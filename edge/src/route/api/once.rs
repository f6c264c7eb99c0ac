//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request that is repeated with its key gets the first
//! answer, for a day.

use crate::{
    ambient, d1,
    object::conversation::hex,
    problem::{self, OrInternal},
    request::{self, Ctx, LARGEST_BODY, header},
    secret,
    site::Site,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::rc::Rc;
use weft_shared::{
    id::CommandKey,
    time::{DAY, MINUTE, SECOND, Timestamp},
    wire::problem::{Problem, ProblemKind},
};
use worker::{Env, Response, ResponseBuilder, wasm_bindgen::JsValue};

/// How long a first answer is kept, in milliseconds.
const KEPT: i64 = DAY;
/// After so long, a request of which nothing was heard is taken to be dead.
const DEAD: i64 = MINUTE;
/// The longest key.
const LONGEST: usize = 255;

/// What an act needs, beside the request's body.
pub struct Act {
    /// The bindings.
    pub env: Env,
    /// The site.
    pub site: Rc<Site>,
    /// The key of the command: the same for the same request.
    pub key: CommandKey,
}

/// An answer, as it is kept.
pub struct Answer {
    status: u16,
    body: String,
}

impl Answer {
    /// An answer of this status.
    ///
    /// # Errors
    /// `internal` when the value has no JSON form.
    pub fn new(status: u16, body: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self { status, body: serde_json::to_string(body).or_internal("writing an answer")? })
    }

    fn respond(self, again: bool) -> Result<Response, Problem> {
        let kind = if self.status < 400 { "application/json" } else { "application/problem+json" };
        let builder = ResponseBuilder::new().with_status(self.status);
        let builder = builder.with_header("content-type", kind).or_internal("writing an answer")?;
        let builder = if again {
            builder.with_header("idempotency-replayed", "true").or_internal("writing an answer")?
        } else {
            builder
        };
        Ok(builder.fixed(self.body.into_bytes()))
    }
}

/// Carries a request out, once.
///
/// # Errors
/// `malformed` without a key; `invalid` when it was another request's; `conflict` while the first one is on its way;
/// whatever the act says.
pub async fn once<T, F, W>(ctx: &mut Ctx, act: F) -> Result<Response, Problem>
where
    T: DeserializeOwned,
    F: FnOnce(Act, T) -> W,
    W: Future<Output = Result<Answer, Problem>>,
{
    let idempotency = key_of(header(&ctx.request, "idempotency-key").as_deref())?;
    let kind = header(&ctx.request, "content-type").unwrap_or_default();
    let bytes = request::body(&mut ctx.request, LARGEST_BODY).await?;
    let said = if bytes.is_empty() { b"null".as_slice() } else { bytes.as_slice() };
    if !bytes.is_empty() && kind.split(';').next().map(str::trim) != Some("application/json") {
        return Err(problem::malformed("the body must be sent as application/json"));
    }
    let body: T = request::document(said)?;
    let place = [ctx.route.method, &ctx.request.path(), ""].join("\0");
    let asked = hex(&Sha256::new().chain_update(place).chain_update(&bytes).finalize());
    let (site, caller) = (ctx.site()?, ctx.caller()?);
    let held = Held { env: &ctx.env, site: &site, key: caller.key.to_string(), idempotency: &idempotency };
    if let Some(answer) = held.claim(&asked, ctx.at).await? {
        let keys = &ctx.config.keys;
        let body = secret::open_text(keys, &site.id, SEALED, &answer.body).or_internal("reading a kept answer")?;
        return Answer { status: answer.status, body }.respond(true);
    }
    let key = format!("{} {idempotency} {asked}", held.key);
    let key = hex(Sha256::digest(key.as_bytes()).get(..24).unwrap_or_default()).parse();
    let act = act(Act { env: ctx.env.clone(), site: Rc::clone(&site), key: key.map_err(problem::malformed)? }, body);
    let answer = match act.await {
        Ok(answer) => answer,
        // What may go otherwise the next time is not kept: the same key may try again.
        Err(problem) if problem.status >= 500 || problem.is(ProblemKind::TooMany) => {
            held.forget().await?;
            return Err(problem);
        }
        Err(problem) => Answer::new(problem.status, &problem)?,
    };
    let sealed = secret::seal_text(&ctx.config.keys, &site.id, SEALED, &answer.body)?;
    held.keep(answer.status, &sealed).await?;
    answer.respond(false)
}

/// What kept answers are sealed as: they have customers' words in them, and webhooks' secrets.
const SEALED: &str = "api-answer";

/// The key, with or without the quotes that the draft asks for.
fn key_of(header: Option<&str>) -> Result<String, Problem> {
    let right = || {
        let detail = format!("the header Idempotency-Key must be there: 1 to {LONGEST} visible ASCII characters");
        problem::malformed(detail)
    };
    let text = header.ok_or_else(right)?.trim();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let plain = (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if plain { Ok(text.to_owned()) } else { Err(right()) }
}

/// The place of an answer.
struct Held<'a> {
    env: &'a Env,
    site: &'a Site,
    key: String,
    idempotency: &'a str,
}

#[derive(Deserialize)]
struct Row {
    request: String,
    at: f64,
    status: Option<f64>,
    body: Option<String>,
}

impl Held<'_> {
    fn place(&self) -> [JsValue; 3] {
        [d1::text(self.site.id.as_str()), d1::text(&self.key), d1::text(self.idempotency)]
    }

    /// None: this request is the one to be carried out. Else the first answer, sealed.
    async fn claim(&self, asked: &str, at: Timestamp) -> Result<Option<Answer>, Problem> {
        let [site, key, idempotency] = self.place();
        // Every now and then, what is old goes.
        let [chance] = ambient::random()?;
        if chance < 4 {
            let old = [d1::moment(at.plus(-KEPT))];
            d1::run(self.env, "DELETE FROM api_answer WHERE at < ?1", &old).await?;
        }
        let values = [site, key, idempotency, d1::text(asked), d1::moment(at), d1::moment(at.plus(-KEPT))];
        let query = "INSERT INTO api_answer (site, key, idempotency, request, at) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT DO UPDATE SET request = ?4, at = ?5, status = NULL, body = NULL WHERE at < ?6";
        if d1::run(self.env, query, &values).await? > 0 {
            return Ok(None);
        }
        let query =
            "SELECT request, at, status, body FROM api_answer WHERE site = ?1 AND key = ?2 AND idempotency = ?3";
        let row: Option<Row> = d1::first(self.env, query, &self.place()).await?;
        let Some(row) = row else { return Err(problem::busy()) };
        if row.request != asked {
            let detail = "this Idempotency-Key was used for another request: take a new one";
            let mut problem = Problem::new(ProblemKind::Invalid).detail(detail);
            problem.field = Some("Idempotency-Key".to_owned());
            return Err(problem);
        }
        if let Some((status, body)) = row.status.zip(row.body) {
            return Ok(Some(Answer { status: status as u16, body }));
        }
        let [site, key, idempotency] = self.place();
        let values = [site, key, idempotency, d1::moment(at), d1::moment(at.plus(-DEAD))];
        let query = "UPDATE api_answer SET at = ?4 \
             WHERE site = ?1 AND key = ?2 AND idempotency = ?3 AND status IS NULL AND at < ?5";
        if at.since(Timestamp(row.at as i64)) > DEAD && d1::run(self.env, query, &values).await? > 0 {
            return Ok(None);
        }
        let detail = "the first request with this Idempotency-Key is on its way: ask again in a moment";
        Err(Problem::new(ProblemKind::Conflict).detail(detail).retry_after(SECOND))
    }

    async fn keep(&self, status: u16, sealed: &str) -> Result<(), Problem> {
        let [site, key, idempotency] = self.place();
        let values = [site, key, idempotency, d1::number(u32::from(status)), d1::text(sealed)];
        let query = "UPDATE api_answer SET status = ?4, body = ?5 WHERE site = ?1 AND key = ?2 AND idempotency = ?3";
        d1::run(self.env, query, &values).await.map(drop)
    }

    async fn forget(&self) -> Result<(), Problem> {
        let query = "DELETE FROM api_answer WHERE site = ?1 AND key = ?2 AND idempotency = ?3 AND status IS NULL";
        d1::run(self.env, query, &self.place()).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_visible_text_with_or_without_quotes() {
        for (header, key) in [("a", "a"), ("\"8e03978e-40d5\"", "8e03978e-40d5"), (" b ", "b"), ("\"", "\"")] {
            assert_eq!(key_of(Some(header)).unwrap(), key);
        }
        for bad in [None, Some(""), Some("\"\""), Some("a b"), Some("ä"), Some(&"a".repeat(LONGEST + 1))] {
            assert!(key_of(bad).is_err_and(|problem| problem.status == 400), "{bad:?}");
        }
    }
}
