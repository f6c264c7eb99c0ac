//! Signing in: a passkey, or an address and then the code that was mailed to it.

use super::{complaint, icon, press};
use crate::prelude::*;
use crate::{
    api::{Failure, Routes},
    browser,
    icons::Icon,
    passkey,
    state::{App, Gate},
    strings::{self, sign_in as words},
};
use leptos::task::spawn_local;
use std::time::Duration;
use weft_shared::{
    time::{SECOND, Timestamp},
    wire::{agent::Me, problem::ProblemKind},
};
use weft_widget::view::el::{El, el};

const DIGITS: usize = 6;
const RESEND_AFTER_MS: i64 = 30 * SECOND;

/// How far it is.
#[derive(Clone, Copy)]
struct Form {
    app: App,
    address: RwSignal<String>,
    code: RwSignal<String>,
    /// The code was asked for.
    asked: RwSignal<bool>,
    busy: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
    /// When another code may be asked for.
    again: RwSignal<Timestamp>,
    now: RwSignal<Timestamp>,
}

/// The page for signing in.
pub fn view(app: App, because: Option<String>) -> AnyView {
    let form = Form {
        app,
        address: RwSignal::default(),
        code: RwSignal::default(),
        asked: RwSignal::new(false),
        busy: RwSignal::new(false),
        wrong: RwSignal::new(None),
        again: RwSignal::default(),
        now: RwSignal::new(browser::now()),
    };
    if let Ok(tick) = set_interval_with_handle(move || form.now.set(browser::now()), Duration::from_secs(1)) {
        on_cleanup(move || tick.clear());
    }
    let site = app.settings.with_value(|settings| settings.name.clone());
    document().set_title(&strings::sign_in_to(&site));
    // One step's nodes must not become the other's: its field is another one to a browser that fills fields in.
    let step = move || vec![if form.asked.get() { code_step(form) } else { Some(address_step(form)).into_any() }];
    let card = el("DIV")
        .class("card")
        .child(el("SPAN").class("brand-mark").child(icon::icon(Icon::Weave)).done())
        .child(el("H1").text(strings::sign_in_to(&site)).done())
        .maybe(because.map(|because| el("P").class("card-note").attr("role", "status").text(because).done()))
        .list(step);
    el("MAIN").class("gate").child(card.done()).done()
}

fn address_step(form: Form) -> AnyView {
    browser::focus_soon("sign-in-address");
    let next = move || {
        let address = form.address.get_untracked().trim().to_owned();
        let (local, domain) = address.split_once('@').unwrap_or_default();
        if local.is_empty() || domain.is_empty() || address.contains(char::is_whitespace) {
            form.wrong.set(Some(strings::ADDRESS_WRONG.to_owned()));
            browser::focus("sign-in-address");
        } else {
            form.address.set(address);
            form.ask(false);
        }
    };
    let field = el("INPUT")
        .attr("id", "sign-in-address")
        .attr("name", "username")
        .attr("type", "text")
        .attr("autocomplete", "username")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("dir", "ltr")
        .attr("required", "")
        .attr("aria-describedby", "sign-in-wrong");
    let by_passkey = form.app.settings.with_value(|settings| settings.passkeys) && passkey::can();
    let by_passkey = by_passkey.then(|| {
        let key = press("button wide passkey")
            .attr("id", "by-passkey")
            .truth("aria-disabled", move || form.busy.get())
            .tap(move || form.show_passkey())
            .child(icon::icon(Icon::ShieldCheck))
            .text(words::BY_PASSKEY);
        let or = el("P").class("or").text(words::OR);
        vec![key.done(), or.done()].into_any()
    });
    el("FORM")
        .attr("novalidate", "")
        .submit(next)
        .maybe(by_passkey)
        .child(el("LABEL").attr("for", "sign-in-address").text(strings::ADDRESS).done())
        .child(judged(field, form).value(move || form.address.get()).typed(move |text| form.address.set(text)).done())
        .child(complaint("sign-in-wrong", move || form.wrong.get()))
        .child(submit(form, strings::SEND_CODE, strings::SENDING))
        .done()
}

/// A field that says whether what is in it was wrong.
fn judged(field: El, form: Form) -> El {
    field.either("aria-invalid", move || form.wrong.with(Option::is_some))
}

