//! Stems of words, and a word packed into fifty bits.
//!
//! Ten letters of a stem tell words apart and still allow two stems to be compared letter by
//! letter, which a hash would not. Nothing here knows what a word means.

use rust_stemmers::{Algorithm, Stemmer};

/// Stems Russian and English words.
pub(crate) struct Stems {
    russian: Stemmer,
    english: Stemmer,
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Stems")
    }
}

impl Stems {
    pub(crate) fn new() -> Self {
        Self { russian: Stemmer::create(Algorithm::Russian), english: Stemmer::create(Algorithm::English) }
    }

    /// The stem of a folded word.
    pub(crate) fn stem(&self, word: &str) -> String {
        if word.is_ascii() {
            return self.english.stem(word).into_owned();
        }
        let stem = self.russian.stem(word);
        // «детск» and «детско»: what the stemmer leaves at the end of a long word is inflection.
        let long = stem.chars().count() > 3;
        let cut = stem.trim_end_matches(['а', 'е', 'и', 'й', 'о', 'у', 'ы', 'ь', 'ю', 'я']);
        let mut stem = if long && cut.chars().count() >= 3 { cut.to_owned() } else { stem.into_owned() };
        // «список», «списка»; «площадка», «площадок»; «колодец», «колодца».
        for (fleeting, kept) in [("ок", "к"), ("ек", "к"), ("ец", "ц")] {
            if stem.chars().count() > 4 && stem.ends_with(fleeting) {
                stem.truncate(stem.len() - fleeting.len());
                stem.push_str(kept);
            }
        }
        stem
    }
}

const LETTERS: usize = 10;
/// Set in the body of words in Latin letters, where no Cyrillic word has a letter.
const LATIN: u64 = 31;

/// The first letters of a stem, five bits each, the first in the highest.
pub(crate) fn pack(stem: &str) -> u64 {
    let latin = stem.starts_with(|c: char| c.is_ascii());
    let mut body = if latin { LATIN } else { 0 };
    let mut used = usize::from(latin);
    for c in stem.chars().take(LETTERS - used) {
        let code = match c {
            'а'..='ъ' => c as u64 - 'а' as u64 + 1,
            // ь is taken for ъ, so that thirty codes are enough and 31 marks Latin.
            'ы' => 28,
            'ь' => 27,
            'э'..='я' => (c as u64 - 'э' as u64 + 29).min(30),
            'a'..='z' => c as u64 - 'a' as u64 + 1,
            // Letters of Chuvash and others: not told apart, but not lost.
            _ => u64::from(c) % 29 + 1,
        };
        body = body << 5 | code;
        used += 1;
    }
    body << (5 * (LETTERS - used))
}

/// Whether two packed stems differ by a slip of the finger: one letter wrong, missing, too many
/// or two swapped, in a long word and not at its start; or by the ending of a nickname.
pub(crate) fn nearly(a: u64, b: u64) -> bool {
    let (a, b) = (unpack(a), unpack(b));
    let (long, short) = if a.1 >= b.1 { (a, b) } else { (b, a) };
    let (x, y) = (&long.0[..long.1], &short.0[..short.1]);
    // «Карачуринский лес» is that of Карачуры, «Ленинградская» may be the street or the school.
    let tail = x.strip_prefix(y).unwrap_or_default();
    if y.len() >= 5 && ADJECTIVES.contains(&tail) {
        return true;
    }
    if y.len() < 6 || x.len() - y.len() > 1 {
        return false;
    }
    let same = x.iter().zip(y).take_while(|(p, q)| p == q).count();
    if same < 2 {
        return false;
    }
    let (rest_x, rest_y) = (&x[same..], &y[same..]);
    if x.len() != y.len() {
        // One letter too many; at the very end only a suffix letter, or it is another name.
        return rest_x.get(1..) == Some(rest_y) && (rest_x.len() > 1 || is_suffix(rest_x[0]));
    }
    let wrong = rest_x.get(1..) == rest_y.get(1..)
        && (rest_x.len() > 1 && y.len() > 6
            || rest_x.len() == 1 && is_suffix(rest_x[0]) && is_suffix(rest_y[0]));
    let swapped = rest_x.len() > 1
        && rest_x[0] == rest_y[1]
        && rest_x[1] == rest_y[0]
        && rest_x.get(2..) == rest_y.get(2..);
    wrong || swapped
}

/// Whether a packed stem is another one without its last two letters, or one of them.
pub(crate) fn starts(whole: u64, start: u64) -> bool {
    let (whole, start) = (unpack(whole), unpack(start));
    let (x, y) = (&whole.0[..whole.1], &start.0[..start.1]);
    y.len() >= 4 && x.len() <= y.len() + 2 && x.starts_with(y)
}

/// «ин», «ск», «инск», «ьск» and «енск», by which adjectives are made of names.
const ADJECTIVES: [&[u8]; 5] = [&[9, 14], &[18, 11], &[9, 14, 18, 11], &[27, 18, 11], &[6, 14, 18, 11]];

/// к and н, which end nicknames and adjectives: «Новоюжка» is «Новоюжный».
fn is_suffix(code: u8) -> bool {
    matches!(code, 11 | 14)
}

fn unpack(body: u64) -> ([u8; LETTERS], usize) {
    let mut letters = [0; LETTERS];
    let mut used = 0;
    for at in (0..LETTERS).rev() {
        let code = (body >> (5 * at) & 31) as u8;
        if code == 0 {
            break;
        }
        letters[used] = code;
        used += 1;
    }
    (letters, used)
}

/// The letters of a packed stem, as far as they were kept.
pub(crate) fn unpacked(body: u64) -> String {
    let (letters, used) = unpack(body);
    let latin = u64::from(letters[0]) == LATIN;
    let letter = |code: &u8| match (latin, code) {
        (true, code) => char::from(b'a' + code - 1),
        (_, 27) => 'ь',
        (_, 28) => 'ы',
        (_, 29) => 'э',
        (_, 30) => 'ю',
        (_, code) => char::from_u32('а' as u32 + u32::from(*code) - 1).unwrap_or('?'),
    };
    letters[usize::from(latin)..used].iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::{Stems, nearly, pack};

    #[test]
    fn slips_are_forgiven_and_other_names_are_not() {
        let near = |a: &str, b: &str| nearly(pack(a), pack(b));
        assert!(near("энтузиаст", "энтузист"));
        assert!(near("хыркасы", "хыркаксы"));
        assert!(near("новоюжк", "новоюжн"));
        assert!(near("гагарин", "гагрин"));
        assert!(!near("гагарин", "магарин"));
        assert!(!near("волков", "волжск"));
        assert!(!near("елабыш", "елаш"));
        assert!(!near("сад", "сада"));
    }

    #[test]
    fn inflection_goes() {
        let stems = Stems::new();
        for (a, b) in [("моргаушей", "моргауши"), ("алатырем", "алатыря"), ("хыркасов", "хыркасы")]
        {
            assert_eq!(stems.stem(a), stems.stem(b));
        }
        assert_eq!(stems.stem("roads"), stems.stem("road"));
    }
}
