//! Which words and endings turn a text into another question, and which do not: a family each, with texts of its own, so
//! that what a gate or a line of the tables is for can be read here.

mod differences;
mod homes;
mod life;
mod roads;

use moderation_rules::likeness::{Index, Likeness};

type Pairs<'a> = &'a [(&'a str, &'a str)];

/// Whether the second of two texts is joined to the first.
fn joined(first: &str, second: &str) -> bool {
    let likeness = Likeness::shipped();
    let mut index = Index::new();
    index.insert(1, 1, &likeness.fingerprint(first));
    index.find(&likeness.fingerprint(second)).join.is_some()
}

/// None of these pairs is joined, whichever text comes first.
fn apart(pairs: Pairs<'_>) {
    let wrong: Vec<_> = pairs.iter().filter(|(a, b)| joined(a, b) || joined(b, a)).collect();
    assert!(wrong.is_empty(), "joined: {wrong:#?}");
}

/// All of these pairs are, whichever text comes first.
fn together(pairs: Pairs<'_>) {
    let missed: Vec<_> = pairs.iter().filter(|(a, b)| !joined(a, b) || !joined(b, a)).collect();
    assert!(missed.is_empty(), "not joined: {missed:#?}");
}

/// A field of life: pairs that ask the same in other words, and pairs that look alike and do not.
fn field(same: Pairs<'_>, other: Pairs<'_>) {
    together(same);
    apart(other);
}
