//! One's own account, for every role: who one is here, passkeys, and where one is signed in. It has an address of its
//! own, and no way to the pages with which a site is looked after but for those who may use them.

mod passkeys;
mod sessions;

use super::{
    Admin,
    parts::section,
    shell::{framed, head, skip},
};
use crate::prelude::*;
use crate::{
    strings::{self, account as words, admin},
    view::avatar,
};
use weft_shared::wire::agent::AgentRole;
use weft_widget::view::el::el;

/// Whether this is the address of one's own account.
pub fn is_here() -> bool {
    window().location().pathname().is_ok_and(|path| path.starts_with("/account/"))
}

/// The page.
pub fn view(admin: Admin) -> AnyView {
    let site = admin.me.with_value(|me| me.site_name.clone());
    document().set_title(&admin::page_title(words::TITLE, &site));
    let (sessions, again) = sessions::view(admin);
    let inside =
        el("DIV").class("admin-column").child(who(admin)).child(passkeys::view(admin, again)).child(sessions).done();
    el("DIV")
        .class("admin alone")
        .child(skip())
        .child(head(admin, words::TITLE))
        .child(framed(words::TITLE, None, vec![inside]))
        .done()
}

/// Who one is here, as customers and colleagues see it.
fn who(admin: Admin) -> AnyView {
    let (name, role, teams) = admin.me.with_value(|me| {
        let label = |team: &String| {
            let known = me.teams.iter().find(|(name, _)| name == team);
            known.map_or_else(|| team.clone(), |(_, label)| label.clone())
        };
        (me.name.clone(), me.role, me.own_teams.iter().map(label).collect::<Vec<_>>().join(", "))
    });
    let teams = if teams.is_empty() { words::NO_TEAM.to_owned() } else { teams };
    let site = admin.app.settings.with_value(|settings| settings.site.clone());
    let look_after = (role >= AgentRole::Lead)
        .then(|| el("A").class("button small").attr("href", format!("/admin/{site}")).text(strings::LOOK_AFTER).done());
    let text = el("DIV")
        .class("admin-line-text")
        .child(
            el("P")
                .class("admin-line-name")
                .child(el("BDI").text(name.clone()).done())
                .text(" ")
                .child(el("SPAN").class("chip chip-open").text(admin::role(role)).done())
                .done(),
        )
        .child(
            el("P")
                .class("admin-because")
                .text(format!("{}: ", words::TEAMS))
                .child(el("BDI").text(teams).done())
                .done(),
        );
    let line = el("DIV").class("admin-list").child(
        el("DIV")
            .class("admin-line")
            .child(avatar::avatar(&name, "own"))
            .child(text.done())
            .children(look_after)
            .done(),
    );
    section(words::YOU, words::YOU_BODY).child(line.done()).done()
}
