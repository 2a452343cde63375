//! What moderators do with questions. Each function says first from which statuses it goes.

use uuid::Uuid;

use super::Done;
use crate::{
    broadcast::{Broadcast, Claim},
    command::Spot,
    entry::Entry,
    muted::Mute,
    question::{Number, Status, What},
    refusal::Refusal,
    support::CLAIM_MS,
};

/// The longest reason of a rejection and the longest name of a topic, in characters.
const SHORT_MAX: usize = 200;
/// The longest edited text, in characters: more than any question may have.
const EDIT_MAX: usize = 8_000;

impl Broadcast {
    /// The question, if its status is one of those.
    fn in_status(&self, question: Uuid, statuses: &[Status]) -> Result<Number, Refusal> {
        let number = self.number(question)?;
        match statuses.contains(&self.get(number).standing.status) {
            true => Ok(number),
            false => Err(self.wrong_status(number)),
        }
    }

    /// Refuses where the text is not the one that was seen.
    pub(super) fn seen(&self, number: Number, revision: Option<u32>) -> Result<(), Refusal> {
        let question = self.get(number);
        match revision {
            Some(seen) if seen != question.standing.revision => {
                Err(Refusal::Changed { number, who: question.changed_by() })
            }
            _ => Ok(()),
        }
    }

    /// The index in the rundown that a spot means, for a question that is to stand there.
    fn rank_at(&self, spot: Spot, number: Number) -> Result<usize, Refusal> {
        let others = || self.rundown.iter().filter(|n| **n != number);
        match spot {
            Spot::End => Ok(others().count()),
            Spot::Top => Ok(0),
            Spot::After(id) => {
                let after = self.number(id)?;
                let rank = others().position(|n| *n == after);
                rank.map(|rank| rank + 1).ok_or(Refusal::AfterNotInRundown)
            }
        }
    }

    pub(super) fn approve(
        &mut self,
        entry: &Entry,
        question: Uuid,
        after: Spot,
        revision: Option<u32>,
    ) -> Done {
        let number = self.in_status(question, &[Status::Pending, Status::Held])?;
        self.seen(number, revision)?;
        let rank = self.rank_at(after, number)?;
        self.set_status(entry, number, Status::Approved, What::Approved);
        self.place(number, rank);
        Ok(())
    }

    pub(super) fn reject(&mut self, entry: &Entry, question: Uuid, reason: &str) -> Done {
        let from = [Status::Pending, Status::Held, Status::Approved, Status::OnAir];
        let number = self.in_status(question, &from)?;
        if reason.chars().count() > SHORT_MAX {
            return Err(Refusal::BadText);
        }
        let step = Self::step(entry.at, entry.by.name.clone(), What::Rejected);
        self.change(number, step, |standing| {
            standing.status = Status::Rejected;
            standing.reason = Some(reason.into());
        });
        Ok(())
    }

    pub(super) fn hold(&mut self, entry: &Entry, question: Uuid) -> Done {
        let number = self.in_status(question, &[Status::Pending, Status::Approved])?;
        self.set_status(entry, number, Status::Held, What::Held);
        Ok(())
    }

    pub(super) fn reopen(&mut self, entry: &Entry, question: Uuid) -> Done {
        let from = [Status::Held, Status::Rejected, Status::Approved, Status::Answered];
        let number = self.in_status(question, &from)?;
        self.set_status(entry, number, Status::Pending, What::Reopened);
        Ok(())
    }

    pub(super) fn edit(&mut self, entry: &Entry, question: Uuid, text: &str, revision: Option<u32>) -> Done {
        let from = [Status::Pending, Status::Held, Status::Approved, Status::OnAir];
        let number = self.in_status(question, &from)?;
        self.seen(number, revision)?;
        if text.trim().is_empty() || text.chars().count() > EDIT_MAX {
            return Err(Refusal::BadText);
        }
        let step = Self::step(entry.at, entry.by.name.clone(), What::Edited);
        self.change(number, step, |standing| {
            standing.edited = Some(text.into());
            standing.revision += 1;
        });
        Ok(())
    }

    pub(super) fn merge(&mut self, entry: &Entry, question: Uuid, into: Uuid) -> Done {
        let number = self.in_status(question, &[Status::Pending, Status::Held, Status::Approved])?;
        let target = self.number(into)?;
        let root = self.root_of(self.get(target)).number;
        if root == number {
            return Err(Refusal::SameQuestion);
        }
        if matches!(self.get(root).standing.status, Status::Rejected | Status::Withdrawn) {
            return Err(self.wrong_status(root));
        }
        self.fold(entry, number, root);
        Ok(())
    }

