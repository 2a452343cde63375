//! What viewers do: ask, vote, withdraw; and the late joining of near-twins.

use uuid::Uuid;

use super::Done;
use crate::{
    broadcast::Broadcast,
    entry::{Ask, Entry, Link, Role},
    question::{Number, Question, Standing, Status, What},
    refusal::Refusal,
};
use moderation_rules::Action;

impl Broadcast {
    /// Whether questions are welcome is decided at the door, before one goes to the log. One that is in the log is in:
    /// it may be acknowledged, and a log that was healed may hold it behind a pause that nobody saw who took it. See
    /// `docs/decisions/0016-a-question-in-the-log-is-in.md`.
    pub(super) fn ask(&mut self, entry: &Entry, ask: &Ask) -> Done {
        let personal = entry.personal.clone().unwrap_or_default();
        let number = self.questions.len() as Number + 1;
        let viewer = self.viewer_entry(entry.by.id);
        // What slips in of a muted viewer waits for a person.
        let muted = entry.by.role == Role::Viewer && self.viewers[viewer as usize].is_muted();
        let root = self.root_to_join(ask).filter(|_| !muted);
        let mut standing = first_standing(ask, root);
        if muted && standing.status == Status::Pending {
            standing.status = Status::Held;
        }
        self.push(Question {
            id: entry.id,
            number,
            viewer,
            at: entry.at,
            channel: ask.channel.clone(),
            personal,
            verdict: ask.verdict.clone(),
            like: ask.like.clone().into(),
            standing,
            same: 1,
            merged: 0,
            votes: 0,
            changes: 0,
            steps: Vec::new(),
        });
        if let Some(root) = root {
            self.refold(number, None, Some(root));
        }
        Ok(())
    }

    /// The question that a new one is folded into; none where a person must look at the new one first, or where
    /// the other is not to be seen any more.
    fn root_to_join(&self, ask: &Ask) -> Option<Number> {
        if ask.verdict.action >= Action::Hold {
            return None;
        }
        self.joinable(self.find(ask.join.as_ref()?.into)?)
    }

    /// The root that may take in what is like this question.
    pub(crate) fn joinable(&self, into: &Question) -> Option<Number> {
        let root = self.root_of(into);
        let gone = matches!(root.standing.status, Status::Rejected | Status::Withdrawn | Status::Merged);
        (!gone).then_some(root.number)
    }

    /// Whether the host's screen shows it.
    pub(super) fn in_plan(&self, number: Number) -> bool {
        matches!(self.get(number).standing.status, Status::Approved | Status::OnAir)
    }

    pub(super) fn vote(&mut self, entry: &Entry, question: Uuid, on: bool) -> Done {
        let number = self.number(question)?;
        let asked = self.get(number).standing.root.unwrap_or(number);
        if !self.get(asked).standing.status.is_public() {
            return Err(self.wrong_status(asked));
        }
        let viewer = self.viewer_entry(entry.by.id);
        if self.viewers[viewer as usize].is_muted() {
            return Err(Refusal::Muted);
        }
        self.set_vote(number, viewer, on);
        Ok(())
    }

    pub(super) fn withdraw(&mut self, entry: &Entry, question: Uuid) -> Done {
        let number = self.number(question)?;
        let viewer = self.viewer(self.get(number).viewer).map(|viewer| viewer.id);
        if viewer != Some(entry.by.id) {
            // Whose question it is is nobody else's business: as if there were none.
            return Err(Refusal::NoQuestion);
        }
        match self.get(number).standing.status {
            Status::Pending | Status::Held | Status::Approved | Status::Merged => {}
            Status::OnAir => return Err(Refusal::OnAir { number }),
            _ => return Err(self.wrong_status(number)),
        }
        self.hand_over(entry, number);
        self.change(number, Self::step(entry.at, None, What::Withdrawn), |standing| {
            standing.status = Status::Withdrawn;
            standing.root = None;
        });
        Ok(())
    }

    /// The others who ask the same do not lose their question with the one who asked first: the oldest of
    /// theirs takes its place, for a moderator to look at, since nobody has approved its text.
    fn hand_over(&mut self, entry: &Entry, number: Number) {
        let heirs = self.folded(number).to_vec();
        let Some((&heir, rest)) = heirs.split_first() else { return };
        let muted = self.viewers[self.get(heir).viewer as usize].is_muted();
        self.change(heir, Self::step(entry.at, None, What::Split), |standing| {
            standing.status = if muted { Status::Held } else { Status::Pending };
            standing.root = None;
        });
        for &other in rest {
            self.change(other, Self::step(entry.at, None, What::Merged), |standing| {
                standing.root = Some(heir)
            });
        }
    }

    pub(super) fn join(&mut self, entry: &Entry, question: Uuid, link: &Link) -> Done {
        let number = self.number(question)?;
        let into = self.joinable(self.find(link.into).ok_or(Refusal::NoQuestion)?);
        let root = into.ok_or(Refusal::NoQuestion)?;
        // Only what nobody has touched is folded without a person, and the earlier question stays the root.
        let untouched =
            self.get(number).steps.is_empty() && self.get(number).standing.status == Status::Pending;
        if !untouched || root >= number {
            return Err(self.wrong_status(number));
        }
        self.fold(entry, number, root);
        Ok(())
    }

    /// Folds a question, and what is folded into it, into a root.
    pub(super) fn fold(&mut self, entry: &Entry, number: Number, root: Number) {
        let children = self.folded(number).to_vec();
        for &folded in children.iter().chain([&number]) {
            let step = Self::step(entry.at, entry.by.name.clone(), What::Merged);
            self.change(folded, step, |standing| {
                standing.status = Status::Merged;
                standing.root = Some(root);
            });
        }
    }
}

fn first_standing(ask: &Ask, root: Option<Number>) -> Standing {
    let status = match (ask.verdict.action, root) {
        (Action::Reject, _) => Status::Rejected,
        (Action::Hold, _) => Status::Held,
        (_, Some(_)) => Status::Merged,
        _ => Status::Pending,
    };
    let reason = (status == Status::Rejected).then(|| ask.verdict.labels.first()).flatten();
    let mut topics = ask.verdict.topics.clone();
    if let Some(topic) = ask.topic.as_ref().filter(|topic| !topics.contains(topic)) {
        topics.push(topic.clone());
    }
    Standing {
        status,
        edited: None,
        revision: 0,
        topics,
        root,
        reason: reason.map(|r| r.as_str().into()),
        remark: None,
        pinned: false,
    }
}
