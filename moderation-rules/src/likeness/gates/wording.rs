//! The wording: nearly the same words in the same order.

use super::super::asked::CULPRIT;
use super::super::feature::{Family, Feature};
use super::super::fingerprint::Wishes;
use super::super::frame;
use super::{Pair, Side};

/// From how many per cent of the frame on two texts are the same but for a word.
const COPY: u32 = 45;
/// Up to how many words the shorter one has.
const BRIEF: u32 = 10;

/// Nearly the same words in the same order, but not all: then these are the point. Unless it is only that one tells of a
/// loss and the other asks for what was lost («почему отменили», «верните»), or that both ask who is to blame
/// («кто разрешил», «кто это позволил»).
pub(super) fn copied(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a.fingerprint, pair.b.fingerprint);
    let (Some((one, words)), Some((other, others))) = (a.frame(), b.frame()) else { return false };
    let brief = a.head().words().min(b.head().words()) <= BRIEF;
    let same_wish = a.head().wishes() == b.head().wishes() && a.head().wishes() != Wishes::default();
    let wished = same_wish && only_deeds(pair.a) && only_deeds(pair.b);
    let blame = a.head().aspects() & b.head().aspects() & CULPRIT != 0;
    let asked = blame && nothing(pair.a) && nothing(pair.b);
    brief && words != others && frame::overlap(one, other) >= COPY && !wished && !asked
}

/// Whether a text has nothing alone but what was done.
fn nothing(side: &Side<'_>) -> bool {
    side.count(|f| f.weight() > 0 && !f.slot().is_deed(), false) == 0
}

/// Whether all that a text has alone is something done or wrong.
fn only_deeds(side: &Side<'_>) -> bool {
    let own = |f: Feature| f.weight() > 0;
    let deed = |f: Feature| own(f) && f.slot().is_deed() && f.is(Family::Concept);
    side.count(deed, false) > 0 && side.count(own, false) == side.count(deed, false)
}
