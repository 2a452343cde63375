//! Where it is: names, and numbers of houses, schools and routes.

use super::super::feature::{Feature, Slot};
use super::{Pair, Side, ident, is_short, name, pins};

/// A house, a school, a route of another number.
pub(super) fn numbers(pair: &Pair<'_>) -> bool {
    pair.differ(ident, false)
}

/// Another street, settlement or thing by its name.
pub(super) fn names(pair: &Pair<'_>) -> bool {
    let place = |f: Feature| pins(f) || pair.short && f.slot() == Slot::Unknown;
    let street = |f: Feature| f.slot() == Slot::Street;
    let town = |f: Feature| f.slot() == Slot::Town;
    if pair.differ(place, false)
        || pair.differ(street, false)
        || pair.differ(town, false)
        || pair.differ(name, pair.short)
    {
        return true;
    }
    // In a short text a word no list knows is as good as a name, where no name is shared.
    if pair.short {
        let shared = pair.a.count(pins, true) > 0;
        return pair.differ(|f| name(f) || !shared && f.slot() == Slot::Unknown, true);
    }
    // Each tells where, and not in the same way: a house here, a crossing there.
    let pin = |f: Feature| street(f) || town(f) || ident(f);
    pair.differ(pin, true) && pair.a.count(pin, true) <= 1
}

/// One names a place or a number, the other none at all.
pub(super) fn general(pair: &Pair<'_>) -> bool {
    let odd = |f: Feature, other: &Side<'_>| pins(f) || is_short(other) && f.slot() == Slot::Unknown;
    pair.either(|a, b| a.has(|f| odd(f, a)) && !b.has(|f| odd(f, b)) && a.count(|f| odd(f, a), true) == 0)
}
