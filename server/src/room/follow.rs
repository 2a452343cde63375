//! The room's one task: follow the log, check the chain, apply, settle who waits, publish; compare with the log every
//! few seconds, read a piece of it over, and heal it where it is not what was folded.

use std::{sync::Arc, time::Duration};

use efir_core::{Broadcast, Deed, Entry, Link, Settings, Touched};
use efir_log::{Chain, Confirmed, Finding, Fork, Healed, Kept, Log, LogError, Mark, Position, Record, Scrub};
use futures_util::{FutureExt, future::BoxFuture};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Room, Settled, State, shown::List};
use crate::clock;

/// Records read at once.
const BATCH: usize = 1_024;
/// How long one wait for a record lasts.
const WAIT: Duration = Duration::from_secs(2);
/// How often the log is compared with what was folded.
const COMPARE_EVERY: Duration = Duration::from_secs(2);
/// How long to wait after an error.
const BACKOFF: Duration = Duration::from_millis(200);
/// The longest wait between two tries to heal a log.
const BACKOFF_MAX: Duration = Duration::from_secs(5);
/// The name behind the ids of entries that Efir writes itself.
const JOIN_IDS: Uuid = Uuid::from_u128(0x6f1d_6a5e_2f0b_4e8e_9b1c_0d4c_8a53_e901);

/// Follows one broadcast's log.
pub(super) struct Follower {
    room: Arc<Room>,
    kept: Kept,
    scrub: Scrub,
    scrub_at: Instant,
}

/// A question to the log that is under way: where the node stood, and what it would show once that is durable.
struct Asked {
    mark: Mark,
    list: Option<List>,
    /// The piece of older entries that is read over.
    piece: Option<(u64, usize)>,
}

/// What the log said: that piece, then its end.
struct Said {
    piece: Option<Result<Vec<Record>, LogError>>,
    end: Confirmed,
}

type Following = BoxFuture<'static, Result<Vec<Record>, LogError>>;
type Comparing = BoxFuture<'static, (Asked, Result<Said, LogError>)>;

impl Follower {
    /// Folds all that the log holds now.
    pub(super) async fn replay(room: Arc<Room>) -> Result<Self, LogError> {
        let epoch = room.log.tail(&room.slug).await?.position.epoch;
        room.write(|state| state.epoch = epoch);
        let kept = Kept::new(epoch, room.log.may_fork());
        let mut follower = Follower { kept, room, scrub: Scrub::default(), scrub_at: Instant::now() };
        loop {
            let records = follower.room.log.read(&follower.room.slug, follower.offset(), BATCH).await?;
            if records.is_empty() {
                break;
            }
            follower.fold(&records)?;
        }
        follower.room.publish_all();
        Ok(follower)
    }

    fn offset(&self) -> u64 {
        self.kept.position().offset
    }

