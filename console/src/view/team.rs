//! The head of the inbox: the site, who of the team is here, and the way out.

use super::{avatar, icon, press, unseen};
use crate::{desk::Desk, icons::Icon, strings};
use leptos::prelude::*;
use weft_shared::wire::agent::AgentRole;
use weft_widget::view::el::el;

/// The head of the inbox.
pub fn view(desk: Desk) -> AnyView {
    let (site, name) = desk.me.with_value(|me| (me.site_name.clone(), me.name.clone()));
    let me = desk.me.with_value(|me| me.agent.clone());
    let others = move || {
        let mut team = desk.inbox.with(|inbox| inbox.colleagues.clone());
        team.retain(|one| one.agent != me);
        team.sort_by_key(|one| (!one.present, one.name.clone()));
        let shown: Vec<AnyView> = team
            .into_iter()
            .take(6)
            .map(|one| {
                let state = if one.present { strings::HERE } else { strings::AWAY };
                let said = format!("{}, {state}", one.name);
                el("LI")
                    .class(if one.present { "mate present" } else { "mate" })
                    .attr("title", said.clone())
                    .child(avatar::avatar(&one.name, "small"))
                    .child(unseen(said))
                    .done()
            })
            .collect();
        (!shown.is_empty()).then(|| el("UL").class("team").attr("aria-label", strings::TEAM).children(shown).done())
    };
    let out = press("button icon-only")
        .attr("aria-label", strings::SIGN_OUT)
        .attr("title", format!("{} ({name})", strings::SIGN_OUT))
        .tap(move || desk.sign_out())
        .child(icon::icon(Icon::SignOut));
    let leads = desk.me.with_value(|me| me.role >= AgentRole::Lead);
    let look_after = leads.then(|| {
        el("A")
            .attr("id", "look-after")
            .class("button icon-only")
            .attr("href", desk.app.settings.with_value(|settings| format!("/admin/{}", settings.site)))
            .attr("aria-label", strings::LOOK_AFTER)
            .attr("title", strings::LOOK_AFTER)
            .child(icon::icon(Icon::Gear))
            .done()
    });
    let names = el("DIV")
        .class("list-head-names")
        .child(el("H1").text(strings::INBOX).done())
        .child(el("P").class("list-head-site").child(el("BDI").text(site).done()).done());
    let own = el("SPAN")
        .class("mate present")
        .attr("title", name.clone())
        .child(avatar::avatar(&name, "small own"))
        .child(unseen(name));
    el("HEADER")
        .class("list-head")
        .child(el("SPAN").class("brand-mark small").child(icon::icon(Icon::Weave)).done())
        .child(names.done())
        .show(others)
        .child(own.done())
        .maybe(look_after)
        .child(out.done())
        .done()
}
