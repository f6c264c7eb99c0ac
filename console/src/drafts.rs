//! What an agent has written and not yet sent.

use serde::{Deserialize, Serialize};
use weft_shared::{
    channel::Channel,
    message::MAX_TEXT,
    segments::{Segments, segments},
    wire::{
        agent::{Route, TemplateLine},
        entry::File,
    },
};

/// A text that is being written, and the way that was picked for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The text.
    pub text: String,
    /// The medium; none means the default route.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The text of the policy that was picked, where only such may be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// A note that colleagues alone will read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The note is being written, not the answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub noting: bool,
    /// The language whose spelling is checked; none: as the browser likes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Files that were brought for the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
}

/// Why a draft cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// There is nothing to send.
    Empty,
    /// Only texts of the policy may be sent, and none is picked.
    NoTemplate,
    /// So many characters too many.
    TooLong(usize),
    /// There is no way to the customer.
    NoRoute,
    /// The way that was picked is closed now.
    Blocked(String),
    /// The way that was picked carries no files, and some were brought.
    NoFiles,
    /// A file is still on its way: the answer would go without it.
    Uploading,
}

impl Draft {
    /// Whether there is something in it that one would miss.
    #[must_use]
    pub fn is_written(&self) -> bool {
        !is_blank(&self.text) || !is_blank(&self.note) || !self.files.is_empty()
    }

    /// How many characters there are, as the limit counts them.
    #[must_use]
    pub fn length(&self) -> usize {
        self.text.trim().chars().count()
    }

    /// What is looked for among the texts that stand ready, while the text asks for one: a slash and what follows it.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        query(&self.text)
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
        if !route.templates.is_empty() {
            return self.template(route).is_none().then_some(Hindrance::NoTemplate);
        }
        if !route.files && !self.files.is_empty() {
            return Some(Hindrance::NoFiles);
        }
        let most = most(route);
        match self.length() {
            _ if is_blank(&self.text) => Some(Hindrance::Empty),
            length if length > most => Some(Hindrance::TooLong(length - most)),
            _ => None,
        }
    }

    /// The text of the policy that was picked, while it is offered.
    #[must_use]
    pub fn template<'a>(&self, route: &'a Route) -> Option<&'a TemplateLine> {
        let picked = self.template.as_ref()?;
        route.templates.iter().find(|template| template.name == *picked)
    }

    /// How many texts it makes where they are billed by segments; none while empty.
    #[must_use]
    pub fn segments(&self) -> Option<Segments> {
        let text = self.text.trim();
        (!text.is_empty()).then(|| segments(text))
    }

    /// Puts a text before what is written.
    pub fn begin_with(&mut self, words: &str) {
        if !self.text.trim_start().starts_with(words) {
            self.text = format!("{words}\n\n{}", self.text.trim_start());
        }
    }

    /// Puts a text after what is written.
    pub fn end_with(&mut self, words: &str) {
        let written = self.text.trim_end();
        if !written.ends_with(words) {
            self.text = if written.is_empty() { words.to_owned() } else { format!("{written}\n\n{words}") };
        }
    }

    /// Puts a sentence after what is written, in the same paragraph.
    pub fn say(&mut self, words: &str) {
        let written = self.text.trim_end();
        if !written.contains(words) {
            self.text = if written.is_empty() { words.to_owned() } else { format!("{written} {words}") };
        }
    }

    /// Takes back what was about to be sent: before what was written since.
    pub fn take_back(&mut self, text: &str) {
        let since = self.text.trim();
        self.text = if since.is_empty() { text.to_owned() } else { format!("{text}\n\n{since}") };
        self.noting = false;
    }
}

/// What a text looks for among those that stand ready, if it does.
#[must_use]
pub fn query(text: &str) -> Option<&str> {
    text.strip_prefix('/').filter(|rest| !rest.contains('\n'))
}

/// Whether a text says nothing: what cannot be seen, or a lone slash that began to look for something.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let unseen = |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    matches!(text.trim_matches(unseen), "" | "/")
}

/// The most characters that a route takes.
#[must_use]
pub fn most(route: &Route) -> usize {
    if route.max_text == 0 { MAX_TEXT } else { route.max_text.min(MAX_TEXT) }
}

/// The first other route that is open now: what to use in place of one that is blocked.
#[must_use]
pub fn instead<'a>(routes: &'a [Route], of: &Channel) -> Option<&'a Route> {
    let free = |route: &&Route| route.blocked.is_none() && route.channel != *of;
    let any = routes.iter().find(|route| free(route) && route.templates.is_empty());
    any.or_else(|| routes.iter().find(free))
}

