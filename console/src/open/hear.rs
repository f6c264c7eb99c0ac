//! What the edge says of the open conversation.

use super::Open;
use crate::prelude::*;
use crate::{
    api::Failure,
    browser, strings,
    thread::{Thread, Unanswered},
    window::Window,
};
use std::time::Duration;
use weft_shared::{
    id::CommandKey,
    wire::{
        agent::FromThread,
        entry::Utterance,
        problem::{Problem, ProblemKind},
    },
};

const TYPING_LASTS: Duration = Duration::from_secs(5);

impl Open {
    /// Takes in a frame. `false` ends the socket.
    pub(super) fn hear(self, frame: FromThread) -> bool {
        match frame {
            FromThread::State(state) => self.state.set(Some(*state)),
            FromThread::Earlier { entries, more } => self.preceded(entries, more),
            FromThread::Viewing { colleagues } => self.colleagues.set(colleagues),
            FromThread::Entries { reset, entries, upto, more } => {
                let take = |thread: &mut Thread| {
                    thread.more = if reset { more } else { thread.more };
                    thread.take(reset, entries, upto)
                };
                let news = self.thread.try_update(take).unwrap_or_default();
                if reset {
                    self.window.set(Window::default());
                }
                self.announce(&news);
                self.seek();
            }
            FromThread::Code { key, code, valid_ms } => {
                if self.asked_code.with_value(|asked| asked.as_ref() == Some(&key)) {
                    let until = browser::now().plus(i64::try_from(valid_ms).unwrap_or(0));
                    self.code.set(Some((code, until)));
                }
            }
            FromThread::Done { key } => {
                self.answered(&key);
                self.thread.update(|thread| thread.done(&key));
                if let Some(then) = self.then_of(&key) {
                    then(Ok(()));
                }
            }
            FromThread::Refused { key, problem } => self.refused(&key, problem),
            FromThread::Typing { name, customer: true } => self.somebody_types(name),
            // Which colleagues write is told with who looks at it.
            FromThread::Typing { .. } => {}
            FromThread::Bye { because, problem } => return self.bye(&because, problem),
        }
        true
    }

    fn refused(self, key: &CommandKey, problem: Problem) {
        self.answered(key);
        let shown = self.thread.try_update(|thread| thread.refused(key, &problem)) == Some(true);
        if self.asked_code.with_value(|asked| asked.as_ref() == Some(key)) {
            self.speaking.set(false);
        }
        if shown {
            let words = strings::failure(&Failure::Problem(Box::new(problem)));
            self.desk.app.say(format!("{}: {words}", strings::NOT_SENT));
        } else if let Some(then) = self.then_of(key) {
            then(Err(problem));
        } else {
            self.refusal.set(Some(problem));
        }
    }

    fn then_of(self, key: &CommandKey) -> Option<super::Then> {
        self.then.try_update_value(|waiting| waiting.remove(key)).flatten()
    }

    fn answered(self, key: &CommandKey) {
        self.wishes.update_value(|wishes| drop(wishes.answered(key)));
        self.busy.set(self.wishes.with_value(Unanswered::busy));
    }

    fn announce(self, news: &[Utterance]) {
        let Some(last) = news.last() else { return };
        self.typing.set(Vec::new());
        self.unread.update(|unread| *unread += news.len());
        self.desk.app.say(strings::new_message(&crate::view::message::name(last)));
    }

    fn somebody_types(self, name: String) {
        // One entry a frame: the name stays until the last of its frames has run out.
        self.typing.update(|names| names.push(name.clone()));
        set_timeout(
            move || {
                let _ = self.typing.try_update(|names| {
                    if let Some(place) = names.iter().position(|known| *known == name) {
                        names.remove(place);
                    }
                });
            },
            TYPING_LASTS,
        );
    }

    fn bye(self, because: &str, problem: Option<Problem>) -> bool {
        match problem {
            Some(problem) if problem.is(ProblemKind::Unauthenticated) => self.desk.app.leave(strings::EXPIRED),
            Some(problem) if problem.status >= 500 || problem.is(ProblemKind::TooMany) => return true,
            Some(problem) => self.gone.set(Some(problem)),
            None if because == "signed-out" => self.desk.app.over(strings::SIGNED_OUT),
            None => self.desk.app.over(strings::EXPIRED),
        }
        false
    }
}
