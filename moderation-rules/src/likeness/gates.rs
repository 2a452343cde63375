//! What must agree before two texts may be joined, however alike they are.
//!
//! Questions to officials differ by the one word that matters: the street, the house, the school's
//! number, the year, cost instead of date, open instead of close. Each gate here is one such word.
//! A gate only ever forbids; what makes texts alike is in `compare`.

use super::feature::{Family, Feature, Slot};
use super::fingerprint::Fingerprint;
use super::marks::is_role;
use super::vocabulary::{ANYBODY, CORE, KIND, MATTERS, SPECIAL, matter};

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
}

impl Gate {
    /// Whether texts it is shut between cannot ask the same, rather than may not.
    pub(crate) fn contrary(self) -> bool {
        matches!(self, Gate::Number | Gate::Name | Gate::General | Gate::Axis | Gate::Wish)
    }
}

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

    fn has(&self, is: impl Fn(Feature) -> bool) -> bool {
        self.features.iter().copied().any(is)
    }
}

fn ident(feature: Feature) -> bool {
    feature.is(Family::Ident)
}

fn name(feature: Feature) -> bool {
    feature.slot().is_name()
}

fn object(feature: Feature) -> bool {
    core(feature) || feature.slot() == Slot::Institution
}

/// What is asked about, rather than where it happens.
pub(crate) fn core(feature: Feature) -> bool {
    matches!(feature.slot(), Slot::Object | Slot::Common) && feature.weight() >= u32::from(CORE)
}

/// Each is about something, and nothing that one is about is what the other is about.
fn other_things(a: &Side<'_>, b: &Side<'_>) -> bool {
    let both = |f: Feature| b.features.iter().any(|g| core(*g) && g.identity() == f.identity());
    a.has(core) && b.has(core) && !a.has(|f| core(f) && both(f))
}

fn group(feature: Feature) -> bool {
    feature.slot() == Slot::Group && feature.weight() >= u32::from(ANYBODY)
}

/// What is asked about, or for whom.
fn what_or_who(feature: Feature) -> bool {
    core(feature) || group(feature) && feature.weight() > u32::from(ANYBODY)
}

/// The first gate shut between two texts, if any. Short texts differ by one word, long ones by
/// many and are still the same; so some gates are for short texts only.
pub(crate) fn shut(a: &Side<'_>, b: &Side<'_>, score: u32) -> Option<Gate> {
    // Nearly all the words are the same, so that what one text adds is by the way.
    let shared = a.count(|f| f.weight() > 0, true);
    let alike = score >= 880 && shared >= 6;
    // Two long texts that share most of their words differ by one, too.
    let mirrored = score >= 600 && shared >= 4;
    let short = is_short(a) || is_short(b) || mirrored;
    let pin = |f: Feature| name(f) || ident(f) || f.slot() == Slot::Unknown;
    let pinned = a.count(pin, true) + b.count(pin, true) > 0;
    let head = (a.fingerprint.head(), b.fingerprint.head());
    if differ(a, b, ident, false) {
        return Some(Gate::Number);
    }
    let where_ = |f: Feature| name(f) || ident(f) || short && f.slot() == Slot::Unknown;
    if differ(a, b, where_, false) || names_differ(a, b, short) {
        return Some(Gate::Name);
    }
    if general(a, b) || general(b, a) {
        return Some(Gate::General);
    }
    if axes_differ(a, b, short && (!pinned || score >= 650) || mirrored) || roles_swapped(a, b) {
        return Some(Gate::Axis);
    }
    if short && substituted(a, b) {
        return Some(Gate::Object);
    }
    if head.0.wishes().oppose(head.1.wishes()) || told_otherwise(a, b) {
        return Some(Gate::Wish);
    }
    // «В подвале темно» is not «в подъезде темно», though the house be the same.
    let aside = |f: Feature| matches!(f.slot(), Slot::Object | Slot::Common) && !core(f);
    let place = |f: Feature| aside(f) || f.slot() == Slot::Institution;
    if short && (differ(a, b, place, true) || inside(a, b) || inside(b, a)) {
        return Some(Gate::Object);
    }
    if mirrored && (differ(a, b, core, true) || differ(a, b, group, true)) {
        return Some(Gate::Object);
    }
    if alike && !(mirrored && aspects_differ(head.0.aspects(), head.1.aspects(), true)) {
        return None;
    }
    if aspects_differ(head.0.aspects(), head.1.aspects(), short) {
        return Some(Gate::Aspect);
    }
    // A house or two names pin a text down so well that what each adds is by the way.
    let strong = a.count(ident, true) > 0 && a.count(name, true) > 0 || a.count(name, true) > 1;
    let things = a.count(|f| f.slot() == Slot::Object && core(f), true);
    if short && !pinned && things < 2 && (unsaid(a, b) || unsaid(b, a)) {
        return Some(Gate::Matter);
    }
    if short && a.count(core, true) == 0 && each_aside(a, b) {
        return Some(Gate::Matter);
    }
    if other_deed(a, b) || short && (told_else(a, b) || lacking(a, b) || lacking(b, a)) {
        return Some(Gate::Matter);
    }
    if other_things(a, b)
        || differ(a, b, object, short && !strong)
        || short && (vaguely(a, b) || differ(a, b, what_or_who, false))
        || mostly_differ(a, b)
    {
        return Some(Gate::Object);
    }
    let narrow = || elsewhere(a, b) || elsewhere(b, a) || narrowed(a, b) || narrowed(b, a);
    if short && !pinned && narrow() {
        return Some(Gate::General);
    }
    if differ(a, b, group, short) {
        return Some(Gate::Group);
    }
    let (one, other) = (head.0.matters(), head.1.matters());
    if !together(one, other) || short && !pinned && paid(one, other) {
        return Some(Gate::Matter);
    }
    None
}

