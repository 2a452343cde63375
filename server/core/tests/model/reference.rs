//! What a broadcast is to do, said once more and as plainly as possible: no index, no count that is kept up to date,
//! everything found by looking through all questions. Written apart from the code it is compared with.

use std::collections::{BTreeMap, BTreeSet};

use efir_core::{Command, Deed, Entry, Number, Phase, Role, Spot, Status};
use moderation_rules::Action;
use uuid::Uuid;

pub type Outcome = Result<(), &'static str>;

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub id: Uuid,
    pub viewer: Uuid,
    pub status: Status,
    pub text: String,
    pub revision: u32,
    pub topics: Vec<String>,
    pub root: Option<Number>,
    pub voters: BTreeSet<Uuid>,
    pub remark: Option<String>,
    pub pinned: bool,
    /// Whether it was ever put on air.
    aired: bool,
    pub touches: u32,
}

/// How to take a command back: the questions as they were, with their places, and as they were left.
#[derive(Clone, Debug, Default)]
struct Before {
    questions: Vec<(Number, Asked, Option<usize>)>,
    touches: BTreeMap<Number, u32>,
    muted: Option<(Uuid, bool)>,
}

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub questions: Vec<Asked>,
    pub rundown: Vec<Number>,
    pub answered: Vec<Number>,
    pub on_air: Option<Number>,
    pub muted: BTreeSet<Uuid>,
    /// Whoever asked or voted.
    people: BTreeSet<Uuid>,
    pub phase: Phase,
    pub outcomes: BTreeMap<Uuid, Outcome>,
    /// The texts that a moderator approved, or wrote.
    pub approved: BTreeSet<(Number, String)>,
    undos: BTreeMap<Uuid, Before>,
    now: Before,
}

impl Model {
    pub fn at(&self, number: Number) -> &Asked {
        &self.questions[number as usize - 1]
    }

    pub fn numbers(&self) -> impl Iterator<Item = Number> + use<> {
        1..=self.questions.len() as Number
    }

    pub fn children(&self, number: Number) -> Vec<Number> {
        self.numbers().filter(|child| self.at(*child).root == Some(number)).collect()
    }

    /// How many people ask this: authors and voters of it and of what is folded into it, each once.
    pub fn same(&self, number: Number) -> usize {
        let mut people = BTreeSet::new();
        for number in self.children(number).into_iter().chain([number]) {
            people.insert(self.at(number).viewer);
            people.extend(&self.at(number).voters);
        }
        people.len()
    }

    /// Folds an entry, and says what comes of it.
    pub fn step(&mut self, entry: &Entry) -> Outcome {
        if let Some(first) = self.outcomes.get(&entry.id) {
            return *first;
        }
        self.now = Before::default();
        let outcome = self.deed(entry);
        self.outcomes.insert(entry.id, outcome);
        let now = std::mem::take(&mut self.now);
        let command = outcome.is_ok() && matches!(entry.deed, Deed::Command(_));
        if command && (!now.questions.is_empty() || now.muted.is_some()) {
            let touches =
                now.questions.iter().map(|(number, ..)| (*number, self.at(*number).touches)).collect();
            self.undos.insert(entry.id, Before { touches, ..now });
        }
        outcome
    }

    fn deed(&mut self, entry: &Entry) -> Outcome {
        match &entry.deed {
            Deed::Ask(ask) => self.ask(entry, ask),
            Deed::Vote { question, on } => {
                let number = self.number(*question)?;
                let root = self.at(number).root.unwrap_or(number);
                self.only(root, &[Status::Approved, Status::OnAir, Status::Answered])?;
                self.people.insert(entry.by.id);
                if self.muted.contains(&entry.by.id) {
                    return Err("muted");
                }
                let voters = &mut self.questions[number as usize - 1].voters;
                let _ = if *on { voters.insert(entry.by.id) } else { voters.remove(&entry.by.id) };
                Ok(())
            }
            Deed::Withdraw { question } => self.withdraw(entry, *question),
            Deed::Join { question, link } => {
                let number = self.number(*question)?;
                let into = self.number(link.into)?;
                let root = self.at(into).root.unwrap_or(into);
                if matches!(self.at(root).status, Status::Rejected | Status::Withdrawn) {
                    return Err("no_question");
                }
                self.only(number, &[Status::Pending])?;
                if self.at(number).touches > 0 || root >= number {
                    return Err("wrong_status");
                }
                self.fold(number, root);
                Ok(())
            }
            Deed::Command(command) => self.command(entry, command),
            Deed::Unknown => Err("unknown_type"),
        }
    }

