//! How a broadcast is held: its phase and its settings, with their defaults.

use serde::{Deserialize, Serialize};

/// Whether questions are welcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Questions are welcome.
    #[default]
    Open,
    /// For a while no new questions.
    Paused,
    /// No more questions; the rest goes on.
    Closed,
}

impl Phase {
    /// The name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Open => "open",
            Phase::Paused => "paused",
            Phase::Closed => "closed",
        }
    }
}

/// The settings in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Shown at the head of every screen.
    pub title: String,
    /// Whether one may ask without a token.
    pub anonymous: bool,
    /// Whether the rules judge new questions.
    pub rules: bool,
    /// The longest question, in graphemes.
    pub text_max: u32,
    /// Whether viewers see the approved questions.
    pub wall: bool,
    /// When the broadcast begins, in milliseconds.
    pub air_from: Option<u64>,
    /// When it is to end, in milliseconds.
    pub air_until: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            title: String::new(),
            anonymous: true,
            rules: true,
            text_max: 1000,
            wall: true,
            air_from: None,
            air_until: None,
        }
    }
}

/// A change of some settings; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // each is described in `Settings`
pub struct SettingsPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anonymous: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_max: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wall: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub air_from: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub air_until: Option<u64>,
}

impl SettingsPatch {
    /// The names that a patch may have; others are refused where it comes in.
    pub const NAMES: [&str; 7] = ["title", "anonymous", "rules", "text_max", "wall", "air_from", "air_until"];

    /// Whether every value is within its bounds: a title of 1 to 200 characters, a text of 1 to 4,000.
    pub fn is_valid(&self) -> bool {
        let title = self.title.as_ref().is_none_or(|t| !t.trim().is_empty() && t.chars().count() <= 200);
        let text = self.text_max.is_none_or(|n| (1..=4000).contains(&n));
        let air = match (self.air_from, self.air_until) {
            (Some(from), Some(until)) => from < until,
            _ => true,
        };
        title && text && air
    }
}

impl Settings {
    /// Puts a valid patch in force.
    pub(crate) fn patch(&mut self, patch: &SettingsPatch) {
        let p = patch.clone();
        self.title = p.title.unwrap_or(std::mem::take(&mut self.title));
        self.anonymous = p.anonymous.unwrap_or(self.anonymous);
        self.rules = p.rules.unwrap_or(self.rules);
        self.text_max = p.text_max.unwrap_or(self.text_max);
        self.wall = p.wall.unwrap_or(self.wall);
        self.air_from = p.air_from.or(self.air_from);
        self.air_until = p.air_until.or(self.air_until);
    }
}
