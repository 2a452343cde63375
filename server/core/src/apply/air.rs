//! What the host and the moderators do with the air.

use uuid::Uuid;

use super::{Done, Touched};
use crate::{
    broadcast::Broadcast,
    entry::Entry,
    question::{Number, Status, What},
    refusal::Refusal,
};

impl Broadcast {
    /// Puts a question of the rundown on air; what was there counts as answered.
    pub(super) fn take(&mut self, entry: &Entry, question: Uuid, revision: Option<u32>) -> Done {
        let number = self.number(question)?;
        if self.get(number).standing.status != Status::Approved {
            return Err(self.wrong_status(number));
        }
        self.seen(number, revision)?;
        let before = self.settle_air(entry);
        self.set_status(entry, number, Status::OnAir, What::Taken);
        Ok(Touched::questions([number].into_iter().chain(before)).and_rundown())
    }

    pub(super) fn clear(&mut self, entry: &Entry) -> Done {
        let number = self.on_air.ok_or(Refusal::NothingOnAir)?.number;
        self.set_status(entry, number, Status::Approved, What::Cleared);
        self.place(number, 0);
        Ok(Touched::questions([number]).and_rundown())
    }

    pub(super) fn answer(&mut self, entry: &Entry, question: Uuid) -> Done {
        let number = self.number(question)?;
        // One that waits in the rundown may have been answered along with another.
        if !self.in_plan(number) {
            return Err(self.wrong_status(number));
        }
        self.set_status(entry, number, Status::Answered, What::Answered);
        Ok(Touched::questions([number]).and_rundown())
    }

    pub(super) fn next(&mut self, entry: &Entry) -> Done {
        let next = self.rundown.first().copied();
        if self.on_air.is_none() && next.is_none() {
            return Err(Refusal::RundownEmpty);
        }
        let before = self.settle_air(entry);
        if let Some(number) = next {
            self.set_status(entry, number, Status::OnAir, What::Taken);
        }
        Ok(Touched::questions(before.into_iter().chain(next)).and_rundown())
    }

    /// What is on air counts as answered.
    fn settle_air(&mut self, entry: &Entry) -> Option<Number> {
        let number = self.on_air?.number;
        self.set_status(entry, number, Status::Answered, What::Answered);
        Some(number)
    }
}
