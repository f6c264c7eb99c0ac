//! How the rules are kept: which are overdue, without owner, contradictory, or never mattered.

use super::{failed, icon, state::Page, words};
use crate::{icons::Icon, rules::Wanted, time_words, view::empty};
use leptos::{ev, html, prelude::*, task::spawn_local};
use weft_shared::wire::policy::{RuleLine, RuleReport};

/// The part.
pub fn view(page: Page) -> AnyView {
    let ask = move || {
        page.report.set(None);
        let routes = page.desk.app.routes();
        spawn_local(async move {
            let answer = routes.rule_report().await;
            let _ = page.report.try_set(Some(answer));
        });
    };
    if page.report.with_untracked(Option::is_none) {
        ask();
    }
    let wanted = RwSignal::new(Wanted::All);
    let inside = move || match page.report.get() {
        None => empty::bars(5),
        Some(Err(failure)) => failed(&failure, ask),
        Some(Ok(report)) => content(report, wanted),
    };
    inside.into_any()
}

fn content(report: RuleReport, wanted: RwSignal<Wanted>) -> AnyView {
    let RuleReport { days, rules, contradictions, .. } = report;
    let rules = StoredValue::new(rules);
    let contradictory = (!contradictions.is_empty()).then(|| {
        let one = |line: String| html::li().child(html::bdi().child(line));
        html::section().class("contradictions").child((
            html::h3().child((icon::icon(Icon::Alert), words::CONTRADICTIONS)),
            html::ul().role("list").child(contradictions.into_iter().map(one).collect::<Vec<_>>()),
        ))
    });
    let table = move || {
        let wanted = wanted.get();
        let shown =
            rules.with_value(|rules| rules.iter().filter(|rule| wanted.shows(rule)).map(line).collect::<Vec<_>>());
        if shown.is_empty() {
            return empty::quiet(Icon::Check, words::NONE_HERE, words::NONE_HERE_MORE);
        }
        let head = [words::RULE, words::OWNER, words::REVIEW, words::FIRED];
        super::table(words::PART_REPORT, &head, shown)
    };
    html::div()
        .class("rules-report")
        .child((
            html::p().class("rules-note").child(words::report_of(days)),
            contradictory,
            filters(rules, wanted),
            table,
        ))
        .into_any()
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
        html::button()
            .r#type("button")
            .class("choice")
            .attr("aria-pressed", move || if wanted.get() == choice { "true" } else { "false" })
            .on(ev::click, move |_| wanted.set(choice))
            .child((label, html::span().class("count").child(count.to_string())))
    };
    html::div()
        .class("choice-row")
        .role("group")
        .aria_label(words::REPORT_FILTER)
        .child(Wanted::ALL.into_iter().map(one).collect::<Vec<_>>())
        .into_any()
}

fn line(rule: &RuleLine) -> AnyView {
    let owner = match &rule.owner {
        Some(owner) => html::bdi().child(owner.clone()).into_any(),
        None => html::span().class("flag tone-warning").child((icon::icon(Icon::Alert), words::NOBODY)).into_any(),
    };
    let review = time_words::date(rule.review_by);
    let review = if rule.overdue {
        let overdue = html::span().class("flag tone-warning").child((icon::icon(Icon::Clock), words::OVERDUE));
        html::span().child((review, " ", overdue)).into_any()
    } else {
        review.into_any()
    };
    let fired = words::times(rule.fired);
    let fired = html::span().class(if rule.fired == 0 { "tone-care" } else { "" }).child(fired).into_any();
    let path = html::code().dir("ltr").child(rule.path.clone()).into_any();
    let cells = [(words::RULE, path), (words::OWNER, owner), (words::REVIEW, review), (words::FIRED, fired)];
    super::row(cells.into())
}
