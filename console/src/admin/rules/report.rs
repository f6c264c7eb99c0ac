//! How the rules are kept: which are overdue, without owner, contradictory, or never mattered.

use super::{failed, icon, press, state::Page, words};
use crate::prelude::*;
use crate::{icons::Icon, rules::Wanted, time_words, view::empty};
use leptos::task::spawn_local;
use weft_shared::wire::policy::{RuleLine, RuleReport};
use weft_widget::view::el::{el, list};

/// The part.
pub fn view(page: Page) -> AnyView {
    let ask = move || {
        page.report.set(None);
        let routes = page.admin.app.routes();
        spawn_local(async move {
            let answer = routes.rule_report().await;
            let _ = page.report.try_set(Some(answer));
        });
    };
    if page.report.with_untracked(Option::is_none) {
        ask();
    }
    let wanted = RwSignal::new(Wanted::All);
    list(move || match page.report.get() {
        None => vec![empty::bars(5)],
        Some(Err(failure)) => vec![failed(&failure, ask)],
        Some(Ok(report)) => vec![content(report, wanted)],
    })
}

fn content(report: RuleReport, wanted: RwSignal<Wanted>) -> AnyView {
    let RuleReport { days, rules, contradictions, .. } = report;
    let rules = StoredValue::new(rules);
    let contradictory = (!contradictions.is_empty()).then(|| {
        let one = |line: String| el("LI").child(el("BDI").text(line).done()).done();
        el("SECTION")
            .class("contradictions")
            .child(el("H2").child(icon::icon(Icon::Alert)).text(words::CONTRADICTIONS).done())
            .child(el("UL").attr("role", "list").children(contradictions.into_iter().map(one)).done())
            .done()
    });
    let table = move || {
        let wanted = wanted.get();
        let shown =
            rules.with_value(|rules| rules.iter().filter(|rule| wanted.shows(rule)).map(line).collect::<Vec<_>>());
        if shown.is_empty() {
            return vec![empty::quiet(Icon::Check, words::NONE_HERE, words::NONE_HERE_MORE)];
        }
        let head = [words::RULE, words::OWNER, words::REVIEW, words::FIRED];
        vec![super::table(words::PART_REPORT, &head, shown)]
    };
    el("DIV")
        .class("rules-report")
        .child(el("P").class("rules-note").text(words::report_of(days)).done())
        .children(contradictory)
        .child(filters(rules, wanted))
        .list(table)
        .done()
}

fn filters(rules: StoredValue<Vec<RuleLine>>, wanted: RwSignal<Wanted>) -> AnyView {
    let one = move |choice: Wanted| {
        let label = match choice {
            Wanted::All => words::ALL,
            Wanted::Overdue => words::OVERDUE,
            Wanted::Ownerless => words::OWNERLESS,
            Wanted::Never => words::NEVER,
        };
        let count = rules.with_value(|rules| rules.iter().filter(|rule| choice.shows(rule)).count());
        press("choice")
            .tap(move || wanted.set(choice))
            .either("aria-pressed", move || wanted.get() == choice)
            .text(label)
            .child(el("SPAN").class("count").text(count.to_string()).done())
            .done()
    };
    el("DIV")
        .class("choice-row")
        .attr("role", "group")
        .attr("aria-label", words::REPORT_FILTER)
        .children(Wanted::ALL.into_iter().map(one))
        .done()
}

fn line(rule: &RuleLine) -> AnyView {
    let flag = |shape, said| el("SPAN").class("flag tone-warning").child(icon::icon(shape)).text(said).done();
    let owner = match &rule.owner {
        Some(owner) => el("BDI").text(owner).done(),
        None => flag(Icon::Alert, words::NOBODY),
    };
    let review = time_words::date(rule.review_by);
    let review = if rule.overdue {
        el("SPAN").text(review).text(" ").child(flag(Icon::Clock, words::OVERDUE)).done()
    } else {
        review.into_any()
    };
    let fired = el("SPAN").class(if rule.fired == 0 { "tone-care" } else { "" }).text(words::times(rule.fired)).done();
    let path = el("CODE").attr("dir", "ltr").text(&rule.path).done();
    let cells = [(words::RULE, path), (words::OWNER, owner), (words::REVIEW, review), (words::FIRED, fired)];
    super::row(cells.into())
}
