//! Hostile content in a real document: it is text, whatever it looks like (THREATS 26).

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement};
use weft_shared::{
    id::{AttachmentId, MessageId},
    time::Timestamp,
    wire::entry::{File, From, Utterance},
};
use weft_widget::view::{
    bubble::{Setting, bubble},
    el, render_text,
};

wasm_bindgen_test_configure!(run_in_browser);

const HOSTILE: &[&str] = &[
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "\"><iframe srcdoc='<script>alert(1)</script>'>",
    "javascript:alert(1)",
    "<a href=\"javascript:alert(1)\">x</a>",
    "https://shop.example/\"onmouseover=\"alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<style>*{display:none}</style>",
    "</li></ol><h1>x</h1>",
    "{{constructor.constructor('alert(1)')()}}",
    "&lt;img src=x onerror=alert(1)&gt;",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "\u{202e}<b>backwards</b>\u{0}",
];

/// Mounts a view into a fresh element of the document.
fn mount(view: impl FnOnce() -> AnyView + 'static) -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    let host: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    document.body().unwrap().append_child(&host).unwrap();
    mount_to(host.clone(), view).forget();
    host.into()
}

/// Every element inside, with a check that none has an attribute that runs or fetches anything.
fn elements(host: &Element) -> Vec<String> {
    let all = host.query_selector_all("*").unwrap();
    (0..all.length())
        .map(|at| {
            let element: Element = all.get(at).unwrap().unchecked_into();
            for name in element.get_attribute_names().iter().filter_map(|name| name.as_string()) {
                let harmless =
                    ["class", "dir", "href", "target", "rel", "type", "viewBox", "aria-hidden", "d", "data-channel"];
                assert!(harmless.contains(&name.as_str()), "{name} on {}", element.tag_name());
            }
            if let Some(href) = element.get_attribute("href") {
                assert!(href.starts_with("https://shop.example/"), "{href}");
            }
            element.tag_name().to_ascii_lowercase()
        })
        .collect()
}

#[wasm_bindgen_test]
fn hostile_text_becomes_paragraphs_and_links_only() {
    for text in HOSTILE {
        let host = mount(|| render_text(text).into_any());
        for tag in elements(&host) {
            assert!(["p", "a", "br"].contains(&tag.as_str()), "{tag} from {text}");
        }
    }
}

#[wasm_bindgen_test]
fn hostile_names_subjects_and_files_are_text() {
    for hostile in HOSTILE {
        let said = Utterance {
            id: MessageId::from_bits(1),
            channel: "letter".parse().unwrap(),
            from: From::Agent,
            name: Some((*hostile).to_owned()),
            address: None,
            subject: Some((*hostile).to_owned()),
            text: (*hostile).to_owned(),
            folded: Some((*hostile).to_owned()),
            proof: None,
            delivery: None,
            attachments: vec![File {
                id: AttachmentId::from_bits(1),
                name: (*hostile).to_owned(),
                media_type: (*hostile).to_owned(),
                size: 1,
            }],
            raw: false,
            kind: None,
            answers: None,
            call: None,
            amended: None,
            origin: None,
        };
        let host = mount(move || {
            let setting = Setting { at: Timestamp(0), first: true, last: true, mark: Some(hostile), state: None };
            bubble(&said, &setting, |_| {})
        });
        let expected =
            ["li", "span", "div", "p", "a", "br", "details", "summary", "button", "svg", "path", "bdi", "time"];
        for tag in elements(&host) {
            assert!(expected.contains(&tag.as_str()), "{tag} from {hostile}");
        }
        assert!(
            host.text_content().unwrap().contains(hostile.trim_end_matches('\u{0}')) || hostile.contains('\u{202e}')
        );
    }
}

#[wasm_bindgen_test]
async fn an_element_that_takes_anothers_place_keeps_nothing_of_it() {
    let second = RwSignal::new(false);
    let host = mount(move || {
        el::list(move || {
            vec![if second.get() {
                el::el("BUTTON").class("b").text("two").done()
            } else {
                el::el("BUTTON").class("a").attr("title", "one").flag("disabled", || true).text("one").done()
            }]
        })
    });
    let button = host.query_selector("button").unwrap().unwrap();
    assert!(button.has_attribute("disabled") && button.has_attribute("title"));
    second.set(true);
    leptos::task::tick().await;
    let button = host.query_selector("button").unwrap().unwrap();
    assert_eq!(button.class_name(), "b");
    assert!(!button.has_attribute("disabled") && !button.has_attribute("title"));
}
