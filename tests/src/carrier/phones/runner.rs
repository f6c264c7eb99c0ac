//! Runs a call: asks the edge what to do, does it as Twilio would, and tells what came of it.

use super::{
    Call, Child, Hook, Key, Media, Phones, Stage,
    call::Input,
    twiml::{self, Element},
};
use crate::{carrier::now, harness::keys::random_hex};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;

/// How long somebody may do nothing at all before a call ends.
const LONGEST: Duration = Duration::from_secs(600);
/// How many documents one call may ask for: a loop of redirects ends.
const MOST_DOCUMENTS: usize = 50;

/// What comes after a verb.
enum Next {
    /// The next verb.
    On,
    /// Another document, asked for with these parameters.
    Fetch(String, Vec<(String, String)>),
    /// The end.
    End(&'static str),
}

struct Runner {
    phones: Phones,
    call: Call,
    inputs: UnboundedReceiver<Input>,
    token: String,
    account: String,
    /// Where the document came from: relative addresses begin there.
    here: String,
}

/// Runs a call to its end.
pub async fn run(phones: Phones, call: Call, inputs: UnboundedReceiver<Input>) {
    let Some(twilio) = phones.site(&call.site).and_then(|site| site.twilio) else { return };
    let here = format!("{}/v1/hooks/twilio/{}/voice", phones.edge, call.site);
    let mut runner = Runner { phones, call, inputs, token: twilio.token, account: twilio.account, here: here.clone() };
    let status = runner.all(&here).await;
    let id = runner.call.id;
    runner.phones.with_call(id, |call| {
        call.stage = Stage::Over;
        call.ended = Some(now());
    });
    let seconds = ((now() - runner.call.at) / 1000).max(1).to_string();
    let more = [("CallDuration", seconds.clone()), ("Duration", "1".to_owned()), ("Timestamp", String::new())];
    let hook = runner.hook("call", &here, status, &more.map(|(n, v)| (n.to_owned(), v)));
    runner.phones.keep_hook(&hook);
    hook.deliver_patiently(&runner.phones.client).await;
}

impl Runner {
    fn hook(&self, what: &str, url: &str, status: &str, more: &[(String, String)]) -> Hook {
        let mut params: Vec<(String, String)> = [
            ("AccountSid", self.account.as_str()),
            ("ApiVersion", "2010-04-01"),
            ("CallSid", &self.call.sid),
            ("CallStatus", status),
            ("Called", &self.call.to),
            ("Caller", &self.call.from),
            ("CallerCity", ""),
            ("Direction", "inbound"),
            ("From", &self.call.from),
            ("To", &self.call.to),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        if let Some(stir) = &self.call.stir {
            params.push(("StirVerstat".to_owned(), stir.clone()));
        }
        params.extend_from_slice(more);
        Hook::form(&self.call.site, what, url, &self.token, &params)
    }

    fn stage(&self, stage: Stage) {
        self.phones.with_call(self.call.id, |call| call.stage = stage);
    }

    fn hear(&self, who: &str, text: &str) {
        self.phones.hear(self.call.id, who, text);
    }

    /// An address of a document, from where it was found.
    fn address(&self, text: &str) -> String {
        let base = reqwest::Url::parse(&self.here).ok();
        base.and_then(|base| base.join(text).ok()).map_or_else(|| self.here.clone(), |url| url.to_string())
    }

    async fn all(&mut self, first: &str) -> &'static str {
        let (mut url, mut more, mut status) = (first.to_owned(), Vec::new(), "ringing");
        for _ in 0..MOST_DOCUMENTS {
            let what = if status == "ringing" { "call" } else { "step" };
            let hook = self.hook(what, &url, status, &more);
            self.phones.keep_hook(&hook);
            let reply = hook.deliver(&self.phones.client).await;
            self.phones.with_call(self.call.id, |call| call.outcome = Some(reply.outcome()));
            if !(200..300).contains(&reply.status) {
                self.hear("note", &format!("An application error has occurred (11200, status {}).", reply.status));
                return "failed";
            }
            self.here.clone_from(&url);
            let verbs = match twiml::read(&reply.body) {
                Ok(verbs) => verbs,
                Err(why) => {
                    self.hear("note", &format!("An application error has occurred ({why})."));
                    return "failed";
                }
            };
            status = "in-progress";
            let mut next = Next::End("completed");
            for verb in &verbs {
                next = self.verb(verb).await;
                if !matches!(next, Next::On) {
                    break;
                }
            }
            match next {
                Next::Fetch(to, params) => (url, more) = (to, params),
                Next::End(status) => return status,
                Next::On => return "completed",
            }
        }
        self.hear("note", "Too many documents: the call ends.");
        "failed"
    }

