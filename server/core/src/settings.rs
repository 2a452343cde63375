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

/// The longest address of a video, in bytes.
const VIDEO_MAX: usize = 500;

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
    /// The https address of the broadcast's picture, shown beside the questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video: Option<String>,
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
            video: None,
        }
    }
}

/// A change of some settings; what is absent stays. A time of 0 and an empty address take the setting away.
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video: Option<String>,
}

impl SettingsPatch {
    /// The names that a patch may have; others are refused where it comes in.
    pub const NAMES: [&str; 8] =
        ["title", "anonymous", "rules", "text_max", "wall", "air_from", "air_until", "video"];
}

impl Settings {
    /// With a patch in force; nothing where a value would be out of its bounds: a title of 1 to 200 characters, a
    /// text of 1 to 4,000, an end of the air that is behind its beginning, a video at an https address.
    pub(crate) fn patched(&self, patch: &SettingsPatch) -> Option<Settings> {
        let p = patch.clone();
        let title_fits = p.title.as_ref().is_none_or(|t| !t.trim().is_empty() && t.chars().count() <= 200);
        let patched = Settings {
            title: p.title.unwrap_or_else(|| self.title.clone()),
            anonymous: p.anonymous.unwrap_or(self.anonymous),
            rules: p.rules.unwrap_or(self.rules),
            text_max: p.text_max.unwrap_or(self.text_max),
            wall: p.wall.unwrap_or(self.wall),
            air_from: p.air_from.or(self.air_from).filter(|at| *at > 0),
            air_until: p.air_until.or(self.air_until).filter(|at| *at > 0),
            video: p.video.or_else(|| self.video.clone()).filter(|url| !url.is_empty()),
        };
        let text_fits = (1..=4000).contains(&patched.text_max);
        let air_fits = patched.air_from.zip(patched.air_until).is_none_or(|(from, until)| from < until);
        let video_fits = patched.video.is_none() || patched.video_origin().is_some();
        (title_fits && text_fits && air_fits && video_fits).then_some(patched)
    }

    /// Scheme, host and port of the video's address, the one origin that a page may frame; nothing where it is no
    /// plain https address. It goes into a header, so only what may stand there is let through.
    pub fn video_origin(&self) -> Option<&str> {
        let url = self.video.as_deref().filter(|url| url.len() <= VIDEO_MAX)?;
        let site = url.strip_prefix("https://")?;
        let host_end = site.find(['/', '?', '#']).unwrap_or(site.len());
        let (site, rest) = site.split_at(host_end);
        let (host, port) = site.split_once(':').map_or((site, "443"), |(host, port)| (host, port));
        let host_fits = host
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        let port_fits = port.parse::<u16>().is_ok_and(|port| port > 0) && !port.starts_with('+');
        let rest_fits = rest.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>`\\".contains(&b));
        (host_fits && port_fits && rest_fits).then(|| &url[.."https://".len() + host_end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(url: &str) -> Option<String> {
        let settings = Settings { video: Some(url.to_owned()), ..Settings::default() };
        settings.video_origin().map(str::to_owned)
    }

    #[test]
    fn a_video_is_at_a_plain_https_address() {
        let good = [
            ("https://video.example/embed/1?a=b&c=d#t", "https://video.example"),
            ("https://video.example", "https://video.example"),
            ("https://video.example:8443/live", "https://video.example:8443"),
            ("https://xn--80aswg.xn--p1ai/", "https://xn--80aswg.xn--p1ai"),
        ];
        for (url, expected) in good {
            assert_eq!(origin(url).as_deref(), Some(expected), "{url}");
        }
        let long = format!("https://video.example/{}", "a".repeat(500));
        let bad = [
            "http://video.example/",
            "javascript:alert(1)",
            "//video.example",
            "https://",
            "https:///x",
            "https://video.example; script-src *",
            "https://a@evil.example/",
            "https://*/",
            "https://a..b/",
            "https://video.example:0/",
            "https://video.example:+1/",
            "https://video.example:99999/",
            "https://video.example/\"onload=",
            "https://видео.example/",
            "https://video.example/a b",
            &long,
        ];
        for url in bad {
            assert_eq!(origin(url), None, "{url}");
        }
    }

    #[test]
    fn nothing_takes_a_setting_away() {
        let all = Settings {
            air_from: Some(5),
            air_until: Some(9),
            video: Some("https://video.example/".to_owned()),
            ..Settings::default()
        };
        let patch = SettingsPatch {
            air_from: Some(0),
            air_until: Some(0),
            video: Some(String::new()),
            ..SettingsPatch::default()
        };
        assert_eq!(all.patched(&patch), Some(Settings::default()));
        assert_eq!(all.patched(&SettingsPatch::default()), Some(all.clone()));
    }
}