    fn ask(&mut self, entry: &Entry, ask: &efir_core::Ask) -> Outcome {
        let muted = entry.by.role == Role::Viewer && self.muted.contains(&entry.by.id);
        let into = ask.join.as_ref().and_then(|link| self.number(link.into).ok());
        let root = into.map(|into| self.at(into).root.unwrap_or(into));
        let root = root.filter(|root| !matches!(self.at(*root).status, Status::Rejected | Status::Withdrawn));
        let (status, root) = match ask.verdict.action {
            Action::Reject => (Status::Rejected, None),
            Action::Hold => (Status::Held, None),
            _ if muted => (Status::Held, None),
            _ if root.is_some() => (Status::Merged, root),
            _ => (Status::Pending, None),
        };
        self.people.insert(entry.by.id);
        self.questions.push(Asked {
            id: entry.id,
            viewer: entry.by.id,
            status,
            text: entry.personal.as_ref().unwrap().text.to_string(),
            revision: 0,
            topics: Vec::new(),
            root,
            voters: BTreeSet::new(),
            remark: None,
            pinned: false,
            aired: false,
            touches: 0,
        });
        Ok(())
    }

    fn withdraw(&mut self, entry: &Entry, question: Uuid) -> Outcome {
        let number = self.number(question)?;
        if self.at(number).viewer != entry.by.id {
            return Err("no_question");
        }
        if self.at(number).status == Status::OnAir {
            return Err("on_air");
        }
        self.only(number, &[Status::Pending, Status::Held, Status::Approved, Status::Merged])?;
        let children = self.children(number);
        if let Some((heir, rest)) = children.split_first() {
            let muted = self.muted.contains(&self.at(*heir).viewer);
            self.set(*heir, |q| {
                q.status = if muted { Status::Held } else { Status::Pending };
                q.root = None;
            });
            rest.iter().for_each(|child| self.set(*child, |q| q.root = Some(*heir)));
        }
        self.set(number, |q| {
            q.status = Status::Withdrawn;
            q.root = None;
        });
        Ok(())
    }

