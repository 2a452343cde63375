//! What changed rules would have done to the questions of a broadcast, before they are put in force.

use std::fmt;

use efir_core::{Broadcast, Question};
use moderation_rules::{
    Action, Verdict,
    rules::{Context, Rules, diff},
};
use serde::Serialize;
use uuid::Uuid;

/// So many questions are judged anew, the newest: it takes a second or two.
pub const QUESTIONS_MAX: usize = 50_000;

/// The answer of a dry run.
#[derive(Debug, Serialize)]
#[allow(missing_docs)] // `docs/protocol.md` tells each field
pub struct Report {
    pub old: String,
    pub new: String,
    pub questions: usize,
    pub changed: usize,
    pub actions: Vec<Actions>,
    pub examples: Vec<Example>,
}

/// How many questions go from one action to another, or stay.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Actions {
    pub from: Action,
    pub to: Action,
    pub count: usize,
}

/// A question that is judged differently.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Example {
    pub id: Uuid,
    pub number: u32,
    pub text: String,
    pub old: Verdict,
    pub new: Verdict,
}

/// What is judged anew: the question and whether its asker was new.
pub struct Judged {
    id: Uuid,
    number: u32,
    text: Box<str>,
    channel: std::sync::Arc<str>,
    first_time: bool,
}

impl Judged {
    fn context(&self) -> Context<'_> {
        Context { channel: &self.channel, first_time: self.first_time }
    }
}

/// The questions of a broadcast as they were typed; texts that were erased are gone.
pub fn questions(broadcast: &Broadcast) -> Vec<Judged> {
    let all = broadcast.questions();
    let judged = |question: &Question| Judged {
        id: question.id,
        number: question.number,
        text: (*question.personal.text).into(),
        channel: question.channel.clone(),
        first_time: broadcast.viewer(question.viewer).and_then(|viewer| viewer.questions.first())
            == Some(&question.number),
    };
    all[all.len().saturating_sub(QUESTIONS_MAX)..]
        .iter()
        .map(judged)
        .filter(|one| !one.text.is_empty())
        .collect()
}

/// Judges the questions by both sets of rules.
pub fn run(old: &Rules, new: &Rules, questions: &[Judged]) -> Report {
    let found = diff(old, new, questions.iter().map(|one| (&*one.text, one.context())));
    let example = |example: moderation_rules::rules::DiffExample| {
        let Judged { id, number, text, .. } = &questions[example.index];
        Example { id: *id, number: *number, text: text.to_string(), old: example.old, new: example.new }
    };
    Report {
        old: old.version(),
        new: new.version(),
        questions: questions.len(),
        changed: found.changed,
        actions: found.counts.into_iter().map(|((from, to), count)| Actions { from, to, count }).collect(),
        examples: found.examples.into_iter().map(example).collect(),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "rules {} -> {}", self.old, self.new)?;
        writeln!(out, "{} questions, {} judged differently", self.questions, self.changed)?;
        for Actions { from, to, count } in &self.actions {
            writeln!(out, "{count:8}  {} -> {}", name(*from), name(*to))?;
        }
        for Example { number, text, old, new, .. } in &self.examples {
            writeln!(out, "#{number}  {} -> {}: {}", said(old), said(new), text.replace('\n', " "))?;
        }
        Ok(())
    }
}

fn said(verdict: &Verdict) -> String {
    let ids = [&verdict.labels, &verdict.topics, &verdict.places].into_iter().flatten();
    let ids: Vec<&str> = ids.map(String::as_str).collect();
    format!("{} [{}]", name(verdict.action), ids.join(", "))
}

fn name(action: Action) -> &'static str {
    match action {
        Action::Pass => "pass",
        Action::Mask => "mask",
        Action::Hold => "hold",
        Action::Reject => "reject",
    }
}
