//! Who asks what: each person counts once for a question, however often they asked or voted, whether for it
//! or for one that is folded into it.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::{broadcast::Broadcast, question::Number};

/// How long a claim keeps others from claiming the same question, in milliseconds.
pub const CLAIM_MS: u64 = 60_000;

/// Votes, and how many reasons each person gives a question.
#[derive(Debug, Default)]
pub(crate) struct Support {
    /// Who voted for a question itself.
    pub(crate) voters: BTreeMap<Number, Vec<u32>>,
    /// Questions folded into a question, oldest first.
    pub(crate) children: HashMap<Number, Vec<Number>>,
    /// For a root and a person other than its author: by how many questions and votes they support it.
    reasons: HashMap<(Number, u32), u32>,
}

impl Broadcast {
    /// Whether a viewer voted for that question.
    pub fn voted(&self, number: Number, viewer: Uuid) -> bool {
        let Some(viewer) = self.viewer_index.get(&viewer) else { return false };
        self.support.voters.get(&number).is_some_and(|voters| voters.contains(viewer))
    }

    /// The questions folded into this one, oldest first.
    pub fn folded(&self, number: Number) -> &[Number] {
        self.support.children.get(&number).map_or(&[], Vec::as_slice)
    }

    /// Gives a vote or takes it back.
    pub(crate) fn set_vote(&mut self, number: Number, viewer: u32, on: bool) {
        let voters = self.support.voters.entry(number).or_default();
        let before = voters.iter().position(|v| *v == viewer);
        match (before, on) {
            (None, true) => voters.push(viewer),
            (Some(at), false) => {
                voters.swap_remove(at);
            }
            _ => {}
        }
        if voters.is_empty() {
            self.support.voters.remove(&number);
        }
        if before.is_some() == on {
            return;
        }
        self.recount(number, |q| q.votes = q.votes.saturating_add_signed(if on { 1 } else { -1 }));
        // For the question itself, too, so that its vote is its own again when it is split off.
        self.back(number, viewer, on);
        if let Some(root) = self.get(number).standing.root {
            self.back(root, viewer, on);
        }
    }

    /// A question left one root (or stood alone) for another (or stands alone again).
    pub(crate) fn refold(&mut self, number: Number, before: Option<Number>, after: Option<Number>) {
        let mut people = vec![self.get(number).viewer];
        people.extend(self.support.voters.get(&number).into_iter().flatten());
        if let Some(root) = before {
            if let Some(children) = self.support.children.get_mut(&root) {
                children.retain(|n| *n != number);
            }
            self.recount(root, |q| q.merged -= 1);
            people.iter().for_each(|viewer| self.back(root, *viewer, false));
        }
        if let Some(root) = after {
            let children = self.support.children.entry(root).or_default();
            let at = children.partition_point(|n| *n < number);
            children.insert(at, number);
            self.recount(root, |q| q.merged += 1);
            people.iter().for_each(|viewer| self.back(root, *viewer, true));
        }
    }

    /// One reason more, or less, for which a person supports a root.
    fn back(&mut self, root: Number, viewer: u32, on: bool) {
        if self.get(root).viewer == viewer {
            return;
        }
        let reasons = self.support.reasons.entry((root, viewer)).or_default();
        *reasons = reasons.saturating_add_signed(if on { 1 } else { -1 });
        match (*reasons, on) {
            (1, true) => self.recount(root, |q| q.same += 1),
            (0, false) => {
                self.support.reasons.remove(&(root, viewer));
                self.recount(root, |q| q.same -= 1);
            }
            _ => {}
        }
    }
}
