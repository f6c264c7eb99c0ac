//! The note of a handoff while it is written: its fields, their limits, what stands against signing it.

use weft_shared::{
    handoff::{HandoffNote, Party},
    time::Timestamp,
    wire::{agent::NoteLimitsLine, card::NoteDraft, problem::Problem},
};

/// A field of the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// What the customer wants.
    Wants,
    /// What was done.
    Done,
    /// What was promised.
    Promised,
    /// What is next.
    Next,
    /// Who answers for it.
    Owner,
    /// By when.
    Due,
}

impl Field {
    /// Those that are texts.
    pub const TEXTS: [Self; 4] = [Self::Wants, Self::Done, Self::Promised, Self::Next];

    /// Its name, as the edge calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wants => "wants",
            Self::Done => "done",
            Self::Promised => "promised",
            Self::Next => "next",
            Self::Owner => "owner",
            Self::Due => "due",
        }
    }

    /// The least and the most characters.
    #[must_use]
    pub const fn limits(self, limits: &NoteLimitsLine) -> (usize, usize) {
        match self {
            Self::Wants => limits.wants,
            Self::Done => limits.done,
            Self::Promised => limits.promised,
            Self::Next => limits.next,
            Self::Owner | Self::Due => (0, 0),
        }
    }

    /// The field that a problem is about.
    #[must_use]
    pub fn of(problem: &Problem) -> Option<Self> {
        let name = problem.field.as_deref()?.rsplit('.').next()?;
        let all = [Self::Wants, Self::Done, Self::Promised, Self::Next, Self::Owner, Self::Due];
        all.into_iter().find(|field| field.name() == name)
    }
}

/// What is written so far. Times are as the clock on the wall shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// What the customer wants.
    pub wants: String,
    /// What was done.
    pub done: String,
    /// What was promised.
    pub promised: String,
    /// What is next.
    pub next: String,
    /// Who answers for it, as [`value`] writes it.
    pub owner: String,
    /// By when, as a field for date and time has it.
    pub due: String,
}

/// What is missing before the edge needs to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// So many characters too few.
    Short(usize),
    /// So many characters too many.
    Long(usize),
    /// Nothing is chosen.
    Unchosen,
}

impl Written {
    /// A text of it.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Wants => &self.wants,
            Field::Done => &self.done,
            Field::Promised => &self.promised,
            Field::Next => &self.next,
            Field::Owner => &self.owner,
            Field::Due => &self.due,
        }
    }

    /// A text of it, to be changed.
    pub fn text_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Wants => &mut self.wants,
            Field::Done => &mut self.done,
            Field::Promised => &mut self.promised,
            Field::Next => &mut self.next,
            Field::Owner => &mut self.owner,
            Field::Due => &mut self.due,
        }
    }

    /// Begins with what the history says. `local` shifts a moment to the clock on the wall.
    #[must_use]
    pub fn from_draft(draft: &NoteDraft, local: impl Fn(Timestamp) -> Timestamp) -> Self {
        Self {
            wants: draft.wants.clone(),
            done: draft.done.clone(),
            promised: draft.promised.clone(),
            next: draft.next.clone(),
            owner: draft.owner.as_ref().map(value).unwrap_or_default(),
            due: if draft.due.0 > 0 { crate::snooze::field(local(draft.due)) } else { String::new() },
        }
    }

    /// The first thing that is missing.
    #[must_use]
    pub fn lack(&self, limits: &NoteLimitsLine) -> Option<(Field, Lack)> {
        let text = |field: Field| {
            let (least, most) = field.limits(limits);
            let length = length(self.text(field));
            let short = least.checked_sub(length).filter(|short| *short > 0).map(Lack::Short);
            let long = || length.checked_sub(most).filter(|long| most > 0 && *long > 0).map(Lack::Long);
            short.or_else(long).map(|lack| (field, lack))
        };
        let owner = || party(&self.owner).is_none().then_some((Field::Owner, Lack::Unchosen));
        let due = || crate::snooze::read(&self.due).is_none().then_some((Field::Due, Lack::Unchosen));
        Field::TEXTS.into_iter().find_map(text).or_else(owner).or_else(due)
    }

    /// The note. `moment` finds the moment of a time on the wall.
    #[must_use]
    pub fn note(&self, moment: impl Fn(Timestamp) -> Timestamp) -> Option<HandoffNote> {
        Some(HandoffNote {
            wants: self.wants.trim().to_owned(),
            done: self.done.trim().to_owned(),
            promised: self.promised.trim().to_owned(),
            next: self.next.trim().to_owned(),
            owner: party(&self.owner)?,
            due: moment(crate::snooze::read(&self.due)?),
        })
    }
}

