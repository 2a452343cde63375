//! The room's one task: follow the log, check the chain, apply, settle who waits, publish.

use std::{sync::Arc, time::Duration};

use efir_core::{Broadcast, Deed, Entry, Link, Touched};
use efir_log::{Chain, LogError, Record};
use moderation_rules::likeness::Likeness;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Room, Settled, State};
use crate::clock;

/// Records read at once.
const BATCH: usize = 1_024;
/// How long one wait for a record lasts.
const WAIT: Duration = Duration::from_secs(5);
/// How long to wait after an error.
const BACKOFF: Duration = Duration::from_millis(200);
/// The name behind the ids of entries that Efir writes itself.
const JOIN_IDS: Uuid = Uuid::from_u128(0x6f1d_6a5e_2f0b_4e8e_9b1c_0d4c_8a53_e901);

/// Follows one broadcast's log.
pub(super) struct Follower {
    room: Arc<Room>,
    chain: Chain,
}

impl Follower {
    /// Folds all that the log holds now.
    pub(super) async fn replay(room: Arc<Room>) -> Result<Self, LogError> {
        let tail = room.log.tail(&room.slug).await?;
        room.write(|state| state.epoch = tail.position.epoch);
        let mut follower = Follower { room, chain: Chain::default() };
        loop {
            let records = follower.room.log.read(&follower.room.slug, follower.chain.offset(), BATCH).await?;
            if records.is_empty() {
                break;
            }
            follower.fold(&records)?;
        }
        follower.room.publish_all();
        Ok(follower)
    }

    /// Follows until `stop`.
    pub(super) async fn run(mut self, stop: CancellationToken) {
        loop {
            let log = self.room.log.clone();
            let slug = self.room.slug.clone();
            let records = tokio::select! {
                () = stop.cancelled() => return,
                records = log.follow(&slug, self.chain.offset(), BATCH, WAIT) => records,
            };
            let folded = records.and_then(|records| self.fold(&records));
            match folded {
                Ok(touched) => self.room.publish(&touched),
                Err(error) => {
                    tracing::error!(broadcast = %slug, %error, "cannot follow the log");
                    tokio::time::sleep(BACKOFF).await;
                }
            }
        }
    }

    /// Applies records in order; says what changed.
    fn fold(&mut self, records: &[Record]) -> Result<Touched, LogError> {
        let mut touched = Touched::default();
        let mut joins = Vec::new();
        let mut settled = Vec::new();
        let room = self.room.clone();
        let checked = room.write(|state| {
            for record in records {
                self.chain.step(record).map_err(|damage| damage.of(&room.slug))?;
                match Entry::parse(&record.bytes) {
                    Ok(entry) => {
                        joins.extend(room.late_join(state, &entry));
                        let applied = state.broadcast.apply(&entry);
                        state.twins.follow(&state.broadcast, &entry, &applied.touched.questions);
                        settled.push((entry.id, applied.outcome, state.position()));
                        touched.merge(applied.touched);
                    }
                    Err(error) => {
                        // It holds its place in the order, and means nothing.
                        tracing::error!(offset = record.offset, %error, "an entry cannot be read");
                        state.broadcast.skip();
                    }
                }
            }
            Ok(())
        });
        room.settle(settled);
        joins.into_iter().for_each(|entry| room.append_aside(entry));
        checked.map(|()| touched)
    }
}

impl Room {
    fn write<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.write().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// This node's own question came round, and others came in since it was compared: looks once more among them.
    fn late_join(&self, state: &State, entry: &Entry) -> Option<Entry> {
        let Deed::Ask(ask) = &entry.deed else { return None };
        let compared_at = self.waiting().get(&entry.id)?.compared_at?;
        if ask.join.is_some() || compared_at == state.broadcast.offset() {
            return None;
        }
        let found = state.twins.find(Likeness::shipped(), ask.fingerprint.as_ref()?).join?;
        let into = state.broadcast.question(found.root)?.id;
        let deed = Deed::Join { question: entry.id, link: Link { into, score: found.score } };
        // The same id on every node that would say so.
        let id = Uuid::new_v5(&JOIN_IDS, entry.id.as_bytes());
        Some(Entry::new(id, clock::now_ms(), crate::node::system(), deed))
    }

    fn settle(&self, settled: Vec<(Uuid, Result<(), efir_core::Refusal>, efir_log::Position)>) {
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
                tracing::warn!(%error, "a late join was not written");
            }
        });
    }
}

/// Folds a whole log outside a room, for the commands that only read: the state, its hash, its last position.
pub async fn replay(
    log: &dyn efir_log::Log,
    stream: &str,
    settings: efir_core::Settings,
) -> Result<(Broadcast, Chain), LogError> {
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
