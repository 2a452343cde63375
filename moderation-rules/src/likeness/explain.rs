//! What was read in two texts and what came of comparing them, in words, for whoever changes the tables.
//!
//! Nothing decides by it. Concepts are kept as hashes, so their names are looked up in the tables anew.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::compare::{compare, gate};
use super::feature::{Family, Feature};
use super::fingerprint::Fingerprint;
use super::stems::unpacked;
use super::vocabulary::{MATTERS, Vocabulary};

/// See [`super::Likeness::explain`].
pub(crate) fn explain(vocabulary: &Vocabulary, a: &Fingerprint, b: &Fingerprint) -> String {
    let names = vocabulary.names();
    let likening = compare(a, b);
    let (gate, score) = gate(a, b);
    let verdict = if likening.join { "join" } else { "do not join" };
    let gate = gate.map_or_else(|| "none".to_owned(), |gate| format!("{gate:?}"));
    format!(
        "{verdict}: score {} of 1000 ({score} before gates), {}, gate shut: {gate}\n{}{}",
        likening.score,
        likening.reason.name(),
        side("A", a, b, &names),
        side("B", b, a, &names)
    )
}

fn side(title: &str, of: &Fingerprint, other: &Fingerprint, names: &HashMap<u64, String>) -> String {
    let head = of.head();
    let matters = MATTERS.iter().enumerate().filter(|(bit, _)| head.matters() >> bit & 1 == 1);
    let matters: Vec<&str> = matters.map(|(_, name)| *name).collect();
    let mut out = format!(
        "{title}: {} words, {}, wishes {:06b}, aspects {:b}, matters {}\n",
        head.words(),
        if head.has_predicate() { "asks" } else { "only names" },
        head.wishes().0,
        head.aspects(),
        matters.join(" ")
    );
    for feature in of.features() {
        let both = other.features().any(|f| f.identity() == feature.identity());
        let sign = if both { '=' } else { ' ' };
        // Writing to a string does not fail.
        let _ = writeln!(out, "  {sign} {:?} {} {}", feature.slot(), feature.weight(), name(feature, names));
    }
    out
}

fn name(feature: Feature, names: &HashMap<u64, String>) -> String {
    if let Some(name) = names.get(&feature.identity()) {
        return name.clone();
    }
    match feature.is(Family::Word) {
        true => unpacked(feature.body()),
        false => format!("{:x}", feature.body()),
    }
}
