//! What can be counted in a text: capitals, repeats, links, fingers running over a keyboard.

use std::cell::{Cell, OnceCell};

use super::file::{Language, Measure};
use super::mash::is_mash;
use crate::normalise::letters::is_letter;
use crate::normalise::words::{Script, in_word};
use crate::normalise::{Folded, Word};

/// An address of the web, in folded characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) start: usize,
    /// One past the host.
    pub(super) host: usize,
    pub(super) end: usize,
}

/// The counts of one text; each is made once, when first asked for.
pub(super) struct Measures<'a> {
    folded: &'a Folded,
    words: &'a [Word],
    links: &'a [Link],
    known: [Cell<Option<u32>>; Measure::COUNT],
    signs: OnceCell<Signs>,
    sorted: OnceCell<Vec<&'a [char]>>,
}

impl<'a> Measures<'a> {
    pub(super) fn new(folded: &'a Folded, words: &'a [Word], links: &'a [Link]) -> Measures<'a> {
        let (known, signs, sorted) = Default::default();
        Measures { folded, words, links, known, signs, sorted }
    }

    pub(super) fn of(&self, measure: Measure) -> u32 {
        let known = &self.known[measure as usize];
        let count = known.get().unwrap_or_else(|| self.count(measure));
        known.set(Some(count));
        count
    }

    fn count(&self, measure: Measure) -> u32 {
        let signs = self.signs.get_or_init(|| Signs::new(self.folded));
        let count = match measure {
            Measure::Letters => signs.letters,
            Measure::Words => self.words.len(),
            Measure::Characters => signs.characters,
            Measure::Capitals => signs.capitals,
            Measure::CapitalsPercent => percent(signs.capitals, signs.letters),
            Measure::Exclamations => signs.exclamations,
            Measure::Questions => signs.questions,
            Measure::SameLetter => signs.same_letter,
            Measure::SameSign => signs.same_sign,
            Measure::SameWord => self.same_word_run(),
            Measure::SameWordPercent => self.same_word_percent(),
            Measure::RepeatedPercent => self.repeated_percent(),
            Measure::Links => self.links.len(),
            Measure::KeyboardPercent => self.keyboard_percent(),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    fn same_word_run(&self) -> usize {
        let same =
            |a: &Word, b: &Word| a.script != Script::Digits && a.chars(self.folded) == b.chars(self.folded);
        self.words.chunk_by(same).map(<[Word]>::len).max().unwrap_or(0)
    }

    /// All words, those that are the same side by side.
    fn sorted_words(&self) -> &[&'a [char]] {
        self.sorted.get_or_init(|| {
            let mut all: Vec<&[char]> = self.words.iter().map(|word| word.chars(self.folded)).collect();
            all.sort_unstable();
            all
        })
    }

    fn repeated_percent(&self) -> usize {
        let all = self.sorted_words();
        percent(all.len() - all.chunk_by(|a, b| a == b).count(), all.len())
    }

    fn same_word_percent(&self) -> usize {
        let all = self.sorted_words();
        let most = all.chunk_by(|a, b| a == b).map(<[&[char]]>::len).max().unwrap_or(0);
        percent(most, all.len())
    }

    fn keyboard_percent(&self) -> usize {
        let letters = |wanted: &dyn Fn(&Word) -> bool| {
            self.words.iter().filter(|word| wanted(word)).map(Word::len).sum::<usize>()
        };
        percent(letters(&|word| is_mash(word.chars(self.folded))), letters(&|_| true))
    }
}

/// What one walk over the characters counts.
#[derive(Default)]
struct Signs {
    letters: usize,
    /// All but spaces.
    characters: usize,
    capitals: usize,
    exclamations: usize,
    questions: usize,
    same_letter: usize,
    same_sign: usize,
}

impl Signs {
    fn new(folded: &Folded) -> Signs {
        let capitals = folded.capital.iter().filter(|&&capital| capital).count();
        let mut signs = Signs { capitals, ..Signs::default() };
        let (mut before, mut run) = (None, 0);
        for &c in &folded.chars {
            run = if before == Some(c) { run + 1 } else { 1 };
            before = Some(c);
            if is_letter(c) {
                signs.letters += 1;
                signs.same_letter = signs.same_letter.max(run);
            } else if c.is_whitespace() {
                continue;
            } else if !in_word(c) {
                signs.exclamations += usize::from(c == '!');
                signs.questions += usize::from(c == '?');
                signs.same_sign = signs.same_sign.max(run);
            }
            signs.characters += 1;
        }
        signs
    }
}

fn percent(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(0)
}

/// The language a text seems to be in: Chuvash by its letters, otherwise by the alphabet.
pub(super) fn language(words: &[Word]) -> Language {
    let count = |script| words.iter().filter(|word| word.script == script).count();
    if count(Script::Chuvash) > 0 {
        Language::Cv
    } else if count(Script::Latin) > count(Script::Russian) {
        Language::En
    } else {
        Language::Ru
    }
}

/// The addresses of the web in a text, with or without `http://`.
pub(super) fn links(folded: &Folded) -> Vec<Link> {
    let chars = &folded.chars;
    let mut found = Vec::new();
    // Every host has a stop in it; most texts have none with a letter behind it.
    if !chars.windows(2).any(|pair| pair[0] == '.' && is_letter(pair[1])) {
        return found;
    }
    let mut start = 0;
    while start < chars.len() {
        let end = start + chars[start..].iter().take_while(|&&c| !breaks(c)).count();
        if let Some(link) = link(chars, start, end) {
            found.push(link);
        }
        start = end + 1;
    }
    found
}

fn breaks(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '(' | ')' | '<' | '>' | ',' | '|')
}

fn link(chars: &[char], start: usize, end: usize) -> Option<Link> {
    let chunk = &chars[start..end];
    let scheme = chunk.windows(3).position(|three| three == [':', '/', '/']);
    let from = start + scheme.map_or(0, |at| at + 3);
    let host = from + chars[from..end].iter().take_while(|&&c| in_word(c) || matches!(c, '.' | '-')).count();
    let host = host - chars[from..host].iter().rev().take_while(|&&c| c == '.').count();
    let name = &chars[from..host];
    let dot = name.iter().rposition(|&c| c == '.')?;
    let top: String = name[dot + 1..].iter().collect();
    // A mailbox is no link, and a stop without a space after it makes no host.
    let known = scheme.is_some()
        || (TOPS.contains(&top.as_str()) && dot > 0 && name.iter().any(char::is_ascii_alphabetic));
    let whole =
        dot > 0 && !chunk.contains(&'@') && (top == "рф" || top.chars().all(|c| c.is_ascii_alphabetic()));
    let known = known || (top == "рф" && dot > 1);
    (known && whole && top.len() > 1).then_some(Link { start, host, end })
}

const TOPS: &[&str] = &[
    "ru", "su", "com", "net", "org", "me", "info", "biz", "xyz", "top", "site", "online", "shop", "store",
    "club", "link", "click", "pro", "io", "ly", "cc", "gl", "gg", "win", "bet", "casino", "live", "world",
    "space", "fun", "app", "dev", "co", "tv", "eu", "uk", "by", "kz", "ua", "de", "cn", "example", "test",
    "moscow", "vip", "life", "today", "website", "tech", "agency", "icu",
];

/// Whether a link matches a line of a file: a host with its parts under it, and perhaps a path's beginning.
pub(super) fn link_matches(folded: &Folded, link: &Link, line: &str) -> bool {
    let (host, path) = line.split_once('/').map_or((line, None), |(host, path)| (host, Some(path)));
    let chunk = &folded.chars[link.start..link.host];
    let from = chunk.windows(3).position(|three| three == [':', '/', '/']).map_or(0, |at| at + 3);
    let given: String = chunk[from..].iter().collect();
    let given_path: String = folded.chars[link.host..link.end].iter().collect();
    let under = host == "*"
        || given == host
        || given
            .strip_suffix(host.trim_start_matches('*'))
            .is_some_and(|rest| rest.ends_with('.') || host.starts_with('*'));
    under && path.is_none_or(|path| given_path.strip_prefix('/').is_some_and(|given| given.starts_with(path)))
}