    async fn verb(&mut self, verb: &Element) -> Next {
        match verb.name.as_str() {
            "Say" | "Play" | "Pause" => {
                self.stage(Stage::Speaking);
                if self.speak(verb).await.is_none() { Next::End("completed") } else { Next::On }
            }
            "Gather" => self.gather(verb).await,
            "Record" => self.record(verb).await,
            "Dial" => self.dial(verb).await,
            "Redirect" => Next::Fetch(self.address(verb.text.trim()), Vec::new()),
            "Reject" => Next::End(if verb.get("reason") == Some("busy") { "busy" } else { "no-answer" }),
            "Hangup" => Next::End("completed"),
            other => {
                self.hear("note", &format!("{other} does nothing on a call."));
                Next::On
            }
        }
    }

    /// Speaks; the keys that were pressed meanwhile, or none when the caller hung up.
    async fn speak(&mut self, verb: &Element) -> Option<String> {
        let (text, seconds) = match verb.name.as_str() {
            "Say" => (verb.words(), 0.06 * verb.words().chars().count() as f64),
            "Play" => (format!("(plays {})", verb.text.trim()), 2.0),
            _ => (String::new(), verb.number("length", 1) as f64),
        };
        if !text.is_empty() {
            self.hear("voice", &text);
        }
        let pause = if self.phones.real_time { Duration::from_secs_f64(seconds) } else { Duration::ZERO };
        let mut pressed = String::new();
        let until = tokio::time::Instant::now() + pause;
        loop {
            match tokio::time::timeout_at(until, self.inputs.recv()).await {
                Err(_) => return Some(pressed),
                Ok(None | Some(Input::Caller(Key::HangUp))) => return None,
                Ok(Some(Input::Caller(Key::Press(keys)))) => {
                    self.hear("caller", &format!("presses {keys}"));
                    pressed.push_str(&keys);
                    return Some(pressed);
                }
                Ok(Some(_)) => {}
            }
        }
    }

    /// What happens next on the call. Where nothing takes real time, nothing happens only when somebody says so.
    async fn input(&mut self, seconds: u64) -> Option<Input> {
        let wait = if self.phones.real_time { Duration::from_secs(seconds) } else { LONGEST };
        match tokio::time::timeout(wait, self.inputs.recv()).await {
            Ok(input) => Some(input.unwrap_or(Input::Caller(Key::HangUp))),
            Err(_) => None,
        }
    }

    async fn gather(&mut self, verb: &Element) -> Next {
        let (wanted, end) = (verb.number("numDigits", u64::MAX), verb.get("finishOnKey").unwrap_or("#").to_owned());
        let mut digits = String::new();
        let mut over = false;
        let mut take = |keys: &str, digits: &mut String| {
            for key in keys.chars() {
                if end.contains(key) {
                    over = true;
                } else if !over && key.is_ascii_digit() || key == '*' {
                    digits.push(key);
                }
                over |= digits.len() as u64 >= wanted;
            }
            over
        };
        self.stage(Stage::Speaking);
        let mut done = false;
        for inner in &verb.children {
            let Some(keys) = self.speak(inner).await else { return Next::End("completed") };
            if !keys.is_empty() {
                done = take(&keys, &mut digits);
                break;
            }
        }
        self.stage(Stage::Keys);
        while !done {
            match self.input(verb.number("timeout", 5)).await {
                None | Some(Input::Caller(Key::Wait)) => break,
                Some(Input::Caller(Key::HangUp)) => return Next::End("completed"),
                Some(Input::Caller(Key::Press(keys))) => {
                    self.hear("caller", &format!("presses {keys}"));
                    done = take(&keys, &mut digits);
                }
                Some(Input::Caller(Key::Speak(words))) => self.hear("caller", &words),
                Some(_) => {}
            }
        }
        if digits.is_empty() && verb.get("actionOnEmptyResult") != Some("true") {
            return Next::On;
        }
        let action = self.address(verb.get("action").unwrap_or_default());
        Next::Fetch(action, vec![("Digits".to_owned(), digits), ("FinishedOnKey".to_owned(), String::new())])
    }

