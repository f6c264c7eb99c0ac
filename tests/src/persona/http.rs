//! One HTTP exchange, and what can be asked of its answer.

use serde::de::DeserializeOwned;
use serde_json::Value;
use weft_shared::wire::problem::{Problem, ProblemKind};

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl Answer {
    /// Whether the status says success.
    #[must_use]
    pub const fn succeeded(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// A header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The body as a wire type.
    ///
    /// # Panics
    /// When it is something else.
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The body as a problem.
    ///
    /// # Panics
    /// When it is none, or its media type or status do not fit.
    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem: Problem = self.json();
        assert_eq!(problem.status, self.status, "{self:?}");
        problem
    }

    /// The wire type of a success, or the problem.
    ///
    /// # Errors
    /// The problem.
    pub fn result<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if self.succeeded() { Ok(self.json()) } else { Err(self.problem()) }
    }

    /// Asserts that it is a problem of this kind.
    ///
    /// # Panics
    /// When it is not.
    pub fn must_be(&self, kind: ProblemKind) {
        let problem = self.problem();
        assert!(problem.is(kind), "expected {}, got {self:?}", kind.name());
        assert_eq!(self.status, kind.status());
    }
}

/// Asks once. A body goes as JSON.
///
/// # Panics
/// When nobody answers.
pub async fn request(
    client: &reqwest::Client,
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Answer {
    try_request(client, method, url, headers, body).await.unwrap_or_else(|error| panic!("{method} {url}: {error}"))
}

/// Asks once; an edge that is away is an error.
///
/// # Errors
/// When nobody answers.
pub async fn try_request(
    client: &reqwest::Client,
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Result<Answer, reqwest::Error> {
    let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
    let mut asked = client.request(method, url);
    for (name, value) in headers {
        asked = asked.header(*name, *value);
    }
    if let Some(body) = body {
        asked = asked.json(body);
    }
    let answer = asked.send().await?;
    let status = answer.status().as_u16();
    let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    Ok(Answer { status, headers, body: String::from_utf8_lossy(&answer.bytes().await?).into_owned() })
}
