//! What every page is made of: what is fetched, what is asked, fields with what is wrong in them.

use super::Admin;
use crate::prelude::*;
use crate::{
    api::Failure,
    browser,
    icons::Icon,
    strings::{self, admin as words},
    view::{empty, icon, press},
};
use leptos::task::spawn_local;
use weft_shared::wire::problem::ProblemKind;
use weft_widget::view::el::{El, el, list};

/// Something that is fetched, or why it is not there.
pub type Fetched<T> = RwSignal<Option<Result<T, Failure>>>;

/// Why something could not be shown or done, as a sentence.
pub fn sentence(failure: &Failure) -> String {
    if failure.is(ProblemKind::Forbidden) { words::NOT_YOURS_MORE.to_owned() } else { strings::failure(failure) }
}

/// Fetches something; what was there stays until the answer comes.
pub fn fetch<T: Send + Sync + 'static>(
    into: Fetched<T>,
    admin: Admin,
    ask: impl Future<Output = Result<T, Failure>> + 'static,
) {
    spawn_local(async move {
        let answer = ask.await;
        if answer.as_ref().is_err_and(|failure| failure.is(ProblemKind::Unauthenticated)) {
            return admin.app.leave(strings::EXPIRED);
        }
        let _ = into.try_set(Some(answer));
    });
}

/// What was fetched as `content` draws it; until then bars, or why it is not there.
pub fn shown<T: Clone + Send + Sync + 'static>(
    from: Fetched<T>,
    again: impl Fn() + Clone + Send + Sync + 'static,
    content: impl Fn(T) -> AnyView + Send + 'static,
) -> AnyView {
    list(move || match from.get() {
        None => vec![empty::bars(4)],
        Some(Err(failure)) => vec![failed(&failure, again.clone())],
        Some(Ok(value)) => vec![content(value)],
    })
}

fn failed(failure: &Failure, again: impl Fn() + Send + Sync + 'static) -> AnyView {
    let said = el("DIV")
        .class("empty")
        .attr("role", "alert")
        .child(el("SPAN").class("empty-icon").child(icon::icon(Icon::Alert)).done())
        .child(el("P").class("empty-title").text(words::FAILED).done())
        .child(el("P").class("empty-more").text(sentence(failure)).done())
        .child(press("button").tap(again).text(strings::RETRY).done())
        .done();
    Some(said).into_any()
}

/// A change under way: whether it still is, and what was wrong with it.
#[derive(Clone, Copy)]
pub struct Change {
    /// Who makes it.
    pub admin: Admin,
    /// It is under way.
    pub busy: RwSignal<bool>,
    /// What is wrong, each with its field.
    pub errors: RwSignal<Vec<String>>,
    /// What is wrong with all of it.
    pub refused: RwSignal<Option<String>>,
}

impl Change {
    /// Nothing is under way.
    #[must_use]
    pub fn new(admin: Admin) -> Self {
        let (busy, errors, refused) = (RwSignal::new(false), RwSignal::default(), RwSignal::new(None));
        Self { admin, busy, errors, refused }
    }

    /// Forgets what was wrong.
    pub fn clear(self) {
        self.errors.set(Vec::new());
        self.refused.set(None);
    }

    /// Makes it, one at a time.
    pub fn run<T: 'static>(
        self,
        ask: impl Future<Output = Result<T, Failure>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.clear();
        spawn_local(async move {
            let answer = ask.await;
            let _ = self.busy.try_set(false);
            match answer {
                Ok(value) => then(value),
                Err(failure) => self.fail(failure),
            }
        });
    }

    fn fail(self, failure: Failure) {
        match failure {
            failure if failure.is(ProblemKind::Unauthenticated) => self.admin.app.leave(strings::EXPIRED),
            Failure::Problem(problem) if !problem.errors.is_empty() => {
                let _ = self.errors.try_set(problem.errors);
                let _ = self.refused.try_set(Some(words::LOOK_AT_FIELDS.to_owned()));
            }
            failure => drop(self.refused.try_set(Some(sentence(&failure)))),
        }
    }

    /// Where it says what was wrong with all of it.
    #[must_use]
    pub fn trouble(self) -> AnyView {
        let note = move || {
            let said = self.refused.get()?;
            let note = el("DIV").class("composer-note tone-warning").child(icon::icon(Icon::Alert));
            Some(note.child(el("P").text(said).done()).done())
        };
        el("DIV").attr("role", "alert").show(note).done()
    }

    /// A button that sends a form.
    #[must_use]
    pub fn submit(self, label: &'static str) -> AnyView {
        el("BUTTON")
            .attr("type", "submit")
            .class("button primary")
            .truth("aria-disabled", move || self.busy.get())
            .words(move || if self.busy.get() { words::SAVING } else { label }.to_owned())
            .done()
    }
}

