//! "Confirm it's you": ask for a code, type it, or do without.

use super::{App, Screen};
use crate::{
    browser,
    code_entry::{CodeEntry, Stage},
    connection::{Ending, Happened},
    http::{self, Failure},
    strings::{Key, t},
    wire::{read, write},
};
use weft_shared::wire::{
    customer::{ClaimedSession, Credentials},
    problem::ProblemKind,
};

impl App {
    /// Asks for a code, or for another one.
    pub fn ask_code(self) {
        let Some(kept) = self.credentials() else { return };
        if matches!(self.code.with_untracked(|code| code.stage), Stage::Asking | Stage::Checking) {
            return;
        }
        self.prove(CodeEntry::ask);
        let path = self.path(&["conversations", &kept.conversation.to_string(), "code"]);
        http::post(path, write::nothing(), Some(kept.clone()), read::code_sent, move |answer| {
            if self.credentials().as_ref() != Some(&kept) {
                return;
            }
            match answer {
                Ok(sent) => self.prove(|code| code.sent(sent, browser::now())),
                Err(failure) => self.proof_failed(failure),
            }
            self.tick();
            browser::focus("weft-code");
        });
    }

    /// The code's field changed; a complete code is checked at once.
    pub fn type_code(self, text: &str) {
        let complete = self.prove(|code| code.type_in(text));
        if complete {
            self.check_code();
        }
    }

    /// Has the edge check what was typed.
    pub fn check_code(self) {
        let ready = self.code.with_untracked(|code| code.can_try() && code.is_complete());
        let Some(kept) = self.credentials().filter(|_| ready) else { return };
        let code = self.code.with_untracked(|code| code.typed.clone());
        self.prove(CodeEntry::check);
        let path = self.path(&["conversations", &kept.conversation.to_string(), "proof"]);
        http::post(path, write::pair("code", &code, None), Some(kept.clone()), read::credentials, move |answer| {
            if self.credentials().as_ref() != Some(&kept) {
                return;
            }
            match answer {
                Ok(fresh) => {
                    self.prove(|code| *code = CodeEntry::default());
                    self.adopt(fresh);
                    self.tell(Key::Confirmed);
                    browser::focus("weft-write");
                }
                Err(failure) => {
                    self.proof_failed(failure);
                    self.tick();
                    browser::focus("weft-code");
                }
            }
        });
    }

    /// The visitor cannot get the code: his next message opens a new conversation that says which one it claims to continue.
    pub fn without_code(self) {
        let Some(kept) = self.credentials() else { return };
        let claimed = ClaimedSession { conversation: kept.conversation, session: kept.session, secret: kept.secret };
        self.happened(Happened::Unwanted);
        self.turn_page();
        self.stored.update(|stored| {
            stored.credentials = None;
            stored.begin = None;
            stored.outbox.clear();
        });
        self.prepare(|begin| begin.claims_session = Some(claimed));
        self.screen.set(Screen::Chat);
        self.toast.set(None);
        self.status.set(t(Key::FreshText).to_owned());
        browser::focus("weft-write");
    }

    fn credentials(self) -> Option<Credentials> {
        self.stored.with_untracked(|stored| stored.credentials.clone())
    }

    fn proof_failed(self, failure: Failure) {
        match failure {
            Failure::Problem(problem) if problem.is(ProblemKind::Unauthenticated) => self.ended(Ending::Expired),
            Failure::Problem(problem) => self.prove(|code| code.refused(&problem, browser::now())),
            Failure::Offline => self.prove(CodeEntry::unreachable),
        }
    }

    /// Counts down while there is something to count.
    fn tick(self) {
        let now = browser::now();
        self.clock.set(now);
        if self.code.with_untracked(|code| code.resend_in(now)) > 0 {
            browser::after(1_000, move || self.tick());
        }
    }
}
