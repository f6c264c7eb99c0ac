//! Who there is and what they have, the dice that say what they do, and how often they did it.

use crate::world::named;
use weft_shared::identity::{Identifier, IdentifierKind};

/// How many people there are.
pub const PEOPLE: usize = 4;

/// Numbers of SplitMix64 (G. L. Steele and others, 2014): a seed is a walk, on every machine.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(sides.max(1)).unwrap()).unwrap()
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.roll(all.len()))
    }
}

/// Who has what. Numbers change hands.
pub struct Site {
    pub phones: [usize; PEOPLE],
}

impl Site {
    pub fn people(&self) -> impl Iterator<Item = usize> + use<> {
        0..PEOPLE
    }

    pub fn has(&self, person: usize, identifier: &Identifier) -> bool {
        self.mail(person) == *identifier
            || self.account(person) == *identifier
            || self.phones(person).any(|phone| phone == *identifier)
    }

    pub fn mail(&self, person: usize) -> Identifier {
        named(IdentifierKind::Mail, format!("person{person}@example.com"))
    }

    pub fn account(&self, person: usize) -> Identifier {
        named(IdentifierKind::Account, format!("account-{person}"))
    }

    pub fn phone(number: usize) -> Identifier {
        named(IdentifierKind::Phone, format!("+44770090010{number}"))
    }

    pub fn phones(&self, person: usize) -> impl Iterator<Item = Identifier> + '_ {
        let theirs = self.phones.iter().enumerate().filter(move |(_, holder)| **holder == person);
        theirs.map(|(number, _)| Self::phone(number))
    }
}

/// How often something happened, over all walks.
#[derive(Debug, Default)]
pub struct Told {
    pub messages: u64,
    pub outside: u64,
    pub links: u64,
    pub codes: u64,
    pub words: u64,
    pub words_that_count_for_nothing: u64,
    pub merges: u64,
    pub absorbed: u64,
    pub unmerges: u64,
    pub parted: u64,
    pub departed: u64,
    pub went_on: u64,
    pub moved: u64,
    pub recycled: u64,
    pub proven: u64,
    pub opened: u64,
    pub locked: u64,
}

impl Told {
    pub fn counts(&self) -> [(&'static str, u64, u64); 17] {
        [
            ("messages", self.messages, 5_000),
            ("messages from outside", self.outside, 100),
            ("links followed", self.links, 2_000),
            ("codes typed", self.codes, 500),
            ("words of the site", self.words, 500),
            ("words that count for nothing", self.words_that_count_for_nothing, 100),
            ("merges", self.merges, 500),
            ("customers who signed in", self.absorbed, 50),
            ("merges undone", self.unmerges, 300),
            ("addresses that left", self.parted, 20),
            ("conversations that went on elsewhere", self.departed, 300),
            ("visitors who went on elsewhere", self.went_on, 30),
            ("messages moved", self.moved, 500),
            ("numbers recycled", self.recycled, 300),
            ("identifiers proven", self.proven, 2_000),
            ("messages read by a proof", self.opened, 10_000),
            ("messages locked", self.locked, 10_000),
        ]
    }

    pub fn add(&mut self, other: &Self) {
        self.messages += other.messages;
        self.outside += other.outside;
        self.links += other.links;
        self.codes += other.codes;
        self.words += other.words;
        self.words_that_count_for_nothing += other.words_that_count_for_nothing;
        self.merges += other.merges;
        self.absorbed += other.absorbed;
        self.unmerges += other.unmerges;
        self.parted += other.parted;
        self.departed += other.departed;
        self.went_on += other.went_on;
        self.moved += other.moved;
        self.recycled += other.recycled;
        self.proven += other.proven;
        self.opened += other.opened;
        self.locked += other.locked;
    }
}

impl Site {
    /// Who really has an identifier now.
    pub fn holder(&self, identifier: &Identifier) -> usize {
        self.people().find(|person| self.has(*person, identifier)).unwrap()
    }
}
