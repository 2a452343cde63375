//! Every frame that a client sends, and every command that comes by HTTP: read strictly, refused cheaply.

use efir_core::{Command, Number, Role, SettingsPatch, card::CardList, window::Query};
use moderation_rules::clean::{self, CleanError, Limits};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    limits,
    problem::{ById, Problem},
};

/// What an asker sends.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct AskInput {
    /// The question's id, made by the asker so that a retry adds nothing.
    pub id: Uuid,
    /// The question.
    pub text: String,
    /// What the asker goes by.
    #[serde(default)]
    pub name: Option<String>,
    /// Where the asker lives.
    #[serde(default)]
    pub place: Option<String>,
    /// What it is about.
    #[serde(default)]
    pub topic: Option<String>,
}

/// A frame from a viewer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromViewer {
    /// A question.
    Ask(AskInput),
    /// "I ask this too", or not any more.
    Vote {
        /// Which question.
        question: Uuid,
        /// Given or taken back.
        on: bool,
        /// Makes a retry safe; absent, the server draws one.
        #[serde(default)]
        id: Option<Uuid>,
    },
    /// Takes a question back.
    Withdraw {
        /// Which question.
        question: Uuid,
        /// Makes a retry safe; absent, the server draws one.
        #[serde(default)]
        id: Option<Uuid>,
    },
    /// What is typed so far.
    Similar {
        /// The text.
        text: String,
    },
}

/// A frame from one of those who make the broadcast.
#[derive(Clone, Debug, PartialEq)]
pub enum FromMaker {
    /// A command with its id.
    Command(Uuid, Command),
    /// Another window.
    View(Query),
    /// One question opened.
    Card(Opened),
    /// Who is muted.
    Muted,
}

const VIEWER_TYPES: [&str; 4] = ["ask", "vote", "withdraw", "similar"];
const COMMAND_TYPES: [&str; 29] = [
    "approve", "reject", "hold", "reopen", "edit", "merge", "split", "move", "pin", "unpin", "label",
    "claim", "release", "mute", "unmute", "undo", "note", "heard", "remark", "take", "clear", "answer",
    "next", "forward", "back", "open", "pause", "close", "settings",
];

/// Reads a viewer's frame.
pub fn from_viewer(text: &str) -> Result<FromViewer, ById> {
    serde_json::from_str(text).map_err(|error| explain(text, &error, &VIEWER_TYPES))
}

/// Reads a frame from one of those who make the broadcast, and checks that the role may say it.
pub fn from_maker(text: &str, role: Role) -> Result<FromMaker, ById> {
    let explain = |error| explain(text, &error, &COMMAND_TYPES);
    let value: Value = serde_json::from_str(text).map_err(explain)?;
    let look: fn(Value) -> serde_json::Result<FromMaker> = match value.get("type").and_then(Value::as_str) {
        Some("view") => |value| serde_json::from_value(value).map(FromMaker::View),
        Some("card") => |value| serde_json::from_value(value).map(FromMaker::Card),
        Some("muted") => |_| Ok(FromMaker::Muted),
        _ => return command(value, role).map(|(id, command)| FromMaker::Command(id, command)),
    };
    let frame = look(value).map_err(|error| (None, Problem::BadRequest(error.to_string())))?;
    (role >= Role::Moderator).then_some(frame).ok_or((None, Problem::Forbidden))
}

/// Which question is to be opened, or of which of its lists a further page.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Opened {
    /// Its number.
    pub number: Number,
    /// One of its lists.
    #[serde(default)]
    pub list: Option<CardList>,
    /// What is older than this one.
    #[serde(default)]
    pub before: Option<u32>,
}

/// Reads a command with its id, and checks that the role may give it.
pub fn command(value: Value, role: Role) -> Result<(Uuid, Command), ById> {
    let id: Option<Uuid> = value.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let kind = value.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    if !COMMAND_TYPES.contains(&kind.as_str()) {
        return Err((id, Problem::UnknownType));
    }
    let Some(id) = id else { return Err((None, Problem::BadRequest("id: a UUID is needed".to_owned()))) };
    if kind == "settings" && !known_settings(&value) {
        return Err((Some(id), Problem::Refused(efir_core::Refusal::BadSettings)));
    }
    let command: Command =
        serde_json::from_value(value).map_err(|error| (Some(id), Problem::BadRequest(error.to_string())))?;
    match command.allowed_to(role) {
        true => cleaned(command).map(|command| (id, command)).map_err(|problem| (Some(id), problem)),
        false => Err((Some(id), Problem::Forbidden)),
    }
}

