//! A dry run: what would have been otherwise under the text in the editor.

use super::{failed, icon, state::Page, words};
use crate::prelude::*;
use crate::{browser, icons::Icon, view::empty};
use leptos::task::spawn_local;
use weft_shared::wire::policy::{Difference, DryRun, DryRunWanted};
use weft_widget::view::el::el;

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
        let (routes, key) = (page.admin.app.routes(), page.admin.key());
        spawn_local(async move {
            let answer = routes.dry_run(&key, &wanted).await;
            let _ = page.running.try_set(false);
            let _ = page.trial.try_set(Some(answer));
        });
    };
    let days = el("INPUT")
        .attr("id", "trial-days")
        .attr("type", "number")
        .attr("min", "1")
        .attr("max", "90")
        .attr("inputmode", "numeric")
        .attr("aria-describedby", "trial-wrong")
        .either("aria-invalid", move || wrong.get())
        .value(move || page.days.get())
        .typed(move |text| {
            page.days.set(text);
            wrong.set(false);
        });
    let go = el("BUTTON")
        .attr("type", "submit")
        .class("button primary")
        .truth("aria-disabled", move || page.running.get())
        .words(move || if page.running.get() { words::RUNNING } else { words::RUN }.to_owned());
    let asked = if page.lead {
        el("FORM")
            .class("trial-form")
            .attr("novalidate", "")
            .submit(run)
            .child(el("LABEL").attr("for", "trial-days").text(words::DAYS).done())
            .child(days.done())
            .child(go.done())
            .child(crate::view::complaint("trial-wrong", move || wrong.get().then(|| words::DAYS_WRONG.to_owned())))
            .done()
    } else {
        note(words::LEAD_ONLY)
    };
    let result = move || match page.trial.get() {
        None if page.running.get() => vec![empty::bars(4)],
        None => Vec::new(),
        Some(Err(failure)) => match failure {
            crate::api::Failure::Problem(problem) if !problem.errors.is_empty() => vec![super::errors(problem.errors)],
            failure => vec![failed(&failure, run)],
        },
        Some(Ok(run)) => content(page, run),
    };
    el("DIV")
        .class("rules-trial")
        .child(note(words::TRIAL_BODY))
        .child(asked)
        .child(el("DIV").attr("aria-live", "polite").list(result).done())
        .done()
}

fn note(said: impl Into<String>) -> AnyView {
    el("P").class("rules-note").text(said).done()
}

fn content(page: Page, run: DryRun) -> Vec<AnyView> {
    let said = words::replayed(run.conversations, run.events);
    if run.differences.is_empty() {
        return vec![note(said), empty_result()];
    }
    let found = words::differences(run.total, run.differences.len());
    let head = [words::WHERE, words::KIND, words::BEFORE, words::AFTER];
    let lines = run.differences.into_iter().map(|one| line(page, one)).collect();
    vec![note(format!("{said} {found}.")), super::table(words::PART_TRIAL, &head, lines)]
}

fn empty_result() -> AnyView {
    empty::quiet(Icon::Check, words::NO_DIFFERENCE, "")
}

fn line(page: Page, one: Difference) -> AnyView {
    let id = one.conversation.to_string();
    // The end of an id tells conversations of one day apart, its beginning does not.
    let short: String = id.chars().skip(id.chars().count().saturating_sub(6)).collect();
    let place = el("A")
        .attr("href", page.admin.desk_address(one.conversation))
        .attr("title", id)
        .child(icon::icon(Icon::Talk))
        .text(format!("…{short} #{}", one.seq))
        .done();
    let kind = match one.kind.as_str() {
        "disclosure" => words::KIND_DISCLOSURE.to_owned(),
        "refusal" => words::KIND_REFUSAL.to_owned(),
        "promise" => words::KIND_PROMISE.to_owned(),
        "switch" => words::KIND_SWITCH.to_owned(),
        _ => one.kind,
    };
    let text = |said: String| el("BDI").text(said).done();
    let cells = [
        (words::WHERE, place),
        (words::KIND, el("SPAN").class("chip").text(kind).done()),
        (words::BEFORE, text(one.before)),
        (words::AFTER, text(one.after)),
    ];
    super::row(cells.into())
}
