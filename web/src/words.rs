//! The words of the pages, by Fluent: one file a language in `web/locales`, and another language is one more file.

use std::{collections::BTreeMap, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, types::FluentNumber};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

#[derive(RustEmbed)]
#[folder = "locales"]
struct Files;

/// A language that there is a file for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(&'static str);

/// A value in a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Shown as it is: a name, or a question's number.
    Text(String),
    /// A quantity: it chooses the plural and is shown with its thousands apart.
    Count(u64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(text)
    }
}

impl From<u64> for Arg {
    fn from(count: u64) -> Self {
        Arg::Count(count)
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Arg::Count(count as u64)
    }
}

impl From<&u32> for Arg {
    fn from(count: &u32) -> Self {
        Arg::Count((*count).into())
    }
}

impl From<&usize> for Arg {
    fn from(count: &usize) -> Self {
        Arg::Count(*count as u64)
    }
}

impl From<u32> for Arg {
    fn from(count: u32) -> Self {
        Arg::Count(count.into())
    }
}

/// The languages by their codes.
static LANGS: LazyLock<BTreeMap<&'static str, Locale>> = LazyLock::new(|| {
    Files::iter()
        .map(|file| {
            let code: &'static str = Box::leak(file.trim_end_matches(".ftl").to_owned().into_boxed_str());
            let bytes = Files::get(&file).map(|file| file.data.into_owned()).unwrap_or_default();
            // A test reads every file: what is shipped can be read.
            let source = String::from_utf8(bytes).expect("a locale is UTF-8");
            (code, Locale::new(code, source))
        })
        .collect()
});

struct Locale {
    source: String,
    bundle: FluentBundle<FluentResource>,
}

impl Locale {
    fn new(code: &str, source: String) -> Self {
        let id: LanguageIdentifier = code.parse().expect("a locale's file is named by its language");
        let resource = FluentResource::try_new(source.clone())
            .unwrap_or_else(|(_, errors)| panic!("web/locales/{code}.ftl: {errors:?}"));
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(grouped(number)),
            _ => None,
        }));
        bundle.add_resource(resource).unwrap_or_else(|errors| panic!("web/locales/{code}.ftl: {errors:?}"));
        Locale { source, bundle }
    }
}

/// Thousands apart by a space that does not break, from five digits on as Russian has it and from four as the
/// console shows its figures: the second is used everywhere, so that a column of figures lines up.
fn grouped(number: &FluentNumber) -> String {
    let digits = format!("{}", number.value);
    let mut shown = String::with_capacity(digits.len() + 2);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            shown.push('\u{a0}');
        }
        shown.push(digit);
    }
    shown
}

impl Lang {
    /// The language of whoever says nothing of it.
    pub const RU: Lang = Lang("ru");
    /// The language of logs and of the command line.
    pub const EN: Lang = Lang("en");

    /// All there are, Russian first, as the switch shows them.
    pub fn all() -> impl Iterator<Item = Lang> {
        let others = LANGS.keys().map(|code| Lang(code)).filter(|lang| *lang != Lang::RU);
        std::iter::once(Lang::RU).chain(others)
    }

    /// `ru`, `en`, …
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The language of that code, where there is one.
    pub fn parse(code: &str) -> Option<Lang> {
        LANGS.get_key_value(code).map(|(code, _)| Lang(code))
    }

