//! The form for one agent.

use super::Page;
use crate::prelude::*;
use crate::{
    admin::parts::{code_line, field, line, split, tick},
    strings::admin as words,
    view::press,
};
use std::collections::BTreeSet;
use weft_shared::{
    id::AgentId,
    wire::{
        admin::{AgentLine, AgentWanted, TeamOf},
        agent::AgentRole,
    },
};
use weft_widget::view::el::el;

/// How many units of work somebody new can have.
const CAPACITY: &str = "8";

/// What is written in it.
#[derive(Clone, Copy)]
pub struct Form {
    /// Who is changed; none: somebody new.
    known: StoredValue<Option<AgentId>>,
    name: RwSignal<String>,
    address: RwSignal<String>,
    role: RwSignal<AgentRole>,
    phone: RwSignal<String>,
    teams: RwSignal<BTreeSet<String>>,
    skills: RwSignal<String>,
    languages: RwSignal<String>,
    capacity: RwSignal<String>,
}

impl Form {
    /// What is known of somebody, or nothing.
    pub fn new(who: Option<&AgentLine>) -> Self {
        let text = |get: fn(&AgentLine) -> String| RwSignal::new(who.map(get).unwrap_or_default());
        let capacity = who.map_or_else(|| CAPACITY.to_owned(), |who| who.capacity.to_string());
        Self {
            known: StoredValue::new(who.map(|who| who.agent.clone())),
            name: text(|who| who.name.clone()),
            address: text(|who| who.address.clone()),
            role: RwSignal::new(who.map_or(AgentRole::Agent, |who| who.role)),
            phone: text(|who| who.phone.clone().unwrap_or_default()),
            teams: RwSignal::new(who.map(|who| who.teams.iter().cloned().collect()).unwrap_or_default()),
            skills: text(|who| who.skills.join(", ")),
            languages: text(|who| who.languages.join(", ")),
            capacity: RwSignal::new(capacity),
        }
    }

    fn wanted(self, new: bool) -> AgentWanted {
        let phone = self.phone.get_untracked().trim().to_owned();
        AgentWanted {
            new,
            name: self.name.get_untracked().trim().to_owned(),
            address: self.address.get_untracked().trim().to_owned(),
            role: self.role.get_untracked(),
            phone: (!phone.is_empty()).then_some(phone),
            teams: self.teams.get_untracked().into_iter().collect(),
            skills: split(&self.skills.get_untracked()),
            languages: split(&self.languages.get_untracked()),
            // What is no number is a wrong one, and the edge says what would be right.
            capacity: self.capacity.get_untracked().trim().parse().unwrap_or(0),
        }
    }
}

/// An id for somebody new: the address before its `@`, as ids are written, and a number if somebody has it.
pub fn id_for(address: &str, taken: impl Fn(&str) -> bool) -> Option<AgentId> {
    let local = address.trim().split('@').next().unwrap_or_default().to_lowercase();
    let plain: String = local.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(30).collect();
    let plain = plain.trim_matches('-');
    let plain = if plain.is_empty() { "agent" } else { plain };
    let numbered = (2..100).map(|n| format!("{plain}-{n}"));
    std::iter::once(plain.to_owned()).chain(numbered).find(|id| !taken(id))?.parse().ok()
}

fn save(page: Page, form: Form) {
    let known = form.known.get_value();
    let wanted = form.wanted(known.is_none());
    let taken = |id: &str| {
        let people = page.from.get_untracked();
        matches!(people, Some(Ok(people)) if people.agents.iter().any(|agent| agent.agent.as_str() == id))
    };
    let Some(agent) = known.or_else(|| id_for(&wanted.address, taken)) else { return };
    let (routes, key) = (page.admin.app.routes(), page.admin.key());
    page.change.run(async move { routes.put_agent(&key, &agent, &wanted).await }, move |people| {
        page.took(people, words::SAVED);
    });
}

/// The form.
pub fn view(page: Page, form: Form, teams: Vec<TeamOf>) -> AnyView {
    let change = page.change;
    let roles = [AgentRole::Agent, AgentRole::Lead, AgentRole::Admin].map(|one| {
        let choice = el("INPUT")
            .attr("type", "radio")
            .attr("name", "agent-role")
            .on("change", move |_| form.role.set(one))
            .checked(move || form.role.get() == one);
        el("LABEL").class("tick").child(choice).child(el("SPAN").text(words::role(one)).done()).done()
    });
    let ticks = teams.into_iter().map(move |team| {
        let (shown, toggled) = (team.team.clone(), team.team);
        let toggle = move || {
            form.teams.update(|teams| {
                if !teams.remove(&toggled) {
                    teams.insert(toggled.clone());
                }
            });
        };
        tick(team.label, move || form.teams.with(|teams| teams.contains(&shown)), toggle)
    });
    let actions = el("DIV")
        .class("dialog-actions")
        .child(press("button").tap(move || page.editing.set(false)).text(words::CANCEL).done())
        .child(change.submit(words::SAVE));
    let legend = |said: &'static str| el("LEGEND").text(said).done();
    el("FORM")
        .class("admin-form")
        .attr("novalidate", "")
        .submit(move || save(page, form))
        .child(field(change, ("agent-name", "name"), words::NAME, words::NAME_HINT, form.name, line()))
        .child(field(
            change,
            ("agent-address", "address"),
            words::ADDRESS,
            words::ADDRESS_HINT,
            form.address,
            code_line(),
        ))
        .child(
            el("FIELDSET")
                .child(legend(words::ROLE))
                .children(roles)
                .child(el("P").class("field-hint").text(words::ROLE_HINT).done())
                .done(),
        )
        .child(el("FIELDSET").child(legend(words::TEAMS)).children(ticks).done())
        .child(field(change, ("agent-skills", "skills"), words::SKILLS, words::SKILLS_HINT, form.skills, code_line()))
        .child(field(
            change,
            ("agent-languages", "languages"),
            words::LANGUAGES,
            words::LANGUAGES_HINT,
            form.languages,
            code_line(),
        ))
        .child(field(
            change,
            ("agent-capacity", "capacity"),
            words::CAPACITY,
            words::CAPACITY_HINT,
            form.capacity,
            code_line().attr("inputmode", "numeric"),
        ))
        .child(field(
            change,
            ("agent-phone", "phone"),
            words::PHONE,
            words::PHONE_HINT,
            form.phone,
            code_line().attr("inputmode", "tel"),
        ))
        .child(change.trouble())
        .child(actions.done())
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_new_is_called_as_the_address_begins() {
        let none = |_: &str| false;
        for (address, id) in
            [("Ada@shop.example", "ada"), ("a.b+c@x.example", "a-b-c"), ("@x", "agent"), ("é@x", "agent")]
        {
            assert_eq!(id_for(address, none).unwrap().as_str(), id, "{address}");
        }
        assert_eq!(id_for("ada@x.example", |id| id == "ada" || id == "ada-2").unwrap().as_str(), "ada-3");
        assert!(id_for("ada@x.example", |_| true).is_none());
    }
}