/// Characters, as limits count them.
#[must_use]
pub fn length(text: &str) -> usize {
    text.trim().chars().count()
}

/// A party as the value of a choice.
#[must_use]
pub fn value(party: &Party) -> String {
    match party {
        Party::Agent(agent) => format!("agent:{agent}"),
        Party::Team(team) => format!("team:{team}"),
    }
}

/// Reads such a value.
#[must_use]
pub fn party(value: &str) -> Option<Party> {
    match value.split_once(':')? {
        ("agent", agent) => Some(Party::Agent(agent.parse().ok()?)),
        ("team", team) if !team.is_empty() => Some(Party::Team(team.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::wire::problem::ProblemKind;

    const LIMITS: NoteLimitsLine =
        NoteLimitsLine { wants: (12, 20), done: (4, 20), promised: (2, 20), next: (4, 20), due_within_ms: 0 };

    fn written() -> Written {
        Written {
            wants: "Where is the parcel?".into(),
            done: "Looked it up".into(),
            promised: "Nothing".into(),
            next: "Ask carrier".into(),
            owner: "team:support".into(),
            due: "2026-11-22T14:05".into(),
        }
    }

    #[test]
    fn what_is_missing_is_named_in_the_order_of_the_fields() {
        assert_eq!(written().lack(&LIMITS), None);
        let short = Written { wants: " parcel ".into(), due: String::new(), ..written() };
        assert_eq!(short.lack(&LIMITS), Some((Field::Wants, Lack::Short(6))));
        let long = Written { next: "ä".repeat(22), ..written() };
        assert_eq!(long.lack(&LIMITS), Some((Field::Next, Lack::Long(2))));
        assert_eq!(Written { owner: "agent:".into(), ..written() }.lack(&LIMITS).unwrap().0, Field::Owner);
        assert_eq!(Written { due: String::new(), ..written() }.lack(&LIMITS), Some((Field::Due, Lack::Unchosen)));
    }

    #[test]
    fn a_party_reads_back_as_written() {
        for party in [Party::Agent("ada".parse().unwrap()), Party::Team("support".into())] {
            assert_eq!(super::party(&value(&party)), Some(party));
        }
        for nobody in ["", "team:", "pigeon:ada", "ada"] {
            assert_eq!(party(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn the_note_says_what_is_written_at_the_moment_of_the_wall() {
        let note = written().note(|wall| wall.plus(-1_000)).unwrap();
        assert_eq!(note.owner, Party::Team("support".into()));
        assert_eq!(note.due, crate::snooze::read("2026-11-22T14:05").unwrap().plus(-1_000));
        let draft =
            NoteDraft { wants: note.wants.clone(), owner: Some(note.owner), due: note.due, ..NoteDraft::default() };
        let again = Written::from_draft(&draft, |at| at.plus(1_000));
        assert_eq!((again.owner.as_str(), again.due.as_str()), ("team:support", "2026-11-22T14:05"));
    }

    #[test]
    fn a_refusal_finds_its_field_by_either_name() {
        let about = |field: &str| {
            let problem = Problem { field: Some(field.into()), ..Problem::new(ProblemKind::AgainstPolicy) };
            Field::of(&problem)
        };
        assert_eq!(about("note.next"), Some(Field::Next));
        assert_eq!(about("due"), Some(Field::Due));
        assert_eq!(about("text"), None);
    }
}
