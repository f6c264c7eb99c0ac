//! Reactive state without a copy of the reactive machinery for every type it holds.
//!
//! A Leptos signal compiles its code anew for each type. Here the value is beside a signal of nothing that only says
//! "changed": the same reading and writing, at a fraction of the size. The values live as long as the page.

use leptos::prelude::{Notify, RwSignal, Track};
use std::sync::{PoisonError, RwLock};

/// A value whose readers run again when it changes.
pub struct State<T: 'static> {
    value: &'static RwLock<T>,
    changed: RwSignal<()>,
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T: PartialEq> State<T> {
    /// A state for the life of the page: for those of the [`App`](crate::app::App), not for passing ones.
    pub fn new(value: T) -> Self {
        Self { value: Box::leak(Box::new(RwLock::new(value))), changed: RwSignal::new(()) }
    }

    /// Reads it; the reader runs again when it changes.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.changed.track();
        self.with_untracked(read)
    }

    /// Reads it once.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.value.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes it and tells the readers.
    pub fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = self.update_untracked(change);
        self.changed.notify();
        result
    }

    /// Changes it without a word.
    pub fn update_untracked<R>(self, change: impl FnOnce(&mut T) -> R) -> R {
        change(&mut self.value.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces it, and tells the readers if it is another value.
    pub fn set(self, value: T) {
        if self.with_untracked(|known| *known != value) {
            self.update(|known| *known = value);
        }
    }
}

impl<T: Clone + PartialEq> State<T> {
    /// A copy; the reader runs again when it changes.
    #[must_use]
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// A copy, once.
    #[must_use]
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: Default + PartialEq> Default for State<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}
