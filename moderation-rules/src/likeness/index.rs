//! The questions of a broadcast, to be asked which of them a text repeats.
//!
//! Finding costs the same in a queue of ten as in one of a million: a fixed number of postings is
//! looked at, rarest features first and newest questions first, then a fixed number of
//! fingerprints is compared. What makes two of them alike is in `compare`.

use super::compare::{Likening, compare};
use super::feature::mix;
use super::fingerprint::Fingerprint;
use super::matches::{Match, Matches};
use super::postings::Postings;

/// How many postings one search looks at.
const BUDGET: usize = 2_000;
/// How many of them may have the same text word for word.
const SAME_TEXTS: usize = 8;
/// How many fingerprints are compared in full.
const COMPARED: usize = 64;
/// How many questions are offered at most.
const OFFERS: usize = 5;
/// The score from which a question is offered.
const OFFERED_FROM: u16 = 150;
/// The same for a text of more than so many words: in much talk two texts on one matter have
/// less in common.
const TALK_OFFERED_FROM: u16 = 130;
const TALK: u32 = 11;

#[derive(Clone, Debug)]
struct Entry {
    key: u32,
    root: u32,
    live: bool,
    fingerprint: Fingerprint,
}

/// The questions of a broadcast, to be asked which of them a text repeats.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// In order of their keys.
    entries: Vec<Entry>,
    live: usize,
    postings: Postings,
}

impl Index {
    /// An index of no questions.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many questions can be found.
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether no question can be found.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// How many bytes it takes up, the fingerprints included.
    pub fn size(&self) -> usize {
        let fingerprints: usize = self.entries.iter().map(|entry| entry.fingerprint.size()).sum();
        self.entries.capacity() * size_of::<Entry>() + fingerprints + self.postings.size()
    }

    /// Adds a question: `key` is its number, `root` the question it is folded into, or itself.
    ///
    /// Keys that grow cost least. A key that is there already is replaced, and found again if it
    /// had been removed.
    pub fn insert(&mut self, key: u32, root: u32, fingerprint: &Fingerprint) {
        let entry = Entry { key, root, live: true, fingerprint: fingerprint.clone() };
        let known = match self.position(key) {
            Ok(at) => {
                let old = std::mem::replace(&mut self.entries[at], entry);
                self.live -= usize::from(old.live);
                old.fingerprint == *fingerprint
            }
            Err(at) => {
                self.entries.insert(at, entry);
                false
            }
        };
        self.live += 1;
        if !known && !fingerprint.is_empty() {
            self.postings.push(same_text_key(fingerprint), key);
            for (posting, _) in keys(fingerprint) {
                self.postings.push(posting, key);
            }
        }
    }

    /// Says that a question is folded into another, or stands alone again.
    pub fn set_root(&mut self, key: u32, root: u32) {
        if let Ok(at) = self.position(key) {
            self.entries[at].root = root;
        }
    }

    /// Takes a question out: it is neither joined nor offered any more, nor is what is folded into it.
    pub fn remove(&mut self, key: u32) {
        if let Ok(at) = self.position(key) {
            self.live -= usize::from(std::mem::take(&mut self.entries[at].live));
        }
    }

    /// Puts a question back that was taken out; of one that was not, or is not known, nothing changes.
    pub fn restore(&mut self, key: u32) {
        if let Ok(at) = self.position(key) {
            let live = std::mem::replace(&mut self.entries[at].live, true);
            self.live += usize::from(!live);
        }
    }

    /// What is kept of a question, taken out or not.
    pub fn fingerprint(&self, key: u32) -> Option<&Fingerprint> {
        self.position(key).ok().map(|at| &self.entries[at].fingerprint)
    }

