//! What is the matter with it, and what is wanted to be known.

use super::super::feature::{Family, Feature, Slot};
use super::super::marks::is_role;
use super::super::reading::TRANSPORT;
use super::super::vocabulary::{MATTERS, matter};
use super::{Pair, Side, core, name, object};

/// Matters that are two ways to put the same: what is not there does not work.
const TOGETHER: [(&str, &str); 20] = [
    ("BUILD", "PRESENCE"),
    ("PRESENCE", "WORK"),
    ("PRESENCE", "REPAIR"),
    ("WORK", "REPAIR"),
    ("WORK", "TEMP"),
    ("REPAIR", "TEMP"),
    ("PRESENCE", "TEMP"),
    ("PRESENCE", "CLEAN"),
    ("PRESENCE", "ACCESS"),
    ("PRESENCE", "CROWD"),
    ("ACCESS", "CROWD"),
    ("BUILD", "CROWD"),
    ("PRESENCE", "SCHEDULE"),
    ("WORK", "QUALITY"),
    ("LEVEL", "PRICE"),
    ("LEVEL", "PAY"),
    ("PRESENCE", "PAY"),
    ("SCHEDULE", "PAY"),
    ("SMELL", "ECOLOGY"),
    ("SMELL", "CLEAN"),
];

/// Matters that are no other way to put anything else.
const PECULIAR: [&str; 12] = [
    "PRICE", "CHARGE", "RULE", "PUNISH", "RENAME", "MERGE", "RUDE", "ACCIDENT", "DANGER", "NOISE", "SMELL",
    "CRIME",
];

/// The deeds by which what rode rides no more, or is to again.
const TAKEN_OFF: [&str; 5] = ["cancel", "remove", "close", "return", "gone"];

/// The states in which something is not there.
const WANTING: [&str; 2] = ["without", "lack"];

/// Something else is wanted to be known: the cost, not the date.
pub(super) fn aspects(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a.fingerprint.head().aspects(), pair.b.fingerprint.head().aspects());
    a & b == 0 && if pair.short { a != b } else { a != 0 && b != 0 }
}

/// What is the matter in one is said with words the vocabulary does not know, and the other does
/// not have them: the same thing may be asked about, but hardly the same of it.
pub(super) fn unsaid(pair: &Pair<'_>) -> bool {
    let own =
        |f: Feature| f.slot() == Slot::Object || f.is(Family::Word) && !name(f) && f.slot() != Slot::Unknown;
    let unsaid = |a: &Side<'_>, b: &Side<'_>| {
        let says = b.fingerprint.head().matters() != 0 || b.count(own, false) > 0;
        a.fingerprint.head().matters() == 0 && a.count(own, false) > 0 && says
    };
    let things = pair.a.count(|f| f.slot() == Slot::Object && core(f), true);
    pair.short && !pair.pinned && things < 2 && pair.either(unsaid)
}

/// Something else is told of it.
pub(super) fn told(pair: &Pair<'_>) -> bool {
    !pair.much && (other_deed(pair) || pair.short && (told_else(pair) || pair.either(lacking)))
}

/// Next to nothing is said but what was done or befell, and that is not the same.
fn other_deed(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a, pair.b);
    let brief = |side: &Side<'_>| side.fingerprint.head().words() <= 8;
    let telling =
        |f: Feature| f.slot().is_deed() || f.slot() == Slot::Object && core(f) || f.slot() == Slot::Noun;
    let shared = a.count(telling, true) > 0 || a.count(object, true) > 1;
    let verb = |f: Feature| f.is(Family::Word) && (f.slot() == Slot::Other || f.slot().is_deed());
    let unknown = |a: &Side<'_>| a.fingerprint.head().matters() == 0 && a.count(verb, false) > 0;
    let says = |a: &Side<'_>| a.fingerprint.head().matters() != 0 || a.count(verb, false) > 0;
    brief(a) && brief(b) && !shared && (unknown(a) && says(b) || unknown(b) && says(a))
}