    async fn record(&mut self, verb: &Element) -> Next {
        self.stage(Stage::Recording);
        self.hear("note", "A tone; the recording begins.");
        let (words, how) = loop {
            match self.input(verb.number("maxLength", 3_600)).await {
                None | Some(Input::Caller(Key::Wait)) => break (String::new(), String::new()),
                Some(Input::Caller(Key::Speak(words))) => {
                    self.hear("caller", &words);
                    break (words, "#".to_owned());
                }
                Some(Input::Caller(Key::HangUp)) => break (String::new(), "hangup".to_owned()),
                Some(Input::Caller(Key::Press(keys))) => break (String::new(), keys),
                Some(_) => {}
            }
        };
        if words.is_empty() && how != "hangup" {
            // Silence is no recording: the next verb follows.
            return Next::On;
        }
        let recorded = self.recorded(&words, verb.get("recordingStatusCallback")).await;
        let transcribe = verb.get("transcribe") == Some("true") || verb.get("transcribeCallback").is_some();
        if let Some(to) = verb.get("transcribeCallback").filter(|_| transcribe && !words.is_empty()) {
            self.transcribed(&recorded, &words, to);
        }
        let mut params = recorded;
        params.push(("Digits".to_owned(), how.clone()));
        if how == "hangup" {
            let hook = self.hook("step", &self.address(verb.get("action").unwrap_or_default()), "completed", &params);
            self.phones.keep_hook(&hook);
            hook.deliver_patiently(&self.phones.client).await;
            return Next::End("completed");
        }
        Next::Fetch(self.address(verb.get("action").unwrap_or_default()), params)
    }

    /// Keeps a recording and tells of it, a moment later.
    async fn recorded(&self, words: &str, callback: Option<&str>) -> Vec<(String, String)> {
        let sid = format!("RE{}", random_hex(16));
        let url = format!("{}/2010-04-01/Accounts/{}/Recordings/{sid}", self.phones.base, self.account);
        let content = BASE64_STANDARD.encode(format!("RIFF-of-the-carrier: {words}"));
        let media =
            Media { id: sid.clone(), name: format!("{sid}.wav"), media_type: "audio/x-wav".to_owned(), content };
        self.phones.keep_media(media);
        let params: Vec<(String, String)> =
            [("RecordingSid", sid.as_str()), ("RecordingUrl", &url), ("RecordingDuration", "4")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec();
        if let Some(to) = callback {
            let mut more = params.clone();
            for (name, value) in
                [("RecordingStatus", "completed"), ("RecordingChannels", "1"), ("RecordingSource", "RecordVerb")]
            {
                more.push((name.to_owned(), value.to_owned()));
            }
            self.later(self.hook("step", &self.address(to), "in-progress", &more), 150);
        }
        params
    }

    fn transcribed(&self, recorded: &[(String, String)], words: &str, to: &str) {
        let sid = format!("TR{}", random_hex(16));
        let url = format!("{}/2010-04-01/Accounts/{}/Transcriptions/{sid}", self.phones.base, self.account);
        let mut more = recorded.to_vec();
        for (name, value) in [
            ("TranscriptionSid", sid.as_str()),
            ("TranscriptionText", words),
            ("TranscriptionStatus", "completed"),
            ("TranscriptionUrl", &url),
            ("TranscriptionType", "fast"),
        ] {
            more.push((name.to_owned(), value.to_owned()));
        }
        self.later(self.hook("step", &self.address(to), "in-progress", &more), 300);
    }

    fn later(&self, hook: Hook, ms: u64) {
        let phones = self.phones.clone();
        phones.keep_hook(&hook);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            hook.deliver_patiently(&phones.client).await;
        });
    }

