//! What the administrator does with the line, and words to the host.

use super::{Done, Touched};
use crate::{
    broadcast::{Broadcast, Note},
    command::Command,
    entry::Entry,
    refusal::Refusal,
    settings::{Phase, SettingsPatch},
};

/// The longest word to the host, in characters.
const NOTE_MAX: usize = 500;

impl Broadcast {
    pub(super) fn set_phase(&mut self, command: &Command) -> Done {
        self.phase = match command {
            Command::Pause => Phase::Paused,
            Command::Close => Phase::Closed,
            _ => Phase::Open,
        };
        Ok(Touched { line: true, ..Touched::default() })
    }

    pub(super) fn set(&mut self, patch: &SettingsPatch) -> Done {
        self.settings = self.settings.patched(patch).ok_or(Refusal::BadSettings)?;
        Ok(Touched { line: true, ..Touched::default() })
    }

    /// A word to the host; an empty one takes the last back.
    pub(super) fn say(&mut self, entry: &Entry, text: &str, until: Option<u64>) -> Done {
        if text.chars().count() > NOTE_MAX {
            return Err(Refusal::BadText);
        }
        self.note = Some(Note { text: text.to_owned(), until, by: entry.by.name.clone() });
        Ok(Touched { note: true, ..Touched::default() })
    }
}
