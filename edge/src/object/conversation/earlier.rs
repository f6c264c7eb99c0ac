//! Pages of the timeline: the last one for whoever opens the conversation, and those before what a console knows.

use super::{Conversation, journal};
use crate::site::Site;
use weft_shared::{
    conversation::Conversation as Thread,
    disclose::Page,
    wire::{agent::FromThread, entry::Entry, problem::Problem},
};

/// Events that are read at once: a page of a hundred entries seldom takes more.
const AT_ONCE: usize = 200;

/// The entries before a place.
///
/// # Errors
/// When the journal cannot be read.
pub fn answer(object: &Conversation, site: &Site, before: u64) -> Result<FromThread, Problem> {
    let thread = object.begun()?;
    let (entries, more) = page(object, site, &thread, before)?;
    Ok(FromThread::Earlier { entries, more })
}

/// The page that ends before a place, and whether there are entries before it. However long the journal is, only what
/// the page needs is read.
///
/// # Errors
/// When the journal cannot be read.
pub fn page(object: &Conversation, site: &Site, thread: &Thread, before: u64) -> Result<(Vec<Entry>, bool), Problem> {
    let sql = object.state.storage().sql();
    let mut page = Page::before(thread, &site.policy, before.min(thread.seq.saturating_add(1)));
    while page.reached() > 1 {
        let events = journal::before(&sql, page.reached(), AT_ONCE)?;
        if events.is_empty() || !events.iter().all(|event| page.take(event)) {
            break;
        }
    }
    Ok(page.done())
}
