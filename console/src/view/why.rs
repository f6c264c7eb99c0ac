//! Why a conversation is where it is, or waits: the reasons of the desk's decision, on demand.

use super::{icon, route};
use crate::prelude::*;
use crate::react::memo;
use crate::{icons::Icon, open::Open, strings::thread as words};
use wasm_bindgen::JsCast;
use weft_shared::routing::Because;
use weft_widget::view::el::el;

/// The disclosure; nothing without a decision.
pub fn view(open: Open) -> AnyView {
    let decision = memo(move || {
        let state =
            open.state.with(|state| state.as_ref().map(|state| (state.owner.is_none(), state.decision.clone())));
        let (waits, decision) = state?;
        // Why nobody has it is known to the desk alone.
        decision.or_else(|| open.card.with(|card| card.as_ref()?.waits.clone().filter(|_| waits)))
    });
    let reason = move |because: Because| {
        el("LI")
            .child(el("BDI").text(open.desk.inbox.with(|inbox| inbox.reasoned(&because.text))).done())
            .children(because.rule.map(route::rule))
            .done()
    };
    let shown = move || {
        let reasons = decision.get()?.because;
        (!reasons.is_empty()).then(|| {
            el("DETAILS")
                .class("why")
                .keys(|event| {
                    let details = event.current_target().and_then(|here| here.dyn_into::<web_sys::Element>().ok());
                    if let Some(details) = details.filter(|here| event.key() == "Escape" && here.has_attribute("open"))
                    {
                        event.stop_propagation();
                        let _ = details.remove_attribute("open");
                        if let Some(summary) = details.first_element_child() {
                            let _ = summary.unchecked_into::<web_sys::HtmlElement>().focus();
                        }
                    }
                })
                .child(el("SUMMARY").child(icon::icon(Icon::Bulb)).text(words::WHY_HERE).done())
                .child(el("OL").class("why-list").attr("role", "list").children(reasons.into_iter().map(reason)).done())
                .done()
        })
    };
    el("DIV").class("why-place").show(shown).done()
}
