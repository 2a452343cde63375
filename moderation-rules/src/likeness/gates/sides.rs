//! Which side of something: hot or cold, before or after, who did it to whom, done or not done, more or less of it.

use super::super::feature::{Family, Feature, Slot};
use super::super::marks::is_role;
use super::{Pair, Side, core};

/// Another value of something both name: hot and cold, 25 and 6 per cent.
pub(super) fn values(pair: &Pair<'_>) -> bool {
    let soft = pair.short && (!pair.pinned || pair.score >= 650) || pair.mirrored;
    let axis = |f: &Feature| f.is(Family::Axis) && (soft || f.slot() == Slot::Hard);
    let (a, b) = (pair.a.features, pair.b.features);
    let differ = a.iter().filter(|f| axis(f)).any(|f| {
        let others = || b.iter().filter(|other| axis(other) && other.axis_id() == f.axis_id());
        others().next().is_some()
            && !others().any(|other| a.iter().any(|mine| mine.identity() == other.identity()))
    });
    differ || roles_swapped(pair)
}

/// Who does it in one has it done to himself in the other, and the other way round.
fn roles_swapped(pair: &Pair<'_>) -> bool {
    let swapped = |slot: Slot| {
        pair.a.features.iter().filter(|f| is_role(**f) && f.slot() == slot).any(|f| {
            pair.b.features.iter().any(|g| is_role(*g) && g.identity() == f.identity() && g.slot() != slot)
        })
    };
    swapped(Slot::Done) && swapped(Slot::Undone)
}

/// The opposite is wanted, or what was done in one was not done in the other.
pub(super) fn wishes(pair: &Pair<'_>) -> bool {
    pair.a.fingerprint.head().wishes().oppose(pair.b.fingerprint.head().wishes()) || told_otherwise(pair)
}

fn told_otherwise(pair: &Pair<'_>) -> bool {
    let told = |f: &Feature| matches!(f.slot(), Slot::Done | Slot::Undone) && !is_role(*f);
    pair.a.features.iter().filter(|f| told(f)).any(|f| {
        let other = pair.b.features.iter().find(|other| other.identity() == f.identity());
        other.is_some_and(|other| told(other) && other.slot() != f.slot())
    })
}

/// Each is on a side of something that the other does not speak of: closed on Sundays, and free at the entrance.
pub(super) fn each_aside(pair: &Pair<'_>) -> bool {
    let said = |f: Feature| f.is(Family::Axis) && f.weight() > 0 && !is_role(f);
    let own = |a: &Side<'_>, b: &Side<'_>| {
        a.features.iter().any(|f| said(*f) && !b.has(|g| said(g) && g.axis_id() == f.axis_id()))
    };
    let (a, b) = (pair.a, pair.b);
    pair.short && !pair.much && a.count(core, true) == 0 && own(a, b) && own(b, a)
}