    pub(super) fn split(&mut self, entry: &Entry, question: Uuid) -> Done {
        let number = self.in_status(question, &[Status::Merged])?;
        let step = Self::step(entry.at, entry.by.name.clone(), What::Split);
        self.change(number, step, |standing| {
            standing.status = Status::Pending;
            standing.root = None;
        });
        Ok(())
    }

    pub(super) fn move_to(&mut self, entry: &Entry, question: Uuid, after: Spot) -> Done {
        let number = self.in_status(question, &[Status::Approved])?;
        if matches!(after, Spot::After(id) if id == question) {
            return Err(Refusal::SameQuestion);
        }
        let rank = self.rank_at(after, number)?;
        self.change(number, Self::step(entry.at, entry.by.name.clone(), What::Moved), |_| {});
        self.place(number, rank);
        Ok(())
    }

    /// What is pinned stands first, in the order in which it was pinned; what is not begins below it.
    pub(super) fn pin(&mut self, entry: &Entry, question: Uuid, on: bool) -> Done {
        let number = self.in_status(question, &[Status::Approved])?;
        if self.get(number).standing.pinned == on {
            return Ok(());
        }
        let what = if on { What::Pinned } else { What::Unpinned };
        let step = Self::step(entry.at, entry.by.name.clone(), what);
        self.change(number, step, |standing| standing.pinned = on);
        self.place(number, if on { usize::MAX } else { 0 });
        Ok(())
    }

    pub(super) fn label(&mut self, entry: &Entry, question: Uuid, topics: &[String]) -> Done {
        let from = Status::ALL.map(|s| if s == Status::Withdrawn { Status::Pending } else { s });
        let number = self.in_status(question, &from)?;
        if topics.len() > 20 || topics.iter().any(|t| t.trim().is_empty() || t.chars().count() > SHORT_MAX) {
            return Err(Refusal::BadText);
        }
        let step = Self::step(entry.at, entry.by.name.clone(), What::Labelled);
        self.change(number, step, |standing| {
            standing.topics = topics.to_vec();
            standing.topics.sort_unstable();
            standing.topics.dedup();
        });
        Ok(())
    }

    pub(super) fn claim(&mut self, entry: &Entry, question: Uuid) -> Done {
        let number = self.number(question)?;
        let other = self.claims.iter().find(|(by, claim)| {
            // A minute either way: a clock that jumped far ahead would otherwise keep a question until all clocks get there.
            **by != entry.by.id && claim.number == number && entry.at.abs_diff(claim.at) < CLAIM_MS
        });
        if let Some((_, claim)) = other {
            return Err(Refusal::Claimed { number, who: claim.name.clone() });
        }
        // One that was left to run out is over when a colleague takes the question.
        self.claims.retain(|_, claim| claim.number != number);
        let claim = Claim { number, name: entry.by.name.clone(), at: entry.at };
        let before = self.claims.insert(entry.by.id, claim).map(|claim| claim.number);
        self.touched.claim([number].into_iter().chain(before));
        Ok(())
    }

    pub(super) fn release(&mut self, entry: &Entry, question: Uuid) -> Done {
        let number = self.number(question)?;
        let held = self.claims.get(&entry.by.id).is_some_and(|claim| claim.number == number);
        if !held {
            return Ok(());
        }
        self.claims.remove(&entry.by.id);
        self.touched.claim(Some(number));
        Ok(())
    }

    /// Nothing more is taken from the viewer, and what of theirs nobody has aired waits for a person.
    pub(super) fn mute(&mut self, entry: &Entry, viewer: Uuid) -> Done {
        let index = *self.viewer_index.get(&viewer).ok_or(Refusal::NotFound)?;
        if self.viewers[index as usize].is_muted() {
            return Ok(());
        }
        self.set_muted(index, Some(Mute { at: entry.at, by: entry.by.name.clone() }));
        let theirs = self.viewers[index as usize].questions.clone();
        for number in theirs {
            if matches!(self.get(number).standing.status, Status::Pending | Status::Approved) {
                self.set_status(entry, number, Status::Held, What::Held);
            }
        }
        Ok(())
    }

    /// The viewer may ask and vote again. What was held with the mute stays held: a person looks at it first.
    pub(super) fn unmute(&mut self, viewer: Uuid) -> Done {
        let index = *self.viewer_index.get(&viewer).ok_or(Refusal::NotFound)?;
        if self.viewers[index as usize].is_muted() {
            self.set_muted(index, None);
        }
        Ok(())
    }

    pub(super) fn set_status(&mut self, entry: &Entry, number: Number, status: Status, what: What) {
        let step = Self::step(entry.at, entry.by.name.clone(), what);
        self.change(number, step, |standing| {
            standing.status = status;
            if status != Status::Rejected {
                standing.reason = None;
            }
        });
    }
}
