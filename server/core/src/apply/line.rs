//! What the administrator does with the line, and words to the host.

use uuid::Uuid;

use super::Done;
use crate::{
    broadcast::{Broadcast, Heard, Note},
    command::Command,
    entry::Entry,
    question::{Status, What},
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
        self.touched.line = true;
        Ok(())
    }

    pub(super) fn set(&mut self, patch: &SettingsPatch) -> Done {
        self.settings = self.settings.patched(patch).ok_or(Refusal::BadSettings)?;
        self.touched.line = true;
        Ok(())
    }

    /// A word to the host; an empty one takes the last back.
    pub(super) fn say(&mut self, entry: &Entry, text: &str, until: Option<u64>) -> Done {
        if text.chars().count() > NOTE_MAX {
            return Err(Refusal::BadText);
        }
        let by = entry.by.name.clone();
        self.note = Some(Note { id: entry.id, at: entry.at, text: text.to_owned(), until, by, heard: None });
        self.touched.note = true;
        Ok(())
    }

    /// The host has read the word; the first of two hosts counts.
    pub(super) fn heard(&mut self, entry: &Entry, note: Uuid) -> Done {
        let current = self.note.as_mut().filter(|current| current.id == note).ok_or(Refusal::NotFound)?;
        if current.heard.is_some() {
            return Ok(());
        }
        current.heard = Some(Heard { at: entry.at, by: entry.by.name.clone() });
        self.touched.note = true;
        Ok(())
    }

    /// A word to the host beside a question; an empty one takes it away.
    pub(super) fn remark(&mut self, entry: &Entry, question: Uuid, text: &str) -> Done {
        let number = self.number(question)?;
        if matches!(self.get(number).standing.status, Status::Merged | Status::Withdrawn) {
            return Err(self.wrong_status(number));
        }
        if text.chars().count() > NOTE_MAX {
            return Err(Refusal::BadText);
        }
        let step = Self::step(entry.at, entry.by.name.clone(), What::Remarked);
        let remark = Some(text.trim()).filter(|text| !text.is_empty()).map(Into::into);
        self.change(number, step, |standing| standing.remark = remark);
        Ok(())
    }
}
