//! The checkers. They see what people did, what screens showed, and what nodes say that they folded; they know nothing of
//! how any of it is made. Here are those that look all the time; `ending` looks when all should agree.

mod ending;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use efir_core::Command;
use efir_log::{Hash, Position};
use uuid::Uuid;

use crate::{
    client::{Client, Fact},
    effect::Ms,
    node::{Folded, Node},
};

/// The most that waits in a sound node, before the log or for a client.
const LONGEST_QUEUE: usize = crate::node::QUEUE_MAX;
/// The hash of a state costs a walk through it.
const HASH_EVERY: u64 = 8;

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which checker found it.
    pub checker: &'static str,
    /// What it found.
    pub what: String,
    /// When.
    pub at: Ms,
}

/// A question or a command that somebody gave.
#[derive(Clone, Debug)]
struct Given {
    command: Command,
    seen: Option<String>,
    at: Ms,
    told: Option<(Ms, bool)>,
}

type List = Vec<(Uuid, String)>;

/// How things stood when an entry was folded.
#[derive(Clone, Debug)]
struct After {
    list: List,
    on_air: Option<Uuid>,
}

/// What is known so far.
#[derive(Debug, Default)]
pub struct Checks {
    violation: Option<Violation>,
    /// Who asked what and when; by the id that the question was given first.
    asked: BTreeMap<Uuid, (Uuid, String, Ms)>,
    acknowledged: BTreeSet<Uuid>,
    commands: BTreeMap<Uuid, Given>,
    /// When an asker first wanted a question back.
    withdrawn: BTreeMap<Uuid, Ms>,
    /// The texts of a question that a moderator approved or wrote.
    approved: BTreeMap<Uuid, BTreeSet<String>>,
    /// Questions that a moderator approved.
    ever_approved: BTreeSet<Uuid>,
    /// Questions that were on air, on some screen or by what some node folded: who clears the air may hide them.
    ever_on_air: BTreeSet<Uuid>,
    /// How things stood when an entry was folded; in more than one way only where the log forked.
    folded: BTreeMap<Uuid, Vec<After>>,
    /// The lists at each position; more than one only while a fork is not noticed yet.
    lists: BTreeMap<Position, BTreeSet<List>>,
    /// The same of the wall.
    walls: BTreeMap<Position, BTreeSet<List>>,
    /// Edits that were told done, by the question and the revision that was seen.
    edits: BTreeMap<(Uuid, u32), Uuid>,
    /// Whether the log loses what it had.
    forks: bool,
    /// The state's hash, by the hash of the log that leads to it.
    hashes: BTreeMap<Hash, String>,
    screens: BTreeMap<usize, Position>,
    now: Ms,
}

impl Checks {
    /// Nothing yet, of a log that loses what it had or does not.
    pub fn new(forks: bool) -> Self {
        Checks { forks, ..Checks::default() }
    }

    /// The first promise that was broken.
    pub fn violation(&self) -> Option<&Violation> {
        self.violation.as_ref()
    }

    /// Whether somebody was told that this entry is in the log.
    pub fn was_told(&self, id: Uuid) -> bool {
        self.acknowledged.contains(&id) || self.commands.get(&id).is_some_and(|given| given.told.is_some())
    }

    /// How many questions were asked, and how many of them acknowledged.
    pub fn questions(&self) -> (usize, usize) {
        (self.asked.len(), self.acknowledged.len())
    }

    fn broken(&mut self, checker: &'static str, what: String) {
        let at = self.now;
        self.violation.get_or_insert(Violation { checker, what, at });
    }

    /// A node did something.
    pub fn node(&mut self, node: &mut Node, now: Ms) {
        self.now = now;
        let folded = std::mem::take(&mut node.folded);
        let is_new = !folded.is_empty();
        for folded in folded {
            self.ever_on_air.extend(folded.on_air);
            let Folded { id, position, on_air, list, wall } = folded;
            let after = || After { list: list.clone(), on_air };
            id.into_iter().for_each(|id| self.folded.entry(id).or_default().push(after()));
            self.lists.entry(position).or_default().insert(list);
            self.walls.entry(position).or_default().insert(wall);
        }
        if is_new && node.position().offset.is_multiple_of(HASH_EVERY) {
            self.same_hash(node);
        }
        let longest = node.longest_queue();
        if longest > LONGEST_QUEUE {
            self.broken("queues are bounded", format!("{longest} wait in node {}", node.nature.name));
        }
    }

    /// Two nodes that folded the same log have the same state.
    fn same_hash(&mut self, node: &Node) {
        let hash = node.broadcast.hash();
        let (name, position) = (node.nature.name, node.position());
        let known = self.hashes.entry(node.log_hash).or_insert_with(|| hash.clone());
        if *known != hash {
            let what = format!("node {name} at {position} has {hash}, another has {known}");
            self.broken("equal logs, equal states", what);
        }
    }

