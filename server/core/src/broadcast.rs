//! The state of one broadcast and the few ways in which it changes. Which entry changes what is in `apply`.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use serde::Serialize;
use uuid::Uuid;

use crate::{
    apply::Touched,
    muted::Mute,
    question::{Number, Question, Standing, Status, Step, What},
    refusal::Refusal,
    settings::{Phase, Settings},
    support::Support,
    undo::Undos,
};

/// All that is known of a broadcast at one offset of its log.
#[derive(Debug, Default)]
pub struct Broadcast {
    pub(crate) offset: u64,
    pub(crate) phase: Phase,
    pub(crate) settings: Settings,
    pub(crate) questions: Vec<Question>,
    pub(crate) by_id: HashMap<Uuid, Number>,
    pub(crate) viewers: Vec<Viewer>,
    pub(crate) viewer_index: HashMap<Uuid, u32>,
    pub(crate) rundown: Vec<Number>,
    pub(crate) on_air: Option<OnAir>,
    pub(crate) answered: Vec<Number>,
    pub(crate) claims: BTreeMap<Uuid, Claim>,
    pub(crate) note: Option<Note>,
    pub(crate) support: Support,
    pub(crate) outcomes: HashMap<Uuid, Result<(), Box<Refusal>>>,
    pub(crate) undos: Undos,
    pub(crate) index: Index,
    /// What the current entry changed that somebody may see.
    pub(crate) touched: Touched,
}

/// The question on air.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OnAir {
    /// Which.
    pub number: Number,
    /// Since when, in milliseconds.
    pub since: u64,
}

/// Somebody who asks.
#[derive(Clone, Debug, Serialize)]
pub struct Viewer {
    /// Their id.
    pub id: Uuid,
    /// Since when, and by whom, nothing more is taken from them.
    pub muted: Option<Mute>,
    /// Their questions, oldest first.
    pub questions: Vec<Number>,
}

impl Viewer {
    /// Whether nothing more is taken from them.
    pub fn is_muted(&self) -> bool {
        self.muted.is_some()
    }
}

/// Who is looking at a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The question.
    pub number: Number,
    /// The name of the one who looks.
    pub name: Option<Arc<str>>,
    /// Since when, in milliseconds.
    pub at: u64,
}

/// A word from the editor to the host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The id of the command that said it.
    pub id: Uuid,
    /// When it was said, in milliseconds.
    pub at: u64,
    /// What it says.
    pub text: String,
    /// Shown until then, in milliseconds.
    pub until: Option<u64>,
    /// Who said it.
    pub by: Option<Arc<str>>,
    /// Whether the host has read it.
    pub heard: Option<Heard>,
}

/// The host has read a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// When, in milliseconds.
    pub at: u64,
    /// Which of the hosts, where they have a name.
    pub by: Option<Arc<str>>,
}

/// What a moderator's window is cut from; derived from the questions, so not part of the hash.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) by_status: [BTreeSet<Number>; 8],
    pub(crate) by_asked: [BTreeSet<(Reverse<u32>, Number)>; 8],
    pub(crate) topics: BTreeMap<String, u32>,
    pub(crate) places: BTreeMap<String, u32>,
    pub(crate) aired_topics: BTreeMap<String, u32>,
    pub(crate) aired_places: BTreeMap<String, u32>,
    /// The muted viewers.
    pub(crate) muted: BTreeSet<u32>,
}

impl Index {
    fn add(&mut self, question: &Question, sign: i32) {
        let status = question.standing.status as usize;
        let asked = (Reverse(question.same), question.number);
        if sign > 0 {
            self.by_status[status].insert(question.number);
            self.by_asked[status].insert(asked);
        } else {
            self.by_status[status].remove(&question.number);
            self.by_asked[status].remove(&asked);
        }
        if !matches!(question.standing.status, Status::Rejected | Status::Withdrawn) {
            count(&mut self.topics, &question.standing.topics, sign);
            count(&mut self.places, &question.verdict.places, sign);
        }
        if matches!(question.standing.status, Status::OnAir | Status::Answered) {
            count(&mut self.aired_topics, &question.standing.topics, sign);
            count(&mut self.aired_places, &question.verdict.places, sign);
        }
    }
}

