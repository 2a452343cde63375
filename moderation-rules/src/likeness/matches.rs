//! What the index answers: which question a text repeats, and which it resembles.
//!
//! Plain data with its meaning; how it is found is in `index`.

use serde::{Deserialize, Serialize};

/// What the index knows like a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// The question this one repeats beyond reasonable doubt; a person need not look.
    pub join: Option<Match>,
    /// Questions that may ask the same, best first, one per root and at most five. The one to be
    /// joined is not among them.
    pub offers: Vec<Match>,
}

/// A question like the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    /// The question all those folded into it are shown as.
    pub root: u32,
    /// How alike they are, 0 to 1000.
    pub score: u16,
    /// Why it is thought the same, for a person.
    pub reason: Reason,
}

/// Why two texts are thought to ask the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The same words in the same order.
    SameText,
    /// The same street and the same subject.
    SameStreetAndSubject,
    /// The same settlement, district or named place, and the same subject.
    SamePlaceAndSubject,
    /// The same institution, house or route by its number, and the same subject.
    SameNumberAndSubject,
    /// The same subject, no place named.
    SameSubject,
    /// Most of the words are the same, in another order or with some changed.
    CloseWording,
}

impl Reason {
    /// All there are.
    pub const ALL: [Reason; 6] = [
        Reason::SameText,
        Reason::SameStreetAndSubject,
        Reason::SamePlaceAndSubject,
        Reason::SameNumberAndSubject,
        Reason::SameSubject,
        Reason::CloseWording,
    ];

    /// The name under which it is written.
    pub fn name(self) -> &'static str {
        match self {
            Reason::SameText => "same_text",
            Reason::SameStreetAndSubject => "same_street_and_subject",
            Reason::SamePlaceAndSubject => "same_place_and_subject",
            Reason::SameNumberAndSubject => "same_number_and_subject",
            Reason::SameSubject => "same_subject",
            Reason::CloseWording => "close_wording",
        }
    }
}
