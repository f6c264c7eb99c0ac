//! Pages of the timeline before what a console knows.

use super::{Conversation, journal};
use crate::site::Site;
use weft_shared::{
    disclose::entry_for_agent,
    wire::{agent::FromThread, problem::Problem},
};

/// The entries before a place.
///
/// # Errors
/// When the journal cannot be read.
pub fn answer(object: &Conversation, site: &Site, before: u64) -> Result<FromThread, Problem> {
    let events = journal::read(&object.state.storage().sql(), 0)?;
    let entries = events.iter().filter(|event| event.seq < before);
    let entries = entries.filter_map(|event| entry_for_agent(&site.policy, event)).collect();
    Ok(FromThread::Earlier { entries, more: false })
}
