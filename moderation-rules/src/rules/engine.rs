//! Runs compiled rules over one text.

use super::Context;
use super::compile::{Compiled, Rule, Says, Use};
use super::cover::cover;
use super::file::Cover;
use super::hits::{self, Text};
use super::marks::{Mark, Marks, Place, distance};
use super::measure::{self, Link, Measures};
use super::personal::{self, Span, checksum};
use crate::normalise::Folded;
use crate::normalise::words::in_word;
use crate::{Checked, Finding, Verdict};

/// All words of a text.
const ANYWHERE: Place = (0, u32::MAX);

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
    let run = Run { compiled, context, text: Text::new(&folded) };
    run.verdict(text, &run.found())
}

/// Whether one rule matches a text.
pub(super) fn matches(compiled: &Compiled, rule: usize, text: &str, context: &Context<'_>) -> bool {
    let folded = Folded::new(text);
    let run = Run { compiled, context, text: Text::new(&folded) };
    run.found().iter().any(|candidate| candidate.rule as usize == rule)
}

struct Run<'a> {
    compiled: &'a Compiled,
    context: &'a Context<'a>,
    text: Text<'a>,
}

impl Run<'_> {
    /// All matches of all rules.
    fn found(&self) -> Vec<Candidate> {
        let links = measure::links(self.text.folded);
        let marks = hits::marks(&self.compiled.words, &self.compiled.needs, &self.text);
        let mut found = Vec::new();
        self.by_words(&marks, &mut found);
        self.by_form(&links, &mut found);
        let measures = Measures::new(self.text.folded, &self.text.words, &links);
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
                let sentences = self.text.sentences[last as usize] - self.text.sentences[first as usize];
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
        let (mut from, mut to) = (0, self.text.words.len() as u32);
        if rule.within > 0 {
            let within = u32::try_from(rule.within).unwrap_or(to);
            (from, to) = (first.saturating_sub(within), last.saturating_add(within));
        }
        if let (Some(most), Some(&of_first), Some(&of_last)) =
            (rule.sentences, self.text.sentences.get(first as usize), self.text.sentences.get(last as usize))
        {
            let spare = (most.get() - 1).saturating_sub(of_last - of_first);
            let (of_first, of_last) = (of_first.saturating_sub(spare), of_last.saturating_add(spare));
            let begins = self.text.sentences.partition_point(|&sentence| sentence < of_first) as u32;
            let ends = self.text.sentences.partition_point(|&sentence| sentence <= of_last) as u32;
            (from, to) = (from.max(begins), to.min(ends - 1));
        }
        (from, to)
    }

    fn candidate(&self, rule: u32, first: u32, last: u32) -> Candidate {
        let (start, end) = (self.text.words[first as usize].start, self.text.words[last as usize].end);
        Candidate { rule, start, end, first, last }
    }

    /// Patterns, detectors and links.
    fn by_form(&self, links: &[Link], found: &mut Vec<Candidate>) {
        let spans = personal::detect(&self.text);
        self.by_patterns(found);
        for &index in &self.compiled.by_form {
            let rule = self.rule(index);
            if let Some(wanted) = rule.detect {
                let mine = |span: &&Span| span.0 == wanted;
                found.extend(spans.iter().filter(mine).map(|span| self.spread(index, span.1, span.2)));
            }
            if !rule.links.is_empty() {
                let matches = |link: &Link, lines: &[String]| {
                    lines.iter().any(|line| measure::link_matches(self.text.folded, link, line))
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
        let chars = &self.text.folded.chars;
        let mut text = String::with_capacity(chars.len() * 2);
        text.extend(chars);
        // To ask which of them match costs three times as much as to ask whether any does.
        if !self.compiled.any_pattern.is_match(&text) {
            return;
        }
        // The way back from bytes to characters.
        let bytes = |at: &mut usize, c: &char| Some(std::mem::replace(at, *at + c.len_utf8()));
        let starts: Vec<usize> = chars.iter().scan(0, bytes).collect();
        let place = |byte: usize| starts.partition_point(|&start| start < byte);
        for which in &self.compiled.any_pattern.matches(&text) {
            let (index, regex) = &self.compiled.patterns[which];
            let check = self.rule(*index).check;
            let mut from = 0;
            while let Some(hit) = regex.find_at(&text, from) {
                let (start, end) = (place(hit.start()), place(hit.end()));
                let fits = self.is_whole(start, end)
                    && check.is_none_or(|check| checksum::passes(check, &self.digits(start, end)));
                let next = if fits { end } else { self.word_end(start) };
                if fits {
                    found.push(self.spread(*index, start, end));
                }
                match starts.get(next.max(start + 1)) {
                    Some(&byte) => from = byte,
                    None => break,
                }
            }
        }
    }

    fn is_whole(&self, start: usize, end: usize) -> bool {
        let chars = &self.text.folded.chars;
        let inside = |at: usize| at > 0 && at < chars.len() && in_word(chars[at - 1]) && in_word(chars[at]);
        start < end && !inside(start) && !inside(end)
    }

    fn word_end(&self, at: usize) -> usize {
        at + self.text.folded.chars[at..].iter().take_while(|&&c| in_word(c)).count()
    }

    fn digits(&self, start: usize, end: usize) -> Vec<u32> {
        self.text.folded.chars[start..end].iter().filter_map(|c| c.to_digit(10)).collect()
    }

    /// A candidate from characters: the words it touches are found.
    fn spread(&self, rule: u32, start: usize, end: usize) -> Candidate {
        let first = self.text.words.partition_point(|word| word.end <= start);
        let last = self.text.words.partition_point(|word| word.start < end).max(first + 1) - 1;
        Candidate { rule, start, end, first: first as u32, last: last as u32 }
    }

    fn by_counts(&self, measures: &Measures<'_>, found: &mut Vec<Candidate>) {
        for &index in &self.compiled.by_counts {
            if counted(self.rule(index), measures) {
                found.push(self.spread(index, 0, self.text.folded.chars.len()));
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
            && (rule.language.is_empty() || rule.language.contains(&measure::language(&self.text.words)))
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
            let (start, end) = self.text.folded.given(candidate.start, candidate.end);
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

fn counted(rule: &Rule, measures: &Measures<'_>) -> bool {
    rule.at_least.iter().all(|(&measure, &least)| measures.of(measure) >= least)
        && rule.at_most.iter().all(|(&measure, &most)| measures.of(measure) <= most)
}