/// «Почему деревья рубят», «почему деревья сохнут»: another thing is told of, in a word no table knows.
fn told_else(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a, pair.b);
    let told = |f: Feature| f.slot() == Slot::Done && !is_role(f);
    let odd = |a: &Side<'_>| a.count(|f| told(f) && f.is(Family::Word), false) > 0;
    let deeds = a.count(|f| f.slot().is_deed() && !is_role(f), true);
    deeds == 0 && (odd(a) && b.count(told, false) > 0 || odd(b) && a.count(told, false) > 0)
}

/// In one something of its own is wanting, in the other something else is the matter: «скорая едет два часа», «в
/// скорой нет лекарств».
fn lacking(a: &Side<'_>, b: &Side<'_>) -> bool {
    let (one, other) = (a.fingerprint.head().matters(), b.fingerprint.head().matters());
    let presence = matter("PRESENCE");
    let else_matters = one != 0 && one & presence == 0 && other & presence != 0 && one & other == 0;
    if else_matters && b.count(core, false) > 0 {
        return true;
    }
    // «Когда дадут землю», «почему дают землю без дорог»: of the thing itself nothing is wanting in the one.
    let wants = |f: Feature| is_one_of(f, &WANTING);
    let own = |f: Feature| core(f) && f.slot() == Slot::Object;
    b.count(wants, false) > 0
        && b.count(own, false) > 1
        && a.count(core, false) == 0
        && a.count(wants, false) == 0
}

/// Whether a feature is one of these deeds or states; only then are their names hashed.
fn is_one_of(feature: Feature, names: &[&str]) -> bool {
    let named = |name: &&str| feature.identity() == Feature::deed(name).identity();
    feature.slot().is_deed() && names.iter().any(named)
}

/// Something else is the matter: the price, not the want of it.
pub(super) fn apart(pair: &Pair<'_>) -> bool {
    if pair.a.each().any(|(f, both)| both && core(f) && f.field() == TRANSPORT) {
        return !together_aboard(pair);
    }
    let open = pair.much && !peculiar(pair);
    !open && (!together(pair) || pair.short && !pair.pinned && paid(pair))
}

/// Each has troubles, and one of them is of a kind that the other does not have: dogs that bark, and dogs that bite.
fn peculiar(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a.fingerprint.head().matters(), pair.b.fingerprint.head().matters());
    let kinds = PECULIAR.iter().fold(0, |all, name| all | matter(name));
    a != 0 && b != 0 && a & kinds != b & kinds
}

/// Of what rides much may be the matter, each time something else: it was taken off, seldom goes, is full, is dear.
fn together_aboard(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a.fingerprint.head().matters(), pair.b.fingerprint.head().matters());
    let often = matter("SCHEDULE") | matter("CROWD");
    let split = |one: u32, other: u32| one & often != 0 && other & often == 0 && other != 0;
    let off = |side: &Side<'_>| side.has(|f| is_one_of(f, &TAKEN_OFF));
    off(pair.a) && off(pair.b) || together(pair) && !split(a, b) && !split(b, a)
}

/// One is about money and the other is not.
fn paid(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a.fingerprint.head().matters(), pair.b.fingerprint.head().matters());
    let money = ["LEVEL", "PRICE", "PAY", "CHARGE"].iter().fold(0, |all, name| all | matter(name));
    a != 0 && b != 0 && (a & money == 0) != (b & money == 0)
}

/// Whether something is the matter in one that may be the matter in the other.
pub(super) fn together(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a.fingerprint.head().matters(), pair.b.fingerprint.head().matters());
    if a == 0 || b == 0 || a & b != 0 {
        return true;
    }
    debug_assert!(MATTERS.len() <= 32);
    // «Раз в час» says that it runs, too: how often it does is no matter of its repair.
    let timed = |one: u32, other: u32| {
        let often = one & matter("SCHEDULE") != 0 && other & (matter("PRESENCE") | matter("SCHEDULE")) == 0;
        if often { one & !matter("PRESENCE") } else { one }
    };
    let (a, b) = (timed(a, b), timed(b, a));
    TOGETHER.iter().any(|(one, other)| {
        let (one, other) = (matter(one), matter(other));
        a & one != 0 && b & other != 0 || a & other != 0 && b & one != 0
    })
}
