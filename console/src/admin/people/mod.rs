//! Agents and teams: who is there, what they work on, and changing that.

mod form;

use super::{
    Admin,
    parts::{Change, Fetched, fetch, section, shown},
    place::{Place, Rules},
    shell,
};
use crate::prelude::*;
use crate::{
    icons::Icon,
    strings::admin as words,
    view::{avatar, dialog, icon, press, unseen},
};
use form::Form;
use weft_shared::wire::admin::{AgentLine, People, TeamOf};
use weft_widget::view::el::{el, list};

/// What the page knows.
#[derive(Clone, Copy)]
pub struct Page {
    admin: Admin,
    from: Fetched<People>,
    change: Change,
    /// Who is being changed, or entered.
    form: RwSignal<Option<Form>>,
    /// The dialog for that is open.
    editing: RwSignal<bool>,
    /// Who is about to be removed.
    leaving: RwSignal<Option<AgentLine>>,
    /// The dialog for that is open.
    removing: RwSignal<bool>,
}

/// The page.
pub fn view(admin: Admin) -> AnyView {
    let page = Page {
        admin,
        from: RwSignal::new(None),
        change: Change::new(admin),
        form: RwSignal::new(None),
        editing: RwSignal::new(false),
        leaving: RwSignal::new(None),
        removing: RwSignal::new(false),
    };
    let load = move || {
        let routes = admin.app.routes();
        fetch(page.from, admin, async move { routes.people().await });
    };
    load();
    let content = move |people: People| {
        let teams = people.teams.clone();
        let lines = people.agents.iter().map(|one| agent(page, &people, one));
        let add = press("button primary").tap(move || page.edit(None)).child(icon::icon(Icon::Plus));
        el("DIV")
            .class("admin-column")
            .child(
                section(words::AGENTS, words::AGENTS_BODY)
                    .child(el("UL").class("admin-list").attr("role", "list").children(lines).done())
                    .child(add.text(words::ADD_AGENT).done())
                    .done(),
            )
            .child(the_teams(&teams, &people))
            .done()
    };
    let inside = vec![shown(page.from, load, content), dialogs(page)];
    shell::framed(words::PEOPLE, None, inside)
}

impl Page {
    fn edit(self, who: Option<&AgentLine>) {
        self.change.clear();
        self.form.set(Some(Form::new(who)));
        self.editing.set(true);
    }

    fn took(self, people: People, said: &'static str) {
        self.editing.set(false);
        self.removing.set(false);
        self.from.set(Some(Ok(people)));
        self.admin.app.say(said.to_owned());
    }

    fn remove(self) {
        let Some(who) = self.leaving.get_untracked() else { return };
        let (routes, key) = (self.admin.app.routes(), self.admin.key());
        self.change.run(async move { routes.remove_agent(&key, &who.agent).await }, move |people| {
            self.took(people, words::REMOVED);
        });
    }
}

fn agent(page: Page, people: &People, one: &AgentLine) -> AnyView {
    let label = |team: &String| {
        people.teams.iter().find(|known| known.team == *team).map_or_else(|| team.clone(), |known| known.label.clone())
    };
    let chips = one.teams.iter().map(label).chain(one.skills.iter().cloned()).chain(one.languages.iter().cloned());
    let chips = chips.map(|word| el("LI").class("chip").child(el("BDI").text(word).done()).done());
    let here = match (one.present, one.available) {
        (true, true) => words::HERE,
        (true, false) => words::HERE_BUSY,
        (false, _) => words::AWAY,
    };
    let (name, known, leaving) = (one.name.clone(), one.clone(), one.clone());
    let change = press("button small")
        .tap(move || page.edit(Some(&known)))
        .text(words::CHANGE)
        .child(unseen(format!(" {name}")));
    let remove = move || {
        page.change.clear();
        page.leaving.set(Some(leaving.clone()));
        page.removing.set(true);
    };
    let remove = press("button small").tap(remove).text(words::REMOVE).child(unseen(format!(" {name}")));
    let head = el("P")
        .class("admin-line-name")
        .child(el("BDI").text(one.name.clone()).done())
        .text(" ")
        .child(el("SPAN").class("chip chip-open").text(words::role(one.role)).done());
    el("LI")
        .class("admin-line")
        .child(avatar::avatar(&one.name, if one.present { "own" } else { "" }))
        .child(
            el("DIV")
                .class("admin-line-text")
                .child(head.done())
                .child(el("P").class("admin-because").child(el("BDI").text(one.address.clone()).done()).done())
                .child(el("P").class("admin-because").text(words::load(here, one.load, one.capacity)).done())
                .child(el("UL").class("chips").attr("role", "list").children(chips).done())
                .done(),
        )
        .child(el("DIV").class("admin-actions").child(change.done()).child(remove.done()).done())
        .done()
}

fn the_teams(teams: &[TeamOf], people: &People) -> AnyView {
    let line = |team: &TeamOf| {
        let members: Vec<&str> = people
            .agents
            .iter()
            .filter(|agent| agent.teams.contains(&team.team))
            .map(|agent| agent.name.as_str())
            .collect();
        let members = if members.is_empty() { words::NOBODY_IN_TEAM.to_owned() } else { members.join(", ") };
        let hours = team.hours.as_ref().map_or_else(|| words::ALWAYS.to_owned(), |hours| words::at_hours(hours));
        el("LI")
            .class("admin-line")
            .child(
                el("DIV")
                    .class("admin-line-text")
                    .child(el("P").class("admin-line-name").child(el("BDI").text(team.label.clone()).done()).done())
                    .child(el("P").child(el("BDI").text(members).done()).done())
                    .child(el("P").class("admin-because").text(hours).done())
                    .done(),
            )
            .done()
    };
    section(words::TEAMS, words::TEAMS_BODY)
        .child(el("UL").class("admin-list").attr("role", "list").children(teams.iter().map(line)).done())
        .child(
            el("P").child(el("A").attr("href", Place::Rules(Rules::File).hash()).text(words::TO_RULES).done()).done(),
        )
        .done()
}

fn dialogs(page: Page) -> AnyView {
    let teams = move || match page.from.get() {
        Some(Ok(people)) => people.teams,
        _ => Vec::new(),
    };
    let edit = list(move || page.form.get().map(|form| form::view(page, form, teams())).into_iter().collect());
    let ask = list(move || {
        let name = page.leaving.with(|who| who.as_ref().map(|who| who.name.clone()).unwrap_or_default());
        let remove = el("BUTTON")
            .attr("type", "submit")
            .class("button danger")
            .truth("aria-disabled", move || page.change.busy.get())
            .text(words::REMOVE);
        let actions = el("DIV")
            .class("dialog-actions")
            .child(press("button").tap(move || page.removing.set(false)).text(words::CANCEL).done())
            .child(remove.done());
        let form = el("FORM")
            .attr("novalidate", "")
            .submit(move || page.remove())
            .child(el("P").attr("dir", "auto").text(words::remove_who(&name)).done())
            .child(page.change.trouble())
            .child(actions.done());
        vec![form.done()]
    });
    vec![
        dialog::dialog("agent-form", words::AGENT_FORM, page.editing, edit),
        dialog::dialog("agent-remove", words::AGENT_REMOVE, page.removing, ask),
    ]
    .into_any()
}
