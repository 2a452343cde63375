//! What may be shown on air: the list as it stood at the last durable position, less all that was hidden since. Pure: the
//! room asks here and publishes, and so does the simulation.
//!
//! Approvals wait: an entry may be folded here and still be lost in a failover. What hides does not wait: a question
//! that was rejected, withdrawn or taken off air goes from the screens the moment somebody says so, before the log
//! has heard of it, and stays away whatever becomes of the log.

use std::collections::BTreeMap;

use efir_core::{
    Broadcast, Command, Deed, Entry, Status,
    audience::{Public, Rundown},
};
use efir_log::Position;
use uuid::Uuid;

/// What a room shows on air, and how far that is durable.
#[derive(Debug, Default)]
pub struct Shown {
    /// All up to here is as durable as promised.
    watermark: Position,
    /// As it stood there.
    list: Option<List>,
    /// The questions that an entry hides which has not come round yet.
    hidden: BTreeMap<Uuid, Vec<Uuid>>,
}

/// The lists at one position.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // each is what its type says
pub struct List {
    pub position: Position,
    pub rundown: Rundown,
    pub public: Public,
}

impl List {
    /// As a broadcast stands at a position.
    pub fn of(broadcast: &Broadcast, position: Position) -> Self {
        Self { position, rundown: broadcast.host_rundown(), public: broadcast.public() }
    }

    /// Leaves only what may still be shown.
    fn retain(&mut self, on_air: impl Fn(Uuid) -> bool, next: impl Fn(Uuid) -> bool) {
        self.rundown.next.retain(|item| next(item.id));
        self.rundown.on_air.take_if(|item| !on_air(item.id));
        self.public.wall.retain(|question| next(question.id));
        self.public.on_air.take_if(|question| !on_air(question.id));
    }
}

impl Shown {
    /// How far all is durable.
    pub fn watermark(&self) -> Position {
        self.watermark
    }

    /// Whether all up to that position is durable.
    pub fn covers(&self, position: Position) -> bool {
        self.watermark.epoch == position.epoch && self.watermark.offset >= position.offset
    }

    /// Whether anything can be said of the lists: after a start nothing is durable until the log says so, and a screen
    /// that comes back had better keep what it shows until then.
    pub fn is_known(&self, position: Position) -> bool {
        self.list.is_some() || position.offset == 0 || self.covers(position)
    }

    /// What may be shown now, of a broadcast that is folded up to a position.
    pub fn list(&self, broadcast: &Broadcast, position: Position) -> List {
        let is_durable = self.covers(position);
        let mut list = match self.list.as_ref().filter(|_| !is_durable) {
            Some(list) => list.clone(),
            None if is_durable => List::of(broadcast, position),
            // Nothing was durable yet.
            None => {
                let start = Position { offset: 0, ..position };
                List::of(&Broadcast::new(broadcast.settings().clone()), start)
            }
        };
        if !is_durable {
            let status = |id| broadcast.find(id).map(|question| question.standing.status);
            list.retain(
                |id| matches!(status(id), Some(Status::OnAir | Status::Answered)),
                |id| matches!(status(id), Some(Status::Approved | Status::OnAir | Status::Answered)),
            );
        }
        if !self.hidden.is_empty() {
            let is_shown = |id| !self.hidden.values().flatten().any(|hidden| *hidden == id);
            list.retain(is_shown, is_shown);
        }
        debug_assert_eq!(list.position, self.position(position));
        list
    }

    /// The position of what may be shown where that much is folded: as [`Shown::list`] has it, without making the list.
    pub fn position(&self, folded: Position) -> Position {
        match &self.list {
            _ if self.covers(folded) => folded,
            Some(list) => list.position,
            None => Position { offset: 0, ..folded },
        }
    }

    /// All up to that list's position is durable.
    pub fn make_durable(&mut self, list: List) {
        self.watermark = list.position;
        self.list = Some(list);
    }

    /// All that is folded is durable, in a log where reading says so.
    pub fn all_is_durable(&mut self, position: Position) {
        self.watermark = position;
    }

    /// Keeps what is shown now, whatever is folded from here on, until something is durable again.
    pub fn freeze(&mut self, broadcast: &Broadcast, position: Position) {
        if self.is_known(position) {
            self.list = Some(self.list(broadcast, position));
        }
        self.watermark = Position::default();
    }

    /// Takes from the screens what this entry is about to hide; says whether there was anything.
    pub fn hide(&mut self, broadcast: &Broadcast, entry: &Entry) -> bool {
        let questions = hides(broadcast, entry);
        if questions.is_empty() {
            return false;
        }
        self.hidden.insert(entry.id, questions);
        true
    }

    /// Those entries came round: from here on the state itself says what is shown. Says whether that matters.
    pub fn unhide(&mut self, entries: impl Iterator<Item = Uuid>) -> bool {
        let before = self.hidden.len();
        if before > 0 {
            entries.for_each(|id| drop(self.hidden.remove(&id)));
        }
        self.hidden.len() < before
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
