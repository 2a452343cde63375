//! Phrases as a tree of word patterns: what begins alike is followed once, however many lines begin so.

use super::compile::Use;
use std::collections::BTreeMap;

/// The tree while it grows.
#[derive(Debug, Default)]
pub(super) struct Builder {
    /// Where the phrases begin that begin with each word pattern.
    roots: Vec<u32>,
    nodes: Vec<Branch>,
}

/// What follows by word pattern and by whether others may stand before it, and what ends here.
type Branch = (BTreeMap<Step, u32>, Vec<Use>);

/// A further word of a phrase, and whether others may stand before it.
pub(super) type Step = (u32, bool);

impl Builder {
    /// A new word pattern: its number.
    pub(super) fn atom(&mut self) -> u32 {
        self.roots.push(self.nodes.len() as u32);
        self.nodes.push(Branch::default());
        self.roots.len() as u32 - 1
    }

    /// Adds a phrase.
    pub(super) fn add(&mut self, first: u32, rest: &[Step], means: Use) {
        let mut node = self.roots[first as usize];
        for &step in rest {
            let fresh = self.nodes.len() as u32;
            node = *self.nodes[node as usize].0.entry(step).or_insert(fresh);
            if node == fresh {
                self.nodes.push(Branch::default());
            }
        }
        let ends = &mut self.nodes[node as usize].1;
        if !ends.contains(&means) {
            ends.push(means);
        }
    }

    pub(super) fn build(self) -> Phrases {
        let begins = |root: u32| self.nodes[root as usize] != Branch::default();
        let roots = self.roots.iter().map(|&root| if begins(root) { root } else { NOWHERE }).collect();
        let mut phrases = Phrases { roots, ..Phrases::default() };
        for (next, ends) in self.nodes {
            let hints = |gap: bool| {
                let steps = next.keys().filter(|step| step.1 || !gap);
                steps.fold(0, |hints, step| hints | hint(step.0))
            };
            phrases.push_node([hints(false), hints(true)]);
            phrases.next.extend(next);
            phrases.ends.extend(ends);
        }
        phrases.push_node([0, 0]);
        phrases
    }
}

/// The root of a word pattern that only goes on phrases.
const NOWHERE: u32 = u32::MAX;

/// A node's parts begin here and end where the next node's begin.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The hints of all steps that lead on, and of those before which others may stand.
    hints: [u64; 2],
    next: u32,
    ends: u32,
}

/// The finished tree.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    roots: Vec<u32>,
    nodes: Vec<Node>,
    next: Vec<(Step, u32)>,
    ends: Vec<Use>,
}

/// A bit for a word pattern: most words that lead nowhere are known by it.
pub(super) fn hint(atom: u32) -> u64 {
    1 << (atom % 64)
}

impl Phrases {
    fn push_node(&mut self, hints: [u64; 2]) {
        let (next, ends) = (self.next.len() as u32, self.ends.len() as u32);
        self.nodes.push(Node { hints, next, ends });
    }

    /// The node of the phrases that begin with a word pattern, if any do.
    pub(super) fn root(&self, atom: u32) -> Option<u32> {
        let root = self.roots[atom as usize];
        (root != NOWHERE).then_some(root)
    }

    /// What it means that a phrase ends here.
    pub(super) fn ends(&self, node: u32) -> &[Use] {
        let (from, to) = (self.nodes[node as usize].ends, self.nodes[node as usize + 1].ends);
        &self.ends[from as usize..to as usize]
    }

    /// The hints of the words that may come next; where others stand before them, only of those that allow it.
    pub(super) fn hints(&self, node: u32, gap: bool) -> u64 {
        self.nodes[node as usize].hints[usize::from(gap)]
    }

    /// Where one more word leads: with another word allowed before it, and without.
    pub(super) fn after(&self, node: u32, atom: u32) -> &[(Step, u32)] {
        let (from, to) = (self.nodes[node as usize].next, self.nodes[node as usize + 1].next);
        let next = &self.next[from as usize..to as usize];
        let from = next.partition_point(|entry| entry.0.0 < atom);
        let count = next[from..].iter().take_while(|entry| entry.0.0 == atom).count();
        &next[from..from + count]
    }
}
