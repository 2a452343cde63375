//! How many connections there may be, how many of them viewers', and how many may be arriving. A storm of phones that
//! come back at once is let in as fast as they can be served; the others are told at once when to try again, which costs
//! next to nothing. Whoever has not said yet what they want stands at the door, where there is always room for the next:
//! who has stood there longest goes.

use std::{collections::VecDeque, sync::Arc};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::AbortHandle,
};

use crate::limits;

/// Counts the connections of all but those who make the broadcast.
#[derive(Clone, Debug)]
pub struct Admission {
    room: Arc<Semaphore>,
    places: Arc<Semaphore>,
    places_max: usize,
    arriving: Arc<Semaphore>,
}

/// A connection of whom nobody knows yet, or who has no place.
#[derive(Debug)]
pub struct Standing(#[allow(dead_code)] OwnedSemaphorePermit);

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
pub struct Place(#[allow(dead_code)] Arc<(OwnedSemaphorePermit, Standing)>);

impl Admission {
    /// For so many connections of viewers, and so many more that stand at the door.
    pub fn new(places_max: usize, standing_max: usize) -> Self {
        let places_max = places_max.min(Semaphore::MAX_PERMITS / 2);
        let room_max = places_max + standing_max.min(Semaphore::MAX_PERMITS / 2);
        let [room, places, arriving] =
            [room_max, places_max, limits::ARRIVING].map(|max| Arc::new(Semaphore::new(max)));
        Admission { room, places, places_max, arriving }
    }

    /// A place, where there is one. A request of which only a part is here does not count as arriving, since nobody
    /// knows how long it takes.
    pub(super) fn admit(&self, standing: Standing, is_whole: bool) -> Result<Guest, Standing> {
        let one_of = |permits: &Arc<Semaphore>| permits.clone().try_acquire_owned().ok();
        let Some(place) = one_of(&self.places) else { return Err(standing) };
        let arrival = match is_whole {
            true => match one_of(&self.arriving) {
                Some(arrival) => Some(arrival),
                None => return Err(standing),
            },
            false => None,
        };
        Ok(Guest { place: Place(Arc::new((place, standing))), arrival })
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

/// Those who stand at the door, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Doorstep(VecDeque<AbortHandle>);

impl Doorstep {
    /// Room for one more; where there is none, who has stood there longest goes.
    pub async fn room(&mut self, admission: &Admission) -> Standing {
        loop {
            if let Ok(room) = admission.room.clone().try_acquire_owned() {
                return Standing(room);
            }
            match self.0.pop_front() {
                Some(longest) => longest.abort(),
                // All have moved on: what they have, they give back.
                None => tokio::task::yield_now().await,
            }
            // Its task ends as soon as it has its turn.
            tokio::task::yield_now().await;
        }
    }

    /// One more stands there, while that task runs.
    pub fn stand(&mut self, task: AbortHandle) {
        if self.0.len() == self.0.capacity() {
            self.0.retain(|task| !task.is_finished());
        }
        self.0.push_back(task);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One who is at the door and has said all.
    fn one(admission: &Admission) -> Standing {
        Standing(admission.room.clone().try_acquire_owned().unwrap())
    }

    fn admit(admission: &Admission, is_whole: bool) -> Option<Guest> {
        admission.admit(one(admission), is_whole).ok()
    }

    #[test]
    fn there_is_room_until_it_is_full_and_again_when_one_left() {
        let admission = Admission::new(2, 1);
        let first = admit(&admission, true).unwrap();
        let second = admit(&admission, false).unwrap();
        assert!(admit(&admission, true).is_none());
        assert_eq!((admission.open(), admission.arriving()), (2, 1));
        // The socket that the request became holds the place on.
        let Guest { place, arrival } = first;
        drop(arrival);
        assert_eq!((admission.open(), admission.arriving()), (2, 0));
        drop(place);
        assert!(admit(&admission, true).is_some());
        drop(second);
        assert_eq!(admission.open(), 0);
        assert_eq!(admission.room.available_permits(), 3, "and nobody stands at the door");
    }

    #[test]
    fn no_more_arrive_at_once_than_can_be_served_soon() {
        let admission = Admission::new(10 * limits::ARRIVING, 1);
        let mut here: Vec<_> = (0..limits::ARRIVING).filter_map(|_| admit(&admission, true)).collect();
        assert_eq!(here.len(), limits::ARRIVING);
        assert!(admit(&admission, true).is_none());
        assert_eq!(admission.open(), limits::ARRIVING, "one that was refused holds no place");
        here[0].arrival = None;
        assert!(admit(&admission, true).is_some());
    }

    #[tokio::test]
    async fn where_the_doorstep_is_full_who_stood_there_longest_goes() {
        let admission = Admission::new(1, 2);
        let mut doorstep = Doorstep::default();
        let guest = admission.admit(doorstep.room(&admission).await, true).unwrap();
        let mut silent = Vec::new();
        for _ in 0..5 {
            let standing = doorstep.room(&admission).await;
            let task = tokio::spawn(async move {
                let _standing = standing;
                std::future::pending::<()>().await;
            });
            doorstep.stand(task.abort_handle());
            silent.push(task);
        }
        let gone: Vec<bool> = silent.iter().map(tokio::task::JoinHandle::is_finished).collect();
        assert_eq!(gone, [true, true, true, false, false]);
        assert_eq!(admission.open(), 1, "who was let in stays");
        drop(guest);
    }
}
