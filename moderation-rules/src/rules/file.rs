//! What a rule file may say. The fields are the rule language; `docs/rules.md` tells it to editors.

use super::personal::Detector;
use super::{RulesError, Text};
use crate::Action;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use toml::Spanned;

/// A line of a file, with its place for messages.
pub(super) type Line = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileToml {
    /// The title of the file's label.
    pub(super) title: Option<Text>,
    /// The label of its rules, where they do not say otherwise.
    pub(super) label: Option<String>,
    /// Named pieces of words.
    #[serde(default)]
    pub(super) sets: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) rule: Vec<RuleToml>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleToml {
    pub(super) id: Line,
    pub(super) title: Option<Text>,
    pub(super) label: Option<String>,
    pub(super) topic: Option<String>,
    pub(super) place: Option<String>,
    #[serde(default)]
    pub(super) action: ActionToml,
    #[serde(default)]
    pub(super) cover: Cover,
    #[serde(default)]
    pub(super) quiet: bool,

    #[serde(default)]
    pub(super) words: Vec<Line>,
    #[serde(default)]
    pub(super) together: Vec<Vec<Line>>,
    #[serde(default)]
    pub(super) patterns: Vec<Line>,
    pub(super) check: Option<Check>,
    pub(super) detect: Option<Detector>,
    #[serde(default)]
    pub(super) links: Vec<String>,
    #[serde(default)]
    pub(super) links_except: Vec<String>,

    #[serde(default)]
    pub(super) disguise: bool,
    #[serde(default)]
    pub(super) except: Vec<Line>,
    #[serde(default)]
    pub(super) near: Vec<Line>,
    #[serde(default)]
    pub(super) unless: Vec<Line>,
    /// As `unless`, wherever in the text.
    #[serde(default)]
    pub(super) unless_anywhere: Vec<Line>,
    #[serde(default)]
    pub(super) despite: Vec<Line>,
    #[serde(default = "six")]
    pub(super) within: usize,
    /// How many sentences in a row a find may take, and with it what speaks for it or against it.
    pub(super) sentences: Option<NonZeroU32>,
    #[serde(default)]
    pub(super) at_least: BTreeMap<Measure, u32>,
    #[serde(default)]
    pub(super) at_most: BTreeMap<Measure, u32>,
    #[serde(default)]
    pub(super) channels: Vec<String>,
    pub(super) first_time: Option<bool>,
    #[serde(default)]
    pub(super) language: Vec<Language>,
    #[serde(default)]
    pub(super) yields: Vec<String>,
    #[serde(default)]
    pub(super) alone: bool,

    #[serde(default)]
    pub(super) moderator: Text,
    #[serde(default)]
    pub(super) viewer: Text,
    #[serde(default)]
    pub(super) must: Vec<Line>,
    #[serde(default)]
    pub(super) must_not: Vec<Line>,
}

fn six() -> usize {
    6
}

/// What a rule does, as a file writes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ActionToml {
    /// Nothing but the finding; not even a label.
    Pass,
    /// The label alone.
    #[default]
    Label,
    Mask,
    Hold,
    Reject,
}

impl From<ActionToml> for Action {
    fn from(action: ActionToml) -> Action {
        match action {
            ActionToml::Pass | ActionToml::Label => Action::Pass,
            ActionToml::Mask => Action::Mask,
            ActionToml::Hold => Action::Hold,
            ActionToml::Reject => Action::Reject,
        }
    }
}

/// How a finding is covered in the text for a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Cover {
    /// Not at all.
    #[default]
    None,
    /// All letters but the first of a word.
    Word,
    /// All letters and digits.
    All,
    /// All digits.
    Digits,
    /// All digits but the country's code and the last two.
    Phone,
    /// All digits but the last four.
    Card,
}

/// A sum that a number must satisfy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Check {
    Luhn,
    Snils,
    Inn,
}

/// What can be counted in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Measure {
    /// Letters.
    Letters,
    /// Words, numbers with them.
    Words,
    /// Characters that are not spaces.
    Characters,
    /// Capital letters.
    Capitals,
    /// Capitals among letters, in percent.
    CapitalsPercent,
    /// Exclamation marks.
    Exclamations,
    /// Question marks.
    Questions,
    /// The longest run of one letter.
    SameLetter,
    /// The longest run of one sign that is neither letter, digit nor space.
    SameSign,
    /// The longest run of one word.
    SameWord,
    /// The most common word's share of the words, in percent.
    SameWordPercent,
    /// Words that stood in the text before, in percent.
    RepeatedPercent,
    /// Addresses of the web.
    Links,
    /// Words that are fingers running over a keyboard, in percent.
    KeyboardPercent,
}

impl Measure {
    /// How many there are.
    pub(super) const COUNT: usize = Measure::KeyboardPercent as usize + 1;
}

/// The language that a text seems to be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Language {
    Ru,
    En,
    Cv,
}

/// Reads one file.
pub(super) fn read(name: &str, text: &str) -> Result<FileToml, RulesError> {
    toml::from_str(text).map_err(|error: toml::de::Error| RulesError {
        file: name.to_owned(),
        line: line_of(text, error.span().map_or(0, |span| span.start)),
        reason: error.message().trim().to_owned(),
    })
}

/// The number of the line, from 1, that holds a byte.
fn line_of(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|&b| b == b'\n').count()
}
