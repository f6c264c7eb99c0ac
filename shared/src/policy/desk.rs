//! Reading the rules of the desk: teams, routing, handoff notes, summaries, answers that agents use often.

use super::read::Section;
use crate::{
    handoff::NoteLimits,
    routing::{Mood, Priority, Rule, Rules, Team, When},
    time::Timestamp,
};
use std::collections::BTreeMap;

/// How the past is summed up for agents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummaryPolicy {
    /// A language model may write the summary, and be sent the conversation for it. Otherwise sentences are chosen here.
    pub by_model: bool,
    /// The model, by the platform's name.
    pub model: String,
    /// At most so many sentences.
    pub sentences: usize,
}

/// A text that agents use often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The name that agents read.
    pub label: String,
    /// The text; `{{site}}`, `{{agent}}` and `{{customer}}` are filled in. The medium's greeting and signature go around it.
    pub text: String,
    /// What it answers: names of intents. None: anything.
    pub intents: Vec<String>,
    /// Who answers for it.
    pub owner: String,
    /// The beginning (UTC) of the day by which it must be looked at again.
    pub review_by: Timestamp,
}

pub(super) fn routing(root: &Section<'_>) -> Rules {
    let mut rules = Rules {
        assign: false,
        default_team: String::new(),
        sure_from: 0,
        wait_for_previous_ms: 0,
        answer_within_ms: 0,
        answer_hours: None,
        back_within_ms: 0,
        take_back_after_ms: 0,
        teams: teams(root),
        intents: BTreeMap::new(),
        rules: Vec::new(),
    };
    if let Some(section) = root.section("routing", "Who answers: from intent, context and load, never the channel.") {
        rules.assign =
            section.flag("assign", "Conversations are given to agents who have room. If not, agents take them.");
        rules.default_team = section.text("default-team", 40, "The team of what no rule sends elsewhere.");
        let doc = "Below this confidence, in percent, a guessed intent counts as unsure.";
        rules.sure_from = u8::try_from(section.count("sure-from", 0..=100, doc)).unwrap_or(100);
        let doc = "How long a conversation waits for the agent who knows the customer and has no room.";
        rules.wait_for_previous_ms = section.duration("wait-for-previous", "0s", "1d", doc);
        let doc =
            "How soon whoever waits for an answer has one, the same for all, however they came: later is `overdue`.";
        rules.answer_within_ms = section.duration("answer-within", "1m", "30d", doc);
        let doc = "The working time that counts for it: one of `[hours]`. Without it, around the clock.";
        rules.answer_hours = section.maybe_text("answer-hours", 40, doc);
        let doc = "Whoever writes so soon after their conversation was closed is back: `reopened`.";
        rules.back_within_ms = section.duration("back-within", "0s", "365d", doc);
        let doc = "A customer who waits goes back to the queue when the owner was away so long.";
        rules.take_back_after_ms = section.duration("take-back-after", "1m", "30d", doc);
        if let Some(all) = section.maybe_section("rule", "Rules, tried by their `order`; the first that holds decides.")
        {
            for (name, section) in all.sections("<rule>", 200, "A rule.") {
                all.name(name);
                rules.rules.push(rule(name, section));
            }
        }
        section.review();
        section.finish();
    }
    rules.rules.sort_by(|a, b| a.order.cmp(&b.order).then_with(|| a.name.cmp(&b.name)));
    rules
}

fn teams(root: &Section<'_>) -> BTreeMap<String, Team> {
    let mut teams = BTreeMap::new();
    if let Some(all) = root.section("team", "Teams: agents are in one or several.") {
        for (name, section) in all.sections("<team>", 100, "A team. Its name is what rules and agents refer to.") {
            all.name(name);
            let label = section.text("label", 80, "The name that people read.");
            let doc = "When it is at work: one of `[hours]`. Without it, always.";
            let hours = section.maybe_text("hours", 40, doc);
            section.review();
            section.finish();
            teams.insert(name.to_owned(), Team { label, hours });
        }
    }
    teams
}

fn rule(name: &str, section: Section<'_>) -> Rule {
    let priorities =
        [("low", Priority::Low), ("normal", Priority::Normal), ("high", Priority::High), ("urgent", Priority::Urgent)];
    let order = section.count("order", 0..=10_000, "Its place: lower ones are tried first.");
    let doc = "When it holds: all that is named must. Empty: always.";
    let when = section.section("when", doc).map_or_else(When::default, when);
    let team = section.maybe_text("team", 40, "The team. Without it, the default one.");
    let skills = section.maybe_texts("skills", 40, "Skills that the agent must have.");
    let priority = section.maybe_choice("priority", &priorities, "How soon it is served; without it, in turn.");
    let weight =
        section.maybe_count("weight", 1..=20, "How many units of an agent's capacity it takes; without it, 1.");
    let review = section.review();
    section.finish();
    Rule {
        name: name.to_owned(),
        order,
        when,
        team,
        skills,
        priority: priority.unwrap_or_default(),
        weight: weight.unwrap_or(1),
        owner: review.owner,
        review_by: review.review_by,
    }
}

