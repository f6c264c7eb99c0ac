//! A person with a phone: texts, writes by WhatsApp, calls.

use super::PATIENCE;
use crate::{
    carrier::phones::{Call, Change, Input, Key, Medium, Stage, Text, Words},
    harness::Site,
};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// A person with a phone.
pub struct Phone {
    /// The site they turn to.
    pub site: Site,
    /// Their number.
    pub number: String,
    /// The name that they have at WhatsApp.
    pub name: String,
    read: AtomicU64,
}

impl Phone {
    /// Somebody with this number.
    #[must_use]
    pub fn new(site: Site, name: &str, number: &str) -> Self {
        Self { site, number: number.to_owned(), name: name.to_owned(), read: AtomicU64::new(0) }
    }

    /// Writes, and expects it to be taken.
    ///
    /// # Panics
    /// When the edge does not take it.
    pub async fn writes(&self, medium: Medium, body: &str) -> Text {
        self.sends(medium, Words { body: body.to_owned(), ..Words::default() }).await
    }

    /// Sends anything, and expects it to be taken.
    ///
    /// # Panics
    /// When the edge does not take it.
    pub async fn sends(&self, medium: Medium, words: Words) -> Text {
        let text = self.tries(medium, words).await;
        assert!(text.outcome.as_ref().is_some_and(crate::carrier::Outcome::taken), "not taken: {:?}", text.outcome);
        text
    }

    /// Sends anything, whatever comes of it.
    ///
    /// # Panics
    /// When the site has no number for that.
    pub async fn tries(&self, medium: Medium, words: Words) -> Text {
        let words = Words { name: self.name.clone(), ..words };
        let phones = &self.site.world.carrier.phones;
        phones.write(self.site.id.as_str(), medium, &self.number, words).await.expect("the site has such a number")
    }

    /// Does something to a message on the phone.
    ///
    /// # Panics
    /// When that cannot be done over its medium.
    pub async fn changes(&self, text: &Text, change: Change) {
        let reply = self.site.world.carrier.phones.change(text.id, change).await.expect("this medium knows changes");
        assert!((200..300).contains(&reply.status), "{reply:?}");
    }

    /// The next text that they have not read yet.
    ///
    /// # Panics
    /// When none comes.
    pub async fn text(&self, medium: Medium) -> Text {
        self.text_within(medium, PATIENCE)
            .await
            .unwrap_or_else(|| panic!("no {} came to {}", medium.label(), self.number))
    }

    /// The next text that they have not read yet, if one comes in time.
    pub async fn text_within(&self, medium: Medium, patience: Duration) -> Option<Text> {
        let read = self.read.load(Ordering::Relaxed);
        let phones = &self.site.world.carrier.phones;
        let next = |phones: &crate::carrier::phones::Phones| {
            self.inbox_in(phones, medium).into_iter().find(|text| text.id > read)
        };
        let text = phones.until(patience, next).await?;
        self.read.store(text.id, Ordering::Relaxed);
        Some(text)
    }

    fn inbox_in(&self, phones: &crate::carrier::phones::Phones, medium: Medium) -> Vec<Text> {
        let mut texts = phones.received(&self.number, medium);
        texts.retain(|text| text.site == self.site.id.as_str());
        texts
    }

    /// Everything that the site ever sent to them over a medium.
    #[must_use]
    pub fn inbox(&self, medium: Medium) -> Vec<Text> {
        self.inbox_in(&self.site.world.carrier.phones, medium)
    }

    /// Waits a while in which nothing may come.
    ///
    /// # Panics
    /// When something comes.
    pub async fn gets_nothing(&self, medium: Medium) {
        if let Some(text) = self.text_within(medium, Duration::from_millis(2_500)).await {
            panic!("a text came that should not: {text:#?}");
        }
    }

    /// Waits until a text that they got has this status.
    ///
    /// # Panics
    /// When it never does.
    pub async fn status(&self, text: &Text, status: &str) -> Text {
        let phones = &self.site.world.carrier.phones;
        let found = |phones: &crate::carrier::phones::Phones| phones.text(text.id).filter(|text| text.status == status);
        phones.until(PATIENCE, found).await.unwrap_or_else(|| panic!("{:?} never is {status}", phones.text(text.id)))
    }

    /// Calls the site.
    ///
    /// # Panics
    /// When the site has no number for calls.
    #[must_use]
    pub fn calls(&self, stir: Option<&str>) -> OnThePhone {
        let phones = &self.site.world.carrier.phones;
        let call = phones.dial(self.site.id.as_str(), &self.number, stir).expect("the site has a number for calls");
        OnThePhone { site: self.site.clone(), id: call.id }
    }

    /// Calls the site, is answered by nobody and leaves a message.
    ///
    /// # Panics
    /// When it cannot be left.
    pub async fn leaves_word(&self, words: &str) {
        let call = self.calls(None);
        call.is_asked().await;
        call.waits();
        call.stage(Stage::Dialing).await;
        call.does(Input::Decline);
        call.stage(Stage::Recording).await;
        call.says(words);
        call.stage(Stage::Over).await;
    }
}

/// A call that goes on.
pub struct OnThePhone {
    /// The site that is called.
    pub site: Site,
    /// Its number at the carrier.
    pub id: u64,
}

impl OnThePhone {
    /// The call now.
    ///
    /// # Panics
    /// Never: calls are kept.
    #[must_use]
    pub fn now(&self) -> Call {
        self.site.world.carrier.phones.call(self.id).expect("calls are kept")
    }

    async fn until<T>(&self, what: &str, found: impl Fn(&Call) -> Option<T>) -> T {
        let phones = &self.site.world.carrier.phones;
        let found = |phones: &crate::carrier::phones::Phones| phones.call(self.id).and_then(|call| found(&call));
        phones.until(PATIENCE, found).await.unwrap_or_else(|| panic!("no {what} on the call: {:#?}", self.now()))
    }

    /// Waits until these words were said.
    pub async fn hears(&self, words: &str) {
        self.until(words, |call| call.said().contains(words).then_some(())).await;
    }

    /// Waits until the machine wants a key.
    pub async fn is_asked(&self) {
        self.stage(Stage::Keys).await;
    }

    /// Waits until the call is so far.
    pub async fn stage(&self, stage: Stage) {
        self.until("stage", |call| (call.stage == stage).then_some(())).await;
    }

    /// The code that is read out.
    pub async fn code(&self) -> String {
        self.until("spoken code", Call::spoken_code).await
    }

    /// Presses keys once the machine waits for them.
    pub async fn presses(&self, keys: &str) {
        self.is_asked().await;
        self.does(Input::Caller(Key::Press(keys.to_owned())));
    }

    /// Says something.
    pub fn says(&self, words: &str) {
        self.does(Input::Caller(Key::Speak(words.to_owned())));
    }

    /// Neither says nor presses anything.
    pub fn waits(&self) {
        self.does(Input::Caller(Key::Wait));
    }

    /// Hangs up.
    pub fn hangs_up(&self) {
        self.does(Input::Caller(Key::HangUp));
    }

    /// The phone of the staff that rings is answered, declined or hung up.
    pub fn does(&self, input: Input) {
        let _ = self.site.world.carrier.phones.input(self.id, input);
    }
}
