//! What the host and the moderators do with the air.

use uuid::Uuid;

use super::Done;
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
        self.settle_air(entry);
        self.set_status(entry, number, Status::OnAir, What::Taken);
        Ok(())
    }

    pub(super) fn clear(&mut self, entry: &Entry) -> Done {
        let number = self.on_air.ok_or(Refusal::NothingOnAir)?.number;
        self.set_status(entry, number, Status::Approved, What::Cleared);
        self.place(number, 0);
        Ok(())
    }

    pub(super) fn answer(&mut self, entry: &Entry, question: Uuid) -> Done {
        let number = self.number(question)?;
        // One that waits in the rundown may have been answered along with another.
        if !self.in_plan(number) {
            return Err(self.wrong_status(number));
        }
        self.set_status(entry, number, Status::Answered, What::Answered);
        Ok(())
    }

    pub(super) fn next(&mut self, entry: &Entry) -> Done {
        let next = self.rundown.first().copied();
        if self.on_air.is_none() && next.is_none() {
            return Err(Refusal::RundownEmpty);
        }
        self.settle_air(entry);
        if let Some(number) = next {
            self.set_status(entry, number, Status::OnAir, What::Taken);
        }
        Ok(())
    }

    /// The air goes on by one, if it stands where the giver saw it.
    pub(super) fn forward(&mut self, entry: &Entry, from: Option<Uuid>, to: Option<Uuid>) -> Done {
        self.seen_on_air(from)?;
        match (from, to) {
            (_, Some(to)) => self.take(entry, to, None),
            (Some(from), None) => self.answer(entry, from),
            (None, None) => Err(Refusal::RundownEmpty),
        }
    }

    /// The air goes back by one, if it stands where the giver saw it.
    pub(super) fn backward(&mut self, entry: &Entry, from: Option<Uuid>, to: Option<Uuid>) -> Done {
        self.seen_on_air(from)?;
        let to = to.map(|to| self.number(to)).transpose()?;
        if let Some(number) = to.filter(|number| !self.was_aired(*number)) {
            return Err(self.wrong_status(number));
        }
        if from.is_none() && to.is_none() {
            return Err(Refusal::NothingOnAir);
        }
        if from.is_some() {
            self.clear(entry)?;
        }
        if let Some(number) = to {
            self.set_status(entry, number, Status::OnAir, What::Taken);
        }
        Ok(())
    }

    /// The question that was on air before: where "back" leads.
    pub(crate) fn aired_last(&self) -> Option<Number> {
        self.answered.iter().rev().copied().find(|number| self.was_aired(*number))
    }

    fn was_aired(&self, number: Number) -> bool {
        let question = self.get(number);
        question.standing.status == Status::Answered
            && question.steps.iter().any(|step| step.what == What::Taken)
    }

    /// Refuses where something else is on air than the giver saw.
    fn seen_on_air(&self, seen: Option<Uuid>) -> Result<(), Refusal> {
        let on_air = self.on_air.map(|air| self.get(air.number).id);
        if on_air == seen { Ok(()) } else { Err(Refusal::AirMoved) }
    }

    /// What is on air counts as answered.
    fn settle_air(&mut self, entry: &Entry) {
        if let Some(air) = self.on_air {
            self.set_status(entry, air.number, Status::Answered, What::Answered);
        }
    }
}
