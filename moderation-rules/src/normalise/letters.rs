//! Which letters a character may stand for: look-alikes (after UTS #39), digits and signs,
//! transliteration, the other keyboard layout.
//!
//! These are guesses, tried only where a word looks disguised; folding knows nothing of them.

/// A letter as the word lists know it: a number from 1 to [`LETTERS`], 0 for anything else.
pub type Letter = u8;

/// The number of letters: Russian, Chuvash, Latin, digits.
pub const LETTERS: usize = 72;

/// The letter of a folded character.
pub fn letter(c: char) -> Letter {
    match c {
        'а'..='я' => (c as u32 - 'а' as u32) as Letter + 1,
        'ӑ' => 33,
        'ӗ' => 34,
        'ҫ' => 35,
        'ӳ' => 36,
        'a'..='z' => c as Letter - b'a' + 37,
        '0'..='9' => c as Letter - b'0' + 63,
        _ => 0,
    }
}

/// A set of letters; two machine words, for one does not hold all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LetterSet([u64; 2]);

impl LetterSet {
    /// Every letter.
    pub const ALL: LetterSet = LetterSet([u64::MAX; 2]);

    /// Puts a letter in.
    pub fn insert(&mut self, letter: Letter) {
        self.0[usize::from(letter >> 6 & 1)] |= 1 << (letter & 63);
    }

    /// Whether a letter is in it.
    pub fn contains(self, letter: Letter) -> bool {
        self.0[usize::from(letter >> 6 & 1)] >> (letter & 63) & 1 == 1
    }

    /// Whether some letter is in both.
    pub fn meets(self, other: LetterSet) -> bool {
        (self.0[0] & other.0[0]) | (self.0[1] & other.0[1]) != 0
    }

    /// How many of its letters stand before one.
    pub fn before(self, letter: Letter) -> u32 {
        let below = |set: u64| (set & ((1 << (letter & 63)) - 1)).count_ones();
        if letter < 64 { below(self.0[0]) } else { self.0[0].count_ones() + below(self.0[1]) }
    }
}

/// Whether a folded character is a letter of any alphabet. Unicode's tables are asked only about strangers.
pub fn is_letter(c: char) -> bool {
    match letter(c) {
        0 => !c.is_ascii() && c.is_alphabetic(),
        known => known < letter('0'),
    }
}

/// By what a character is taken for a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// By its sound, as in transliteration; a Latin letter is also itself.
    Sound,
    /// By its shape.
    Shape,
    /// By either: the word mixes alphabets already.
    Either,
    /// By its key on a Russian keyboard.
    Key,
}

/// The letters that one folded character may stand for.
pub fn stand_ins(c: char, guess: Guess) -> &'static str {
    match guess {
        Guess::Sound => sound(c),
        Guess::Shape => shape(c),
        Guess::Either => either(c),
        Guess::Key => key(c),
    }
}

fn sound(c: char) -> &'static str {
    match c {
        'a' => "aа",
        'b' => "bб",
        'c' => "cцк",
        'd' => "dд",
        'e' => "eеэ",
        'f' => "fф",
        'g' => "gг",
        'h' => "hх",
        'i' => "iий",
        'j' => "jйжь",
        'k' => "kк",
        'l' => "lл",
        'm' => "mм",
        'n' => "nн",
        'o' => "oо",
        'p' => "pп",
        'q' => "qк",
        'r' => "rр",
        's' => "sс",
        't' => "tт",
        'u' => "uу",
        'v' => "vв",
        'w' => "wвш",
        'x' => "xх",
        'y' => "yыйи",
        'z' => "zзц",
        '0' => "oо",
        '1' => "iи",
        '3' => "eез",
        '4' => "aач",
        '5' => "s",
        '6' => "б",
        '7' => "t",
        '9' => "g",
        _ => "",
    }
}

fn shape(c: char) -> &'static str {
    match c {
        'a' => "а",
        'b' => "вьб",
        'c' => "с",
        'e' => "е",
        'g' => "д",
        'h' => "н",
        'k' => "к",
        'm' => "мт",
        'n' => "пи",
        'o' => "о",
        'p' => "р",
        'r' => "г",
        't' => "т",
        'u' => "и",
        'x' => "х",
        'y' => "у",
        '0' => "о",
        '3' => "з",
        '4' => "ч",
        '6' => "б",
        '8' => "в",
        _ => "",
    }
}

fn either(c: char) -> &'static str {
    match c {
        'a' => "aа",
        'b' => "bбвь",
        'c' => "cсцк",
        'd' => "dд",
        'e' => "eеэ",
        'f' => "fф",
        'g' => "gгд",
        'h' => "hхн",
        'i' => "iий",
        'j' => "jйж",
        'k' => "kк",
        'l' => "lл",
        'm' => "mмт",
        'n' => "nнпи",
        'o' => "oо",
        'p' => "pрп",
        'q' => "qк",
        'r' => "rгр",
        's' => "sс",
        't' => "tт",
        'u' => "uиу",
        'v' => "vв",
        'w' => "wвш",
        'x' => "xх",
        'y' => "yуый",
        'z' => "zзц",
        '0' => "oо",
        '1' => "ilи",
        '3' => "зеeэ",
        '4' => "чаa",
        '5' => "s",
        '6' => "б",
        '7' => "tт",
        '8' => "вб",
        '9' => "gяд",
        'а' => "аa",
        'в' => "вbv",
        'е' => "еe",
        'и' => "иu",
        'к' => "кk",
        'м' => "мm",
        'н' => "нhn",
        'о' => "оo",
        'р' => "рpr",
        'с' => "сcs",
        'т' => "тt",
        'у' => "уyu",
        'х' => "хxh",
        'ц' => "цu",
        c => stranger(c),
    }
}