    /// Finds what a text repeats and what it resembles.
    pub fn find(&self, fingerprint: &Fingerprint) -> Matches {
        if fingerprint.is_empty() || self.live == 0 {
            return Matches::default();
        }
        let least = if fingerprint.head().words() > TALK { TALK_OFFERED_FROM } else { OFFERED_FROM };
        let mut found: Vec<(Likening, u32)> = Vec::with_capacity(COMPARED);
        for key in self.candidates(fingerprint) {
            if let Some(entry) = self.entry(key).filter(|entry| !self.is_gone(entry.root)) {
                found.push((compare(fingerprint, &entry.fingerprint), entry.root));
            }
        }
        // Best first; of equals the older root, so that clusters grow rather than multiply.
        found.sort_by_key(|(likening, root)| (std::cmp::Reverse(likening.score), *root));
        let join = found
            .iter()
            .find(|(likening, root)| likening.join && self.root_agrees(*root, fingerprint))
            .map(|(likening, root)| as_match(likening, *root));
        // Beside a question that is much alike, others that are less so are not worth a look.
        let top = found.first().map_or(0, |(likening, _)| likening.score);
        let least = least.max(top * 3 / 5);
        let mut offers: Vec<Match> = Vec::with_capacity(OFFERS);
        for (likening, root) in &found {
            let known = join.iter().chain(&offers).any(|other| other.root == *root);
            if !known && likening.score >= least && offers.len() < OFFERS {
                offers.push(as_match(likening, *root));
            }
        }
        Matches { join, offers }
    }

    /// A chain of small steps must not lead from one question to quite another: what is joined
    /// through a member of a group must not contradict the question the group is shown as.
    fn root_agrees(&self, root: u32, fingerprint: &Fingerprint) -> bool {
        let root = self.position(root).ok().map(|at| &self.entries[at]);
        root.is_none_or(|root| !compare(fingerprint, &root.fingerprint).contrary)
    }

    /// Whether a question was taken out, and with it all that is folded into it.
    fn is_gone(&self, root: u32) -> bool {
        self.position(root).is_ok_and(|at| !self.entries[at].live)
    }

    /// The questions most worth comparing, in no particular order.
    fn candidates(&self, fingerprint: &Fingerprint) -> Vec<u32> {
        let mut seen: Vec<(u32, u32)> = Vec::with_capacity(BUDGET);
        let same = self.postings.newest(same_text_key(fingerprint)).take(SAME_TEXTS);
        seen.extend(same.map(|key| (key, 1_000)));
        let mut lists: Vec<(u32, u32, u32)> = keys(fingerprint)
            .into_iter()
            .map(|(key, weight)| (self.postings.count(key), key, weight))
            .collect();
        lists.sort_unstable();
        for (_, list, weight) in lists {
            let room = BUDGET - seen.len();
            seen.extend(self.postings.newest(list).take(room).map(|key| (key, weight)));
        }
        best(seen)
    }

    fn position(&self, key: u32) -> Result<usize, usize> {
        // Numbers mostly have no gaps, so the guess is mostly right.
        let first = self.entries.first().map_or(0, |entry| entry.key);
        let guess = key.wrapping_sub(first) as usize;
        if self.entries.get(guess).is_some_and(|entry| entry.key == key) {
            return Ok(guess);
        }
        if self.entries.last().is_none_or(|last| last.key < key) {
            return Err(self.entries.len());
        }
        self.entries.binary_search_by_key(&key, |entry| entry.key)
    }

    fn entry(&self, key: u32) -> Option<&Entry> {
        self.position(key).ok().and_then(|at| self.entries.get(at)).filter(|entry| entry.live)
    }
}

fn as_match(likening: &Likening, root: u32) -> Match {
    Match { root, score: likening.score, reason: likening.reason }
}

/// Adds up what was seen of each question and keeps the best; of equals the newer.
fn best(mut seen: Vec<(u32, u32)>) -> Vec<u32> {
    seen.sort_unstable();
    let mut sums: Vec<(u32, u32)> = Vec::with_capacity(seen.len());
    for (key, weight) in seen {
        match sums.last_mut() {
            Some((sum, last)) if *last == key => *sum += weight,
            _ => sums.push((weight, key)),
        }
    }
    if sums.len() > COMPARED {
        let at = sums.len() - COMPARED;
        sums.select_nth_unstable(at);
        sums.drain(..at);
    }
    sums.into_iter().map(|(_, key)| key).collect()
}

/// The key under which questions with the very same words are found.
fn same_text_key(fingerprint: &Fingerprint) -> u32 {
    mix(fingerprint.whole()) as u32
}

/// The keys a question is found by, with what each is worth.
fn keys(fingerprint: &Fingerprint) -> Vec<(u32, u32)> {
    let telling = fingerprint.features().filter(|feature| feature.weight() > 0);
    telling.map(|feature| (mix(feature.identity()) as u32, feature.weight())).collect()
}
