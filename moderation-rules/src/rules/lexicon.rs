//! A tree of letters that holds every word of the rules, and the walks over it.
//!
//! It knows patterns by number only. A plain word is walked once; a disguised one is walked
//! together with its lattice, within a fixed budget of steps.

use super::pattern::{Pattern, Tail};
use crate::normalise::lattice::{ANY, Lattice, MANY, SKIP};
use crate::normalise::letters::{Letter, LetterSet};
use std::collections::BTreeMap;

/// So many steps may be spent on one disguised word; honest ones take under a hundred.
const BUDGET: u32 = 6000;
/// So many letters more than it has characters may one sign hide, as in `п*ц`.
const HIDDEN: u8 = 2;

/// The tree while it grows.
#[derive(Debug)]
pub(super) struct Builder {
    nodes: Vec<Branch>,
}

/// The nodes that a node leads to by letter, and the patterns that end in it.
type Branch = (BTreeMap<Letter, u32>, Vec<(Tail, u32)>);

impl Builder {
    pub(super) fn new() -> Builder {
        Builder { nodes: vec![(BTreeMap::new(), Vec::new())] }
    }

    /// Adds all words of a pattern under its number.
    pub(super) fn add(&mut self, pattern: &Pattern, id: u32) {
        for head in &pattern.heads {
            self.add_head(head, pattern.tail, id);
        }
    }

    fn add_head(&mut self, head: &[Letter], tail: Tail, id: u32) {
        let mut node = 0;
        for &letter in head {
            let fresh = self.nodes.len() as u32;
            node = *self.nodes[node as usize].0.entry(letter).or_insert(fresh);
            if node == fresh {
                self.nodes.push((BTreeMap::new(), Vec::new()));
            }
        }
        let accepts = &mut self.nodes[node as usize].1;
        if !accepts.contains(&(tail, id)) {
            accepts.push((tail, id));
        }
    }

    pub(super) fn build(self) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for (children, accepts) in self.nodes {
            let mut letters = LetterSet::default();
            children.keys().for_each(|&letter| letters.insert(letter));
            lexicon.push_node(letters, !accepts.is_empty());
            lexicon.edges.extend(children);
            lexicon.accepts.extend(accepts);
        }
        lexicon.push_node(LetterSet::default(), false);
        lexicon
    }
}

/// A node's edges and accepts begin here and end where the next node's begin.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The letters that lead on.
    letters: LetterSet,
    edges: u32,
    accepts: u32,
    /// Whether a pattern ends here.
    ends: bool,
}

/// The finished tree.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    nodes: Vec<Node>,
    edges: Vec<(Letter, u32)>,
    accepts: Vec<(Tail, u32)>,
}

impl Lexicon {
    fn push_node(&mut self, letters: LetterSet, ends: bool) {
        let (edges, accepts) = (self.edges.len() as u32, self.accepts.len() as u32);
        self.nodes.push(Node { letters, edges, accepts, ends });
    }

    fn edges(&self, node: u32) -> &[(Letter, u32)] {
        let (from, to) = (self.nodes[node as usize].edges, self.nodes[node as usize + 1].edges);
        &self.edges[from as usize..to as usize]
    }

    fn accepts(&self, node: u32) -> &[(Tail, u32)] {
        let (from, to) = (self.nodes[node as usize].accepts, self.nodes[node as usize + 1].accepts);
        &self.accepts[from as usize..to as usize]
    }

    fn child(&self, node: u32, letter: Letter) -> Option<u32> {
        let node = &self.nodes[node as usize];
        if !node.letters.contains(letter) {
            return None;
        }
        // Edges stand in the order of their letters.
        Some(self.edges[(node.edges + node.letters.before(letter)) as usize].1)
    }

    /// Whether these letters are a whole word of this tree.
    fn holds(&self, word: &[Letter]) -> bool {
        let mut node = 0;
        for &letter in word {
            match self.child(node, letter) {
                Some(next) => node = next,
                None => return false,
            }
        }
        !self.accepts(node).is_empty()
    }

    /// The patterns that a plain word matches.
    pub(super) fn plain(&self, word: &[Letter], endings: &Lexicon, mut found: impl FnMut(u32)) {
        let mut node = 0;
        for (at, &letter) in (1..).zip(word) {
            match self.child(node, letter) {
                Some(next) => node = next,
                None => return,
            }
            if !self.nodes[node as usize].ends {
                continue;
            }
            let rest = &word[at..];
            let strictest = match rest {
                [] => Tail::Exact,
                rest if endings.holds(rest) => Tail::Ending,
                _ => Tail::Any,
            };
            self.accepts(node)
                .iter()
                .filter(|accept| accept.0 >= strictest)
                .for_each(|accept| found(accept.1));
        }
    }

