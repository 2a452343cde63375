//! Digits however they are written: as digits, as letters that look like digits, as words.

use super::vocabulary::Known;
use crate::normalise::Word;
use crate::rules::hits::Text;

/// One written group of digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Its digits.
    pub(super) digits: Vec<u8>,
    /// Its first folded character.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// How many of the digits are written as digits.
    pub(super) plain: usize,
    /// Whether it is written in words.
    pub(super) spelled: bool,
}

/// Every group of digits in a text, in order.
pub(super) fn groups(text: &Text<'_>, known: &[Known]) -> Vec<Group> {
    let (folded, words) = (text.folded, &text.words);
    let mut found: Vec<Group> = Vec::new();
    let mut sum = Sum::default();
    for (at, (word, known)) in words.iter().zip(known).enumerate() {
        let chars = word.chars(folded);
        if let Some(value) = known.value {
            sum.add(value, word, &mut found);
            continue;
        }
        sum.flush(&mut found);
        let neighbour = |i: usize| words.get(i).is_some_and(|word| is_number(word.chars(folded)));
        if is_number(chars)
            || (chars.iter().all(|&c| digit(c).is_some())
                && chars.len() > 1
                && (neighbour(at + 1) || at.checked_sub(1).is_some_and(neighbour)))
        {
            found.push(Group {
                digits: chars.iter().filter_map(|&c| digit(c)).collect(),
                start: word.start,
                end: word.end,
                plain: chars.iter().filter(|c| c.is_ascii_digit()).count(),
                spelled: false,
            });
        }
    }
    sum.flush(&mut found);
    found
}

/// Digits, perhaps with letters like digits among them.
fn is_number(chars: &[char]) -> bool {
    chars.iter().all(|&c| digit(c).is_some()) && chars.iter().any(char::is_ascii_digit)
}

fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        'o' | 'о' => Some(0),
        'i' | 'l' => Some(1),
        'з' => Some(3),
        'б' => Some(6),
        _ => None,
    }
}

/// A number in words as it grows: «девятьсот» «двадцать» «два».
#[derive(Default)]
struct Sum {
    value: u16,
    start: usize,
    end: usize,
    /// The next word must be worth less than this to belong to the same number.
    below: u16,
}

impl Sum {
    fn add(&mut self, value: u16, word: &Word, found: &mut Vec<Group>) {
        if value == 0 || value >= self.below {
            self.flush(found);
            *self = Sum { value, start: word.start, end: word.end, below: 0 };
        } else {
            self.value += value;
            self.end = word.end;
        }
        self.below = match value {
            100.. => 100,
            20.. => 10,
            _ => 0,
        };
        if self.below == 0 {
            self.flush(found);
        }
    }

    fn flush(&mut self, found: &mut Vec<Group>) {
        if self.end > 0 {
            let digits = self.value.to_string().bytes().map(|b| b - b'0').collect();
            found.push(Group { digits, start: self.start, end: self.end, plain: 0, spelled: true });
        }
        *self = Sum::default();
    }
}
