//! What the word lists say of a text, sorted, so that what stands near a place is found without reading all of it.

use super::compile::Use;

/// A rule or a part of it seen in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub(super) rule: u32,
    pub(super) means: Use,
    pub(super) first: u32,
    pub(super) last: u32,
}

/// Words from one to another, both included.
pub(super) type Place = (u32, u32);

impl Mark {
    pub(super) fn place(&self) -> Place {
        (self.first, self.last)
    }
}

/// All marks, by rule, meaning and place.
#[derive(Debug, Default)]
pub(super) struct Marks {
    sorted: Vec<Mark>,
    /// How many words the longest reaches past its first.
    reach: u32,
}

impl Marks {
    pub(super) fn new(mut marks: Vec<Mark>) -> Marks {
        marks.sort_unstable();
        marks.dedup();
        let reach = marks.iter().map(|mark| mark.last - mark.first).max().unwrap_or(0);
        Marks { sorted: marks, reach }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Mark> {
        self.sorted.iter()
    }

    /// The marks of one meaning.
    fn of(&self, means: Use) -> &[Mark] {
        let key = (means.rule(), means);
        let from = self.sorted.partition_point(|mark| (mark.rule, mark.means) < key);
        let count = self.sorted[from..].partition_point(|mark| (mark.rule, mark.means) == key);
        &self.sorted[from..from + count]
    }

    /// Whether one of a meaning touches a range of words.
    pub(super) fn any_in(&self, means: Use, (first, last): Place) -> bool {
        let all = self.of(means);
        let from = all.partition_point(|mark| mark.first + self.reach < first);
        all[from..].iter().take_while(|mark| mark.first <= last).any(|mark| mark.last >= first)
    }

    /// The nearest of a meaning before a place and after it; none overlaps it.
    pub(super) fn beside(&self, means: Use, (first, last): Place) -> [Option<&Mark>; 2] {
        let all = self.of(means);
        let mut before: Option<&Mark> = None;
        for mark in all[..all.partition_point(|mark| mark.first < first)].iter().rev() {
            let nearest = before.map_or(0, |known| known.last);
            if mark.first + self.reach < nearest {
                break;
            }
            if mark.last < first && before.is_none_or(|_| mark.last > nearest) {
                before = Some(mark);
            }
        }
        [before, all.get(all.partition_point(|mark| mark.first <= last))]
    }
}

/// How many words one has to go from one place to another: 0 where they meet, 1 for neighbours.
pub(super) fn distance(a: Place, b: Place) -> usize {
    a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1)) as usize
}
