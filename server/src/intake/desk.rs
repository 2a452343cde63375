//! The desk: how much of what viewers send may be under way at once, and how much is thought about at once. A flood is
//! read as fast as it comes and refused beyond that, so that nobody waits in a queue without an end, and so that what
//! waits for the log always leaves room for moderators.

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{limits, problem::Problem};

/// Who is at the desk.
#[derive(Debug)]
pub struct Desk {
    places: Semaphore,
    judges: Semaphore,
}

impl Default for Desk {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Desk { places: Semaphore::new(limits::UNDER_WAY), judges: Semaphore::new(cores) }
    }
}

impl Desk {
    /// A place for one question, vote or look-up until it is answered.
    pub fn place(&self) -> Result<SemaphorePermit<'_>, Problem> {
        self.places.try_acquire().map_err(|_| Problem::overloaded())
    }

    /// A turn to think, in the order of those who wait: no more at once than there are processors, so that the lane has
    /// time for its frames in between.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.judges.acquire().await.ok()
    }

    /// How many are under way.
    pub fn under_way(&self) -> usize {
        limits::UNDER_WAY - self.places.available_permits()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