    fn command(&mut self, entry: &Entry, command: &Command) -> Outcome {
        use Status::*;
        match command {
            Command::Approve { question, after, revision } => {
                let number = self.number(*question)?;
                self.only(number, &[Pending, Held])?;
                if revision.is_some_and(|seen| seen != self.at(number).revision) {
                    return Err("changed");
                }
                let seat = self.seat_after(*after, number)?;
                self.set(number, |q| q.status = Approved);
                self.seat(number, seat);
                self.approved.insert((number, self.at(number).text.clone()));
            }
            Command::Reject { question, .. } => {
                self.to(*question, &[Pending, Held, Approved, OnAir], Rejected)?;
            }
            Command::Hold { question } => self.to(*question, &[Pending, Approved], Held)?,
            Command::Reopen { question } => {
                self.to(*question, &[Held, Rejected, Approved, Answered], Pending)?;
            }
            Command::Edit { question, text, revision } => {
                let number = self.number(*question)?;
                self.only(number, &[Pending, Held, Approved, OnAir])?;
                if revision.is_some_and(|seen| seen != self.at(number).revision) {
                    return Err("changed");
                }
                self.set(number, |q| {
                    q.text = text.clone();
                    q.revision += 1;
                });
                self.approved.insert((number, text.clone()));
            }
            Command::Merge { question, into } => {
                let number = self.number(*question)?;
                self.only(number, &[Pending, Held, Approved])?;
                let into = self.number(*into)?;
                let root = self.at(into).root.unwrap_or(into);
                if root == number {
                    return Err("same_question");
                }
                self.only(root, &[Pending, Held, Approved, OnAir, Answered])?;
                self.fold(number, root);
            }
            Command::Split { question } => {
                let number = self.number(*question)?;
                self.only(number, &[Merged])?;
                self.set(number, |q| {
                    q.status = Pending;
                    q.root = None;
                });
            }
            Command::Move { question, after } => {
                let number = self.number(*question)?;
                self.only(number, &[Approved])?;
                if *after == Spot::After(*question) {
                    return Err("same_question");
                }
                let seat = self.seat_after(*after, number)?;
                self.set(number, |_| {});
                self.seat(number, seat);
            }
            Command::Label { question, topics } => {
                let number = self.number(*question)?;
                self.only(number, &Status::ALL.map(|s| if s == Withdrawn { Pending } else { s }))?;
                let topics: BTreeSet<_> = topics.iter().cloned().collect();
                self.set(number, |q| q.topics = topics.into_iter().collect());
            }
            Command::Pin { question } | Command::Unpin { question } => {
                let number = self.number(*question)?;
                self.only(number, &[Approved])?;
                let pin = matches!(command, Command::Pin { .. });
                if self.at(number).pinned != pin {
                    self.set(number, |q| q.pinned = pin);
                    self.seat(number, if pin { self.rundown.len() } else { 0 });
                }
            }
            Command::Unmute { viewer } => {
                self.people.get(viewer).ok_or("not_found")?;
                if self.muted.remove(viewer) {
                    self.now.muted = Some((*viewer, true));
                }
            }
            Command::Mute { viewer } => return self.mute(*viewer),
            Command::Undo { command } => return self.undo(*command),
            Command::Take { question, .. } => {
                let number = self.number(*question)?;
                self.only(number, &[Approved])?;
                self.air(Some(number));
            }
            Command::Clear => {
                self.on_air.ok_or("nothing_on_air")?;
                self.clear();
            }
            Command::Answer { question } => self.to(*question, &[Approved, OnAir], Answered)?,
            Command::Next => {
                let next = self.rundown.first().copied();
                if next.is_none() && self.on_air.is_none() {
                    return Err("rundown_empty");
                }
                self.air(next);
            }
            Command::Forward { from, to } | Command::Back { from, to } => {
                if self.on_air.map(|air| self.at(air).id) != *from {
                    return Err("air_moved");
                }
                let back = matches!(command, Command::Back { .. });
                match (*from, *to) {
                    (None, None) => return Err(if back { "nothing_on_air" } else { "rundown_empty" }),
                    (_, None) if back => self.clear(),
                    (_, None) => self.air(None),
                    (_, Some(to)) => {
                        let number = self.number(to)?;
                        self.only(number, if back { &[Answered] } else { &[Approved] })?;
                        if back && !self.at(number).aired {
                            return Err("wrong_status");
                        }
                        if back {
                            self.clear();
                        }
                        self.air(Some(number));
                    }
                }
            }
            Command::Remark { question, text } => {
                let number = self.number(*question)?;
                self.only(number, &[Pending, Held, Approved, OnAir, Answered, Rejected])?;
                self.set(number, |q| q.remark = Some(text.clone()));
            }
            Command::Open => self.phase = Phase::Open,
            Command::Pause => self.phase = Phase::Paused,
            Command::Close => self.phase = Phase::Closed,
            other => unreachable!("the model does not play {other:?} by {:?}", entry.by),
        }
        Ok(())
    }

    fn mute(&mut self, viewer: Uuid) -> Outcome {
        if !self.people.contains(&viewer) {
            return Err("not_found");
        }
        if self.muted.insert(viewer) {
            self.now.muted = Some((viewer, false));
            for number in self.numbers() {
                let at = self.at(number);
                if at.viewer == viewer && matches!(at.status, Status::Pending | Status::Approved) {
                    self.set(number, |q| q.status = Status::Held);
                }
            }
        }
        Ok(())
    }

