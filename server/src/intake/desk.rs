//! The desk: how much of what a broadcast's viewers send may be under way at once, and how much is thought about at once. A
//! flood is read as fast as it comes and refused beyond that, so that nobody waits in a queue without an end, and so that
//! what waits for the log always leaves room for moderators. Each broadcast has a desk of its own, as it has a log.

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{limits, problem::Problem};

/// Who is at the desk of a broadcast.
#[derive(Debug)]
pub struct Desk(Semaphore);

impl Default for Desk {
    fn default() -> Self {
        Desk(Semaphore::new(limits::UNDER_WAY))
    }
}

impl Desk {
    /// A place for one question, vote or look-up until it is answered.
    pub fn place(&self) -> Result<SemaphorePermit<'_>, Problem> {
        self.0.try_acquire().map_err(|_| Problem::overloaded())
    }

    /// How many are under way.
    pub fn under_way(&self) -> usize {
        limits::UNDER_WAY - self.0.available_permits()
    }
}

/// Those who think about texts, for all broadcasts: no more at once than there are processors, so that the viewers' lane
/// has time for its frames in between.
#[derive(Debug)]
pub struct Judges(Semaphore);

impl Default for Judges {
    fn default() -> Self {
        Judges(Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)))
    }
}

impl Judges {
    /// A turn, in the order of those who wait.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.0.acquire().await.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use efir_core::{Actor, Role};
    use efir_log::{MemoryLog, Opened};
    use moderation_rules::rules::Rules;
    use tokio_util::sync::CancellationToken;
    use uuid::Uuid;

    use super::*;
    use crate::{
        intake::{self, Asker},
        lanes::Lanes,
        node::{self, FIRST_SLUG, Node},
        session::incoming::AskInput,
    };

    #[test]
    fn a_flood_is_refused_with_a_time_to_come_back() {
        let desk = Desk::default();
        let mut there: Vec<_> = (0..limits::UNDER_WAY).map(|_| desk.place().unwrap()).collect();
        let waits: Vec<_> = (0..100).map(|_| desk.place().unwrap_err().retry_after_ms().unwrap()).collect();
        assert!(waits.iter().all(|wait| (1_000..5_000).contains(wait)), "{waits:?}");
        let first_second = waits.iter().filter(|wait| **wait < 2_000).count();
        assert!((10..50).contains(&first_second), "not all come back at once: {waits:?}");
        assert_eq!(desk.under_way(), limits::UNDER_WAY);
        there.pop();
        assert!(desk.place().is_ok());
    }

    #[tokio::test]
    async fn a_flood_in_one_broadcast_refuses_nobody_in_another() {
        let opened = Opened { log: Arc::new(MemoryLog::new()), concerns: Vec::new() };
        let (rules, stop) = (Rules::shipped(), CancellationToken::new());
        let node = Node::open(opened, rules, false, "Первый", Lanes::one(), stop).await.unwrap();
        let flooded = node.room(FIRST_SLUG).unwrap();
        let quiet = node.create("quiet", "Второй", true, node::system()).await.unwrap();
        let _flood: Vec<_> = (0..limits::UNDER_WAY).map(|_| flooded.desk.place().unwrap()).collect();
        let actor = Actor { role: Role::Viewer, id: Uuid::from_u128(1), name: None };
        let asker = Asker { actor, address: None, channel: "web" };
        let input = |id| AskInput {
            id: Uuid::from_u128(id),
            text: "Когда?".to_owned(),
            name: None,
            place: None,
            topic: None,
        };
        let refused = intake::ask(&node, &flooded, &asker, input(2)).await.unwrap_err();
        assert_eq!(refused.code(), "overloaded");
        assert!(intake::ask(&node, &quiet, &asker, input(3)).await.is_ok());
    }
}
