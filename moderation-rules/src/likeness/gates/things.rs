//! What is asked about, where it happens, and who is concerned.

use super::super::feature::{Family, Feature, Slot};
use super::super::vocabulary::{KIND, SPECIAL};
use super::{Pair, Side, certain, core, group, ident, name, object};

/// The field of money in the vocabulary, where who gets it is all that matters.
const MONEY: u8 = 8;

/// What is asked about, or for whom.
fn what_or_who(feature: Feature) -> bool {
    core(feature) || certain(feature)
}

/// All is the same but for one word each: the one that matters. Of one of them the tables may know what it is.
pub(super) fn substituted(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a, pair.b);
    let word = |f: Feature| f.is(Family::Word) && !name(f);
    let light = |f: Feature| f.weight() > 3 && !word(f) && !f.is(Family::Axis);
    let one = |side: &Side<'_>| (1..=2).contains(&side.count(word, false)) && side.count(light, false) == 0;
    let thing = |side: &Side<'_>| {
        let thing = |f: Feature| what_or_who(f) || f.slot() == Slot::Institution;
        side.count(thing, false) == 1 && side.count(light, false) == 1 && side.count(word, false) == 0
    };
    pair.short && a.count(|_| true, true) > 1 && (one(a) && (one(b) || thing(b)) || thing(a) && one(b))
}

/// «В подвале темно» is not «в подъезде темно», though the house be the same.
pub(super) fn sites(pair: &Pair<'_>) -> bool {
    let aside = |f: Feature| matches!(f.slot(), Slot::Object | Slot::Common) && !core(f);
    let place = |f: Feature| aside(f) || f.slot() == Slot::Institution;
    pair.short && (pair.differ(place, true) || pair.either(inside))
}

/// One is about an institution itself, the other about something or somebody in it: «закрывают садик», «в садике нет
/// медсестры».
fn inside(a: &Side<'_>, b: &Side<'_>) -> bool {
    let what_or_who = |f: Feature| core(f) || certain(f);
    let institution = |f: Feature| f.slot() == Slot::Institution;
    let thing = |f: Feature| what_or_who(f) && f.slot() != Slot::Common;
    // «Клуб разваливается», «в клубе стены в трещинах»
    if a.fingerprint.head().matters() & b.fingerprint.head().matters() != 0 && !b.has(group) {
        return false;
    }
    a.count(institution, true) > 0 && !a.has(what_or_who) && b.has(what_or_who)
        || a.count(name, true) + b.count(name, true) > 0
            && !a.has(object)
            && !a.has(what_or_who)
            && b.has(thing)
}

/// Two texts that share most of what they say, and of which each is about something of its own.
pub(super) fn mirrored(pair: &Pair<'_>) -> bool {
    pair.mirrored && (pair.differ(core, true) || pair.differ(group, true))
}

/// Another thing is asked about.
pub(super) fn others(pair: &Pair<'_>) -> bool {
    // A house or two names pin a text down so well that what each adds is by the way.
    let names = pair.a.count(name, true);
    let strong = pair.a.count(ident, true) > 0 && names > 0 || names > 1;
    other_things(pair)
        || pair.differ(object, pair.short && !strong)
        || pair.short
            && (vaguely(pair)
                || pair.differ(what_or_who, false)
                || pair.differ(|f| what_or_who(f) || f.slot() == Slot::Institution, false))
        || mostly_differ(pair)
}

/// Each is about something, and nothing that one is about is what the other is about.
fn other_things(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a, pair.b);
    let both = |f: Feature| b.features.iter().any(|g| core(*g) && g.identity() == f.identity());
    a.has(core) && b.has(core) && !a.has(|f| core(f) && both(f))
}

/// Each has more things of its own than they share.
fn mostly_differ(pair: &Pair<'_>) -> bool {
    let own = pair.a.count(object, false).min(pair.b.count(object, false));
    own > 0 && own >= pair.a.count(object, true)
}

/// All they share is a common thing or an institution, and each has something of its own there.
fn vaguely(pair: &Pair<'_>) -> bool {
    let said = |f: Feature| {
        matches!(f.slot(), Slot::Object | Slot::Common | Slot::Noun | Slot::Group) || f.slot().is_deed()
    };
    let thing = |f: Feature| matches!(f.slot(), Slot::Object | Slot::Noun);
    pair.differ(said, false) && !super::matters::together(pair) || pair.differ(thing, false)
}

/// One is about a narrower thing than the other.
pub(super) fn narrow(pair: &Pair<'_>) -> bool {
    pair.short && !pair.pinned && pair.either(|a, b| elsewhere(a, b) || narrowed(a, b))
}

/// One is about a thing in general, the other about that of something in quite another field:
/// heating, and heating in buses; pay, and the pay of teachers.
fn elsewhere(a: &Side<'_>, b: &Side<'_>) -> bool {
    let common = |field: u8| a.each().any(|(f, both)| both && object(f) && f.field() == field);
    // About money everything matters; elsewhere what is named beside the thing is mostly talk.
    let thing = |f: Feature| f.slot() == Slot::Object && (!core(f) || f.field() == MONEY || common(MONEY));
    // «Зарплата санитарок» is that of those in hospitals.
    let same_people = a.count(certain, true) > 0;
    let mine = |f: Feature| f.slot() == Slot::Institution && !same_people || certain(f) || thing(f);
    if b.count(object, true) == 0 {
        return false;
    }
    a.each().any(|(f, both)| !both && mine(f) && !common(f.field()) && (f.field() != 0 || common(MONEY)))
}

/// One is about certain people or a certain kind of the thing, the other about any.
fn narrowed(a: &Side<'_>, b: &Side<'_>) -> bool {
    let kind = |f: Feature| f.is(Family::Axis) && f.weight() == u32::from(KIND);
    let other = |f: Feature| b.features.iter().any(|g| kind(*g) && g.axis_id() == f.axis_id());
    let special = |f: Feature| f.slot() == Slot::Object && f.weight() == u32::from(SPECIAL);
    let narrows = |f: Feature| certain(f) && !b.has(certain) || kind(f) && !other(f) || special(f);
    a.each().any(|(f, both)| !both && narrows(f))
}

/// Others are concerned.
pub(super) fn groups(pair: &Pair<'_>) -> bool {
    pair.differ(group, pair.short)
}
