//! What is kept of a text to compare it with others, and how it is written into a log entry.
//!
//! A fingerprint is computed once, when the question is taken in, and trusted at replay. So it
//! carries a version, and one of a version this program does not know matches nothing.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::feature::{Family, Feature};

/// Written before the features; changes when old features no longer mean what they did, or lack what the gates go by. A
/// word more in a table changes nothing of the kind: an older question is compared by what was read of it. No release has
/// written this one yet, so that until then it stays the first.
const VERSION: &str = "l1.";

/// No text has more features than this; more in a stored fingerprint is a damaged one.
pub(crate) const MOST_FEATURES: usize = 32;

/// What is kept of a text to compare it with others: compact, and cheap to clone.
///
/// As text it is one short string; a string of another version, or a damaged one, reads as a
/// fingerprint that matches nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// `[whole, head, features in order of their identity …]`, or nothing at all.
    cells: Arc<[u64]>,
}

impl Default for Fingerprint {
    fn default() -> Self {
        Self { cells: Arc::new([]) }
    }
}

impl Fingerprint {
    /// Puts a fingerprint together; features past the most are dropped.
    pub(crate) fn new(whole: u64, head: Head, mut features: Vec<Feature>) -> Self {
        features.truncate(MOST_FEATURES);
        features.sort_unstable();
        features.dedup_by_key(|feature| feature.identity());
        let cells = [whole, head.0].into_iter().chain(features.into_iter().map(|f| f.0)).collect();
        Self { cells }
    }

    /// Whether it can match anything at all.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// How many bytes it takes up in memory.
    pub fn size(&self) -> usize {
        // Two counters and a fat pointer around the cells.
        self.cells.len() * 8 + 32
    }

    /// A hash of the whole text as it was read: equal for the same words in the same order.
    pub(crate) fn whole(&self) -> u64 {
        self.cells.first().copied().unwrap_or(0)
    }

    /// What is known of the text as a whole.
    pub(crate) fn head(&self) -> Head {
        Head(self.cells.get(1).copied().unwrap_or(0))
    }

    /// Which of its words stand side by side, and which there are, unless the text is long.
    pub(crate) fn frame(&self) -> Option<(Feature, Feature)> {
        let &[.., frame, words] = self.cells.get(2..)? else { return None };
        let (frame, words) = (Feature(frame), Feature(words));
        (frame.is(Family::Frame) && words.is(Family::Words)).then_some((frame, words))
    }

    /// The features, in order of their identity.
    pub(crate) fn features(&self) -> impl ExactSizeIterator<Item = Feature> + Clone + '_ {
        self.cells.get(2..).unwrap_or_default().iter().map(|cell| Feature(*cell))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self.cells.iter().flat_map(|cell| cell.to_be_bytes()).collect();
        to.serialize_str(&format!("{VERSION}{}", BASE64.encode(bytes)))
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        Ok(read(&text).unwrap_or_default())
    }
}

/// Reads what `serialize` wrote; `None` if this is not it.
fn read(text: &str) -> Option<Fingerprint> {
    let bytes = BASE64.decode(text.strip_prefix(VERSION)?).ok()?;
    let (cells, rest) = bytes.as_chunks::<8>();
    let fits = rest.is_empty() && cells.len() <= MOST_FEATURES + 2 && cells.len() != 1;
    let cells: Arc<[u64]> = cells.iter().map(|cell| u64::from_be_bytes(*cell)).collect();
    // The comparison walks two sorted lists side by side.
    let sorted = cells
        .get(2..)
        .is_none_or(|features| features.is_sorted_by(|a, b| Feature(*a).identity() < Feature(*b).identity()));
    (fits && sorted).then_some(Fingerprint { cells })
}

/// What is known of a text as a whole, in 64 bits:
/// matters (32) | aspects (16) | wishes (6) | – (1) | predicate (1) | words, up to 255 (8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head(pub(crate) u64);

/// What the asker wants of the thing asked about, two bits for each of three questions: shall it
/// be and work, shall there be more of it, shall it be allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wishes(pub(crate) u8);

impl Wishes {
    /// Adds a wish for more (`sign` above 0) or less of it.
    pub(crate) fn add(&mut self, question: usize, sign: i8) {
        match sign {
            1.. => self.0 |= 1 << (2 * question),
            0 => {}
            ..0 => self.0 |= 2 << (2 * question),
        }
    }

    /// Whether one wants only more and the other only less of something.
    pub(crate) fn oppose(self, other: Self) -> bool {
        (0..3).any(|question| {
            let (a, b) = (self.0 >> (2 * question) & 3, other.0 >> (2 * question) & 3);
            a != 0 && b != 0 && a & b == 0
        })
    }
}

impl Head {
    /// Puts a head together.
    pub(crate) fn new(matters: u32, aspects: u16, wishes: Wishes, predicate: bool, words: usize) -> Self {
        Self(
            u64::from(matters) << 32
                | u64::from(aspects) << 16
                | u64::from(wishes.0 & 63) << 10
                | u64::from(predicate) << 8
                | words.min(255) as u64,
        )
    }

    /// The groups of matters its verbs belong to, a bit each.
    pub(crate) fn matters(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// What it wants to know, where that is not simply that the matter be put right.
    pub(crate) fn aspects(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// What the asker wants of the thing.
    pub(crate) fn wishes(self) -> Wishes {
        Wishes((self.0 >> 10 & 63) as u8)
    }

    /// Whether the text says or asks anything of its subject, or only names it.
    pub(crate) fn has_predicate(self) -> bool {
        self.0 >> 8 & 1 == 1
    }

    /// How many words with a meaning of their own the text has.
    pub(crate) fn words(self) -> u32 {
        (self.0 & 255) as u32
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Fingerprint, VERSION};
    use crate::likeness::{Index, Likeness};

    #[test]
    fn one_of_another_version_matches_nothing() {
        let now = Likeness::shipped().fingerprint("Почему закрыли школу в Боярке?");
        let written = serde_json::to_string(&now).unwrap();
        assert_eq!(serde_json::from_str::<Fingerprint>(&written).unwrap(), now);

        let before: Fingerprint = serde_json::from_str(&written.replace(VERSION, "l0.")).unwrap();
        assert!(before.is_empty());
        let mut index = Index::new();
        index.insert(1, 1, &before);
        let found = index.find(&now);
        assert!(found.join.is_none() && found.offers.is_empty());
    }
}
