//! The frame of all pages: who and where, the way between them, and the page.

use super::{Admin, examples, install, keys, people, place::Place, providers, rules, site};
use crate::prelude::*;
use crate::react::{effect, effect_after};
use crate::{
    browser,
    icons::Icon,
    strings::{self, admin as words},
    view::{avatar, empty, icon, press},
};
use weft_widget::view::el::el;

/// All of it.
pub fn view(admin: Admin) -> AnyView {
    let place = Memo::new(move |_| admin.place.get());
    // Parts of one page stay on it: what was written there is not lost by looking at another part.
    let page = leptos::prelude::Memo::new_with_compare(
        move |_| place.get(),
        |old, new| match (old, new) {
            (Some(old), Some(new)) => !new.is_page_of(*old),
            _ => true,
        },
    );
    effect(move || {
        let site = admin.me.with_value(|me| me.site_name.clone());
        document().set_title(&words::page_title(title(place.get()), &site));
    });
    // The focus follows to the new page, as it would to a new document; not when the first one appears.
    effect_after(move |before: Option<Place>| {
        let now = page.get();
        if before.is_some_and(|before| before != now) {
            browser::focus_soon("page-title");
        }
        // Where the navigation is one line that scrolls, it shows where the reader is.
        request_animation_frame(|| {
            let Ok(Some(current)) = document().query_selector(".admin-nav [aria-current]") else { return };
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
            current.scroll_into_view_with_scroll_into_view_options(&options);
        });
        now
    });
    el("DIV")
        .class("admin")
        .child(skip())
        .child(head(admin, words::TITLE))
        .child(navigation(admin, place))
        .list(move || vec![inside(admin, page.get())])
        .done()
}

/// The way past the head.
pub fn skip() -> AnyView {
    press("skip").tap(|| browser::focus("page-title")).text(words::SKIP).done()
}

/// The head of a page: what this is, whose it is, the ways out.
pub fn head(admin: Admin, title: &'static str) -> AnyView {
    let (site, name) = admin.me.with_value(|me| (me.site_name.clone(), me.name.clone()));
    let names = el("DIV")
        .class("list-head-names")
        .child(el("P").class("admin-title").text(title).done())
        .child(el("P").class("list-head-site").child(el("BDI").text(site).done()).done());
    let desk = el("A")
        .class("button")
        .attr("href", admin.app.settings.with_value(|settings| format!("/console/{}", settings.site)))
        .child(icon::icon(Icon::Inbox))
        .child(el("SPAN").class("wide-only").text(words::TO_DESK).done())
        .attr("aria-label", words::TO_DESK);
    let account = admin.app.settings.with_value(|settings| format!("/account/{}", settings.site));
    let own = el("A")
        .class("mate present")
        .attr("href", account)
        .attr("title", format!("{} ({name})", strings::account::TO_ACCOUNT))
        .attr("aria-label", strings::account::TO_ACCOUNT)
        .child(avatar::avatar(&name, "small own"));
    let out = press("button icon-only")
        .attr("aria-label", strings::SIGN_OUT)
        .attr("title", format!("{} ({name})", strings::SIGN_OUT))
        .tap(move || admin.sign_out())
        .child(icon::icon(Icon::SignOut));
    el("HEADER")
        .class("list-head admin-head")
        .child(el("SPAN").class("brand-mark small").child(icon::icon(Icon::Weave)).done())
        .child(names.done())
        .child(own.done())
        .child(desk.done())
        .child(out.done())
        .done()
}

const fn title(place: Place) -> &'static str {
    match place {
        Place::Rules(_) => words::RULES,
        Place::Examples => words::EXAMPLES,
        Place::People => words::PEOPLE,
        Place::Site => words::SITE,
        Place::Keys => words::KEYS,
        Place::Providers => words::PROVIDERS,
        Place::Install => words::INSTALL,
    }
}

const fn shape(place: Place) -> Icon {
    match place {
        Place::Rules(_) => Icon::Book,
        Place::Examples => Icon::Bulb,
        Place::People => Icon::Person,
        Place::Site => Icon::Gear,
        Place::Keys => Icon::ShieldCheck,
        Place::Providers => Icon::Send,
        Place::Install => Icon::Page,
    }
}

fn navigation(admin: Admin, place: Memo<Place>) -> AnyView {
    let link = move |one: Place| {
        let link = el("A")
            .attr("href", one.hash())
            .live("aria-current", move || place.get().is_page_of(one).then(|| "page".into()))
            .child(icon::icon(shape(one)))
            .child(el("SPAN").text(title(one)).done());
        el("LI").child(link.done()).done()
    };
    let links = Place::ALL.into_iter().filter(|one| admin.may(one.least())).map(link);
    el("NAV")
        .class("admin-nav")
        .attr("aria-label", words::PAGES)
        .child(el("UL").attr("role", "list").children(links).done())
        .done()
}

fn inside(admin: Admin, place: Place) -> AnyView {
    if !admin.may(place.least()) {
        return framed(
            title(place),
            None,
            vec![empty::quiet(Icon::ShieldCheck, words::NOT_YOURS, words::NOT_YOURS_MORE)],
        );
    }
    match place {
        Place::Rules(_) => rules::view(admin),
        Place::Examples => examples::view(admin),
        Place::People => people::view(admin),
        Place::Site => site::view(admin),
        Place::Keys => keys::view(admin),
        Place::Providers => providers::view(admin),
        Place::Install => install::view(admin),
    }
}

/// A page: its title, perhaps the ways between its parts, and what is on it.
pub fn framed(title: &'static str, parts: Option<AnyView>, inside: Vec<AnyView>) -> AnyView {
    let head = el("HEADER")
        .class("page-head")
        .child(el("H1").attr("id", "page-title").attr("tabindex", "-1").text(title).done())
        .maybe(parts);
    el("MAIN").class("page").child(head.done()).child(el("DIV").class("page-inside").children(inside).done()).done()
}
