//! Structured logs: one JSON object a line, made of ids, names of routes and numbers. No query, header, body,
//! address or secret is ever an argument of these functions.

use serde_json::{Map, Value, json};

/// How much of a cause is kept.
const LONGEST: usize = 400;

/// Something that an operator may want to know.
pub fn info(what: &'static str, fields: Value) {
    worker::console_log!("{}", line("info", what, fields));
}

/// Something that an operator should look at.
pub fn warn(what: &'static str, fields: Value) {
    worker::console_warn!("{}", line("warn", what, fields));
}

/// A failure of the platform or of ours, which outside is only `internal`.
pub fn failure(doing: &'static str, cause: &str) {
    let cause: String = cause.chars().take(LONGEST).collect();
    worker::console_error!("{}", line("error", "failure", json!({ "doing": doing, "cause": cause })));
}

/// One request that was answered: the pattern of its route, never its path.
pub fn request(route: &str, method: &str, status: u16, ms: i64, site: Option<&str>) {
    info("request", json!({ "route": route, "method": method, "status": status, "ms": ms, "site": site }));
}

fn line(level: &str, what: &str, fields: Value) -> Value {
    let mut all = Map::new();
    all.insert("level".to_owned(), level.into());
    all.insert("what".to_owned(), what.into());
    if let Value::Object(fields) = fields {
        all.extend(fields.into_iter().filter(|(_, value)| !value.is_null()));
    }
    Value::Object(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_object() {
        let line = line("info", "request", json!({ "status": 200, "site": null }));
        assert_eq!(line, json!({ "level": "info", "what": "request", "status": 200 }));
        assert!(!line.to_string().contains('\n'));
    }
}
