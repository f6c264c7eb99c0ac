//! What one address was told: try by try, when it is tried next, and telling it again.

use crate::prelude::*;
use crate::{
    admin::{
        Admin,
        parts::{Change, Fetched, fetch, shown},
    },
    browser,
    icons::Icon,
    strings::admin as words,
    time_words,
    view::{icon, press, unseen},
};
use leptos::task::spawn_local;
use std::time::Duration;
use weft_shared::{
    id::WebhookId,
    wire::api::{AttemptLine, Deliveries, DeliveryLine, DeliveryState},
};
use weft_widget::view::el::el;

/// So often an open log asks for what is new.
const AGAIN: Duration = Duration::from_secs(4);

/// The log of one address.
#[derive(Clone, Copy)]
struct Log {
    admin: Admin,
    webhook: WebhookId,
    from: Fetched<Deliveries>,
    lines: RwSignal<Deliveries>,
    change: Change,
}

/// The log.
pub fn view(admin: Admin, webhook: WebhookId) -> AnyView {
    let lines = RwSignal::new(Deliveries { deliveries: Vec::new(), next: None });
    let log = Log { admin, webhook, from: RwSignal::new(None), lines, change: Change::new(admin) };
    log.load();
    let tick = move || {
        // A page that nobody sees asks for nothing.
        if browser::is_visible() && matches!(log.from.try_get_untracked(), Some(Some(Ok(_)))) {
            log.look();
        }
    };
    if let Ok(tick) = set_interval_with_handle(tick, AGAIN) {
        on_cleanup(move || tick.clear());
    }
    let content = move |first: Deliveries| {
        log.lines.set(first);
        list(log)
    };
    el("SECTION")
        .class("hook-log")
        .attr("aria-label", words::LOG)
        .child(shown(log.from, move || log.load(), content))
        .child(log.change.trouble())
        .done()
}

impl Log {
    fn load(self) {
        let (routes, id) = (self.admin.app.routes(), self.webhook);
        fetch(self.from, self.admin, async move { routes.deliveries(id, None).await });
    }

    /// Asks for the latest; what is drawn of others stays, and so does the focus.
    fn look(self) {
        let (routes, id) = (self.admin.app.routes(), self.webhook);
        spawn_local(async move {
            // Once in a while without an answer is no harm: the next one comes soon.
            if let Ok(latest) = routes.deliveries(id, None).await
                && let Some(known) = self.lines.try_get_untracked()
            {
                self.show(joined(latest, known));
            }
        });
    }

    fn show(self, now: Deliveries) {
        if self.lines.try_with_untracked(|known| *known == now) == Some(false) {
            self.lines.set(now);
        }
    }

    fn earlier(self, next: String) {
        let (routes, id) = (self.admin.app.routes(), self.webhook);
        self.change.run(async move { routes.deliveries(id, Some(&next)).await }, move |page: Deliveries| {
            // With the last page goes the button that asked for it.
            let first = page.next.is_none().then(|| page.deliveries.first().map(element_id)).flatten();
            self.lines.update(|lines| {
                lines.deliveries.extend(page.deliveries);
                lines.next = page.next;
            });
            if let Some(first) = first {
                browser::focus_soon(first);
            }
        });
    }

    fn again(self, one: &DeliveryLine) {
        let (routes, key, id, delivery) = (self.admin.app.routes(), self.admin.key(), self.webhook, one.id);
        self.change.run(async move { routes.deliver_again(&key, id, delivery).await }, move |()| {
            self.admin.app.say(words::SENT_AGAIN.to_owned());
            self.look();
        });
    }
}

/// The latest page, and behind it what is known of before.
fn joined(latest: Deliveries, known: Deliveries) -> Deliveries {
    let Some(last) = latest.deliveries.last().map(|one| one.id).filter(|_| latest.next.is_some()) else {
        return latest;
    };
    let before: Vec<_> = known.deliveries.into_iter().filter(|one| one.id < last).collect();
    if before.is_empty() {
        return latest;
    }
    Deliveries { deliveries: latest.deliveries.into_iter().chain(before).collect(), next: known.next }
}

/// The id of the button that tells one again.
fn element_id(one: &DeliveryLine) -> String {
    format!("again-{}", one.id)
}

fn list(log: Log) -> AnyView {
    let none = move || {
        let none = log.lines.with(|lines| lines.deliveries.is_empty());
        none.then(|| el("P").class("nothing").text(words::NO_DELIVERIES).done())
    };
    let key = |one: &DeliveryLine| (one.id.bits(), one.state as u8, one.attempts.len(), one.next_at.map(|at| at.0.0));
    let each = ForProps::builder()
        .each(move || log.lines.with(|lines| lines.deliveries.clone()))
        .key(key)
        .children(move |one| line(log, one))
        .build();
    let earlier = move || {
        log.lines.with(|lines| lines.next.clone()).map(|next| {
            press("button small")
                .tap(move || log.earlier(next.clone()))
                .truth("aria-disabled", move || log.change.busy.get())
                .text(words::EARLIER)
                .done()
        })
    };
    el("DIV")
        .class("hook-log-inside")
        .show(none)
        .child(el("UL").class("admin-list").attr("role", "list").child(For(each).into_any()).done())
        .show(earlier)
        .done()
}

