//! The Directory of a site: who is who, and which conversation an unthreaded message belongs to. One object a site,
//! so that fifty first messages at once find or open one conversation.

pub mod call;
mod store;

use crate::object::{call::answer, sql};
use call::DirectoryCall;
use serde_json::Value;
use store::{Fresh, MIGRATIONS, Store};
use weft_shared::wire::problem::Problem;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::problem::OrInternal;

/// The binding of its class.
pub const BINDING: &str = "DIRECTORY";

/// The Durable Object; its name is the site's id.
#[durable_object]
pub struct Directory {
    state: State,
    ready: std::cell::Cell<bool>,
}

impl DurableObject for Directory {
    fn new(state: State, _env: Env) -> Self {
        Self { state, ready: std::cell::Cell::new(false) }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        answer(request, |question| async { self.ask(question) }).await
    }
}

impl Directory {
    fn ask(&self, question: DirectoryCall) -> Result<Value, Problem> {
        if !self.ready.get() {
            sql::migrate(&self.state, MIGRATIONS)?;
            self.ready.set(true);
        }
        sql::atomically(&self.state, |sql| ask(&Store::new(sql), question))
    }
}

fn ask(store: &Store<'_>, question: DirectoryCall) -> Result<Value, Problem> {
    let answer = match question {
        DirectoryCall::Resolve { identifier, standing, key, new_customer, new_conversation, at } => {
            let fresh = Fresh { customer: new_customer, conversation: new_conversation, at };
            serde_json::to_value(store.resolve(&identifier, standing, &key, &fresh)?)
        }
        DirectoryCall::Register { conversation, customer, at } => {
            serde_json::to_value(store.register(conversation, customer, at)?)
        }
        DirectoryCall::Seen { conversation, customer, open, seq, at } => {
            serde_json::to_value(store.seen(conversation, customer, open, seq, at)?)
        }
        DirectoryCall::Prove { conversation, identifier, at } => {
            serde_json::to_value(store.prove(conversation, &identifier, at)?)
        }
        DirectoryCall::Latest { identifier } => serde_json::to_value(store.latest(&identifier)?),
        DirectoryCall::Consent { .. }
        | DirectoryCall::Consented { .. }
        | DirectoryCall::Account { .. }
        | DirectoryCall::Identify { .. }
        | DirectoryCall::Depart { .. }
        | DirectoryCall::Departed { .. }
        | DirectoryCall::Person { .. }
        | DirectoryCall::Merge { .. }
        | DirectoryCall::Unmerge { .. } => {
            return Err(Problem::new(weft_shared::wire::problem::ProblemKind::NotConfigured));
        }
        DirectoryCall::Customer { conversation } => serde_json::to_value(store.customer(conversation)?),
        DirectoryCall::Suggestions { customer } => serde_json::to_value(store.suggestions(customer)?),
        DirectoryCall::All { after, limit } => serde_json::to_value(store.all(after, limit)?),
    };
    answer.or_internal("writing an answer of the directory")
}
