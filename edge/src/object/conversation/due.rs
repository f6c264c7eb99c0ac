//! What ends by itself: an offer that nobody accepts, waiting whose time comes, the signs that somebody is writing.

use super::{Conversation, viewing};
use crate::{ambient, log};
use weft_shared::{
    command::{Command, CommandBody, DeskCommand},
    conversation::Conversation as Thread,
    time::Timestamp,
};

/// When the next of them ends.
pub fn next(object: &Conversation) -> Option<Timestamp> {
    let thread = object.thread().ok()?;
    of(&thread).map(|(at, _)| at).chain(viewing::next(object)).min()
}

/// Ends what is over. False when it could not.
pub async fn run(object: &Conversation) -> bool {
    viewing::sweep(object);
    let Ok(thread) = object.thread() else { return false };
    let now = ambient::now();
    let mut whole = true;
    for (_, (key, body)) in of(&thread).filter(|(at, _)| *at <= now) {
        let ended = async {
            let key = key.parse().map_err(crate::problem::malformed)?;
            object.execute(&*object.site().await?, &Command { key, body }).await
        };
        if let Err(problem) = ended.await {
            log::failure("ending what is over", &problem.kind);
            whole = false;
        }
    }
    whole
}

/// Each with its moment and the command that ends it, whose key is its own.
fn of(thread: &Thread) -> impl Iterator<Item = (Timestamp, (String, CommandBody))> {
    let desk = &thread.desk;
    let offer = desk.offer.as_ref().and_then(|offer| Some((offer.expires?, offer.id)));
    let offer = offer.map(|(at, handoff)| {
        (at, (format!("expire-{handoff}"), CommandBody::Desk(DeskCommand::ExpireHandoff { handoff })))
    });
    let hold = desk.held.as_ref().and_then(|hold| hold.until);
    let hold =
        hold.map(|at| (at, (format!("resume-{}", at.0), CommandBody::Desk(DeskCommand::Resume { agent: None }))));
    offer.into_iter().chain(hold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::conversation::Hold;

    #[test]
    fn only_what_has_an_end_ends_by_itself() {
        let mut thread = Thread::default();
        assert!(of(&thread).next().is_none());
        let hold = |until| Some(Hold { agent: "ada".parse().unwrap(), until, because: String::new() });
        thread.desk.held = hold(None);
        assert!(of(&thread).next().is_none(), "the customer ends it");
        thread.desk.held = hold(Some(Timestamp(9)));
        let (at, (key, body)) = of(&thread).next().unwrap();
        assert_eq!((at, body), (Timestamp(9), CommandBody::Desk(DeskCommand::Resume { agent: None })));
        assert!(key.parse::<weft_shared::id::CommandKey>().is_ok(), "{key}");
    }
}
