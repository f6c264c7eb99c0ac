//! How conversations began: what a customer's other conversations were about.

use super::database;
use crate::problem::OrInternal;
use serde::Deserialize;
use weft_shared::{
    id::{ConversationId, SiteId},
    wire::problem::Problem,
};
use worker::{Env, wasm_bindgen::JsValue};

/// Characters of a conversation that its topic is judged by.
const MOST: usize = 2_000;
/// Messages of a conversation that its topic is judged by.
const MESSAGES: usize = 12;

/// What a conversation was about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Beginning {
    /// It.
    pub conversation: ConversationId,
    /// Its subject.
    pub subject: Option<String>,
    /// Its customer's first messages.
    pub text: Option<String>,
}

/// How these conversations began; those that the read model does not know are left out.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn beginnings(env: &Env, site: &SiteId, wanted: &[ConversationId]) -> Result<Vec<Beginning>, Problem> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..wanted.len() + 2).map(|place| format!("?{place}")).collect();
    let query = format!(
        "SELECT c.conversation, c.subject, (SELECT substr(group_concat(text, char(10)), 1, {MOST}) FROM \
            (SELECT m.text AS text FROM message m WHERE m.site = c.site AND m.conversation = c.conversation \
             AND m.author = 'customer' ORDER BY m.seq LIMIT {MESSAGES})) AS text \
         FROM conversation c WHERE c.site = ?1 AND c.conversation IN ({})",
        places.join(", ")
    );
    let ids = wanted.iter().map(|id| JsValue::from_str(&id.to_string()));
    let values: Vec<JsValue> = std::iter::once(JsValue::from_str(site.as_str())).chain(ids).collect();
    let statement = database(env)?.prepare(&query).bind(&values).or_internal("asking the read model")?;
    let answer = statement.all().await.or_internal("reading the read model")?;
    answer.results().or_internal("reading the read model")
}
