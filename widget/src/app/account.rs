//! The site says who is signed in there: pass its word on, and go on where its account has a conversation already.

use super::{App, Screen};
use crate::{
    bridge, browser,
    connection::Happened,
    http::{self, Failure},
    strings::Key,
    wire::{read, write},
};
use weft_shared::{evidence::Assurance, time::MINUTE, wire::problem::ProblemKind};

/// So long before it ends, a word is asked for again, in milliseconds.
const RENEW: i64 = 30 * MINUTE;

impl App {
    /// Asks the page who is signed in there, unless it said so since it was loaded and that holds for a while: between
    /// two pages somebody else may have signed in at this browser.
    pub(super) fn ask_who(self) {
        let known = self.stored.with_untracked(|stored| {
            let kept = stored.credentials.as_ref();
            kept.is_some_and(|kept| kept.level == Assurance::Account && kept.expires.since(browser::now()) > RENEW)
        });
        if !known || !self.asked_who.get_untracked() {
            self.asked_who.set(true);
            bridge::say("who", None);
        }
    }

    /// The page's answer: the site's signed word, or that nobody is signed in.
    pub(super) fn account(self, word: Option<String>) {
        let level = self.stored.with_untracked(|stored| stored.credentials.as_ref().map(|kept| kept.level));
        match (word, level) {
            (Some(word), Some(_)) => self.identify(word),
            (Some(word), None) => {
                self.word.set(Some(word));
                self.begin();
            }
            // Who signs out at the site leaves nothing behind for the next at this browser.
            (None, Some(Assurance::Account)) => self.forget(),
            (None, _) => {}
        }
    }

    /// Passes on what the page said before there was a conversation.
    pub(super) fn identify_waiting(self) {
        if let Some(word) = self.word.get_untracked() {
            self.word.set(None);
            self.identify(word);
        }
    }

    fn identify(self, word: String) {
        let Some(kept) = self.stored.with_untracked(|stored| stored.credentials.clone()) else { return };
        let path = self.path(&["conversations", &kept.conversation.to_string(), "identify"]);
        let request = write::pair("token", &word, None);
        self.changing.set(true);
        http::post(path, request, Some(kept.clone()), read::identified, move |answer| {
            self.changing.set(false);
            if !self.is_in(kept.conversation) {
                return;
            }
            match answer {
                // Whether there is another conversation, the welcome says.
                Ok(fresh) => self.adopt(fresh),
                // What is on the screen is somebody else's who used this browser before.
                Err(Failure::Problem(problem)) if problem.is(ProblemKind::Forbidden) => {
                    self.wipe();
                    self.ask_who();
                }
                // The chat goes on without it; the page is asked again when the panel is opened again.
                Err(_) => self.happened(Happened::Wanted),
            }
        });
    }

    /// The visitor chose: continue the other open conversation, or keep this one separate.
    pub fn go_on(self, join: bool) {
        let Some(kept) = self.stored.with_untracked(|stored| stored.credentials.clone()) else { return };
        let path = self.path(&["conversations", &kept.conversation.to_string(), "continue"]);
        self.elsewhere.set(false);
        self.changing.set(true);
        http::post(path, write::choice("join", join), Some(kept), read::credentials, move |answer| {
            self.changing.set(false);
            match answer {
                Ok(fresh) => {
                    self.adopt(fresh);
                    browser::focus("weft-write");
                }
                Err(_) => {
                    self.happened(Happened::Wanted);
                    self.elsewhere.set(true);
                    self.tell(Key::WentWrong);
                }
            }
        });
    }

    /// A code was read out to the visitor, who typed it: it leads to the conversation, as a link does.
    pub fn redeem_code(self) {
        let code = self.address.get_untracked();
        self.spoken_stage(super::AskStage::Asking);
        let browser = self.stored.with_untracked(|stored| stored.browser.clone());
        self.keep();
        let request = write::pair("code", &code, Some(("browser", &browser)));
        http::post(self.path(&["codes", "redeem"]), request, None, read::redeemed, move |answer| match answer {
            Ok(redeemed) => self.enter(redeemed),
            Err(Failure::Problem(problem)) if problem.is(ProblemKind::CodeWrong) => {
                self.spoken_stage(super::AskStage::Trouble(Key::CodeWrong));
            }
            Err(failure) => self.spoken_stage(super::AskStage::Trouble(super::link::trouble(&failure))),
        });
    }

    fn spoken_stage(self, stage: super::AskStage) {
        if matches!(self.screen.get_untracked(), Screen::Spoken(_)) {
            self.screen.set(Screen::Spoken(stage));
            browser::focus("weft-address");
        }
    }
}
