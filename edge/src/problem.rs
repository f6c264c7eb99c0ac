//! Problems: where failures of the platform become `internal`, and the one place that renders them.

use crate::{headers::Surface, log, markup};
use weft_shared::wire::problem::{Problem, ProblemKind};
use worker::{Response, ResponseBuilder};

/// Turns failures of the platform, which are nobody's business outside, into a problem; the cause goes to the log.
pub trait OrInternal<T> {
    /// `doing` says what was tried, as in "reading the journal".
    ///
    /// # Errors
    /// `internal`, or `busy` when the platform says that trying again helps.
    fn or_internal(self, doing: &'static str) -> Result<T, Problem>;
}

impl<T> OrInternal<T> for Result<T, worker::Error> {
    fn or_internal(self, doing: &'static str) -> Result<T, Problem> {
        self.map_err(|error| {
            let cause = error.to_string();
            log::failure(doing, &cause);
            let passing =
                ["overloaded", "reset", "Network connection lost", "retryable"].iter().any(|w| cause.contains(w));
            if passing { busy() } else { Problem::new(ProblemKind::Internal) }
        })
    }
}

impl<T> OrInternal<T> for Result<T, serde_json::Error> {
    fn or_internal(self, doing: &'static str) -> Result<T, Problem> {
        self.map_err(|error| {
            // The message of such an error may quote the document: the place has to do.
            log::failure(doing, &format!("{:?} at {}:{}", error.classify(), error.line(), error.column()));
            Problem::new(ProblemKind::Internal)
        })
    }
}

impl<T> OrInternal<T> for Result<T, getrandom::Error> {
    fn or_internal(self, doing: &'static str) -> Result<T, Problem> {
        self.map_err(|error| {
            log::failure(doing, &error.to_string());
            Problem::new(ProblemKind::Internal)
        })
    }
}

impl<T> OrInternal<T> for Option<T> {
    fn or_internal(self, doing: &'static str) -> Result<T, Problem> {
        self.ok_or_else(|| {
            log::failure(doing, "nothing there");
            Problem::new(ProblemKind::Internal)
        })
    }
}

/// `busy`, to be tried again in a second.
#[must_use]
pub fn busy() -> Problem {
    Problem::new(ProblemKind::Busy).retry_after(1_000)
}

/// `not-found`: the same for everybody who may not know.
#[must_use]
pub fn not_found() -> Problem {
    Problem::new(ProblemKind::NotFound)
}

/// `malformed`, with what would be right.
#[must_use]
pub fn malformed(detail: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::Malformed).detail(detail)
}

/// `not-configured`, with the name of what is missing; never its value.
#[must_use]
pub fn not_configured(what: &str) -> Problem {
    Problem::new(ProblemKind::NotConfigured).detail(format!("{what} is not set up"))
}

/// The answer that carries a problem: JSON (RFC 9457) to programs, a short page to people.
#[must_use]
pub fn render(problem: &Problem, surface: &Surface) -> Response {
    let mut builder = ResponseBuilder::new().with_status(problem.status);
    if let Some(ms) = problem.retry_after_ms {
        builder = with_header(builder, "retry-after", &ms.div_ceil(1_000).to_string());
    }
    if problem.is(ProblemKind::Unauthenticated) {
        builder = with_header(builder, "www-authenticate", "Bearer");
    }
    if surface.is_page() {
        let detail =
            problem.detail.as_deref().map(|detail| format!("<p>{}</p>\n", markup::escape(detail))).unwrap_or_default();
        let title = markup::escape(&problem.title);
        let page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>{title}</title>\n<h1>{title}</h1>\n{detail}</html>\n"
        );
        return with_header(builder, "content-type", "text/html; charset=utf-8").fixed(page.into_bytes());
    }
    let body = serde_json::to_vec(problem).unwrap_or_default();
    with_header(builder, "content-type", "application/problem+json").fixed(body)
}

/// The `Link` header of what goes on under another id (RFC 6596): the path of the request with that id in place of the
/// old one. What can be done with a customer is no customer: their own path ends with their id.
#[must_use]
pub fn canonical_link(problem: &Problem, pattern: &str, path: &str) -> Option<String> {
    let id = problem.canonical.as_ref().filter(|_| problem.is(ProblemKind::Moved))?;
    let (mut place, mut whole) = (None, true);
    for (index, part) in pattern.split('/').enumerate() {
        if matches!(part, "{id}" | "{customer}") {
            (place, whole) = (Some(index), part == "{id}");
        }
    }
    let place = place?;
    let parts = path.split('/').enumerate().filter(|(index, _)| whole || *index <= place);
    let path: Vec<_> = parts.map(|(index, part)| if index == place { id.as_str() } else { part }).collect();
    let path = path.join("/");
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.');
    path.bytes().all(plain).then(|| format!("<{path}>; rel=\"canonical\""))
}

fn with_header(builder: ResponseBuilder, name: &str, value: &str) -> ResponseBuilder {
    builder.clone().with_header(name, value).unwrap_or(builder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moved_is_linked_where_it_is() {
        let customer = "/v1/sites/{site}/desk/customers/{customer}";
        let mut problem = Problem::new(ProblemKind::Moved);
        assert_eq!(canonical_link(&problem, customer, "/v1/sites/demo/desk/customers/old"), None, "nobody knows where");
        problem.canonical = Some("new".to_owned());
        let link = |pattern: &str, path: &str| canonical_link(&problem, pattern, path);
        let here = Some("</v1/sites/demo/desk/customers/new>; rel=\"canonical\"".to_owned());
        assert_eq!(link(customer, "/v1/sites/demo/desk/customers/old"), here);
        assert_eq!(link(&format!("{customer}/merge"), "/v1/sites/demo/desk/customers/old/merge"), here);
        let file = link("/v1/{site}/conversations/{id}/attachments/{file}", "/v1/demo/conversations/old/attachments/f");
        assert_eq!(file.as_deref(), Some("</v1/demo/conversations/new/attachments/f>; rel=\"canonical\""));
        assert_eq!(link(customer, "/v1/sites/a>b/desk/customers/old"), None, "no path ends its own brackets");
        assert_eq!(link("/v1/sites/{site}", "/v1/sites/demo"), None);
        let other = Problem { canonical: problem.canonical.clone(), ..Problem::new(ProblemKind::NotFound) };
        assert_eq!(canonical_link(&other, customer, "/v1/sites/demo/desk/customers/old"), None);
    }
}
