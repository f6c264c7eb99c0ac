//! Signals, memos and effects whose code is compiled once. The library's own are compiled anew for each type of value and
//! each closure, which a budget in kilobytes feels; here values stand behind one type, and only looking at them differs.

use leptos::prelude::{self as leptos_prelude, Effect, Track, Update, With, WithUntracked};
use std::{any::Any, marker::PhantomData};

/// A value of any type.
type Value = Box<dyn Any + Send + Sync>;
type InnerSignal = leptos_prelude::RwSignal<Value>;
type InnerMemo = leptos_prelude::Memo<Worked>;

/// The same as [`effect`], with what it said the last time.
pub fn effect_after<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) {
    let mut before = None;
    effect(move || before = Some(run(before.take())));
}

/// Runs something now and again whenever what it reads changes, until the present owner of reactive values ends.
pub fn effect(run: impl FnMut() + 'static) {
    let mut run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(move |_: Option<()>| run());
}

/// A value that is worked out anew when what it reads changes, and tells only when it is another.
pub fn memo<T: PartialEq + Send + Sync + 'static>(work: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    Memo { inner: worked(Box::new(move || Worked::of(work()))), of: PhantomData }
}

fn worked(work: Box<dyn Fn() -> Worked + Send + Sync>) -> InnerMemo {
    InnerMemo::new(move |_: Option<&Worked>| work())
}

/// What a memo worked out, and how two such are compared.
struct Worked {
    value: Value,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl Worked {
    fn of<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        let same = |one: &dyn Any, other: &dyn Any| one.downcast_ref::<T>() == other.downcast_ref::<T>();
        Self { value: Box::new(value), same }
    }
}

impl PartialEq for Worked {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&*self.value, &*other.value)
    }
}

/// How a value is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Whoever looks hears of changes.
    Tracked,
    /// Once.
    Once,
    /// Once, if it is still there.
    IfThere,
}

fn look_at_signal(signal: InnerSignal, how: Look, see: &mut dyn FnMut(&dyn Any)) {
    let see = |value: &Value| see(&**value);
    match how {
        Look::Tracked => signal.with(see),
        Look::Once => signal.with_untracked(see),
        Look::IfThere => drop(signal.try_with_untracked(see)),
    }
}

fn look_at_memo(memo: InnerMemo, how: Look, see: &mut dyn FnMut(&dyn Any)) {
    let see = |worked: &Worked| see(&*worked.value);
    match how {
        Look::Tracked => memo.with(see),
        Look::Once => memo.with_untracked(see),
        Look::IfThere => drop(memo.try_with_untracked(see)),
    }
}

/// Changes a value in place, if it is still there; `change` says whether that is news.
fn change(signal: InnerSignal, change: &mut dyn FnMut(&mut dyn Any) -> bool) {
    let _ = signal.try_maybe_update(|value| (change(&mut **value), ()));
}

/// Puts another value there. Gives it back where there is no place for it any more.
fn put(signal: InnerSignal, value: Value) -> Option<Value> {
    let mut value = Some(value);
    let _ = signal.try_maybe_update(|old| {
        if let Some(value) = value.take() {
            *old = value;
        }
        (true, ())
    });
    value
}

/// Looks with a closure that is called once at most.
fn seen<T: 'static, R>(look: impl FnOnce(&mut dyn FnMut(&dyn Any)), see: impl FnOnce(&T) -> R) -> Option<R> {
    let (mut see, mut found) = (Some(see), None);
    look(&mut |value| {
        if let (Some(see), Some(value)) = (see.take(), value.downcast_ref::<T>()) {
            found = Some(see(value));
        }
    });
    found
}

/// What looking at something that is there always finds.
fn there<R>(found: Option<R>) -> R {
    // The library has stopped already where there is nothing, and a value has the one type that it was made with.
    found.unwrap_or_else(|| std::process::abort())
}

macro_rules! readable {
    ($name:ident, $look:ident) => {
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}

        impl<T: 'static> $name<T> {
            /// Looks at it; whoever does hears of changes.
            pub fn with<R>(self, see: impl FnOnce(&T) -> R) -> R {
                there(seen(|run| $look(self.inner, Look::Tracked, run), see))
            }

            /// Looks at it once.
            pub fn with_untracked<R>(self, see: impl FnOnce(&T) -> R) -> R {
                there(seen(|run| $look(self.inner, Look::Once, run), see))
            }

            /// Looks at it once, if it is still there.
            pub fn try_with_untracked<R>(self, see: impl FnOnce(&T) -> R) -> Option<R> {
                seen(|run| $look(self.inner, Look::IfThere, run), see)
            }

            /// Hears of changes without looking.
            pub fn track(self) {
                self.inner.track();
            }
        }

        impl<T: Clone + 'static> $name<T> {
            /// A copy of it; whoever asks hears of changes.
            #[must_use]
            pub fn get(self) -> T {
                self.with(T::clone)
            }

            /// A copy of it as it is now.
            #[must_use]
            pub fn get_untracked(self) -> T {
                self.with_untracked(T::clone)
            }

            /// A copy of it as it is now, if it is still there.
            #[must_use]
            pub fn try_get_untracked(self) -> Option<T> {
                self.try_with_untracked(T::clone)
            }
        }
    };
}

