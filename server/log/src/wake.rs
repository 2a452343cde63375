//! Wakes those who wait for a stream to grow, in this process only.
//!
//! A wake-up is a hint to read again and carries nothing, so that a lost or doubled one can do no harm.

use std::{
    collections::HashMap,
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use crate::{LogError, Record};

/// Who waits for which stream.
#[derive(Debug, Default)]
pub(crate) struct Wakers {
    streams: Mutex<HashMap<String, watch::Sender<()>>>,
}

impl Wakers {
    /// From this call on, growth of the stream is seen by the receiver.
    pub(crate) fn subscribe(&self, stream: &str) -> watch::Receiver<()> {
        let mut streams = self.lock();
        match streams.get(stream) {
            Some(sender) => sender.subscribe(),
            None => {
                // Whoever stopped waiting is forgotten here, so that the map stays as small as the waiting crowd.
                streams.retain(|_, sender| sender.receiver_count() > 0);
                let (sender, receiver) = watch::channel(());
                streams.insert(stream.to_owned(), sender);
                receiver
            }
        }
    }

    /// The stream has grown.
    pub(crate) fn wake(&self, stream: &str) {
        if let Some(sender) = self.lock().get(stream) {
            sender.send_replace(());
        }
    }

    /// Some stream or other has grown.
    pub(crate) fn wake_all(&self) {
        for sender in self.lock().values() {
            sender.send_replace(());
        }
    }

    /// Whether anybody waits at all.
    pub(crate) fn are_wanted(&self) -> bool {
        self.lock().values().any(|sender| sender.receiver_count() > 0)
    }

    /// Reads, and while there is nothing to read waits up to `wait` for the stream to grow. Reading changes
    /// nothing, so that dropping this future at any point loses nothing.
    pub(crate) async fn follow<F>(
        &self,
        stream: &str,
        wait: Duration,
        read: impl Fn() -> F + Send,
    ) -> Result<Vec<Record>, LogError>
    where
        F: Future<Output = Result<Vec<Record>, LogError>> + Send,
    {
        // Before the first read, or what is appended between the read and the wait would wake nobody.
        let mut grown = self.subscribe(stream);
        let records = read().await?;
        if !records.is_empty() || wait.is_zero() {
            return Ok(records);
        }
        let waiting = async {
            loop {
                if grown.changed().await.is_err() {
                    return Ok(Vec::new());
                }
                let records = read().await?;
                if !records.is_empty() {
                    return Ok(records);
                }
            }
        };
        tokio::time::timeout(wait, waiting).await.unwrap_or(Ok(Vec::new()))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, watch::Sender<()>>> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
