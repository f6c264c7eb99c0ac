//! Which rule holds, and where that puts a conversation.

use super::{Because, Facts, Priority, Rule, Rules, When, words};
use crate::language::language_name;

/// Where a conversation belongs, whoever is there.
pub(super) struct Place<'a> {
    /// The team, by its name in the policy.
    pub team: &'a str,
    /// How soon it is served.
    pub priority: Priority,
    /// How many units of capacity it takes.
    pub weight: u32,
    /// Skills that its agent must have.
    pub skills: &'a [String],
    /// Why: at least one reason.
    pub because: Vec<Because>,
}

/// Places a conversation: by the first rule that holds, except that nothing overrules the team that it was handed to.
pub(super) fn place<'a>(facts: &'a Facts, rules: &'a Rules) -> Place<'a> {
    let rule = rules.rules.iter().find(|rule| holds(&rule.when, facts, rules));
    let chosen = rule.and_then(|rule| rule.team.as_deref()).unwrap_or(&rules.default_team);
    let handed = facts.team.as_deref().filter(|team| rules.teams.contains_key(*team));
    let team = handed.unwrap_or(chosen);
    let mut because = Vec::new();
    if handed.is_some() {
        because.push(Because { rule: None, text: words::handed(rules.label(team)) });
    } else if let Some(gone) = &facts.team {
        because.push(Because { rule: None, text: words::team_gone(gone) });
    }
    match rule {
        Some(rule) => because.push(Because {
            rule: Some(format!("routing.rule.{}", rule.name)),
            text: words::rule(rules, rule, facts, handed.is_none().then(|| rules.label(team))),
        }),
        None if handed.is_none() => because
            .push(Because { rule: Some("routing.default-team".to_owned()), text: words::no_rule(rules.label(team)) }),
        None => {}
    }
    // The skills that a rule asks for are those of its own team.
    let skills = rule.filter(|_| team == chosen).map_or(&[][..], |rule| &rule.skills);
    Place {
        team,
        priority: rule.map_or_else(Priority::default, |rule| rule.priority),
        weight: rule.map_or(1, |rule| rule.weight.max(1)),
        skills,
        because,
    }
}

/// Whether all conditions hold.
fn holds(when: &When, facts: &Facts, rules: &Rules) -> bool {
    let sure = facts.intent.as_ref().filter(|guess| guess.percent >= rules.sure_from);
    let among =
        |list: &[String], known: Option<&String>| list.is_empty() || known.is_some_and(|known| list.contains(known));
    among(&when.intents, sure.map(|guess| &guess.name))
        && when.unsure.is_none_or(|wanted| wanted == sure.is_none())
        && among(&when.tiers, facts.tier.as_ref())
        && when.mood.is_none_or(|wanted| wanted == facts.mood)
        && among(&when.languages, facts.language.as_ref())
        && when.reopened.is_none_or(|wanted| wanted == facts.reopened)
        && when.promised.is_none_or(|wanted| wanted == (facts.promises > 0))
        && when.overdue.is_none_or(|wanted| wanted == facts.overdue)
        && when.open.as_ref().is_none_or(|hours| facts.open.contains(hours))
        && when.closed.as_ref().is_none_or(|hours| !facts.open.contains(hours))
}

impl Rules {
    /// What people call a team.
    pub(super) fn label<'a>(&'a self, team: &'a str) -> &'a str {
        self.teams.get(team).map_or(team, |team| &team.label)
    }

    /// What people call that which a customer writes about.
    fn intent_label<'a>(&'a self, intent: &'a str) -> &'a str {
        self.intents.get(intent).map_or(intent, String::as_str)
    }

    /// Whether a team is at work.
    pub(super) fn at_work(&self, team: &str, facts: &Facts) -> bool {
        let hours = self.teams.get(team).and_then(|team| team.hours.as_ref());
        hours.is_none_or(|hours| facts.open.contains(hours))
    }
}

impl Rule {
    /// Its conditions that say something of this conversation, in words. `rules`: those that it is one of.
    pub(super) fn reasons(&self, rules: &Rules, facts: &Facts) -> Vec<String> {
        let when = &self.when;
        let mut reasons = Vec::new();
        let mut add = |holds: bool, text: String| {
            if holds {
                reasons.push(text);
            }
        };
        let intent = facts.intent.as_ref().map_or("", |guess| rules.intent_label(&guess.name));
        add(!when.intents.is_empty(), format!("it is about {intent}"));
        add(when.unsure == Some(true), "it is not sure what it is about".to_owned());
        add(when.unsure == Some(false), "it is clear what it is about".to_owned());
        add(!when.tiers.is_empty(), format!("the customer is {}", facts.tier.as_deref().unwrap_or_default()));
        add(when.mood.is_some(), words::mood(facts.mood).to_owned());
        add(
            !when.languages.is_empty(),
            format!("they write {}", language_name(facts.language.as_deref().unwrap_or_default())),
        );
        add(when.reopened == Some(true), "the customer is back after it was closed".to_owned());
        add(when.reopened == Some(false), "nothing of the customer was closed lately".to_owned());
        add(when.promised == Some(true), "a promise to the customer is open".to_owned());
        add(when.promised == Some(false), "nothing is promised to the customer".to_owned());
        add(when.overdue == Some(true), "an answer or a promise to the customer is overdue".to_owned());
        add(when.overdue == Some(false), "nothing is overdue for the customer".to_owned());
        add(when.open.is_some(), format!("it is working time ({})", when.open.as_deref().unwrap_or_default()));
        add(when.closed.is_some(), format!("it is not working time ({})", when.closed.as_deref().unwrap_or_default()));
        reasons
    }
}
