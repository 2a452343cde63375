//! Who asks the same: what to join at once, what to offer to a person, and why.
//!
//! A text is read into a [`Fingerprint`] once, when it is taken in; an [`Index`] of fingerprints
//! finds those that ask the same. Plain similarity is not the answer, as questions to officials
//! differ by the one word that matters; so what two texts share makes them alike, and what must
//! agree (`gates`) decides whether they may be joined. All of it is integers, so that every
//! machine decides alike. `docs/likeness.md` tells the whole story.
//!
//! No I/O, clock or randomness may go in here, and no floating point into what is stored or
//! compared.

mod compare;
mod feature;
mod fingerprint;
mod gates;
mod index;
mod markers;
mod matches;
mod names;
mod numbers;
mod postings;
mod reading;
mod stems;
mod tokens;
mod translit;
mod vocabulary;
mod wishes;

pub use fingerprint::Fingerprint;
pub use index::Index;
pub use matches::{Match, Matches, Reason};

use std::sync::LazyLock;

/// What is known of the language: the vocabulary with its synonyms, and how rare words are.
#[derive(Debug)]
pub struct Likeness {
    vocabulary: vocabulary::Vocabulary,
    markers: markers::Markers,
}

impl Likeness {
    /// The tables that ship with the program, read once.
    pub fn shipped() -> &'static Likeness {
        static SHIPPED: LazyLock<Likeness> = LazyLock::new(|| Likeness {
            vocabulary: vocabulary::Vocabulary::shipped(),
            markers: markers::Markers::shipped(),
        });
        &SHIPPED
    }

    /// Reads a text into what is kept of it; linear in its length.
    pub fn fingerprint(&self, text: &str) -> Fingerprint {
        reading::read(&self.vocabulary, &self.markers, text)
    }

    // DEBUG
    #[doc(hidden)]
    pub fn explain(&self, text: &str) -> String {
        let f = self.fingerprint(text);
        let h = f.head();
        let m: Vec<_> = vocabulary::MATTERS.iter().enumerate().filter(|(i, _)| h.matters() >> i & 1 == 1).map(|(_, n)| *n).collect();
        let mut s = format!("words {} pred {} wish {:06b} asp {:b} {m:?}", h.words(), h.has_predicate(), h.wishes().0, h.aspects());
        for x in f.features() {
            s += &format!("\n   {:?} {} {}", x.slot(), x.weight(), self.vocabulary.name_of(x));
        }
        s
    }
    #[doc(hidden)]
    pub fn judge(&self, a: &str, b: &str) -> String {
        compare::debug(&self.fingerprint(a), &self.fingerprint(b))
    }
}
