//! How alike two fingerprints are, and whether beyond reasonable doubt.
//!
//! What two texts share is weighed against what each has alone; `gates` says what must agree.

use super::feature::{Family, Feature, Slot};
use super::fingerprint::Fingerprint;
use super::gates::{Gate, Pair, Side, core};
use super::matches::Reason;
use super::stems::{nearly, starts};

/// What comparing two fingerprints came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Likening {
    pub(crate) score: u16,
    pub(crate) reason: Reason,
    pub(crate) join: bool,
    /// The two contradict each other, whoever says they are alike.
    pub(crate) contrary: bool,
}

/// Compares two texts.
pub(crate) fn compare(a: &Fingerprint, b: &Fingerprint) -> Likening {
    if a.whole() == b.whole() && a == b {
        return Likening { score: 1000, reason: Reason::SameText, join: true, contrary: false };
    }
    let (in_a, in_b) = (features(a), features(b));
    let (a, b) = sides((a, &in_a), (b, &in_b));
    let score = score(&a, &b);
    let gate = Pair::new(&a, &b, score).shut();
    let reason = reason(&a);
    let join = gate.is_none() && enough(&a, &b, score);
    let pinned = a.count(|f| f.slot().is_name() || f.is(Family::Ident), true) > 0;
    let contrary = gate.is_some_and(Gate::contrary);
    Likening { score: lowered(score, gate, pinned), reason, join, contrary }
}

/// The gate shut between two texts, if any, and their score before it: for the explanation.
pub(crate) fn gate(a: &Fingerprint, b: &Fingerprint) -> (Option<Gate>, u32) {
    let (in_a, in_b) = (features(a), features(b));
    let (a, b) = sides((a, &in_a), (b, &in_b));
    let score = score(&a, &b);
    (Pair::new(&a, &b, score).shut(), score)
}

/// What a text is compared by, without its frame.
fn features(of: &Fingerprint) -> Vec<Feature> {
    let mut features: Vec<Feature> = of.features().collect();
    while features.pop_if(|last| last.is(Family::Frame) || last.is(Family::Words)).is_some() {}
    features
}

fn sides<'a>(
    a: (&'a Fingerprint, &'a [Feature]),
    b: (&'a Fingerprint, &'a [Feature]),
) -> (Side<'a>, Side<'a>) {
    let (in_a, in_b) = shared(a.1, b.1);
    let side = |(fingerprint, features), shared| Side { fingerprint, features, shared };
    (side(a, in_a), side(b, in_b))
}

/// Which features of each the other has: the same, or but for a slip of the finger.
fn shared(a: &[Feature], b: &[Feature]) -> (u64, u64) {
    let (mut in_a, mut in_b) = (0_u64, 0_u64);
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].identity().cmp(&b[j].identity()) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                in_a |= 1 << i;
                in_b |= 1 << j;
                i += 1;
                j += 1;
            }
        }
    }
    let odd = |f: &Feature| f.is(Family::Word) && (f.slot().is_name() || f.slot() == Slot::Unknown);
    for (i, x) in a.iter().enumerate() {
        if in_a >> i & 1 == 1 || !x.is(Family::Word) {
            continue;
        }
        let named = odd(x);
        for (j, y) in b.iter().enumerate() {
            let words = y.is(Family::Word) && (named || odd(y));
            if in_b >> j & 1 == 0 && words && !apart(x, y) && same_word(x, y) {
                in_a |= 1 << i;
                in_b |= 1 << j;
                break;
            }
        }
    }
    (in_a, in_b)
}

/// Whether two words are one but for a slip of the finger, or but for what the stemmer takes from it: it holds
/// «Соломбала» without its capital for a verb.
fn same_word(one: &Feature, other: &Feature) -> bool {
    let clipped = |name: &Feature, word: &Feature| {
        name.slot().is_name() && word.slot() == Slot::Other && starts(name.body(), word.body())
    };
    nearly(one.body(), other.body()) || clipped(one, other) || clipped(other, one)
}

