//! Puts the demonstration site's rules in force each time their file is saved, without building anything.

use crate::{
    http::{self, Answer},
    paths,
};
use serde_json::{Value, json};
use std::{
    path::PathBuf,
    time::{Duration, Instant, SystemTime},
};

/// How often the file's time is looked at.
const EVERY: Duration = Duration::from_millis(400);

/// A file of rules, and the site that it is for.
pub struct Watch {
    file: PathBuf,
    port: u16,
    path: String,
    key: String,
    seen: Option<SystemTime>,
    looked: Option<Instant>,
}

impl Watch {
    pub fn new(file: PathBuf, port: u16, site: &str, key: &str) -> Self {
        let path = format!("/v1/admin/sites/{site}/policy");
        Self { file, port, path, key: key.to_owned(), seen: None, looked: None }
    }

    /// Looks whether the file was saved; if so, puts it in force and says what came of it.
    pub fn look(&mut self) -> Option<String> {
        if self.looked.is_some_and(|at| at.elapsed() < EVERY) {
            return None;
        }
        self.looked = Some(Instant::now());
        let saved = std::fs::metadata(&self.file).and_then(|meta| meta.modified()).ok()?;
        if self.seen.replace(saved) == Some(saved) {
            return None;
        }
        let text = paths::read(&self.file).ok()?;
        // Somebody may save another version in the console between the question and the answer.
        let said = self.put(&text).or_else(|| self.put(&text));
        Some(said.unwrap_or_else(|| "policy: somebody else changes it all the time; save again.".to_owned()))
    }

    /// None when another version came in between.
    fn put(&self, text: &str) -> Option<String> {
        let ask =
            |method: &str, body: Option<&Value>| http::request(self.port, method, &self.path, Some(&self.key), body);
        let away = |error: std::io::Error| format!("policy: the edge did not answer: {error}; save again.");
        let now = match ask("GET", None) {
            Ok(answer) if answer.succeeded() => answer.json(),
            Ok(answer) => return Some(format!("policy: the edge said {}: {}", answer.status, answer.text())),
            Err(error) => return Some(away(error)),
        };
        let version = now.get("version").and_then(Value::as_u64).unwrap_or_default();
        if now.get("text").and_then(Value::as_str) == Some(text) {
            return Some(in_force(version));
        }
        match ask("PUT", Some(&json!({ "base": version, "text": text }))) {
            Ok(answer) if answer.status == 409 => None,
            Ok(answer) => Some(told(&answer, version)),
            Err(error) => Some(away(error)),
        }
    }
}

fn in_force(version: u64) -> String {
    format!("policy version {version} in force")
}

fn told(answer: &Answer, before: u64) -> String {
    let body = answer.json();
    if answer.succeeded() {
        return in_force(body.get("version").and_then(Value::as_u64).unwrap_or(before + 1));
    }
    let errors = body.get("errors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut lines: Vec<String> = errors.iter().filter_map(Value::as_str).map(|line| format!("  {line}")).collect();
    if lines.is_empty() {
        lines.push(format!("  {}", answer.text()));
    }
    let old = if before == 0 { "the defaults stay".to_owned() } else { format!("version {before} stays") };
    format!("policies/demo.toml is refused, {old} in force:\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    /// An edge that gives these answers, one a connection.
    fn edge(answers: Vec<(u16, Value)>) -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for (status, body) in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).unwrap();
                let body = body.to_string();
                let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n", body.len());
                stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
            }
        });
        port
    }

    fn watch(answers: Vec<(u16, Value)>, name: &str) -> Watch {
        let file = std::env::temp_dir().join(format!("weft-watch-{name}-{}.toml", std::process::id()));
        std::fs::write(&file, "a = 1\n").unwrap();
        Watch::new(file, edge(answers), "demo", "key")
    }

    #[test]
    fn a_saved_file_is_put_in_force_once() {
        let mut watch = watch(
            vec![(200, json!({"version": 2, "text": "old"})), (200, json!({"version": 3, "text": "a = 1\n"}))],
            "good",
        );
        assert_eq!(watch.look().as_deref(), Some("policy version 3 in force"));
        watch.looked = None;
        assert_eq!(watch.look(), None);
        std::fs::remove_file(&watch.file).unwrap();
    }

    #[test]
    fn a_broken_file_is_told_with_all_its_errors_and_the_old_one_stays() {
        let answers = vec![
            (200, json!({"version": 2, "text": "old"})),
            (422, json!({"errors": ["a: no such key", "b: missing"]})),
        ];
        let mut watch = watch(answers, "bad");
        let said = watch.look().unwrap();
        assert_eq!(said, "policies/demo.toml is refused, version 2 stays in force:\n  a: no such key\n  b: missing");
        std::fs::remove_file(&watch.file).unwrap();
    }
}
