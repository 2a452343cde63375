//! Words that are fingers running over a keyboard.

use crate::normalise::letters::{LETTERS, Letter, letter};
use std::sync::LazyLock;

/// Whether a word is fingers running over a keyboard: neighbours on a row, letters that no
/// language puts together, or one syllable over and over.
pub(super) fn is_mash(word: &[char]) -> bool {
    if word.len() < 4 || word.iter().any(char::is_ascii_digit) {
        return false;
    }
    let seen = Seen::new(word);
    let (pairs, near, odd) = (word.len() - 1, seen.near, seen.odd);
    (near == pairs && different(word) > 3)
        || (near * 5 >= pairs * 4 && pairs > 6)
        || (odd > 1 && odd * 4 >= pairs)
        || (odd > 0 && pairs > 3 && seen.one_row)
        || (seen.one_row && pairs > 6 && near * 2 >= pairs)
        || (seen.one_row && pairs > 4 && seen.vowels * 4 < word.len())
        || seen.longest > 5
        || seen.longest == word.len().max(5)
        || (pairs > 5 && (1..=3).any(|period| word.iter().zip(&word[period..]).all(|(a, b)| a == b)))
}

/// How many letters a word has, each counted once.
fn different(word: &[char]) -> u32 {
    word.iter().fold(0_u128, |seen, &c| seen | 1 << letter(c)).count_ones()
}

/// What one walk over a word counts.
struct Seen {
    /// Letters beside the one before them on a row.
    near: usize,
    /// Letters that Russian never puts after the one before them.
    odd: usize,
    vowels: usize,
    /// The longest run of consonants or of vowels.
    longest: usize,
    /// Whether all of them are on one row.
    one_row: bool,
}

impl Seen {
    fn new(word: &[char]) -> Seen {
        let keys = &*KEYS;
        let first = keys[usize::from(letter(word[0]))];
        let mut seen = Seen { near: 0, odd: 0, vowels: 0, longest: 0, one_row: first.row > 0 };
        let (mut before, mut run): (Option<(Letter, Key)>, usize) = (None, 0);
        for &c in word {
            let letter = letter(c);
            let key = keys[usize::from(letter)];
            let alike = before.is_some_and(|(_, before)| before.kind == key.kind);
            run = match key.kind {
                Kind::Neither => 0,
                _ if alike => run + 1,
                _ => 1,
            };
            if let Some((last, before)) = before {
                seen.near += usize::from(before.is_beside(key));
                seen.odd += usize::from(!follows(last, letter));
            }
            seen.vowels += usize::from(key.kind == Kind::Vowel);
            seen.longest = seen.longest.max(run);
            seen.one_row &= key.row == first.row;
            before = Some((letter, key));
        }
        seen
    }
}

const ROWS: [&str; 6] = ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
const CONSONANTS: &str = "бвгджзклмнпрстфхцчшщbcdfghjklmnpqrstvwxz";
const VOWELS: &str = "аеиоуыэюя";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Neither,
    Consonant,
    Vowel,
}

/// What a letter is on a keyboard and in a syllable.
#[derive(Clone, Copy, Debug, Default)]
struct Key {
    /// From 1; 0 for what is on no row.
    row: u8,
    place: u8,
    kind: Kind,
}

impl Key {
    /// Whether two letters lie side by side.
    fn is_beside(self, other: Key) -> bool {
        self.row > 0 && self.row == other.row && self.place.abs_diff(other.place) == 1
    }
}

static KEYS: LazyLock<[Key; LETTERS + 1]> = LazyLock::new(|| {
    let mut keys = [Key::default(); LETTERS + 1];
    for (row, letters) in (1..).zip(ROWS) {
        for (place, c) in (0..).zip(letters.chars()) {
            let key = &mut keys[usize::from(letter(c))];
            (key.row, key.place) = (row, place);
        }
    }
    for (kind, letters) in [(Kind::Consonant, CONSONANTS), (Kind::Vowel, VOWELS)] {
        letters.chars().for_each(|c| keys[usize::from(letter(c))].kind = kind);
    }
    keys
});

/// Whether Russian ever puts the second letter after the first; other alphabets are not known.
fn follows(a: Letter, b: Letter) -> bool {
    let russian = 1..=FOLLOWERS.len() as Letter;
    !(russian.contains(&a) && russian.contains(&b)) || FOLLOWERS[usize::from(a - 1)] >> (b - 1) & 1 == 1
}

/// For each Russian letter, the letters seen after it, lowest bit first: counted over the word list that
/// ships with the Snowball stemmers (BSD licence).
#[rustfmt::skip]
const FOLLOWERS: [u32; 32] = [
    0xe3ffffff, 0xdfef7d77, 0xdfeffdbf, 0x018f7db7, 0xddeffdff, 0xc3ffffff, 0x108b7d7b, 0xddcf7dff,
    0xe3ffffff, 0x03d77cb0, 0x016f7db5, 0xdb9efdff, 0xdbdffd2f, 0xdbff7dff, 0xe3ffffff, 0x99cfed21,
    0xdbfffdff, 0xdffffd7f, 0xdffffdff, 0xe3f7ffff, 0x999f7921, 0x250f7925, 0x08085525, 0x110d7d25,
    0x500cfd25, 0x10096121, 0x80000020, 0x83efbffe, 0xc3e6f5bf, 0x0137be9c, 0x43f73efe, 0xc3e7bffe,
];