/// Letters of other alphabets, and signs, that look like one of ours.
fn stranger(c: char) -> &'static str {
    match c {
        'α' | 'ᴀ' | 'ɑ' | 'ә' => "аa",
        'β' | 'ʙ' | 'ᏼ' => "вb",
        'γ' | 'ґ' | 'ғ' | 'ᴦ' => "г",
        'δ' | 'ԁ' | 'đ' | 'ᴅ' => "дd",
        'ε' | 'є' | 'ҽ' | 'ᴇ' | '€' => "еe",
        'ζ' | 'ӡ' | 'ҙ' | 'ʒ' => "з",
        'η' => "пн",
        'ʜ' | 'ң' | 'ҥ' | 'ӈ' => "н",
        'ι' | 'і' | 'ї' | 'ı' | 'ӏ' | 'ɪ' => "иi",
        'ј' => "йj",
        'κ' | 'қ' | 'ҡ' | 'ҝ' | 'ᴋ' | 'ĸ' => "кk",
        'λ' | 'ᴧ' | 'ԉ' => "л",
        'μ' | 'ᴍ' => "мm",
        'ν' => "vн",
        'ο' | 'σ' | 'ө' | 'ø' | 'ᴏ' | 'ѳ' | 'օ' => "оo",
        'π' => "п",
        'ρ' | 'ᴘ' => "рp",
        'ς' | 'ѕ' | 'ҁ' | 'ƨ' | 'ᴄ' => "сcs",
        '$' => "сs",
        'τ' | 'ᴛ' | 'ҭ' => "тt",
        'υ' | 'ү' | 'ұ' | 'ʏ' | 'ў' | 'ӱ' | 'ӯ' => "уyu",
        'φ' => "ф",
        'χ' | 'ҳ' | 'ӽ' | 'һ' => "хxh",
        'ω' | 'ѡ' => "оw",
        'җ' => "ж",
        'ҷ' | 'ҹ' => "ч",
        'ł' => "l",
        'ѣ' => "е",
        'ѵ' => "иv",
        _ => own(c),
    }
}

/// A Russian letter stands for itself.
fn own(c: char) -> &'static str {
    const RUSSIAN: &str = "абвгдежзийклмнопрстуфхцчшщъыьэюя";
    match letter(c) {
        place @ 1..=32 => {
            let at = (place as usize - 1) * 2;
            &RUSSIAN[at..at + 2]
        }
        _ => "",
    }
}

fn key(c: char) -> &'static str {
    match c {
        'q' => "й",
        'w' => "ц",
        'e' => "у",
        'r' => "к",
        't' => "е",
        'y' => "н",
        'u' => "г",
        'i' => "ш",
        'o' => "щ",
        'p' => "з",
        '[' | '{' => "х",
        ']' | '}' => "ъ",
        'a' => "ф",
        's' => "ы",
        'd' => "в",
        'f' => "а",
        'g' => "п",
        'h' => "р",
        'j' => "о",
        'k' => "л",
        'l' => "д",
        ';' | ':' => "ж",
        '\'' | '"' => "э",
        'z' => "я",
        'x' => "ч",
        'c' => "с",
        'v' => "м",
        'b' => "и",
        'n' => "т",
        'm' => "ь",
        ',' | '<' => "б",
        '.' | '>' => "ю",
        '`' => "е",
        _ => "",
    }
}

/// Groups of characters that begin with this one and stand for one letter; the longest first.
pub fn groups(c: char, guess: Guess) -> &'static [(&'static str, &'static str)] {
    match (guess, c) {
        (Guess::Key, _) => &[],
        (Guess::Shape, 'b') => &[("bi", "ы"), ("b1", "ы")],
        (Guess::Shape, 'i') => &[("io", "ю")],
        (Guess::Shape, 'l') => &[("lo", "ю")],
        (Guess::Shape, _) => &[],
        (_, 's') => &[("shch", "щ"), ("sch", "щ"), ("sh", "ш")],
        (_, 'c') => &[("ch", "ч"), ("ck", "к")],
        (_, 'z') => &[("zh", "ж")],
        (_, 'k') => &[("kh", "х")],
        (_, 't') => &[("ts", "ц"), ("tz", "ц")],
        (_, 'y') => &[("ya", "я"), ("yu", "ю"), ("yo", "е"), ("ye", "е")],
        (_, 'j') => &[("ja", "я"), ("ju", "ю"), ("jo", "е"), ("je", "е")],
        (_, 'i') => &[("ia", "я"), ("iu", "ю"), ("io", "е")],
        (_, 'p') => &[("ph", "fф")],
        (_, ')') => &[(")(", "х")],
        (_, '}') => &[("}|{", "ж"), ("}{", "х")],
        (_, '>') => &[("><", "х")],
        (_, '/') => &[("/\\", "л")],
        (_, '|') => &[("|-|", "нh"), ("|/|", "и"), ("|)", "дd"), ("|<", "кk")],
        _ => &[],
    }
}

/// Signs that people put in the place of a letter, or between letters.
pub fn is_mask(c: char) -> bool {
    match c {
        '*' | '@' | '#' | '$' | '€' | '%' | '&' | '^' | '~' | '_' | '|' | '\\' | '{' | '}' | '[' | ']'
        | '•' | '●' | '■' | '×' | '¤' => true,
        '\0'..='\u{7f}' => false,
        c => is_picture(c),
    }
}

/// Emoji and other pictures.
pub fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}