    fn undo(&mut self, command: Uuid) -> Outcome {
        let before = self.undos.get(&command).ok_or("cannot_undo")?.clone();
        let moved_on = |model: &Model, number: Number| model.at(number).touches != before.touches[&number];
        let touched = |number: Number| before.touches.contains_key(&number);
        if before.muted.is_none() && before.questions.iter().any(|(number, ..)| moved_on(self, *number)) {
            return Err("cannot_undo");
        }
        for (number, was, _) in &before.questions {
            let lost = was.root.is_some_and(|root| {
                let gone =
                    [Status::Merged, Status::Rejected, Status::Withdrawn].contains(&self.at(root).status);
                gone && !touched(root) || self.children(*number).into_iter().any(|child| !touched(child))
            });
            let taken = was.status == Status::OnAir && self.on_air.is_some_and(|air| !touched(air));
            if lost || taken {
                return Err("cannot_undo");
            }
        }
        self.undos.remove(&command);
        for (number, was, seat) in before.questions.iter().rev() {
            if moved_on(self, *number) {
                continue;
            }
            self.set(*number, |q| {
                let revision = q.revision + u32::from(q.text != was.text);
                let (voters, touches, aired) = (std::mem::take(&mut q.voters), q.touches, q.aired);
                *q = Asked { revision, voters, touches, aired, ..was.clone() };
            });
            if let Some(seat) = seat {
                self.seat(*number, *seat);
            }
        }
        if let Some((viewer, muted)) = before.muted {
            let now = self.muted.contains(&viewer);
            self.now.muted = Some((viewer, now));
            let _ = if muted { self.muted.insert(viewer) } else { self.muted.remove(&viewer) };
        }
        Ok(())
    }

    fn number(&self, id: Uuid) -> Result<Number, &'static str> {
        self.numbers().find(|number| self.at(*number).id == id).ok_or("no_question")
    }

    fn only(&self, number: Number, statuses: &[Status]) -> Outcome {
        statuses.contains(&self.at(number).status).then_some(()).ok_or("wrong_status")
    }

    fn to(&mut self, question: Uuid, from: &[Status], status: Status) -> Outcome {
        let number = self.number(question)?;
        self.only(number, from)?;
        self.set(number, |q| q.status = status);
        Ok(())
    }

    fn fold(&mut self, number: Number, root: Number) {
        for child in self.children(number).into_iter().chain([number]) {
            self.set(child, |q| {
                q.status = Status::Merged;
                q.root = Some(root);
            });
        }
    }

    fn air(&mut self, next: Option<Number>) {
        if let Some(before) = self.on_air {
            self.set(before, |q| q.status = Status::Answered);
        }
        if let Some(next) = next {
            self.set(next, |q| {
                q.status = Status::OnAir;
                q.aired = true;
            });
        }
    }

    fn clear(&mut self) {
        if let Some(number) = self.on_air {
            self.set(number, |q| q.status = Status::Approved);
            self.seat(number, 0);
        }
    }

    fn seat_after(&self, spot: Spot, number: Number) -> Result<usize, &'static str> {
        let others: Vec<_> = self.rundown.iter().copied().filter(|n| *n != number).collect();
        match spot {
            Spot::Top => Ok(0),
            Spot::End => Ok(others.len()),
            Spot::After(id) => {
                let after = self.number(id)?;
                others.iter().position(|n| *n == after).map(|at| at + 1).ok_or("after_not_in_rundown")
            }
        }
    }

    fn list(&mut self, status: Status) -> Option<&mut Vec<Number>> {
        match status {
            Status::Approved => Some(&mut self.rundown),
            Status::Answered => Some(&mut self.answered),
            _ => None,
        }
    }

    fn seat(&mut self, number: Number, seat: usize) {
        let list = self.list(self.at(number).status).unwrap();
        list.retain(|n| *n != number);
        list.insert(seat.min(list.len()), number);
        // The pinned ones first, each kind in its order.
        let (pinned, others): (Vec<_>, _) = self.rundown.iter().partition(|n| self.at(**n).pinned);
        self.rundown = [pinned, others].concat();
    }

    /// A question changes: it leaves the list of its status and goes to the end of the list of its new one.
    fn set(&mut self, number: Number, change: impl FnOnce(&mut Asked)) {
        let was = self.at(number).clone();
        let seat = self.list(was.status).and_then(|list| list.iter().position(|n| *n == number));
        if !self.now.questions.iter().any(|(n, ..)| *n == number) {
            self.now.questions.push((number, was.clone(), seat));
        }
        let question = &mut self.questions[number as usize - 1];
        change(question);
        question.pinned &= [Status::Approved, Status::OnAir, Status::Answered].contains(&question.status);
        question.touches += 1;
        let status = question.status;
        if status != was.status {
            self.list(was.status).into_iter().for_each(|list| list.retain(|n| *n != number));
            self.list(status).into_iter().for_each(|list| list.push(number));
            self.on_air = self.on_air.filter(|air| *air != number);
            if status == Status::OnAir {
                self.on_air = Some(number);
            }
        }
    }
}
