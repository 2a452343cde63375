//! From rule files to what the engine runs; every mistake in a file is named with its line.

use super::file::{Check, Cover, FileToml, Language, Line, Measure, RuleToml};
use super::lexicon::{Builder, Lexicon};
use super::pattern::{self, Pattern, Sets, Tail};
use super::personal::Detector;
use super::phrases::{self, Phrases};
use super::{Messages, RulesError, Text};
use crate::Action;
use regex::{Regex, RegexSet, RegexSetBuilder};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZeroU32;

/// What a rule says of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Says {
    Label(String),
    Topic(String),
    Place(String),
}

impl Says {
    pub(super) fn id(&self) -> &str {
        match self {
            Says::Label(id) | Says::Topic(id) | Says::Place(id) => id,
        }
    }
}

/// One rule, ready to run.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) says: Says,
    pub(super) action: Action,
    /// Its finding is shown and covered, but is no label of the text.
    pub(super) quiet: bool,
    pub(super) cover: Cover,
    pub(super) check: Option<Check>,
    pub(super) detect: Option<Detector>,
    pub(super) links: Vec<String>,
    pub(super) links_except: Vec<String>,
    /// How many groups of words must come together; 0 when none are asked for.
    pub(super) groups: usize,
    pub(super) near: bool,
    /// In words; 0 is anywhere.
    pub(super) within: usize,
    /// How many sentences in a row a find may take, and with it what speaks for it or against it.
    pub(super) sentences: Option<NonZeroU32>,
    pub(super) at_least: BTreeMap<Measure, u32>,
    pub(super) at_most: BTreeMap<Measure, u32>,
    pub(super) channels: Vec<String>,
    pub(super) first_time: Option<bool>,
    pub(super) language: Vec<Language>,
    /// Where one of these labels is found at the same place, the rule is silent.
    pub(super) yields: Vec<String>,
    /// Where anything else is found in the text, the rule is silent.
    pub(super) alone: bool,
    pub(super) messages: Messages,
    /// Whether something other than words can make it match.
    pub(super) by_form: bool,
    /// Whether the counts alone make it match.
    pub(super) counts_only: bool,
}

/// An example of a rule file.
#[derive(Clone, Debug)]
pub(super) struct Example {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) rule: usize,
    pub(super) text: String,
    pub(super) must: bool,
}

/// What a match of a phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// The rule matches here.
    Match(u32),
    /// The rule must not match here.
    Except(u32),
    /// One of the rule's groups of words is here.
    Group(u32, u8),
    /// The context that the rule asks for.
    Near(u32),
    /// The context that forbids it.
    Unless(u32),
    /// The same, wherever in the text.
    UnlessAnywhere(u32),
    /// The context that allows it again.
    Despite(u32),
}

impl Use {
    /// The rule that it is about.
    pub(super) fn rule(self) -> u32 {
        match self {
            Use::Match(rule)
            | Use::Except(rule)
            | Use::Group(rule, _)
            | Use::Near(rule)
            | Use::Unless(rule)
            | Use::UnlessAnywhere(rule)
            | Use::Despite(rule) => rule,
        }
    }
}

/// The word lists of all rules.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) plain: Lexicon,
    pub(super) plain_inside: Lexicon,
    pub(super) veiled: Lexicon,
    pub(super) veiled_inside: Lexicon,
    pub(super) endings: Lexicon,
    pub(super) phrases: Phrases,
}

/// The bit of a whole match, beside those of the groups.
pub(super) const MATCH: u16 = 1 << 8;

/// Everything a set of files holds.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    pub(super) rules: Vec<Rule>,
    pub(super) words: Words,
    /// Every pattern with its rule.
    pub(super) patterns: Vec<(u32, Regex)>,
    /// Says which of them match at all.
    pub(super) any_pattern: RegexSet,
    /// The rules with detectors or links.
    pub(super) by_form: Vec<u32>,
    /// The rules that counts alone make match.
    pub(super) by_counts: Vec<u32>,
    /// What must be seen of each rule's words before it can match: its groups, one bit each, or [`MATCH`].
    pub(super) needs: Vec<u16>,
    pub(super) examples: Vec<Example>,
    pub(super) titles: BTreeMap<String, Text>,
}

