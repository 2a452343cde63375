//! The text in small letters of one form, with a map back to the characters as written.
//!
//! Folding is what everyone agrees on: case, ё as е, compatibility forms, marks and invisible
//! characters. Look-alikes and digits for letters are guesses, so they are not made here.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text. `chars[i]` came from character number `origin[i]` of the text as given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded characters.
    pub chars: Vec<char>,
    /// For each of them, the number of the character it came from; never decreasing.
    pub origin: Vec<u32>,
    /// For each of them, whether it came from a capital letter.
    pub capital: Vec<bool>,
    /// How many characters the text as given has.
    pub given: u32,
}

impl Folded {
    /// Folds a text.
    pub fn new(text: &str) -> Folded {
        let length = text.chars().count();
        let mut folded = Folded {
            chars: Vec::with_capacity(length),
            origin: Vec::with_capacity(length),
            capital: Vec::with_capacity(length),
            given: 0,
        };
        for c in text.chars() {
            folded.push(c);
            folded.given += 1;
        }
        folded
    }

    fn push(&mut self, c: char) {
        match c {
            'а'..='я' | ' '..='@' | '['..='~' | '\n' => self.add(c, false),
            'А'..='Я' => self.add(char::from_u32(c as u32 + 32).unwrap_or(c), true),
            'A'..='Z' => self.add(c.to_ascii_lowercase(), true),
            'ё' => self.add('е', false),
            'Ё' => self.add('е', true),
            '«' | '»' | '„' | '“' | '”' => self.add('"', false),
            '‐'..='―' | '−' => self.add('-', false),
            '’' | '‘' | 'ʼ' | 'ʹ' => self.add('\'', false),
            '№' => self.add(c, false),
            c if is_invisible(c) => {}
            c if is_combining_mark(c) => self.mark(c),
            c if c.is_whitespace() => self.add(' ', false),
            c => self.push_rare(c),
        }
    }

    /// Composes the marks that make another letter of Russian or Chuvash, and drops every other.
    fn mark(&mut self, mark: char) {
        let Some(last) = self.chars.last_mut() else { return };
        *last = match (*last, mark) {
            ('и', '\u{306}') => 'й',
            ('а', '\u{306}') => 'ӑ',
            ('е', '\u{306}') => 'ӗ',
            ('у', '\u{30b}') => 'ӳ',
            ('с', '\u{327}') => 'ҫ',
            (kept, _) => kept,
        }
    }

    fn push_rare(&mut self, c: char) {
        let capital = c.is_uppercase();
        if let Some(letter) = boxed(c).or_else(|| small_capital(c)) {
            return self.add(letter, false);
        }
        for c in std::iter::once(c).nfkc().flat_map(char::to_lowercase) {
            let c = match c {
                'ё' => 'е',
                'ӑ' | 'ӗ' | 'ҫ' | 'ӳ' => c,
                c if is_combining_mark(c) => continue,
                c if c.is_alphabetic() => bare(c),
                c => c,
            };
            self.add(c, capital);
        }
    }

    fn add(&mut self, c: char, capital: bool) {
        self.chars.push(c);
        self.capital.push(capital);
        self.origin.push(self.given);
    }

    /// The characters of the text as given that stand behind a range of folded ones.
    pub fn given(&self, start: usize, end: usize) -> (u32, u32) {
        let first = self.origin.get(start).copied().unwrap_or(self.given);
        let last = end.checked_sub(1).and_then(|i| self.origin.get(i)).map_or(first, |&i| i + 1);
        (first, last.max(first))
    }
}

/// The letter in an emoji that is one: circled, squared, or half of a flag.
fn boxed(c: char) -> Option<char> {
    let place = match c as u32 {
        code @ 0x1f150..=0x1f169 => code - 0x1f150,
        code @ 0x1f170..=0x1f189 => code - 0x1f170,
        code @ 0x1f1e6..=0x1f1ff => code - 0x1f1e6,
        _ => return None,
    };
    char::from_u32('a' as u32 + place)
}

/// The letter in a small capital, which Unicode does not call the same letter.
fn small_capital(c: char) -> Option<char> {
    const SMALL: &str = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ";
    const LETTERS: &str = "abcdefghijklmnoprstuvwyz";
    let place = SMALL.chars().position(|small| small == c)?;
    LETTERS.chars().nth(place)
}

/// A letter without its marks, where it is still a letter of the same alphabet (é is e).
fn bare(c: char) -> char {
    // The Latin letters that Chuvash is often typed with must stay apart from the Russian ones.
    match c {
        'ă' => return 'ӑ',
        'ĕ' => return 'ӗ',
        'ç' => return 'ҫ',
        'ÿ' | 'ű' => return 'ӳ',
        _ => {}
    }
    std::iter::once(c).nfd().next().unwrap_or(c)
}

/// Characters that a reader does not see.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || (c.is_control() && c != '\n' && c != '\t')
}
