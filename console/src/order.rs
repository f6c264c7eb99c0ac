//! Sorting, compiled once: what is sorted are places, whatever stands there.

use std::cmp::Ordering;

/// Sorts by a key. What is alike keeps its order.
pub fn by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let mut places: Vec<usize> = (0..items.len()).collect();
    sort(&mut places, &|a, b| keys.get(a).cmp(&keys.get(b)));
    let mut left: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| left.get_mut(place).and_then(Option::take)));
}

#[inline(never)]
fn sort(places: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    places.sort_unstable_by(|a, b| compare(*a, *b).then(a.cmp(b)));
}

#[cfg(test)]
mod tests {
    use super::by_key;

    #[test]
    fn what_is_alike_keeps_its_order() {
        let mut words = vec!["pear", "fig", "plum", "kiwi", "nut"];
        by_key(&mut words, |word| word.len());
        assert_eq!(words, ["fig", "nut", "pear", "plum", "kiwi"]);
        by_key(&mut Vec::<u8>::new(), |byte| *byte);
    }
}
