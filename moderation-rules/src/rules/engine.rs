//! Runs compiled rules over one text.

use super::Context;
use super::compile::{Compiled, MATCH, Rule, Says, Use, Words};
use super::cover::cover;
use super::file::Cover;
use super::marks::{Mark, Marks, Place, distance};
use super::measure::{self, Link, Measures};
use super::personal::{self, Span, checksum};
use crate::normalise::letters::{Letter, letter};
use crate::normalise::sentences::sentences;
use crate::normalise::suspects::{Suspect, suspects};
use crate::normalise::words::in_word;
use crate::normalise::{Folded, Word, words};
use crate::{Checked, Finding, Verdict};

/// Between the words of a phrase with `...` may stand so many others.
const GAP: usize = 4;

/// All words of a text.
const ANYWHERE: Place = (0, u32::MAX);

/// A word pattern seen in the text: from one word to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    first: u32,
    last: u32,
    atom: u32,
}

/// A place where a rule may match, in folded characters and in words.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    rule: u32,
    start: usize,
    end: usize,
    first: u32,
    last: u32,
}

/// Judges one text.
pub(super) fn check(compiled: &Compiled, text: &str, context: &Context<'_>) -> Checked {
    let folded = Folded::new(text);
    let run = Run::new(compiled, context, &folded);
    run.verdict(text, &run.found())
}

/// Whether one rule matches a text.
pub(super) fn matches(compiled: &Compiled, rule: usize, text: &str, context: &Context<'_>) -> bool {
    let folded = Folded::new(text);
    let run = Run::new(compiled, context, &folded);
    run.found().iter().any(|candidate| candidate.rule as usize == rule)
}

struct Run<'a> {
    compiled: &'a Compiled,
    context: &'a Context<'a>,
    folded: &'a Folded,
    words: Vec<Word>,
    /// The number of each word's sentence.
    sentences: Vec<u32>,
}

