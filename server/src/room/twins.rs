//! Keeps the index of like questions true to the state: what is folded where, and what is gone.
//! The decisions are in the log; this only helps to make new ones.

use efir_core::{Broadcast, Deed, Entry, Number, Status};
use moderation_rules::likeness::{Fingerprint, Index, Likeness, Matches};

/// The index of one broadcast's questions.
#[derive(Default)]
pub(super) struct Twins(Index);

impl Twins {
    /// The questions like that one.
    pub(super) fn find(&self, likeness: &Likeness, fingerprint: &Fingerprint) -> Matches {
        self.0.find(likeness, fingerprint)
    }

    /// Follows what an entry touched.
    pub(super) fn follow(&mut self, broadcast: &Broadcast, entry: &Entry, touched: &[Number]) {
        for &number in touched {
            let Some(question) = broadcast.question(number) else { continue };
            let root = broadcast.root_of(question).number;
            match &entry.deed {
                Deed::Ask(ask) if question.id == entry.id => {
                    let Some(fingerprint) = &ask.fingerprint else { continue };
                    self.0.insert(number, root, fingerprint);
                }
                _ => self.0.set_root(number, root),
            }
            // A rejected question may be reopened: it comes back.
            match question.standing.status {
                Status::Rejected | Status::Withdrawn => self.0.remove(number),
                _ => self.0.restore(number),
            }
        }
    }
}
