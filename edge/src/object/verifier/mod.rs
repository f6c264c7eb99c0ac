//! The Verifier of an address: its codes and limits, over all sessions and conversations. [`weft_shared::verify`]
//! decides; the object remembers.

pub mod call;
mod pace;

use crate::{
    ambient,
    config::Config,
    object::{call::answer, sql},
    problem::OrInternal,
};
use call::{CountAnswer, GivenAnswer, IssueAnswer, TypedAnswer, VerifierCall};
use pace::Pace;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::cell::RefCell;
use weft_shared::{
    id::SiteId,
    verify::{
        Attempts, Count, Issue, Limits, code_from,
        spoken::{self, Given, Spoken},
    },
    wire::problem::{Problem, ProblemKind},
};
use worker::{DurableObject, Env, Request, Response, Result as WorkerResult, SqlStorage, State, durable_object};

/// The binding of its class.
pub const BINDING: &str = "VERIFIER";

const MIGRATIONS: &[&str] = &[
    "
CREATE TABLE attempts (only INTEGER PRIMARY KEY CHECK (only = 1), state TEXT NOT NULL);
",
    "
CREATE TABLE spoken (only INTEGER PRIMARY KEY CHECK (only = 1), state TEXT NOT NULL);
",
];

/// The name of the object of a site's spoken codes.
#[must_use]
pub fn spoken_name(site: &SiteId) -> String {
    format!("{site}/spoken")
}

/// The Durable Object; its name is `{site}/{class}/{hash of the address}`, the class being who is verified;
/// `{site}/budget` for what the whole site may send; `{site}/api/{key}` for a key of the API; or [`spoken_name`].
#[durable_object]
pub struct Verifier {
    state: State,
    env: Env,
    ready: std::cell::Cell<bool>,
    pace: RefCell<Pace>,
}

impl DurableObject for Verifier {
    fn new(state: State, env: Env) -> Self {
        ambient::begin(&env);
        Self { state, env, ready: std::cell::Cell::new(false), pace: RefCell::default() }
    }

    async fn fetch(&self, request: Request) -> WorkerResult<Response> {
        answer(request, |question| async { self.ask(question) }).await
    }
}

impl Verifier {
    fn ask(&self, question: VerifierCall) -> Result<Value, Problem> {
        if let VerifierCall::Pace { at, a_minute } = question {
            let answer = counted(self.pace.borrow_mut().count(at, a_minute));
            return serde_json::to_value(answer).or_internal("writing an answer of the verifier");
        }
        if !self.ready.get() {
            sql::migrate(&self.state, MIGRATIONS)?;
            self.ready.set(true);
        }
        sql::atomically(&self.state, |sql| match question {
            VerifierCall::GiveSpoken { .. } | VerifierCall::TypeSpoken { .. } => {
                let before: Spoken = read(sql, SPOKEN)?;
                let mut spoken = before.clone();
                let answer = self.speak(&mut spoken, question)?;
                // Guesses that cost nothing write nothing.
                if spoken != before {
                    write(sql, SPOKEN, &spoken)?;
                }
                Ok(answer)
            }
            question => {
                let mut attempts: Attempts = read(sql, ATTEMPTS)?;
                let answer = self.decide(&mut attempts, question)?;
                write(sql, ATTEMPTS, &attempts)?;
                Ok(answer)
            }
        })
    }

    fn speak(&self, spoken: &mut Spoken, question: VerifierCall) -> Result<Value, Problem> {
        let key = |site| Ok::<_, Problem>(Config::load(&self.env)?.keys.seal(site).code_key());
        let answer = match question {
            VerifierCall::GiveSpoken { site, to, at, limits } => {
                let secret = key(&site)?;
                let digits = Limits { digits: spoken::digits(&limits), ..Limits::default() };
                serde_json::to_value(loop {
                    let code = draw(&digits)?;
                    match spoken.give(&code, &secret, to, at, &limits) {
                        Given::Valid => break GivenAnswer::Valid { code },
                        Given::Refused { retry_after_ms } => break GivenAnswer::Refused { retry_after_ms },
                        // At most as many codes are valid as an hour allows: another one is soon drawn.
                        Given::Again => {}
                    }
                })
            }
            VerifierCall::TypeSpoken { site, code, browser, at, limits } => {
                let typed: TypedAnswer = spoken.redeem(&code, &browser, &key(&site)?, at, &limits);
                serde_json::to_value(typed)
            }
            _ => return Err(Problem::new(ProblemKind::Internal)),
        };
        answer.or_internal("writing an answer of the verifier")
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
            VerifierCall::GiveSpoken { .. } | VerifierCall::TypeSpoken { .. } | VerifierCall::Pace { .. } => {
                return Err(Problem::new(ProblemKind::Internal));
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

/// The table of an address's attempts.
const ATTEMPTS: &str = "attempts";
/// The table of a site's spoken codes.
const SPOKEN: &str = "spoken";

#[derive(Deserialize)]
struct Row {
    state: String,
}

fn read<T: Default + DeserializeOwned>(storage: &SqlStorage, table: &'static str) -> Result<T, Problem> {
    match sql::first::<Row>(storage, &format!("SELECT state FROM {table}"), vec![])? {
        None => Ok(T::default()),
        Some(row) => serde_json::from_str(&row.state).or_internal("reading what a verifier keeps"),
    }
}

fn write<T: Serialize>(storage: &SqlStorage, table: &'static str, state: &T) -> Result<(), Problem> {
    let state = serde_json::to_string(state).or_internal("writing what a verifier keeps")?;
    let statement = format!(
        "INSERT INTO {table} (only, state) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET state = excluded.state"
    );
    sql::run(storage, &statement, vec![state.into()])?;
    Ok(())
}
