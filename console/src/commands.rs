//! Everything that can be done from the keyboard or the palette, as one table: what is done, its name, its keys.

use crate::{action::Action, listing::View, strings::inbox as words};

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// To the line below.
    Next,
    /// To the line above.
    Previous,
    /// Select on to the line below.
    ExtendNext,
    /// Select on to the line above.
    ExtendPrevious,
    /// Open the line.
    Open,
    /// Select the line, or no longer.
    Select,
    /// Back to the list.
    Back,
    /// Look for messages.
    Search,
    /// Another view of the inbox.
    Go(View),
    /// The board of the whole desk.
    Board,
    /// Something with the open conversation, or with those that are selected.
    Do(Action),
    /// Take conversations, or none.
    Available,
    /// How new messages make themselves known.
    Settings,
    /// To one's own account.
    Account,
    /// Show all keys.
    Help,
    /// Find a command or a conversation by its name.
    Palette,
    /// Sign out.
    SignOut,
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What is done.
    pub command: Command,
    /// Its name.
    pub label: &'static str,
    /// Its keys, one after the other, with a space between; empty: only the palette has it.
    pub keys: &'static str,
}

const fn entry(command: Command, label: &'static str, keys: &'static str) -> Entry {
    Entry { command, label, keys }
}

/// The key that begins a pair.
const FIRST: &str = "g";

/// All commands, in the order in which they are shown.
pub const ALL: &[Entry] = &[
    entry(Command::Next, words::KEY_NEXT, "j"),
    entry(Command::Previous, words::KEY_PREVIOUS, "k"),
    entry(Command::Open, words::KEY_OPEN, "o"),
    entry(Command::Back, words::KEY_BACK, "u"),
    entry(Command::Select, words::KEY_SELECT, "x"),
    entry(Command::ExtendNext, words::KEY_EXTEND_NEXT, "J"),
    entry(Command::ExtendPrevious, words::KEY_EXTEND_PREVIOUS, "K"),
    entry(Command::Search, words::SEARCH, "/"),
    entry(Command::Palette, words::PALETTE, ""),
    entry(Command::Help, words::KEYS, "?"),
    entry(Command::Go(View::Mine), words::GO_MINE, "g m"),
    entry(Command::Go(View::Team), words::GO_TEAM, "g t"),
    entry(Command::Go(View::Unassigned), words::GO_UNASSIGNED, "g u"),
    entry(Command::Go(View::Waiting), words::GO_WAITING, "g w"),
    entry(Command::Go(View::Overdue), words::GO_OVERDUE, "g d"),
    entry(Command::Go(View::Mentions), words::GO_MENTIONS, "g n"),
    entry(Command::Go(View::Open), words::GO_OPEN, "g o"),
    entry(Command::Go(View::Closed), words::GO_CLOSED, "g c"),
    entry(Command::Board, words::GO_BOARD, "g b"),
    entry(Command::Do(Action::Reply), words::DO_REPLY, "r"),
    entry(Command::Do(Action::Note), words::DO_NOTE, "n"),
    entry(Command::Do(Action::Take), words::DO_TAKE, "t"),
    entry(Command::Do(Action::HandOff), words::DO_HAND_OFF, "h"),
    entry(Command::Do(Action::Accept), words::DO_ACCEPT, "a"),
    entry(Command::Do(Action::Decline), words::DO_DECLINE, "d"),
    entry(Command::Do(Action::Snooze), words::DO_SNOOZE, "s"),
    entry(Command::Do(Action::Resume), words::DO_RESUME, ""),
    entry(Command::Do(Action::Close), words::DO_CLOSE, "e"),
    entry(Command::Do(Action::Reopen), words::DO_REOPEN, "E"),
    entry(Command::Do(Action::Tag), words::DO_TAG, "l"),
    entry(Command::Do(Action::NextMedium), words::DO_NEXT_MEDIUM, "m"),
    entry(Command::Do(Action::Move), words::DO_MOVE, "v"),
    entry(Command::Do(Action::Find), words::DO_FIND, "f"),
    entry(Command::Do(Action::Answers), words::DO_ANSWERS, "i"),
    entry(Command::Do(Action::Customer), words::DO_CUSTOMER, "c"),
    entry(Command::Available, words::AVAILABLE_SWITCH, ""),
    entry(Command::Settings, words::SETTINGS, ""),
    entry(Command::Account, crate::strings::account::TO_ACCOUNT, ""),
    entry(Command::SignOut, crate::strings::SIGN_OUT, ""),
];

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing.
    Nothing,
    /// The first of two keys.
    First,
    /// This.
    Command(Command),
}

/// What a key means, after the first of a pair or not.
#[must_use]
pub fn meaning(after_first: bool, key: &str) -> Meaning {
    let fits = |entry: &&Entry| match entry.keys.split_once(' ') {
        Some((_, second)) => after_first && second == key,
        None => !after_first && entry.keys == key,
    };
    match ALL.iter().find(fits) {
        Some(_) if key.is_empty() => Meaning::Nothing,
        Some(entry) => Meaning::Command(entry.command),
        None if !after_first && key == FIRST => Meaning::First,
        None => Meaning::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_key_leads_to_its_command() {
        for entry in ALL.iter().filter(|entry| !entry.keys.is_empty()) {
            let found = match entry.keys.split_once(' ') {
                Some((first, second)) => {
                    assert_eq!(meaning(false, first), Meaning::First);
                    meaning(true, second)
                }
                None => meaning(false, entry.keys),
            };
            assert_eq!(found, Meaning::Command(entry.command), "{}", entry.keys);
        }
    }

    #[test]
    fn no_two_commands_share_keys_or_names() {
        let named: HashSet<&str> = ALL.iter().map(|entry| entry.label).collect();
        let keys: Vec<&str> = ALL.iter().map(|entry| entry.keys).filter(|keys| !keys.is_empty()).collect();
        assert_eq!(named.len(), ALL.len());
        assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
    }

    #[test]
    fn every_action_and_view_is_there() {
        let has = |command| ALL.iter().any(|entry| entry.command == command);
        assert!(Action::ALL.into_iter().all(|action| has(Command::Do(action))));
        assert!(View::ALL.into_iter().all(|view| has(Command::Go(view))));
    }

    #[test]
    fn other_keys_mean_nothing() {
        for (after, key) in [(false, ""), (true, ""), (false, "Enter"), (true, "g"), (true, "j"), (false, "w")] {
            assert_eq!(meaning(after, key), Meaning::Nothing, "{key}");
        }
    }
}
