//! Where the planted bugs act in a node, as far as they take more than one word.

use efir_core::{
    Command, Deed, Entry, Status,
    audience::{Rundown, RundownItem},
};
use efir_log::NewEntry;
use uuid::Uuid;

use crate::{bugs::Bug, effect::Ms, node::Node};

impl Node {
    /// Changes an entry before it is folded.
    pub(crate) fn spoil(&mut self, entry: &mut Entry, now: Ms) {
        match self.nature.bug {
            Some(Bug::OwnClock) => entry.at = self.clock(now),
            Some(Bug::RepeatsCount) if self.broadcast.outcome(entry.id).is_some() => {
                entry.id = Uuid::new_v5(&entry.id, &self.broadcast.offset().to_be_bytes());
            }
            Some(Bug::JoinsTheApproved) => {
                if let Deed::Join { question, link } = &entry.deed {
                    let merge = Command::Merge { question: *question, into: link.into };
                    entry.deed = Deed::Command(merge);
                }
            }
            Some(Bug::ApprovesAnyRevision) => {
                if let Deed::Command(Command::Approve { revision, .. }) = &mut entry.deed {
                    *revision = None;
                }
            }
            _ => {}
        }
    }

    /// Acts on an entry before the log has it.
    pub(crate) fn hurry(&mut self, entry: &Entry) {
        match (&entry.deed, self.nature.bug) {
            (_, Some(Bug::OwnEntriesFirst)) => drop(self.broadcast.apply(entry)),
            (Deed::Command(Command::Approve { question, .. }), Some(Bug::ShowsBeforeTheLog)) => {
                self.early.push(*question);
                self.lists_changed();
            }
            _ => {}
        }
    }

    /// Puts into the list what was approved early.
    pub(crate) fn add_early(&self, rundown: &mut Rundown) {
        for id in &self.early {
            let Some(question) = self.broadcast.find(*id) else { continue };
            if question.standing.status == Status::Pending {
                rundown.next.push(RundownItem {
                    id: *id,
                    number: question.number,
                    text: question.text().to_owned(),
                    name: None,
                    place: None,
                    same: question.same,
                    note: None,
                    revision: question.standing.revision,
                    pinned: false,
                    since: None,
                });
            }
        }
    }

    /// Whether a heal writes an entry back.
    pub(crate) fn is_written_back(&self, entry: &NewEntry) -> bool {
        let hides = |entry: &Entry| {
            matches!(entry.deed, Deed::Withdraw { .. })
                || matches!(&entry.deed, Deed::Command(Command::Reject { .. } | Command::Hold { .. }))
        };
        !self.has(Bug::HealsWithoutHides) || !Entry::parse(&entry.bytes).is_ok_and(|entry| hides(&entry))
    }
}
