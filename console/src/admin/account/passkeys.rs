//! One's own passkeys: which there are, one more, one less.

use super::super::{
    Admin,
    parts::{Change, Fetched, fetch, field, line, section, shown},
};
use crate::prelude::*;
use crate::{
    api::Failure,
    browser,
    icons::Icon,
    passkey,
    state::Gate,
    strings::{self, account as words, sign_in},
    time_words,
    view::{dialog, icon, press, sign_in::by_passkey, unseen},
};
use leptos::task::spawn_local;
use weft_shared::wire::{
    passkey::{NewPasskey, PasskeyLine, Passkeys},
    problem::ProblemKind,
};
use weft_widget::view::el::{el, list};

/// The longest name, in characters.
const LONGEST_NAME: usize = 40;

#[derive(Clone, Copy)]
struct Own {
    admin: Admin,
    from: Fetched<Passkeys>,
    change: Change,
    name: RwSignal<String>,
    /// The one that is about to go.
    leaving: RwSignal<Option<PasskeyLine>>,
    /// It is asked whether it shall.
    removing: RwSignal<bool>,
}

/// The section; `signed_in` is called when one signed in anew here.
pub fn view(admin: Admin, signed_in: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let own = Own {
        admin,
        from: RwSignal::new(None),
        change: Change::new(admin),
        name: RwSignal::new(words::NAME_FIRST.to_owned()),
        leaving: RwSignal::new(None),
        removing: RwSignal::new(false),
    };
    own.load();
    section(words::PASSKEYS, words::WHAT)
        .child(shown(own.from, move || own.load(), move |known| all(own, known)))
        .child(below(own, signed_in))
        .child(own.change.trouble())
        .child(ask(own))
        .done()
}

fn all(own: Own, known: Passkeys) -> AnyView {
    if known.passkeys.is_empty() {
        return el("P").class("nothing").text(words::NONE).done();
    }
    let lines = known.passkeys.into_iter().map(move |line| one(own, line));
    el("UL").class("admin-list").attr("role", "list").attr("aria-label", words::OWN).children(lines).done()
}

fn one(own: Own, line: PasskeyLine) -> AnyView {
    let now = own.admin.app.now.get_untracked();
    let brief = |at| time_words::brief(browser::local(at), browser::local(now));
    let mut said = words::times(&brief(line.made), line.used.map(brief).as_deref());
    if line.synced {
        said = format!("{said} · {}", words::SYNCED);
    }
    let doubt =
        line.doubted.map(|_| el("P").class("complaint").child(icon::icon(Icon::Alert)).text(words::DOUBTED).done());
    let name = line.name.clone();
    let text = el("DIV")
        .class("admin-line-text")
        .child(el("P").class("admin-line-name").child(el("BDI").text(name.clone()).done()).done())
        .child(el("P").class("admin-because").text(said).done())
        .children(doubt);
    let remove = move || {
        own.change.clear();
        own.leaving.set(Some(line.clone()));
        own.removing.set(true);
    };
    let remove = press("button small").tap(remove).text(words::REMOVE).child(unseen(format!(" {name}")));
    el("LI").class("admin-line").child(icon::icon(Icon::ShieldCheck)).child(text.done()).child(remove.done()).done()
}

/// What is below the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    Nothing,
    Say(&'static str),
    Form,
    /// The sign-in is too old; with a passkey it can be made new.
    Stale(bool),
}

/// One more, or why not.
fn below(own: Own, signed_in: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let (app, fits) = (own.admin.app, passkey::can());
    let named = app.settings.with_value(|settings| settings.passkeys);
    // What is written in the form stays while the minutes pass.
    let part = Memo::new(move |_| match own.from.get() {
        _ if !named => Below::Say(words::NO_NAME),
        _ if !fits => Below::Say(words::NOT_HERE),
        Some(Ok(known)) if known.passkeys.len() >= usize::try_from(known.most).unwrap_or(usize::MAX) => {
            Below::Say(words::ENOUGH)
        }
        Some(Ok(known)) if known.fresh_until <= app.now.get() => Below::Stale(!known.passkeys.is_empty()),
        Some(Ok(_)) => Below::Form,
        _ => Below::Nothing,
    });
    list(move || {
        vec![match part.get() {
            Below::Nothing => return Vec::new(),
            Below::Say(words) => el("P").class("admin-note").text(words).done(),
            Below::Form => adding(own),
            Below::Stale(has) => stale(own, has, signed_in),
        }]
    })
}

