//! The dialog with one's own passkeys: which there are, one more, one less.

use super::{complaint, dialog, field, icon, press};
use crate::{
    api::Failure,
    browser,
    desk::Desk,
    icons::Icon,
    passkey,
    state::Gate,
    strings::{self, sign_in as words},
    time_words,
};
use leptos::{prelude::*, task::spawn_local};
use weft_shared::wire::passkey::{NewPasskey, PasskeyLine, Passkeys};
use weft_widget::view::el::el;

/// The longest name, in characters.
const LONGEST_NAME: usize = 40;

#[derive(Clone, Copy)]
struct Own {
    desk: Desk,
    known: RwSignal<Option<Passkeys>>,
    name: RwSignal<String>,
    unnamed: RwSignal<bool>,
    busy: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
}

/// The dialog, shown while the desk says so.
pub fn view(desk: Desk) -> AnyView {
    let own = Own {
        desk,
        known: RwSignal::new(None),
        name: RwSignal::new(words::NAME_FIRST.to_owned()),
        unnamed: RwSignal::new(false),
        busy: RwSignal::new(false),
        wrong: RwSignal::new(None),
    };
    Effect::new(move |_| {
        if desk.passkeys.get() {
            own.wrong.set(None);
            own.ask();
        }
    });
    let inside = move || desk.passkeys.get().then(|| el("DIV").children([list(own), below(own)]).done());
    let content = vec![
        el("P").text(words::WHAT).done(),
        el("DIV").show(inside).done(),
        complaint("passkeys-wrong", move || own.wrong.get()),
        el("DIV")
            .class("dialog-actions")
            .child(press("button").tap(move || desk.passkeys.set(false)).text(words::CLOSE).done())
            .done(),
    ];
    dialog::dialog("passkeys", words::PASSKEYS, desk.passkeys, content.into_any())
}

fn list(own: Own) -> AnyView {
    let all = move || match own.known.get() {
        None => Some(el("P").class("field-hint").text(strings::LOADING).done()),
        Some(known) if known.passkeys.is_empty() => Some(el("P").class("field-hint").text(words::NONE).done()),
        Some(known) => {
            let lines = known.passkeys.into_iter().map(move |line| one(own, line));
            Some(el("UL").class("passkeys").attr("role", "list").attr("aria-label", words::OWN).children(lines).done())
        }
    };
    el("DIV").show(all).done()
}

fn one(own: Own, line: PasskeyLine) -> AnyView {
    let PasskeyLine { passkey, name, made, used, synced, doubted } = line;
    let now = own.desk.app.now.get_untracked();
    let brief = |at| time_words::brief(browser::local(at), browser::local(now));
    let mut said = words::times(&brief(made), used.map(brief).as_deref());
    if synced {
        said = format!("{said} · {}", words::SYNCED);
    }
    let doubt = doubted.map(|_| el("P").class("complaint").child(icon::icon(Icon::Alert)).text(words::DOUBTED).done());
    let text = el("DIV")
        .child(el("P").class("passkey-name").child(el("BDI").text(name.clone()).done()).done())
        .child(el("P").class("field-hint").text(said).done())
        .maybe(doubt);
    let remove = press("button quiet")
        .attr("aria-label", words::remove(&name))
        .truth("aria-disabled", move || own.busy.get())
        .tap(move || own.remove(passkey))
        .text(words::REMOVE);
    el("LI").child(text.done()).child(remove.done()).done()
}

/// One more, or why not.
fn below(own: Own) -> AnyView {
    let now = own.desk.app.now;
    let part = move || {
        let known = own.known.get()?;
        let full = known.passkeys.len() >= usize::try_from(known.most).unwrap_or(usize::MAX);
        Some(if full {
            el("P").class("field-hint").text(words::ENOUGH).done()
        } else if known.fresh_until <= now.get() {
            stale(own, !known.passkeys.is_empty())
        } else {
            adding(own)
        })
    };
    el("DIV").show(part).done()
}

fn adding(own: Own) -> AnyView {
    let add = el("BUTTON")
        .attr("type", "submit")
        .class("button primary")
        .truth("aria-disabled", move || own.busy.get())
        .words(move || (if own.busy.get() { words::ADDING } else { words::ADD }).to_owned());
    el("FORM")
        .attr("novalidate", "")
        .class("passkey-new")
        .submit(move || own.add())
        .child(field::line("passkey-name", words::NAME, own.name, own.unnamed))
        .child(add.done())
        .done()
}

fn stale(own: Own, has: bool) -> AnyView {
    let confirm = has.then(|| press("button primary").tap(move || own.confirm()).text(words::CONFIRM).done());
    let again = press("button").tap(move || own.desk.sign_out()).text(words::SIGN_IN_AGAIN).done();
    el("DIV")
        .class("passkey-new")
        .child(el("P").text(words::STALE).done())
        .child(el("DIV").class("dialog-actions").maybe(confirm).child(again).done())
        .done()
}

impl Own {
    /// Asks which there are.
    fn ask(self) {
        let routes = self.desk.app.routes();
        spawn_local(async move { self.take(routes.passkeys().await, None) });
    }

    fn take(self, answer: Result<Passkeys, Failure>, said: Option<&'static str>) {
        self.busy.set(false);
        match answer {
            Ok(known) => {
                self.known.set(Some(known));
                if let Some(said) = said {
                    self.desk.app.say(said.to_owned());
                }
            }
            Err(failure) => self.wrong.set(Some(strings::failure(&failure))),
        }
    }

    fn stop(self, why: String) {
        self.busy.set(false);
        self.wrong.set(Some(why));
    }

    fn start(self) -> bool {
        let free = !self.busy.get_untracked();
        if free {
            self.busy.set(true);
            self.wrong.set(None);
        }
        free
    }

    fn add(self) {
        let name = self.name.get_untracked().trim().to_owned();
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
            self.unnamed.set(true);
            self.wrong.set(Some(words::NAME_WRONG.to_owned()));
            return browser::focus("passkey-name");
        }
        if !self.start() {
            return;
        }
        let (routes, key) = (self.desk.app.routes(), self.desk.key());
        spawn_local(async move {
            let wanted = match routes.new_passkey_wanted(&key).await {
                Ok(wanted) => wanted,
                Err(failure) => return self.stop(strings::failure(&failure)),
            };
            match passkey::make(&wanted).await {
                Ok(credential) => {
                    let added = routes.add_passkey(&key, &NewPasskey { name, credential }).await;
                    self.take(added, Some(words::ADDED));
                }
                Err(why) => self.stop(words::stopped(why).to_owned()),
            }
        });
    }

    fn remove(self, passkey: u64) {
        if !self.start() {
            return;
        }
        let (routes, key) = (self.desk.app.routes(), self.desk.key());
        spawn_local(async move { self.take(routes.remove_passkey(&key, passkey).await, Some(words::REMOVED)) });
    }

    /// Signs in anew by a passkey, without leaving the desk if it is the same person.
    fn confirm(self) {
        if !self.start() {
            return;
        }
        let app = self.desk.app;
        spawn_local(async move {
            match super::sign_in::by_passkey(app.routes()).await {
                Ok(me) if self.desk.me.with_value(|known| known.agent == me.agent) => {
                    self.desk.me.set_value(*me);
                    app.now.set(browser::now());
                    self.take(app.routes().passkeys().await, None);
                }
                Ok(me) => app.gate.set(Gate::In(me)),
                Err(why) => self.stop(why),
            }
        });
    }
}
