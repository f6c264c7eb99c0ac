//! The operations as a table for people, in docs/API.md.

use serde_json::Value;
use std::fmt::Write as _;

const BEGIN: &str = "<!-- operations: written by `cargo xtask openapi` -->\n";
const END: &str = "<!-- end of operations -->";

/// The page with the table renewed.
///
/// # Errors
/// When the page has no place for it.
pub fn renewed(page: &str, document: &Value) -> Result<String, String> {
    let place = page.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = place.ok_or_else(|| format!("docs/API.md has no place between {BEGIN:?} and {END:?}"))?;
    Ok(format!("{before}{BEGIN}{}{END}{after}", table(document)))
}

fn table(document: &Value) -> String {
    let mut table =
        "| request | what it does | scope | takes, as a query or body | answers |\n|---|---|---|---|---|\n".to_owned();
    let paths = document["paths"].as_object().into_iter().flatten();
    for (path, method, operation) in paths.flat_map(|(path, methods)| {
        methods.as_object().into_iter().flatten().map(move |(method, operation)| (path, method, operation))
    }) {
        let scope = operation["x-scope"].as_str().map_or_else(|| "none".to_owned(), |scope| format!("`{scope}`"));
        let summary = operation["summary"].as_str().unwrap_or_default();
        let _ = writeln!(
            table,
            "| `{} {path}` | {summary} | {scope} | {} | {} |",
            method.to_uppercase(),
            taken(operation),
            answered(operation)
        );
    }
    table
}

/// The names of its parameters but those in the path, and of its body.
fn taken(operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let query = parameters.filter(|parameter| parameter["in"] == "query").filter_map(|parameter| {
        let (name, needed) = (parameter["name"].as_str()?, parameter["required"] == true);
        Some(if needed { format!("**`{name}`**") } else { format!("`{name}`") })
    });
    let body = named(&operation["requestBody"]["content"]["application/json"]["schema"]);
    query.chain(body).collect::<Vec<_>>().join(", ")
}

/// The status when nothing is wrong, with what comes.
fn answered(operation: &Value) -> String {
    let mut responses = operation["responses"].as_object().into_iter().flatten();
    let well = responses.find(|(status, _)| status.starts_with('2'));
    well.map_or_else(String::new, |(status, response)| {
        let what = named(&response["content"]["application/json"]["schema"]);
        what.map_or_else(|| status.clone(), |what| format!("{status}, {what}"))
    })
}

/// The name of a schema of the description.
fn named(schema: &Value) -> Option<String> {
    let name = schema["$ref"].as_str()?.rsplit('/').next()?;
    Some(format!("`{name}`"))
}
