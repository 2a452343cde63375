//! Where a text looks disguised, and how to read it there.
//!
//! Most words look like nothing of the kind and cost nothing here.

use super::fold::Folded;
use super::lattice::Lattice;
use super::letters::{Guess, groups, is_letter, is_mask, stand_ins};
use super::short::is_short_word;
use super::words::{Script, Word, in_word};

/// Longer runs of signs and letters are not words, and would make the cost grow faster than the text.
const LONGEST: usize = 40;

/// A place that may hide a word.
#[derive(Clone, Debug, Default)]
pub struct Suspect {
    /// The first of the text's words in it.
    pub first: usize,
    /// One past the last.
    pub last: usize,
    /// Its first folded character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// All its readings.
    pub lattice: Lattice,
    /// Readings that end within its first word are not disguised, and are not wanted.
    pub beyond: usize,
}

/// Shows the suspect places of a text, one after the other.
pub fn suspects(folded: &Folded, words: &[Word], show: impl FnMut(&Suspect)) {
    let mut finder = Finder { folded, words, suspect: Suspect::default(), chars: Vec::new(), show };
    let mut at = 0;
    while at < words.len() {
        at = finder.look(at);
    }
    finder.layout();
}

struct Finder<'a, Show> {
    folded: &'a Folded,
    words: &'a [Word],
    /// The suspect last shown, and its characters: their memory serves the next one.
    suspect: Suspect,
    chars: Vec<char>,
    show: Show,
}

