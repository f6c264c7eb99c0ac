//! Who writes the summary of a card: sentences are chosen in `shared`, or a language model of the platform writes it, where
//! a site's rules allow that.

use crate::{log, problem::OrInternal};
use serde::{Deserialize, Serialize};
use std::{cell::RefCell, collections::HashMap};
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
    match model.sum_up(said, rules.sentences).await {
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

fn bound(env: &Env) -> Option<Ai> {
    env.ai(AI).ok()
}
