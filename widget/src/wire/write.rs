//! Values from wire types.

use crate::{json::Json, outbox::Queued, session::Stored};
use weft_shared::wire::customer::{Begin, Credentials, ToEdge};

fn object<const N: usize>(pairs: [(&str, Option<Json>); N]) -> Json {
    let present = |(name, value): (&str, Option<Json>)| Some((name.to_owned(), value?));
    Json::Object(pairs.into_iter().filter_map(present).collect())
}

fn text(value: &str) -> Option<Json> {
    Some(Json::Text(value.to_owned()))
}

fn shown(value: &impl ToString) -> Option<Json> {
    Some(Json::Text(value.to_string()))
}

fn number(value: u64) -> Option<Json> {
    i64::try_from(value).ok().map(Json::Number)
}

/// An object of one text, or of two.
#[must_use]
pub fn pair(name: &str, value: &str, other: Option<(&str, &str)>) -> Json {
    let (second, its) = other.unzip();
    object([(name, text(value)), (second.unwrap_or_default(), its.and_then(text))])
}

/// An object of one choice.
#[must_use]
pub fn choice(name: &str, value: bool) -> Json {
    object([(name, Some(Json::Bool(value)))])
}

/// An empty object.
#[must_use]
pub const fn nothing() -> Json {
    Json::Object(Vec::new())
}

/// The request that begins a conversation.
#[must_use]
pub fn begin(begin: &Begin) -> Json {
    let claimed = begin.claims_session.as_ref().map(|claimed| {
        object([
            ("conversation", shown(&claimed.conversation)),
            ("session", shown(&claimed.session)),
            ("secret", text(&claimed.secret)),
        ])
    });
    object([
        ("key", text(begin.key.as_str())),
        ("claims_link", begin.claims_link.as_deref().and_then(text)),
        ("claims_session", claimed),
    ])
}

/// A frame to the edge.
#[must_use]
pub fn to_edge(frame: &ToEdge) -> Json {
    match frame {
        ToEdge::Hello { version, session, secret, after } => object([
            ("frame", text("hello")),
            ("version", number(u64::from(*version))),
            ("session", shown(session)),
            ("secret", text(secret)),
            ("after", number(*after)),
        ]),
        ToEdge::Say { key, text: said } => {
            object([("frame", text("say")), ("key", text(key.as_str())), ("text", text(said))])
        }
        ToEdge::Typing => object([("frame", text("typing"))]),
        ToEdge::Seen { seq } => object([("frame", text("seen")), ("seq", number(*seq))]),
    }
}

/// What this browser keeps.
#[must_use]
pub fn stored(stored: &Stored) -> Json {
    object([
        ("browser", text(&stored.browser)),
        ("credentials", stored.credentials.as_ref().map(credentials)),
        ("begin", stored.begin.as_ref().map(begin)),
        ("outbox", Some(Json::List(stored.outbox.queue().iter().map(queued).collect()))),
        ("seen", number(stored.seen)),
    ])
}

fn credentials(kept: &Credentials) -> Json {
    object([
        ("conversation", shown(&kept.conversation)),
        ("session", shown(&kept.session)),
        ("secret", text(&kept.secret)),
        ("level", text(kept.level.name())),
        ("expires", Some(Json::Number(kept.expires.0))),
    ])
}

fn queued(queued: &Queued) -> Json {
    object([
        ("key", text(queued.key.as_str())),
        ("text", text(&queued.text)),
        ("at", Some(Json::Number(queued.at.0))),
        ("conversation", queued.conversation.as_ref().and_then(shown)),
    ])
}
