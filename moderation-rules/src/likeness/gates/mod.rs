//! What must agree before two texts may be joined, however alike they are.
//!
//! Questions to officials differ by the one word that matters: the street, the house, the school's
//! number, the year, cost instead of date, open instead of close. Each gate here is one such word.
//! A gate only ever forbids; what makes texts alike is in `compare`.

mod matters;
mod places;
mod sides;
mod things;
mod wording;

use super::feature::{Family, Feature, Slot};
use super::fingerprint::Fingerprint;
use super::vocabulary::{ANYBODY, CORE};

/// The first gate that is shut between two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// A house, a school, a route of another number.
    Number,
    /// Another name of a street, a settlement or a thing.
    Name,
    /// One names a place, the other asks in general.
    General,
    /// Another thing is asked about.
    Object,
    /// Others are concerned.
    Group,
    /// Another value of something both name: hot and cold, 25 and 6 per cent.
    Axis,
    /// The opposite is wanted.
    Wish,
    /// Something else is wanted to be known: the cost, not the date.
    Aspect,
    /// Something else is the matter: the price, not the want of it.
    Matter,
    /// Nearly the same words in the same order: the one that is not the same is the point.
    Wording,
}

impl Gate {
    /// Whether texts it is shut between cannot ask the same, rather than may not.
    pub(crate) fn contrary(self) -> bool {
        matches!(self, Gate::Number | Gate::Name | Gate::General | Gate::Axis | Gate::Wish)
    }
}

/// Features of one text, and which of them the other has.
pub(crate) struct Side<'a> {
    pub(crate) fingerprint: &'a Fingerprint,
    pub(crate) features: &'a [Feature],
    /// A bit for each feature that the other text has too.
    pub(crate) shared: u64,
}

impl Side<'_> {
    pub(crate) fn each(&self) -> impl Iterator<Item = (Feature, bool)> + '_ {
        let shared = self.shared;
        self.features.iter().enumerate().map(move |(at, f)| (*f, shared >> at & 1 == 1))
    }

    pub(crate) fn count(&self, is: impl Fn(Feature) -> bool, shared: bool) -> usize {
        self.each().filter(|(feature, both)| *both == shared && is(*feature)).count()
    }

    /// Whether it has any such feature, shared or not.
    fn has(&self, is: impl Fn(Feature) -> bool) -> bool {
        self.features.iter().copied().any(is)
    }
}

/// Two texts side by side, and what tells how closely they must agree.
pub(crate) struct Pair<'a> {
    a: &'a Side<'a>,
    b: &'a Side<'a>,
    /// How alike they are before any gate, 0 to 999.
    score: u32,
    /// Short texts differ by one word, long ones by many and are still the same; so some gates are for short texts only.
    /// Two long texts that share most of their words differ by one, too.
    short: bool,
    /// They share most of what they say.
    mirrored: bool,
    /// Nearly all the words are the same, so that what one text adds is by the way.
    alike: bool,
    /// They share a name, a number, or a word that no list knows.
    pinned: bool,
    /// They share so much, three things or names, that the same is meant, though something else is said of it.
    much: bool,
}

impl<'a> Pair<'a> {
    /// Puts two texts side by side.
    pub(crate) fn new(a: &'a Side<'a>, b: &'a Side<'a>, score: u32) -> Self {
        let shared = a.count(|f| f.weight() > 0, true);
        let mirrored = score >= 600 && shared >= 4;
        let pin = |f: Feature| pins(f) || f.slot() == Slot::Unknown;
        let weight: u32 = a.each().filter(|(_, both)| *both).map(|(f, _)| f.weight()).sum();
        Self {
            a,
            b,
            score,
            short: is_short(a) || is_short(b) || mirrored,
            mirrored,
            alike: score >= 880 && shared >= 6,
            pinned: a.count(pin, true) + b.count(pin, true) > 0,
            much: weight >= MUCH,
        }
    }

    /// Whether something holds of one text beside the other, or of the other beside the one.
    fn either(&self, holds: impl Fn(&Side<'_>, &Side<'_>) -> bool) -> bool {
        holds(self.a, self.b) || holds(self.b, self.a)
    }

    /// Both have some, and none in common; if `each`, also when each has one the other has not.
    fn differ(&self, is: impl Fn(Feature) -> bool, each: bool) -> bool {
        let (only_a, only_b) = (self.a.count(&is, false), self.b.count(&is, false));
        only_a > 0 && only_b > 0 && (each || self.a.count(&is, true) == 0)
    }

    /// The first gate shut between them, if any.
    pub(crate) fn shut(&self) -> Option<Gate> {
        let first =
            |gates: &[(Gate, Differ)]| gates.iter().find(|(_, differ)| differ(self)).map(|(gate, _)| *gate);
        let by_the_way = self.alike && !(self.mirrored && matters::aspects(self));
        first(&FIRM).or_else(|| if by_the_way { None } else { first(&SOFT) })
    }
}

type Differ = fn(&Pair<'_>) -> bool;

/// Gates that no likeness opens, in the order in which they are tried.
const FIRM: [(Gate, Differ); 9] = [
    (Gate::Number, places::numbers),
    (Gate::Name, places::names),
    (Gate::General, places::general),
    (Gate::Axis, sides::values),
    (Gate::Object, things::substituted),
    (Gate::Wish, sides::wishes),
    (Gate::Object, things::sites),
    (Gate::Object, things::mirrored),
    (Gate::Wording, wording::copied),
];

/// Gates for texts that have more in their own words than by the way.
const SOFT: [(Gate, Differ); 8] = [
    (Gate::Aspect, matters::aspects),
    (Gate::Matter, matters::unsaid),
    (Gate::Matter, sides::each_aside),
    (Gate::Matter, matters::told),
    (Gate::Object, things::others),
    (Gate::General, things::narrow),
    (Gate::Group, things::groups),
    (Gate::Matter, matters::apart),
];

/// From which weight on two texts share much.
const MUCH: u32 = 50;
/// Up to here one word more or less is another question.
const SHORT: u32 = 14;

fn is_short(side: &Side<'_>) -> bool {
    side.fingerprint.head().words() <= SHORT
}

fn ident(feature: Feature) -> bool {
    feature.is(Family::Ident)
}

fn name(feature: Feature) -> bool {
    feature.slot().is_name()
}

/// A name or a number: it pins a text down.
fn pins(feature: Feature) -> bool {
    name(feature) || ident(feature)
}

fn object(feature: Feature) -> bool {
    core(feature) || feature.slot() == Slot::Institution
}

/// What is asked about, rather than where it happens.
pub(crate) fn core(feature: Feature) -> bool {
    matches!(feature.slot(), Slot::Object | Slot::Common) && feature.weight() >= u32::from(CORE)
}

fn group(feature: Feature) -> bool {
    feature.slot() == Slot::Group && feature.weight() >= u32::from(ANYBODY)
}

/// Certain people, and not just anybody.
fn certain(feature: Feature) -> bool {
    group(feature) && feature.weight() > u32::from(ANYBODY)
}
