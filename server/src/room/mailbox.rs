//! Tells the askers that are connected which of their questions changed. A mailbox holds numbers, not messages,
//! so it is never larger than the asker's own list, however slow the asker.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use efir_core::Number;
use tokio::sync::Notify;
use uuid::Uuid;

/// The changed questions of one connected asker.
#[derive(Debug, Default)]
pub struct Mailbox {
    numbers: Mutex<BTreeSet<Number>>,
    changed: Notify,
}

impl Mailbox {
    /// Waits until something changed, and takes it.
    pub async fn changed(&self) -> BTreeSet<Number> {
        loop {
            let numbers = std::mem::take(&mut *self.numbers.lock().unwrap_or_else(PoisonError::into_inner));
            if !numbers.is_empty() {
                return numbers;
            }
            self.changed.notified().await;
        }
    }

    fn put(&self, number: Number) {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner).insert(number);
        self.changed.notify_one();
    }
}

/// The mailboxes of all connected askers.
#[derive(Debug, Default)]
pub struct Mailboxes(Mutex<HashMap<Uuid, Vec<Weak<Mailbox>>>>);

impl Mailboxes {
    /// A mailbox for one more socket of that asker, for as long as it is kept.
    pub fn open(&self, viewer: Uuid) -> Arc<Mailbox> {
        let mailbox = Arc::new(Mailbox::default());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = all.entry(viewer).or_default();
        theirs.retain(|other| other.strong_count() > 0);
        theirs.push(Arc::downgrade(&mailbox));
        mailbox
    }

    /// A question of that asker changed.
    pub fn put(&self, viewer: Uuid, number: Number) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(theirs) = all.get_mut(&viewer) else { return };
        theirs.retain(|mailbox| match mailbox.upgrade() {
            Some(mailbox) => {
                mailbox.put(number);
                true
            }
            None => false,
        });
        if theirs.is_empty() {
            all.remove(&viewer);
        }
    }

    /// Forgets the askers that left.
    pub fn sweep(&self) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, theirs| theirs.iter().any(|mailbox| mailbox.strong_count() > 0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_mailbox_tells_each_number_once_and_goes_with_its_owner() {
        let all = Mailboxes::default();
        let asker = Uuid::from_u128(1);
        let mailbox = all.open(asker);
        all.put(asker, 7);
        all.put(asker, 7);
        all.put(Uuid::from_u128(2), 8);
        assert_eq!(mailbox.changed().await, BTreeSet::from([7]));
        drop(mailbox);
        all.put(asker, 9);
        assert!(all.0.lock().unwrap().is_empty());
    }
}
