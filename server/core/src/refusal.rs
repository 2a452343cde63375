//! Why a command changed nothing. The codes are part of the protocol; the words for people are in `web/locales`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::question::{Number, Status};

/// A command's refusal, decided in `apply`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs)] // the fields say who and which
pub enum Refusal {
    /// There is no such question.
    NoQuestion,
    /// Nothing known by that id: a viewer to mute.
    NotFound,
    /// The question's status does not allow it: somebody was quicker.
    WrongStatus { number: Number, status: Status, who: Option<Arc<str>> },
    /// The text is not the one that was seen.
    Changed { number: Number, who: Option<Arc<str>> },
    /// Somebody else is looking at it.
    Claimed { number: Number, who: Option<Arc<str>> },
    /// A question cannot be merged into itself.
    SameQuestion,
    /// The question to stand behind is not in the rundown.
    AfterNotInRundown,
    /// It is on air: it cannot be taken back now.
    OnAir { number: Number },
    /// Nothing is on air.
    NothingOnAir,
    /// Something else is on air than the giver saw: somebody was quicker.
    AirMoved,
    /// Nothing is on air and nothing is left.
    RundownEmpty,
    /// Things have moved on, or the command changed nothing that can be put back.
    CannotUndo,
    /// A setting is out of its bounds.
    BadSettings,
    /// The line is paused.
    Paused,
    /// The line is closed.
    Closed,
    /// This viewer is muted.
    Muted,
    /// The role may not.
    Forbidden,
    /// The text is empty or too long.
    BadText,
    /// Written by a later version; this one does not know what it means.
    UnknownDeed,
}

impl Refusal {
    /// The stable code of the protocol.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NoQuestion => "no_question",
            Refusal::NotFound => "not_found",
            Refusal::WrongStatus { .. } => "wrong_status",
            Refusal::Changed { .. } => "changed",
            Refusal::Claimed { .. } => "claimed",
            Refusal::SameQuestion => "same_question",
            Refusal::AfterNotInRundown => "after_not_in_rundown",
            Refusal::OnAir { .. } => "on_air",
            Refusal::NothingOnAir => "nothing_on_air",
            Refusal::AirMoved => "air_moved",
            Refusal::RundownEmpty => "rundown_empty",
            Refusal::CannotUndo => "cannot_undo",
            Refusal::BadSettings => "bad_settings",
            Refusal::Paused => "paused",
            Refusal::Closed => "closed",
            Refusal::Muted => "muted",
            Refusal::Forbidden => "forbidden",
            Refusal::BadText => "too_long",
            Refusal::UnknownDeed => "unknown_type",
        }
    }
}
