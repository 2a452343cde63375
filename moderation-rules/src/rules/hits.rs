//! Where the word patterns of the rules are seen in a text, and which phrases they make there.

use super::compile::{MATCH, Use, Words};
use super::marks::{Mark, Marks, Place};
use super::phrases::{Phrases, hint};
use crate::normalise::letters::{Letter, letter};
use crate::normalise::sentences::sentences;
use crate::normalise::suspects::{Suspect, suspects};
use crate::normalise::{Folded, Word, words};

/// Between the words of a phrase with `...` may stand so many others.
const GAP: u32 = 4;

/// A text as the rules see it.
pub(super) struct Text<'a> {
    pub(super) folded: &'a Folded,
    /// The letter of each folded character.
    letters: Vec<Letter>,
    pub(super) words: Vec<Word>,
    /// The number of each word's sentence.
    pub(super) sentences: Vec<u32>,
}

impl<'a> Text<'a> {
    pub(super) fn new(folded: &'a Folded) -> Text<'a> {
        let letters = folded.chars.iter().map(|&c| letter(c)).collect();
        let words = words(folded);
        let sentences = sentences(folded, &words);
        Text { folded, letters, words, sentences }
    }

    /// The letters of a word.
    pub(super) fn letters_of(&self, word: usize) -> &[Letter] {
        let word = self.words[word];
        &self.letters[word.start..word.end]
    }

    /// Whether a phrase may go on from one word to a later one: it ends with its sentence, and at a semicolon.
    fn connects(&self, left: u32, right: u32) -> bool {
        let between = &self.folded.chars[self.words[left as usize].end..self.words[right as usize].start];
        self.sentences[left as usize] == self.sentences[right as usize] && !between.contains(&';')
    }
}

/// Everything that the word lists say of a text, by rule and by place; `needs` is what each rule cannot do without.
pub(super) fn marks(lists: &Words, needs: &[u16], text: &Text<'_>) -> Marks {
    let hits = Hits::new(lists, text);
    let (phrases, seen, marks) = (&lists.phrases, Vec::new(), Vec::with_capacity(hits.all.len()));
    let mut reader = Reader { phrases, text, hits: &hits, seen, marks };
    for hit in &hits.all {
        if let Some(root) = phrases.root(hit.atom) {
            reader.seen.clear();
            reader.follow((hit.first, hit.last), root);
        }
    }
    let mut marks = reader.marks;
    forget_idle(needs, &mut marks);
    Marks::new(marks)
}

/// Drops what was seen for rules that cannot match here: most of it is context without anything to be about.
fn forget_idle(needs: &[u16], marks: &mut Vec<Mark>) {
    let mut seen = vec![0_u16; needs.len()];
    for mark in marks.iter() {
        match mark.means {
            Use::Match(rule) => seen[rule as usize] |= MATCH,
            Use::Group(rule, group) => seen[rule as usize] |= 1 << group,
            _ => {}
        }
    }
    marks.retain(|mark| {
        let (needs, seen) = (needs[mark.rule as usize], seen[mark.rule as usize]);
        seen & MATCH > 0 || seen & needs == needs
    });
}

/// A word pattern seen in the text: from one word to another, both included.
#[derive(Clone, Copy, Debug)]
struct Hit {
    first: u32,
    last: u32,
    atom: u32,
}

/// All word patterns seen in a text, by place.
#[derive(Debug)]
struct Hits {
    all: Vec<Hit>,
    /// For each word the place among all hits of those that begin with it, and their hints together; one more for the end.
    words: Vec<(u32, u64)>,
}

impl Hits {
    fn new(lists: &Words, text: &Text<'_>) -> Hits {
        let mut all = Vec::with_capacity(text.words.len() * 10);
        plain(lists, text, &mut all);
        let sorted = all.len();
        let mut atoms = Vec::new();
        suspects(text.folded, &text.words, |suspect| veiled(lists, suspect, &mut atoms, &mut all));
        if all.len() > sorted {
            all.sort_by_key(|hit| (hit.first, hit.last));
        }
        let mut words = Vec::with_capacity(text.words.len() + 1);
        let mut from = 0;
        for at in 0..text.words.len() as u32 {
            let here = all[from..].iter().take_while(|hit| hit.first == at);
            let (count, hints) = here.fold((0, 0), |(count, hints), hit| (count + 1, hints | hint(hit.atom)));
            words.push((from as u32, hints));
            from += count;
        }
        words.push((from as u32, 0));
        Hits { all, words }
    }

