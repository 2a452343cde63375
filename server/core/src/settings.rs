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
}

impl Settings {
    /// With a patch in force; nothing where a value would be out of its bounds: a title of 1 to 200 characters, a
    /// text of 1 to 4,000, an end of the air that is behind its beginning.
    pub(crate) fn patched(&self, patch: &SettingsPatch) -> Option<Settings> {
        let p = patch.clone();
        let title_fits = p.title.as_ref().is_none_or(|t| !t.trim().is_empty() && t.chars().count() <= 200);
        let patched = Settings {
            title: p.title.unwrap_or_else(|| self.title.clone()),
            anonymous: p.anonymous.unwrap_or(self.anonymous),
            rules: p.rules.unwrap_or(self.rules),
            text_max: p.text_max.unwrap_or(self.text_max),
            wall: p.wall.unwrap_or(self.wall),
            air_from: p.air_from.or(self.air_from),
            air_until: p.air_until.or(self.air_until),
        };
        let text_fits = (1..=4000).contains(&patched.text_max);
        let air_fits = patched.air_from.zip(patched.air_until).is_none_or(|(from, until)| from < until);
        (title_fits && text_fits && air_fits).then_some(patched)
    }
}
