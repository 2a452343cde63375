//! Makes a text fit to be kept: nothing invisible, nothing that draws over its neighbours, not too long.
//!
//! What people see stays as they wrote it; judging it is the business of the rules.

use crate::normalise::fold::is_invisible;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// No sensible grapheme takes more bytes: a family of four with skin tones takes 41.
const BYTES_A_GRAPHEME: usize = 48;
const JOINER: char = '\u{200d}';

/// How much a text may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Characters as a reader counts them (grapheme clusters).
    pub max_graphemes: usize,
    /// Combining marks on one base character.
    pub max_marks: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_graphemes: 1000, max_marks: 3 }
    }
}

/// Why a text cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CleanError {
    /// Nothing that a reader can see.
    #[error("the text is empty")]
    Empty,
    /// More than the limit.
    #[error("the text has {got} characters, at most {max} are allowed")]
    TooLong {
        /// The limit.
        max: usize,
        /// The text's length in graphemes; in code points when it is so far over that they
        /// were not even looked at.
        got: usize,
    },
}

/// Cleans a text of any number of lines.
///
/// The result is in NFC, without control, invisible, private and directional characters; line ends
/// are `\n`, at most two in a row; a joiner or a variation selector stays only inside an emoji.
pub fn clean(text: &str, limits: &Limits) -> Result<String, CleanError> {
    let max = limits.max_graphemes;
    if text.len() > max.saturating_mul(BYTES_A_GRAPHEME) {
        return Err(CleanError::TooLong { max, got: text.chars().count() });
    }
    let mut out = Cleaner::new(text.len(), limits.max_marks);
    let mut chars = text.nfc().peekable();
    while let Some(c) = chars.next() {
        out.push(c, chars.peek().copied());
    }
    finish(&out.text, max)
}

/// Cleans a field of one line (a name, a place): as [`clean`], with every run of white space one space.
pub fn line(text: &str, max: usize) -> Result<String, CleanError> {
    let limits = Limits { max_graphemes: max.saturating_mul(2), ..Limits::default() };
    let text = clean(text, &limits).map_err(|error| match error {
        CleanError::TooLong { got, .. } => CleanError::TooLong { max, got },
        CleanError::Empty => CleanError::Empty,
    })?;
    let words: Vec<&str> = text.split_whitespace().collect();
    finish(&words.join(" "), max)
}

fn finish(text: &str, max: usize) -> Result<String, CleanError> {
    let text = text.trim();
    if !text.chars().any(is_visible) {
        return Err(CleanError::Empty);
    }
    // Graphemes are dear to count, and there are never more of them than bytes.
    let got = if text.len() > max { text.graphemes(true).count() } else { 0 };
    if got > max { Err(CleanError::TooLong { max, got }) } else { Ok(text.to_owned()) }
}

/// What has been cleaned so far, and as much of the past as the next character depends on.
struct Cleaner {
    text: String,
    last: Option<char>,
    newlines: usize,
    marks: usize,
    max_marks: usize,
}

impl Cleaner {
    fn new(capacity: usize, max_marks: usize) -> Cleaner {
        Cleaner { text: String::with_capacity(capacity), last: None, newlines: 0, marks: 0, max_marks }
    }

