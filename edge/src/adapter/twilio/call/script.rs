//! What a caller hears: the policy's texts, in order.

use super::twiml::{self, Verb};
use crate::adapter::{twilio::PERSISTENT, voice};
use std::str::FromStr;
use weft_shared::policy::{Policy, filled};

/// A step of a call that Twilio asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A key was pressed, or none.
    Menu,
    /// The call to an agent or the team ended.
    Dialled,
    /// The caller has left a message.
    Voicemail,
    /// A recording is there.
    Recorded,
    /// A machine has heard what was said.
    Transcribed,
    /// The call ended.
    Ended,
}

impl Step {
    const ALL: [Self; 6] = [Self::Menu, Self::Dialled, Self::Voicemail, Self::Recorded, Self::Transcribed, Self::Ended];

    /// Its name in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Menu => "menu",
            Self::Dialled => "dialled",
            Self::Voicemail => "voicemail",
            Self::Recorded => "recorded",
            Self::Transcribed => "transcribed",
            Self::Ended => "ended",
        }
    }
}

impl FromStr for Step {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|step| step.name() == text).ok_or(())
    }
}

/// The texts of a site for calls, and the address that its steps begin with.
pub struct Script<'a> {
    policy: &'a Policy,
    site: &'a str,
    base: String,
}

impl<'a> Script<'a> {
    /// Those of a policy. `base` is the address of the call's steps, without a slash at its end.
    #[must_use]
    pub const fn of(policy: &'a Policy, site: &'a str, base: String) -> Self {
        Self { policy, site, base }
    }

    /// The document of these verbs.
    #[must_use]
    pub fn write(&self, verbs: &[Verb]) -> String {
        twiml::write(verbs, self.raw("language").unwrap_or("en"))
    }

    fn raw(&self, name: &str) -> Option<&str> {
        self.policy.channel(&voice::CHANNEL)?.texts.get(name).map(String::as_str)
    }

    fn text(&self, name: &str, values: &[(&str, &str)]) -> Option<String> {
        let promise = self.policy.channel(&voice::CHANNEL).and_then(|rules| rules.promise.as_deref());
        let promise = promise.and_then(|name| self.policy.promises.get(name)).map_or("", |promise| &promise.text);
        let mut all = vec![("site", self.site), ("promise", promise)];
        all.extend_from_slice(values);
        Some(filled(self.raw(name)?, &all))
    }

    /// A text, if the policy has it.
    #[must_use]
    pub fn say(&self, name: &str) -> Vec<Verb> {
        self.text(name, &[]).map(Verb::Say).into_iter().collect()
    }

    fn url(&self, step: Step) -> String {
        format!("{}/{}{PERSISTENT}", self.base, step.name())
    }

    /// How a call begins. With `joins`, the caller has an open conversation; with `menu`, keys can be pressed, also while
    /// the greeting is said: who calls often does not wait for it.
    #[must_use]
    pub fn greeting(&self, joins: bool, menu: bool) -> Vec<Verb> {
        let said = [("greeting", true), ("joins", joins), ("menu", menu)];
        let said = said.into_iter().filter(|(_, wanted)| *wanted).filter_map(|(name, _)| self.text(name, &[]));
        if menu {
            vec![Verb::Ask { prompts: said.collect(), then: self.url(Step::Menu) }]
        } else {
            said.map(Verb::Say).collect()
        }
    }

    /// A code, digit by digit, and once more.
    #[must_use]
    pub fn code(&self, code: &str, valid: &str) -> Vec<Verb> {
        let digits = || code.chars().flat_map(|digit| [Verb::Say(digit.to_string()), Verb::Pause(1)]);
        let mut verbs = self.say("code");
        verbs.push(Verb::Pause(1));
        verbs.extend(digits());
        verbs.extend(self.say("code-again"));
        verbs.push(Verb::Pause(1));
        verbs.extend(digits());
        verbs.extend(self.text("code-help", &[("valid", valid)]).map(Verb::Say));
        verbs.extend(self.goodbye());
        verbs
    }

    /// Puts the caller through to this number. It is recorded only if the policy has a sentence that says so, which
    /// the caller hears first.
    #[must_use]
    pub fn dial(&self, number: &str, shown: Option<String>, by: &str) -> Vec<Verb> {
        let says_so = self.say("recorded");
        let recorded = (!says_so.is_empty()).then(|| self.url(Step::Recorded));
        let then = format!("{}/{}?by={by}{PERSISTENT}", self.base, Step::Dialled.name());
        let dial = Verb::Dial { number: number.to_owned(), shown, then, recorded };
        [says_so, self.say("connecting"), vec![dial]].concat()
    }

