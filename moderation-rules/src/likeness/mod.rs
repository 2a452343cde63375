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

mod asides;
mod asked;
mod compare;
mod endings;
mod explain;
mod feature;
mod fingerprint;
mod frame;
mod gates;
mod index;
mod lookup;
mod markers;
mod marks;
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

    /// Says in words what was read in two texts and what came of comparing them: for whoever changes the tables.
    pub fn explain(&self, a: &str, b: &str) -> String {
        explain::explain(&self.vocabulary, &self.fingerprint(a), &self.fingerprint(b))
    }
}