fn count(counts: &mut BTreeMap<String, u32>, names: &[String], sign: i32) {
    for name in names {
        let n = counts.entry(name.clone()).or_default();
        *n = n.saturating_add_signed(sign);
        if *n == 0 {
            counts.remove(name);
        }
    }
}

impl Broadcast {
    /// A broadcast before its first entry.
    pub fn new(settings: Settings) -> Self {
        Broadcast { settings, ..Broadcast::default() }
    }

    /// How many entries have been folded.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Counts an entry that cannot be read: it holds its place in the order, and changes nothing.
    pub fn skip(&mut self) {
        self.offset += 1;
    }

    /// Whether questions are welcome.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// All questions, by number.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// A question by its number.
    pub fn question(&self, number: Number) -> Option<&Question> {
        self.questions.get((number as usize).checked_sub(1)?)
    }

    /// A question by its id.
    pub fn find(&self, id: Uuid) -> Option<&Question> {
        self.question(*self.by_id.get(&id)?)
    }

    /// A viewer by the index that a question names.
    pub fn viewer(&self, index: u32) -> Option<&Viewer> {
        self.viewers.get(index as usize)
    }

    /// A viewer by their id.
    pub fn viewer_by_id(&self, id: Uuid) -> Option<&Viewer> {
        self.viewer(*self.viewer_index.get(&id)?)
    }

    /// The approved questions in the host's order.
    pub fn rundown(&self) -> &[Number] {
        &self.rundown
    }

    /// The question on air.
    pub fn on_air(&self) -> Option<OnAir> {
        self.on_air
    }

    /// The word to the host that is in force.
    pub fn note(&self) -> Option<&Note> {
        self.note.as_ref()
    }

    /// Who looks at what, by the moderator's id.
    pub fn claims(&self) -> &BTreeMap<Uuid, Claim> {
        &self.claims
    }

    /// The question that this one is folded into, or itself.
    pub fn root_of<'a>(&'a self, question: &'a Question) -> &'a Question {
        question.standing.root.and_then(|root| self.question(root)).unwrap_or(question)
    }

    /// What became of a command that was applied before.
    pub fn outcome(&self, id: Uuid) -> Option<Result<(), Refusal>> {
        if self.by_id.contains_key(&id) {
            return Some(Ok(()));
        }
        self.outcomes.get(&id).map(|outcome| outcome.clone().map_err(|refusal| *refusal))
    }

    /// How many questions have that status.
    pub fn count(&self, status: Status) -> usize {
        self.index.by_status[status as usize].len()
    }

    /// Index of a viewer, made when new.
    pub(crate) fn viewer_entry(&mut self, id: Uuid) -> u32 {
        *self.viewer_index.entry(id).or_insert_with(|| {
            self.viewers.push(Viewer { id, muted: None, questions: Vec::new() });
            (self.viewers.len() - 1) as u32
        })
    }

    pub(crate) fn number(&self, id: Uuid) -> Result<Number, Refusal> {
        self.by_id.get(&id).copied().ok_or(Refusal::NoQuestion)
    }

    /// Numbers come from `by_id`, `rundown`, `root` and the like, which only ever hold numbers given out.
    pub(crate) fn get(&self, number: Number) -> &Question {
        &self.questions[number as usize - 1]
    }

    fn get_mut(&mut self, number: Number) -> &mut Question {
        &mut self.questions[number as usize - 1]
    }

    /// Takes in a question as the next number. Its `root` and `same` are set by the change that follows.
    pub(crate) fn push(&mut self, question: Question) {
        self.by_id.insert(question.id, question.number);
        self.viewers[question.viewer as usize].questions.push(question.number);
        self.index.add(&question, 1);
        self.touched.questions.push(question.number);
        self.questions.push(question);
    }

