//! The head of the inbox: the site, who of the team is here, and the way out.

use super::{avatar, icon, unseen};
use crate::{
    desk::Desk,
    icons::Icon,
    place::{Place, Rules},
    strings,
};
use leptos::{ev, html, prelude::*};

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
                html::li()
                    .class(if one.present { "mate present" } else { "mate" })
                    .title(format!("{}, {state}", one.name))
                    .child((avatar::avatar(&one.name, "small"), unseen(format!("{}, {state}", one.name))))
                    .into_any()
            })
            .collect();
        (!shown.is_empty()).then(|| html::ul().class("team").aria_label(strings::TEAM).child(shown))
    };
    let out = html::button()
        .r#type("button")
        .class("button icon-only")
        .aria_label(strings::SIGN_OUT)
        .title(format!("{} ({name})", strings::SIGN_OUT))
        .on(ev::click, move |_| desk.sign_out());
    let rules = html::a()
        .id("show-rules")
        .class("button icon-only")
        .href(Place::of_rules(Rules::File).hash())
        .aria_label(strings::rules::RULES)
        .title(strings::rules::RULES)
        .attr("aria-current", move || desk.app.place.with(|place| place.rules.map(|_| "page")))
        .child(icon::icon(Icon::Book));
    html::header()
        .class("list-head")
        .child((
            html::span().class("brand-mark small").child(icon::icon(Icon::Weave)),
            html::div().class("list-head-names").child((
                html::h1().child(strings::INBOX),
                html::p().class("list-head-site").child(html::bdi().child(site)),
            )),
            others,
            html::span()
                .class("mate present")
                .title(name.clone())
                .child((avatar::avatar(&name, "small own"), unseen(name))),
            rules,
            out.child(icon::icon(Icon::SignOut)),
        ))
        .into_any()
}
