//! What the black-box tests share: they start the program and the stores that it needs on free ports, speak to
//! them as other programs would, and stop whatever they started. Nothing here looks inside the program.

pub mod cli;
pub mod desk;
pub mod http;
mod process;
pub mod redis;
pub mod redis_sets;
pub mod server;
pub mod shims;
pub mod small_disk;
pub mod socket;
pub mod store;

use std::time::Duration;

pub use cli::efir;
pub use desk::{Ask, Desk};
pub use http::Answer;
pub use server::{Server, Start};
pub use socket::Socket;
pub use store::Store;

/// How long a condition may take to come true before a test fails. Generous: it bounds failures, not speed.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The broadcast that an empty log begins with.
pub const SLUG: &str = "direct-line";

/// How long to wait before a condition that cannot be listened for is looked at again.
const AGAIN: Duration = Duration::from_millis(20);

/// A new id for a question or a command.
pub fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Looks again and again until `look` finds something; fails with `what` after [`PATIENCE`].
pub async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let started = std::time::Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(started.elapsed() < PATIENCE, "it never happened: {what}");
        tokio::time::sleep(AGAIN).await;
    }
}
