//! The headers that every answer carries, errors included.

use worker::{Headers, Response};

/// What an answer is to a browser; it decides which headers protect it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Surface {
    /// JSON, downloads, sockets: nothing that a browser shows.
    Api,
    /// A file of the build: its name changes with its content.
    Asset,
    /// The loader: any site's page takes it.
    Loader,
    /// A document that nobody may frame.
    Page,
    /// The widget's document, which exactly these origins may frame; none means nobody.
    Frame(Vec<String>),
}

/// The policy of documents: own scripts, own styles, own connections, WebAssembly, and no string ever becomes markup
/// or code (Trusted Types, and no policy that could make them).
const DOCUMENT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
     img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'";
/// The policy of everything else.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; sandbox";

impl Surface {
    /// Whether a person looks at it in a browser.
    #[must_use]
    pub const fn is_page(&self) -> bool {
        matches!(self, Self::Page | Self::Frame(_))
    }

    /// The `Content-Security-Policy`.
    #[must_use]
    pub fn policy(&self) -> String {
        match self {
            Self::Page => format!("{DOCUMENT}; frame-ancestors 'none'"),
            Self::Frame(origins) if origins.is_empty() => format!("{DOCUMENT}; frame-ancestors 'none'"),
            Self::Frame(origins) => format!("{DOCUMENT}; frame-ancestors {}", origins.join(" ")),
            Self::Api | Self::Asset | Self::Loader => format!("{NOTHING}; frame-ancestors 'none'"),
        }
    }

    /// All headers; `secure` says that the public address is https.
    #[must_use]
    pub fn headers(&self, secure: bool) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("content-security-policy", self.policy()),
            ("x-content-type-options", "nosniff".to_owned()),
            ("referrer-policy", "no-referrer".to_owned()),
            (
                "permissions-policy",
                "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()".to_owned(),
            ),
            (
                "cross-origin-resource-policy",
                if matches!(self, Self::Loader | Self::Frame(_)) { "cross-origin" } else { "same-origin" }.to_owned(),
            ),
        ];
        if !matches!(self, Self::Frame(origins) if !origins.is_empty()) {
            headers.push(("x-frame-options", "DENY".to_owned()));
        }
        if matches!(self, Self::Page) {
            headers.push(("cross-origin-opener-policy", "same-origin".to_owned()));
        }
        if secure {
            headers.push(("strict-transport-security", "max-age=31536000; includeSubDomains".to_owned()));
        }
        headers
    }
}

/// Puts the headers on an answer. `cache-control: no-store` is the rule; a handler that may be kept says so itself.
#[must_use]
pub fn protect(response: Response, surface: &Surface, secure: bool) -> Response {
    // Headers of an answer that came from a binding cannot be changed: take a copy of them all.
    let headers = Headers::new();
    for (name, value) in response.headers().entries() {
        let _ = headers.append(&name, &value);
    }
    for (name, value) in surface.headers(secure) {
        let _ = headers.set(name, &value);
    }
    if !matches!(headers.has("cache-control"), Ok(true)) {
        let _ = headers.set("cache-control", "no-store");
    }
    response.with_headers(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Surface> {
        let frame = Surface::Frame(vec!["https://shop.example".to_owned()]);
        vec![Surface::Api, Surface::Asset, Surface::Loader, Surface::Page, Surface::Frame(vec![]), frame]
    }

    #[test]
    fn every_answer_says_who_may_frame_it() {
        for surface in all() {
            let policy = surface.policy();
            let (_, ancestors) = policy.split_once("frame-ancestors ").unwrap();
            let expected = match &surface {
                Surface::Frame(origins) if !origins.is_empty() => "https://shop.example",
                _ => "'none'",
            };
            assert_eq!(ancestors, expected, "{surface:?}");
        }
    }

    #[test]
    fn no_policy_allows_inline_or_foreign_code() {
        for surface in all() {
            let policy = surface.policy();
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'));
            assert!(policy.starts_with("default-src 'none'"));
        }
    }

    #[test]
    fn only_https_is_pinned() {
        for surface in all() {
            let pinned = |secure| surface.headers(secure).iter().any(|(name, _)| *name == "strict-transport-security");
            assert!(pinned(true) && !pinned(false));
        }
    }
}