/// All is the same but for one word each: the one that matters. Of one of them the tables may know what it is.
fn substituted(a: &Side<'_>, b: &Side<'_>) -> bool {
    let word = |f: Feature| f.is(Family::Word) && !name(f);
    let light = |f: Feature| f.weight() > 3 && !word(f) && !f.is(Family::Axis);
    let one = |side: &Side<'_>| (1..=2).contains(&side.count(word, false)) && side.count(light, false) == 0;
    let thing = |side: &Side<'_>| {
        let thing = |f: Feature| what_or_who(f) || f.slot() == Slot::Institution;
        side.count(thing, false) == 1 && side.count(light, false) == 1 && side.count(word, false) == 0
    };
    a.count(|_| true, true) > 1 && (one(a) && (one(b) || thing(b)) || thing(a) && one(b))
}

/// One is about an institution itself, the other about something or somebody in it: «закрывают садик», «в садике нет
/// медсестры».
fn inside(a: &Side<'_>, b: &Side<'_>) -> bool {
    let certain = |f: Feature| core(f) || group(f) && f.weight() > u32::from(ANYBODY);
    let institution = |f: Feature| f.slot() == Slot::Institution;
    let thing = |f: Feature| certain(f) && f.slot() != Slot::Common;
    // «Клуб разваливается», «в клубе стены в трещинах»
    if a.fingerprint.head().matters() & b.fingerprint.head().matters() != 0 && !b.has(group) {
        return false;
    }
    a.count(institution, true) > 0 && !a.has(certain) && b.has(certain)
        || a.count(name, true) + b.count(name, true) > 0 && !a.has(object) && !a.has(certain) && b.has(thing)
}

