//! Who writes the summary of a card: sentences are chosen in `shared`, or a language model of the platform writes it, where
//! a site's rules allow that.

use crate::{ambient, log, problem::OrInternal};
use futures_util::future::{Either, select};
use serde::{Deserialize, Serialize};
use std::{cell::RefCell, collections::HashMap, pin::pin};
use weft_shared::{
    card::{Spoken, Writer, by_model, instead, prompt, writer},
    id::ConversationId,
    policy::SummaryPolicy,
    wire::{card::Summary, problem::Problem},
};
use worker::{Ai, Env};

/// The binding of Workers AI.
const AI: &str = "AI";
/// Tokens that a model may write.
const MOST_TOKENS: u32 = 400;
/// So long the card waits for a model, in milliseconds: an agent reads the thread meanwhile.
const PATIENCE: u32 = 4_000;
/// Summaries that an isolate keeps: a model is asked once for each place in a journal.
const KEPT: usize = 200;

thread_local! {
    static KNOWN: RefCell<HashMap<ConversationId, (u64, Summary)>> = RefCell::new(HashMap::new());
}

/// Whoever can sum a conversation up.
trait Summarise {
    /// A summary of at most so many sentences; else why there is none, as a part of a sentence.
    async fn sum_up(&self, said: &[Spoken], most: usize) -> Result<Summary, &'static str>;
}

/// A model of Workers AI.
struct Model<'n> {
    ai: Ai,
    name: &'n str,
}

#[derive(Serialize)]
struct Asked {
    messages: [Turn; 2],
    max_tokens: u32,
    temperature: f64,
}

#[derive(Serialize)]
struct Turn {
    role: &'static str,
    content: String,
}

#[derive(Deserialize)]
struct Answered {
    response: String,
}

impl Summarise for Model<'_> {
    async fn sum_up(&self, said: &[Spoken], most: usize) -> Result<Summary, &'static str> {
        let (instructions, text) = prompt(said, most);
        let turn = |role, content| Turn { role, content };
        let messages = [turn("system", instructions), turn("user", text)];
        let asked = Asked { messages, max_tokens: MOST_TOKENS, temperature: 0.2 };
        let answered: Answered = self.ai.run(self.name, asked).await.map_err(|error| {
            // The platform's words tell of the model, never of what it was sent.
            log::failure("asking a language model", &error.to_string());
            "it did not answer"
        })?;
        by_model(&answered.response, said, most, self.name).ok_or("its answer was not what it was asked for")
    }
}

/// Whether a card of this site needs the words of the conversation, for a model.
#[must_use]
pub fn wants_words(env: &Env, rules: &SummaryPolicy) -> bool {
    matches!(writer(rules, bound(env).is_some()), Writer::Model(_))
}

/// The summary for a card: that of a model where the rules allow one, else the sentences; it says which, and why.
///
/// # Errors
/// `internal` when the binding vanished.
pub async fn summary(
    env: &Env,
    rules: &SummaryPolicy,
    (conversation, seq): (ConversationId, u64),
    said: &[Spoken],
    sentences: Summary,
) -> Result<Summary, Problem> {
    let ai = bound(env);
    let name = match writer(rules, ai.is_some()) {
        Writer::Sentences => return Ok(sentences),
        Writer::NoModel => return Ok(instead(sentences, "none is bound here")),
        Writer::Model(name) => name,
    };
    let known = KNOWN.with_borrow(|known| known.get(&conversation).filter(|(at, _)| *at == seq).cloned());
    if let Some((_, summary)) = known {
        return Ok(summary);
    }
    let model = Model { ai: ai.or_internal("finding the language model")?, name };
    match in_time(&model, said, rules.sentences, ambient::pass(PATIENCE)).await {
        Ok(summary) => {
            KNOWN.with_borrow_mut(|known| {
                if known.len() >= KEPT {
                    known.clear();
                }
                known.insert(conversation, (seq, summary.clone()));
            });
            Ok(summary)
        }
        Err(why) => Ok(instead(sentences, why)),
    }
}

/// What somebody sums up before the time is over.
async fn in_time(
    who: &impl Summarise,
    said: &[Spoken],
    most: usize,
    over: impl Future<Output = ()>,
) -> Result<Summary, &'static str> {
    match select(pin!(who.sum_up(said, most)), pin!(over)).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(_) => Err("it took too long"),
    }
}

fn bound(env: &Env) -> Option<Ai> {
    env.ai(AI).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        future::{pending, ready},
        task::{Context, Poll, Waker},
    };

    /// Somebody who answers so, or never.
    struct Stub(Option<Result<Summary, &'static str>>);

    impl Summarise for Stub {
        async fn sum_up(&self, _: &[Spoken], _: usize) -> Result<Summary, &'static str> {
            match &self.0 {
                Some(outcome) => outcome.clone(),
                None => pending().await,
            }
        }
    }

    /// What comes at once.
    fn at_once<T>(work: impl Future<Output = T>) -> Option<T> {
        match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(it) => Some(it),
            Poll::Pending => None,
        }
    }

    fn summary() -> Summary {
        Summary { lines: Vec::new(), method: "by a stub".to_owned() }
    }

    #[test]
    fn what_a_model_writes_in_time_is_taken_and_what_it_fails_at_is_told() {
        assert_eq!(at_once(in_time(&Stub(Some(Ok(summary()))), &[], 4, pending())), Some(Ok(summary())));
        let failed = Stub(Some(Err("it did not answer")));
        assert_eq!(at_once(in_time(&failed, &[], 4, pending())), Some(Err("it did not answer")));
    }

    #[test]
    fn no_card_waits_longer_for_a_model_than_its_time() {
        assert_eq!(at_once(in_time(&Stub(None), &[], 4, pending())), None, "there is time left");
        let late = at_once(in_time(&Stub(None), &[], 4, ready(())));
        assert_eq!(late, Some(Err("it took too long")));
        assert!(instead(summary(), "it took too long").method.contains("it took too long"));
    }
}