    /// The patterns that some reading of a disguised word matches, read from a place on and
    /// ending past another, each with the number of letters that had to be guessed; repeats possible.
    pub(super) fn veiled(
        &self,
        lattice: &Lattice,
        from: usize,
        beyond: usize,
        endings: &Lexicon,
        found: &mut Vec<(u32, u32)>,
    ) {
        let before = found.len();
        // First each sign hides one letter; only where that says nothing, perhaps several.
        for spare in [0, HIDDEN] {
            let mut walk = Walk { lexicon: self, lattice, endings, beyond, budget: BUDGET, found };
            if walk.matters(0, from) {
                walk.arrive(State { at: from, node: 0, seen: 0, hidden: 0, spare });
            }
            if found.len() > before || !lattice.hides_several() {
                return;
            }
        }
    }
}

#[derive(Clone, Copy)]
struct State {
    at: usize,
    node: u32,
    /// Letters read from letters.
    seen: u32,
    /// Letters read from masking signs.
    hidden: u32,
    /// Letters that a sign may still hide beyond its own.
    spare: u8,
}

struct Walk<'a> {
    lexicon: &'a Lexicon,
    lattice: &'a Lattice,
    endings: &'a Lexicon,
    beyond: usize,
    budget: u32,
    found: &'a mut Vec<(u32, u32)>,
}

impl Walk<'_> {
    /// Takes the words that end where a reading has come, and reads on.
    fn arrive(&mut self, state: State) {
        let node = self.lexicon.nodes[state.node as usize];
        // A word that ends too early may still reach further by signs that are noise.
        let early = state.at <= self.beyond;
        if node.ends && !early && convincing(&state) {
            self.accept(&state);
        }
        let leads_on = node.letters.meets(self.lattice.next_letters(state.at));
        if self.budget == 0 || !(leads_on || (node.ends && early)) {
            return;
        }
        self.budget -= 1;
        let (lexicon, lattice) = (self.lexicon, self.lattice);
        for step in lattice.steps(state.at) {
            let at = state.at + step.take as usize;
            match step.letter {
                SKIP => self.arrive(State { at, ..state }),
                ANY => self.hidden(State { spare: 0, ..state }, at),
                MANY => self.hidden(state, at),
                letter => match lexicon.child(state.node, letter) {
                    Some(node) if self.matters(node, at) => {
                        self.arrive(State { at, node, seen: state.seen + 1, ..state });
                    }
                    _ => {}
                },
            }
        }
    }

    /// A sign hides any one letter, and perhaps some more.
    fn hidden(&mut self, state: State, at: usize) {
        if state.node == 0 && state.at + 2 > self.lattice.len() {
            return;
        }
        let lexicon = self.lexicon;
        for &(_, node) in lexicon.edges(state.node) {
            let state = State { node, hidden: state.hidden + 1, ..state };
            if self.matters(node, at) {
                self.arrive(State { at, ..state });
            }
            if state.spare > 0 && state.seen > 0 {
                self.hidden(State { spare: state.spare - 1, ..state }, at);
            }
        }
    }

    /// Whether a word ends in a node, or goes on with what is written. Most ways end where neither is so.
    fn matters(&self, node: u32, at: usize) -> bool {
        let node = &self.lexicon.nodes[node as usize];
        node.ends || node.letters.meets(self.lattice.next_letters(at))
    }

    fn accept(&mut self, state: &State) {
        for &(tail, id) in self.lexicon.accepts(state.node) {
            let fits = match tail {
                Tail::Exact => self.ends(state.at, None),
                Tail::Ending => self.ends(state.at, None) || self.ends(state.at, Some(0)),
                Tail::Any => true,
            };
            if fits {
                self.found.push((state.hidden, id));
            }
        }
    }

    /// Whether the rest can be read as nothing, or as what is left of an ending from a node of their tree on.
    fn ends(&mut self, at: usize, ending: Option<u32>) -> bool {
        let (endings, lattice) = (self.endings, self.lattice);
        if at >= lattice.len() {
            return ending.is_none_or(|node| endings.nodes[node as usize].ends);
        }
        let wanted = ending.map(|node| endings.nodes[node as usize].letters).unwrap_or_default();
        let next = lattice.next_letters(at);
        if !(next.meets(wanted) || next == LetterSet::ALL) || self.budget == 0 {
            return false;
        }
        self.budget -= 1;
        lattice.steps(at).iter().any(|step| {
            let next = at + step.take as usize;
            match (step.letter, ending) {
                (SKIP, _) => self.ends(next, ending),
                (ANY | MANY, Some(node)) => {
                    endings.edges(node).iter().any(|edge| self.ends(next, Some(edge.1)))
                }
                (letter, Some(node)) => {
                    endings.child(node, letter).is_some_and(|child| self.ends(next, Some(child)))
                }
                (_, None) => false,
            }
        })
    }
}

/// A word that is mostly signs may be any word; a third of it must be seen.
fn convincing(state: &State) -> bool {
    state.hidden == 0 || (state.seen > 0 && state.seen * 3 >= state.seen + state.hidden)
}
