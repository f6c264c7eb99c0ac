//! What the host page asks for.

use super::{App, Screen};
use crate::{
    bridge::{self, FromHost},
    browser, settings,
};

impl App {
    /// Does what the host page asks for.
    pub fn obey(self, wish: FromHost) {
        match wish {
            FromHost::Token(token) => self.offer_link(token),
            FromHost::Show => {
                self.shown.set(true);
                self.seen();
                self.ask_who();
                let chat = self.screen.with_untracked(|screen| *screen == Screen::Chat);
                browser::focus(if chat { "weft-write" } else { "weft-screen" });
            }
            FromHost::Hide => self.shown.set(false),
            FromHost::Account(word) => self.account(word),
            FromHost::Scheme(scheme) => browser::set_root("data-scheme", &scheme),
            FromHost::Locale(tag) => {
                settings::speak(&tag);
                self.language.set(tag);
            }
        }
    }

    /// Closes the panel, where there is somebody to close it.
    pub fn close(self) {
        if self.framed {
            bridge::say("close", None);
        }
    }
}
