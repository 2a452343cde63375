//! Which words stand in one sentence: as Unicode ends sentences, and as people who forget spaces and capitals do.

use super::words::Script;
use super::{Folded, Word};

/// Abbreviations that end no sentence; a single letter never does («г.», «д.», «т.д.», initials). Sorted.
#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    "dr", "mr", "mrs", "ms", "no", "prof", "st", "vs", "акад", "бул", "га", "гг", "гл", "гос", "гр", "дер",
    "доц", "др", "зав", "зам", "им", "инж", "кв", "кг", "км", "комн", "коп", "кор", "корп", "куб", "мин",
    "мкр", "млн", "млрд", "мм", "моб", "наб", "напр", "нач", "обл", "ок", "оф", "пгт", "пер", "пл", "пом",
    "пос", "пр", "просп", "проф", "проч", "респ", "рис", "рн", "руб", "св", "сек", "см", "сот", "ср", "ст",
    "стр", "тел", "тыс", "ул", "уч", "чел", "шт", "эт",
];

/// For each word the number of its sentence, from 0.
pub fn sentences(folded: &Folded, words: &[Word]) -> Vec<u32> {
    let mut number = 0;
    let mut numbers = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        if at > 0 && ends_between(folded, &words[at - 1], word) {
            number += 1;
        }
        numbers.push(number);
    }
    numbers
}

/// Whether a sentence ends between two neighbours.
fn ends_between(folded: &Folded, left: &Word, right: &Word) -> bool {
    let between = &folded.chars[left.end..right.start];
    if between == [' '] {
        return false;
    }
    let stops = between.iter().filter(|&&c| c == '.').count();
    between.iter().any(|&c| matches!(c, '!' | '?' | '\n' | '。' | '؟' | '։' | '।'))
        || (stops == 1 && is_end(folded, left, right))
        // Three stops may be a pause; the next capital tells.
        || (stops > 1 && folded.capital[right.start])
}

/// Whether a lone stop ends a sentence: not in a number or a host, nor after an abbreviation.
fn is_end(folded: &Folded, left: &Word, right: &Word) -> bool {
    let glued = right.start == left.end + 1;
    let both = |script| left.script == script && right.script == script;
    let chars = left.chars(folded);
    let short = ABBREVIATIONS.binary_search_by(|known| known.chars().cmp(chars.iter().copied()));
    let one = left.len() == 1 && left.script != Script::Digits;
    // «дом.тел», «эл.почта»
    let clipped = left.len() < 4 && !folded.capital[right.start];
    !(one || short.is_ok() || (glued && (clipped || both(Script::Digits) || both(Script::Latin))))
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn split(text: &str) -> String {
        let folded = Folded::new(text);
        let words = words(&folded);
        let numbers = sentences(&folded, &words);
        let mut out = String::new();
        for (at, word) in words.iter().enumerate() {
            let new = at > 0 && numbers[at] > numbers[at - 1];
            out += if new { " | " } else { " " };
            out += &word.text(&folded);
        }
        out.trim().to_owned()
    }

    #[test]
    fn a_sentence_ends_where_a_reader_ends_it() {
        for (text, expected) in [
            ("Нет воды. Когда дадут?", "нет воды | когда дадут"),
            ("Нет воды.Когда дадут", "нет воды | когда дадут"),
            ("нет воды. когда дадут", "нет воды | когда дадут"),
            ("Стыд!!! Позор", "стыд | позор"),
            ("Первая строка\nвторая", "первая строка | вторая"),
            ("Ждём… и ждём… Когда?", "ждем и ждем | когда"),
            ("В 5. Приду.", "в 5 | приду"),
            ("Нет света.когда дадут", "нет света | когда дадут"),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn abbreviations_numbers_and_hosts_end_nothing() {
        for text in [
            "г. Шумерля, ул. Садовая, д. 5, кв. 4",
            "дороги, тротуары и т.д. и т. п. чистят",
            "3.5 тыс. руб. с 15.05.2023 г. платим",
            "на сайте example.com написано",
            "школа им. И.Я. Яковлева",
            "дом.тел. 0-00-00, эл.почта",
        ] {
            assert!(!split(text).contains('|'), "{}", split(text));
        }
    }

    #[test]
    fn abbreviations_are_sorted() {
        assert!(ABBREVIATIONS.is_sorted());
    }
}
