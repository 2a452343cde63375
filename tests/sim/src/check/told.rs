//! What a person is told that was done, was done: to what they saw.

use efir_core::Command;
use uuid::Uuid;

use super::{After, Checks, Given};

impl Checks {
    /// Somebody was told what came of a command.
    pub(super) fn told(&mut self, id: Uuid, done: bool) {
        let now = self.now;
        let Some(given) = self.commands.get_mut(&id) else { return };
        given.told = Some((now, done));
        let given = given.clone();
        if !done {
            return;
        }
        match self.folded.get(&id) {
            None => self.broken("an answer means that it is in the log", format!("{:?}", given.command)),
            Some(afters) if afters.iter().any(|after| self.is_done(&given, after)) => {}
            Some(afters) => {
                let what =
                    format!("{:?} of {:?} was told done, and left {afters:?}", given.command, given.seen);
                self.broken("done means done, to what was seen", what);
            }
        }
        self.is_of_what_was_seen(id, &given);
    }

    /// Whether things stand as a command that was done leaves them.
    fn is_done(&self, given: &Given, after: &After) -> bool {
        use Command::*;
        let After { list, on_air } = after;
        let listed = |question: &Uuid| list.iter().find(|(id, _)| id == question).map(|(_, text)| text);
        match &given.command {
            Approve { question, .. } => listed(question) == given.seen.as_ref(),
            Reject { question, .. } | Hold { question } | Reopen { question } | Merge { question, .. } => {
                listed(question).is_none()
            }
            Edit { question, text, .. } => listed(question).is_none_or(|shown| shown == text),
            Answer { question } => listed(question).is_none(),
            Take { question, .. } => *on_air == Some(*question),
            Forward { to, .. } | Back { to, .. } => on_air == to,
            Clear => on_air.is_none(),
            Mute { viewer } => {
                let theirs = |id: &Uuid| self.asked.get(id).is_some_and(|(asker, ..)| asker == viewer);
                // What a colleague let through after an earlier one stays.
                let again = |other: &Given| other.at < given.at && other.command == given.command;
                list.iter().all(|(id, _)| !theirs(id) || *on_air == Some(*id))
                    || self.commands.values().any(again)
            }
            Undo { command } => match self.commands.get(command).map(|given| &given.command) {
                Some(Approve { question, .. }) => listed(question).is_none(),
                _ => true,
            },
            _ => true,
        }
    }

    /// Of two who edit what they saw at the same time one is refused: nobody's text is overwritten unseen. In a log that
    /// forks both may have been first for a while.
    fn is_of_what_was_seen(&mut self, id: Uuid, given: &Given) {
        let Command::Edit { question, revision: Some(seen), .. } = &given.command else { return };
        let other = *self.edits.entry((*question, *seen)).or_insert(id);
        if other != id && !self.forks {
            let what = format!("two edits of revision {seen} of {question} were told done");
            self.broken("no edit overwrites what was not seen", what);
        }
    }
}
