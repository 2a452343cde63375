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
    let mut found = Vec::with_capacity(folded.chars.len() / 5 + 1);
    let mut start = None;
    for (i, &c) in folded.chars.iter().enumerate() {
        match (in_word(c), start) {
            (true, None) => start = Some(i),
            (false, Some(first)) => {
                found.push(word(folded, first, i));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(first) = start {
        found.push(word(folded, first, folded.chars.len()));
    }
    found
}

fn word(folded: &Folded, start: usize, end: usize) -> Word {
    let (mut russian, mut latin, mut chuvash, mut digits, mut other) = (false, false, false, false, false);
    for &c in &folded.chars[start..end] {
        match c {
            'а'..='я' => russian = true,
            'a'..='z' => latin = true,
            'ӑ' | 'ӗ' | 'ҫ' | 'ӳ' => chuvash = true,
            '0'..='9' => digits = true,
            _ => other = true,
        }
    }
    let script = match (russian, latin, chuvash, digits, other) {
        (true, false, false, false, false) => Script::Russian,
        (false, true, false, false, false) => Script::Latin,
        (_, _, true, false, false) => Script::Chuvash,
        (false, false, false, true, false) => Script::Digits,
        _ => Script::Mixed,
    };
    Word { start, end, script }
}

/// Whether a folded character belongs to a word.
pub fn in_word(c: char) -> bool {
    match c {
        'а'..='я' | 'a'..='z' | '0'..='9' => true,
        '\0'..='\u{7f}' => false,
        c => c.is_alphanumeric(),
    }
}
