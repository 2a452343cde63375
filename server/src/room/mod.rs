//! A room: one broadcast on this node. One task follows its log, applies and publishes; everybody else submits
//! entries and reads. Nothing here knows HTTP or sockets.

pub mod alarm;
mod durable;
mod follow;
mod mailbox;
mod publish;
pub mod shown;
mod twins;
mod wall;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use efir_core::{Applied, Broadcast, Entry, Refusal, Settings};
use efir_log::{Appender, Concern, Log, LogError, Position};
use moderation_rules::likeness::{Fingerprint, Matches};
use tokio::sync::{oneshot, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use alarm::{Alarm, Alarms};
pub use follow::{replay, salvage};
pub use mailbox::{Mailbox, Mailboxes};
pub use publish::{Broadcasting, Person};
pub use wall::{PublicFrames, wall_id};

use crate::{intake::desk::Desk, lanes::Lanes, limits, problem::Problem};
use twins::Twins;

/// How long a submission waits for its own entry to come round, and to be durable.
const ROUND_TRIP: Duration = Duration::from_secs(10);
/// For how long a node goes on trying to write what hides something: whoever said so may be gone.
const HIDE_DEADLINE: Duration = Duration::from_secs(86_400);

/// One broadcast on this node.
pub struct Room {
    /// Its name in addresses.
    pub slug: String,
    /// What is shown to whom.
    pub out: Broadcasting,
    /// How much of what viewers send is under way.
    pub desk: Desk,
    /// Whose questions changed.
    pub mailboxes: Mailboxes,
    /// What moderators must know at once.
    pub alarms: Alarms,
    on_air: durable::OnAir,
    /// As they are before the first entry.
    settings: Settings,
    log: Arc<dyn Log>,
    appender: Appender,
    state: RwLock<State>,
    waiting: Mutex<HashMap<Uuid, Waiting>>,
    viewers: AtomicUsize,
    /// The failure of the log after which this node must end.
    pub failure: OnceLock<LogError>,
    stop: CancellationToken,
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

    fn apply(&mut self, entry: &Entry) -> Applied {
        let applied = self.broadcast.apply(entry);
        self.twins.follow(&self.broadcast, entry, &applied.touched.questions);
        applied
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
        concerns: &[Concern],
        lanes: &Lanes,
        stop: CancellationToken,
    ) -> Result<Arc<Self>, LogError> {
        let appender = Appender::new(log.clone(), slug);
        let room = Arc::new(Room {
            slug: slug.to_owned(),
            out: Broadcasting::default(),
            desk: Desk::default(),
            mailboxes: Mailboxes::default(),
            alarms: Alarms::default(),
            on_air: durable::OnAir::default(),
            settings: settings.clone(),
            appender,
            state: RwLock::new(State { broadcast: Broadcast::new(settings), ..State::default() }),
            waiting: Mutex::default(),
            viewers: AtomicUsize::new(0),
            log,
            failure: OnceLock::new(),
            stop: stop.clone(),
        });
        room.alarms.concern(concerns);
        let follower = follow::Follower::replay(room.clone()).await?;
        tokio::spawn(follower.run(stop.clone()));
        tokio::spawn(publish::watch_alarms(room.clone(), stop.clone()));
        lanes.viewers.spawn(publish::tick(room.clone(), stop));
        Ok(room)
    }

    /// The state, to read from without waiting for anything.
    pub fn read(&self) -> RwLockReadGuard<'_, State> {
        // A panic while the state was written would leave it half changed; `apply` does not panic, and a read is safe.
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends an entry and waits until this node folded it and it is durable. Safe to repeat with the same id.
    /// What hides something takes it from the screens before anything else.
    pub async fn submit(&self, entry: &Entry, compared_at: Option<u64>) -> Result<Settled, Problem> {
        if let Some(settled) = self.settled(entry.id) {
            return self.once_durable(entry.id, settled).await;
        }
        let hides = self.hide_at_once(entry);
        let (done, settled) = oneshot::channel();
        self.wait_for(entry.id, done, compared_at);
        let started = std::time::Instant::now();
        let appended = self.append(entry, hides).await;
        metrics::histogram!("efir_append_seconds").record(started.elapsed());
        if let Err(error) = appended {
            self.waiting().remove(&entry.id);
            self.end_if_poisoned(&error);
            return Err(error.into());
        }
        // It may have come round before, under the same id.
        if let Some(settled) = self.settled(entry.id) {
            self.waiting().remove(&entry.id);
            if hides && self.unhide(std::iter::once(entry.id)) {
                self.publish_lists();
            }
            return self.once_durable(entry.id, settled).await;
        }
        let settled = match tokio::time::timeout(ROUND_TRIP, settled).await {
            Ok(Ok(settled)) => settled,
            // Another submission of the same id may have taken the news.
            _ => self.settled(entry.id).ok_or(Problem::Unavailable)?,
        };
        self.once_durable(entry.id, settled).await
    }

    /// Nothing that is written after a failed sync can be trusted: the server ends, and a new one reads what is there.
    fn end_if_poisoned(&self, error: &LogError) {
        if matches!(error, LogError::Poisoned { .. }) {
            // The first failure is the cause of those after it.
            let _ = self.failure.set(error.clone());
            self.stop.cancel();
        }
    }

    async fn append(&self, entry: &Entry, hides: bool) -> Result<u64, LogError> {
        let (appender, id, bytes) = (self.appender.clone(), entry.id, entry.to_json());
        if !hides {
            return appender.append(id, bytes, limits::APPEND_DEADLINE).await;
        }
        // It is written however long that takes, since the screens show it as done already.
        let writing = tokio::spawn(async move { appender.append(id, bytes, HIDE_DEADLINE).await });
        let late = || LogError::Unavailable { what: "what was hidden is not written yet".to_owned() };
        match tokio::time::timeout(limits::APPEND_DEADLINE, writing).await {
            Ok(Ok(appended)) => appended,
            _ => Err(late()),
        }
    }

    /// Waits until what is known of an entry is durable; where the log was healed meanwhile, looks again.
    async fn once_durable(&self, id: Uuid, mut settled: Settled) -> Result<Settled, Problem> {
        let waiting = async {
            loop {
                self.wait_durable(settled.position).await;
                if self.watermark().epoch == settled.position.epoch {
                    return Ok(settled);
                }
                settled = self.settled(id).ok_or(Problem::Unavailable)?;
            }
        };
        tokio::time::timeout(ROUND_TRIP, waiting).await.unwrap_or(Err(Problem::Unavailable))
    }

    /// Waits until all that is folded now is durable.
    pub async fn durable_now(&self) -> Result<(), Problem> {
        let position = self.read().position();
        tokio::time::timeout(ROUND_TRIP, self.wait_durable(position)).await.map_err(|_| Problem::Unavailable)
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
        (state.twins.find(fingerprint), state.broadcast.offset())
    }

    /// The questions like this one among those that viewers may see.
    pub fn like_public(&self, fingerprint: &Fingerprint) -> Matches {
        self.read().twins.find_public(fingerprint)
    }

    /// How many entries wait to be appended.
    pub fn append_queue(&self) -> usize {
        self.appender.waiting()
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

    /// The frames that all viewers share.
    pub fn public_frames(&self) -> watch::Receiver<PublicFrames> {
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
