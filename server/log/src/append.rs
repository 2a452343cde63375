//! Appends to one stream on behalf of many callers: gathers what waits, sends it together, tries again.
//!
//! One batch is on its way at a time, so that entries keep the order in which they were handed in, and so that
//! one sync or one round trip pays for all that gathered meanwhile. What entries mean is not known here.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep, timeout_at},
};
use uuid::Uuid;

use crate::{Log, LogError, NewEntry};

/// How many entries may wait for one stream before the next is refused.
pub const QUEUE_MAX_ENTRIES: usize = 4_096;
/// The most entries that go out together.
pub const BATCH_MAX_ENTRIES: usize = 512;
/// The most bytes that go out together; a larger entry goes out alone.
pub const BATCH_MAX_BYTES: usize = 1 << 20;
/// What an overloaded caller is told to wait.
pub const RETRY_AFTER_MS: u64 = 1_000;

const BACKOFF_FIRST: Duration = Duration::from_millis(20);
const BACKOFF_MAX: Duration = Duration::from_secs(1);

/// A handle to append to one stream; clones share one queue. The queue's task ends when the last clone is gone
/// and what waited is sent.
#[derive(Clone, Debug)]
pub struct Appender {
    stream: Arc<str>,
    queue: mpsc::Sender<Job>,
}

#[derive(Debug)]
struct Job {
    entry: NewEntry,
    deadline: Instant,
    reply: oneshot::Sender<Result<u64, LogError>>,
}

impl Appender {
    /// Starts the queue's task on the current tokio runtime.
    pub fn new(log: Arc<dyn Log>, stream: impl Into<Arc<str>>) -> Self {
        let stream = stream.into();
        let (queue, jobs) = mpsc::channel(QUEUE_MAX_ENTRIES);
        tokio::spawn(Sender { log, stream: stream.clone(), jobs, held_over: None }.run());
        Self { stream, queue }
    }

    /// The stream that this appends to.
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// How many entries wait to go out.
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Appends one entry and gives its offset once it is durable; for a repeated id the offset it already had.
    ///
    /// While the log is unavailable it is tried again until `within` has passed. After the
    /// [`LogError::Unavailable`] that follows the entry may or may not be in the log, then or later.
    /// Dropping this future does not take the entry back.
    pub async fn append(
        &self,
        id: Uuid,
        bytes: impl Into<Arc<str>>,
        within: Duration,
    ) -> Result<u64, LogError> {
        let (reply, answer) = oneshot::channel();
        // A far deadline rather than a panic where the caller's patience is beyond the clock.
        let now = Instant::now();
        let deadline = now.checked_add(within).unwrap_or(now + Duration::from_secs(86_400 * 365));
        let job = Job { entry: NewEntry { id, bytes: bytes.into() }, deadline, reply };
        self.queue.try_send(job).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => {
                LogError::Overloaded { stream: self.stream.to_string(), retry_after_ms: RETRY_AFTER_MS }
            }
            mpsc::error::TrySendError::Closed(_) => self.stopped(),
        })?;
        match timeout_at(deadline, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(self.stopped()),
            Err(_) => Err(expired(&self.stream, None)),
        }
    }

    fn stopped(&self) -> LogError {
        LogError::unavailable(format!("the task that appends to {} has stopped", self.stream))
    }
}

fn expired(stream: &str, last: Option<&LogError>) -> LogError {
    match last {
        Some(LogError::Unavailable { what }) => LogError::unavailable(what.as_str()),
        Some(error) => error.clone(),
        None => LogError::unavailable(format!("an append to {stream} was not acknowledged in time")),
    }
}

struct Sender {
    log: Arc<dyn Log>,
    stream: Arc<str>,
    jobs: mpsc::Receiver<Job>,
    /// Taken from the queue but too large for the batch before it.
    held_over: Option<Job>,
}

impl Sender {
    async fn run(mut self) {
        while let Some(batch) = self.gather().await {
            self.send(batch).await;
        }
    }

    /// Waits for the first entry, then takes all that wait behind it, as far as a batch may hold.
    async fn gather(&mut self) -> Option<Vec<Job>> {
        let first = match self.held_over.take() {
            Some(job) => job,
            None => self.jobs.recv().await?,
        };
        let mut size_bytes = first.entry.bytes.len();
        let mut batch = vec![first];
        while batch.len() < BATCH_MAX_ENTRIES {
            let Ok(job) = self.jobs.try_recv() else { break };
            size_bytes = size_bytes.saturating_add(job.entry.bytes.len());
            if size_bytes > BATCH_MAX_BYTES {
                self.held_over = Some(job);
                break;
            }
            batch.push(job);
        }
        Some(batch)
    }

    async fn send(&self, mut batch: Vec<Job>) {
        let mut backoff = BACKOFF_FIRST;
        let mut last = None;
        loop {
            batch = drop_expired(batch, &self.stream, last.as_ref());
            if batch.is_empty() {
                return;
            }
            let entries: Vec<NewEntry> = batch.iter().map(|job| job.entry.clone()).collect();
            match self.log.append(&self.stream, &entries).await {
                Ok(offsets) => return answer(batch, offsets, &self.stream),
                Err(error) => {
                    error.report(&self.stream, "append failed");
                    if !error.is_retryable() {
                        for job in batch {
                            let _ = job.reply.send(Err(error.clone()));
                        }
                        return;
                    }
                    last = Some(error);
                }
            }
            sleep(backoff).await;
            backoff = (backoff * 2).min(BACKOFF_MAX);
        }
    }
}

/// Answers those whose time has passed, and keeps the rest in order. A caller that went away stays in: the
/// viewer whose link broke wants the question asked all the same.
fn drop_expired(batch: Vec<Job>, stream: &str, last: Option<&LogError>) -> Vec<Job> {
    let now = Instant::now();
    let (expired_jobs, rest): (Vec<Job>, Vec<Job>) = batch.into_iter().partition(|job| job.deadline <= now);
    for job in expired_jobs {
        let _ = job.reply.send(Err(expired(stream, last)));
    }
    rest
}

fn answer(batch: Vec<Job>, offsets: Vec<u64>, stream: &str) {
    let mut offsets = offsets.into_iter();
    for job in batch {
        let offset = offsets.next().ok_or_else(|| {
            LogError::unavailable(format!("the log of {stream} acknowledged fewer entries than it was given"))
        });
        // Nobody listens when the caller's time ran out in between.
        let _ = job.reply.send(offset);
    }
}