fn code_step(form: Form) -> AnyView {
    browser::focus_soon("sign-in-code");
    let resend = move || {
        let left = form.again.get().since(form.now.get());
        if left > 0 {
            el("SPAN").class("countdown").text(strings::resend_in((left + SECOND - 1) / SECOND)).done()
        } else {
            link_button(strings::RESEND, move || form.ask(true))
        }
    };
    let other = link_button(strings::OTHER_ADDRESS, move || {
        form.wrong.set(None);
        form.code.set(String::new());
        form.asked.set(false);
    });
    let field = el("INPUT")
        .attr("id", "sign-in-code")
        .class("code")
        .attr("name", "code")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "one-time-code")
        .attr("dir", "ltr")
        .attr("required", "")
        .attr("aria-describedby", "sign-in-hint sign-in-wrong");
    let typed = move |text: String| {
        // Pasting "Your code: 123 456" works as well as typing it.
        let digits: String = text.chars().filter(char::is_ascii_digit).take(DIGITS).collect();
        let whole = digits.len() == DIGITS && form.code.with_untracked(|before| *before != digits);
        form.code.set(String::new());
        form.code.set(digits);
        if whole {
            form.try_code();
        }
    };
    let sent = move || strings::code_sent(&form.address.get());
    el("FORM")
        .attr("novalidate", "")
        .submit(move || form.try_code())
        .child(el("P").class("card-note").attr("dir", "auto").words(sent).done())
        .child(el("LABEL").attr("for", "sign-in-code").text(strings::CODE).done())
        .child(judged(field, form).value(move || form.code.get()).typed(typed).done())
        .child(el("P").attr("id", "sign-in-hint").class("field-hint").text(strings::CODE_HINT).done())
        .child(complaint("sign-in-wrong", move || form.wrong.get()))
        .child(submit(form, strings::CONTINUE, strings::CHECKING))
        .child(el("DIV").class("card-links").list(move || vec![resend()]).child(other).done())
        .done()
}

fn submit(form: Form, idle: &'static str, busy: &'static str) -> AnyView {
    el("BUTTON")
        .attr("type", "submit")
        .class("button primary wide")
        .truth("aria-disabled", move || form.busy.get())
        .words(move || (if form.busy.get() { busy } else { idle }).to_owned())
        .done()
}

fn link_button(words: &'static str, act: impl Fn() + Send + Sync + 'static) -> AnyView {
    press("button quiet").tap(act).text(words).done()
}

/// Signs in by a passkey; why not, in words.
pub async fn by_passkey(routes: Routes) -> Result<Box<Me>, String> {
    let wanted = routes.passkey_wanted().await.map_err(|failure| strings::failure(&failure))?;
    let shown = passkey::show(&wanted).await.map_err(|why| words::stopped(why).to_owned())?;
    routes.sign_in_by_passkey(&shown).await.map(Box::new).map_err(|failure| words::refused(&failure))
}

impl Form {
    /// Asks for a code; `again` when one was asked for before.
    fn ask(self, again: bool) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.wrong.set(None);
        let (routes, address) = (self.app.routes(), self.address.get_untracked());
        spawn_local(async move {
            let answer = routes.ask_code(address).await;
            self.busy.set(false);
            match answer {
                Ok(()) => {
                    self.again.set(browser::now().plus(RESEND_AFTER_MS));
                    self.now.set(browser::now());
                    self.code.set(String::new());
                    self.asked.set(true);
                    if again {
                        self.app.say(strings::CODE_AGAIN.to_owned());
                        browser::focus("sign-in-code");
                    }
                }
                Err(failure) => self.fail(&failure),
            }
        });
    }

    fn show_passkey(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.wrong.set(None);
        spawn_local(async move {
            match by_passkey(self.app.routes()).await {
                Ok(me) => self.enter(me),
                Err(why) => {
                    self.busy.set(false);
                    self.wrong.set(Some(why));
                    browser::focus("by-passkey");
                }
            }
        });
    }

    /// The button or the field that had the focus goes with this page.
    fn enter(self, me: Box<Me>) {
        self.app.gate.set(Gate::In(me));
        browser::focus_soon("inbox-title");
    }

    fn try_code(self) {
        let code = self.code.get_untracked();
        if self.busy.get_untracked() {
            return;
        }
        if code.len() != DIGITS {
            self.wrong.set(Some(strings::CODE_SHORT.to_owned()));
            return browser::focus("sign-in-code");
        }
        self.busy.set(true);
        self.wrong.set(None);
        let (routes, address) = (self.app.routes(), self.address.get_untracked());
        spawn_local(async move {
            match routes.sign_in(address, code).await {
                Ok(me) => self.enter(Box::new(me)),
                Err(failure) => {
                    self.busy.set(false);
                    if failure.is(ProblemKind::CodeWrong) || failure.is(ProblemKind::CodeExpired) {
                        self.code.set(String::new());
                    }
                    self.fail(&failure);
                    browser::focus("sign-in-code");
                }
            }
        });
    }

    fn fail(self, failure: &Failure) {
        if let Failure::Problem(problem) = failure
            && let Some(wait) = problem.retry_after_ms
        {
            self.again.set(browser::now().plus(i64::try_from(wait).unwrap_or(RESEND_AFTER_MS)));
        }
        let words = if failure.is(ProblemKind::Unauthenticated) {
            strings::failure(&Failure::Problem(Box::new(weft_shared::wire::problem::Problem::new(
                ProblemKind::CodeWrong,
            ))))
        } else {
            strings::failure(failure)
        };
        self.wrong.set(Some(words));
    }
}
