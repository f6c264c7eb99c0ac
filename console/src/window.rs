//! Which part of a long thread is drawn: some entries around what is read, however many are known.

use std::ops::Range;

/// How many entries are drawn at first: the tallest screen and some more.
const FIRST: usize = 60;
/// How many more come at a time while the reader scrolls: few, so that no frame takes long.
pub const STEP: usize = 12;
/// How many more come when they are asked for.
pub const MANY: usize = 60;
/// The most that are drawn at once.
const MOST: usize = 150;

/// The part that is drawn, by places in the journal. Without an end it follows what comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    first: Option<u64>,
    last: Option<u64>,
}

impl Window {
    /// The entries that are drawn, of those at these places.
    #[must_use]
    pub fn range(self, places: &[u64]) -> Range<usize> {
        let end = self.last.map_or(places.len(), |last| places.partition_point(|place| *place <= last));
        let first = end.saturating_sub(FIRST);
        let start = self.first.map_or(first, |first| places.partition_point(|place| *place < first));
        start.max(end.saturating_sub(MOST)).min(end)..end
    }

    /// Whether the newest is drawn.
    #[must_use]
    pub const fn follows(self) -> bool {
        self.last.is_none()
    }

    /// Stays where it begins now, whatever comes.
    #[must_use]
    pub fn pinned(self, places: &[u64]) -> Self {
        let range = self.range(places);
        Self { first: self.first.or_else(|| places.get(range.start).copied()), ..self }
    }

    /// A step towards the beginning; none at what is known first.
    #[must_use]
    pub fn earlier(self, places: &[u64], step: usize) -> Option<Self> {
        let range = self.range(places);
        let start = range.start.checked_sub(step.min(range.start)).filter(|_| range.start > 0)?;
        Some(Self::of(places, start, range.end.min(start.saturating_add(MOST))))
    }

    /// A step towards the end; none where it is drawn.
    #[must_use]
    pub fn later(self, places: &[u64]) -> Option<Self> {
        let range = self.range(places);
        let end = range.end.saturating_add(STEP).min(places.len());
        (end > range.end).then(|| Self::of(places, range.start.max(end.saturating_sub(MOST)), end))
    }

    /// What is around a place.
    #[must_use]
    pub fn around(places: &[u64], place: u64) -> Self {
        let at = places.partition_point(|known| *known < place);
        let end = at.saturating_add(FIRST / 2).min(places.len());
        Self::of(places, at.saturating_sub(FIRST / 2), end)
    }

    fn of(places: &[u64], start: usize, end: usize) -> Self {
        let last = end.checked_sub(1).filter(|_| end < places.len()).and_then(|last| places.get(last).copied());
        Self { first: places.get(start).copied(), last }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(n: u64) -> Vec<u64> {
        (1..=n).map(|n| n * 2).collect()
    }

    #[test]
    fn a_short_thread_is_drawn_whole() {
        let places = places(50);
        assert_eq!(Window::default().range(&places), 0..50);
        assert_eq!(Window::default().earlier(&places, STEP), None);
        assert_eq!(Window::default().later(&places), None);
        assert_eq!(Window::default().range(&[]), 0..0);
    }

    #[test]
    fn a_walk_to_the_beginning_and_back_draws_everything_once_and_never_too_much() {
        let places = places(5_000);
        let mut window = Window::default();
        let mut seen = window.range(&places).start;
        while let Some(next) = window.earlier(&places, STEP) {
            let range = next.range(&places);
            assert!(range.len() <= MOST && range.start < seen && range.end >= seen, "{range:?} after {seen}");
            (window, seen) = (next, range.start);
        }
        assert_eq!(seen, 0);
        assert!(!window.follows());
        let mut seen = window.range(&places).end;
        while let Some(next) = window.later(&places) {
            let range = next.range(&places);
            assert!(range.len() <= MOST && range.end > seen && range.start <= seen, "{range:?} after {seen}");
            (window, seen) = (next, range.end);
        }
        assert_eq!(seen, places.len());
        assert!(window.follows());
    }

    #[test]
    fn what_comes_is_drawn_at_the_end_and_not_elsewhere() {
        let mut places = places(500);
        let (end, middle) = (Window::default(), Window::around(&places, 500));
        let before = middle.range(&places);
        assert!(before.contains(&249));
        places.push(1_002);
        assert_eq!(end.range(&places).end, 501);
        assert_eq!(middle.range(&places), before);
    }

    #[test]
    fn a_pinned_window_keeps_its_beginning_until_it_is_too_large() {
        let mut places = places(500);
        let pinned = Window::default().pinned(&places);
        let start = pinned.range(&places).start;
        places.extend((501..=560).map(|n| n * 2));
        assert_eq!(pinned.range(&places).start, start);
        places.extend((561..=900).map(|n| n * 2));
        assert_eq!(pinned.range(&places).len(), MOST);
    }
}
