//! What an agent has written and not yet sent.

use serde::{Deserialize, Serialize};
use weft_shared::{channel::Channel, id::ConversationId, message::MAX_TEXT, wire::agent::Route};

/// A text that is being written, and the way that was picked for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The text.
    pub text: String,
    /// The medium; none means the default route.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
}

/// The name under which a conversation's draft is kept for the life of the tab.
#[must_use]
pub fn key(site: &str, conversation: ConversationId) -> String {
    format!("weft-draft:{site}:{conversation}")
}

/// Why a draft cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// There is nothing to send.
    Empty,
    /// So many characters too many.
    TooLong(usize),
    /// There is no way to the customer.
    NoRoute,
    /// The way that was picked is closed now.
    Blocked(String),
}

impl Draft {
    /// How many characters there are, as the limit counts them.
    #[must_use]
    pub fn length(&self) -> usize {
        self.text.trim().chars().count()
    }

    /// The route it would take: the picked one while it is offered, else the first.
    #[must_use]
    pub fn route<'a>(&self, routes: &'a [Route]) -> Option<&'a Route> {
        let picked = self.channel.as_ref().and_then(|picked| routes.iter().find(|route| route.channel == *picked));
        picked.or_else(|| routes.first())
    }

    /// What stands against sending it, the most fundamental first.
    #[must_use]
    pub fn hindrance(&self, routes: &[Route]) -> Option<Hindrance> {
        let Some(route) = self.route(routes) else { return Some(Hindrance::NoRoute) };
        if let Some(because) = &route.blocked {
            return Some(Hindrance::Blocked(because.clone()));
        }
        match self.length() {
            0 => Some(Hindrance::Empty),
            length if length > MAX_TEXT => Some(Hindrance::TooLong(length - MAX_TEXT)),
            _ => None,
        }
    }
}

/// How many characters are left, once that is worth saying.
#[must_use]
pub fn left(length: usize) -> Option<i64> {
    let left = i64::try_from(MAX_TEXT).unwrap_or(0) - i64::try_from(length).unwrap_or(i64::MAX);
    (left <= 500).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(channel: &str, blocked: Option<&str>) -> Route {
        Route {
            channel: channel.parse().unwrap(),
            to: "somebody".into(),
            blocked: blocked.map(str::to_owned),
            caution: None,
        }
    }

    fn draft(text: &str, channel: Option<&str>) -> Draft {
        Draft { text: text.into(), channel: channel.map(|c| c.parse().unwrap()) }
    }

    #[test]
    fn the_first_route_is_the_default_and_a_picked_one_wins() {
        let routes = [route("pigeon", None), route("drum", None)];
        assert_eq!(draft("x", None).route(&routes), Some(&routes[0]));
        assert_eq!(draft("x", Some("drum")).route(&routes), Some(&routes[1]));
        assert_eq!(draft("x", Some("gone")).route(&routes), Some(&routes[0]));
    }

    #[test]
    fn what_cannot_be_sent_says_why() {
        let open = [route("pigeon", None)];
        assert_eq!(draft("hello", None).hindrance(&open), None);
        assert_eq!(draft(" \n ", None).hindrance(&open), Some(Hindrance::Empty));
        assert_eq!(draft(&"ä".repeat(MAX_TEXT), None).hindrance(&open), None);
        assert_eq!(draft(&"ä".repeat(MAX_TEXT + 2), None).hindrance(&open), Some(Hindrance::TooLong(2)));
        assert_eq!(draft("hello", None).hindrance(&[]), Some(Hindrance::NoRoute));
        let closed = [route("pigeon", Some("asleep"))];
        assert_eq!(draft("", None).hindrance(&closed), Some(Hindrance::Blocked("asleep".into())));
    }

    #[test]
    fn the_limit_is_shown_near_its_end_only() {
        assert_eq!(left(100), None);
        assert_eq!(left(MAX_TEXT - 10), Some(10));
        assert_eq!(left(MAX_TEXT + 10), Some(-10));
    }
}
