//! The page with the site's rules: the file, how its rules are kept, and what another file would change.

mod editor;
mod file;
mod report;
mod state;
mod trial;

use super::{
    Admin,
    place::{Place, Rules},
    shell,
};
use crate::prelude::*;
use crate::{
    api::Failure,
    icons::Icon,
    strings::{self, rules as words},
    view::{icon, press},
};
use state::Page;
use weft_widget::view::el::el;

/// The page.
pub fn view(admin: Admin) -> AnyView {
    let page = Page::new(admin);
    let part = Memo::new(move |_| match admin.place.get() {
        Place::Rules(part) => part,
        _ => Rules::File,
    });
    let tab = move |one: Rules| {
        let label = match one {
            Rules::File => words::PART_FILE,
            Rules::Report => words::PART_REPORT,
            Rules::Trial => words::PART_TRIAL,
        };
        let link = el("A")
            .attr("href", Place::Rules(one).hash())
            .live("aria-current", move || (part.get() == one).then(|| "page".into()))
            .text(label);
        el("LI").child(link.done()).done()
    };
    let tabs = el("UL").class("filters").attr("role", "list").children(Rules::ALL.into_iter().map(tab));
    let inside = move || match part.get() {
        Rules::File => vec![file::view(page)],
        Rules::Report => vec![report::view(page)],
        Rules::Trial => vec![trial::view(page)],
    };
    let parts = el("NAV").attr("aria-label", words::PARTS).child(tabs.done()).done();
    shell::framed(words::RULES, Some(parts), vec![el("DIV").class("rules-inside").list(inside).done()])
}

/// What could not be fetched, with the way to try again.
fn failed(failure: &Failure, again: impl Fn() + Send + Sync + 'static) -> AnyView {
    let said = el("DIV")
        .class("empty")
        .attr("role", "alert")
        .child(el("SPAN").class("empty-icon").child(icon::icon(Icon::Alert)).done())
        .child(el("P").class("empty-title").text(words::FAILED).done())
        .child(el("P").class("empty-more").text(strings::failure(failure)).done())
        .child(press("button").tap(again).text(strings::RETRY).done())
        .done();
    // As an option it takes no other element's place: an alert is heard when it is new, not when the bars become one.
    Some(said).into_any()
}

/// What is wrong with a text.
fn errors(lines: impl IntoIterator<Item = String>) -> AnyView {
    el("OL")
        .class("rules-errors")
        .attr("role", "list")
        .attr("aria-label", words::ERRORS)
        .children(lines.into_iter().map(|line| el("LI").child(el("BDI").text(line).done()).done()))
        .done()
}

/// A table; where there is no room for columns, each cell names its own.
fn table(name: &'static str, head: &[&'static str], rows: Vec<AnyView>) -> AnyView {
    let head = el("TR").children(head.iter().map(|label| el("TH").attr("scope", "col").text(*label).done()));
    let table = el("TABLE")
        .class("table")
        .attr("aria-label", name)
        .child(el("THEAD").child(head.done()).done())
        .child(el("TBODY").children(rows).done());
    el("DIV").class("table-frame").child(table.done()).done()
}

/// A row of it: cells with the names of their columns.
fn row(cells: Vec<(&'static str, AnyView)>) -> AnyView {
    let cell = |(label, inside): (&'static str, AnyView)| el("TD").attr("data-label", label).child(inside).done();
    el("TR").children(cells.into_iter().map(cell)).done()
}
