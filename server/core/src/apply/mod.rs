//! `apply`: the only way in which a broadcast changes. Deterministic: the same entries give the same state
//! on every node. Here is the dispatch; what each deed means is in the files beside.

mod air;
mod ask;
mod line;
mod moderate;

use crate::{
    broadcast::Broadcast,
    command::Command,
    entry::{Deed, Entry, Role},
    question::Number,
    refusal::Refusal,
};

/// What an entry did.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// Whether it was done; of a repeated id the first outcome.
    pub outcome: Result<(), Refusal>,
    /// Whether the id was seen before, so that nothing changed.
    pub repeated: bool,
    /// What may look different now.
    pub touched: Touched,
}

/// What may look different after an entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    /// Questions, in order of their numbers.
    pub questions: Vec<Number>,
    /// The rundown or what is on air.
    pub rundown: bool,
    /// The phase or the settings.
    pub line: bool,
    /// The word to the host.
    pub note: bool,
    /// Who looks at what.
    pub claims: bool,
}

type Done = Result<(), Refusal>;

impl Touched {
    /// Who looks at these questions changed.
    fn claim(&mut self, questions: impl IntoIterator<Item = Number>) {
        self.questions.extend(questions);
        self.claims = true;
    }

    /// Adds what another entry touched.
    pub fn merge(&mut self, other: Touched) {
        self.questions.extend(other.questions);
        self.rundown |= other.rundown;
        self.line |= other.line;
        self.note |= other.note;
        self.claims |= other.claims;
    }

    /// Whether nothing looks different.
    pub fn is_empty(&self) -> bool {
        *self == Touched::default()
    }
}

impl Broadcast {
    /// Folds the next entry of the log.
    pub fn apply(&mut self, entry: &Entry) -> Applied {
        self.offset += 1;
        if let Some(outcome) = self.outcome(entry.id) {
            return Applied { outcome, repeated: true, touched: Touched::default() };
        }
        self.undos.begin(self.on_air);
        self.touched = Touched::default();
        let outcome = match &entry.deed {
            Deed::Ask(ask) => self.ask(entry, ask),
            Deed::Vote { question, on } => self.vote(entry, *question, *on),
            Deed::Withdraw { question } => self.withdraw(entry, *question),
            Deed::Join { question, link } if entry.by.role == Role::System => {
                self.join(entry, *question, link)
            }
            Deed::Command(command) if command.allowed_to(entry.by.role) => self.command(entry, command),
            Deed::Command(_) | Deed::Join { .. } => Err(Refusal::Forbidden),
            Deed::Unknown => Err(Refusal::UnknownDeed),
        };
        let mut touched = std::mem::take(&mut self.touched);
        touched.questions.sort_unstable();
        touched.questions.dedup();
        if !(outcome.is_ok() && matches!(entry.deed, Deed::Ask(_))) {
            self.outcomes.insert(entry.id, outcome.clone().map_err(Box::new));
        }
        Applied { outcome, repeated: false, touched }
    }

    fn command(&mut self, entry: &Entry, command: &Command) -> Done {
        use Command::*;
        match command {
            Approve { question, after, revision } => self.approve(entry, *question, *after, *revision),
            Reject { question, reason } => self.reject(entry, *question, reason),
            Hold { question } => self.hold(entry, *question),
            Reopen { question } => self.reopen(entry, *question),
            Edit { question, text, revision } => self.edit(entry, *question, text, *revision),
            Merge { question, into } => self.merge(entry, *question, *into),
            Split { question } => self.split(entry, *question),
            Move { question, after } => self.move_to(entry, *question, *after),
            Pin { question } => self.pin(entry, *question, true),
            Unpin { question } => self.pin(entry, *question, false),
            Label { question, topics } => self.label(entry, *question, topics),
            Claim { question } => self.claim(entry, *question),
            Release { question } => self.release(entry, *question),
            Mute { viewer } => self.mute(entry, *viewer),
            Unmute { viewer } => self.unmute(*viewer),
            Undo { command } => self.undo(*command, entry),
            Heard { note } => self.heard(entry, *note),
            Remark { question, text } => self.remark(entry, *question, text),
            Note { text, until } => self.say(entry, text, *until),
            Take { question, revision } => self.take(entry, *question, *revision),
            Clear => self.clear(entry),
            Answer { question } => self.answer(entry, *question),
            Next => self.next(entry),
            Forward { from, to } => self.forward(entry, *from, *to),
            Back { from, to } => self.backward(entry, *from, *to),
            Open | Pause | Close => self.set_phase(command),
            Settings(patch) => self.set(patch),
        }?;
        self.keep_undo(entry.id);
        Ok(())
    }
}
