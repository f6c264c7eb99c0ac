//! What a site's text models know: learned from its intents' examples, once for the same examples.

use crate::{ambient, log, problem::OrInternal, site::Site};
use serde::Deserialize;
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    rc::Rc,
};
use weft_shared::{
    id::{AgentId, SiteId},
    text::Classifier,
    time::Timestamp,
    wire::{desk::ExampleLine, problem::Problem},
};
use worker::{D1Database, Env, wasm_bindgen::JsValue};

/// How many models an isolate keeps.
const MOST: usize = 50;
/// The longest sentence that is kept as an example, in characters: as long as the policy's own may be.
pub const LONGEST: usize = 300;
/// How many examples wait for a verdict at most; further ones are not kept.
const WAITING: usize = 500;
/// Accepted examples that are learned, the latest first.
const LEARNED: usize = 1_000;

thread_local! {
    static KNOWN: RefCell<HashMap<SiteId, (u64, Rc<Classifier>)>> = RefCell::new(HashMap::new());
}

/// The model of a site's intents, learned now if its examples are others than last time.
#[must_use]
pub fn intents(site: &Site) -> Rc<Classifier> {
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, intent) in &site.policy.intents {
        all.entry(name).or_default().extend(intent.examples.iter().map(String::as_str));
    }
    for (name, text) in &site.examples {
        // An intent that the policy no longer has teaches nothing.
        if let Some(known) = all.get_mut(name.as_str()) {
            known.push(text);
        }
    }
    let mut hasher = DefaultHasher::new();
    all.hash(&mut hasher);
    let mark = hasher.finish();
    let known =
        KNOWN.with_borrow(|known| known.get(&site.id).filter(|(of, _)| *of == mark).map(|(_, it)| Rc::clone(it)));
    known.unwrap_or_else(|| {
        let examples: Vec<(&str, Vec<&str>)> = all.into_iter().collect();
        let learned = Rc::new(Classifier::learn(&examples));
        KNOWN.with_borrow_mut(|known| {
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(site.id.clone(), (mark, Rc::clone(&learned)));
        });
        learned
    })
}

/// The part of a site's row that says which examples were accepted: `[[intent, text], …]`, for site `?1`.
pub const ACCEPTED: &str = "(SELECT json_group_array(json_array(intent, text)) FROM \
    (SELECT intent, text FROM example WHERE site = ?1 AND accepted = 1 ORDER BY judged_at DESC, id LIMIT 1000))";
const _: () = assert!(LEARNED == 1_000, "the statement above says the same");

/// Keeps what an agent's correction teaches, for the owner to accept. The same again changes nothing.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn suggest(
    env: &Env,
    site: &SiteId,
    intent: &str,
    text: &str,
    by: &AgentId,
    at: Timestamp,
) -> Result<(), Problem> {
    use sha2::{Digest, Sha256};
    let text: String = without_names(text).chars().take(LONGEST).collect();
    let digest = Sha256::digest(format!("{intent}\n{text}").as_bytes());
    let id = crate::object::conversation::hex(digest.get(..13).unwrap_or_default());
    let statement = format!(
        "INSERT INTO example (site, id, intent, text, made_by, at) SELECT ?1, ?2, ?3, ?4, ?5, ?6 \
         WHERE (SELECT count(*) FROM example WHERE site = ?1 AND accepted IS NULL) < {WAITING} ON CONFLICT DO NOTHING"
    );
    let values = [site.as_str(), &id, intent, &text, by.as_str()].map(JsValue::from_str);
    let values: Vec<JsValue> = values.into_iter().chain([JsValue::from_f64(at.0 as f64)]).collect();
    let bound = database(env)?.prepare(&statement).bind(&values).or_internal("keeping an example")?;
    bound.run().await.or_internal("keeping an example").map(drop)
}

/// A text without what points to somebody: addresses and numbers tell a model nothing, and an example is kept for long.
fn without_names(text: &str) -> String {
    // Every script has digits of its own.
    let digits = |word: &str| word.chars().filter(|c| c.is_numeric()).count();
    let words: Vec<&str> = text.split_whitespace().collect();
    // Numbers are written in groups: what stands beside other digits counts with them.
    let groups = words.chunk_by(|one, next| digits(one) > 0 && digits(next) > 0);
    let told = groups.flat_map(|group| {
        let many = group.iter().map(|word| digits(word)).sum::<usize>() >= 4;
        group.iter().map(move |word| if many || word.contains(['@', '＠']) { "…" } else { *word })
    });
    told.collect::<Vec<_>>().join(" ")
}

/// The examples that wait for a verdict, the latest first.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn waiting(env: &Env, site: &SiteId) -> Result<Vec<ExampleLine>, Problem> {
    #[derive(Deserialize)]
    struct Row {
        id: String,
        intent: String,
        text: String,
        made_by: AgentId,
        at: f64,
    }
    let query = "SELECT id, intent, text, made_by, at FROM example WHERE site = ?1 AND accepted IS NULL \
                 ORDER BY at DESC, id LIMIT 200";
    let bound =
        database(env)?.prepare(query).bind(&[JsValue::from_str(site.as_str())]).or_internal("asking for examples")?;
    let rows: Vec<Row> =
        bound.all().await.or_internal("reading examples")?.results().or_internal("reading examples")?;
    let line = |row: Row| ExampleLine {
        id: row.id,
        intent: row.intent,
        text: row.text,
        by: row.made_by,
        at: Timestamp(row.at as i64),
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Writes a verdict down; false if there is no such example that waits for one.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn judge(env: &Env, site: &SiteId, id: &str, by: &AgentId, accept: bool) -> Result<bool, Problem> {
    let statement = "UPDATE example SET judged_by = ?3, judged_at = ?4, accepted = ?5 \
                     WHERE site = ?1 AND id = ?2 AND accepted IS NULL RETURNING id";
    let values = [
        JsValue::from_str(site.as_str()),
        JsValue::from_str(id),
        JsValue::from_str(by.as_str()),
        JsValue::from_f64(ambient::now().0 as f64),
        JsValue::from_f64(f64::from(u8::from(accept))),
    ];
    let bound = database(env)?.prepare(statement).bind(&values).or_internal("judging an example")?;
    let found = bound.first::<serde_json::Value>(None).await.or_internal("judging an example")?;
    if found.is_some() {
        log::info("an example was judged", serde_json::json!({ "site": site.as_str(), "accepted": accept }));
        Site::forget(site);
    }
    Ok(found.is_some())
}

fn database(env: &Env) -> Result<D1Database, Problem> {
    env.d1("DB").or_internal("finding the database")
}

#[cfg(test)]
mod tests {
    use super::without_names;

    #[test]
    fn an_example_keeps_no_address_and_no_number() {
        let said = "Where is order 2026-1107?\nWrite to jane@example.com or call +44 7700 900123, box 12.";
        assert_eq!(without_names(said), "Where is order … Write to … or call … … … box 12.");
        for number in
            ["06 12 34 56 78", "+44 7 7 0 0 900 123", "٠٧٧٠٠٩٠٠١٢٣", "０７７００ ９００１２３", "(020) 79-46 01"]
        {
            let kept = without_names(&format!("call {number} or jane＠example.com now"));
            assert!(!kept.chars().any(char::is_numeric) && !kept.contains("jane"), "{kept}");
        }
        assert_eq!(without_names("2 lids of 3 cups, 10 days"), "2 lids of 3 cups, 10 days");
    }
}
