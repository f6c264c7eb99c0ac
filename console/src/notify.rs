//! What makes itself known outside the page: which news, by what, in which words.

use crate::{inbox::Inbox, listing::Reader, strings::inbox as words};
use serde::{Deserialize, Serialize};
use weft_shared::wire::agent::Row;

/// What an agent chose, kept in this browser. Nothing makes itself known until that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// The desktop shows news while the page is not looked at.
    pub desktop: bool,
    /// They may say what the customer wrote.
    pub preview: bool,
    /// News make a sound.
    pub sound: bool,
    /// Single letters are commands.
    pub keys: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self { desktop: false, preview: false, sound: false, keys: true }
    }
}

/// Under which name the choices are kept.
#[must_use]
pub fn key(site: &str, agent: &str) -> String {
    format!("weft.notify.{site}.{agent}")
}

/// Why a line is worth interrupting somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// A colleague offers it to them.
    Offered,
    /// A note mentions them.
    Called,
    /// The customer of one of theirs wrote.
    Wrote,
    /// Something waits in the queue of their team.
    Queued,
}

/// Whether a line that changed is worth interrupting the reader: it is theirs to deal with, and was not before.
#[must_use]
pub fn news(before: Option<&Row>, row: &Row, reader: &Reader) -> Option<News> {
    if !row.open {
        return None;
    }
    let was = |is: &dyn Fn(&Row) -> bool| before.is_some_and(is);
    if reader.is_offered(row) && !was(&|old| reader.is_offered(old)) {
        return Some(News::Offered);
    }
    if reader.mention(row) > before.and_then(|old| reader.mention(old)) {
        return Some(News::Called);
    }
    let wrote = row.waiting && !was(&|old| old.said >= row.said);
    let own = row.owner.as_ref() == Some(&reader.agent);
    if own && wrote {
        return Some(News::Wrote);
    }
    let queued = |row: &Row| row.owner.is_none() && row.team.as_ref().is_none_or(|team| reader.teams.contains(team));
    (queued(row) && row.waiting && !was(&|old| old.open && old.waiting && queued(old))).then_some(News::Queued)
}

/// What the desktop shows. Without a preview: who it is about, and nothing of what was written.
#[must_use]
pub fn said(news: News, row: &Row, inbox: &Inbox, preview: bool) -> (String, String) {
    let title = match news {
        News::Offered => words::offered_by(&row.offer.as_ref().map_or_else(String::new, |offer| inbox.name(&offer.by))),
        News::Called => words::CALLED.to_owned(),
        News::Wrote => words::WROTE.to_owned(),
        News::Queued => words::QUEUED_NEWS.to_owned(),
    };
    let body =
        if preview && !row.preview.is_empty() { format!("{}: {}", row.title, row.preview) } else { row.title.clone() };
    (title, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::tests::{reader, row};
    use weft_shared::time::Timestamp;

    fn waiting(n: u128, at: i64) -> Row {
        let said = at.unsigned_abs();
        Row { waiting: true, team: Some("support".into()), preview: "The secret is 4711".into(), said, ..row(n, 1, at) }
    }

    fn own(row: Row) -> Row {
        Row { owner: Some("ada".parse().unwrap()), ..row }
    }

    #[test]
    fn each_message_of_ones_own_customer_is_news_once() {
        let (old, new) = (own(waiting(1, 10)), own(waiting(1, 20)));
        assert_eq!(news(None, &old, &reader(0)), Some(News::Wrote));
        assert_eq!(news(Some(&old), &new, &reader(0)), Some(News::Wrote));
        assert_eq!(news(Some(&new), &Row { tags: vec!["vip".into()], ..new.clone() }, &reader(0)), None);
        // What Weft says by itself is the latest message, and nobody wrote it.
        assert_eq!(news(Some(&new), &Row { at: Timestamp(30), ..new.clone() }, &reader(0)), None);
    }

    #[test]
    fn a_queue_calls_its_own_team_once() {
        let queued = waiting(1, 10);
        assert_eq!(news(None, &queued, &reader(0)), Some(News::Queued));
        assert_eq!(news(Some(&queued), &waiting(1, 20), &reader(0)), None);
        assert_eq!(news(None, &Row { team: Some("billing".into()), ..queued.clone() }, &reader(0)), None);
        let colleague = Row { owner: Some("bob".parse().unwrap()), ..queued.clone() };
        assert_eq!(news(None, &colleague, &reader(0)), None);
        assert_eq!(news(None, &Row { open: false, ..queued }, &reader(0)), None);
    }

    #[test]
    fn a_later_mention_calls_again() {
        let first = Row { mentions: vec![("ada".parse().unwrap(), 4)], ..row(1, 1, 1) };
        let again = Row { mentions: vec![("ada".parse().unwrap(), 9)], ..first.clone() };
        assert_eq!(news(None, &first, &reader(0)), Some(News::Called));
        assert_eq!(news(Some(&first), &again, &reader(0)), Some(News::Called));
        assert_eq!(news(Some(&again), &again, &reader(0)), None);
    }

    #[test]
    fn nothing_that_was_written_is_told_unless_that_is_wanted() {
        let line = waiting(1, 1);
        for news in [News::Offered, News::Called, News::Wrote, News::Queued] {
            let (title, body) = said(news, &line, &Inbox::default(), false);
            assert!(!format!("{title} {body}").contains("secret"), "{title} {body}");
        }
        assert!(said(News::Wrote, &line, &Inbox::default(), true).1.contains("secret"));
    }

    #[test]
    fn nothing_makes_itself_known_until_that_is_wanted() {
        let choices: Choices = serde_json::from_str("{}").unwrap();
        assert_eq!(choices, Choices::default());
        assert!(!choices.desktop && !choices.sound && !choices.preview && choices.keys);
    }
}