    /// The one way in which a question's standing changes: keeps the index, the rundown, what is on air, who
    /// supports what, and the undo journal true.
    pub(crate) fn change(&mut self, number: Number, step: Step, change: impl FnOnce(&mut Standing)) {
        let seat = self.seat(number);
        let before = self.get(number).standing.clone();
        self.touch(number);
        self.undos.journal(number, before.clone(), seat);
        self.index.add(&self.questions[number as usize - 1], -1);
        let question = self.get_mut(number);
        change(&mut question.standing);
        // A pin goes on air and comes back with its question; with anything else that becomes of it the pin is over.
        question.standing.pinned &= question.standing.status.is_public();
        question.changes += 1;
        question.steps.push(step);
        let after = question.standing.clone();
        self.index.add(&self.questions[number as usize - 1], 1);
        self.touch(number);
        if before.status != after.status {
            self.leave(number, before.status);
            self.enter(number, after.status);
        }
        if before.root != after.root {
            self.refold(number, before.root, after.root);
        }
    }

    fn leave(&mut self, number: Number, status: Status) {
        match status {
            Status::Approved => self.rundown.retain(|n| *n != number),
            Status::OnAir => self.on_air = None,
            Status::Answered => self.answered.retain(|n| *n != number),
            _ => {}
        }
    }

    fn enter(&mut self, number: Number, status: Status) {
        match status {
            Status::Approved => self.place(number, usize::MAX),
            Status::Answered => self.answered.push(number),
            // `since` is set by whoever puts it on air.
            Status::OnAir => self.on_air = Some(OnAir { number, since: self.get(number).changed_at() }),
            _ => {}
        }
    }

    /// Changes how many people ask a question, keeping the order by that number.
    pub(crate) fn recount(&mut self, number: Number, change: impl FnOnce(&mut Question)) {
        self.index.add(&self.questions[number as usize - 1], -1);
        change(self.get_mut(number));
        self.index.add(&self.questions[number as usize - 1], 1);
        self.touch(number);
    }

    /// Notes that a question looks different, and the rundown with it where it stands there.
    fn touch(&mut self, number: Number) {
        self.touched.questions.push(number);
        // What was answered last stands on the host's screen, too.
        self.touched.rundown |= self.get(number).standing.status.is_public();
    }

    /// Place in the rundown, from 0.
    pub fn rank(&self, number: Number) -> Option<usize> {
        self.seat(number).filter(|_| self.get(number).standing.status == Status::Approved)
    }

    /// Place in the list that the question's status has, from 0: the rundown, or what was answered.
    fn seat(&self, number: Number) -> Option<usize> {
        let list = match self.get(number).standing.status {
            Status::Approved => &self.rundown,
            Status::Answered => &self.answered,
            _ => return None,
        };
        list.iter().position(|n| *n == number)
    }

    /// Moves a question to a place in the list that its status has, or to the nearest that it may have there: the
    /// pinned ones stay first in the rundown.
    pub(crate) fn place(&mut self, number: Number, seat: usize) {
        let pins = self.rundown.iter().filter(|n| **n != number && self.get(**n).standing.pinned).count();
        let Standing { status, pinned, .. } = self.get(number).standing;
        let (list, seat) = match status {
            Status::Approved => (&mut self.rundown, if pinned { seat.min(pins) } else { seat.max(pins) }),
            Status::Answered => (&mut self.answered, seat),
            _ => return,
        };
        list.retain(|n| *n != number);
        list.insert(seat.min(list.len()), number);
    }

    /// A refusal that says who was quicker.
    pub(crate) fn wrong_status(&self, number: Number) -> Refusal {
        let question = self.get(number);
        Refusal::WrongStatus { number, status: question.standing.status, who: question.changed_by() }
    }

    pub(crate) fn step(at: u64, by: Option<Arc<str>>, what: What) -> Step {
        Step { at, by, what }
    }
}