    fn push(&mut self, c: char, next: Option<char>) {
        match c {
            // The `\n` of a CRLF follows by itself.
            '\r' if next == Some('\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => self.newline(),
            '\t' => self.keep(' '),
            JOINER if self.after_emoji() && next.is_some_and(is_emoji) => self.keep(c),
            '\u{fe0e}' | '\u{fe0f}' if self.selects(next) => self.keep(c),
            c if is_invisible(c) || is_private(c) => {}
            c if is_combining_mark(c) => self.mark(c),
            c if c.is_whitespace() => self.keep(' '),
            c => self.keep(c),
        }
    }

    fn newline(&mut self) {
        if self.newlines < 2 {
            self.text.push('\n');
            self.newlines += 1;
        }
        self.last = Some('\n');
        self.marks = 0;
    }

    /// A mark with nothing to stand on would stand on whatever the screen shows before the text.
    fn mark(&mut self, c: char) {
        if self.marks < self.max_marks && self.last.is_some_and(|c| is_visible(c) || c == '\u{fe0f}') {
            self.text.push(c);
            self.marks += 1;
        }
    }

    fn keep(&mut self, c: char) {
        // Spaces at the end of a line would let blank lines through the limit on newlines.
        if !c.is_whitespace() {
            self.newlines = 0;
        }
        self.text.push(c);
        self.last = Some(c);
        self.marks = 0;
    }

    fn after_emoji(&self) -> bool {
        self.last.is_some_and(|c| is_emoji(c) || c == '\u{fe0f}')
    }

    fn selects(&self, next: Option<char>) -> bool {
        self.last
            .is_some_and(|c| is_emoji(c) || (next == Some('\u{20e3}') && matches!(c, '0'..='9' | '#' | '*')))
    }
}

fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !is_invisible(c) && !is_combining_mark(c)
}

/// Private use and noncharacters: each font draws them as it likes, or not at all.
fn is_private(c: char) -> bool {
    let code = c as u32;
    matches!(code, 0xe000..=0xf8ff | 0xf0000.. | 0xfdd0..=0xfdef) || code & 0xfffe == 0xfffe
}

/// Near enough: the blocks in which emoji live.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}'
        | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2122}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cleaned(text: &str) -> String {
        clean(text, &Limits::default()).unwrap()
    }

    #[test]
    fn what_a_reader_sees_stays() {
        for text in
            ["Когда починят дорогу?", "Ача пахчи хӑҫан уҫӑлать?", "👨‍👩‍👧‍👦 и ❤️", "1️⃣ пункт", "naïve — «да»"]
        {
            assert_eq!(cleaned(text), text);
        }
    }

    #[test]
    fn what_nobody_sees_goes() {
        assert_eq!(cleaned("п\u{200b}ри\u{202e}вет\u{e0041}\u{feff}\u{7}"), "привет");
        assert_eq!(cleaned("а\u{200d}б\u{fe0f}в\u{e000}\u{fdd0}"), "абв");
        assert_eq!(cleaned("  один\tдва\r\nтри\r\n\r\n \r\nчетыре  "), "один два\nтри\n\n четыре");
        assert_eq!(cleaned("и\u{306}"), "й");
    }

    #[test]
    fn marks_do_not_pile_up() {
        let tower = format!("з{}", "\u{336}".repeat(50));
        assert_eq!(cleaned(&tower).chars().count(), 4);
        assert_eq!(cleaned("\u{301}\u{301}а"), "а");
    }

    #[test]
    fn empty_and_long_are_refused() {
        let empty = Err(CleanError::Empty);
        assert_eq!(clean(" \u{200b}\n\u{301} ", &Limits::default()), empty);
        let long = "я".repeat(1001);
        assert_eq!(clean(&long, &Limits::default()), Err(CleanError::TooLong { max: 1000, got: 1001 }));
        assert!(clean(&"я".repeat(1000), &Limits::default()).is_ok());
        assert!(clean(&"я".repeat(10_000_000), &Limits::default()).is_err());
        assert!(clean(&"👨‍👩‍👧‍👦".repeat(1000), &Limits::default()).is_ok());
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(line(" Анна\n  Петровна ", 40).unwrap(), "Анна Петровна");
        assert_eq!(line("абвгд", 4), Err(CleanError::TooLong { max: 4, got: 5 }));
        assert_eq!(line("\n", 4), Err(CleanError::Empty));
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in "\\PC{0,60}|[\\u{0}-\\u{ff}]{0,60}|[а\\u{301}\\u{200d}\\u{fe0f}👩\n\r ]{0,30}") {
            if let Ok(once) = clean(&text, &Limits::default()) {
                prop_assert_eq!(clean(&once, &Limits::default()).unwrap(), once);
            }
        }
    }
}
