//! Links: follow one by a click, get a fresh one, continue by a typed address.

use super::{App, AskStage, LinkStage, Screen};
use crate::{
    browser,
    http::{self, Failure},
    strings::{Key, t},
    wire::{read, write},
};
use weft_shared::wire::{
    customer::Redeemed,
    problem::{Problem, ProblemKind},
};

impl App {
    /// A link was followed to here. Nothing is sent before the person clicks.
    pub fn offer_link(self, token: String) {
        self.go(Screen::Link { token, stage: LinkStage::Offered });
    }

    /// The person clicked: the link is redeemed, bound to this browser.
    pub fn redeem(self) {
        let Screen::Link { token, stage } = self.screen.get_untracked() else { return };
        if stage == LinkStage::Opening {
            return;
        }
        self.link_stage(&token, LinkStage::Opening);
        let browser = self.stored.with_untracked(|stored| stored.browser.clone());
        // Kept before it is used: redeeming again from this browser must be the same again.
        self.keep();
        let request = write::pair("token", &token, Some(("browser", &browser)));
        http::post(self.path(&["links", "redeem"]), request, None, read::redeemed, move |answer| match answer {
            Ok(redeemed) => self.enter(redeemed),
            Err(Failure::Problem(problem)) if problem.is(ProblemKind::LinkUnusable) => {
                self.link_stage(&token, LinkStage::Dead(AskStage::Ready));
                self.status.set(t(Key::LinkDeadTitle).to_owned());
                browser::focus("weft-screen");
            }
            Err(failure) => self.link_stage(&token, LinkStage::Trouble(trouble(&failure))),
        });
    }

    /// The edge let this browser in: to the conversation.
    pub(super) fn enter(self, redeemed: Redeemed) {
        if self.stored.with_untracked(|stored| stored.improves(&redeemed.credentials, browser::now())) {
            self.adopt(redeemed.credentials);
        }
        self.back();
    }

    /// Asks for a fresh link in place of the dead one; it goes to the known address only.
    pub fn refresh_link(self) {
        let Screen::Link { token, stage: LinkStage::Dead(_) } = self.screen.get_untracked() else { return };
        self.link_stage(&token, LinkStage::Dead(AskStage::Asking));
        let request = write::pair("token", &token, None);
        http::post(
            self.path(&["links", "refresh"]),
            request,
            None,
            |_| Some(()),
            move |answer| {
                self.link_stage(&token, LinkStage::Dead(asked(answer)));
                self.say_asked(Key::LinkFreshSent);
            },
        );
    }

    /// Leaves the dead link: the next message opens a new conversation that says which link it came by.
    pub fn without_link(self) {
        let Screen::Link { token, .. } = self.screen.get_untracked() else { return };
        self.prepare(|begin| begin.claims_link = Some(token));
        self.screen.set(Screen::Chat);
        browser::focus("weft-write");
    }

    /// Goes to a screen.
    pub fn go(self, screen: Screen) {
        self.menu.set(false);
        self.address.set(String::new());
        self.screen.set(screen);
        browser::focus("weft-screen");
    }

    /// Back to the conversation, or to the invitation to begin one.
    pub fn back(self) {
        self.screen.set(Screen::Chat);
        browser::focus("weft-write");
    }

    /// Asks for a link to a typed address. The answer is always the same.
    pub fn want_link(self) {
        let address = self.address.with_untracked(|address| address.trim().to_owned());
        // Only what cannot be an address or a number at all is told: whether one is known is nobody's business.
        let mail = address.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
        let whole = mail && !address.contains(char::is_whitespace);
        let number = !address.contains('@') && address.chars().filter(|c| c.is_numeric()).count() >= 6;
        if !(whole || number) || address.len() > 254 {
            self.ask_stage(AskStage::Trouble(Key::ContinueInvalid));
            browser::focus("weft-address");
            return;
        }
        self.ask_stage(AskStage::Asking);
        http::post(
            self.path(&["links"]),
            write::pair("address", &address, None),
            None,
            |_| Some(()),
            move |answer| {
                self.ask_stage(asked(answer));
                self.say_asked(Key::ContinueSent);
            },
        );
    }

    /// Tells screen readers that the wish was taken.
    fn say_asked(self, key: Key) {
        let taken = self.screen.with_untracked(|screen| {
            matches!(
                screen,
                Screen::Continue(AskStage::Asked) | Screen::Link { stage: LinkStage::Dead(AskStage::Asked), .. }
            )
        });
        if taken {
            self.status.set(t(key).to_owned());
            browser::focus("weft-screen");
        }
    }

    fn ask_stage(self, stage: AskStage) {
        if matches!(self.screen.get_untracked(), Screen::Continue(_)) {
            self.screen.set(Screen::Continue(stage));
        }
    }

    /// How the link stands now, unless the person went elsewhere or followed another.
    fn link_stage(self, wanted: &str, stage: LinkStage) {
        if matches!(&self.screen.get_untracked(), Screen::Link { token, .. } if token == wanted) {
            self.screen.set(Screen::Link { token: wanted.to_owned(), stage });
        }
    }
}

fn asked(answer: Result<(), Failure>) -> AskStage {
    answer.map_or_else(|failure| AskStage::Trouble(trouble(&failure)), |()| AskStage::Asked)
}

pub(super) fn trouble(failure: &Failure) -> Key {
    let is = |problem: &Problem| problem.is(ProblemKind::TooMany) || problem.is(ProblemKind::Busy);
    match failure {
        Failure::Offline => Key::TryLater,
        Failure::Problem(problem) if is(problem) => Key::TooMany,
        Failure::Problem(_) => Key::WentWrong,
    }
}