impl<Show: FnMut(&Suspect)> Finder<'_, Show> {
    /// Looks at one word and what hangs on it; says at which word to go on.
    fn look(&mut self, at: usize) -> usize {
        if let Some(next) = self.address(at) {
            return next;
        }
        let spelled = self.spelled(at);
        if spelled > at + 2 {
            self.add_spelled(at, spelled);
            return spelled;
        }
        let glued = self.glued(at);
        let (start, end) = self.with_edges(at, glued);
        let (word, last) = (self.words[at], self.words[glued - 1]);
        if start < word.start || end > last.end || glued > at + 1 {
            self.add(at, glued, start, end, Guess::Either, 0);
            return glued;
        }
        self.single(at);
        self.pair(at);
        self.stuttered(at);
        at + 1
    }

    /// One past the last word of an address (`name@host.ru`, `https://…`) that begins with this word: it hides nothing.
    fn address(&self, at: usize) -> Option<usize> {
        let (chars, start) = (&self.folded.chars, self.words[at].start);
        let first = at == 0 || chars[self.words[at - 1].end..start].iter().any(|c| c.is_whitespace());
        // Most words are followed by a space.
        if !first || chars.get(self.words[at].end).is_none_or(|c| c.is_whitespace()) {
            return None;
        }
        let end = start + chars[start..].iter().take_while(|c| !c.is_whitespace()).count();
        let before = chars[..start].iter().rev().take_while(|c| !c.is_whitespace()).count();
        let chunk = &chars[start - before..end];
        let mailbox = chunk.iter().position(|&c| c == '@').is_some_and(|sign| {
            let whole = |c: &char| in_word(*c) || matches!(c, '.' | '_' | '-' | '+' | '@');
            let dot = chunk[sign..].iter().position(|&c| c == '.');
            let name = &chunk[..sign];
            dot.is_some_and(|dot| dot > 1) && sign > 1 && (name.iter().all(whole) || name == ['{', '}'])
        });
        let link = chunk.windows(3).any(|three| three == [':', '/', '/']);
        (mailbox || link).then(|| at + self.words[at..].partition_point(|word| word.start < end))
    }

    fn single(&mut self, at: usize) {
        let word = self.words[at];
        let chars = word.chars(self.folded);
        match word.script {
            Script::Digits | Script::Chuvash => {}
            Script::Russian if chars.windows(2).all(|pair| pair[0] != pair[1]) => {}
            Script::Latin => {
                self.add(at, at + 1, word.start, word.end, Guess::Sound, 0);
                if word.len() > 2 && chars.iter().all(|&c| !stand_ins(c, Guess::Shape).is_empty()) {
                    self.add(at, at + 1, word.start, word.end, Guess::Shape, 0);
                }
            }
            Script::Russian | Script::Mixed => {
                self.add(at, at + 1, word.start, word.end, Guess::Either, 0);
            }
        }
    }

    /// One past the last word of a run of letters spelled out with the same gap: `п и з д а`.
    fn spelled(&self, at: usize) -> usize {
        let mut last = at;
        while last < self.words.len() && self.words[last].len() == 1 {
            let next = last + 1;
            let gap = |i: usize| &self.folded.chars[self.words[i].end..self.words[i + 1].start];
            last = next;
            if next >= self.words.len() || gap(next - 1).len() > 3 || gap(next - 1) != gap(at) {
                break;
            }
        }
        last
    }

    /// Spelled letters may follow a real word of one letter, so reading starts at the second too.
    fn add_spelled(&mut self, first: usize, last: usize) {
        let end = self.words[last - 1].end;
        for start in first..(first + 3).min(last - 2) {
            self.add(start, last, self.words[start].start, end, Guess::Either, 0);
            let c = self.folded.chars[self.words[start].start];
            if !"аивоукся".contains(c) {
                break;
            }
        }
    }

    /// One past the last word that hangs on this one by masking signs: `б*л*я`.
    fn glued(&self, at: usize) -> usize {
        let mut last = at + 1;
        while last < self.words.len() && last < at + LONGEST {
            let gap = &self.folded.chars[self.words[last - 1].end..self.words[last].start];
            if !self.is_veil(gap, last) {
                break;
            }
            last += 1;
        }
        last
    }

    fn is_veil(&self, gap: &[char], next: usize) -> bool {
        let (left, right) = (self.words[next - 1], self.words[next]);
        let digits = |word: Word| word.chars(self.folded).iter().any(char::is_ascii_digit);
        if gap == [' '] || gap.len() > 12 || (digits(left) && digits(right)) || self.is_mailbox(gap, right) {
            return false;
        }
        let dashed = gap == ['-']
            && left.len() <= 2
            && right.len() <= 3
            && left.len() + right.len() < 5
            && !digits(left)
            && !digits(right);
        dashed
            || matches!(gap, ['!' | '\'' | '(' | '?' | '"'])
            || (gap.len() > 1 && gap.iter().all(|&c| c == '.'))
            || gap.iter().all(|&c| is_mask(c))
            || groups(gap[0], Guess::Either).iter().any(|(drawn, _)| drawn.chars().eq(gap.iter().copied()))
    }

    /// `name@host.ru` hides nothing.
    fn is_mailbox(&self, gap: &[char], right: Word) -> bool {
        gap == ['@'] && self.folded.chars[right.end..].starts_with(&['.'])
    }

    /// The range of words with the masking signs at its edges: `х**`.
    fn with_edges(&self, first: usize, last: usize) -> (usize, usize) {
        let (mut start, mut end) = (self.words[first].start, self.words[last - 1].end);
        let chars = &self.folded.chars;
        // `#дорога` is a hashtag, `@kanal21` somebody's name.
        let latin = self.words[first].script != Script::Russian && self.words[first].len() > 4;
        let named = |start: usize| latin && (start == 1 || matches!(chars[start - 2], ' ' | '\n' | '/'));
        let sign = |start: usize| match chars[start - 1] {
            '#' => false,
            '@' => !named(start),
            c => is_mask(c),
        };
        while start > 0 && sign(start) {
            start -= 1;
        }
        while end < chars.len() && is_mask(chars[end]) {
            end += 1;
        }
        let marked_up = start < self.words[first].start && end > self.words[last - 1].end;
        if marked_up {
            return (self.words[first].start, self.words[last - 1].end);
        }
        let short = last == first + 1 && is_bit(self.words[first].chars(self.folded));
        if short && self.words[first].len() > 1 && chars[end..].starts_with(&['.', '.']) {
            end += chars[end..].iter().take_while(|&&c| c == '.').count();
        }
        (start, end)
    }

    /// A word torn in two where one piece is no word: `ху йня`, `пи.зда`.
    fn pair(&mut self, at: usize) {
        let mut last = at;
        let mut bits = is_bit(self.words[at].chars(self.folded));
        while last + 1 < self.words.len() && last < at + 2 {
            let gap = &self.folded.chars[self.words[last].end..self.words[last + 1].start];
            let (left, right) = (self.words[last], self.words[last + 1]);
            if !matches!(gap, [' ' | '.' | '-' | ',' | '/' | ':' | ';']) || left.script != right.script {
                return;
            }
            last += 1;
            bits |= is_bit(right.chars(self.folded));
            if bits && matches!(left.script, Script::Russian | Script::Latin) {
                let guess = if left.script == Script::Latin { Guess::Sound } else { Guess::Either };
                self.add(at, last + 1, self.words[at].start, right.end, guess, left.end);
            }
        }
    }

    /// Two letters and a short piece: `с у ка`.
    fn stuttered(&mut self, at: usize) {
        let Some([first, second, last]) = self.words.get(at..at + 3) else { return };
        let spaced = |left: &Word, right: &Word| self.folded.chars[left.end..right.start] == [' '];
        let letters = [first, second].iter().all(|word| word.len() == 1 && word.script == Script::Russian);
        let piece = last.script == Script::Russian && matches!(last.len(), 2 | 3);
        if letters && piece && spaced(first, second) && spaced(second, last) {
            self.add(at, at + 3, first.start, last.end, Guess::Either, second.end);
        }
    }

    /// Latin chunks read as keys of a Russian keyboard: `[eq`.
    fn layout(&mut self) {
        let mut next = 0;
        while next < self.words.len() {
            let at = next;
            next += 1;
            if !matches!(self.words[at].script, Script::Latin) {
                continue;
            }
            let (start, end) = self.chunk(at);
            while next < self.words.len() && self.words[next].start < end {
                next += 1;
            }
            if end - start > 2
                && self.folded.chars[start..end].iter().all(|&c| !stand_ins(c, Guess::Key).is_empty())
            {
                self.add(at, next, start, end, Guess::Key, 0);
            }
        }
    }

    /// The run without spaces around a word.
    fn chunk(&self, at: usize) -> (usize, usize) {
        let chars = &self.folded.chars;
        let (mut start, mut end) = (self.words[at].start, self.words[at].end);
        while start > 0 && !chars[start - 1].is_whitespace() && self.words[at].start - start < LONGEST {
            start -= 1;
        }
        while end < chars.len() && !chars[end].is_whitespace() && end - start < LONGEST {
            end += 1;
        }
        while end > self.words[at].end && stand_ins(chars[end - 1], Guess::Key).is_empty() {
            end -= 1;
        }
        (start, end)
    }

    fn add(&mut self, first: usize, last: usize, start: usize, end: usize, guess: Guess, beyond: usize) {
        let digits = self.folded.chars[start..end].iter().filter(|c| c.is_ascii_digit()).count();
        let letters = self.folded.chars[start..end].iter().filter(|&&c| is_letter(c)).count();
        let strange = self.words[first..last].iter().any(|word| word.script == Script::Chuvash);
        // `3б` is a class, `5а` a house; `6л9` is neither.
        let digit = |at: usize| self.folded.chars[at].is_ascii_digit();
        let numbered = letters == 1 && digit(start) && !digit(end - 1);
        if letters > 0 && letters * 2 >= digits && !numbered && !strange && end - start <= LONGEST {
            let torn = beyond > 0;
            // What tears a word in two hides no letter of it: `e-mail`.
            let plain = |&c: &char| if torn && c == '-' { ' ' } else { c };
            self.chars.clear();
            self.chars.extend(self.folded.chars[start..end].iter().map(plain));
            let suspect = &mut self.suspect;
            (suspect.first, suspect.last, suspect.start, suspect.end) = (first, last, start, end);
            suspect.beyond = beyond.saturating_sub(start);
            suspect.lattice.refill(&self.chars, guess);
            (self.show)(suspect);
        }
    }
}

/// Whether these letters are too few to be a word of Russian or English: a piece of one.
fn is_bit(chars: &[char]) -> bool {
    match chars {
        [c] => is_letter(*c) && !"аивоуксяai".contains(*c),
        [_, _] | [_, _, _] => !is_short_word(chars) && chars.iter().all(|&c| is_letter(c)),
        _ => false,
    }
}