/// How many characters are left, once that is worth saying.
#[must_use]
pub fn left(length: usize, most: usize) -> Option<i64> {
    let (length, most) = (i64::try_from(length).unwrap_or(i64::MAX), i64::try_from(most).unwrap_or(i64::MAX));
    let left = most.saturating_sub(length);
    (left <= (most / 10).clamp(20, 500)).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::{id::AttachmentId, wire::agent::ToneLine};

    fn route(channel: &str, blocked: Option<&str>) -> Route {
        Route {
            channel: channel.parse().unwrap(),
            to: "somebody".into(),
            blocked: blocked.map(str::to_owned),
            caution: None,
            rule: None,
            templates: Vec::new(),
            window_ends: None,
            max_text: 0,
            segments: false,
            files: false,
            tone: ToneLine::default(),
        }
    }

    fn draft(text: &str, channel: Option<&str>) -> Draft {
        Draft { text: text.into(), channel: channel.map(|c| c.parse().unwrap()), ..Draft::default() }
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
        for nothing in ["", " \n ", "\u{200b}\u{a0}", "/", " / "] {
            assert_eq!(draft(nothing, None).hindrance(&open), Some(Hindrance::Empty), "{nothing:?}");
        }
        assert_eq!(draft("/ is a slash", None).hindrance(&open), None);
        assert_eq!(draft(&"ä".repeat(MAX_TEXT), None).hindrance(&open), None);
        assert_eq!(draft(&"ä".repeat(MAX_TEXT + 2), None).hindrance(&open), Some(Hindrance::TooLong(2)));
        assert_eq!(draft("hello", None).hindrance(&[]), Some(Hindrance::NoRoute));
        let closed = [route("pigeon", Some("asleep"))];
        assert_eq!(draft("", None).hindrance(&closed), Some(Hindrance::Blocked("asleep".into())));
    }

    #[test]
    fn a_slash_at_the_beginning_of_one_line_looks_for_a_text() {
        assert_eq!(draft("/", None).query(), Some(""));
        assert_eq!(draft("/refund late", None).query(), Some("refund late"));
        for other in ["", "and/or", " /x", "/x\nHello"] {
            assert_eq!(draft(other, None).query(), None, "{other:?}");
        }
    }

    #[test]
    fn the_limit_is_shown_near_its_end_only() {
        assert_eq!(left(100, MAX_TEXT), None);
        assert_eq!(left(MAX_TEXT - 10, MAX_TEXT), Some(10));
        assert_eq!(left(MAX_TEXT + 10, MAX_TEXT), Some(-10));
        assert_eq!(left(1_370, 1_530), None);
        assert_eq!(left(1_500, 1_530), Some(30));
    }

    #[test]
    fn each_route_has_its_own_limit() {
        let short = [Route { max_text: 5, ..route("pigeon", None) }];
        assert_eq!(draft("hello", None).hindrance(&short), None);
        assert_eq!(draft("hello!", None).hindrance(&short), Some(Hindrance::TooLong(1)));
    }

    #[test]
    fn where_only_texts_of_the_policy_go_one_must_be_picked() {
        let line = TemplateLine { name: "back".into(), text: "We are back.".into() };
        let closed = [Route { templates: vec![line], ..route("pigeon", None) }];
        assert_eq!(draft("free text", None).hindrance(&closed), Some(Hindrance::NoTemplate));
        let picked = |name: &str| Draft { template: Some(name.into()), ..Draft::default() };
        assert_eq!(picked("back").hindrance(&closed), None);
        assert_eq!(picked("gone").hindrance(&closed), Some(Hindrance::NoTemplate));
    }

    #[test]
    fn a_blocked_route_gives_way_to_the_first_open_one_that_takes_any_text() {
        let line = TemplateLine { name: "back".into(), text: "We are back.".into() };
        let mut routes = vec![
            route("pigeon", Some("asleep")),
            Route { templates: vec![line], ..route("drum", None) },
            route("flag", None),
        ];
        let name = |routes: &[Route]| instead(routes, &"pigeon".parse().unwrap()).map(|one| one.channel.to_string());
        assert_eq!(name(&routes).as_deref(), Some("flag"));
        routes.pop();
        assert_eq!(name(&routes).as_deref(), Some("drum"));
        routes.pop();
        assert_eq!(name(&routes), None);
    }

    #[test]
    fn what_was_taken_back_comes_before_what_was_written_since() {
        let mut one = Draft { noting: true, ..Draft::default() };
        one.take_back("Yes.");
        assert_eq!((one.text.as_str(), one.noting), ("Yes.", false));
        one.text = "And more. ".into();
        one.take_back("Yes.");
        assert_eq!(one.text, "Yes.\n\nAnd more.");
    }

    #[test]
    fn files_go_only_where_they_are_carried() {
        let file = File {
            id: AttachmentId::from_bits(1),
            name: "plan.pdf".into(),
            media_type: "application/pdf".into(),
            size: 3,
        };
        let with = Draft { files: vec![file], ..draft("hello", None) };
        assert_eq!(with.hindrance(&[route("pigeon", None)]), Some(Hindrance::NoFiles));
        assert_eq!(with.hindrance(&[Route { files: true, ..route("drum", None) }]), None);
    }

    #[test]
    fn sentences_go_in_once_and_where_they_belong() {
        let mut one = draft("It is on its way.", None);
        for _ in 0..2 {
            one.begin_with("Hello Jane,");
            one.say("Anything else?");
            one.end_with("Ada");
        }
        assert_eq!(one.text, "Hello Jane,\n\nIt is on its way. Anything else?\n\nAda");
        let mut empty = Draft::default();
        empty.end_with("Ada");
        assert_eq!(empty.text, "Ada");
    }
}