    /// The first language of an `Accept-Language` header, by its order, that there is.
    pub fn from_accept(header: &str) -> Lang {
        let mut wanted: Vec<(f32, &str)> = header
            .split(',')
            .filter_map(|part| {
                let (tag, q) = part.trim().split_once(";q=").unwrap_or((part.trim(), "1"));
                let q: f32 = q.trim().parse().ok()?;
                (q > 0.0).then_some((q, tag.split('-').next()?))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.into_iter().find_map(|(_, code)| Lang::parse(&code.to_ascii_lowercase())).unwrap_or(Lang::RU)
    }

    /// The language's own name, as the switch shows it.
    pub fn own_name(self) -> String {
        self.t("lang-name")
    }

    /// A text without values.
    pub fn t(self, key: &str) -> String {
        t(self, key, &[])
    }

    /// A text with one value.
    pub fn with(self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        t(self, key, &[(name, value.into())])
    }

    /// The file that the texts are from.
    pub(crate) fn source(self) -> &'static str {
        LANGS.get(self.0).map_or("", |locale| &locale.source)
    }
}

/// A text of that language. A key that is missing shows itself, and fails the tests.
pub fn t(lang: Lang, key: &str, args: &[(&str, Arg)]) -> String {
    find(lang, key, args).unwrap_or_else(|| key.to_owned())
}

/// The words of a refusal, by its code.
pub fn refusal(lang: Lang, code: &str, args: &[(&str, Arg)]) -> String {
    let key = format!("refused-{}", code.replace('_', "-"));
    find(lang, &key, args).unwrap_or_else(|| t(lang, "refused-internal", &[]))
}

fn find(lang: Lang, key: &str, args: &[(&str, Arg)]) -> Option<String> {
    let bundle = &LANGS.get(lang.0)?.bundle;
    let pattern = bundle.get_message(key)?.value()?;
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        match value {
            Arg::Text(text) => values.set(*name, FluentValue::String(text.as_str().into())),
            Arg::Count(count) => values.set(*name, FluentValue::from(*count)),
        }
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&values), &mut errors);
    debug_assert!(errors.is_empty(), "{key}: {errors:?}");
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(lang: Lang) -> BTreeSet<String> {
        crate::compiled::messages(lang, &[""]).into_keys().collect()
    }

    #[test]
    fn every_language_has_every_text() {
        for lang in Lang::all() {
            assert_eq!(keys(lang), keys(Lang::RU), "{}", lang.code());
        }
        assert_eq!(Lang::all().map(Lang::code).collect::<Vec<_>>(), ["ru", "cv", "en"]);
    }

    /// Keyboards without them have people write Latin ă ĕ ç ÿ, which readers and searches take for other letters.
    #[test]
    fn chuvash_has_its_own_letters_and_no_lookalikes() {
        let text = Lang::parse("cv").expect("there is Chuvash").source();
        let is_cyrillic = |letter: char| ('а'..='я').contains(&letter) || "ёӑӗҫӳ".contains(letter);
        for word in text.split(|letter: char| !letter.is_alphabetic()) {
            let letters: Vec<char> = word.to_lowercase().chars().collect();
            let all = |is: fn(&char) -> bool| letters.iter().all(is);
            assert!(letters.iter().all(|letter| is_cyrillic(*letter)) || all(char::is_ascii), "{word}");
        }
    }

    #[test]
    fn plurals_and_thousands_are_right() {
        let shown = |lang: Lang, n: u32| lang.with("questions-count", "count", n);
        let table =
            [(1, "1 вопрос"), (2, "2 вопроса"), (5, "5 вопросов"), (11, "11 вопросов"), (21, "21 вопрос")];
        for (n, expected) in table {
            assert_eq!(shown(Lang::RU, n), expected);
        }
        assert_eq!(shown(Lang::RU, 1_482), "1\u{a0}482 вопроса");
        let chuvash = Lang::parse("cv").expect("there is Chuvash");
        assert_eq!(shown(chuvash, 1), "1 ыйту");
        assert_eq!(shown(chuvash, 5), "5 ыйту");
        assert_eq!(shown(Lang::EN, 1), "1 question");
        assert_eq!(shown(Lang::EN, 1_000_000), "1\u{a0}000\u{a0}000 questions");
    }

    #[test]
    fn the_browsers_language_is_taken_by_its_order() {
        let table = [
            ("", "ru"),
            ("de", "ru"),
            ("de, en;q=0.5", "en"),
            ("en-GB,en;q=0.9,ru;q=0.8", "en"),
            ("cv-RU,cv;q=0.9,ru;q=0.8", "cv"),
            ("ru;q=0.2,en;q=0.9", "en"),
            ("en;q=0, ru", "ru"),
            ("*", "ru"),
        ];
        for (header, expected) in table {
            assert_eq!(Lang::from_accept(header).code(), expected, "{header}");
        }
    }
}
