//! A room's screens over time: what is shown is decided in `shown`; here it is kept, and whoever waits for something to
//! be durable is woken.

use std::sync::{Mutex, MutexGuard, PoisonError};

use efir_core::{
    Entry,
    audience::{Public, Rundown},
};
use efir_log::Position;
use tokio::sync::watch;
use uuid::Uuid;

use crate::limits;

use super::{
    Room,
    shown::{List, Shown},
};

/// What a room shows on air.
#[derive(Debug, Default)]
pub(super) struct OnAir {
    shown: Mutex<Shown>,
    /// Held from looking at the lists to sending them, or of two who do so at once the older might be sent last: the
    /// position of the makers' list that was sent last.
    sending: Mutex<Position>,
    /// Wakes those who wait for the watermark.
    watermark: watch::Sender<Position>,
    /// Wakes those who wait for the lists: all that may be shown up to there was sent to makers' screens.
    sent: watch::Sender<Position>,
}

impl OnAir {
    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Shown)) {
        let mut shown = self.shown();
        change(&mut shown);
        self.watermark.send_replace(shown.watermark());
    }
}

impl Room {
    /// What may be shown now.
    pub(super) fn list(&self) -> List {
        let state = self.read();
        self.on_air.shown().list(&state.broadcast, state.position())
    }

    /// The position of what may be shown now.
    pub(super) fn list_position(&self) -> Position {
        let folded = self.read().position();
        self.on_air.shown().position(folded)
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
    pub(super) fn sending(&self) -> MutexGuard<'_, Position> {
        self.on_air.sending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether anything can be said of the lists.
    pub(super) fn lists_are_known(&self) -> bool {
        let position = self.read().position();
        self.on_air.shown().is_known(position)
    }

    /// Waits until this node is as far as a screen that comes back, so that the screen does not go back; not for ever.
    pub async fn caught_up(&self, seen: Option<Position>) {
        let Some(seen) = seen else { return };
        let mut sent = self.on_air.sent.subscribe();
        let waiting = async { while *sent.borrow_and_update() < seen && sent.changed().await.is_ok() {} };
        // Whoever is still ahead then is ahead of all there is.
        let _ = tokio::time::timeout(limits::CATCH_UP, waiting).await;
        // Where nothing changed, what was sent last is older than the node is: the same lists, at an older position.
        if *self.sending() < seen {
            self.publish_rundown();
        }
        if self.out.public.borrow().position < seen {
            self.publish_public();
        }
    }

    /// The lists of that position were sent, or did not differ from those before.
    pub(super) fn lists_sent(&self, position: Position) {
        self.on_air.sent.send_replace(position);
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
        self.on_air.change(|shown| shown.make_durable(list));
    }

    /// All up to there is durable, in a log where reading says so.
    pub(super) fn all_is_durable(&self, position: Position) {
        self.on_air.change(|shown| shown.all_is_durable(position));
    }

    /// Keeps what is shown now, whatever is folded from here on, until something is durable again.
    pub(super) fn freeze(&self) {
        let state = self.read();
        self.on_air.change(|shown| shown.freeze(&state.broadcast, state.position()));
    }

    /// Waits until that position is durable, or another epoch began, in which it means nothing.
    pub(super) async fn wait_durable(&self, position: Position) {
        let mut watermark = self.on_air.watermark.subscribe();
        let passed = |now: &Position| {
            (now.epoch == position.epoch && now.offset >= position.offset) || now.epoch > position.epoch
        };
        // The sender lives as long as the room.
        let _ = watermark.wait_for(passed).await;
    }

    /// Takes from the screens what this entry is about to hide; says whether there was anything.
    pub(super) fn hide_at_once(&self, entry: &Entry) -> bool {
        let hidden = {
            let state = self.read();
            self.on_air.shown().hide(&state.broadcast, entry)
        };
        if hidden {
            self.publish_lists();
        }
        hidden
    }

    /// Those entries came round: from here on the state itself says what is shown. Says whether that matters.
    pub(super) fn unhide(&self, entries: impl Iterator<Item = Uuid>) -> bool {
        self.on_air.shown().unhide(entries)
    }
}