    /// Nobody is there: a message can be left.
    #[must_use]
    pub fn nobody(&self) -> Vec<Verb> {
        let record = Verb::Record {
            then: self.url(Step::Voicemail),
            recorded: self.url(Step::Recorded),
            transcribed: self.url(Step::Transcribed),
        };
        // Silence after the tone leads on to the next verb.
        [self.say("nobody"), vec![record], self.goodbye()].concat()
    }

    /// The end.
    #[must_use]
    pub fn goodbye(&self) -> Vec<Verb> {
        [self.say("goodbye"), vec![Verb::Hangup]].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://chat.shop.example/v1/hooks/twilio/demo/voice/c1";

    fn policy() -> Policy {
        Policy::default_rules().unwrap()
    }

    fn script(policy: &Policy) -> Script<'_> {
        Script::of(policy, "Lamps & <More>", BASE.to_owned())
    }

    #[test]
    fn a_caller_is_greeted_by_the_site_s_texts() {
        let policy = policy();
        let script = script(&policy);
        let verbs = script.greeting(true, true);
        let [Verb::Ask { prompts, then }] = verbs.as_slice() else { panic!("{verbs:?}") };
        let [greeting, joins, menu] = prompts.as_slice() else { panic!("{prompts:?}") };
        assert_eq!(greeting, "Welcome to Lamps & <More>.");
        assert!(joins.contains("joins your conversation") && menu.starts_with("Press 1"));
        assert_eq!(*then, format!("{BASE}/menu#rc=3&rp=ct,rt,5xx"));
        assert_eq!(script.greeting(false, false).len(), 1);
        assert!(script.write(&verbs).contains("Lamps &amp; &lt;More&gt;"));
    }

    #[test]
    fn a_code_is_read_out_twice_digit_by_digit() {
        let policy = policy();
        let verbs = script(&policy).code("01234567", "10 minutes");
        let said: Vec<&str> = verbs
            .iter()
            .filter_map(|verb| if let Verb::Say(text) = verb { Some(text.as_str()) } else { None })
            .collect();
        let digits: String = said.iter().filter(|text| text.len() == 1).copied().collect();
        assert_eq!(digits, "0123456701234567");
        assert_eq!(verbs.iter().filter(|verb| **verb == Verb::Pause(1)).count(), 18);
        assert!(said.iter().any(|text| text.contains("within 10 minutes")));
        assert_eq!(verbs.last(), Some(&Verb::Hangup));
    }

    #[test]
    fn nothing_is_recorded_unless_the_caller_is_told_so() {
        let mut policy = policy();
        let verbs = script(&policy).dial("+442079460199", None, "team");
        let Some(Verb::Dial { recorded: None, then, .. }) = verbs.last() else { panic!("{verbs:?}") };
        assert_eq!(*then, format!("{BASE}/dialled?by=team#rc=3&rp=ct,rt,5xx"));
        let rules = policy.channels.get_mut(&voice::CHANNEL).unwrap();
        rules.texts.insert("recorded".to_owned(), "This call is recorded.".to_owned());
        let verbs = script(&policy).dial("+442079460199", None, "team");
        assert_eq!(verbs.first(), Some(&Verb::Say("This call is recorded.".to_owned())));
        assert!(matches!(verbs.last(), Some(Verb::Dial { recorded: Some(_), .. })));
    }

    #[test]
    fn when_nobody_is_there_the_promise_is_said_and_a_message_taken() {
        let policy = policy();
        let verbs = script(&policy).nobody();
        let [Verb::Say(nobody), Verb::Record { .. }, Verb::Say(_), Verb::Hangup] = verbs.as_slice() else {
            panic!("{verbs:?}")
        };
        assert!(nobody.contains("We call back within one working day."));
    }

    #[test]
    fn every_step_has_one_name() {
        for step in Step::ALL {
            assert_eq!(step.name().parse(), Ok(step));
        }
        for other in ["", "Menu", "menu/", "x"] {
            assert_eq!(other.parse::<Step>(), Err(()));
        }
    }
}
