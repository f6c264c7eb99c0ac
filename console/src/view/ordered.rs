//! Lines of a list whose order stays: some come, some go, none changes places.
//!
//! What is there before and after a change is left alone. The library's `For` takes lines out of the page and puts them
//! back where several come before them, which ends a selection in them and takes as long as drawing them anew.

use crate::prelude::*;
use crate::react::effect;
use leptos::tachys::view::{Mountable, Render, any_view::AnyViewState};
use std::{collections::HashSet, hash::Hash};
use weft_widget::view::el::{El, Handle};

/// A line in the page. It goes before what it reacts with: fields are dropped in this order.
struct Drawn<K> {
    key: K,
    state: AnyViewState,
    _owner: Owner,
}

/// The list, with a line for each of what `lines` says: drawn once, as long as its key is among them.
pub fn ordered<L: 'static, K: Eq + Hash + 'static>(
    list: El,
    lines: impl Fn() -> Vec<L> + 'static,
    key: impl Fn(&L) -> K + 'static,
    draw: impl Fn(L) -> AnyView + 'static,
) -> AnyView {
    let node = Handle::new();
    let owner = Owner::new();
    let mut drawn: Vec<Drawn<K>> = Vec::new();
    effect(move || {
        let Some(list) = node.get() else { return };
        let lines = lines();
        let keys: HashSet<K> = lines.iter().map(&key).collect();
        let (stay, go): (Vec<_>, Vec<_>) = drawn.drain(..).partition(|line| keys.contains(&line.key));
        go.into_iter().for_each(leave);
        let mut stay = stay.into_iter().peekable();
        for line in lines {
            let key = key(&line);
            drawn.push(stay.next_if(|next| next.key == key).unwrap_or_else(|| {
                let owner = owner.child();
                let mut state = owner.with(|| untrack(|| draw(line).build()));
                if !stay.peek().is_some_and(|next| next.state.insert_before_this(&mut state)) {
                    state.mount(&list, None);
                }
                Drawn { key, state, _owner: owner }
            }));
        }
        // Where the order did change, they were drawn anew.
        stay.for_each(leave);
    });
    list.held(node)
}

fn leave<K>(mut line: Drawn<K>) {
    line.state.unmount();
}
