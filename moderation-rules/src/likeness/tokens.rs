//! From characters to tokens: words and numbers as people type them, without the noise around.
//!
//! Only spelling is dealt with here: case, ё, look-alike letters, words run together, tags and
//! links. What a word means is the vocabulary's affair, what a number counts that of `numbers`.

use unicode_normalization::UnicodeNormalization as _;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// In small letters, ё written as е; of a number its digits.
    pub(crate) text: String,
    pub(crate) kind: Kind,
    /// Starts with a capital letter.
    pub(crate) capital: bool,
    /// In capital letters altogether, and more than one of them.
    pub(crate) shouted: bool,
    /// First of a sentence or of a line, so that a capital says nothing.
    pub(crate) first: bool,
    /// Within quotation marks.
    pub(crate) quoted: bool,
    /// What stands between it and the token before, when that is a single sign: `. , - / № : %`.
    pub(crate) before: char,
    /// Written together with the token before: `7а`, `м7`.
    pub(crate) joined: bool,
    /// No space between it and the token before, but maybe a sign: `3-А`, `18/57`, `18:00`.
    pub(crate) tight: bool,
    /// A per cent or degree sign follows.
    pub(crate) percent: bool,
}

/// What kind of piece it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, Cyrillic for the most part.
    Word,
    /// Letters, all of them Latin.
    Latin,
    /// Digits.
    Number,
}

/// The longest word kept; what is longer is no word.
const LONGEST: usize = 40;
/// More tokens than this add nothing to what a question asks.
const MOST: usize = 2_000;

/// Cuts a text into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut state = State { first: true, before: ' ', quoted: false, gap: true };
    for line in text.lines() {
        state.first = true;
        for chunk in line.split_whitespace() {
            state.gap = true;
            if let Some(rest) = without_noise(chunk) {
                scan(rest, &mut state, &mut out);
            }
            if out.len() > MOST {
                return together(out);
            }
        }
    }
    together(out)
}

/// «пр-т», «б-р», «кое-как» are one word each.
fn together(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let short = |token: &Token| token.kind == Kind::Word && token.text.chars().count() <= 4;
    for token in tokens {
        match out.last_mut() {
            Some(last) if token.tight && token.before == '-' && short(last) && short(&token) => {
                last.text.push('-');
                last.text.push_str(&token.text);
            }
            _ => out.push(token),
        }
    }
    out
}

struct State {
    first: bool,
    before: char,
    quoted: bool,
    gap: bool,
}

/// The part of a chunk between spaces that people wrote for people; links, mentions, hashtags,
/// addresses and tags are not.
fn without_noise(chunk: &str) -> Option<&str> {
    let is = |prefix: &str| chunk.get(..prefix.len()).is_some_and(|c| c.eq_ignore_ascii_case(prefix));
    if is("http") || is("www.") || is("vk.com") || is("t.me/") || is("<") && chunk.contains('>') {
        return None;
    }
    if chunk.starts_with(['#', '@']) && !chunk[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if chunk.contains('@') && chunk.contains('.') {
        return None;
    }
    // `[club123|The name of a page], please …`
    if chunk.starts_with("[club") || chunk.starts_with("[id") {
        return chunk.split_once(']').map(|(_, rest)| rest);
    }
    Some(chunk)
}

fn scan(chunk: &str, state: &mut State, out: &mut Vec<Token>) {
    let mut word = String::new();
    for c in chunk.nfkc() {
        let kind = class(c);
        // Accents and apostrophes are no end of a word.
        if kind == Class::Mark {
            continue;
        }
        let last = word.chars().next_back();
        let splits = last.is_some_and(|last| class(last) != kind || last.is_lowercase() && c.is_uppercase());
        if splits {
            push(&mut word, state, out);
        }
        match kind {
            Class::Letter | Class::Digit => word.push(c),
            _ => sign(c, state, out),
        }
    }
    push(&mut word, state, out);
}

fn sign(c: char, state: &mut State, out: &mut [Token]) {
    match c {
        '%' | '°' => {
            if let Some(last) = out.last_mut() {
                last.percent = true;
            }
        }
        '«' | '“' | '„' => state.quoted = true,
        '»' | '”' => state.quoted = false,
        '"' | '`' => state.quoted = !state.quoted,
        '.' | '!' | '?' | '…' => state.first = true,
        _ => {}
    }
    state.before = match c {
        '–' | '—' | '‑' | '−' => '-',
        '\\' => '/',
        '!' | '?' | '…' => '.',
        '«' | '“' | '„' | '»' | '”' | '"' | '`' => state.before,
        other => other,
    };
}

fn push(word: &mut String, state: &mut State, out: &mut Vec<Token>) {
    if word.is_empty() {
        return;
    }
    let raw = std::mem::take(word);
    let capital = raw.chars().next().is_some_and(char::is_uppercase);
    let shouted = raw.chars().count() > 1 && raw.chars().all(|c| !c.is_lowercase());
    let (text, kind) = fold(&raw);
    let first = std::mem::take(&mut state.first);
    let before = std::mem::replace(&mut state.before, ' ');
    let tight = !std::mem::take(&mut state.gap);
    let joined = tight && before == ' ';
    if text.chars().count() <= LONGEST {
        let quoted = state.quoted;
        out.push(Token {
            text,
            kind,
            capital,
            shouted,
            first,
            quoted,
            before,
            joined,
            tight,
            percent: false,
        });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Mark,
    Sign,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\'' | '’' => Class::Mark,
        c if c.is_alphabetic() => Class::Letter,
        _ => Class::Sign,
    }
}

/// Small letters, ё as е, and Latin look-alikes within a Cyrillic word as Cyrillic.
fn fold(raw: &str) -> (String, Kind) {
    if raw.starts_with(|c: char| c.is_ascii_digit()) {
        return (raw.to_owned(), Kind::Number);
    }
    let latin = raw.chars().filter(char::is_ascii_alphabetic).count();
    let cyrillic = raw.chars().filter(|c| ('\u{400}'..='\u{52f}').contains(c)).count();
    if latin > 0 && cyrillic == 0 {
        return (raw.to_lowercase(), Kind::Latin);
    }
    let folded = raw.chars().flat_map(char::to_lowercase).map(|c| match c {
        'ё' => 'е',
        'ă' => 'ӑ',
        'ĕ' => 'ӗ',
        'ç' => 'ҫ',
        'ÿ' => 'ӳ',
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        other => other,
    });
    (folded.collect(), Kind::Word)
}

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};

    fn texts(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_run_together_come_apart() {
        assert_eq!(
            texts("улКарла Маркса66/8,ямы.Когда"),
            ["ул", "карла", "маркса", "66", "8", "ямы", "когда"]
        );
    }

    #[test]
    fn noise_is_left_out() {
        assert_eq!(texts("[club17|Служба], нет воды https://x.example #город"), ["нет", "воды"]);
        assert_eq!(texts("Анон#5 ответь@почта.рф"), ["анон", "5"]);
    }

    #[test]
    fn what_a_capital_is_worth_is_known() {
        let found = tokens("Дорога на Пушкина. Когда? «лента» М7");
        let of = |text: &str| found.iter().find(|token| token.text == text).cloned();
        assert!(of("пушкина").is_some_and(|token| token.capital && !token.first));
        assert!(of("когда").is_some_and(|token| token.capital && token.first));
        assert!(of("лента").is_some_and(|token| token.quoted));
        assert!(of("7").is_some_and(|token| token.joined && token.kind == Kind::Number));
    }
}
