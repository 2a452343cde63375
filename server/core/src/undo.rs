//! Taking a command back: what each command changed is kept beside it, and put back whole while nothing
//! that it changed has changed again.

use std::collections::{HashMap, VecDeque};

use uuid::Uuid;

use crate::{
    broadcast::{Broadcast, OnAir},
    entry::Entry,
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
    rank: Option<usize>,
    /// `Question::changes` once the command was through.
    changes: u32,
}

/// How to put back what one command changed.
#[derive(Debug, Default)]
struct Undo {
    before: Vec<Before>,
    on_air: Option<OnAir>,
    muted: Option<u32>,
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
    pub(crate) fn journal(&mut self, number: Number, standing: Standing, rank: Option<usize>) {
        if !self.current.before.iter().any(|b| b.number == number) {
            self.current.before.push(Before { number, standing, rank, changes: 0 });
        }
    }

    /// Notes that the current command muted a viewer.
    pub(crate) fn journal_mute(&mut self, viewer: u32) {
        self.current.muted = Some(viewer);
    }

    /// The questions that the current command changed.
    pub(crate) fn touched(&self) -> Vec<Number> {
        self.current.before.iter().map(|before| before.number).collect()
    }

    /// A new command begins.
    pub(crate) fn begin(&mut self, on_air: Option<OnAir>) {
        self.current = Undo { on_air, ..Undo::default() };
    }
}

impl Broadcast {
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
        let moved_on = undo.before.iter().any(|b| self.get(b.number).changes != b.changes);
        let back_on_air = undo.before.iter().find(|b| b.standing.status == Status::OnAir).map(|b| b.number);
        let air_is_taken = self.on_air.is_some_and(|air| {
            back_on_air.is_some() && !undo.before.iter().any(|b| b.number == air.number)
        });
        if moved_on || air_is_taken {
            return Err(Refusal::CannotUndo);
        }
        let undo = self.undos.kept.remove(&command).ok_or(Refusal::CannotUndo)?;
        self.undos.order.retain(|id| *id != command);
        for before in &undo.before {
            let revision = self.get(before.number).standing.revision;
            let step = Self::step(entry.at, entry.by.name.clone(), What::Undone);
            let edited = self.get(before.number).standing.edited != before.standing.edited;
            self.change(before.number, step, |standing| {
                *standing = before.standing.clone();
                // Whoever saw the text between must not pass for having seen this one.
                standing.revision = revision + u32::from(edited);
            });
        }
        // Ranks are put back from the front, so that each is right when the next is placed.
        let mut ranks: Vec<_> = undo.before.iter().filter_map(|b| Some((b.rank?, b.number))).collect();
        ranks.sort_unstable();
        ranks.into_iter().for_each(|(rank, number)| self.place(number, rank));
        if back_on_air.is_some() {
            self.on_air = undo.on_air;
        }
        if let Some(viewer) = undo.muted {
            self.viewers[viewer as usize].muted = false;
        }
        Ok(())
    }
}