/// A value that is worked out from others.
pub struct Memo<T> {
    inner: InnerMemo,
    of: PhantomData<fn() -> T>,
}

readable!(Memo, look_at_memo);

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// What [`memo`] makes, by a closure that takes nothing of what was there before.
    #[must_use]
    pub fn new(work: impl Fn(()) -> T + Send + Sync + 'static) -> Self {
        memo(move || work(()))
    }
}

/// A value that tells whoever reads it of its changes.
pub struct RwSignal<T> {
    inner: InnerSignal,
    of: PhantomData<fn() -> T>,
}

readable!(RwSignal, look_at_signal);

impl<T: Default + Send + Sync + 'static> Default for RwSignal<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// A new one; it lives as long as the present owner of reactive values.
    #[must_use]
    #[track_caller]
    pub fn new(value: T) -> Self {
        Self { inner: InnerSignal::new(Box::new(value)), of: PhantomData }
    }

    /// Puts another value there, if there is a place for it still.
    pub fn set(self, value: T) {
        drop(put(self.inner, Box::new(value)));
    }

    /// The same; gives the value back where there is no place for it any more.
    pub fn try_set(self, value: T) -> Option<Box<dyn Any + Send + Sync>> {
        put(self.inner, Box::new(value))
    }

    /// Changes it in place.
    pub fn update(self, with: impl FnOnce(&mut T)) {
        let _ = self.try_maybe_update(|value| (true, with(value)));
    }

    /// Changes it in place, which nobody hears of.
    pub fn update_untracked(self, with: impl FnOnce(&mut T)) {
        let _ = self.try_maybe_update(|value| (false, with(value)));
    }

    /// Changes it in place, and says what came of that; nothing where it is gone.
    pub fn try_update<R>(self, with: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.try_maybe_update(|value| (true, with(value)))
    }

    /// Changes it in place; the closure says whether that is news.
    pub fn maybe_update(self, with: impl FnOnce(&mut T) -> bool) {
        let _ = self.try_maybe_update(|value| (with(value), ()));
    }

    /// Changes it in place; the closure says whether that is news, and what came of it.
    pub fn try_maybe_update<R>(self, with: impl FnOnce(&mut T) -> (bool, R)) -> Option<R> {
        let (mut with, mut came) = (Some(with), None);
        change(self.inner, &mut |value| {
            let (Some(with), Some(value)) = (with.take(), value.downcast_mut::<T>()) else { return false };
            let (news, result) = with(value);
            came = Some(result);
            news
        });
        came
    }
}

/// A value that is kept as long as the present owner of reactive values, and tells nobody of its changes.
pub struct StoredValue<T>(RwSignal<T>);

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T: Default + Send + Sync + 'static> Default for StoredValue<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Send + Sync + 'static> StoredValue<T> {
    /// A new one.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(RwSignal::new(value))
    }

    /// Looks at it.
    pub fn with_value<R>(self, see: impl FnOnce(&T) -> R) -> R {
        self.0.with_untracked(see)
    }

    /// Puts another value there.
    pub fn set_value(self, value: T) {
        self.0.update_untracked(|old| *old = value);
    }

    /// Changes it in place.
    pub fn update_value(self, with: impl FnOnce(&mut T)) {
        self.0.update_untracked(with);
    }

    /// Changes it in place, and says what came of that; nothing where it is gone.
    pub fn try_update_value<R>(self, with: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.0.try_maybe_update(|value| (false, with(value)))
    }
}

impl<T: Clone + Send + Sync + 'static> StoredValue<T> {
    /// A copy of it.
    #[must_use]
    pub fn get_value(self) -> T {
        self.0.get_untracked()
    }

    /// A copy of it, if it is still there.
    #[must_use]
    pub fn try_get_value(self) -> Option<T> {
        self.0.try_get_untracked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::Owner;

    #[test]
    fn a_signal_gives_back_what_was_put_and_changed_in_it() {
        let owner = Owner::new();
        owner.with(|| {
            let signal = RwSignal::new(vec![1]);
            signal.update(|all| all.push(2));
            assert_eq!((signal.get_untracked(), signal.try_update(|all| all.pop())), (vec![1, 2], Some(Some(2))));
            signal.set(vec![7]);
            assert_eq!(signal.with_untracked(Vec::len), 1);
            assert!(signal.try_set(Vec::new()).is_none());
            assert_eq!(signal.try_maybe_update(|all| (false, all.len())), Some(0));
        });
    }

    #[test]
    fn a_memo_is_worked_out_anew_when_what_it_reads_is_another() {
        let owner = Owner::new();
        owner.with(|| {
            let signal = RwSignal::new(2);
            let double = memo(move || signal.get() * 2);
            assert_eq!(double.get_untracked(), 4);
            signal.maybe_update(|n| {
                *n = 5;
                true
            });
            assert_eq!(double.with_untracked(|n| *n), 10);
        });
    }

    #[test]
    fn what_is_gone_says_so_and_takes_nothing() {
        let owner = Owner::new();
        let signal = owner.with(|| RwSignal::new(String::from("here")));
        owner.cleanup();
        drop(owner);
        assert_eq!(signal.try_get_untracked(), None);
        assert!(signal.try_set(String::new()).is_some());
        assert_eq!(signal.try_update(|text| text.len()), None);
        signal.set(String::from("nowhere"));
    }
}
