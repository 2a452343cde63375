//! What the rules said of a text. These types are written into the log with each question,
//! so a change of a name here is a change of the log's format.

use serde::{Deserialize, Serialize};

/// What the rules want done with a text, mildest first: of several rules the strictest wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Nothing found, or only labels.
    #[default]
    Pass,
    /// Fit for people once the findings are masked.
    Mask,
    /// A person must look before anything else happens.
    Hold,
    /// Refused; it is kept, with the reason, and may be reopened.
    Reject,
}

/// One place in a text where a rule matched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's name, unique among the rule files.
    pub rule: String,
    /// What it found, for example `profanity` or `pii.phone`.
    pub label: String,
    /// First character of the match, counted in characters (`char`) of the text as given.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// The rules' judgement of one text, recorded with the question and trusted ever after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What to do with the text.
    pub action: Action,
    /// Sorted, without repeats; empty when clean.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Topics by id (`roads`), sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Places by id (`cheboksary`), sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// In order of `start`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// A verdict with the text made fit for a screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The judgement.
    pub verdict: Verdict,
    /// The text with every maskable finding covered, where that differs from the text given.
    /// It has as many characters as the text, so the findings' offsets fit both.
    pub masked: Option<String>,
}