fn when(section: Section<'_>) -> When {
    let moods = [("upset", Mood::Upset), ("calm", Mood::Calm), ("pleased", Mood::Pleased)];
    let when = When {
        intents: section.maybe_texts("intent", 40, "It is about one of these, surely enough."),
        unsure: section.maybe_flag("unsure", "What it is about is not known surely enough."),
        tiers: section.maybe_texts("tier", 40, "The customer's tier is one of these."),
        mood: section.maybe_choice("mood", &moods, "The customer sounds so, roughly."),
        languages: section.maybe_texts("language", 2, "They write one of these languages (ISO 639-1)."),
        reopened: section
            .maybe_flag("reopened", "It, or another conversation of the customer, was closed lately (`back-within`)."),
        promised: section.maybe_flag("promised", "A promise to the customer is open."),
        overdue: section
            .maybe_flag("overdue", "A promise to the customer is overdue, or the answer (`answer-within`)."),
        open: section.maybe_text("open", 40, "These working hours run: one of `[hours]`."),
        closed: section.maybe_text("closed", 40, "These working hours do not run: one of `[hours]`."),
    };
    section.finish();
    when
}

pub(super) fn handoff(root: &Section<'_>) -> NoteLimits {
    let Some(section) =
        root.section("handoff", "The short note that moves a conversation to another owner or channel.")
    else {
        return NoteLimits::default();
    };
    let span = |key: &'static str, doc: &'static str| {
        let Some(section) = section.section(key, doc) else { return (0, 0) };
        let least = section.count("least", 0..=500, "Characters, at least.") as usize;
        let most = section.count("most", 1..=2_000, "Characters, at most.") as usize;
        if least > most && !section.describes() {
            section.wrong("least", "is more than `most`", "a number not above it");
        }
        section.finish();
        (least, most)
    };
    let limits = NoteLimits {
        wants: span("wants", "What the customer wants."),
        done: span("done", "What was done."),
        promised: span("promised", "What was promised."),
        next: span("next", "What is to be done next."),
        due_within_ms: section.duration("due-within", "1h", "90d", "The farthest that the next step may lie ahead."),
        accept_within_ms: section.duration("accept-within", "10s", "1d", "How long an offer to an agent holds."),
        told: section.maybe_text(
            "told",
            300,
            "What the customer is told; `{{who}}`, `{{promise}}` and `{{site}}` are filled in. Without it, nothing.",
        ),
        empty_words: section.texts(
            "empty-words",
            40,
            "Words that say nothing by themselves: a field of nothing else is refused.",
        ),
    };
    section.review();
    section.finish();
    limits
}

pub(super) fn summary(root: &Section<'_>) -> SummaryPolicy {
    let Some(section) = root.section("summary", "How the past is summed up for agents.") else {
        return SummaryPolicy::default();
    };
    let writers = [("sentences", false), ("model", true)];
    let doc = "`sentences`: the most telling ones are chosen, nothing leaves the worker. `model`: a language model of the \
               platform writes it, and is sent the conversation for that.";
    let by_model = section.choice("by", &writers, doc).unwrap_or(false);
    let model = section.text("model", 100, "The language model, by the platform's name, for `by = \"model\"`.");
    let sentences = section.count("sentences", 3..=5, "At most so many sentences.") as usize;
    section.review();
    section.finish();
    SummaryPolicy { by_model, model, sentences }
}

pub(super) fn answers(root: &Section<'_>) -> BTreeMap<String, Answer> {
    let mut answers = BTreeMap::new();
    if let Some(all) = root.maybe_section("answer", "Texts that agents use often.") {
        for (name, section) in all.sections("<answer>", 500, "A text that agents use often.") {
            all.name(name);
            let label = section.text("label", 80, "The name that agents read.");
            let doc = "The text; `{{site}}`, `{{agent}}` and `{{customer}}` are filled in. The medium's greeting and \
                       signature go around it.";
            let text = section.text("text", 2_000, doc);
            let intents =
                section.maybe_texts("intents", 40, "What it answers: names of intents. Without them, anything.");
            let review = section.review();
            section.finish();
            answers.insert(
                name.to_owned(),
                Answer { label, text, intents, owner: review.owner, review_by: review.review_by },
            );
        }
    }
    answers
}
