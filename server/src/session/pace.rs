//! When a moderator's window is cut anew: a tick after something changed, so that what else changes meanwhile comes along,
//! and not before it has rested from the cut before. A window that is dear to cut, such as a search in very many texts, is
//! cut less often. Times are given to it.

use std::time::Duration;

use tokio::time::Instant;

use crate::limits::{WINDOW_REST, WINDOW_TICK};

/// The pace of one window.
#[derive(Debug, Default)]
pub struct Pace {
    due: Option<Instant>,
    rested: Option<Instant>,
}

impl Pace {
    /// Something changed: the window is due, unless it is already.
    pub fn changed(&mut self, now: Instant) {
        let soon = now + WINDOW_TICK;
        self.due.get_or_insert(self.rested.map_or(soon, |rested| rested.max(soon)));
    }

    /// When the window is to be cut; nothing where it is as it should be.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// It was cut.
    pub fn cut(&mut self, now: Instant, took: Duration) {
        *self = Pace { due: None, rested: Some(now + took * WINDOW_REST) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_within_a_tick_comes_along() {
        let began = Instant::now();
        let mut pace = Pace::default();
        assert_eq!(pace.due(), None);
        pace.changed(began);
        pace.changed(began + WINDOW_TICK / 2);
        assert_eq!(pace.due(), Some(began + WINDOW_TICK));
        pace.cut(began + WINDOW_TICK, Duration::ZERO);
        assert_eq!(pace.due(), None, "nothing changed since");
    }

    #[test]
    fn a_tenth_of_the_time_at_most_goes_into_a_window_however_dear_it_is() {
        for took in [1, 5, 50, 400].map(Duration::from_millis) {
            let (began, mut spent) = (Instant::now(), Duration::ZERO);
            let (mut now, mut pace) = (began, Pace::default());
            for _ in 0..100 {
                // Something changes all the time.
                pace.changed(now);
                now = pace.due().unwrap() + took;
                spent += took;
                pace.cut(now, took);
            }
            let share = spent.as_secs_f64() / (now + took * WINDOW_REST - began).as_secs_f64();
            assert!(share < 0.1 + 1e-3, "{took:?}: {share}");
        }
    }

    #[test]
    fn one_that_has_rested_is_cut_after_a_tick() {
        let now = Instant::now();
        let mut pace = Pace::default();
        pace.cut(now, Duration::from_millis(20));
        pace.changed(now + Duration::from_millis(10));
        assert_eq!(pace.due(), Some(now + Duration::from_millis(180)));
        pace.cut(now, Duration::from_millis(20));
        pace.changed(now + Duration::from_secs(1));
        assert_eq!(pace.due(), Some(now + Duration::from_secs(1) + WINDOW_TICK));
    }
}
