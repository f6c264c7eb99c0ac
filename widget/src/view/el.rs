//! Elements, all of one type. Leptos' typed builders compile their code anew for every shape of element;
//! a panel has a hundred shapes and a budget in kilobytes, so here tag, attributes and children are values.

use leptos::{
    attr::{Attribute, NextAttribute},
    html,
    prelude::*,
    reactive::effect::RenderEffect,
};
use std::{borrow::Cow, sync::Arc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, KeyboardEvent};

/// A text that may be fixed.
type Text = Cow<'static, str>;
/// What a reactive part calls; erased, so that there is one kind of it.
type Source<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// Where an element's node is found once it is there.
pub type Handle = NodeRef<html::Custom<&'static str>>;

/// One thing that is done to an element.
#[derive(Clone)]
enum Attr {
    Fixed(&'static str, Text),
    Live(&'static str, Source<Option<Text>>),
    Value(Source<String>),
    On(&'static str, Arc<dyn Fn(Event) + Send + Sync>),
}

/// What an element's attributes need to stay alive.
enum Kept {
    Name(&'static str),
    Effect { name: &'static str, _effect: RenderEffect<()> },
    Listener(&'static str, Closure<dyn FnMut(Event)>),
}

/// An element with what its attributes need.
pub struct State(Element, Vec<Kept>);

/// All that is done to one element.
#[derive(Clone, Default)]
pub struct Attrs(Vec<Attr>);

/// An element being made.
pub struct El {
    tag: &'static str,
    attrs: Attrs,
    children: Vec<AnyView>,
}

/// An element by its tag in capitals, as the document object model spells them.
#[must_use]
pub const fn el(tag: &'static str) -> El {
    El { tag, attrs: Attrs(Vec::new()), children: Vec::new() }
}

impl El {
    /// Sets an attribute.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<Text>) -> Self {
        self.attrs.0.push(Attr::Fixed(name, value.into()));
        self
    }

    /// Sets the classes.
    #[must_use]
    pub fn class(self, value: impl Into<Text>) -> Self {
        self.attr("class", value)
    }

    /// Keeps an attribute as `source` says, absent for none.
    #[must_use]
    pub fn live(mut self, name: &'static str, source: impl Fn() -> Option<Text> + Send + Sync + 'static) -> Self {
        self.attrs.0.push(Attr::Live(name, Arc::new(source)));
        self
    }

    /// Keeps an attribute without a value there or absent.
    #[must_use]
    pub fn flag(self, name: &'static str, source: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.live(name, move || source().then_some(Text::Borrowed("")))
    }

    /// Keeps an attribute `true` or absent.
    #[must_use]
    pub fn truth(self, name: &'static str, source: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.live(name, move || source().then_some(Text::Borrowed("true")))
    }

    /// Keeps an attribute `true` or `false`.
    #[must_use]
    pub fn either(self, name: &'static str, source: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.live(name, move || Some(Text::Borrowed(if source() { "true" } else { "false" })))
    }

    /// Keeps the value of a field.
    #[must_use]
    pub fn value(mut self, source: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.attrs.0.push(Attr::Value(Arc::new(source)));
        self
    }

    /// Listens.
    #[must_use]
    pub fn on(mut self, event: &'static str, then: impl Fn(Event) + Send + Sync + 'static) -> Self {
        self.attrs.0.push(Attr::On(event, Arc::new(then)));
        self
    }

    /// Listens to clicks.
    #[must_use]
    pub fn tap(self, then: impl Fn() + Send + Sync + 'static) -> Self {
        self.on("click", move |_| then())
    }

    /// Listens to what a field's value becomes, while somebody writes.
    #[must_use]
    pub fn typed(self, then: impl Fn(String) + Send + Sync + 'static) -> Self {
        self.on("input", move |event| then(event_target_value(&event)))
    }

    /// Listens to keys.
    #[must_use]
    pub fn keys(self, then: impl Fn(&KeyboardEvent) + Send + Sync + 'static) -> Self {
        self.on("keydown", move |event| {
            if let Some(event) = event.dyn_ref() {
                then(event);
            }
        })
    }

    /// Listens to being submitted, which then goes nowhere else.
    #[must_use]
    pub fn submit(self, then: impl Fn() + Send + Sync + 'static) -> Self {
        self.on("submit", move |event| {
            event.prevent_default();
            then();
        })
    }

    /// Appends text.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.child(text.into().into_any())
    }

    /// Appends a child.
    #[must_use]
    pub fn child(mut self, child: AnyView) -> Self {
        self.children.push(child);
        self
    }

    /// Appends a child that may be absent. Its place stays: those after it keep their nodes when it comes or goes.
    #[must_use]
    pub fn maybe(self, child: Option<AnyView>) -> Self {
        self.child(child.into_any())
    }

    /// Appends children.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = AnyView>) -> Self {
        self.children.extend(children);
        self
    }

    /// Appends what `source` says, kept up to date.
    #[must_use]
    pub fn list(self, source: impl FnMut() -> Vec<AnyView> + Send + 'static) -> Self {
        self.child(list(source))
    }

    /// Appends something that may be absent, kept up to date.
    #[must_use]
    pub fn show(self, source: impl FnMut() -> Option<AnyView> + Send + 'static) -> Self {
        let mut source: Box<dyn FnMut() -> Option<AnyView> + Send> = Box::new(source);
        self.list(move || source().into_iter().collect())
    }

    /// Appends text that is kept up to date.
    #[must_use]
    pub fn words(self, source: impl Fn() -> String + Send + 'static) -> Self {
        let source: Box<dyn Fn() -> String + Send> = Box::new(source);
        self.list(move || vec![source().into_any()])
    }

    /// The element as a view.
    #[must_use]
    pub fn done(self) -> AnyView {
        html::custom(self.tag).add_any_attr(self.attrs).child(self.children).into_any()
    }

    /// The element as a view, and its node in `node` once there is one.
    #[must_use]
    pub fn held(self, node: Handle) -> AnyView {
        html::custom(self.tag).add_any_attr(self.attrs).node_ref(node).child(self.children).into_any()
    }

    /// A box to tick or a choice as a view, ticked as `source` says.
    #[must_use]
    pub fn checked(self, source: impl Fn() -> bool + Send + Sync + 'static) -> AnyView {
        let node = Handle::new();
        Effect::new(move |_| {
            if let Some(node) = node.get() {
                let _ = js_sys::Reflect::set(&node, &JsValue::from_str("checked"), &JsValue::from_bool(source()));
            }
        });
        self.held(node)
    }
}

/// A list that is kept up to date.
pub fn list(source: impl FnMut() -> Vec<AnyView> + Send + 'static) -> AnyView {
    let source: Box<dyn FnMut() -> Vec<AnyView> + Send> = Box::new(source);
    source.into_any()
}

fn put(element: &Element, name: &str, value: Option<&str>) {
    let _ = value.map_or_else(|| element.remove_attribute(name), |value| element.set_attribute(name, value));
}

fn set(element: &Element, attr: Attr) -> Kept {
    let element = element.clone();
    match attr {
        Attr::Fixed(name, value) => {
            put(&element, name, Some(&value));
            Kept::Name(name)
        }
        Attr::Live(name, source) => effect(name, Box::new(move || put(&element, name, source().as_deref()))),
        Attr::Value(source) => effect(
            "value",
            Box::new(move || {
                let name = JsValue::from_str("value");
                let value = JsValue::from_str(&source());
                // Setting what is there already would move the cursor.
                if js_sys::Reflect::get(&element, &name).ok().as_ref() != Some(&value) {
                    let _ = js_sys::Reflect::set(&element, &name, &value);
                }
            }),
        ),
        Attr::On(name, then) => {
            let listener = Closure::<dyn FnMut(Event)>::new(move |event| then(event));
            let _ = element.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
            Kept::Listener(name, listener)
        }
    }
}

fn effect(name: &'static str, run: Box<dyn Fn()>) -> Kept {
    Kept::Effect { name, _effect: RenderEffect::new(move |_| run()) }
}

impl Attribute for Attrs {
    const MIN_LENGTH: usize = 0;
    type State = State;
    type AsyncOutput = Self;
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn html_len(&self) -> usize {
        0
    }

    // There is no server that renders this.
    fn to_html(self, _: &mut String, _: &mut String, _: &mut String, _: &mut String) {}

    fn hydrate<const FROM_SERVER: bool>(self, element: &Element) -> State {
        self.build(element)
    }

    fn build(self, element: &Element) -> State {
        State(element.clone(), self.0.into_iter().map(|attr| set(element, attr)).collect())
    }

    fn rebuild(self, State(element, kept): &mut State) {
        for old in kept.drain(..) {
            match old {
                Kept::Name(name) | Kept::Effect { name, .. } if !self.sets(name) => put(element, name, None),
                Kept::Listener(name, listener) => {
                    let _ = element.remove_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
                }
                _ => {}
            }
        }
        *kept = self.0.into_iter().map(|attr| set(element, attr)).collect();
    }

    fn into_cloneable(self) -> Self::Cloneable {
        self
    }

    fn into_cloneable_owned(self) -> Self::CloneableOwned {
        self
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self::AsyncOutput {
        self
    }
}

impl Attrs {
    fn sets(&self, wanted: &str) -> bool {
        self.0.iter().any(|attr| matches!(attr, Attr::Fixed(name, _) | Attr::Live(name, _) if *name == wanted))
    }
}

impl NextAttribute for Attrs {
    type Output<NewAttr: Attribute> = (Self, NewAttr);

    fn add_any_attr<NewAttr: Attribute>(self, new: NewAttr) -> Self::Output<NewAttr> {
        (self, new)
    }
}
