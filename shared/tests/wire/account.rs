//! What an agent is told of their own account.

use crate::sample::{AT, LATER, hold};
use weft_shared::wire::account::{OwnSession, OwnSessions};

#[test]
fn own_sessions_keep_their_form() {
    let (browser, system) = (Some("Firefox".to_owned()), Some("Linux".to_owned()));
    let here = OwnSession { began: AT, ends: LATER, here: true, browser, system };
    let unknown = OwnSession { here: false, browser: None, system: None, ..here.clone() };
    hold("account.OwnSessions", &OwnSessions { sessions: vec![here, unknown] });
}