fn line(log: Log, one: DeliveryLine) -> AnyView {
    let (tone, state) = match one.state {
        DeliveryState::Pending => ("chip chip-care", words::PENDING),
        DeliveryState::Delivered => ("chip chip-open", words::DELIVERED),
        DeliveryState::Failed => ("chip chip-warning", words::FAILED_DELIVERY),
    };
    let (event, at) = (one.event.name(), time_words::full(browser::local(one.at.0)));
    let head = el("P")
        .class("hook-told")
        .child(el("CODE").attr("dir", "ltr").text(event).done())
        .child(el("SPAN").class(tone).text(state).done());
    let conversation = el("A")
        .attr("href", log.admin.desk_address(one.conversation))
        .text(words::THE_CONVERSATION)
        .child(unseen(format!(", {event} {at}")));
    let when = el("P").class("admin-because").text(format!("{at} · ")).child(conversation.done());
    let next = one.next_at.filter(|_| one.state == DeliveryState::Pending).map(|next| {
        let said = words::next_try(&time_words::full(browser::local(next.0)));
        el("P").class("admin-answer").child(icon::icon(Icon::Clock)).child(el("SPAN").text(said).done()).done()
    });
    let id = element_id(&one);
    let (tried, kept) = (tries(&one.attempts), StoredValue::new(one));
    let again = press("button small")
        .attr("id", id)
        .tap(move || kept.with_value(|one| log.again(one)))
        .text(words::SEND_AGAIN)
        .child(unseen(format!(" {event} {at}")));
    let text = el("DIV").class("admin-line-text").child(head.done()).child(when.done()).children(tried).children(next);
    el("LI").class("admin-line").child(text.done()).child(again.done()).done()
}

/// How the tries went: the last one, and on demand those before.
fn tries(attempts: &[AttemptLine]) -> Vec<AnyView> {
    let how = |attempt: &AttemptLine| match attempt.status {
        Some(status) => words::answered(status),
        None => attempt.error.clone().unwrap_or_else(|| words::NO_ANSWER.to_owned()),
    };
    let when = |attempt: &AttemptLine| time_words::full(browser::local(attempt.at.0));
    let Some((last, before)) = attempts.split_last() else {
        return vec![el("P").class("admin-because").text(words::NOT_TRIED).done()];
    };
    let said = words::attempt(attempts.len(), &when(last), &how(last));
    let said = el("P").class("admin-because").child(el("BDI").text(said).done()).done();
    if before.is_empty() {
        return vec![said];
    }
    let one = |attempt: &AttemptLine| el("LI").text(format!("{}: {}", when(attempt), how(attempt))).done();
    let more = el("DETAILS")
        .class("tries")
        .child(el("SUMMARY").text(words::TRIES_BEFORE).done())
        .child(el("OL").children(before.iter().map(one)).done());
    vec![said, more.done()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::{
        id::{ConversationId, DeliveryId},
        time::Timestamp,
        wire::api::{HookEvent, Moment},
    };

    fn page(ids: &[u128], next: Option<&str>, state: DeliveryState) -> Deliveries {
        let one = |id: &u128| DeliveryLine {
            id: DeliveryId::from_bits(*id),
            event: HookEvent::ALL[0],
            conversation: ConversationId::from_bits(1),
            at: Moment(Timestamp(1)),
            state,
            attempts: Vec::new(),
            next_at: None,
        };
        Deliveries { deliveries: ids.iter().map(one).collect(), next: next.map(str::to_owned) }
    }

    fn ids(of: &Deliveries) -> Vec<u128> {
        of.deliveries.iter().map(|one| one.id.bits()).collect()
    }

    #[test]
    fn what_is_new_comes_before_what_was_fetched_earlier() {
        let known = page(&[9, 8, 7, 6, 5], Some("5"), DeliveryState::Pending);
        let now = joined(page(&[11, 10, 9, 8], Some("8"), DeliveryState::Delivered), known);
        assert_eq!((ids(&now), now.next.as_deref()), (vec![11, 10, 9, 8, 7, 6, 5], Some("5")));
        assert_eq!(now.deliveries[2].state, DeliveryState::Delivered, "what is known of both is as it is now");
    }

    #[test]
    fn a_latest_page_that_is_all_there_is_stands_alone() {
        let known = page(&[3, 2, 1], None, DeliveryState::Pending);
        assert_eq!(ids(&joined(page(&[3], None, DeliveryState::Failed), known.clone())), [3]);
        let now = joined(page(&[4, 3, 2, 1], Some("1"), DeliveryState::Pending), known);
        assert_eq!((ids(&now), now.next.as_deref()), (vec![4, 3, 2, 1], Some("1")));
    }
}
