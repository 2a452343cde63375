//! The frame of a short text: which of its words stand side by side, small ones and all.
//!
//! Two people who ask the same seldom choose the same words in the same order. Where they nearly do, the word that is
//! not the same is the point: «памятник сносят», «памятник не сносят»; «в Кинеле», «в Кинель-Черкассах». The frame is a
//! Bloom filter of pairs of neighbours (B. H. Bloom, 1970) in the 50 bits of a feature that weighs nothing. A second such
//! feature is a hash of the words in whatever order: the same words in another order are no other question. Greetings and
//! thanks are left out of both.

use super::feature::{Family, Feature, Slot, mix};
use super::reading::Item;
use super::tokens::Kind;
use super::vocabulary::{Vocabulary, stem_key};

/// A longer text has no frame: of so many pairs next to every bit would be set.
const MOST_WORDS: usize = 20;
const BITS: u64 = 50;
/// Stands before the first word and after the last.
const EDGE: u64 = 0;

/// The frame of a text and its words, if it is short enough.
pub(crate) fn frame(vocabulary: &Vocabulary, items: &[Item]) -> Option<[Feature; 2]> {
    let words = || items.iter().filter(|item| !vocabulary.is_polite(&item.token.text)).map(key);
    if words().count() > MOST_WORDS {
        return None;
    }
    let after = words().chain([EDGE]);
    let pairs = [EDGE].into_iter().chain(words()).zip(after);
    let bits = pairs.fold(0, |bits, (one, next)| bits | 1 << (mix(one.rotate_left(7) ^ next) % BITS));
    let set = words().fold(0, |set: u64, word| set.wrapping_add(mix(word)));
    Some(
        [(Family::Frame, bits), (Family::Words, mix(set))]
            .map(|(family, body)| Feature::new(family, body, Slot::Other, 0)),
    )
}

fn key(item: &Item) -> u64 {
    if item.token.kind == Kind::Number { stem_key(&item.token.text) } else { item.key }
}

/// How much of what stands side by side in two texts does so in both, in per cent.
pub(crate) fn overlap(a: Feature, b: Feature) -> u32 {
    let (both, any) = ((a.body() & b.body()).count_ones(), (a.body() | b.body()).count_ones());
    both * 100 / any.max(1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::overlap;
    use crate::likeness::Likeness;

    fn overlap_of(a: &str, b: &str) -> u32 {
        let frame = |text| Likeness::shipped().fingerprint(text).frame().unwrap().0;
        overlap(frame(a), frame(b))
    }

    #[test]
    fn words_in_the_same_order_overlap_and_greetings_do_not_count() {
        let text = "Когда на улице Мира починят фонари?";
        assert_eq!(overlap_of(text, "Добрый день! Когда на улице Мира починят фонари? Спасибо"), 100);
        assert!((45..100).contains(&overlap_of(text, "Когда на улице Мира починят светофоры?")));
        assert!(overlap_of(text, "фонари не горят, темно, мира улица, почините") < 45);
    }

    #[test]
    fn a_long_text_has_none() {
        let long = "фонари не горят у дома и в парке ".repeat(4);
        assert!(Likeness::shipped().fingerprint(&long).frame().is_none());
    }
}
