//! A handoff note to begin with. The agent edits it, says what is next, and signs.

use super::Spoken;
use crate::{
    conversation::Conversation,
    handoff::{HandoffNote, Party, is_copy},
    policy::{Policy, plain_words},
    text::{Said, summary},
    time::{HOUR, Timestamp},
    wire::{card::NoteDraft, thread::PromiseLine},
};

/// Without a promise the next step is due in so much working time.
const DUE: i64 = 4 * HOUR;
/// Messages from the beginning in which the customer says what they want.
const OPENING: usize = 20;
/// So much of a sentence is tried, in percent, where the whole of it would be a copy: a note says it in the agent's words.
const PARTS: [usize; 5] = [90, 80, 70, 60, 50];

/// The note, as far as the history knows it. Whoever signed the last one and answers still, as after a declined offer, goes on
/// with that, unless something was said since.
pub(super) fn draft(
    conversation: &Conversation,
    policy: &Policy,
    now: Timestamp,
    said: &[Spoken],
    promises: &[PromiseLine],
) -> NoteDraft {
    let limits = &policy.handoff;
    let team = team(conversation, policy);
    let hours = policy.routing.teams.get(&team).and_then(|team| policy.hours.get(team.hours.as_ref()?));
    let usual = hours.map_or_else(|| now.plus(DUE), |hours| hours.due(now, DUE));
    let next_due = promises.iter().map(|promise| promise.due).find(|due| *due > now);
    let promised: Vec<&str> = conversation.desk.promises.iter().map(|promise| promise.text.as_str()).collect();
    let due = next_due.unwrap_or(usual).min(now.plus(limits.due_within_ms.max(0)));
    let owner = policy.routing.teams.contains_key(&team).then_some(Party::Team(team));
    if let Some(HandoffNote { wants, done, promised, next, due: noted, .. }) = still_true(conversation, said) {
        return NoteDraft { wants, done, promised, next, owner, due: if noted > now { noted } else { due } };
    }
    NoteDraft {
        wants: cut(&wants(conversation, policy, said), limits.wants.1),
        done: cut(&done(conversation, said), limits.done.1),
        promised: if promised.is_empty() { "Nothing".to_owned() } else { cut(&promised.join("; "), limits.promised.1) },
        next: String::new(),
        owner,
        due,
    }
}

/// The last note, if whoever signed it answers still and nothing was said or noted since.
fn still_true(conversation: &Conversation, said: &[Spoken]) -> Option<HandoffNote> {
    let signed = conversation.desk.note.as_ref()?;
    let latest = said.last().map(|said| said.seq).max(conversation.desk.notes.last().map(|note| note.seq));
    let is_theirs = conversation.owner.as_ref() == Some(&signed.by);
    (is_theirs && latest.is_none_or(|latest| latest < signed.seq)).then(|| signed.note.clone())
}

/// The team that the desk chose, else the one that rules fall back on.
fn team(conversation: &Conversation, policy: &Policy) -> String {
    let decided = conversation.desk.decision.as_ref().map(|decision| &decision.team);
    conversation.desk.team.as_ref().or(decided).unwrap_or(&policy.routing.default_team).clone()
}

/// What the customer said first that tells something, under the name of what it is about.
fn wants(conversation: &Conversation, policy: &Policy, said: &[Spoken]) -> String {
    let about = conversation.intent.as_ref().and_then(|name| policy.intents.get(name)).map(|intent| &intent.label);
    let opening: Vec<Said<'_>> = said
        .iter()
        .filter(|said| said.by_customer)
        .take(OPENING)
        .map(|said| Said { message: said.message, by_customer: true, text: &said.text })
        .collect();
    let telling = summary(&opening, 1).pop().map(|line| line.text).unwrap_or_default();
    match (about, telling.is_empty()) {
        (Some(about), true) => about.clone(),
        (Some(about), false) => fresh(conversation, &format!("{about}: "), &telling),
        (None, _) => fresh(conversation, "They write: ", &telling),
    }
}

/// The last note, else what an agent answered last.
fn done(conversation: &Conversation, said: &[Spoken]) -> String {
    if let Some(note) = conversation.desk.notes.last() {
        return note.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let answer = said.iter().rev().find(|said| !said.by_customer);
    let told = answer.and_then(|said| {
        let told = Said { message: said.message, by_customer: false, text: &said.text };
        Some(summary(&[told], 1).pop()?.text)
    });
    told.map_or_else(|| "No answer was given yet".to_owned(), |told| fresh(conversation, "We answered: ", &told))
}

/// A sentence after these words; only a part of it, where the whole would be a copy of a message; nothing of it, where any
/// part would.
fn fresh(conversation: &Conversation, before: &str, sentence: &str) -> String {
    let length = sentence.chars().count();
    let part = |percent: usize| format!("{before}{}", cut(sentence, length.saturating_mul(percent) / 100));
    let is_copied = |text: &String| {
        let plain = plain_words(text);
        conversation.desk.said.iter().any(|message| is_copy(&plain, message))
    };
    let mut tried = [100].into_iter().chain(PARTS).map(part);
    tried.find(|text| !is_copied(text)).unwrap_or_else(|| before.to_owned())
}

/// A text of at most so many characters, cut at a word.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most.saturating_sub(1)).collect();
    let at_word = start.rsplit_once(char::is_whitespace).map(|(before, _)| before).filter(|before| !before.is_empty());
    format!("{}…", at_word.unwrap_or(&start).trim_end_matches([',', ';', ':', '.', ' ']))
}
