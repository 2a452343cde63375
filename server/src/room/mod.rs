//! A room: one broadcast on this node. One task follows its log, applies and publishes; everybody else submits
//! entries and reads. Nothing here knows HTTP or sockets.

mod follow;
mod mailbox;
mod publish;
mod twins;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::extract::ws::Utf8Bytes;
use efir_core::{Broadcast, Entry, Refusal, Settings};
use efir_log::{Appender, Log, LogError, Position};
use moderation_rules::likeness::{Fingerprint, Likeness, Matches};
use tokio::sync::{oneshot, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use follow::replay;
pub use mailbox::{Mailbox, Mailboxes};
pub use publish::{Broadcasting, Person};

use crate::{limits, problem::Problem};
use twins::Twins;

/// How long a submission waits for its own entry to come round once it is durable.
const ROUND_TRIP: Duration = Duration::from_secs(10);

/// One broadcast on this node.
pub struct Room {
    /// Its name in addresses.
    pub slug: String,
    /// What is shown to whom.
    pub out: Broadcasting,
    /// Whose questions changed.
    pub mailboxes: Mailboxes,
    log: Arc<dyn Log>,
    appender: Appender,
    state: RwLock<State>,
    waiting: Mutex<HashMap<Uuid, Waiting>>,
    viewers: AtomicUsize,
}

/// What is folded so far, and what helps to find like questions in it.
#[derive(Default)]
pub struct State {
    /// The broadcast.
    pub broadcast: Broadcast,
    /// The epoch of its log.
    pub epoch: u64,
    twins: Twins,
}

impl State {
    /// Where this state stands in the log.
    pub fn position(&self) -> Position {
        Position { epoch: self.epoch, offset: self.broadcast.offset() }
    }
}

/// Somebody who waits for an entry to come round.
struct Waiting {
    done: Vec<oneshot::Sender<Settled>>,
    /// The offset at which a question was compared with the others; what came in between is looked at once more.
    compared_at: Option<u64>,
}

/// What became of a submission.
#[derive(Clone, Debug)]
pub struct Settled {
    /// Done, or refused in `apply`.
    pub outcome: Result<(), Refusal>,
    /// Where the node stood when it knew.
    pub position: Position,
}

impl Room {
    /// Replays the log to its end, then follows it until `stop`.
    pub async fn open(
        slug: &str,
        settings: Settings,
        log: Arc<dyn Log>,
        stop: CancellationToken,
    ) -> Result<Arc<Self>, LogError> {
        let appender = Appender::new(log.clone(), slug);
        let room = Arc::new(Room {
            slug: slug.to_owned(),
            out: Broadcasting::default(),
            mailboxes: Mailboxes::default(),
            appender,
            state: RwLock::new(State { broadcast: Broadcast::new(settings), ..State::default() }),
            waiting: Mutex::default(),
            viewers: AtomicUsize::new(0),
            log,
        });
        let follower = follow::Follower::replay(room.clone()).await?;
        tokio::spawn(follower.run(stop.clone()));
        tokio::spawn(publish::tick(room.clone(), stop));
        Ok(room)
    }

    /// The state, to read from without waiting for anything.
    pub fn read(&self) -> RwLockReadGuard<'_, State> {
        // A panic while the state was written would leave it half changed; `apply` does not panic, and a read is safe.
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends an entry and waits until this node folded it. Safe to repeat with the same id.
    pub async fn submit(&self, entry: &Entry, compared_at: Option<u64>) -> Result<Settled, Problem> {
        if let Some(settled) = self.settled(entry.id) {
            return Ok(settled);
        }
        let (done, settled) = oneshot::channel();
        self.wait_for(entry.id, done, compared_at);
        let started = std::time::Instant::now();
        let appended = self.appender.append(entry.id, entry.to_json(), limits::APPEND_DEADLINE).await;
        metrics::histogram!("efir_append_seconds").record(started.elapsed());
        if let Err(error) = appended {
            self.waiting().remove(&entry.id);
            return Err(error.into());
        }
        // It may have come round before, under the same id.
        if let Some(settled) = self.settled(entry.id) {
            self.waiting().remove(&entry.id);
            return Ok(settled);
        }
        match tokio::time::timeout(ROUND_TRIP, settled).await {
            Ok(Ok(settled)) => Ok(settled),
            // Another submission of the same id may have taken the news.
            _ => self.settled(entry.id).ok_or(Problem::Unavailable),
        }
    }

    fn wait_for(&self, id: Uuid, done: oneshot::Sender<Settled>, compared_at: Option<u64>) {
        let mut waiting = self.waiting();
        let entry = waiting.entry(id).or_insert(Waiting { done: Vec::new(), compared_at });
        entry.done.push(done);
    }

    fn settled(&self, id: Uuid) -> Option<Settled> {
        let state = self.read();
        Some(Settled { outcome: state.broadcast.outcome(id)?, position: state.position() })
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<Uuid, Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The questions like this one, and the offset at which they were looked for.
    pub fn like(&self, fingerprint: &Fingerprint) -> (Matches, u64) {
        let state = self.read();
        (state.twins.find(Likeness::shipped(), fingerprint), state.broadcast.offset())
    }

    /// A viewer is connected while the guard lives.
    pub fn viewer_came(self: &Arc<Self>) -> Connected {
        self.viewers.fetch_add(1, Ordering::Relaxed);
        Connected(self.clone())
    }

    /// How many viewers are connected to this node.
    pub fn viewers(&self) -> usize {
        self.viewers.load(Ordering::Relaxed)
    }

    /// The frame that all viewers share.
    pub fn public_frame(&self) -> watch::Receiver<Utf8Bytes> {
        self.out.public.subscribe()
    }
}

/// Counts a connected viewer until it is dropped.
pub struct Connected(Arc<Room>);

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.viewers.fetch_sub(1, Ordering::Relaxed);
    }
}
