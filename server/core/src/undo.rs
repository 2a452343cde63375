//! Taking a command back: what each command changed is kept beside it, and put back whole while nothing
//! that it changed has changed again.

use std::collections::{HashMap, VecDeque};

use uuid::Uuid;

use crate::{
    broadcast::{Broadcast, OnAir},
    entry::Entry,
    muted::Mute,
    question::{Number, Standing, Status, What},
    refusal::Refusal,
};

/// How many commands back one can go.
const KEPT: usize = 512;

/// What a command changed of one question.
#[derive(Debug)]
struct Before {
    number: Number,
    standing: Standing,
    /// Its place in the rundown, or among the answered ones.
    seat: Option<usize>,
    /// `Question::changes` once the command was through.
    changes: u32,
}

/// How to put back what one command changed.
#[derive(Debug, Default)]
struct Undo {
    /// In the order in which they were changed.
    before: Vec<Before>,
    on_air: Option<OnAir>,
    /// A viewer, and how they were muted before.
    muted: Option<(u32, Option<Mute>)>,
}

/// The newest commands that can be taken back.
#[derive(Debug, Default)]
pub(crate) struct Undos {
    current: Undo,
    kept: HashMap<Uuid, Undo>,
    order: VecDeque<Uuid>,
}

impl Undos {
    /// Notes how a question stood before its first change by the current command.
    pub(crate) fn journal(&mut self, number: Number, standing: Standing, seat: Option<usize>) {
        if !self.current.before.iter().any(|b| b.number == number) {
            self.current.before.push(Before { number, standing, seat, changes: 0 });
        }
    }

    /// A new command begins.
    pub(crate) fn begin(&mut self, on_air: Option<OnAir>) {
        self.current = Undo { on_air, ..Undo::default() };
    }
}

impl Broadcast {
    /// Mutes a viewer or lets them speak again.
    pub(crate) fn set_muted(&mut self, viewer: u32, muted: Option<Mute>) {
        let index = &mut self.index.muted;
        let _ = if muted.is_some() { index.insert(viewer) } else { index.remove(&viewer) };
        let theirs = &mut self.viewers[viewer as usize];
        self.touched.questions.extend(&theirs.questions);
        self.undos.current.muted = Some((viewer, std::mem::replace(&mut theirs.muted, muted)));
    }

    /// The current command is through: keeps how to take it back.
    pub(crate) fn keep_undo(&mut self, command: Uuid) {
        let mut undo = std::mem::take(&mut self.undos.current);
        if undo.before.is_empty() && undo.muted.is_none() {
            return;
        }
        for before in &mut undo.before {
            before.changes = self.get(before.number).changes;
        }
        self.undos.kept.insert(command, undo);
        self.undos.order.push_back(command);
        if self.undos.order.len() > KEPT {
            let oldest = self.undos.order.pop_front();
            oldest.map(|id| self.undos.kept.remove(&id));
        }
    }

    /// Takes a command back, or refuses where what it changed has changed since.
    pub(crate) fn undo(&mut self, command: Uuid, entry: &Entry) -> Result<(), Refusal> {
        let undo = self.undos.kept.get(&command).ok_or(Refusal::CannotUndo)?;
        if !self.can_put_back(undo) {
            return Err(Refusal::CannotUndo);
        }
        let undo = self.undos.kept.remove(&command).ok_or(Refusal::CannotUndo)?;
        self.undos.order.retain(|id| *id != command);
        // The last change first, so that each place in a list is right when it is taken again.
        for before in undo.before.iter().rev() {
            if !self.moved_on(before) {
                self.put_back(before, entry);
            }
        }
        if undo.before.iter().any(|before| before.standing.status == Status::OnAir) {
            self.on_air = undo.on_air;
        }
        if let Some((viewer, muted)) = undo.muted {
            self.set_muted(viewer, muted);
        }
        Ok(())
    }

    fn moved_on(&self, before: &Before) -> bool {
        self.get(before.number).changes != before.changes
    }

    fn can_put_back(&self, undo: &Undo) -> bool {
        let changed = |number: Number| undo.before.iter().any(|before| before.number == number);
        // A viewer can be let speak again whatever became of their questions: those that moved on stay as they are.
        let moved_on = undo.muted.is_none() && undo.before.iter().any(|before| self.moved_on(before));
        // Nor is anything folded into what is folded away or gone by now, or with others folded into it since: they
        // would be lost.
        let lost = undo.before.iter().any(|before| {
            let Some(root) = before.standing.root else { return false };
            let root_gone = !changed(root) && self.joinable(self.get(root)) != Some(root);
            root_gone || self.folded(before.number).iter().any(|child| !changed(*child))
        });
        let back_on_air = undo.before.iter().any(|before| before.standing.status == Status::OnAir);
        let air_taken = back_on_air && self.on_air.is_some_and(|air| !changed(air.number));
        !(moved_on || lost || air_taken)
    }

    fn put_back(&mut self, before: &Before, entry: &Entry) {
        let now = &self.get(before.number).standing;
        // Whoever saw the text between must not pass for having seen this one.
        let revision = now.revision + u32::from(now.edited != before.standing.edited);
        let step = Self::step(entry.at, entry.by.name.clone(), What::Undone);
        self.change(before.number, step, |standing| {
            *standing = Standing { revision, ..before.standing.clone() }
        });
        if let Some(seat) = before.seat {
            self.place(before.number, seat);
        }
    }
}