    /// Follows until `stop`.
    pub(super) async fn run(mut self, stop: CancellationToken) {
        let mut following = self.follow(Duration::ZERO);
        let mut comparing: Option<Comparing> = None;
        let mut compare_at = Instant::now();
        loop {
            let turn = tokio::select! {
                () = stop.cancelled() => return,
                records = &mut following => {
                    let turn = records.and_then(|records| self.fold(&records)).map(|touched| {
                        self.room.publish(&touched);
                        None
                    });
                    following = self.follow(if turn.is_ok() { Duration::ZERO } else { BACKOFF });
                    turn
                }
                (asked, said) = async { comparing.as_mut().expect("it is under way").await }, if comparing.is_some() => {
                    comparing = None;
                    compare_at = Instant::now() + COMPARE_EVERY;
                    said.and_then(|said| self.compared(asked, said))
                }
                () = sleep_until(compare_at), if comparing.is_none() => {
                    comparing = Some(self.ask());
                    continue;
                }
            };
            let fork = match turn {
                Ok(fork) => fork,
                Err(LogError::Damaged { offset, .. }) => Some(Fork::Differs { offset }),
                // The links to the log end with the program, in any order.
                Err(_) if stop.is_cancelled() => return,
                Err(error) => {
                    error.report(&self.room.slug, "cannot follow the log");
                    // The link is made anew, perhaps to another server: what does that one hold?
                    compare_at = Instant::now() + BACKOFF;
                    None
                }
            };
            if let Some(fork) = fork {
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = self.heal(&fork) => {}
                }
                following = self.follow(Duration::ZERO);
                comparing = None;
                compare_at = Instant::now();
            } else if comparing.is_none()
                && self.waits_to_be_durable()
                && compare_at > Instant::now() + BACKOFF
            {
                compare_at = Instant::now();
            }
        }
    }

    fn follow(&self, delay: Duration) -> Following {
        let (log, slug, after) = (self.room.log.clone(), self.room.slug.clone(), self.offset());
        async move {
            sleep(delay).await;
            log.follow(&slug, after, BATCH, WAIT).await
        }
        .boxed()
    }

    fn ask(&mut self) -> Comparing {
        // While replicas are waited for it is compared more often: what is far back can wait.
        let is_due = self.scrub_at <= Instant::now();
        let piece = is_due.then(|| self.scrub.next(&self.kept)).flatten();
        if is_due {
            self.scrub_at = Instant::now() + COMPARE_EVERY;
        }
        let room = self.room.clone();
        let list = room.log.waits_for_replicas().then(|| {
            let state = room.read();
            List::of(&state.broadcast, state.position())
        });
        let asked = Asked { mark: self.kept.mark(), list, piece };
        async move {
            let piece = match asked.piece {
                Some((after, limit)) => Some(room.log.read(&room.slug, after, limit).await),
                None => None,
            };
            let end = room.log.confirm(&room.slug, asked.mark.position.offset).await;
            (asked, end.map(|end| Said { piece, end }))
        }
        .boxed()
    }

    fn waits_to_be_durable(&self) -> bool {
        let waits = self.room.log.waits_for_replicas() && self.room.watermark() != self.kept.position();
        self.room.alarms.waits(waits);
        waits
    }

    /// The log answered: goes on as before, in a new epoch, or not at all.
    fn compared(&mut self, asked: Asked, Said { piece, end }: Said) -> Result<Option<Fork>, LogError> {
        Ok(match asked.mark.compare(&end) {
            Finding::Same => {
                self.room.alarms.heard();
                self.room.alarms.lags(end.tail.position.offset.saturating_sub(self.offset()));
                if let Some(list) = asked.list.filter(|_| end.durable) {
                    self.room.make_durable(list);
                    self.room.publish_lists();
                }
                piece.map(|piece| self.read_over(piece)).transpose()?.flatten()
            }
            Finding::Renewed(epoch) => {
                tracing::warn!(broadcast = %self.room.slug, epoch, "another node has healed the log");
                self.kept.renew(epoch);
                self.room.begin_epoch(|state| state.epoch = epoch);
                // Moderators are told on every server, not only on the one that healed.
                self.room.alarms.healed(0);
                None
            }
            Finding::Forked(fork) => Some(fork),
        })
    }

    /// Older entries were read over: where the log has no copy to be mended from, damage is told, and the show goes on
    /// from what was folded.
    fn read_over(&mut self, piece: Result<Vec<Record>, LogError>) -> Result<Option<Fork>, LogError> {
        let damaged = self.scrub.judge(&self.kept, piece)?;
        if self.kept.can_heal() {
            return Ok(damaged.map(|offset| Fork::Differs { offset }));
        }
        self.room.alarms.damaged(&self.room.slug, damaged);
        Ok(None)
    }

    /// Applies records in order; says what changed.
    fn fold(&mut self, records: &[Record]) -> Result<Touched, LogError> {
        let mut touched = Touched::default();
        let mut joins = Vec::new();
        let mut settled = Vec::new();
        let room = self.room.clone();
        let checked = room.write(|state| {
            for record in records {
                self.kept.push(record).map_err(|damage| damage.of(&room.slug))?;
                let Some(entry) = entry_of(record) else {
                    state.broadcast.skip();
                    continue;
                };
                joins.extend(room.late_join(state, &entry));
                let applied = state.apply(&entry);
                settled.push((entry.id, applied.outcome, state.position()));
                touched.merge(applied.touched);
            }
            Ok(())
        });
        room.alarms.heard();
        touched.rundown |= room.unhide(settled.iter().map(|(id, ..)| *id));
        room.settle(settled);
        joins.into_iter().for_each(|entry| room.append_aside(entry));
        checked.map(|()| touched)
    }

    /// Keeps the screens as they are, makes the log hold all that was folded, and begins again from it.
    async fn heal(&mut self, fork: &Fork) {
        let room = self.room.clone();
        let at = self.kept.position();
        tracing::error!(broadcast = %room.slug, %at, "the log is not the one that was folded: {fork}; healing it");
        room.alarms.forked(fork);
        room.freeze();
        let mut backoff = BACKOFF;
        loop {
            let healed = match efir_log::heal(&*room.log, &room.slug, &self.kept).await {
                Ok(healed) => self.begin_again(healed).await,
                Err(error) => Err(error),
            };
            match healed {
                Ok(()) => return,
                Err(error) => error.report(&room.slug, "cannot heal the log"),
            }
            sleep(backoff).await;
            backoff = (backoff * 2).min(BACKOFF_MAX);
        }
    }

    async fn begin_again(&mut self, healed: Healed) -> Result<(), LogError> {
        let (found, back) = match healed {
            Healed::Other { found, back } => (found, back),
            Healed::Same { epoch, back } => {
                self.kept.renew(epoch);
                self.room.begin_epoch(|state| state.epoch = epoch);
                self.healed(back);
                return Ok(());
            }
        };
        let epoch = found.tail.unwrap_or_default().position.epoch;
        let settings = self.room.settings.clone();
        let folding = tokio::task::spawn_blocking(move || refold(settings, epoch, &found.records));
        let folded =
            folding.await.map_err(|_| LogError::Unavailable { what: "the program is ending".to_owned() })?;
        let (state, kept) = folded.map_err(|damage| damage.of(&self.room.slug))?;
        self.kept = kept;
        self.room.begin_epoch(|old| *old = state);
        self.healed(back);
        Ok(())
    }

    fn healed(&self, back: usize) {
        metrics::counter!("efir_heals_total", "broadcast" => self.room.slug.clone()).increment(1);
        tracing::warn!(broadcast = %self.room.slug, at = %self.kept.position(), back, "the log is healed");
        self.room.alarms.healed(back);
    }
}