/// Compiles files, given as names, contents and what was read of them.
pub(super) fn compile(files: Vec<(&str, &str, FileToml)>) -> Result<Compiled, RulesError> {
    let mut compiler = Compiler::new();
    for (name, source, file) in files {
        compiler.file(name, source, file)?;
    }
    Ok(compiler.finish())
}

struct Compiler {
    out: Compiled,
    ids: BTreeSet<String>,
    plain: Builder,
    plain_inside: Builder,
    veiled: Builder,
    veiled_inside: Builder,
    phrases: phrases::Builder,
    /// Word patterns already known, by what they are written as: those as written, and those seen through disguise.
    atoms: [HashMap<String, u32>; 2],
}

/// A file as its rules see it.
struct Source<'a> {
    name: &'a str,
    sets: &'a Sets,
    /// Where its lines end, in bytes.
    ends: Vec<usize>,
}

impl Source<'_> {
    fn error(&self, byte: usize, reason: impl Into<String>) -> RulesError {
        RulesError { file: self.name.to_owned(), line: self.line_of(byte), reason: reason.into() }
    }

    /// The number of the line, from 1, that holds a byte.
    fn line_of(&self, byte: usize) -> usize {
        1 + self.ends.partition_point(|&end| end < byte)
    }
}

impl Compiler {
    fn new() -> Compiler {
        Compiler {
            out: Compiled::default(),
            ids: BTreeSet::new(),
            plain: Builder::new(),
            plain_inside: Builder::new(),
            veiled: Builder::new(),
            veiled_inside: Builder::new(),
            phrases: phrases::Builder::default(),
            atoms: Default::default(),
        }
    }

    fn file(&mut self, name: &str, text: &str, file: FileToml) -> Result<(), RulesError> {
        let ends = text.match_indices('\n').map(|(at, _)| at).collect();
        let source = Source { name, sets: &file.sets, ends };
        if let (Some(label), Some(title)) = (&file.label, file.title) {
            self.out.titles.insert(label.clone(), title);
        }
        for rule in file.rule {
            self.rule(&source, rule, file.label.as_deref())?;
        }
        Ok(())
    }

    fn rule(&mut self, source: &Source<'_>, toml: RuleToml, label: Option<&str>) -> Result<(), RulesError> {
        let number = self.out.rules.len() as u32;
        let says = self.says(&toml, label).map_err(|reason| source.error(toml.id.span().start, reason))?;
        self.word_lists(source, &toml, number)?;
        for line in &toml.patterns {
            self.out.patterns.push((number, regex(source, line)?));
        }
        self.examples(source, &toml, number as usize);
        if let Some(title) = &toml.title {
            self.out.titles.insert(says.id().to_owned(), title.clone());
        }
        self.out.rules.push(ready(toml, says));
        Ok(())
    }

    /// What a rule says, if it is whole.
    fn says(&mut self, toml: &RuleToml, label: Option<&str>) -> Result<Says, String> {
        if !self.ids.insert(toml.id.get_ref().clone()) {
            return Err(format!("there is another rule «{}»", toml.id.get_ref()));
        }
        let says = says(toml, label)?;
        if toml.together.len() > 8 {
            return Err("at most eight groups can be asked for together".into());
        }
        let joins = toml.together.len() + toml.near.len() + toml.unless.len() + toml.despite.len();
        if toml.sentences.is_some() && joins == 0 {
            return Err("«sentences» needs «together», «near», «unless» or «despite»".into());
        }
        if toml.at_least.is_empty() && toml.at_most.is_empty() && counts_only(toml) {
            return Err("the rule has nothing to look for".into());
        }
        Ok(says)
    }

