//! The Directory of a site: who is who, and which conversation an unthreaded message belongs to. One object a site,
//! so that fifty first messages at once find or open one conversation. What it decides is in
//! [`weft_shared::directory`]; here are its tables, and what it has to tell conversations.

pub mod call;
mod errands;
mod migrations;
mod store;

use crate::{
    object::{
        call::{answer, asked_name},
        sql,
    },
    problem::OrInternal,
};
use call::DirectoryCall;
use migrations::MIGRATIONS;
use serde::Serialize;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use store::Store;
use weft_shared::{
    directory::{self as decide, Arriving, Failure, Identifying, Merging, Sighting, Unmerging, Word},
    id::SiteId,
    wire::problem::{Problem, ProblemKind},
};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

/// The binding of its class.
pub const BINDING: &str = "DIRECTORY";

/// The Durable Object; its name is the site's id.
#[durable_object]
pub struct Directory {
    state: State,
    env: Env,
    ready: Cell<bool>,
    /// The site, once somebody named it.
    site: RefCell<Option<SiteId>>,
    /// Errands are being run.
    running: Cell<bool>,
}

impl DurableObject for Directory {
    fn new(state: State, env: Env) -> Self {
        crate::ambient::begin(&env);
        Self { state, env, ready: Cell::new(false), site: RefCell::new(None), running: Cell::new(false) }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let named = asked_name(&request).and_then(|name| name.parse().ok());
        answer(request, |question| async move {
            let moves = may_rehome(&question);
            let (answered, errands) = self.ask(named, question)?;
            if moves || errands {
                // Whoever looks at the conversations next sees whose they are. What is not told now, the alarm tells.
                errands::run(self).await;
            }
            Ok(answered)
        })
        .await
    }

    async fn alarm(&self) -> Result<Response> {
        if self.prepare().is_ok() {
            errands::run(self).await;
        }
        Response::empty()
    }
}

impl Directory {
    fn prepare(&self) -> std::result::Result<(), Problem> {
        if !self.ready.get() {
            sql::migrate(&self.state, MIGRATIONS)?;
            self.ready.set(true);
        }
        Ok(())
    }

    /// The answer, and whether conversations are to be told something by it.
    fn ask(&self, named: Option<SiteId>, question: DirectoryCall) -> std::result::Result<(Value, bool), Problem> {
        self.prepare()?;
        if let Some(site) = named
            && self.site.borrow().is_none()
        {
            errands::remember_site(&self.state.storage().sql(), &site)?;
            *self.site.borrow_mut() = Some(site);
        }
        sql::atomically(&self.state, |sql| {
            let mut store = Store::new(sql);
            let answered = ask(&mut store, question)?;
            Ok((answered, store.has_errands()))
        })
    }

    /// The site that this is the directory of.
    fn site(&self) -> std::result::Result<Option<SiteId>, Problem> {
        if let Some(site) = self.site.borrow().as_ref() {
            return Ok(Some(site.clone()));
        }
        errands::known_site(&self.state.storage().sql())
    }
}

/// Whether conversations may become somebody else's by it: then those that wait to be told are tried at once as well.
const fn may_rehome(question: &DirectoryCall) -> bool {
    matches!(
        question,
        DirectoryCall::Merge { .. }
            | DirectoryCall::Unmerge { .. }
            | DirectoryCall::Account { .. }
            | DirectoryCall::Prove { .. }
    )
}

fn ask(store: &mut Store<'_>, question: DirectoryCall) -> std::result::Result<Value, Problem> {
    match question {
        DirectoryCall::Resolve { identifier, standing, key, new_customer, new_conversation, at } => {
            let (identifier, key) = (&identifier, &key);
            answered(decide::resolve(
                store,
                &Arriving { identifier, standing, key, new_customer, new_conversation, at },
            ))
        }
        DirectoryCall::Register { conversation, customer, at } => {
            answered(decide::seen(store, &Sighting { conversation, customer, open: true, seq: 0, at }))
        }
        DirectoryCall::Seen { conversation, customer, open, seq, at, trace } => {
            store.put_trace(conversation, seq, &trace)?;
            answered(decide::seen(store, &Sighting { conversation, customer, open, seq, at }))
        }
        DirectoryCall::Prove { conversation, identifier, at } => {
            answered(decide::prove(store, conversation, &identifier, at))
        }
        DirectoryCall::Consent { conversation, line, at } => answered(decide::consent(store, conversation, &line, at)),
        DirectoryCall::Consented { identifier, channel } => answered(decide::consented(store, &identifier, &channel)),
        DirectoryCall::Account { conversation, account, also, known, once, expires, at } => {
            let (account, also, once) = (&account, also.as_slice(), once.as_str());
            answered(decide::account(store, &Word { conversation, account, also, known, once, expires, at }))
        }
        DirectoryCall::Identify { account, also, new_customer, at } => {
            let (account, also) = (&account, also.as_slice());
            answered(decide::identify(store, &Identifying { account, also, new_customer, at }))
        }
        DirectoryCall::Depart { conversation, to } => answered(decide::depart(store, conversation, to)),
        DirectoryCall::Departed { conversation } => answered(decide::departed(store, conversation)),
        DirectoryCall::Person { customer } => answered(decide::person(store, customer)),
        DirectoryCall::Merge { customer, other, merge, by, because, at } => {
            answered(decide::merge(store, &Merging { customer, other, merge, by, because, at }))
        }
        DirectoryCall::Unmerge { customer, merge, by, at } => {
            answered(decide::unmerge(store, &Unmerging { customer, merge, by, at }))
        }
        DirectoryCall::Latest { identifier } => answered(decide::latest(store, &identifier)),
        DirectoryCall::Customer { conversation } => answered(decide::customer(store, conversation)),
        DirectoryCall::Suggestions { customer } => answered(decide::suggestions(store, customer)),
        DirectoryCall::Context { customer, conversation } => {
            let past = decide::past(store.traces(customer, conversation)?);
            value(&decide::Context { tier: store.tier(customer)?, past })
        }
        DirectoryCall::SetTier { account, tier } => value(&store.set_tier(&account, tier.as_deref())?),
        DirectoryCall::Desk { name, instead } => value(&store.desk(&name, instead)?),
        DirectoryCall::All { after, limit } => value(&store.all(after, limit)?),
    }
}

fn answered<T: Serialize>(outcome: std::result::Result<T, Failure<Problem>>) -> std::result::Result<Value, Problem> {
    match outcome {
        Ok(answer) => value(&answer),
        Err(Failure::Register(problem)) => Err(problem),
        Err(Failure::NotFound) => Err(Problem::new(ProblemKind::NotFound)),
        Err(Failure::Conflict(why)) => Err(Problem::new(ProblemKind::Conflict).detail(why)),
    }
}

fn value(answer: &impl Serialize) -> std::result::Result<Value, Problem> {
    serde_json::to_value(answer).or_internal("writing an answer of the directory")
}
