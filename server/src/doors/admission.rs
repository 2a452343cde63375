//! How many viewers may be here, and how many may be arriving. A storm of phones that come back at once is let in as
//! fast as they can be served; the others are told at once when to try again, which costs next to nothing.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::limits;

/// Counts the viewers' connections.
#[derive(Clone, Debug)]
pub struct Admission {
    places: Arc<Semaphore>,
    places_max: usize,
    arriving: Arc<Semaphore>,
}

/// A viewer's connection that was let in.
#[derive(Debug)]
pub struct Guest {
    /// Held for as long as the connection lasts.
    pub place: Place,
    /// Held until its request was looked at: for as long as it waits for us, never while we wait for it.
    pub arrival: Option<OwnedSemaphorePermit>,
}

/// A place among the connections; a socket that a request became holds it on.
#[derive(Clone, Debug)]
pub struct Place(#[allow(dead_code)] Arc<OwnedSemaphorePermit>);

impl Admission {
    /// For so many connections of viewers.
    pub fn new(places_max: usize) -> Self {
        let places_max = places_max.min(Semaphore::MAX_PERMITS);
        let (places, arriving) = (Semaphore::new(places_max), Semaphore::new(limits::ARRIVING));
        Admission { places: Arc::new(places), places_max, arriving: Arc::new(arriving) }
    }

    /// A place, where there is one. A request of which only a part is here yet does not count as arriving, since nobody
    /// knows how long it takes.
    pub(super) fn admit(&self, is_whole: bool) -> Option<Guest> {
        let place = self.places.clone().try_acquire_owned().ok()?;
        let arrival = match is_whole {
            true => Some(self.arriving.clone().try_acquire_owned().ok()?),
            false => None,
        };
        Some(Guest { place: Place(Arc::new(place)), arrival })
    }

    /// How many connections of viewers are open.
    pub fn open(&self) -> usize {
        self.places_max - self.places.available_permits()
    }

    /// How many of them wait to be served for the first time.
    pub fn arriving(&self) -> usize {
        limits::ARRIVING - self.arriving.available_permits()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_until_it_is_full_and_again_when_one_left() {
        let admission = Admission::new(2);
        let first = admission.admit(true).unwrap();
        let second = admission.admit(false).unwrap();
        assert!(admission.admit(true).is_none());
        assert_eq!((admission.open(), admission.arriving()), (2, 1));
        // The socket that the request became holds the place on.
        let Guest { place, arrival } = first;
        drop(arrival);
        assert_eq!((admission.open(), admission.arriving()), (2, 0));
        drop(place);
        assert!(admission.admit(true).is_some());
        drop(second);
        assert_eq!(admission.open(), 0);
    }

    #[test]
    fn no_more_arrive_at_once_than_can_be_served_soon() {
        let admission = Admission::new(10 * limits::ARRIVING);
        let mut here: Vec<_> = (0..limits::ARRIVING).filter_map(|_| admission.admit(true)).collect();
        assert_eq!(here.len(), limits::ARRIVING);
        assert!(admission.admit(true).is_none());
        assert_eq!(admission.open(), limits::ARRIVING, "one that was refused holds no place");
        here[0].arrival = None;
        assert!(admission.admit(true).is_some());
    }
}
