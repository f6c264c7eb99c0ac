//! The page with the site's rules: the file, how its rules are kept, and what another file would change.

mod editor;
mod file;
mod report;
mod state;
mod trial;

use super::icon;
use crate::{
    api::Failure,
    desk::Desk,
    icons::Icon,
    place::{Place, Rules},
    strings::{self, rules as words},
};
use leptos::{ev, html, prelude::*};
use state::Page;

/// The page, in place of a conversation.
pub fn view(desk: Desk) -> AnyView {
    let page = Page::new(desk);
    let part = Memo::new(move |_| desk.app.place.with(|place| place.rules.unwrap_or(Rules::File)));
    let back = html::a()
        .class("button icon-only back")
        .href(Place::default().hash())
        .aria_label(strings::BACK)
        .child(icon::icon(Icon::Back));
    let tab = move |one: Rules| {
        let label = match one {
            Rules::File => words::PART_FILE,
            Rules::Report => words::PART_REPORT,
            Rules::Trial => words::PART_TRIAL,
        };
        let link = html::a()
            .href(Place::of_rules(one).hash())
            .attr("aria-current", move || (part.get() == one).then_some("page"))
            .child(label);
        html::li().child(link)
    };
    let tabs = html::nav()
        .aria_label(words::PARTS)
        .child(html::ul().class("filters").role("list").child(Rules::ALL.into_iter().map(tab).collect::<Vec<_>>()));
    let inside = move || match part.get() {
        Rules::File => file::view(page),
        Rules::Report => report::view(page),
        Rules::Trial => trial::view(page),
    };
    html::main()
        .class("thread-pane rules-pane")
        .id("thread")
        .child((
            html::header().class("thread-head").child((
                super::page_heading(desk.app),
                back,
                html::div()
                    .class("thread-names")
                    .child(html::h2().id("thread-title").tabindex("-1").child(words::RULES)),
                tabs,
            )),
            html::div().class("rules-inside").child(inside),
        ))
        .into_any()
}

/// What could not be fetched, with the way to try again.
fn failed(failure: &Failure, again: impl Fn() + 'static) -> AnyView {
    let retry = html::button().r#type("button").class("button").on(ev::click, move |_| again());
    html::div()
        .class("empty")
        .role("alert")
        .child((
            html::span().class("empty-icon").child(icon::icon(Icon::Alert)),
            html::p().class("empty-title").child(words::FAILED),
            html::p().class("empty-more").child(strings::failure(failure)),
            retry.child(strings::RETRY),
        ))
        .into_any()
}

/// A table; where there is no room for columns, each cell names its own.
fn table(name: &'static str, head: &[&'static str], rows: Vec<AnyView>) -> AnyView {
    let head = head.iter().map(|label| html::th().attr("scope", "col").child(*label)).collect::<Vec<_>>();
    html::div()
        .class("table-frame")
        .child(
            html::table()
                .class("table")
                .aria_label(name)
                .child((html::thead().child(html::tr().child(head)), html::tbody().child(rows))),
        )
        .into_any()
}

/// A row of it: cells with the names of their columns.
fn row(cells: Vec<(&'static str, AnyView)>) -> AnyView {
    let cell = |(label, inside): (&'static str, AnyView)| html::td().attr("data-label", label).child(inside);
    html::tr().child(cells.into_iter().map(cell).collect::<Vec<_>>()).into_any()
}