/// Folds a whole log from its beginning.
fn refold(settings: Settings, epoch: u64, records: &[Record]) -> Result<(State, Kept), efir_log::Damage> {
    let mut kept = Kept::new(epoch, true);
    let mut state = State { broadcast: Broadcast::new(settings), epoch, ..State::default() };
    for record in records {
        kept.push(record)?;
        match entry_of(record) {
            Some(entry) => drop(state.apply(&entry)),
            None => state.broadcast.skip(),
        }
    }
    Ok((state, kept))
}

/// One that cannot be read holds its place in the order, and means nothing.
fn entry_of(record: &Record) -> Option<Entry> {
    Entry::parse(&record.bytes)
        .inspect_err(|error| tracing::error!(offset = record.offset, %error, "an entry cannot be read"))
        .ok()
}

impl Room {
    /// Changes the state; where reading says that an entry is durable, its position is, before anybody sees it.
    fn write<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let changed = change(&mut state);
        if !self.log.waits_for_replicas() {
            self.all_is_durable(state.position());
        }
        changed
    }

    /// Puts another state, or another epoch, in place of the one there was, and tells everybody.
    fn begin_epoch(&self, change: impl FnOnce(&mut State)) {
        metrics::counter!("efir_epoch_changes_total", "broadcast" => self.slug.clone()).increment(1);
        self.write(change);
        let known: Vec<_> = {
            let (state, waiting) = (self.read(), self.waiting());
            let outcome = |id: &Uuid| Some((*id, state.broadcast.outcome(*id)?, state.position()));
            waiting.keys().filter_map(outcome).collect()
        };
        self.unhide(known.iter().map(|(id, ..)| *id));
        self.settle(known);
        self.publish_all();
    }

    /// This node's own question came round, and others came in since it was compared: looks once more among them.
    fn late_join(&self, state: &State, entry: &Entry) -> Option<Entry> {
        let Deed::Ask(ask) = &entry.deed else { return None };
        let compared_at = self.waiting().get(&entry.id)?.compared_at?;
        if ask.join.is_some() || compared_at == state.broadcast.offset() {
            return None;
        }
        let found = state.twins.find(ask.fingerprint.as_ref()?).join?;
        let into = state.broadcast.question(found.root)?.id;
        let deed = Deed::Join { question: entry.id, link: Link { into, score: found.score } };
        // The same id on every node that would say so.
        let id = Uuid::new_v5(&JOIN_IDS, entry.id.as_bytes());
        Some(Entry::new(id, clock::now_ms(), crate::node::system(), deed))
    }

    fn settle(&self, settled: Vec<(Uuid, Result<(), efir_core::Refusal>, Position)>) {
        let mut waiting = self.waiting();
        if waiting.is_empty() {
            return;
        }
        for (id, outcome, position) in settled {
            let Some(who) = waiting.remove(&id) else { continue };
            for done in who.done {
                // Whoever waited may have left.
                let _ = done.send(Settled { outcome: outcome.clone(), position });
            }
        }
    }

    /// Appends what nobody waits for.
    fn append_aside(&self, entry: Entry) {
        let appender = self.appender.clone();
        tokio::spawn(async move {
            let appended = appender.append(entry.id, entry.to_json(), crate::limits::APPEND_DEADLINE).await;
            if let Err(error) = appended {
                error.report(appender.stream(), "a late join was not written");
            }
        });
    }
}

/// Folds a whole log outside a room, for the commands that only read: the state, its hash, its last position.
pub async fn replay(log: &dyn Log, stream: &str, settings: Settings) -> Result<(Broadcast, Chain), LogError> {
    let mut broadcast = Broadcast::new(settings);
    let mut chain = Chain::default();
    loop {
        let records = log.read(stream, chain.offset(), BATCH).await?;
        if records.is_empty() {
            return Ok((broadcast, chain));
        }
        for record in &records {
            chain.step(record).map_err(|damage| damage.of(stream))?;
            match Entry::parse(&record.bytes) {
                Ok(entry) => drop(broadcast.apply(&entry)),
                Err(_) => broadcast.skip(),
            }
        }
    }
}

/// Folds what can be read of a damaged log, so that as much as possible can be written out.
pub async fn salvage(log: &dyn Log, stream: &str, settings: Settings) -> Result<Broadcast, LogError> {
    let found = efir_log::read_all(log, stream).await?;
    let mut broadcast = Broadcast::new(settings);
    for entry in found.records.iter().filter_map(entry_of) {
        broadcast.apply(&entry);
    }
    Ok(broadcast)
}