fn adding(own: Own) -> AnyView {
    let busy = own.change.busy;
    let add = el("BUTTON")
        .attr("type", "submit")
        .class("button primary")
        .truth("aria-disabled", move || busy.get())
        .words(move || (if busy.get() { words::ADDING } else { words::ADD }).to_owned());
    let input = line().attr("maxlength", "80");
    el("FORM")
        .attr("novalidate", "")
        .class("admin-form boxed")
        .submit(move || own.add())
        .child(field(own.change, ("passkey-name", "name"), words::NAME, words::NAME_HINT, own.name, input))
        .child(add.done())
        .done()
}

fn stale(own: Own, has: bool, signed_in: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let confirm = has.then(|| press("button primary").tap(move || own.confirm(signed_in)).text(words::CONFIRM).done());
    let again = press("button").tap(move || own.admin.sign_out()).text(words::SIGN_IN_AGAIN).done();
    el("DIV")
        .class("admin-form boxed")
        .child(el("P").text(words::STALE).done())
        .child(el("DIV").class("admin-actions").children(confirm).child(again).done())
        .done()
}

fn ask(own: Own) -> AnyView {
    let inside = list(move || {
        let name = own.leaving.with(|line| line.as_ref().map(|line| line.name.clone()).unwrap_or_default());
        let remove = el("BUTTON")
            .attr("type", "submit")
            .class("button danger")
            .truth("aria-disabled", move || own.change.busy.get())
            .text(words::REMOVE);
        let actions = el("DIV")
            .class("dialog-actions")
            .child(press("button").tap(move || own.removing.set(false)).text(words::CANCEL).done())
            .child(remove.done());
        let form = el("FORM")
            .attr("novalidate", "")
            .submit(move || own.remove())
            .child(el("P").attr("dir", "auto").text(words::remove_which(&name)).done())
            .child(actions.done());
        vec![form.done()]
    });
    dialog::dialog("passkey-remove", words::REMOVE_TITLE, own.removing, inside)
}

impl Own {
    fn load(self) {
        let routes = self.admin.app.routes();
        fetch(self.from, self.admin, async move { routes.passkeys().await });
    }

    fn took(self, known: Passkeys, said: &'static str) {
        self.from.set(Some(Ok(known)));
        self.admin.app.say(said.to_owned());
    }

    fn stop(self, why: String) {
        let _ = self.change.busy.try_set(false);
        let _ = self.change.refused.try_set(Some(why));
    }

    fn fail(self, failure: &Failure) {
        if failure.is(ProblemKind::Unauthenticated) {
            return self.admin.app.leave(strings::EXPIRED);
        }
        self.stop(strings::failure(failure));
    }

    /// Whether nothing else is under way; then this is.
    fn start(self) -> bool {
        let free = !self.change.busy.get_untracked();
        if free {
            self.change.busy.set(true);
            self.change.clear();
        }
        free
    }

    fn add(self) {
        let name = self.name.get_untracked().trim().to_owned();
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
            self.change.errors.set(vec![format!("name: {}", words::NAME_WRONG)]);
            return browser::focus("passkey-name");
        }
        if !self.start() {
            return;
        }
        let (routes, key) = (self.admin.app.routes(), self.admin.key());
        spawn_local(async move {
            let wanted = match routes.new_passkey_wanted(&key).await {
                Ok(wanted) => wanted,
                Err(failure) => return self.fail(&failure),
            };
            let credential = match passkey::make(&wanted).await {
                Ok(credential) => credential,
                Err(why) => return self.stop(sign_in::stopped(why).to_owned()),
            };
            match routes.add_passkey(&key, &NewPasskey { name, credential }).await {
                Ok(known) => {
                    let _ = self.change.busy.try_set(false);
                    self.took(known, words::ADDED);
                }
                Err(failure) => self.fail(&failure),
            }
        });
    }

    fn remove(self) {
        let Some(line) = self.leaving.get_untracked() else { return };
        let (routes, key) = (self.admin.app.routes(), self.admin.key());
        self.removing.set(false);
        self.change.run(async move { routes.remove_passkey(&key, line.passkey).await }, move |known| {
            self.took(known, words::REMOVED);
        });
    }

    /// Signs in anew by a passkey, without leaving the page if it is the same person.
    fn confirm(self, signed_in: impl Fn() + Copy + Send + Sync + 'static) {
        if !self.start() {
            return;
        }
        let app = self.admin.app;
        spawn_local(async move {
            match by_passkey(app.routes()).await {
                Ok(me) if self.admin.me.with_value(|known| known.agent == me.agent) => {
                    self.admin.me.set_value(*me);
                    app.now.set(browser::now());
                    let _ = self.change.busy.try_set(false);
                    self.load();
                    signed_in();
                }
                Ok(me) => app.gate.set(Gate::In(me)),
                Err(why) => self.stop(why),
            }
        });
    }
}
