//! The one thread that writes: gathers every append that waits, of all streams, into one transaction, and so
//! into one sync, and only then answers them.
//!
//! SQL is in `store.rs`. This file decides when to begin, commit, answer, and stop for good.

use std::{
    path::Path,
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::store;
use crate::{LogError, NewEntry, wake::Wakers};

/// How often commits of other processes are looked for. SQLite tells nobody about them; `PRAGMA data_version` reads
/// one number in shared memory, which costs microseconds, and a person at the command line does not notice 25 ms.
pub(super) const POLL: Duration = Duration::from_millis(25);

/// Appends that may wait at once; the next caller waits for a place before it hands in its entries.
const JOBS_MAX: usize = 1_024;
/// A transaction is closed when it holds this many entries, so that nobody waits for all of a long import.
const TRANSACTION_MAX_ENTRIES: usize = 8_192;

type Answer = Result<Vec<u64>, LogError>;

#[derive(Debug)]
pub(super) struct Writer {
    /// `None` only while this is dropped.
    jobs: Option<mpsc::Sender<Job>>,
    places: Arc<Semaphore>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Job {
    stream: String,
    entries: Vec<NewEntry>,
    reply: oneshot::Sender<Answer>,
    _place: OwnedSemaphorePermit,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        wakers: Arc<Wakers>,
        dedup_window: u64,
        directory: &Path,
    ) -> Result<Self, LogError> {
        let (jobs, receiver) = mpsc::channel();
        let loop_ = Loop { connection, jobs: receiver, wakers, dedup_window, seen: None, poisoned: None };
        let thread =
            std::thread::Builder::new().name("log-writer".to_owned()).spawn(move || loop_.run()).map_err(
                |error| LogError::io(directory, format!("cannot start the thread that writes: {error}")),
            )?;
        Ok(Self { jobs: Some(jobs), places: Arc::new(Semaphore::new(JOBS_MAX)), thread: Some(thread) })
    }

    /// Hands in entries and waits for them to be durable. No entries: the stream is created.
    pub(super) async fn append(&self, stream: &str, entries: &[NewEntry]) -> Answer {
        let Ok(place) = self.places.clone().acquire_owned().await else { return Err(stopped()) };
        let (reply, answer) = oneshot::channel();
        let job = Job { stream: stream.to_owned(), entries: entries.to_vec(), reply, _place: place };
        let Some(jobs) = &self.jobs else { return Err(stopped()) };
        jobs.send(job).map_err(|_| stopped())?;
        answer.await.unwrap_or_else(|_| Err(stopped()))
    }
}

fn stopped() -> LogError {
    LogError::Poisoned { what: "the thread that writes has ended".to_owned() }
}

impl Drop for Writer {
    /// Waits for the commit that is under way, so that who opens the log next finds nobody in it.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Loop {
    connection: Connection,
    jobs: mpsc::Receiver<Job>,
    wakers: Arc<Wakers>,
    dedup_window: u64,
    /// The `data_version` last seen, and when it was looked at.
    seen: Option<(i64, Instant)>,
    /// The failure after which nothing is written any more.
    poisoned: Option<LogError>,
}

impl Loop {
    fn run(mut self) {
        loop {
            match self.jobs.recv_timeout(POLL) {
                Ok(first) => {
                    let jobs = self.gather(first);
                    self.write(jobs);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.notice_other_processes();
        }
    }

    fn gather(&self, first: Job) -> Vec<Job> {
        let mut count = first.entries.len();
        let mut jobs = vec![first];
        while count < TRANSACTION_MAX_ENTRIES
            && let Ok(job) = self.jobs.try_recv()
        {
            count += job.entries.len();
            jobs.push(job);
        }
        jobs
    }

    fn write(&mut self, jobs: Vec<Job>) {
        let answers = match &self.poisoned {
            Some(error) => Err(error.clone()),
            None => self.transact(&jobs),
        };
        match answers {
            Ok(answers) => {
                for (job, answer) in jobs.into_iter().zip(answers) {
                    let is_grown = answer.is_ok() && !job.entries.is_empty();
                    let _ = job.reply.send(answer);
                    if is_grown {
                        self.wakers.wake(&job.stream);
                    }
                }
            }
            Err(error) => {
                for job in jobs {
                    let _ = job.reply.send(Err(error.clone()));
                }
            }
        }
    }

    /// One transaction for all. The outer error is everybody's and leaves nothing written; an inner one is of a
    /// stream that is damaged and keeps nobody else from writing.
    fn transact(&mut self, jobs: &[Job]) -> Result<Vec<Answer>, LogError> {
        if let Err(error) = self.connection.execute_batch("BEGIN IMMEDIATE") {
            return Err(match store::is_busy(&error) {
                true => LogError::unavailable(format!(
                    "another process is writing to the log for too long: {error}"
                )),
                false => self.poison("begin a transaction", &error),
            });
        }
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs {
            match self.append(job) {
                Ok(answer) => answers.push(answer),
                Err(error) => return Err(self.poison("write", &error)),
            }
        }
        // Returns after the WAL is synced: from here on the entries are there whatever happens.
        match self.connection.execute_batch("COMMIT") {
            Ok(()) => Ok(answers),
            Err(error) => Err(self.poison("commit", &error)),
        }
    }

    fn append(&self, job: &Job) -> rusqlite::Result<Answer> {
        let mut stream = match store::open_stream(&self.connection, &job.stream)? {
            Ok(stream) => stream,
            Err(damaged) => return Ok(Err(damaged)),
        };
        job.entries
            .iter()
            .map(|entry| store::append(&self.connection, &mut stream, entry, self.dedup_window))
            .collect::<rusqlite::Result<Vec<u64>>>()
            .map(Ok)
    }

    /// After a failed write or sync the kernel may have dropped the pages and will report success for the next
    /// sync all the same. So nothing is acknowledged from here on, until a new process has read what is there.
    fn poison(&mut self, action: &str, error: &rusqlite::Error) -> LogError {
        let _ = self.connection.execute_batch("ROLLBACK");
        let error = LogError::Poisoned { what: format!("cannot {action}: {error}") };
        tracing::error!(%error, "the log stops");
        self.poisoned.get_or_insert(error).clone()
    }

    /// The version changes on this connection only when another one has committed, and no other connection of
    /// this process writes: hence it is another process.
    fn notice_other_processes(&mut self) {
        if self.seen.is_some_and(|(_, at)| at.elapsed() < POLL) || !self.wakers.are_wanted() {
            return;
        }
        // An unreadable version wakes everybody, whose own reads then say what is wrong.
        let version = store::data_version(&self.connection).unwrap_or(-1);
        if self.seen.is_none_or(|(seen, _)| seen != version) {
            self.wakers.wake_all();
        }
        self.seen = Some((version, Instant::now()));
    }
}