    fn word_lists(&mut self, source: &Source<'_>, toml: &RuleToml, rule: u32) -> Result<(), RulesError> {
        let veiled = toml.disguise;
        for (lines, means, veiled) in [
            (&toml.words, Use::Match(rule), veiled),
            (&toml.except, Use::Except(rule), false),
            (&toml.near, Use::Near(rule), false),
            (&toml.unless, Use::Unless(rule), false),
            (&toml.unless_anywhere, Use::UnlessAnywhere(rule), false),
            (&toml.despite, Use::Despite(rule), false),
        ] {
            for line in lines {
                self.line(source, line, means, veiled)?;
            }
        }
        for (group, lines) in toml.together.iter().enumerate() {
            for line in lines {
                self.line(source, line, Use::Group(rule, group as u8), veiled)?;
            }
        }
        Ok(())
    }

    fn line(&mut self, source: &Source<'_>, line: &Line, means: Use, veiled: bool) -> Result<(), RulesError> {
        let phrases = pattern::phrases_of(line.get_ref(), source.sets)
            .map_err(|reason| source.error(line.span().start, reason))?;
        phrases.iter().try_for_each(|phrase| self.phrase(source, line, phrase, means, veiled))
    }

    fn phrase(
        &mut self,
        source: &Source<'_>,
        line: &Line,
        phrase: &str,
        means: Use,
        veiled: bool,
    ) -> Result<(), RulesError> {
        let (mut first, mut rest, mut gap) = (None, Vec::new(), false);
        for word in phrase.split_whitespace() {
            if word == "..." {
                gap = true;
                continue;
            }
            let atom = self.atom(source, line, word, veiled)?;
            match first {
                None => first = Some(atom),
                Some(_) => rest.push((atom, gap)),
            }
            gap = false;
        }
        match first {
            Some(first) => self.phrases.add(first, &rest, means),
            None => return Err(source.error(line.span().start, "an empty line")),
        }
        Ok(())
    }

    /// The number of a word pattern.
    fn atom(
        &mut self,
        source: &Source<'_>,
        line: &Line,
        word: &str,
        veiled: bool,
    ) -> Result<u32, RulesError> {
        // A set is of its file.
        let key = if word.contains('<') { Cow::from(format!("{} {word}", source.name)) } else { word.into() };
        if let Some(&known) = self.atoms[usize::from(veiled)].get(&*key) {
            return Ok(known);
        }
        let patterns = pattern::parse(word, source.sets)
            .map_err(|reason| source.error(line.span().start, format!("«{word}»: {reason}")))?;
        let atom = self.phrases.atom();
        for pattern in &patterns {
            self.add(pattern, atom, veiled);
        }
        self.atoms[usize::from(veiled)].insert(key.into_owned(), atom);
        Ok(atom)
    }

    fn add(&mut self, pattern: &Pattern, atom: u32, veiled: bool) {
        self.plain.add(pattern, atom);
        if pattern.inside {
            self.plain_inside.add(pattern, atom);
        }
        if veiled {
            self.veiled.add(pattern, atom);
        }
        if veiled && pattern.inside {
            self.veiled_inside.add(pattern, atom);
        }
    }

    fn examples(&mut self, source: &Source<'_>, toml: &RuleToml, rule: usize) {
        for (lines, must) in [(&toml.must, true), (&toml.must_not, false)] {
            self.out.examples.extend(lines.iter().map(|line| Example {
                file: source.name.to_owned(),
                line: source.line_of(line.span().start),
                rule,
                text: line.get_ref().clone(),
                must,
            }));
        }
    }

    fn finish(mut self) -> Compiled {
        self.out.words.plain = self.plain.build();
        self.out.words.plain_inside = self.plain_inside.build();
        self.out.words.veiled = self.veiled.build();
        self.out.words.veiled_inside = self.veiled_inside.build();
        self.out.words.phrases = self.phrases.build();
        self.out.words.endings = endings();
        let rules = &self.out.rules;
        self.out.by_form = numbers(rules, |rule| rule.detect.is_some() || !rule.links.is_empty());
        self.out.by_counts = numbers(rules, |rule| rule.counts_only);
        self.out.needs = self.out.rules.iter().map(needs).collect();
        let all = self.out.patterns.iter().map(|(_, regex)| regex.as_str());
        // Each pattern compiled alone, so only their size together could be refused.
        self.out.any_pattern = RegexSetBuilder::new(all).size_limit(1 << 26).build().unwrap_or_default();
        self.out
    }
}

