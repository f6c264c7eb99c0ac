//! A person with a mailbox.

use super::PATIENCE;
use crate::{
    carrier::{Draft, Mail, Mailbox, Verdict},
    harness::Site,
};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// A person with a mailbox.
pub struct Customer {
    /// The site they write to.
    pub site: Site,
    /// Their name and address.
    pub mailbox: Mailbox,
    read: AtomicU64,
}

impl Customer {
    /// Somebody with an empty mailbox.
    #[must_use]
    pub fn new(site: Site, name: &str, address: &str) -> Self {
        Self { site, mailbox: Mailbox::new(name, address), read: AtomicU64::new(0) }
    }

    /// Their address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.mailbox.address
    }

    /// A mail of theirs to the site, not sent yet.
    #[must_use]
    pub fn draft(&self, subject: &str, text: &str) -> Draft {
        Draft {
            from: self.mailbox.clone(),
            to: Mailbox::new("", &self.site.help),
            subject: subject.to_owned(),
            text: text.to_owned(),
            ..Draft::default()
        }
    }

    /// Writes to the site.
    ///
    /// # Panics
    /// When the edge does not take it.
    pub async fn writes(&self, subject: &str, text: &str) -> Mail {
        self.sends(self.draft(subject, text)).await
    }

    /// Answers a mail, as mail programs do: threaded, with the text quoted below.
    ///
    /// # Panics
    /// When the edge does not take it.
    pub async fn replies(&self, mail: &Mail, text: &str) -> Mail {
        self.sends(Draft { from: self.mailbox.clone(), ..mail.answer(text) }).await
    }

    /// Sends a draft, and expects it to be taken.
    ///
    /// # Panics
    /// When the edge does not take it.
    pub async fn sends(&self, draft: Draft) -> Mail {
        let mail = self.site.world.carrier.send(draft).await;
        assert!(mail.outcome.as_ref().is_some_and(crate::carrier::Outcome::taken), "not taken: {:?}", mail.outcome);
        mail
    }

    /// Sends raw MIME in their name, whatever comes of it.
    pub async fn sends_raw(&self, raw: &str, verdict: &Verdict) -> Mail {
        let raw = raw.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes();
        self.site.world.carrier.send_raw(self.address(), &self.site.help, raw, verdict, false).await
    }

    /// The next mail that they have not read yet.
    ///
    /// # Panics
    /// When none comes.
    pub async fn mail(&self) -> Mail {
        self.mail_within(PATIENCE).await.unwrap_or_else(|| panic!("no mail came to {}", self.address()))
    }

    /// The next mail that they have not read yet, if one comes in time.
    pub async fn mail_within(&self, patience: Duration) -> Option<Mail> {
        let read = self.read.load(Ordering::Relaxed);
        let mail = self.site.world.carrier.store.arrival(self.address(), read, patience).await?;
        self.read.store(mail.id, Ordering::Relaxed);
        Some(mail)
    }

    /// Waits a while in which no mail may come.
    ///
    /// # Panics
    /// When one comes.
    pub async fn gets_nothing(&self) {
        if let Some(mail) = self.mail_within(Duration::from_millis(2_500)).await {
            panic!("a mail came that should not: {mail:#?}");
        }
    }

    /// Everything in their mailbox once there are so many mails, and a while in which more might have come.
    ///
    /// # Panics
    /// When there are never so many.
    pub async fn inbox_of(&self, at_least: usize) -> Vec<Mail> {
        let began = tokio::time::Instant::now();
        while self.inbox().len() < at_least {
            assert!(began.elapsed() < PATIENCE, "{} of {at_least} mails came: {:#?}", self.inbox().len(), self.inbox());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        tokio::time::sleep(Duration::from_millis(2_000)).await;
        self.inbox()
    }

    /// Everything in their mailbox, read or not.
    #[must_use]
    pub fn inbox(&self) -> Vec<Mail> {
        self.site.world.carrier.store.inbox(self.address())
    }

    /// The code in the next mail that they have not read yet.
    ///
    /// # Panics
    /// When there is none.
    pub async fn code(&self) -> String {
        let mail = self.mail().await;
        code_in(&mail).unwrap_or_else(|| panic!("no code in {mail:#?}"))
    }
}

/// The link in a mail's text that continues the conversation.
#[must_use]
pub fn link_in(mail: &Mail) -> Option<String> {
    let words = mail.text.split(|c: char| c.is_whitespace() || "<>()".contains(c));
    words.into_iter().find(|word| word.starts_with("http") && word.contains("#weft=")).map(str::to_owned)
}

/// The token of that link.
#[must_use]
pub fn token_in(mail: &Mail) -> Option<String> {
    link_in(mail)?.split_once("#weft=").map(|(_, token)| token.to_owned())
}

/// The code in a mail: digits that stand for themselves, six to eight of them, perhaps in groups.
#[must_use]
pub fn code_in(mail: &Mail) -> Option<String> {
    let code = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let only = text.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '\u{a0}' || c == '-');
        (only && (6..=8).contains(&digits.len())).then_some(digits)
    };
    let text = &mail.text;
    text.lines()
        .find_map(|line| code(line.trim()))
        .or_else(|| text.split(|c: char| c.is_whitespace() || ".,:;()".contains(c)).find_map(code))
}
