//! A dry run: what would have been otherwise under the text in the editor.

use super::{failed, icon, state::Page, words};
use crate::{browser, icons::Icon, place::Place, view::empty};
use leptos::{ev, html, prelude::*, task::spawn_local};
use weft_shared::wire::policy::{Difference, DryRun, DryRunWanted};

/// The part.
pub fn view(page: Page) -> AnyView {
    let wrong = RwSignal::new(false);
    let run = move || {
        let days =
            page.days.with_untracked(|days| days.trim().parse::<u32>().ok()).filter(|days| (1..=90).contains(days));
        let Some(days) = days else {
            wrong.set(true);
            return browser::focus("trial-days");
        };
        if page.running.get_untracked() || page.file.with_untracked(Option::is_none) {
            return;
        }
        page.running.set(true);
        page.trial.set(None);
        let wanted = DryRunWanted { text: page.draft.with_untracked(|draft| draft.text.clone()), days };
        let (routes, key) = (page.desk.app.routes(), page.desk.key());
        spawn_local(async move {
            let answer = routes.dry_run(&key, &wanted).await;
            let _ = page.running.try_set(false);
            let _ = page.trial.try_set(Some(answer));
        });
    };
    let form = html::form()
        .class("trial-form")
        .attr("novalidate", "")
        .on(ev::submit, move |event| {
            event.prevent_default();
            run();
        })
        .child((
            html::label().r#for("trial-days").child(words::DAYS),
            html::input()
                .id("trial-days")
                .r#type("number")
                .attr("min", "1")
                .attr("max", "90")
                .attr("inputmode", "numeric")
                .attr("aria-describedby", "trial-wrong")
                .attr("aria-invalid", move || if wrong.get() { "true" } else { "false" })
                .prop("value", move || page.days.get())
                .on(ev::input, move |event| {
                    page.days.set(event_target_value(&event));
                    wrong.set(false);
                }),
            html::button()
                .r#type("submit")
                .class("button primary")
                .attr("aria-disabled", move || page.running.get().then_some("true"))
                .child(move || if page.running.get() { words::RUNNING } else { words::RUN }),
            super::super::complaint("trial-wrong", move || wrong.get().then(|| words::DAYS_WRONG.to_owned())),
        ));
    let asked =
        if page.lead { form.into_any() } else { html::p().class("rules-note").child(words::LEAD_ONLY).into_any() };
    let result = move || match page.trial.get() {
        None if page.running.get() => empty::bars(4),
        None => ().into_any(),
        Some(Err(failure)) => match &failure {
            crate::api::Failure::Problem(problem) if !problem.errors.is_empty() => {
                let one = |line: &String| html::li().child(html::bdi().child(line.clone()));
                html::ol()
                    .class("rules-errors")
                    .role("list")
                    .aria_label(words::ERRORS)
                    .child(problem.errors.iter().map(one).collect::<Vec<_>>())
                    .into_any()
            }
            _ => failed(&failure, run),
        },
        Some(Ok(run)) => content(run),
    };
    html::div()
        .class("rules-trial")
        .child((
            html::p().class("rules-note").child(words::TRIAL_BODY),
            asked,
            html::div().attr("aria-live", "polite").child(result),
        ))
        .into_any()
}

fn content(run: DryRun) -> AnyView {
    let said = words::replayed(run.conversations, run.events);
    if run.differences.is_empty() {
        return (html::p().class("rules-note").child(said), empty_result()).into_any();
    }
    let found = words::differences(run.total, run.differences.len());
    let head = [words::WHERE, words::KIND, words::BEFORE, words::AFTER];
    let lines = run.differences.into_iter().map(line).collect();
    (html::p().class("rules-note").child(format!("{said} {found}.")), super::table(words::PART_TRIAL, &head, lines))
        .into_any()
}

fn empty_result() -> AnyView {
    empty::quiet(Icon::Check, words::NO_DIFFERENCE, "")
}

fn line(one: Difference) -> AnyView {
    let id = one.conversation.to_string();
    // The end of an id tells conversations of one day apart, its beginning does not.
    let short: String = id.chars().skip(id.chars().count().saturating_sub(6)).collect();
    let place = html::a()
        .href(Place::of(one.conversation).hash())
        .title(id)
        .child((icon::icon(Icon::Talk), format!("…{short} #{}", one.seq)))
        .into_any();
    let kind = match one.kind.as_str() {
        "disclosure" => words::KIND_DISCLOSURE.to_owned(),
        "refusal" => words::KIND_REFUSAL.to_owned(),
        "promise" => words::KIND_PROMISE.to_owned(),
        "switch" => words::KIND_SWITCH.to_owned(),
        _ => one.kind,
    };
    let text = |said: String| html::bdi().child(said).into_any();
    let cells = [
        (words::WHERE, place),
        (words::KIND, html::span().class("chip").child(kind).into_any()),
        (words::BEFORE, text(one.before)),
        (words::AFTER, text(one.after)),
    ];
    super::row(cells.into())
}
