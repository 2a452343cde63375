//! Covers what must not be read on a screen. A covered text keeps its number of characters.

use super::file::Cover;

/// What stands for a covered character.
const COVER: char = '•';

/// The text with ranges of its characters covered, where that changes anything.
pub(super) fn cover(text: &str, ranges: &[(Cover, u32, u32)]) -> Option<String> {
    if ranges.iter().all(|range| range.0 == Cover::None) {
        return None;
    }
    let given: Vec<char> = text.chars().collect();
    let mut covered = given.clone();
    for &(cover, start, end) in ranges.iter().filter(|range| range.0 != Cover::None) {
        let end = (end as usize).min(given.len());
        hide(cover, &given[start as usize..end], &mut covered[start as usize..end]);
    }
    (covered != given).then(|| {
        let mut shown = String::with_capacity(text.len() * 2);
        shown.extend(covered);
        shown
    })
}

/// Covers what a cover hides of these characters.
fn hide(cover: Cover, chars: &[char], covered: &mut [char]) {
    let digits = chars.iter().filter(|c| is_digit(**c)).count();
    let mut seen = 0;
    let mut inside = false;
    for (&c, covered) in chars.iter().zip(covered) {
        let first = !inside;
        inside = !c.is_whitespace();
        seen += usize::from(is_digit(c));
        let hides = match cover {
            Cover::None => false,
            Cover::Word => !first && !c.is_whitespace(),
            Cover::All => c.is_alphanumeric(),
            Cover::Digits => is_digit(c),
            Cover::Phone if digits < 5 => c.is_alphanumeric(),
            Cover::Phone => {
                is_digit(c) && !(seen == 1 && digits > 10) && seen + 2 <= digits || c.is_alphabetic()
            }
            Cover::Card => is_digit(c) && seen + 4 <= digits || c.is_alphabetic(),
        };
        if hides {
            *covered = COVER;
        }
    }
}

/// Whether a character is a number in any script. Unicode's tables are asked only about strangers.
fn is_digit(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_digit(),
        'А'..='я' => false,
        c => c.is_numeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(cover_as: Cover, text: &str) -> String {
        let end = text.chars().count() as u32;
        cover(text, &[(cover_as, 0, end)]).unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn separators_stay_and_the_length_too() {
        for (cover_as, text, expected) in [
            (Cover::Phone, "+7 903 123-45-14", "+7 ••• •••-••-14"),
            (Cover::Phone, "54-89-15", "••-••-15"),
            (Cover::Card, "2200 0000 0000 0004", "•••• •••• •••• 0004"),
            (Cover::Word, "чёрт тебя", "ч••• т•••"),
            (Cover::All, "anna@example.com", "••••@•••••••.•••"),
            (Cover::Digits, "кв. 45", "кв. ••"),
            (Cover::None, "кв. 45", "кв. 45"),
        ] {
            assert_eq!(covered(cover_as, text), expected);
        }
    }
}
