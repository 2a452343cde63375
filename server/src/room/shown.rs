//! What may be shown on air: the list as it stood at the last durable position, less all that was hidden since.
//!
//! Approvals wait: an entry may be folded here and still be lost in a failover. What hides does not wait: a question
//! that was rejected, withdrawn or taken off air goes from the screens the moment somebody says so, before the log
//! has heard of it, and stays away whatever becomes of the log.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use efir_core::{
    Broadcast, Command, Deed, Entry, Status,
    audience::{Public, Rundown},
};
use efir_log::Position;
use tokio::sync::watch;
use uuid::Uuid;

use super::{Room, State};

/// What a room shows on air, and how far that is durable.
#[derive(Debug, Default)]
pub(super) struct OnAir {
    /// All up to here is as durable as promised.
    watermark: watch::Sender<Position>,
    /// As it stood there.
    list: Mutex<Option<List>>,
    /// The questions that an entry hides which has not come round yet.
    hidden: Mutex<HashMap<Uuid, Vec<Uuid>>>,
    /// Held from looking at the lists to sending them, or of two who do so at once the older might be sent last.
    sending: Mutex<()>,
}

/// The lists at one position.
#[derive(Clone, Debug)]
pub(super) struct List {
    position: Position,
    rundown: Rundown,
    public: Public,
}

impl List {
    pub(super) fn of(state: &State) -> Self {
        let (rundown, public) = (state.broadcast.host_rundown(), state.broadcast.public());
        Self { position: state.position(), rundown, public }
    }

    /// Leaves only what may still be shown.
    fn retain(&mut self, on_air: impl Fn(Uuid) -> bool, next: impl Fn(Uuid) -> bool) {
        self.rundown.next.retain(|item| next(item.id));
        self.rundown.on_air.take_if(|item| !on_air(item.id));
        self.public.wall.retain(|question| next(question.id));
        self.public.on_air.take_if(|question| !on_air(question.id));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn covers(watermark: Position, position: Position) -> bool {
    watermark.epoch == position.epoch && watermark.offset >= position.offset
}

impl Room {
    /// What may be shown now.
    fn list(&self) -> List {
        let state = self.read();
        let is_durable = covers(*self.on_air.watermark.borrow(), state.position());
        let mut list = match lock(&self.on_air.list).as_ref().filter(|_| !is_durable) {
            Some(list) => list.clone(),
            None if is_durable => List::of(&state),
            // Nothing was durable yet.
            None => List::of(&State { broadcast: Broadcast::new(self.settings.clone()), ..State::default() }),
        };
        if !is_durable {
            let status = |id| state.broadcast.find(id).map(|question| question.standing.status);
            list.retain(
                |id| matches!(status(id), Some(Status::OnAir | Status::Answered)),
                |id| matches!(status(id), Some(Status::Approved | Status::OnAir | Status::Answered)),
            );
        }
        let hidden = lock(&self.on_air.hidden);
        if !hidden.is_empty() {
            let is_shown = |id| !hidden.values().flatten().any(|hidden| *hidden == id);
            list.retain(is_shown, is_shown);
        }
        list
    }

    /// The host's list, and the position that it belongs to.
    pub fn rundown(&self) -> (Position, Rundown) {
        let list = self.list();
        (list.position, list.rundown)
    }

    /// What viewers see, and the position that it belongs to.
    pub fn public(&self) -> (Position, Public) {
        let list = self.list();
        (list.position, list.public)
    }

    /// Whoever sends lists holds this from before they look.
    pub(super) fn sending(&self) -> MutexGuard<'_, ()> {
        lock(&self.on_air.sending)
    }

    /// How far all is durable.
    pub fn watermark(&self) -> Position {
        *self.on_air.watermark.borrow()
    }

    /// How many entries are folded and not known to be durable.
    pub fn watermark_lag(&self) -> u64 {
        let (folded, durable) = (self.read().position(), self.watermark());
        if folded.epoch == durable.epoch {
            folded.offset.saturating_sub(durable.offset)
        } else {
            folded.offset
        }
    }

    /// All up to that list's position is durable.
    pub(super) fn make_durable(&self, list: List) {
        let position = list.position;
        *lock(&self.on_air.list) = Some(list);
        self.on_air.watermark.send_replace(position);
    }

    /// All up to there is durable, in a log where reading says so.
    pub(super) fn all_is_durable(&self, position: Position) {
        self.on_air.watermark.send_replace(position);
    }

    /// Keeps what is shown now, whatever is folded from here on, until something is durable again.
    pub(super) fn freeze(&self) {
        let list = self.list();
        *lock(&self.on_air.list) = Some(list);
        self.on_air.watermark.send_replace(Position::default());
    }

    /// Waits until that position is durable, or another epoch began, in which it means nothing.
    pub(super) async fn wait_durable(&self, position: Position) {
        let mut watermark = self.on_air.watermark.subscribe();
        let passed = |now: &Position| covers(*now, position) || now.epoch > position.epoch;
        // The sender lives as long as the room.
        let _ = watermark.wait_for(passed).await;
    }

    /// Takes from the screens what this entry is about to hide; says whether there was anything.
    pub(super) fn hide_at_once(&self, entry: &Entry) -> bool {
        let questions = hides(&self.read().broadcast, entry);
        if questions.is_empty() {
            return false;
        }
        lock(&self.on_air.hidden).insert(entry.id, questions);
        self.publish_lists();
        true
    }

    /// Those entries came round: from here on the state itself says what is shown. Says whether that matters.
    pub(super) fn unhide(&self, entries: impl Iterator<Item = Uuid>) -> bool {
        let mut hidden = lock(&self.on_air.hidden);
        if hidden.is_empty() {
            return false;
        }
        let before = hidden.len();
        entries.for_each(|id| drop(hidden.remove(&id)));
        hidden.len() < before
    }
}

/// The questions that an entry takes from the air or from the rundown, where it is going to be done.
fn hides(broadcast: &Broadcast, entry: &Entry) -> Vec<Uuid> {
    match &entry.deed {
        Deed::Withdraw { question } => {
            let asker = broadcast.find(*question).and_then(|question| broadcast.viewer(question.viewer));
            let is_theirs = asker.is_some_and(|asker| asker.id == entry.by.id);
            let is_on_air = broadcast.on_air().and_then(|air| broadcast.question(air.number));
            let may = is_theirs && is_on_air.is_none_or(|on_air| on_air.id != *question);
            if may { vec![*question] } else { Vec::new() }
        }
        Deed::Command(command) if command.allowed_to(entry.by.role) => match command {
            Command::Reject { question, .. } | Command::Hold { question } => vec![*question],
            Command::Clear => broadcast
                .on_air()
                .and_then(|air| Some(broadcast.question(air.number)?.id))
                .into_iter()
                .collect(),
            Command::Mute { viewer } => {
                let theirs = broadcast.viewer_by_id(*viewer).map(|viewer| viewer.questions.as_slice());
                let theirs =
                    theirs.unwrap_or_default().iter().filter_map(|number| broadcast.question(*number));
                theirs.filter(|q| q.standing.status == Status::Approved).map(|q| q.id).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
