//! A long conversation in several frames: the platform takes frames of up to a megabyte, and browsers show sooner what
//! comes in pieces.

use weft_shared::wire::entry::Entry;

/// About how many bytes of entries go into one frame; one entry alone may be larger, and is far from a megabyte.
const PORTION: usize = 256 * 1024;

/// Entries in portions, in order: whether it is the first, its entries, and the place up to which they tell everything.
/// There is at least one, and the last one tells everything up to `upto`.
pub fn portions(entries: impl Iterator<Item = Entry>, upto: u64) -> Vec<(bool, Vec<Entry>, u64)> {
    let mut portions: Vec<(bool, Vec<Entry>, u64)> = vec![(true, Vec::new(), upto)];
    let mut size = 0;
    for entry in entries {
        let length = serde_json::to_string(&entry).map_or(0, |text| text.len());
        let is_full = size > 0 && size + length > PORTION;
        if is_full {
            if let Some((_, before, told)) = portions.last_mut() {
                *told = before.last().map_or(0, |last| last.seq);
            }
            portions.push((false, Vec::new(), upto));
            size = 0;
        }
        size += length;
        if let Some((_, last, _)) = portions.last_mut() {
            last.push(entry);
        }
    }
    portions
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::{
        time::Timestamp,
        transcript::Transcript,
        wire::entry::{EntryBody, Notice, NoticeKind},
    };

    fn entries(count: u64, length: usize) -> Vec<Entry> {
        let body = || EntryBody::Notice(Notice { kind: NoticeKind::Automatic, text: "\u{1f4ee}".repeat(length) });
        (1..=count).map(|seq| Entry { seq: 2 * seq, at: Timestamp(0), body: body() }).collect()
    }

    #[test]
    fn a_long_conversation_comes_whole_in_frames_that_the_platform_takes() {
        for (count, length) in [(0, 0), (1, 0), (1, 60_000), (40, 60_000), (20_000, 10)] {
            let all = entries(count, length);
            let portions = portions(all.clone().into_iter(), 2 * count + 1);
            let mut transcript = Transcript::default();
            for (first, entries, upto) in portions {
                assert!(serde_json::to_string(&entries).unwrap().len() < 1_000_000);
                transcript.take(first, entries, upto);
            }
            assert_eq!((transcript.entries, transcript.upto), (all, 2 * count + 1));
        }
    }

    #[test]
    fn whoever_is_cut_off_between_two_frames_resumes_without_a_gap() {
        let all = entries(40, 60_000);
        let mut transcript = Transcript::default();
        let mut first = portions(all.clone().into_iter(), 81).into_iter();
        let (reset, entries, upto) = first.next().unwrap();
        transcript.take(reset, entries, upto);
        let rest = all.iter().filter(|entry| entry.seq > transcript.upto).cloned();
        for (_, entries, upto) in portions(rest, 81) {
            transcript.take(false, entries, upto);
        }
        assert_eq!(transcript.entries, all);
    }
}
