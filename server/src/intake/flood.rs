//! How much of each thing one viewer and one address may do in a minute.

use std::{net::IpAddr, num::NonZeroU32};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use uuid::Uuid;

use crate::{limits, problem::Problem};

type Limiter<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock>;

/// The limits a minute, and who used them how far.
pub struct Flood {
    on: bool,
    clock: DefaultClock,
    questions: Limiter<Uuid>,
    addresses: Limiter<IpAddr>,
    votes: Limiter<Uuid>,
    lookups: Limiter<Uuid>,
}

fn per_minute<K: std::hash::Hash + Eq + Clone>(n: u32) -> Limiter<K> {
    RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN)))
}

impl Flood {
    /// With all limits of `limits`, or none where they are off.
    pub fn new(on: bool) -> Self {
        Flood {
            on,
            clock: DefaultClock::default(),
            questions: per_minute(limits::VIEWER_QUESTIONS_PER_MINUTE),
            addresses: per_minute(limits::ADDRESS_QUESTIONS_PER_MINUTE),
            votes: per_minute(limits::VIEWER_VOTES_PER_MINUTE),
            lookups: per_minute(limits::VIEWER_LOOKUPS_PER_MINUTE),
        }
    }

    /// One question more.
    pub fn question(&self, viewer: Uuid, address: Option<IpAddr>) -> Result<(), Problem> {
        self.check(&self.questions, &viewer)?;
        address.map_or(Ok(()), |address| self.check(&self.addresses, &address))
    }

    /// One vote or withdrawal more.
    pub fn vote(&self, viewer: Uuid) -> Result<(), Problem> {
        self.check(&self.votes, &viewer)
    }

    /// One look-up of like questions more.
    pub fn lookup(&self, viewer: Uuid) -> Result<(), Problem> {
        self.check(&self.lookups, &viewer)
    }

    /// Forgets those who have been quiet long enough to begin anew.
    pub fn sweep(&self) {
        self.questions.retain_recent();
        self.addresses.retain_recent();
        self.votes.retain_recent();
        self.lookups.retain_recent();
    }

    fn check<K: std::hash::Hash + Eq + Clone>(&self, limiter: &Limiter<K>, key: &K) -> Result<(), Problem> {
        if !self.on {
            return Ok(());
        }
        limiter.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            Problem::RateLimited { retry_after_ms: (wait.as_millis() as u64).max(1) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_viewer_is_stopped_and_another_is_not() {
        let flood = Flood::new(true);
        let ask = |viewer| flood.question(Uuid::from_u128(viewer), Some(IpAddr::from([127, 0, 0, 1])));
        for _ in 0..limits::VIEWER_QUESTIONS_PER_MINUTE {
            assert_eq!(ask(1), Ok(()));
        }
        assert!(matches!(ask(1), Err(Problem::RateLimited { retry_after_ms: 1.. })));
        assert_eq!(ask(2), Ok(()));
    }

    #[test]
    fn nobody_is_stopped_when_limits_are_off() {
        let flood = Flood::new(false);
        for _ in 0..1_000 {
            assert_eq!(flood.vote(Uuid::from_u128(1)), Ok(()));
        }
    }
}
