//! The rule language and its engine: what may be done with a text, and why.
//!
//! [`Rules::load`] reads files, refuses broken ones with file, line and reason, and runs their
//! examples; [`Rules::check`] judges a text. What is a rule stands in the files, never here.

mod compile;
mod cover;
mod engine;
mod file;
mod hits;
mod lexicon;
mod marks;
mod mash;
mod measure;
mod pattern;
mod personal;
mod phrases;
mod shipped;

pub use shipped::shipped_files;

use crate::{Action, Checked, Verdict};
use compile::Compiled;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who asks, and where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context<'a> {
    /// The channel that the text came by, for example `web` or `phone`; empty when not known.
    pub channel: &'a str,
    /// Whether it is the viewer's first text.
    pub first_time: bool,
}

/// Why rule files were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct RulesError {
    /// The name of the file, as given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub reason: String,
}

/// An example in a rule file that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFailure {
    /// The name of the file.
    pub file: String,
    /// The line of the example, from 1.
    pub line: usize,
    /// The rule that it belongs to.
    pub rule: String,
    /// The example.
    pub text: String,
    /// Whether the rule must match it (or must not).
    pub must: bool,
}

impl std::fmt::Display for ExampleFailure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let verb = if self.must { "must match" } else { "must not match" };
        write!(out, "the rule «{}» {verb} «{}»", self.rule, self.text)
    }
}

/// Words for people, in the languages that they are written in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Text {
    /// Russian.
    pub ru: String,
    /// English.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub en: String,
    /// Chuvash.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cv: String,
}

impl Text {
    /// The words in a language, or in Russian where there are none in it.
    pub fn get(&self, lang: &str) -> &str {
        let words = match lang {
            "en" => &self.en,
            "cv" => &self.cv,
            _ => &self.ru,
        };
        if words.is_empty() { &self.ru } else { words }
    }
}

/// What a rule says to people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    /// To the moderator: why the text was stopped.
    pub moderator: Text,
    /// To the viewer: what to change.
    pub viewer: Text,
}

/// What other rules would have done with the same texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// How many texts went from one action to another (or stayed).
    pub counts: BTreeMap<(Action, Action), usize>,
    /// How many texts are judged differently in anything: action, labels, topics, places or findings.
    pub changed: usize,
    /// Texts whose verdict changed, at most [`Diff::EXAMPLES`], as their place among the given ones.
    pub examples: Vec<DiffExample>,
}

impl Diff {
    /// How many examples a diff keeps.
    pub const EXAMPLES: usize = 50;
}

/// One text judged differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffExample {
    /// Its place among the texts given.
    pub index: usize,
    /// The verdict of the old rules.
    pub old: Verdict,
    /// The verdict of the new rules.
    pub new: Verdict,
}

/// A loaded set of rule files, ready to judge.
#[derive(Debug)]
pub struct Rules {
    compiled: Compiled,
    version: String,
    files: Vec<(String, String)>,
}

impl Rules {
    /// The rules that ship with the program.
    pub fn shipped() -> Rules {
        let files: Vec<(String, String)> =
            shipped_files().iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        // A test loads the same files, so that a program with broken ones is never built.
        Rules::load_unchecked(&files).expect("the shipped rule files are whole")
    }

    /// Reads rule files, given as names and contents, and runs their examples.
    pub fn load(files: &[(String, String)]) -> Result<Rules, RulesError> {
        let rules = Rules::load_unchecked(files)?;
        match rules.test().into_iter().next() {
            None => Ok(rules),
            Some(failure) => {
                Err(RulesError { reason: failure.to_string(), file: failure.file, line: failure.line })
            }
        }
    }

    /// As [`Rules::load`], without running the examples.
    pub fn load_unchecked(files: &[(String, String)]) -> Result<Rules, RulesError> {
        let mut read = Vec::with_capacity(files.len());
        for (name, text) in files {
            read.push((name.as_str(), text.as_str(), file::read(name, text)?));
        }
        Ok(Rules { compiled: compile::compile(read)?, version: version(files), files: files.to_vec() })
    }

