//! What this browser keeps about a site: who it is to the edge, and what is not sent yet.

use crate::{
    json::Json,
    outbox::Outbox,
    wire::{read, write},
};
use weft_shared::{
    time::Timestamp,
    wire::customer::{Begin, Credentials},
};

/// Everything that is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// 128 random bits in hexadecimal that bind links to this browser. Not a secret of the conversation.
    pub browser: String,
    /// The credentials, once there are some.
    pub credentials: Option<Credentials>,
    /// The request that will get credentials, kept until it was answered so that repeating it opens nothing twice.
    pub begin: Option<Begin>,
    /// What is not sent yet.
    pub outbox: Outbox,
    /// The last place that was on the screen.
    pub seen: u64,
}

/// The key under which a site's data is kept.
#[must_use]
pub fn storage_key(site: &str) -> String {
    ["weft:", site].concat()
}

impl Stored {
    /// Reads what was kept; whatever is damaged counts as nothing.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        read::stored(&Json::read(text)?)
    }

    /// Writes what is to be kept.
    #[must_use]
    pub fn write(&self) -> String {
        write::stored(self).write()
    }

    /// Whether fresh credentials are an improvement over the kept ones. A link followed again
    /// in a browser that has already proven itself for the same conversation is none.
    #[must_use]
    pub fn improves(&self, fresh: &Credentials, now: Timestamp) -> bool {
        self.credentials.as_ref().is_none_or(|kept| {
            kept.conversation != fresh.conversation || kept.level <= fresh.level || kept.expires <= now
        })
    }

    /// Takes credentials. Messages written into another conversation stay behind.
    pub fn adopt(&mut self, fresh: Credentials) {
        if self.credentials.as_ref().is_none_or(|kept| kept.conversation != fresh.conversation) {
            self.seen = 0;
        }
        self.outbox.belong_to(fresh.conversation);
        self.credentials = Some(fresh);
        self.begin = None;
    }

    /// Whether another tab's stored state carries other credentials than this one.
    #[must_use]
    pub fn differs(&self, other: &Self) -> bool {
        let secret = |stored: &Self| stored.credentials.as_ref().map(|kept| kept.secret.clone());
        secret(self) != secret(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::{
        evidence::Assurance,
        id::{ConversationId, SessionId},
    };

    fn credentials(conversation: u128, level: Assurance, secret: &str) -> Credentials {
        Credentials {
            conversation: ConversationId::from_bits(conversation),
            session: SessionId::from_bits(1),
            secret: secret.to_owned(),
            level,
            expires: Timestamp(1_000),
        }
    }

    fn stored() -> Stored {
        Stored { browser: "0".repeat(32), ..Stored::default() }
    }

    #[test]
    fn what_was_kept_reads_back() {
        let mut kept = stored();
        kept.adopt(credentials(1, Assurance::Linked, "s"));
        kept.outbox.put("key-0001".parse().unwrap(), "a".to_owned(), Timestamp(1), None);
        assert_eq!(Stored::read(&kept.write()), Some(kept));
    }

    #[test]
    fn damaged_storage_counts_as_nothing() {
        for text in ["", "null", "{}", "{\"browser\":\"\"}", "{\"browser\":7}", "[]"] {
            assert_eq!(Stored::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_link_followed_again_does_not_undo_a_proof() {
        let mut kept = stored();
        kept.adopt(credentials(1, Assurance::ChannelControl, "proven"));
        let now = Timestamp(1);
        assert!(!kept.improves(&credentials(1, Assurance::Linked, "link"), now));
        assert!(kept.improves(&credentials(2, Assurance::Linked, "other"), now));
        assert!(kept.improves(&credentials(1, Assurance::ChannelControl, "again"), now));
        assert!(kept.improves(&credentials(1, Assurance::Linked, "link"), Timestamp(1_000)));
    }

    #[test]
    fn another_tabs_fresh_credentials_are_noticed() {
        let (mut here, mut there) = (stored(), stored());
        assert!(!here.differs(&there));
        here.adopt(credentials(1, Assurance::Linked, "a"));
        there.adopt(credentials(1, Assurance::ChannelControl, "b"));
        assert!(here.differs(&there));
    }
}