    /// Those that begin with a word.
    fn at(&self, word: u32) -> &[Hit] {
        let (from, to) = (self.words[word as usize].0, self.words[word as usize + 1].0);
        &self.all[from as usize..to as usize]
    }
}

/// What the lists say of the words as they are written.
fn plain(lists: &Words, text: &Text<'_>, hits: &mut Vec<Hit>) {
    for word in 0..text.words.len() {
        let letters = text.letters_of(word);
        let at = word as u32;
        let mut hit = |atom| hits.push(Hit { first: at, last: at, atom });
        lists.plain.plain(letters, &lists.endings, &mut hit);
        for start in 1..letters.len().saturating_sub(2) {
            lists.plain_inside.plain(&letters[start..], &lists.endings, &mut hit);
        }
    }
}

/// What the lists say of a disguised place.
fn veiled(lists: &Words, suspect: &Suspect, atoms: &mut Vec<(u32, u32)>, hits: &mut Vec<Hit>) {
    atoms.clear();
    let lattice = &suspect.lattice;
    lists.veiled.veiled(lattice, 0, suspect.beyond, &lists.endings, atoms);
    for from in 1..lattice.len() {
        lists.veiled_inside.veiled(lattice, from, suspect.beyond, &lists.endings, atoms);
    }
    if atoms.is_empty() {
        return;
    }
    // The reading with the fewest guesses is what was meant; but the first word of some phrase is no rival
    // of a word that says enough alone.
    let whole = |atom: u32| lists.phrases.root(atom).is_some_and(|root| !lists.phrases.ends(root).is_empty());
    let fewest = [false, true].map(|kind| {
        let of_kind = atoms.iter().filter(|found| whole(found.1) == kind);
        of_kind.map(|found| found.0).min()
    });
    atoms.retain(|found| Some(found.0) == fewest[usize::from(whole(found.1))]);
    atoms.sort_unstable();
    atoms.dedup();
    let (first, last) = (suspect.first as u32, suspect.last as u32 - 1);
    hits.extend(atoms.iter().map(|&(_, atom)| Hit { first, last, atom }));
}

/// Reads the phrases that the hits of a text make.
struct Reader<'a> {
    phrases: &'a Phrases,
    text: &'a Text<'a>,
    hits: &'a Hits,
    /// Where the way from the hit at hand has been already: nodes, each with the last word read.
    seen: Vec<(u32, u32)>,
    marks: Vec<Mark>,
}

impl Reader<'_> {
    /// Marks the phrases that end at a node of their tree, and goes on with those that do not; `place` are their
    /// words so far.
    fn follow(&mut self, place: Place, node: u32) {
        let (first, last) = place;
        if !self.seen.iter().any(|been| been.0 == node) {
            let mark = |&means: &Use| Mark { rule: means.rule(), means, first, last };
            self.marks.extend(self.phrases.ends(node).iter().map(mark));
        }
        if self.phrases.hints(node, false) == 0 {
            return;
        }
        self.seen.push((node, last));
        let words = self.text.words.len() as u32;
        for word in last + 1..words.min(last + 2 + GAP) {
            let apart = word > last + 1;
            let hints = self.phrases.hints(node, apart);
            if hints == 0 {
                return;
            }
            if hints & self.hits.words[word as usize].1 == 0 {
                continue;
            }
            if !self.text.connects(last, word) {
                return;
            }
            for hit in self.hits.at(word).iter().filter(|hit| hints & hint(hit.atom) > 0) {
                for &((_, gap), next) in self.phrases.after(node, hit.atom) {
                    if (gap || !apart) && !self.seen.contains(&(next, hit.last)) {
                        self.follow((first, hit.last), next);
                    }
                }
            }
        }
    }
}