    /// Judges one text.
    pub fn check(&self, text: &str, context: &Context<'_>) -> Checked {
        engine::check(&self.compiled, text, context)
    }

    /// A short name for exactly these files, the same on every machine.
    pub fn version(&self) -> String {
        self.version.clone()
    }

    /// The files that these rules were read from, as names and contents.
    pub fn files(&self) -> &[(String, String)] {
        &self.files
    }

    /// The titles of labels, topics and places, by id, in `ru`, `en` or `cv`.
    pub fn titles(&self, lang: &str) -> BTreeMap<String, String> {
        self.compiled.titles.iter().map(|(id, title)| (id.clone(), title.get(lang).to_owned())).collect()
    }

    /// The topics that these rules can find, by id, sorted.
    pub fn topics(&self) -> Vec<String> {
        self.ids(|says| matches!(says, compile::Says::Topic(_)))
    }

    /// The places that these rules can find, by id, sorted.
    pub fn places(&self) -> Vec<String> {
        self.ids(|says| matches!(says, compile::Says::Place(_)))
    }

    fn ids(&self, wanted: impl Fn(&compile::Says) -> bool) -> Vec<String> {
        let ids = self
            .compiled
            .rules
            .iter()
            .filter(|rule| wanted(&rule.says))
            .map(|rule| rule.says.id().to_owned());
        let ids: std::collections::BTreeSet<String> = ids.collect();
        ids.into_iter().collect()
    }

    /// How many examples the files hold.
    pub fn examples(&self) -> usize {
        self.compiled.examples.len()
    }

    /// What a rule says to people, by its name.
    pub fn messages(&self, rule: &str) -> Option<&Messages> {
        self.compiled.rules.iter().find(|known| known.id == rule).map(|rule| &rule.messages)
    }

    /// Every rule that says something to the moderator, by its name.
    pub fn explained(&self, lang: &str) -> BTreeMap<String, String> {
        let rules = self.compiled.rules.iter().filter(|rule| !rule.messages.moderator.ru.is_empty());
        rules.map(|rule| (rule.id.clone(), rule.messages.moderator.get(lang).to_owned())).collect()
    }

    /// Every example that does not hold.
    pub fn test(&self) -> Vec<ExampleFailure> {
        let context = Context::default();
        let fails = |example: &&compile::Example| {
            let rule = &self.compiled.rules[example.rule];
            let context = Context {
                channel: rule.channels.first().map_or(context.channel, String::as_str),
                first_time: rule.first_time.unwrap_or(context.first_time),
            };
            engine::matches(&self.compiled, example.rule, &example.text, &context) != example.must
        };
        let failure = |example: &compile::Example| ExampleFailure {
            file: example.file.clone(),
            line: example.line,
            rule: self.compiled.rules[example.rule].id.clone(),
            text: example.text.clone(),
            must: example.must,
        };
        self.compiled.examples.iter().filter(fails).map(failure).collect()
    }
}

/// FNV-1a over names and contents: short, and the same for the same bytes everywhere.
fn version(files: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort_unstable();
    let bytes = sorted.iter().flat_map(|(name, text)| name.bytes().chain([0]).chain(text.bytes()).chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// What changed rules would do to texts that were judged by the old ones, each with who asked and where.
pub fn diff<'a>(old: &Rules, new: &Rules, texts: impl IntoIterator<Item = (&'a str, Context<'a>)>) -> Diff {
    let mut diff = Diff::default();
    for (index, (text, context)) in texts.into_iter().enumerate() {
        let (old, new) = (old.check(text, &context).verdict, new.check(text, &context).verdict);
        *diff.counts.entry((old.action, new.action)).or_default() += 1;
        if old != new {
            diff.changed += 1;
            if diff.examples.len() < Diff::EXAMPLES {
                diff.examples.push(DiffExample { index, old, new });
            }
        }
    }
    diff
}
