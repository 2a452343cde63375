//! Words as a search knows them: folded and without their endings.

use super::{fold, words};
use rust_stemmers::{Algorithm, Stemmer};

/// The stem of one folded word, Russian or English by its letters; any other word comes back as it is.
pub fn stem(word: &str) -> String {
    let algorithm = match word.chars().next() {
        Some('a'..='z') => Algorithm::English,
        Some('а'..='я') => Algorithm::Russian,
        _ => return word.to_owned(),
    };
    Stemmer::create(algorithm).stem(word).into_owned()
}

/// The stems of a text's words and numbers, in order, repeats kept.
///
/// ```
/// let stems = moderation_rules::normalise::stems("Когда ОТРЕМОНТИРУЮТ дорогу?");
/// assert_eq!(stems, ["когд", "отремонтир", "дорог"]);
/// ```
pub fn stems(text: &str) -> Vec<String> {
    let folded = fold::Folded::new(text);
    words::words(&folded).iter().map(|word| stem(&word.text(&folded))).collect()
}
