//! Where the planted bugs act in a node, as far as they take more than one word.

use efir::session::frames;
use efir_core::{
    Command, Deed, Entry, Role, Status,
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
            Some(Bug::EditsAnyRevision) => {
                if let Deed::Command(Command::Edit { revision, .. }) = &mut entry.deed {
                    *revision = None;
                }
            }
            Some(Bug::ForwardIsNext) => {
                if let Deed::Command(command @ Command::Forward { .. }) = &mut entry.deed {
                    *command = Command::Next;
                }
            }
            Some(Bug::ForgetsTheMuted) if matches!(entry.deed, Deed::Ask(_)) => {
                entry.by.role = Role::Moderator
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

    /// Changes a list before it is shown.
    pub(crate) fn spoil_list(&mut self, rundown: &mut Rundown) {
        self.add_early(rundown);
        if self.has(Bug::ShowsWhatWasTyped) {
            for item in rundown.on_air.iter_mut().chain(&mut rundown.next) {
                let typed = self.broadcast.find(item.id).map(|question| question.personal.text.to_string());
                item.text = typed.unwrap_or_default();
            }
        }
        if self.has(Bug::OldListOnReturn) && self.old_list.is_none() {
            self.old_list = Some(frames::rundown(self.position(), rundown).to_string());
        }
    }

    /// Puts into the list what was approved early.
    fn add_early(&self, rundown: &mut Rundown) {
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
        let lost: fn(&Deed) -> bool = match self.nature.bug {
            Some(Bug::HealsWithoutHides) => |deed| {
                let hides =
                    |command: &Command| matches!(command, Command::Reject { .. } | Command::Hold { .. });
                matches!(deed, Deed::Withdraw { .. })
                    || matches!(deed, Deed::Command(command) if hides(command))
            },
            Some(Bug::HealsWithoutTheLine) => {
                |deed| matches!(deed, Deed::Command(Command::Open | Command::Pause | Command::Close))
            }
            _ => return true,
        };
        !Entry::parse(&entry.bytes).is_ok_and(|entry| lost(&entry.deed))
    }
}
