//! Whatever somebody types, the rules and the cleaning answer: no panic, and every finding lies in the text.

use std::sync::LazyLock;

use moderation_rules::{
    clean::{Limits, clean, line},
    rules::{Context, Rules},
};
use proptest::prelude::*;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::shipped);

/// Pieces that the rules and the detectors look at, to be put together in any order.
const PIECES: &[&str] = &[
    "кв",
    "кв.",
    "д",
    "дом",
    "ул.",
    "Ленина",
    "5",
    "15",
    "2023",
    "4294967296",
    "99999999999999999999",
    "1/2",
    "а",
    "№",
    ", ",
    " ",
    "-",
    "(",
    ")",
    "+7",
    "8",
    "900",
    "девятьсот",
    "сто",
    "OO",
    "серия",
    "ИНН",
    "@",
    "собака",
    "точка",
    "ru",
    "http://",
    "t.me/",
    "www.",
    "х",
    "у",
    "й",
    "*",
    "**",
    "!",
    "?",
    ".",
    "\n",
    "ё",
    "и\u{306}",
    "\u{200b}",
    "\u{336}",
    "🍑",
    "𝔭",
    "№1",
    "[eq",
    "gb",
    "ҫ",
    "ӑ",
    "вы",
    "воры",
    "ЯЯЯ",
    "1️⃣",
    "🇷🇺",
    "ß",
    "İ",
    "ﬁ",
    "ǆ",
    "١٢٣",
    "й",
    "-15",
    "кв15",
    "15кв",
];

fn judged(text: &str) -> Result<(), TestCaseError> {
    let checked = RULES.check(text, &Context::default());
    let length = text.chars().count();
    for finding in &checked.verdict.findings {
        prop_assert!(
            finding.start <= finding.end && finding.end as usize <= length,
            "{finding:?} in {text:?}"
        );
    }
    if let Some(masked) = checked.masked {
        prop_assert_eq!(masked.chars().count(), length);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_characters_are_judged(text in any::<String>()) {
        judged(&text)?;
    }

    #[test]
    fn any_pieces_are_judged(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..25)) {
        judged(&pieces.concat())?;
        judged(&pieces.join(" "))?;
    }

    #[test]
    fn any_characters_are_cleaned(text in any::<String>(), max in 0usize..50) {
        let limits = Limits { max_graphemes: max, ..Limits::default() };
        if let Ok(cleaned) = clean(&text, &limits) {
            prop_assert!(cleaned.chars().count() > 0);
            judged(&cleaned)?;
        }
        if let Ok(line) = line(&text, max) {
            prop_assert!(!line.contains('\n'));
        }
    }
}