    /// A client did or saw something.
    pub fn client(&mut self, number: usize, client: &mut Client, now: Ms) {
        self.now = now;
        for fact in std::mem::take(&mut client.facts) {
            match fact {
                Fact::Asked(id, text) => drop(self.asked.insert(id, (client.id, text, now))),
                Fact::Acknowledged(id) => self.acknowledge(id),
                Fact::Commanded(id, command, seen) => self.commanded(id, command, seen),
                Fact::Withdrew { question, .. } => drop(self.withdrawn.entry(question).or_insert(now)),
                Fact::Told(id, done) => self.told(id, done),
                Fact::Overheard(frame) => self.broken("a word to the host is the host's", frame),
                Fact::At(position) => self.at(number, position),
                Fact::Wall { position, items } => self.fits(position, &items, |checks| &checks.walls),
                Fact::Listed { position, items, on_air, whole } => {
                    self.ever_on_air.extend(on_air);
                    self.listed(position, &items, whole);
                }
            }
        }
    }

    fn acknowledge(&mut self, id: Uuid) {
        self.acknowledged.insert(id);
        if !self.folded.contains_key(&id) {
            self.broken("an answer means that it is in the log", format!("question {id}"));
        }
    }

    fn commanded(&mut self, id: Uuid, command: Command, seen: Option<String>) {
        match &command {
            Command::Approve { question, .. } => {
                self.ever_approved.insert(*question);
                self.approved.entry(*question).or_default().extend(seen.clone());
            }
            Command::Edit { question, text, .. } => {
                self.approved.entry(*question).or_default().insert(text.clone());
            }
            _ => {}
        }
        let at = self.now;
        self.commands.insert(id, Given { command, seen, at, told: None });
    }

    /// A screen never goes back.
    fn at(&mut self, screen: usize, position: Position) {
        let before = self.screens.insert(screen, position).unwrap_or_default();
        if position < before {
            self.broken("no screen goes back", format!("screen {screen} went from {before} to {position}"));
        }
    }

    /// Nothing is on a screen without an approval of that text, and all screens show the same at the same position.
    fn listed(&mut self, position: Position, items: &[(Uuid, String)], whole: bool) {
        for (id, text) in items {
            let approved = self.approved.get(id).is_some_and(|texts| texts.contains(text));
            if !approved || !self.ever_approved.contains(id) {
                self.broken("nothing unapproved on a screen", format!("{text:?} of {id} at {position}"));
            }
        }
        if whole {
            self.fits(position, items, |checks| &checks.lists);
        }
    }

    /// What a screen shows at a position is what a node folded there, less what is being hidden.
    fn fits(
        &mut self,
        position: Position,
        items: &[(Uuid, String)],
        of: fn(&Self) -> &BTreeMap<Position, BTreeSet<List>>,
    ) {
        let empty = BTreeSet::from([Vec::new()]);
        let lists = of(self).get(&position).filter(|_| position.offset > 0).unwrap_or(&empty);
        if !lists.iter().any(|list| self.is_less_what_hides(list, items)) {
            let what = format!("at {position} a screen shows {items:?}, and nodes folded {lists:?}");
            self.broken("one list at one position", what);
        }
    }

    /// Whether a screen shows a list, perhaps without what is being hidden at that moment.
    fn is_less_what_hides(&self, list: &List, items: &[(Uuid, String)]) -> bool {
        let mut items = items.iter().peekable();
        for item in list {
            if items.peek() == Some(&item) {
                items.next();
            } else if !self.may_be_hidden(item.0) {
                return false;
            }
        }
        items.next().is_none()
    }

    /// Whether anybody ever wanted that question out of the list.
    fn may_be_hidden(&self, question: Uuid) -> bool {
        let by_command = self.commands.values().any(|given| self.hides(&given.command, question));
        by_command || self.withdrawn.contains_key(&question) || self.ever_on_air.contains(&question)
    }

    /// Whether a command may take a question from the screens.
    fn hides(&self, command: &Command, question: Uuid) -> bool {
        use Command::*;
        match command {
            Reject { question: q, .. } | Hold { question: q } | Reopen { question: q } => *q == question,
            Merge { question: q, .. } => *q == question,
            Mute { viewer } => self.asked.get(&question).is_none_or(|(asker, ..)| asker == viewer),
            Undo { command } => {
                self.commands.get(command).is_none_or(|given| self.is_about(&given.command, question))
            }
            _ => false,
        }
    }

    /// Whether a command may change how a question stands.
    fn is_about(&self, command: &Command, question: Uuid) -> bool {
        use Command::*;
        match command {
            Approve { question: q, .. } | Edit { question: q, .. } | Split { question: q } => *q == question,
            Move { question: q, .. } | Label { question: q, .. } => *q == question,
            Remark { question: q, .. } => *q == question,
            // What the host does concerns whatever is at the top.
            Take { .. } | Clear | Answer { .. } | Next | Forward { .. } | Back { .. } => true,
            other => self.hides(other, question),
        }
    }
}