/// What is wrong at a field, of all that is wrong: its own errors and those of its entries.
pub fn errors_at(errors: &[String], path: &str) -> Vec<String> {
    let at = |error: &String| {
        let (place, said) = error.split_once(": ")?;
        let own = place == path || place.strip_prefix(path).is_some_and(|rest| rest.starts_with(['[', '.']));
        own.then(|| said.to_owned())
    };
    errors.iter().filter_map(at).collect()
}

/// A field with its label, a hint and what is wrong in it. `id` must be unique in the page, `path` is its name in errors.
pub fn field(
    change: Change,
    (id, path): (&'static str, &'static str),
    label: &'static str,
    hint: &'static str,
    value: RwSignal<String>,
    input: El,
) -> AnyView {
    let wrong = Memo::new(move |_| change.errors.with(|errors| errors_at(errors, path)));
    let described = format!("{id}-hint {id}-wrong");
    let input = input
        .attr("id", id)
        .attr("aria-describedby", described)
        .either("aria-invalid", move || wrong.with(|wrong| !wrong.is_empty()))
        .value(move || value.get())
        .typed(move |text| value.set(text));
    let complaints = move || {
        let line = |said: String| {
            el("P").class("complaint").child(icon::icon(Icon::Alert)).child(el("BDI").text(said).done()).done()
        };
        wrong.get().into_iter().map(line).collect()
    };
    el("DIV")
        .class("field")
        .child(el("LABEL").attr("for", id).text(label).done())
        .child(input.done())
        .child(el("P").attr("id", format!("{id}-hint")).class("field-hint").text(hint).done())
        .child(el("DIV").attr("id", format!("{id}-wrong")).attr("role", "alert").list(complaints).done())
        .done()
}

/// A line to write in.
pub fn line() -> El {
    el("INPUT").attr("type", "text").attr("dir", "auto").attr("autocomplete", "off").attr("maxlength", "500")
}

/// A line for something that is written from left to right everywhere: addresses, numbers, names of the rules.
pub fn code_line() -> El {
    el("INPUT")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("maxlength", "500")
}

/// Several such lines.
pub fn code_lines(rows: &'static str) -> El {
    el("TEXTAREA").attr("rows", rows).attr("dir", "ltr").attr("autocapitalize", "none").attr("spellcheck", "false")
}

/// A box to tick.
pub fn tick(
    label: String,
    ticked: impl Fn() -> bool + Send + Sync + 'static,
    then: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let input = el("INPUT").attr("type", "checkbox").on("change", move |_| then()).checked(ticked);
    el("LABEL").class("tick").child(input).child(el("SPAN").text(label).done()).done()
}

/// A part of a page with a heading.
pub fn section(title: &'static str, note: &'static str) -> El {
    let note = (!note.is_empty()).then(|| el("P").class("admin-note").text(note).done());
    el("SECTION").class("admin-section").child(el("H2").text(title).done()).children(note)
}

/// Something to copy, shown as it is, with a button for it. `id` must be unique in the page.
pub fn to_copy(admin: Admin, id: &'static str, label: &'static str, text: String) -> AnyView {
    let copied = text.clone();
    let copy = move || {
        let text = copied.clone();
        spawn_local(async move {
            let said = if browser::copy(&text).await { words::COPIED } else { words::NOT_COPIED };
            admin.app.say(said.to_owned());
        });
    };
    el("DIV")
        .class("to-copy")
        .child(
            el("CODE")
                .attr("id", id)
                .attr("dir", "ltr")
                .attr("tabindex", "0")
                .attr("aria-label", label)
                .attr("role", "textbox")
                .attr("aria-readonly", "true")
                .text(text)
                .done(),
        )
        .child(
            press("button").tap(copy).attr("aria-label", format!("{}: {label}", words::COPY)).text(words::COPY).done(),
        )
        .done()
}

/// Words separated by commas or lines, each once.
#[must_use]
pub fn split(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in text.split([',', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
        if !all.iter().any(|known| known == word) {
            all.push(word.to_owned());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_shown_at_their_fields() {
        let errors: Vec<String> =
            ["origins[1]: no", "mail.from: bad", "name: long", "names: other"].map(str::to_owned).into();
        assert_eq!(errors_at(&errors, "origins"), ["no"]);
        assert_eq!(errors_at(&errors, "name"), ["long"]);
        assert_eq!(errors_at(&errors, "mail.from"), ["bad"]);
        assert!(errors_at(&errors, "accent").is_empty());
    }

    #[test]
    fn words_are_split_at_commas_and_lines() {
        assert_eq!(split(" a, b\nb,,c \n"), ["a", "b", "c"]);
        assert!(split(" , \n").is_empty());
    }
}
