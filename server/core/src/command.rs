//! The commands of those who make the broadcast, as they come over the wire and as they stand in the log,
//! and who may give which.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::{entry::Role, settings::SettingsPatch};

/// A command. What is valid depends on the state at its position, so it is decided in `apply`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(missing_docs)] // the fields' names are the contract's
pub enum Command {
    /// Into the rundown.
    Approve {
        question: Uuid,
        #[serde(default, skip_serializing_if = "Spot::is_end")]
        after: Spot,
        /// The revision of the text that the moderator saw.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revision: Option<u32>,
    },
    /// Not for this broadcast.
    Reject { question: Uuid, reason: String },
    /// A person must look again.
    Hold { question: Uuid },
    /// Back among the new ones.
    Reopen { question: Uuid },
    /// What goes on air in place of what was typed.
    Edit {
        question: Uuid,
        text: String,
        /// The revision of the text that the moderator began with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revision: Option<u32>,
    },
    /// The same as another.
    Merge { question: Uuid, into: Uuid },
    /// Not the same after all.
    Split { question: Uuid },
    /// Elsewhere in the rundown.
    Move { question: Uuid, after: Spot },
    /// First in the rundown, behind those pinned before, whatever is put on top since.
    Pin { question: Uuid },
    /// First of those that are not pinned.
    Unpin { question: Uuid },
    /// Its topics.
    Label { question: Uuid, topics: Vec<String> },
    /// "I am looking at this one."
    Claim { question: Uuid },
    /// "I am not any more."
    Release { question: Uuid },
    /// Nothing more from this viewer.
    Mute { viewer: Uuid },
    /// This viewer is listened to again.
    Unmute { viewer: Uuid },
    /// As if that command had not been given.
    Undo { command: Uuid },
    /// A word to the host, shown until that time (milliseconds).
    Note {
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<u64>,
    },
    /// "I have read that note", by the host.
    Heard { note: Uuid },
    /// A word to the host beside a question, for as long as the question is in the rundown; an empty one takes it away.
    Remark { question: Uuid, text: String },
    /// On air.
    Take {
        question: Uuid,
        /// The revision of the text that was seen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revision: Option<u32>,
    },
    /// Off air, back to the top of the rundown.
    Clear,
    /// It was answered.
    Answer { question: Uuid },
    /// What is on air becomes answered, the top of the rundown goes on air.
    Next,
    /// The air goes from the question that the host saw there to the one that they saw below it: `from` becomes
    /// answered, `to` goes on air. `None` is nothing. Two clickers at once do not skip a question by it.
    Forward { from: Option<Uuid>, to: Option<Uuid> },
    /// The opposite: `from` goes to the top of the rundown, `to`, which was answered, is on air again.
    Back { from: Option<Uuid>, to: Option<Uuid> },
    /// Questions are welcome.
    Open,
    /// Questions wait.
    Pause,
    /// No more questions.
    Close,
    /// How the broadcast is held.
    Settings(SettingsPatch),
}

impl Command {
    /// The roles' table: who may give which command.
    pub fn allowed_to(&self, role: Role) -> bool {
        use Command::*;
        match self {
            Take { .. } | Clear | Answer { .. } | Next | Forward { .. } | Back { .. } | Heard { .. } => {
                role >= Role::Host
            }
            Open | Pause | Close | Settings(_) => role >= Role::Admin,
            _ => role >= Role::Moderator,
        }
    }
}

/// A place in the rundown. On the wire: absent is the end, `null` the top, an id is behind that question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spot {
    /// After all others.
    #[default]
    End,
    /// Before all others.
    Top,
    /// Behind this one.
    After(Uuid),
}

impl Spot {
    fn is_end(&self) -> bool {
        *self == Spot::End
    }
}

impl Serialize for Spot {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Spot::After(id) => out.serialize_some(id),
            // A field at its end is left out; `Move` has no end and reads it as the top.
            Spot::Top | Spot::End => out.serialize_none(),
        }
    }
}

impl<'de> Deserialize<'de> for Spot {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(Option::<Uuid>::deserialize(input)?.map_or(Spot::Top, Spot::After))
    }
}