/// Next to nothing is said but what was done or befell, and that is not the same.
fn other_deed(a: &Side<'_>, b: &Side<'_>) -> bool {
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
fn told_else(a: &Side<'_>, b: &Side<'_>) -> bool {
    let told = |f: Feature| f.slot() == Slot::Done && !is_role(f);
    let odd = |a: &Side<'_>| a.count(|f| told(f) && f.is(Family::Word), false) > 0;
    let deeds = a.count(|f| f.slot().is_deed() && !is_role(f), true);
    deeds == 0 && (odd(a) && b.count(told, false) > 0 || odd(b) && a.count(told, false) > 0)
}

/// What was done in one was not done in the other.
fn told_otherwise(a: &Side<'_>, b: &Side<'_>) -> bool {
    let told = |f: &Feature| matches!(f.slot(), Slot::Done | Slot::Undone) && !is_role(*f);
    a.features.iter().filter(|f| told(f)).any(|f| {
        let other = b.features.iter().find(|other| other.identity() == f.identity());
        other.is_some_and(|other| told(other) && other.slot() != f.slot())
    })
}

/// Who does it in one has it done to himself in the other, and the other way round.
fn roles_swapped(a: &Side<'_>, b: &Side<'_>) -> bool {
    let swapped = |slot: Slot| {
        a.features.iter().filter(|f| is_role(**f) && f.slot() == slot).any(|f| {
            b.features.iter().any(|g| is_role(*g) && g.identity() == f.identity() && g.slot() != slot)
        })
    };
    swapped(Slot::Done) && swapped(Slot::Undone)
}

/// Up to here one word more or less is another question.
const SHORT: u32 = 14;

fn is_short(side: &Side<'_>) -> bool {
    side.fingerprint.head().words() <= SHORT
}

/// Both have some, and none in common; if `each`, also when each has one the other has not.
fn differ(a: &Side<'_>, b: &Side<'_>, is: impl Fn(Feature) -> bool, each: bool) -> bool {
    let (only_a, only_b) = (a.count(&is, false), b.count(&is, false));
    only_a > 0 && only_b > 0 && (each || a.count(&is, true) == 0)
}

fn names_differ(a: &Side<'_>, b: &Side<'_>, short: bool) -> bool {
    let street = |feature: Feature| feature.slot() == Slot::Street;
    let town = |feature: Feature| feature.slot() == Slot::Town;
    if differ(a, b, street, false) || differ(a, b, town, false) || differ(a, b, name, short) {
        return true;
    }
    // In a short text a word no list knows is as good as a name, where no name is shared.
    let shared = a.count(|f| name(f) || ident(f), true) > 0;
    let odd = |feature: Feature| name(feature) || !shared && feature.slot() == Slot::Unknown;
    if short {
        return differ(a, b, odd, true);
    }
    // Each tells where, and not in the same way: a house here, a crossing there.
    let pin = |f: Feature| matches!(f.slot(), Slot::Street | Slot::Town) || ident(f);
    differ(a, b, pin, true) && a.count(pin, true) <= 1
}

/// One names a place or a number, the other none at all.
fn general(a: &Side<'_>, b: &Side<'_>) -> bool {
    let odd = |f: Feature| name(f) || ident(f) || is_short(b) && f.slot() == Slot::Unknown;
    let pins = |f: Feature| name(f) || ident(f) || is_short(a) && f.slot() == Slot::Unknown;
    a.has(pins) && !b.has(odd) && a.count(pins, true) == 0
}

/// In one something of its own is wanting, in the other something else is the matter: «скорая едет два часа», «в
/// скорой нет лекарств».
fn lacking(a: &Side<'_>, b: &Side<'_>) -> bool {
    let (one, other) = (a.fingerprint.head().matters(), b.fingerprint.head().matters());
    let presence = matter("PRESENCE");
    if one != 0
        && one & presence == 0
        && other & presence != 0
        && one & other == 0
        && b.count(core, false) > 0
    {
        return true;
    }
    // «Когда дадут землю», «почему дают землю без дорог»: of the thing itself nothing is wanting in the one.
    let wants = |f: Feature| WANTING.iter().any(|name| f.identity() == Feature::deed(name).identity());
    let own = |f: Feature| core(f) && f.slot() == Slot::Object;
    b.count(wants, false) > 0
        && b.count(own, false) > 1
        && a.count(core, false) == 0
        && a.count(wants, false) == 0
}

/// The states in which something is not there.
const WANTING: [&str; 2] = ["without", "lack"];

/// What is the matter in one is said with words the vocabulary does not know, and the other does
/// not have them: the same thing may be asked about, but hardly the same of it.
fn unsaid(a: &Side<'_>, b: &Side<'_>) -> bool {
    let own =
        |f: Feature| f.slot() == Slot::Object || f.is(Family::Word) && !name(f) && f.slot() != Slot::Unknown;
    let says = b.fingerprint.head().matters() != 0 || b.count(own, false) > 0;
    a.fingerprint.head().matters() == 0 && a.count(own, false) > 0 && says
}

/// Each has more things of its own than they share.
fn mostly_differ(a: &Side<'_>, b: &Side<'_>) -> bool {
    let own = a.count(object, false).min(b.count(object, false));
    own > 0 && own >= a.count(object, true)
}

/// All they share is a common thing or an institution, and each has something of its own there.
fn vaguely(a: &Side<'_>, b: &Side<'_>) -> bool {
    let said = |f: Feature| {
        matches!(f.slot(), Slot::Object | Slot::Common | Slot::Noun | Slot::Group) || f.slot().is_deed()
    };
    let (one, other) = (a.fingerprint.head().matters(), b.fingerprint.head().matters());
    if a.count(said, true) == 0
        && a.count(said, false) > 0
        && b.count(said, false) > 0
        && !together(one, other)
    {
        return true;
    }
    let thing = |f: Feature| matches!(f.slot(), Slot::Object | Slot::Noun);
    a.count(thing, true) == 0 && a.count(thing, false) > 0 && b.count(thing, false) > 0
}

/// One is about a thing in general, the other about that of something in quite another field:
/// heating, and heating in buses; pay, and the pay of teachers.
fn elsewhere(a: &Side<'_>, b: &Side<'_>) -> bool {
    let common = |field: u8| a.each().any(|(f, both)| both && object(f) && f.field() == field);
    // About money everything matters; elsewhere what is named beside the thing is mostly talk.
    let thing = |f: Feature| f.slot() == Slot::Object && (!core(f) || f.field() == MONEY || common(MONEY));
    let certain = |f: Feature| group(f) && f.weight() > u32::from(ANYBODY);
    let mine = |f: Feature| f.slot() == Slot::Institution || certain(f) || thing(f);
    if b.count(object, true) == 0 {
        return false;
    }
    a.each().any(|(f, both)| !both && mine(f) && !common(f.field()) && (f.field() != 0 || common(MONEY)))
}

/// One is about certain people or a certain kind of the thing, the other about any.
fn narrowed(a: &Side<'_>, b: &Side<'_>) -> bool {
    let certain = |f: Feature| group(f) && f.weight() > u32::from(ANYBODY);
    let kind = |f: Feature| f.is(Family::Axis) && f.weight() == u32::from(KIND);
    let other = |f: Feature| b.features.iter().any(|g| kind(*g) && g.axis_id() == f.axis_id());
    let special = |f: Feature| f.slot() == Slot::Object && f.weight() == u32::from(SPECIAL);
    let narrows = |f: Feature| certain(f) && !b.has(certain) || kind(f) && !other(f) || special(f);
    a.each().any(|(f, both)| !both && narrows(f))
}

/// The field of money in the vocabulary, where who gets it is all that matters.
const MONEY: u8 = 8;

fn axes_differ(a: &Side<'_>, b: &Side<'_>, soft: bool) -> bool {
    let axis = |feature: &Feature| feature.is(Family::Axis) && (soft || feature.slot() == Slot::Hard);
    a.features.iter().filter(|feature| axis(feature)).any(|feature| {
        let others = || b.features.iter().filter(|other| axis(other) && other.axis_id() == feature.axis_id());
        others().next().is_some()
            && !others().any(|other| a.features.iter().any(|mine| mine.identity() == other.identity()))
    })
}

/// Each is on a side of something that the other does not speak of: closed on Sundays, and free at the entrance.
fn each_aside(a: &Side<'_>, b: &Side<'_>) -> bool {
    let said = |f: Feature| f.is(Family::Axis) && f.weight() > 0 && !is_role(f);
    let own = |a: &Side<'_>, b: &Side<'_>| {
        a.features.iter().any(|f| said(*f) && !b.has(|g| said(g) && g.axis_id() == f.axis_id()))
    };
    own(a, b) && own(b, a)
}

fn aspects_differ(a: u16, b: u16, short: bool) -> bool {
    if short { a != b } else { a != 0 && b != 0 && a & b == 0 }
}

/// One is about money and the other is not.
fn paid(a: u32, b: u32) -> bool {
    let money = ["LEVEL", "PRICE", "PAY", "CHARGE"].iter().fold(0, |all, name| all | matter(name));
    a != 0 && b != 0 && (a & money == 0) != (b & money == 0)
}

/// Whether something is the matter in one that may be the matter in the other.
fn together(a: u32, b: u32) -> bool {
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
