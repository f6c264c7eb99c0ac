//! Where the widget was loaded. A frame's request names the page's origin in `Referer`, as far as the page lets it; that is
//! a hint for whoever sets a site up, no proof: nothing else looks at it.

use crate::{d1, settings::Origin, site::Site};
use serde::Deserialize;
use std::{cell::RefCell, collections::HashMap};
use weft_shared::{
    id::SiteId,
    time::{DAY, MINUTE, Timestamp},
    wire::problem::Problem,
};
use worker::Env;

/// How long an origin that may not hold the widget is worth a hint, in milliseconds.
pub const RECENTLY: i64 = 7 * DAY;
/// How many such origins of a site are kept: whoever invents more of them is not written down.
const MOST_STRANGERS: u32 = 10;
/// How many notes an isolate remembers.
const MOST_KNOWN: usize = 1_000;
/// How often in a minute the database is asked about pages of one site that are not allowed to hold the widget: whoever makes their
/// names up must not keep it busy.
const STRANGERS_A_MINUTE: u32 = 20;

thread_local! {
    /// When an origin was last written down by this isolate.
    static KNOWN: RefCell<HashMap<(SiteId, String), Timestamp>> = RefCell::new(HashMap::new());
    /// In which minute this isolate asked about strangers of a site, and how often.
    static ASKED: RefCell<HashMap<SiteId, (i64, u32)>> = RefCell::new(HashMap::new());
}

/// An origin on which the widget was loaded, or was to be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Seen {
    /// The origin.
    pub origin: String,
    /// When, to the minute.
    pub at: Timestamp,
}

/// All of them, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn all(env: &Env, site: &SiteId) -> Result<Vec<Seen>, Problem> {
    let query = "SELECT origin, at FROM seen_on WHERE site = ?1 ORDER BY at DESC LIMIT 100";
    d1::all(env, query, &[d1::text(site)]).await
}

/// The origin of the page that a frame is in, when the browser says so and it is another document's frame.
#[must_use]
pub fn holder(referrer: Option<&str>, destination: Option<&str>, own: &Origin) -> Option<Origin> {
    // A link to the frame's address is no page that holds it.
    if destination.is_some_and(|destination| destination != "iframe") {
        return None;
    }
    let referrer = referrer?;
    let (scheme, rest) = referrer.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let origin: Origin = format!("{scheme}://{host}").parse().ok()?;
    (origin != *own).then_some(origin)
}

/// Whether this isolate has not written this origin down within the last minute; notes that it does now.
fn is_news(site: &SiteId, origin: &Origin, at: Timestamp) -> bool {
    KNOWN.with_borrow_mut(|known| {
        let key = (site.clone(), origin.to_string());
        if known.get(&key).is_some_and(|last| (0..MINUTE).contains(&at.since(*last))) {
            return false;
        }
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(key, at);
        true
    })
}

/// Whether the database may be asked about one more page that is not allowed.
fn may_ask(site: &SiteId, at: Timestamp) -> bool {
    let minute = at.0.div_euclid(MINUTE);
    ASKED.with_borrow_mut(|all| {
        let (of, asked) = all.get(site).copied().unwrap_or_default();
        let asked = if of == minute { asked } else { 0 };
        if all.len() >= MOST_KNOWN {
            all.clear();
        }
        all.insert(site.clone(), (minute, asked.saturating_add(1)));
        asked < STRANGERS_A_MINUTE
    })
}

/// Writes down that the widget was loaded on a page of this origin: once a minute at most.
///
/// # Errors
/// When the database cannot be written.
pub async fn note(env: &Env, site: &Site, origin: &Origin, at: Timestamp) -> Result<(), Problem> {
    let allowed = site.settings.origins.contains(origin);
    if !is_news(&site.id, origin, at) || (!allowed && !may_ask(&site.id, at)) {
        return Ok(());
    }
    let minute = d1::moment(Timestamp(at.0 - at.0.rem_euclid(MINUTE)));
    let values = [d1::text(&site.id), d1::text(origin.as_str()), d1::number(u32::from(allowed)), minute];
    if allowed {
        let query = "INSERT INTO seen_on (site, origin, allowed, at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (site, origin) DO UPDATE SET allowed = 1, at = ?4 WHERE at < ?4";
        return d1::run(env, query, &values).await.map(drop);
    }
    let query = "INSERT INTO seen_on (site, origin, allowed, at) SELECT ?1, ?2, ?3, ?4 \
         WHERE EXISTS (SELECT 1 FROM seen_on WHERE site = ?1 AND origin = ?2) \
            OR (SELECT count(*) FROM seen_on WHERE site = ?1 AND allowed = 0 AND at > ?5) < ?6 \
         ON CONFLICT (site, origin) DO UPDATE SET allowed = 0, at = ?4 WHERE at < ?4";
    let [id, name, flag, minute] = values;
    let values = [id, name, flag, minute, d1::moment(at.plus(-RECENTLY)), d1::number(MOST_STRANGERS)];
    d1::run(env, query, &values).await?;
    let query = "DELETE FROM seen_on WHERE site = ?1 AND allowed = 0 AND at <= ?2";
    d1::run(env, query, &[d1::text(&site.id), d1::moment(at.plus(-RECENTLY))]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_held_by_the_page_that_the_browser_names() {
        let own: Origin = "https://chat.shop.example".parse().unwrap();
        let held = |referrer: &str, to: Option<&str>| holder(Some(referrer), to, &own).map(|origin| origin.to_string());
        let shop = Some("https://shop.example".to_owned());
        assert_eq!(held("https://shop.example/", Some("iframe")), shop);
        assert_eq!(held("https://shop.example/a?b=https://x.example", None), shop);
        assert_eq!(held("https://shop.example", Some("iframe")), shop);
        for (referrer, to) in [
            ("https://shop.example/", Some("document")),
            ("https://chat.shop.example/c/shop", Some("iframe")),
            ("about:client", Some("iframe")),
            ("https://user@shop.example/", Some("iframe")),
            ("http://shop.example/", Some("iframe")),
            ("", None),
        ] {
            assert_eq!(held(referrer, to), None, "{referrer}");
        }
        assert_eq!(holder(None, Some("iframe"), &own), None);
    }

    #[test]
    fn an_origin_is_news_once_a_minute() {
        let (site, other): (SiteId, SiteId) = ("a".parse().unwrap(), "b".parse().unwrap());
        let origin: Origin = "https://shop.example".parse().unwrap();
        let at = Timestamp(1_000_000);
        assert!(is_news(&site, &origin, at));
        assert!(!is_news(&site, &origin, at.plus(MINUTE - 1)));
        assert!(is_news(&other, &origin, at));
        assert!(is_news(&site, &origin, at.plus(MINUTE)));
    }

    #[test]
    fn names_that_somebody_makes_up_do_not_keep_the_database_busy() {
        let (site, other): (SiteId, SiteId) = ("a".parse().unwrap(), "b".parse().unwrap());
        let asked = |site, minute: i64| (0..1_000).filter(|n| may_ask(site, Timestamp(minute * MINUTE + n))).count();
        assert_eq!((asked(&site, 5), asked(&other, 5), asked(&site, 6)), (20, 20, 20));
    }
}
