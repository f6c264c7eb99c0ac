//! Signing in: an address, then the code that was mailed to it.

use super::{complaint, icon};
use crate::{
    api::Failure,
    browser,
    icons::Icon,
    state::{App, Gate},
    strings,
};
use leptos::{ev, html, prelude::*, task::spawn_local};
use std::time::Duration;
use weft_shared::{
    time::{SECOND, Timestamp},
    wire::problem::ProblemKind,
};

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
pub fn view(app: App, because: Option<&'static str>) -> AnyView {
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
    let step = move || if form.asked.get() { code_step(form) } else { address_step(form) };
    html::main()
        .class("gate")
        .child(html::div().class("card").child((
            html::span().class("brand-mark").child(icon::icon(Icon::Weave)),
            html::h1().child(strings::sign_in_to(&site)),
            because.map(|because| html::p().class("card-note").role("status").child(because)),
            step,
        )))
        .into_any()
}

fn address_step(form: Form) -> AnyView {
    browser::focus_soon("sign-in-address");
    html::form()
        .attr("novalidate", "")
        .on(ev::submit, move |event| {
            event.prevent_default();
            let address = form.address.get_untracked().trim().to_owned();
            let (local, domain) = address.split_once('@').unwrap_or_default();
            if local.is_empty() || domain.is_empty() || address.contains(char::is_whitespace) {
                form.wrong.set(Some(strings::ADDRESS_WRONG.to_owned()));
                browser::focus("sign-in-address");
            } else {
                form.address.set(address);
                form.ask(false);
            }
        })
        .child((
            html::label().r#for("sign-in-address").child(strings::ADDRESS),
            html::input()
                .id("sign-in-address")
                .name("username")
                .r#type("text")
                .attr("autocomplete", "username")
                .attr("autocapitalize", "none")
                .attr("spellcheck", "false")
                .dir("ltr")
                .required(true)
                .attr("aria-describedby", "sign-in-wrong")
                .attr("aria-invalid", move || form.wrong.with(|w| if w.is_some() { "true" } else { "false" }))
                .prop("value", move || form.address.get())
                .on(ev::input, move |event| form.address.set(event_target_value(&event))),
            complaint("sign-in-wrong", move || form.wrong.get()),
            submit(form, strings::SEND_CODE, strings::SENDING),
        ))
        .into_any()
}

fn code_step(form: Form) -> AnyView {
    browser::focus_soon("sign-in-code");
    let resend = move || {
        let left = form.again.get().since(form.now.get());
        if left > 0 {
            html::span().class("countdown").child(strings::resend_in((left + SECOND - 1) / SECOND)).into_any()
        } else {
            link_button(strings::RESEND, move || form.ask(true))
        }
    };
    let other = link_button(strings::OTHER_ADDRESS, move || {
        form.wrong.set(None);
        form.code.set(String::new());
        form.asked.set(false);
    });
    html::form()
        .attr("novalidate", "")
        .on(ev::submit, move |event| {
            event.prevent_default();
            form.try_code();
        })
        .child((
            html::p().class("card-note").dir("auto").child(move || strings::code_sent(&form.address.get())),
            html::label().r#for("sign-in-code").child(strings::CODE),
            html::input()
                .id("sign-in-code")
                .class("code")
                .name("code")
                .r#type("text")
                .inputmode("numeric")
                .attr("autocomplete", "one-time-code")
                .dir("ltr")
                .required(true)
                .attr("aria-describedby", "sign-in-hint sign-in-wrong")
                .attr("aria-invalid", move || form.wrong.with(|w| if w.is_some() { "true" } else { "false" }))
                .prop("value", move || form.code.get())
                .on(ev::input, move |event| {
                    // Pasting "Your code: 123 456" works as well as typing it.
                    let digits: String =
                        event_target_value(&event).chars().filter(char::is_ascii_digit).take(DIGITS).collect();
                    let whole = digits.len() == DIGITS && form.code.with_untracked(|before| *before != digits);
                    form.code.set(String::new());
                    form.code.set(digits);
                    if whole {
                        form.try_code();
                    }
                }),
            html::p().id("sign-in-hint").class("field-hint").child(strings::CODE_HINT),
            complaint("sign-in-wrong", move || form.wrong.get()),
            submit(form, strings::CONTINUE, strings::CHECKING),
            html::div().class("card-links").child((resend, other)),
        ))
        .into_any()
}

fn submit(form: Form, idle: &'static str, busy: &'static str) -> AnyView {
    html::button()
        .r#type("submit")
        .class("button primary wide")
        .attr("aria-disabled", move || form.busy.get().then_some("true"))
        .child(move || if form.busy.get() { busy } else { idle })
        .into_any()
}

fn link_button(words: &'static str, act: impl Fn() + 'static) -> AnyView {
    html::button().r#type("button").class("button quiet").on(ev::click, move |_| act()).child(words).into_any()
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
                Ok(me) => self.app.gate.set(Gate::In(Box::new(me))),
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