impl<'a> Run<'a> {
    fn new(compiled: &'a Compiled, context: &'a Context<'a>, folded: &'a Folded) -> Run<'a> {
        let words = words(folded);
        let sentences = sentences(folded, &words);
        Run { compiled, context, folded, words, sentences }
    }

    /// All matches of all rules.
    fn found(&self) -> Vec<Candidate> {
        let links = measure::links(self.folded);
        let marks = self.marks();
        let mut found = Vec::new();
        self.by_words(&marks, &mut found);
        self.by_form(&links, &mut found);
        let measures = Measures::new(self.folded, &self.words, &links);
        self.by_counts(&measures, &mut found);
        found.retain(|candidate| self.stands(candidate, &marks, &measures));
        self.settle(&mut found);
        found
    }

    fn rule(&self, index: u32) -> &Rule {
        &self.compiled.rules[index as usize]
    }

    /// Some rules are silent where others speak.
    fn settle(&self, found: &mut Vec<Candidate>) {
        let shy = |one: &Candidate| self.rule(one.rule).alone || !self.rule(one.rule).yields.is_empty();
        let stays = |one: &Candidate| !shy(one) || found.iter().all(|other| !self.silences(one, other));
        let keep: Vec<bool> = found.iter().map(stays).collect();
        let mut keep = keep.into_iter();
        found.retain(|_| keep.next().unwrap_or(true));
    }

    fn silences(&self, one: &Candidate, other: &Candidate) -> bool {
        let (rule, by) = (self.rule(one.rule), self.rule(other.rule));
        let Says::Label(label) = &by.says else { return false };
        let here = other.start < one.end && one.start < other.end;
        (rule.alone && !by.quiet && rule.says != by.says) || (here && rule.yields.contains(label))
    }

    /// Everything that the word lists say of the text, by rule and by place.
    fn marks(&self) -> Marks {
        let lists = &self.compiled.words;
        let mut hits = Vec::with_capacity(self.words.len() * 2);
        let mut letters: Vec<Letter> = Vec::with_capacity(24);
        for (at, word) in self.words.iter().enumerate() {
            letters.clear();
            letters.extend(word.chars(self.folded).iter().map(|&c| letter(c)));
            let at = at as u32;
            let mut hit = |atom| hits.push(Hit { first: at, last: at, atom });
            lists.plain.plain(&letters, &lists.endings, &mut hit);
            for start in 1..letters.len().saturating_sub(2) {
                lists.plain_inside.plain(&letters[start..], &lists.endings, &mut hit);
            }
        }
        let plain = hits.len();
        let mut atoms = Vec::new();
        suspects(self.folded, &self.words, |suspect| veiled(lists, suspect, &mut atoms, &mut hits));
        if hits.len() > plain {
            hits.sort_unstable();
            hits.dedup();
        }
        self.phrases(&hits)
    }

    fn phrases(&self, hits: &[Hit]) -> Marks {
        let mut marks = Vec::with_capacity(hits.len() * 2);
        let mut seen = Vec::new();
        for hit in hits {
            seen.clear();
            let node = self.compiled.words.phrases.root(hit.atom);
            self.follow(hits, (hit.first, hit.last), node, &mut seen, &mut marks);
        }
        self.forget_idle(&mut marks);
        Marks::new(marks)
    }

    /// Marks the phrases that end at a node of their tree, and goes on with those that do not; `place` are their
    /// words so far, `seen` where the way has been already.
    fn follow(
        &self,
        hits: &[Hit],
        place: Place,
        node: u32,
        seen: &mut Vec<(u32, u32)>,
        marks: &mut Vec<Mark>,
    ) {
        let phrases = &self.compiled.words.phrases;
        let (first, last) = place;
        if !seen.iter().any(|been| been.0 == node) {
            let mark = |&means: &Use| Mark { rule: means.rule(), means, first, last };
            marks.extend(phrases.ends(node).iter().map(mark));
        }
        if !phrases.goes_on(node) {
            return;
        }
        seen.push((node, last));
        let from = hits.partition_point(|hit| hit.first <= last);
        let farthest = last + 1 + GAP as u32;
        for hit in hits[from..].iter().take_while(|hit| hit.first <= farthest) {
            for &((_, gap), next) in phrases.after(node, hit.atom) {
                if (gap || hit.first == last + 1)
                    && !seen.contains(&(next, hit.last))
                    && self.same_sentence(last, hit.first)
                {
                    self.follow(hits, (first, hit.last), next, seen, marks);
                }
            }
        }
    }

    /// Drops what was seen for rules that cannot match here: most of it is context without anything to be about.
    fn forget_idle(&self, marks: &mut Vec<Mark>) {
        let needs = &self.compiled.needs;
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

    /// A phrase ends with its sentence, and at a semicolon.
    fn same_sentence(&self, left: u32, right: u32) -> bool {
        let between = &self.folded.chars[self.words[left as usize].end..self.words[right as usize].start];
        self.sentences[left as usize] == self.sentences[right as usize] && !between.contains(&';')
    }

    fn by_words(&self, marks: &Marks, found: &mut Vec<Candidate>) {
        for mark in marks.iter() {
            match mark.means {
                Use::Match(rule) => found.push(self.candidate(rule, mark.first, mark.last)),
                Use::Group(rule, 0) => {
                    if let Some((first, last)) = self.together(rule, mark.place(), marks) {
                        found.push(self.candidate(rule, first, last));
                    }
                }
                _ => {}
            }
        }
    }

    /// The words from the first group's to the last's, where every group of a rule is near.
    fn together(&self, index: u32, seed: Place, marks: &Marks) -> Option<Place> {
        let rule = self.rule(index);
        let mut all = seed;
        for group in 1..rule.groups {
            let joined = |mark: &Mark| (all.0.min(mark.first), all.1.max(mark.last));
            let fits = |mark: &&Mark| {
                let (first, last) = joined(mark);
                let sentences = self.sentences[last as usize] - self.sentences[first as usize];
                (rule.within == 0 || distance(mark.place(), seed) <= rule.within)
                    && rule.sentences.is_none_or(|most| sentences < most.get())
            };
            let beside = marks.beside(Use::Group(index, group as u8), seed).into_iter().flatten();
            all = joined(beside.filter(fits).min_by_key(|mark| distance(mark.place(), seed))?);
        }
        Some(all)
    }

    /// Where words speak for a place or against it: near, and with it in so many sentences.
    fn around(&self, rule: &Rule, (first, last): Place) -> Place {
        let (mut from, mut to) = (0, self.words.len() as u32);
        if rule.within > 0 {
            let within = u32::try_from(rule.within).unwrap_or(to);
            (from, to) = (first.saturating_sub(within), last.saturating_add(within));
        }
        if let (Some(most), Some(&of_first), Some(&of_last)) =
            (rule.sentences, self.sentences.get(first as usize), self.sentences.get(last as usize))
        {
            let spare = (most.get() - 1).saturating_sub(of_last - of_first);
            let (of_first, of_last) = (of_first.saturating_sub(spare), of_last.saturating_add(spare));
            let begins = self.sentences.partition_point(|&sentence| sentence < of_first) as u32;
            let ends = self.sentences.partition_point(|&sentence| sentence <= of_last) as u32;
            (from, to) = (from.max(begins), to.min(ends - 1));
        }
        (from, to)
    }

    fn candidate(&self, rule: u32, first: u32, last: u32) -> Candidate {
        let (start, end) = (self.words[first as usize].start, self.words[last as usize].end);
        Candidate { rule, start, end, first, last }
    }

    /// Patterns, detectors and links.
    fn by_form(&self, links: &[Link], found: &mut Vec<Candidate>) {
        let spans = personal::detect(self.folded, &self.words);
        self.by_patterns(found);
        for &index in &self.compiled.by_form {
            let rule = self.rule(index);
            if let Some(wanted) = rule.detect {
                let mine = |span: &&Span| span.0 == wanted;
                found.extend(spans.iter().filter(mine).map(|span| self.spread(index, span.1, span.2)));
            }
            if !rule.links.is_empty() {
                let matches = |link: &Link, lines: &[String]| {
                    lines.iter().any(|line| measure::link_matches(self.folded, link, line))
                };
                let mine = links
                    .iter()
                    .filter(|link| matches(link, &rule.links) && !matches(link, &rule.links_except));
                found.extend(mine.map(|link| self.spread(index, link.start, link.end)));
            }
        }
    }

    /// Patterns match whole words only: Unicode says where a word ends.
    fn by_patterns(&self, found: &mut Vec<Candidate>) {
        let text = Searched::new(self.folded);
        for which in &self.compiled.any_pattern.matches(&text.text) {
            let (index, regex) = &self.compiled.patterns[which];
            let check = self.rule(*index).check;
            let mut from = 0;
            while let Some(hit) = regex.find_at(&text.text, from) {
                let (start, end) = (text.at(hit.start()), text.at(hit.end()));
                let fits = self.is_whole(start, end)
                    && check.is_none_or(|check| checksum::passes(check, &self.digits(start, end)));
                let next = if fits { end } else { self.word_end(start) };
                if fits {
                    found.push(self.spread(*index, start, end));
                }
                match text.starts.get(next.max(start + 1)) {
                    Some(&byte) => from = byte as usize,
                    None => break,
                }
            }
        }
    }

    fn is_whole(&self, start: usize, end: usize) -> bool {
        let chars = &self.folded.chars;
        let inside = |at: usize| at > 0 && at < chars.len() && in_word(chars[at - 1]) && in_word(chars[at]);
        start < end && !inside(start) && !inside(end)
    }

    fn word_end(&self, at: usize) -> usize {
        at + self.folded.chars[at..].iter().take_while(|&&c| in_word(c)).count()
    }

    fn digits(&self, start: usize, end: usize) -> Vec<u32> {
        self.folded.chars[start..end].iter().filter_map(|c| c.to_digit(10)).collect()
    }

    /// A candidate from characters: the words it touches are found.
    fn spread(&self, rule: u32, start: usize, end: usize) -> Candidate {
        let first = self.words.partition_point(|word| word.end <= start);
        let last = self.words.partition_point(|word| word.start < end).max(first + 1) - 1;
        Candidate { rule, start, end, first: first as u32, last: last as u32 }
    }

    fn by_counts(&self, measures: &Measures<'_>, found: &mut Vec<Candidate>) {
        for &index in &self.compiled.by_counts {
            if counted(self.rule(index), measures) {
                found.push(self.spread(index, 0, self.folded.chars.len()));
            }
        }
    }

    /// Whether a candidate's rule applies here, and nothing around it speaks against it.
    fn stands(&self, candidate: &Candidate, marks: &Marks, measures: &Measures<'_>) -> bool {
        let (of, rule) = (candidate.rule, self.rule(candidate.rule));
        let here = (candidate.first, candidate.last);
        let around = self.around(rule, here);
        !marks.any_in(Use::Except(of), here)
            && (!rule.near || marks.any_in(Use::Near(of), around))
            && (!(marks.any_in(Use::Unless(of), around) || marks.any_in(Use::UnlessAnywhere(of), ANYWHERE))
                || marks.any_in(Use::Despite(of), around))
            && (rule.counts_only || counted(rule, measures))
            && (rule.channels.is_empty()
                || rule.channels.iter().any(|channel| channel == self.context.channel))
            && rule.first_time.is_none_or(|first| first == self.context.first_time)
            && (rule.language.is_empty() || rule.language.contains(&measure::language(&self.words)))
    }

    fn verdict(&self, text: &str, found: &[Candidate]) -> Checked {
        let mut verdict = Verdict::default();
        let mut covers: Vec<(Cover, u32, u32)> = Vec::new();
        for candidate in found {
            let rule = self.rule(candidate.rule);
            let list = match &rule.says {
                Says::Label(_) => &mut verdict.labels,
                Says::Topic(_) => &mut verdict.topics,
                Says::Place(_) => &mut verdict.places,
            };
            if !rule.quiet {
                list.push(rule.says.id().to_owned());
            }
            verdict.action = verdict.action.max(rule.action);
            let (start, end) = self.folded.given(candidate.start, candidate.end);
            let Says::Label(label) = &rule.says else { continue };
            covers.push((rule.cover, start, end));
            verdict.findings.push(Finding { rule: rule.id.clone(), label: label.clone(), start, end });
        }
        for list in [&mut verdict.labels, &mut verdict.topics, &mut verdict.places] {
            list.sort_unstable();
            list.dedup();
        }
        verdict.findings.sort_by(|a, b| (a.start, a.end, &a.rule).cmp(&(b.start, b.end, &b.rule)));
        verdict.findings.dedup();
        Checked { verdict, masked: cover(text, &covers) }
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
    // The reading with the fewest guesses is what was meant; but the first word of some phrase is no rival
    // of a word that says enough alone.
    let whole = |atom: u32| !lists.phrases.ends(lists.phrases.root(atom)).is_empty();
    let fewest = [false, true].map(|kind| {
        let of_kind = atoms.iter().filter(|found| whole(found.1) == kind);
        of_kind.map(|found| found.0).min()
    });
    atoms.retain(|found| Some(found.0) == fewest[usize::from(whole(found.1))]);
    let (first, last) = (suspect.first as u32, suspect.last as u32 - 1);
    hits.extend(atoms.iter().map(|&(_, atom)| Hit { first, last, atom }));
}

fn counted(rule: &Rule, measures: &Measures<'_>) -> bool {
    rule.at_least.iter().all(|(&measure, &least)| measures.of(measure) >= least)
        && rule.at_most.iter().all(|(&measure, &most)| measures.of(measure) <= most)
}

/// The folded text for the patterns, with the way back from bytes to characters.
struct Searched {
    text: String,
    starts: Vec<u32>,
}

impl Searched {
    fn new(folded: &Folded) -> Searched {
        let mut searched = Searched {
            text: String::with_capacity(folded.chars.len() * 2),
            starts: Vec::with_capacity(folded.chars.len()),
        };
        for &c in &folded.chars {
            searched.starts.push(searched.text.len() as u32);
            searched.text.push(c);
        }
        searched
    }

    fn at(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| (start as usize) < byte)
    }
}