/// A text that is edited is cleaned like one that was asked: it goes to the same screens. How long it may be is
/// decided in `apply`.
fn cleaned(command: Command) -> Result<Command, Problem> {
    let Command::Edit { question, text, revision } = command else { return Ok(command) };
    let limits = Limits { max_graphemes: limits::FRAME_BYTES, max_marks: limits::MARKS };
    match clean::clean(&text, &limits) {
        Ok(text) => Ok(Command::Edit { question, text, revision }),
        Err(CleanError::Empty) => Err(Problem::Empty),
        Err(CleanError::TooLong { max, .. }) => Err(Problem::TooLong { max }),
    }
}

/// Whether a change of settings names only settings that there are: a misspelt one must not pass in silence.
fn known_settings(value: &Value) -> bool {
    let known =
        |key: &String| ["id", "type"].contains(&key.as_str()) || SettingsPatch::NAMES.contains(&key.as_str());
    value.as_object().is_some_and(|fields| fields.keys().all(known))
}

/// Says what is wrong with a frame, and which one it was where that can be read.
fn explain(text: &str, error: &serde_json::Error, types: &[&str]) -> ById {
    #[derive(Deserialize)]
    struct Head {
        id: Option<Uuid>,
        r#type: Option<String>,
    }
    match serde_json::from_str::<Head>(text) {
        Ok(Head { id, r#type: Some(kind) }) if !types.contains(&kind.as_str()) => (id, Problem::UnknownType),
        Ok(Head { id, .. }) => (id, Problem::BadRequest(error.to_string())),
        Err(_) => (None, Problem::BadRequest(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "00000000-0000-0000-0000-000000000007";

    #[test]
    fn bad_frames_are_refused_by_name_and_id() {
        let id = Some(Uuid::from_u128(7));
        let table = [
            ("no json", None, "bad_request"),
            ("[]", None, "bad_request"),
            ("{}", None, "bad_request"),
            (r#"{"type":"shout"}"#, None, "unknown_type"),
            (&format!(r#"{{"type":"ask","id":"{ID}"}}"#), id, "bad_request"),
            (&format!(r#"{{"type":"approve","id":"{ID}","question":"{ID}"}}"#), id, "unknown_type"),
            (&format!(r#"{{"type":"vote","id":"{ID}","question":"x","on":true}}"#), id, "bad_request"),
        ];
        for (frame, id, code) in table {
            let (got_id, problem) = from_viewer(frame).unwrap_err();
            assert_eq!((got_id, problem.code()), (id, code), "{frame}");
        }
    }

    #[test]
    fn commands_are_for_those_who_may() {
        let frame = |kind: &str| format!(r#"{{"type":"{kind}","id":"{ID}","question":"{ID}","reason":"x"}}"#);
        let code = |kind: &str, role| from_maker(&frame(kind), role).err().map(|(_, p)| p.code());
        assert_eq!(code("reject", Role::Moderator), None);
        assert_eq!(code("reject", Role::Host), Some("forbidden"));
        assert_eq!(code("take", Role::Host), None);
        assert_eq!(code("take", Role::Overlay), Some("forbidden"));
        assert_eq!(code("close", Role::Moderator), Some("forbidden"));
        assert_eq!(code("close", Role::Admin), None);
        assert_eq!(code("view", Role::Host), Some("forbidden"));
        assert_eq!(code("view", Role::Moderator), None);
        let card = |role| from_maker(r#"{"type":"card","number":17}"#, role).map_err(|(_, p)| p.code());
        assert_eq!(card(Role::Host), Err("forbidden"));
        let opened = Opened { number: 17, list: None, before: None };
        assert_eq!(card(Role::Moderator), Ok(FromMaker::Card(opened)));
        let muted = |role| from_maker(r#"{"type":"muted"}"#, role).map_err(|(_, p)| p.code());
        assert_eq!((muted(Role::Host), muted(Role::Moderator)), (Err("forbidden"), Ok(FromMaker::Muted)));
        assert_eq!(code("explode", Role::Admin), Some("unknown_type"));
    }

    #[test]
    fn a_misspelt_setting_is_refused() {
        let frame = |key: &str| format!(r#"{{"type":"settings","id":"{ID}","{key}":true}}"#);
        assert!(from_maker(&frame("anonymous"), Role::Admin).is_ok());
        let (_, problem) = from_maker(&frame("anonymus"), Role::Admin).unwrap_err();
        assert_eq!(problem.code(), "bad_settings");
    }

    #[test]
    fn every_command_type_is_known() {
        for kind in COMMAND_TYPES {
            let (_, problem) =
                command(serde_json::json!({"type": kind, "id": ID}), Role::Viewer).unwrap_err();
            assert_ne!(problem.code(), "unknown_type", "{kind}");
        }
    }
}
