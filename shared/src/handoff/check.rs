//! Whether a note will do: neither too long nor too poor.

use super::{
    HandoffNote, NoteLimits, NoteProblem, Party,
    alike::{is_copy, without, words},
};
use crate::{id::AgentId, policy::plain_words, routing::Team, time::Timestamp};
use std::collections::{BTreeMap, VecDeque};

/// What the next owner must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Another than the present one; none: it waits in the queue.
    Another(Option<&'a AgentId>),
    /// The present one: the customer changes the medium, not who answers.
    Same(&'a AgentId),
}

/// What a note is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The first and the last messages of the conversation, as plain words.
    pub said: &'a VecDeque<String>,
    /// The teams of the policy.
    pub teams: &'a BTreeMap<String, Team>,
    /// What the next owner must be.
    pub wanted: Wanted<'a>,
    /// Now.
    pub now: Timestamp,
}

/// A field that is text.
struct Field<'n> {
    name: &'static str,
    text: &'n str,
    plain: String,
    limits: (usize, usize),
    /// The fewest distinct words that say something.
    words: usize,
    example: &'static str,
}

const WANTS: &str = "A new shade for the lamp that arrived broken";
const DONE: &str = "Asked for a photo and checked the order";
const PROMISED: &str = "An answer about the new shade by Friday";
const NEXT: &str = "Order the shade and tell the customer when it comes";
const OWNER: &str = "A colleague or a team";
const DUE: &str = "Tomorrow at noon";

/// What stands for "nothing was promised", in plain words.
const NOTHING: [&str; 12] = [
    "nothing",
    "none",
    "no",
    "nothing yet",
    "nichts",
    "keine",
    "nichts bisher",
    "rien",
    "nada",
    "niente",
    "niets",
    "n a",
];

/// Whether the field says that something was promised.
#[must_use]
pub fn promises_something(promised: &str) -> bool {
    let plain = plain_words(promised);
    !plain.is_empty() && !NOTHING.contains(&plain.as_str())
}

/// Whether a note will do.
///
/// # Errors
/// The first field that will not, by which rule, why, and what would be right.
pub fn check(note: &HandoffNote, limits: &NoteLimits, context: &Context<'_>) -> Result<(), NoteProblem> {
    let fields = [
        Field::new("wants", &note.wants, limits.wants, 2, WANTS),
        Field::new("done", &note.done, limits.done, 2, DONE),
        Field::new("promised", &note.promised, limits.promised, 1, PROMISED),
        Field::new("next", &note.next, limits.next, 3, NEXT),
    ];
    for field in &fields {
        field.length()?;
        field.empty(&limits.empty_words)?;
        field.copied(context.said)?;
    }
    for (at, field) in fields.iter().enumerate() {
        field.repeated(fields.iter().take(at))?;
    }
    owner(&note.owner, context)?;
    due(note.due, limits, context.now)
}

impl<'n> Field<'n> {
    fn new(name: &'static str, text: &'n str, limits: (usize, usize), words: usize, example: &'static str) -> Self {
        let text = text.trim();
        Self { name, text, plain: plain_words(text), limits, words, example }
    }

    fn refused(&self, rule: &str, why: String) -> NoteProblem {
        NoteProblem { field: self.name, rule: format!("handoff.{rule}"), why, example: self.example }
    }

    fn length(&self) -> Result<(), NoteProblem> {
        let (name, length) = (self.name, self.text.chars().count());
        let (least, most) = self.limits;
        let own = |which: &str| format!("{name}.{which}");
        if length < least {
            let why = format!("{} has {length} characters: at least {least} say enough", label(name));
            return Err(self.refused(&own("least"), why));
        }
        if length > most {
            let why = format!("{} has {length} characters: at most {most}, so that it is read", label(name));
            return Err(self.refused(&own("most"), why));
        }
        Ok(())
    }

    /// That nothing was promised is worth saying; everywhere else such a word says nothing.
    fn empty(&self, empty_words: &[String]) -> Result<(), NoteProblem> {
        let name = self.name;
        if name == "promised" && !promises_something(self.text) && !self.plain.is_empty() {
            return Ok(());
        }
        let left = words(&without(&self.plain, empty_words));
        if left.is_empty() {
            return Err(self.refused("empty-words", format!("{} says nothing by itself", label(name))));
        }
        if left.len() < self.words {
            let why = match name {
                "next" => format!("{} names no step: say what is to be done, and with what", label(name)),
                _ => format!("{} says too little: {} words that tell something, at least", label(name), self.words),
            };
            return Err(self.refused(name, why));
        }
        Ok(())
    }

    fn copied(&self, said: &VecDeque<String>) -> Result<(), NoteProblem> {
        if said.iter().any(|message| is_copy(&self.plain, message)) {
            let name = label(self.name);
            let why = format!("{name} is a copy of a message: say in your own words what matters of it");
            return Err(self.refused(self.name, why));
        }
        Ok(())
    }

    fn repeated<'o>(&self, mut before: impl Iterator<Item = &'o Field<'o>>) -> Result<(), NoteProblem> {
        let same = before.find(|other| other.plain == self.plain || is_copy(&self.plain, &other.plain));
        match same {
            Some(other) => {
                let why = format!("{} says the same as {}", label(self.name), label(other.name));
                Err(self.refused(self.name, why))
            }
            None => Ok(()),
        }
    }
}

/// What people call a field, quoted: programs know it by the `field` of the problem.
fn label(name: &str) -> &str {
    match name {
        "wants" => "“What the customer wants”",
        "done" => "“What was done”",
        "promised" => "“What was promised”",
        "next" => "“What is next”",
        "due" => "“By when”",
        other => other,
    }
}

fn owner(party: &Party, context: &Context<'_>) -> Result<(), NoteProblem> {
    let refused =
        |rule: &str, why: String| Err(NoteProblem { field: "owner", rule: rule.to_owned(), why, example: OWNER });
    match (party, context.wanted) {
        (Party::Team(team), Wanted::Another(_)) if context.teams.contains_key(team) => Ok(()),
        (Party::Team(team), Wanted::Another(_)) => {
            let known: Vec<&str> = context.teams.keys().map(String::as_str).collect();
            refused("team", format!("there is no team {team:?}: one of {}", known.join(", ")))
        }
        (Party::Agent(agent), Wanted::Another(Some(present))) if agent == present => {
            refused("handoff", format!("{agent} answers for it already"))
        }
        (Party::Agent(_), Wanted::Another(_)) => Ok(()),
        (Party::Agent(agent), Wanted::Same(present)) if agent == present => Ok(()),
        (_, Wanted::Same(present)) => {
            refused("handoff", format!("{present} still answers for it: only the customer moves"))
        }
    }
}

fn due(due: Timestamp, limits: &NoteLimits, now: Timestamp) -> Result<(), NoteProblem> {
    let why = if due < now {
        format!("{} is over: {}", label("due"), due.words())
    } else if due.since(now) > limits.due_within_ms {
        format!("{} is too far ahead: {} at the latest", label("due"), now.plus(limits.due_within_ms).words())
    } else {
        return Ok(());
    };
    Err(NoteProblem { field: "due", rule: "handoff.due-within".to_owned(), why, example: DUE })
}
