//! Every text that the widget shows, by key. A language is one file that answers for all keys;
//! the compiler refuses one that leaves a key out.

mod en;

use std::cell::Cell;

macro_rules! keys {
    ($($(#[$doc:meta])* $key:ident)*) => {
        /// What a text is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Key { $($(#[$doc])* $key,)* }

        impl Key {
            /// All keys.
            pub const ALL: &'static [Self] = &[$(Self::$key,)*];
        }
    };
}

keys! {
    /// Header: opens the menu.
    Menu
    /// Header: closes the panel.
    Close
    /// Toast: away with it.
    Dismiss
    /// Header, when the policy promises nothing.
    NoPromise
    /// Menu: continue by a typed address.
    MenuContinue
    /// Menu: sign out.
    MenuForget
    /// Name of the transcript for screen readers.
    Conversation
    /// Empty transcript: heading.
    Hello
    /// Empty transcript: text.
    HelloText
    /// Empty transcript after leaving an unproven conversation.
    FreshText
    /// Empty transcript while earlier messages are hidden: heading.
    HelloAgain
    /// Empty transcript while earlier messages are hidden: text.
    HelloAgainText
    /// While the first frames are awaited.
    Loading
    /// Composer: label and placeholder.
    WriteMessage
    /// Composer: button.
    Send
    /// Composer: how the keyboard works, for screen readers.
    ComposerHint
    /// Composer: `{n}` characters left.
    CharactersLeft
    /// Composer: `{n}` characters too many.
    CharactersOver
    /// Author of own messages, for screen readers.
    You
    /// Author of messages without a name.
    Team
    /// Delivery: on its way.
    Sending
    /// Delivery: waits for the network.
    Queued
    /// Delivery: committed.
    Sent
    /// Delivery: refused.
    NotSent
    /// Delivery: try again.
    TryAgain
    /// Delivery: drop it.
    Discard
    /// `{name}` is typing.
    Typing
    /// Live region: `{name}` wrote `{text}`.
    Incoming
    /// A day.
    Today
    /// A day.
    Yesterday
    /// Folded text: show it.
    ShowQuoted
    /// The subject of a message, for screen readers.
    Subject
    /// A file, before its name and size, for screen readers.
    Download
    /// A file could not be fetched.
    DownloadFailed
    /// Notice.
    Closed
    /// Notice.
    Reopened
    /// Banner.
    Offline
    /// Banner.
    Reconnecting
    /// Banner: ended, another tab has it.
    EndedReplaced
    /// Banner: ended by time.
    EndedExpired
    /// Banner: signed out elsewhere.
    EndedSignedOut
    /// Banner: other version.
    EndedVersion
    /// Button: reload.
    Reload
    /// Button: start anew.
    StartNew
    /// Proof: heading.
    ConfirmTitle
    /// Proof: what happens, with `{masked}`.
    ConfirmText
    /// Proof: button.
    SendCode
    /// Proof: while it is sent.
    SendingCode
    /// Proof: field, with `{n}` digits.
    CodeLabel
    /// Proof: where it went, with `{masked}`.
    CodeSentTo
    /// Proof: button.
    Confirm
    /// Proof: while it is checked.
    Checking
    /// Proof: another code in `{time}`.
    ResendIn
    /// Proof: another code.
    Resend
    /// Proof: give up.
    CantGetCode
    /// Proof: what giving up means.
    CantGetText
    /// Proof: trouble.
    CodeWrong
    /// Proof: trouble.
    CodeExpired
    /// Proof: trouble, with `{time}`.
    CodeTooMany
    /// Proof: trouble.
    CodeOffline
    /// Proof: trouble.
    CodeFailed
    /// Proof: done.
    Confirmed
    /// Link: heading.
    LinkTitle
    /// Link: text.
    LinkText
    /// Link: button.
    LinkContinue
    /// Link: while it is redeemed.
    LinkOpening
    /// Link: not now.
    LinkNotNow
    /// Link that no longer works: heading.
    LinkDeadTitle
    /// Link that no longer works: text.
    LinkDeadText
    /// Link that no longer works: button.
    LinkFresh
    /// Link that no longer works: a fresh one was asked for.
    LinkFreshSent
    /// Link that no longer works: back to the conversation of this device.
    BackToConversation
    /// Something failed for want of a network.
    TryLater
    /// Something failed; too many tries.
    TooMany
    /// Something failed.
    WentWrong
    /// Continue: heading.
    ContinueTitle
    /// Continue: text.
    ContinueText
    /// Continue: field.
    ContinueAddress
    /// Continue: button.
    ContinueSend
    /// Continue: the answer, always the same.
    ContinueSent
    /// Continue: nothing typed that could be an address.
    ContinueInvalid
    /// Way to the screen for a code that was read out, and its heading.
    HaveCode
    /// Spoken code: text.
    SpokenText
    /// Spoken code: field.
    SpokenLabel
    /// Another open conversation: heading.
    ElsewhereTitle
    /// Another open conversation: text.
    ElsewhereText
    /// Another open conversation: continue it.
    ElsewhereJoin
    /// Another open conversation: not now.
    ElsewhereApart
    /// A message that was taken back.
    Deleted
    /// A mark: it was changed later.
    Edited
    /// Go back.
    Back
    /// Forget: heading.
    ForgetTitle
    /// Forget: text.
    ForgetText
    /// Forget: button.
    Forget
    /// Forget: done.
    Forgotten
    /// Cancel.
    Cancel
}

/// The languages there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
}

impl Language {
    /// The language for a BCP 47 tag: the nearest there is.
    #[must_use]
    pub fn for_tag(_tag: &str) -> Self {
        Self::English
    }

    const fn text(self, key: Key) -> &'static str {
        match self {
            Self::English => en::text(key),
        }
    }
}

thread_local! {
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::English) };
}

/// Chooses the language of all texts from now on.
pub fn choose(language: Language) {
    LANGUAGE.set(language);
}

/// A text in the chosen language.
#[must_use]
pub fn t(key: Key) -> &'static str {
    LANGUAGE.get().text(key)
}

/// A text with its places filled: `{name}` by the value for `name`. Values are never read as places.
#[must_use]
pub fn fill(key: Key, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = t(key);
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, end)) = after.split_once('}') else { break };
        out.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = end;
    }
    out.push_str(rest);
    out
}

/// Minutes and seconds, as `0:42`.
#[must_use]
pub fn clock(seconds: i64) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let pad = if rest < 10 { "0" } else { "" };
    [minutes.to_string().as_str(), ":", pad, rest.to_string().as_str()].concat()
}

/// Whether a language is written from right to left, by its BCP 47 tag.
#[must_use]
pub fn right_to_left(tag: &str) -> bool {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(primary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_text_in_every_language() {
        for key in Key::ALL {
            let text = Language::English.text(*key);
            assert!(!text.trim().is_empty() && text.matches('{').count() == text.matches('}').count(), "{key:?}");
        }
    }

    #[test]
    fn a_value_is_never_read_as_a_place() {
        assert_eq!(fill(Key::Incoming, &[("name", "{text}"), ("text", "hi {name}")]), "{text}: hi {name}");
    }

    #[test]
    fn times_are_short() {
        assert_eq!([0, 9, 60, 3599].map(clock), ["0:00", "0:09", "1:00", "59:59"]);
    }

    #[test]
    fn the_direction_follows_the_language() {
        assert!(right_to_left("ar-EG") && right_to_left("HE"));
        assert!(!right_to_left("en") && !right_to_left("") && !right_to_left("arn"));
    }
}
