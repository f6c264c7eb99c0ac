//! The Verifier of an address: its codes and limits, over all sessions and conversations. [`weft_shared::verify`]
//! decides; the object remembers.

pub mod call;

use crate::{
    ambient,
    config::Config,
    object::{call::answer, sql},
    problem::OrInternal,
};
use call::{CountAnswer, IssueAnswer, VerifierCall};
use serde::Deserialize;
use serde_json::Value;
use weft_shared::{
    verify::{Attempts, Count, Issue, Limits, code_from},
    wire::problem::Problem,
};
use worker::{DurableObject, Env, Request, Response, Result as WorkerResult, SqlStorage, State, durable_object};

/// The binding of its class.
pub const BINDING: &str = "VERIFIER";

const MIGRATIONS: &[&str] = &["
CREATE TABLE attempts (only INTEGER PRIMARY KEY CHECK (only = 1), state TEXT NOT NULL);
"];

/// The Durable Object; its name is `{site}/{class}/{hash of the address}`, the class being who is verified, or
/// `{site}/budget` for what the whole site may send.
#[durable_object]
pub struct Verifier {
    state: State,
    env: Env,
    ready: std::cell::Cell<bool>,
}

impl DurableObject for Verifier {
    fn new(state: State, env: Env) -> Self {
        Self { state, env, ready: std::cell::Cell::new(false) }
    }

    async fn fetch(&self, request: Request) -> WorkerResult<Response> {
        answer(request, |question| async { self.ask(question) }).await
    }
}

impl Verifier {
    fn ask(&self, question: VerifierCall) -> Result<Value, Problem> {
        if !self.ready.get() {
            sql::migrate(&self.state, MIGRATIONS)?;
            self.ready.set(true);
        }
        sql::atomically(&self.state, |sql| {
            let mut attempts = read(sql)?;
            let answer = self.decide(&mut attempts, question)?;
            write(sql, &attempts)?;
            Ok(answer)
        })
    }

    fn decide(&self, attempts: &mut Attempts, question: VerifierCall) -> Result<Value, Problem> {
        let answer = match question {
            VerifierCall::Issue { site, purpose, at, limits } => {
                let secret = Config::load(&self.env)?.keys.seal(&site).code_key();
                let code = draw(&limits)?;
                serde_json::to_value(match attempts.issue(&purpose, &code, &secret, at, &limits) {
                    Issue::Issued => IssueAnswer::Issued {
                        code,
                        resend_after_ms: limits.resend_after_ms,
                        valid_ms: limits.valid_ms,
                        digits: u8::try_from(limits.digits()).unwrap_or(u8::MAX),
                    },
                    Issue::Refused { retry_after_ms, because } => {
                        IssueAnswer::Refused { retry_after_ms, because: because.to_owned() }
                    }
                })
            }
            VerifierCall::Check { site, purpose, code, at, limits } => {
                let secret = Config::load(&self.env)?.keys.seal(&site).code_key();
                serde_json::to_value(attempts.check(&purpose, &code, &secret, at, &limits))
            }
            VerifierCall::CountLink { at, limits } => serde_json::to_value(counted(attempts.count_link(at, &limits))),
            VerifierCall::CountAutomatic { at, limit_a_day } => {
                serde_json::to_value(counted(attempts.count_automatic(at, limit_a_day)))
            }
            VerifierCall::Spend { at, limit_an_hour } => {
                serde_json::to_value(counted(attempts.spend(at, limit_an_hour)))
            }
            VerifierCall::Unlock => {
                attempts.unlock();
                serde_json::to_value(counted(Count::Allowed))
            }
        };
        answer.or_internal("writing an answer of the verifier")
    }
}

fn draw(limits: &Limits) -> Result<String, Problem> {
    // One draw of 64 bytes all but always suffices.
    for _ in 0..8 {
        if let Some(code) = code_from(&ambient::random::<64>()?, limits) {
            return Ok(code);
        }
    }
    None.or_internal("drawing a code")
}

const fn counted(count: Count) -> CountAnswer {
    match count {
        Count::Allowed => CountAnswer { allowed: true, retry_after_ms: 0 },
        Count::Refused { retry_after_ms } => CountAnswer { allowed: false, retry_after_ms },
    }
}

#[derive(Deserialize)]
struct Row {
    state: String,
}

fn read(storage: &SqlStorage) -> Result<Attempts, Problem> {
    match sql::first::<Row>(storage, "SELECT state FROM attempts", vec![])? {
        None => Ok(Attempts::default()),
        Some(row) => serde_json::from_str(&row.state).or_internal("reading the attempts"),
    }
}

fn write(storage: &SqlStorage, attempts: &Attempts) -> Result<(), Problem> {
    let state = serde_json::to_string(attempts).or_internal("writing the attempts")?;
    let statement =
        "INSERT INTO attempts (only, state) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET state = excluded.state";
    sql::run(storage, statement, vec![state.into()])?;
    Ok(())
}
