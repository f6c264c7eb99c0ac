//! Has the carrier tell the stories of the demo shop, once for each state folder, while everything runs.

use crate::{http, paths};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// How often the carrier is asked how far it has got.
const EVERY: Duration = Duration::from_millis(700);

/// The stories, while they are told.
pub struct Stories {
    port: u16,
    told: PathBuf,
    asked: Instant,
}

impl Stories {
    /// Begins to tell them; none where they were told before. `port` is the carrier's.
    pub fn begin(port: u16, state: &Path) -> Option<Self> {
        let told = state.join("stories-told");
        if told.exists() {
            return None;
        }
        let begun = http::request(port, "POST", "/api/demo", None, None).is_ok_and(|answer| answer.succeeded());
        begun.then(|| Self { port, told, asked: Instant::now() })
    }

    /// What there is to say, once all are told; none before.
    pub fn look(&mut self) -> Option<String> {
        if self.asked.elapsed() < EVERY {
            return None;
        }
        self.asked = Instant::now();
        let progress = http::request(self.port, "GET", "/api/demo", None, None).ok()?.json();
        let count = |name: &str| progress.get(name).and_then(Value::as_u64).unwrap_or_default();
        if count("of") == 0 || count("done") < count("of") {
            return None;
        }
        let problems = progress.get("problems").and_then(Value::as_array).cloned().unwrap_or_default();
        // Told in part is told: a second time would tell everything twice. `--fresh` begins anew.
        let _ = paths::write(&self.told, "");
        Some(said(count("of"), &problems))
    }
}

fn said(all: u64, problems: &[Value]) -> String {
    if problems.is_empty() {
        return format!("stories: {all} conversations are at the desk.");
    }
    let lines: Vec<String> =
        problems.iter().filter_map(Value::as_str).map(|problem| format!("\n  {problem}")).collect();
    format!("stories: {} of {all} conversations went otherwise than planned:{}", problems.len(), lines.concat())
}

#[cfg(test)]
mod tests {
    use super::said;
    use serde_json::json;

    #[test]
    fn what_went_wrong_is_said_by_name() {
        assert_eq!(said(60, &[]), "stories: 60 conversations are at the desk.");
        let said = said(60, &[json!("Jane Doe: refused")]);
        assert!(said.contains("1 of 60") && said.ends_with("\n  Jane Doe: refused"), "{said}");
    }
}