/// A street is not the town it is called after.
fn apart(x: &Feature, y: &Feature) -> bool {
    matches!((x.slot(), y.slot()), (Slot::Street, Slot::Town) | (Slot::Town, Slot::Street))
}

/// 0 to 999: what is shared against what is not, the longer text's own words counting less.
fn score(a: &Side<'_>, b: &Side<'_>) -> u32 {
    let weigh = |side: &Side<'_>, both: bool| -> u32 {
        side.each().filter(|(_, shared)| *shared == both).map(|(f, _)| f.weight()).sum()
    };
    let both = weigh(a, true).min(weigh(b, true));
    let (one, other) = (weigh(a, false), weigh(b, false));
    let alone = one.min(other) * 7 + one.max(other) * 3;
    (both * 9_990 / (both * 10 + alone).max(1)).min(999)
}

fn enough(a: &Side<'_>, b: &Side<'_>, score: u32) -> bool {
    let is = |slots: &'static [Slot]| move |f: Feature| slots.contains(&f.slot());
    let pin = |f: Feature| f.slot().is_name() || f.is(Family::Ident) || f.slot() == Slot::Unknown;
    let talk = a.fingerprint.head().words().min(b.fingerprint.head().words()) > 14;
    // Long texts are full of numbers; that they share one tells little.
    let named = |f: Feature| pin(f) && !(talk && f.is(Family::Ident));
    let pins = a.count(named, true) + b.count(named, true);
    let rare = a.count(is(&[Slot::Object, Slot::Group, Slot::Unknown]), true);
    let usual = a.count(is(&[Slot::Common, Slot::Institution, Slot::Noun]), true);
    let all = a.count(|_| true, true);
    let asked = a.fingerprint.head().has_predicate() && b.fingerprint.head().has_predicate();
    if all >= 10 && score >= 700 {
        return true;
    }
    // Two talkative texts on one thing in one place, of which one is about nothing else.
    if talk && a.count(|f| f.slot().is_name(), true) > 0 && same_point(a, b) {
        return asked && score >= 150;
    }
    if pins > 0 {
        let least = if talk { 450 } else { 380 };
        return score >= 600 || asked && rare + usual > 0 && score >= least;
    }
    asked && (rare > 0 || usual > 1) && score >= if talk { 680 } else { 500 }
}

/// Whether two texts are about the same things, but for what one of them adds.
fn same_point(a: &Side<'_>, b: &Side<'_>) -> bool {
    a.count(core, true) > 0 && a.count(core, false).min(b.count(core, false)) == 0
}

fn reason(a: &Side<'_>) -> Reason {
    let shares = |is: fn(Feature) -> bool| a.count(is, true) > 0;
    if shares(|f| f.slot() == Slot::Street) {
        Reason::SameStreetAndSubject
    } else if shares(|f| f.slot().is_name()) {
        Reason::SamePlaceAndSubject
    } else if shares(|f| f.is(Family::Ident)) {
        Reason::SameNumberAndSubject
    } else if shares(|f| matches!(f.slot(), Slot::Object | Slot::Common | Slot::Institution | Slot::Group)) {
        Reason::SameSubject
    } else {
        Reason::CloseWording
    }
}

/// The score as it is told: a shut gate makes two texts less alike, some more than others.
fn lowered(score: u32, gate: Option<Gate>, pinned: bool) -> u16 {
    let percent = match gate {
        None => 100,
        Some(Gate::Matter | Gate::Group | Gate::General) => 80,
        Some(Gate::Aspect | Gate::Object | Gate::Wish | Gate::Axis | Gate::Wording) => 70,
        Some(Gate::Name | Gate::Number) if pinned => 75,
        Some(Gate::Name | Gate::Number) => 50,
    };
    (score * percent / 100) as u16
}
