//! English.

use super::Key;

pub(super) const fn text(key: Key) -> &'static str {
    match key {
        Key::Menu => "Menu",
        Key::Close => "Close chat",
        Key::Dismiss => "Dismiss",
        Key::NoPromise => "We’re here to help",
        Key::MenuContinue => "Continue an earlier conversation",
        Key::MenuForget => "Forget this conversation on this device",
        Key::Conversation => "Conversation",
        Key::Hello => "How can we help?",
        Key::HelloText => "Write to us here. Your conversation stays in one place, whichever way you reach us.",
        Key::FreshText => "Let’s start fresh. Write your message and we’ll take it from here.",
        Key::HelloAgain => "Good to see you again",
        Key::HelloAgainText => "Write here to carry on. Your earlier messages stay hidden until you confirm it’s you.",
        Key::Loading => "Opening your conversation…",
        Key::WriteMessage => "Write a message",
        Key::Send => "Send message",
        Key::ComposerHint => "Enter sends, Shift and Enter starts a new line.",
        Key::CharactersLeft => "{n} characters left",
        Key::CharactersOver => "{n} characters too many. Please shorten your message or send it in parts.",
        Key::You => "You",
        Key::Team => "Support",
        Key::Sending => "Sending…",
        Key::Queued => "Waiting for the network",
        Key::Sent => "Sent",
        Key::NotSent => "Not sent",
        Key::TryAgain => "Try again",
        Key::Discard => "Remove",
        Key::Typing => "{name} is typing",
        Key::Incoming => "{name}: {text}",
        Key::Today => "Today",
        Key::Yesterday => "Yesterday",
        Key::ShowQuoted => "Quoted text",
        Key::Subject => "Subject",
        Key::Download => "Download",
        Key::DownloadFailed => "That file could not be fetched. Please try again.",
        Key::Closed => "This conversation was closed. Write again any time to reopen it.",
        Key::Reopened => "This conversation is open again.",
        Key::Offline => "You’re offline. Messages will go out when you’re back.",
        Key::Reconnecting => "Reconnecting…",
        Key::EndedReplaced => "This conversation goes on in another tab of this browser.",
        Key::EndedExpired => "To keep your conversation private, this session has ended.",
        Key::EndedSignedOut => "You’re signed out on this device.",
        Key::EndedVersion => "There is a newer version of this chat.",
        Key::Reload => "Reload",
        Key::StartNew => "Start a new conversation",
        Key::ConfirmTitle => "Confirm it’s you",
        Key::ConfirmText => "To see earlier messages, confirm with a code that we send to {masked}.",
        Key::SendCode => "Send code",
        Key::SendingCode => "Sending code…",
        Key::CodeLabel => "{n}-digit code",
        Key::CodeSentTo => "We sent a code to {masked}.",
        Key::Confirm => "Confirm",
        Key::Checking => "Checking…",
        Key::ResendIn => "New code in {time}",
        Key::Resend => "Send a new code",
        Key::CantGetCode => "I can’t get the code",
        Key::CantGetText => "Starts a new conversation without the earlier messages.",
        Key::CodeWrong => "That code isn’t right. Check it and try again.",
        Key::CodeExpired => "That code is no longer valid. Ask for a new one.",
        Key::CodeTooMany => "Too many tries. For your safety, please wait {time}.",
        Key::CodeOffline => "You seem to be offline. Try again when you’re back.",
        Key::CodeFailed => "Something went wrong on our side. Please try again.",
        Key::Confirmed => "Thank you, it’s you. Your earlier messages are here.",
        Key::LinkTitle => "Welcome back",
        Key::LinkText => "Pick up right where you left off. Nothing opens until you choose to.",
        Key::LinkContinue => "Continue your conversation",
        Key::LinkOpening => "Opening…",
        Key::LinkNotNow => "Not now",
        Key::LinkDeadTitle => "This link no longer works",
        Key::LinkDeadText => {
            "Links end after a while to keep your conversation private. We can send a fresh one to the address you wrote from."
        }
        Key::LinkFresh => "Send me a fresh link",
        Key::LinkFreshSent => {
            "If the link was yours, a fresh one is on its way to the address we know. It can take a minute."
        }
        Key::BackToConversation => "Back to your conversation",
        Key::TryLater => "You seem to be offline. Please try again when you’re back.",
        Key::TooMany => "That was a bit much at once. Please wait a moment and try again.",
        Key::WentWrong => "Something went wrong on our side. Please try again.",
        Key::ContinueTitle => "Continue an earlier conversation",
        Key::ContinueText => {
            "Tell us the mail address or phone number you wrote from, and we’ll send a link that brings you back."
        }
        Key::ContinueAddress => "Your address or number",
        Key::ContinueSend => "Send me a link",
        Key::ContinueSent => {
            "If we know this address, a link is on its way to it. It can take a minute. Follow it to be back in your conversation."
        }
        Key::ContinueInvalid => "Please type a whole address, such as name@example.com, or a phone number.",
        Key::HaveCode => "I have a code",
        Key::SpokenText => "Type the code that we read out to you.",
        Key::SpokenLabel => "Your code",
        Key::ElsewhereTitle => "You have another open conversation",
        Key::ElsewhereText => "Go on there, and what you wrote here goes with you.",
        Key::ElsewhereJoin => "Continue that one",
        Key::ElsewhereApart => "Keep this separate",
        Key::Deleted => "This message was deleted.",
        Key::Edited => "Edited",
        Key::Back => "Back",
        Key::ForgetTitle => "Forget this conversation?",
        Key::ForgetText => {
            "This device will no longer show it. The conversation itself stays with us, and a link brings you back to it."
        }
        Key::Forget => "Forget on this device",
        Key::Forgotten => "Done. Nothing of the conversation is kept on this device.",
        Key::Cancel => "Cancel",
    }
}
