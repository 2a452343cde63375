//! Where a test's log is: on disk, in Redis, in a cluster of Redis. Gone with the test.

use tempfile::TempDir;

use crate::redis::{Cluster, Redis};

/// A place for a log.
pub enum Store {
    /// The embedded log.
    Disk(TempDir),
    /// One Redis.
    Redis(Box<Redis>),
    /// Three shards of Redis.
    Cluster(Cluster),
}

impl Store {
    /// An empty folder.
    pub fn disk() -> Self {
        Store::Disk(tempfile::tempdir().expect("a temporary folder"))
    }

    /// An empty Redis.
    pub async fn redis() -> Self {
        Store::Redis(Box::new(Redis::start().await))
    }

    /// An empty cluster.
    pub async fn cluster() -> Self {
        Store::Cluster(Cluster::start().await)
    }

    /// The words for `--log`.
    pub fn url(&self) -> String {
        match self {
            Store::Disk(folder) => format!("disk:{}", folder.path().join("log").display()),
            Store::Redis(redis) => redis.url(),
            Store::Cluster(cluster) => cluster.url(),
        }
    }
}