/// Whether a rule looks for nothing but counts.
fn counts_only(toml: &RuleToml) -> bool {
    toml.words.is_empty() && toml.together.is_empty() && !by_form(toml)
}

/// Whether a rule looks for forms: patterns, links, what a detector finds.
fn by_form(toml: &RuleToml) -> bool {
    !toml.patterns.is_empty() || !toml.links.is_empty() || toml.detect.is_some()
}

/// A rule as the engine runs it.
fn ready(toml: RuleToml, says: Says) -> Rule {
    let counts_only = counts_only(&toml);
    Rule {
        by_form: counts_only || by_form(&toml),
        counts_only,
        id: toml.id.into_inner(),
        says,
        action: toml.action.into(),
        quiet: toml.quiet || toml.action == super::file::ActionToml::Pass,
        cover: toml.cover,
        check: toml.check,
        detect: toml.detect,
        links: toml.links,
        links_except: toml.links_except,
        groups: toml.together.len(),
        near: !toml.near.is_empty(),
        within: toml.within,
        sentences: toml.sentences,
        at_least: toml.at_least,
        at_most: toml.at_most,
        channels: toml.channels,
        first_time: toml.first_time,
        language: toml.language,
        yields: toml.yields,
        alone: toml.alone,
        messages: Messages { moderator: toml.moderator, viewer: toml.viewer },
    }
}

fn numbers(rules: &[Rule], wanted: impl Fn(&Rule) -> bool) -> Vec<u32> {
    (0..).zip(rules).filter(|(_, rule)| wanted(rule)).map(|(number, _)| number).collect()
}

fn needs(rule: &Rule) -> u16 {
    match rule.groups {
        _ if rule.by_form => 0,
        0 => MATCH,
        groups => (1 << groups) - 1,
    }
}

fn says(toml: &RuleToml, label: Option<&str>) -> Result<Says, String> {
    match (&toml.label, &toml.topic, &toml.place, label) {
        (None, Some(topic), None, _) => Ok(Says::Topic(topic.clone())),
        (None, None, Some(place), _) => Ok(Says::Place(place.clone())),
        (Some(label), None, None, _) => Ok(Says::Label(label.clone())),
        (None, None, None, Some(label)) => Ok(Says::Label(label.to_owned())),
        (None, None, None, None) => Err("the rule needs a label, a topic or a place".into()),
        _ => Err("a rule has a label, or a topic, or a place".into()),
    }
}

fn regex(source: &Source<'_>, line: &Line) -> Result<Regex, RulesError> {
    regex::RegexBuilder::new(line.get_ref())
        .size_limit(1 << 20)
        .build()
        .map_err(|error| source.error(line.span().start, error.to_string().replace('\n', " ")))
}

/// The endings of Russian declension and conjugation, and the English plural.
fn endings() -> Lexicon {
    const ENDINGS: &str = "а я о е у ю ы и ь ой ей ою ею ом ем ам ям ами ями ах ях ов ев ий ия ие ию ией ием иям иями иях \
        ью ья ье ьи ьев ьям ьями ьях ый ая яя ое ее ые ого его ому ему ым им ых их ыми ими ую юю \
        s es";
    let mut builder = Builder::new();
    for ending in ENDINGS.split_whitespace() {
        // The endings are letters, so the parse cannot fail; a failure would only drop one.
        for pattern in pattern::parse(ending, &Sets::new()).unwrap_or_default() {
            builder.add(&Pattern { tail: Tail::Exact, ..pattern }, 0);
        }
    }
    builder.build()
}