    async fn dial(&mut self, verb: &Element) -> Next {
        let numbers: Vec<String> = match verb.children.as_slice() {
            [] => vec![verb.text.trim().to_owned()],
            children => children.iter().map(|child| child.text.trim().to_owned()).collect(),
        };
        let numbers: Vec<String> = numbers.into_iter().filter(|number| !number.is_empty()).collect();
        let shows = verb.get("callerId").unwrap_or(&self.call.from).to_owned();
        let first = self.phones.call(self.call.id).map_or(0, |call| call.children.len());
        self.phones.with_call(self.call.id, |call| {
            call.stage = Stage::Dialing;
            for number in &numbers {
                let sid = format!("CA{}", random_hex(16));
                call.children.push(Child {
                    sid,
                    number: number.clone(),
                    shows: shows.clone(),
                    status: "ringing".to_owned(),
                });
            }
        });
        for number in &numbers {
            self.hear("note", &format!("{number} rings."));
        }
        let mut status = if numbers.is_empty() { "failed" } else { "no-answer" };
        let began = now();
        while !numbers.is_empty() {
            match self.input(verb.number("timeout", 30)).await {
                None | Some(Input::Caller(Key::Wait)) => break,
                Some(Input::Caller(Key::HangUp)) => status = "canceled",
                Some(Input::Decline) => status = "busy",
                Some(Input::Answer) => {
                    self.hear("agent", "answers");
                    self.child(first, "in-progress");
                    self.stage(Stage::Talking);
                    status = self.talk().await;
                }
                Some(_) => continue,
            }
            break;
        }
        let (ended, hung_up) =
            (if status == "hung-up" { "completed" } else { status }, matches!(status, "hung-up" | "canceled"));
        self.child(first, ended);
        let mut params = vec![
            ("DialCallStatus".to_owned(), ended.to_owned()),
            ("DialCallDuration".to_owned(), ((now() - began) / 1000).max(1).to_string()),
        ];
        if let Some(child) = self.phones.call(self.call.id).and_then(|call| call.children.get(first).cloned()) {
            params.push(("DialCallSid".to_owned(), child.sid));
        }
        if ended == "completed" && verb.get("record").is_some_and(|record| record != "do-not-record") {
            params.extend(self.recorded("talk", verb.get("recordingStatusCallback")).await);
        }
        let Some(action) = verb.get("action") else { return if hung_up { Next::End("completed") } else { Next::On } };
        if hung_up {
            let hook = self.hook("step", &self.address(action), "completed", &params);
            self.phones.keep_hook(&hook);
            hook.deliver_patiently(&self.phones.client).await;
            return Next::End("completed");
        }
        Next::Fetch(self.address(action), params)
    }

    /// Two people talk until one of them hangs up.
    async fn talk(&mut self) -> &'static str {
        loop {
            match self.inputs.recv().await {
                None | Some(Input::Caller(Key::HangUp)) => return "hung-up",
                Some(Input::AgentHangsUp | Input::Decline) => return "completed",
                Some(Input::Caller(Key::Speak(words))) => self.hear("caller", &words),
                Some(Input::Caller(Key::Press(keys))) => self.hear("caller", &format!("presses {keys}")),
                Some(_) => {}
            }
        }
    }

    fn child(&self, at: usize, status: &str) {
        self.phones.with_call(self.call.id, |call| {
            for (n, child) in call.children.iter_mut().enumerate().skip(at) {
                // One is answered; the others stop ringing.
                let own = if n == at || status != "in-progress" { status } else { "canceled" };
                own.clone_into(&mut child.status);
            }
        });
    }
}
