//! Where the words of a folded text are. Unicode decides what a letter is, never ASCII.

use super::fold::Folded;

/// What a word is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Russian letters only.
    Russian,
    /// `a` to `z` only.
    Latin,
    /// Cyrillic with a letter of Chuvash (ӑ ӗ ҫ ӳ), which no Russian word has.
    Chuvash,
    /// Digits only.
    Digits,
    /// Letters of several alphabets, letters and digits together, or another alphabet.
    Mixed,
}

/// A run of letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its first folded character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it is written with.
    pub script: Script,
}

impl Word {
    /// The folded characters.
    pub fn chars<'a>(&self, folded: &'a Folded) -> &'a [char] {
        &folded.chars[self.start..self.end]
    }

    /// The folded word as text.
    pub fn text(&self, folded: &Folded) -> String {
        self.chars(folded).iter().collect()
    }

    /// Its number of characters.
    #[allow(clippy::len_without_is_empty, reason = "a word is never empty")]
    pub fn len(&self) -> usize {
        self.end - self.start
    }
}

/// The words of a folded text, in order.
pub fn words(folded: &Folded) -> Vec<Word> {
    let mut found = Vec::with_capacity(folded.chars.len() / 4 + 1);
    let mut seen = 0;
    let mut start = 0;
    for (at, &c) in folded.chars.iter().enumerate() {
        match alphabet(c) {
            NONE if seen == NONE => {}
            NONE => {
                found.push(Word { start, end: at, script: script(seen) });
                seen = NONE;
            }
            alphabet => {
                if seen == NONE {
                    start = at;
                }
                seen |= alphabet;
            }
        }
    }
    if seen != NONE {
        found.push(Word { start, end: folded.chars.len(), script: script(seen) });
    }
    found
}

const NONE: u8 = 0;
const RUSSIAN: u8 = 1;
const LATIN: u8 = 2;
const CHUVASH: u8 = 4;
const DIGITS: u8 = 8;
const OTHER: u8 = 16;

/// The alphabet of a folded character, one bit; [`NONE`] outside words.
fn alphabet(c: char) -> u8 {
    match c {
        'а'..='я' => RUSSIAN,
        '\0'..='/' => NONE,
        'a'..='z' => LATIN,
        '0'..='9' => DIGITS,
        'ӑ' | 'ӗ' | 'ҫ' | 'ӳ' => CHUVASH,
        c if in_word(c) => OTHER,
        _ => NONE,
    }
}

/// What a word is written with whose characters are of these alphabets.
fn script(alphabets: u8) -> Script {
    match alphabets {
        RUSSIAN => Script::Russian,
        LATIN => Script::Latin,
        DIGITS => Script::Digits,
        mixed if mixed & CHUVASH > 0 && mixed & (DIGITS | OTHER) == 0 => Script::Chuvash,
        _ => Script::Mixed,
    }
}

/// Whether a folded character belongs to a word.
pub fn in_word(c: char) -> bool {
    match c {
        'а'..='я' | 'a'..='z' | '0'..='9' => true,
        '\0'..='\u{7f}' => false,
        c => c.is_alphanumeric(),
    }
}
