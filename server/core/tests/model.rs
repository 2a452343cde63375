//! The state machine against a plain model of it, step by random step, and what must hold after every step.

mod reference;
mod steps;

use std::collections::BTreeMap;

use efir_core::{
    Applied, Broadcast, Entry, Number, Settings, Status,
    window::{Query, Sort},
};
use proptest::{prelude::*, test_runner::Config};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

use reference::{Model, Outcome};
use steps::Step;

/// The model, and the log so far.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    model: Model,
    log: Vec<Entry>,
    outcome: Option<Outcome>,
}

impl ReferenceStateMachine for Reference {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self::default()).boxed()
    }

    fn transitions(_: &Self) -> BoxedStrategy<Step> {
        steps::step().boxed()
    }

    fn apply(mut self_: Self, step: &Step) -> Self {
        let n = self_.log.len() as u64 + 1;
        let entry = steps::entry(&self_.model, &self_.log, step, n);
        self_.outcome = Some(self_.model.step(&entry));
        self_.log.push(entry);
        self_
    }
}

pub struct Real;

impl StateMachineTest for Real {
    type SystemUnderTest = Broadcast;
    type Reference = Reference;

    fn init_test(_: &Reference) -> Broadcast {
        Broadcast::new(Settings::default())
    }

    fn apply(mut real: Broadcast, reference: &Reference, _: Step) -> Broadcast {
        let entry = reference.log.last().unwrap();
        // As it comes out of a log.
        let read = Entry::parse(&entry.to_json()).unwrap();
        assert_eq!(&read, entry);
        let before = snapshot(&real);
        let applied = real.apply(&read);
        let outcome = applied.outcome.as_ref().copied().map_err(|refusal| refusal.code());
        assert_eq!(Some(outcome), reference.outcome, "{entry:?}");
        assert_eq!(real.outcome(entry.id), Some(applied.outcome.clone()));
        touched_is_all(&before, &snapshot(&real), &applied, entry);
        real
    }

    fn check_invariants(real: &Broadcast, reference: &Reference) {
        equals_the_model(real, &reference.model);
        shows_only_what_was_approved(real, &reference.model);
        windows_are_plain_cuts(real);
        counts_are_plain_counts(real);
    }

    fn teardown(real: Broadcast, reference: Reference) {
        let mut again = Broadcast::new(Settings::default());
        reference.log.iter().for_each(|entry| drop(again.apply(entry)));
        assert_eq!(again.hash(), real.hash(), "folded a second time");
    }
}

/// The rows and the rundown, to see what changed.
fn snapshot(real: &Broadcast) -> (BTreeMap<Number, String>, String) {
    let rows = real.questions().iter().map(|q| (q.number, format!("{:?}", real.row(q.number))));
    (rows.collect(), format!("{:?}", real.host_rundown()))
}

/// Whoever is told only of what was touched sees every change.
fn touched_is_all(
    before: &(BTreeMap<Number, String>, String),
    after: &(BTreeMap<Number, String>, String),
    applied: &Applied,
    entry: &Entry,
) {
    // What others look like through it (a root's text among the likely twins) is told with the root.
    for (number, row) in &after.0 {
        let by_viewer_only = |row: &str| {
            row.split(", ").filter(|field| !field.starts_with("by_viewer")).collect::<Vec<_>>().join(", ")
        };
        let changed = before.0.get(number).map(|row| by_viewer_only(row)) != Some(by_viewer_only(row));
        assert!(!changed || applied.touched.questions.contains(number), "{number} after {entry:?}");
    }
    assert!(before.1 == after.1 || applied.touched.rundown || applied.touched.line, "{entry:?}");
}

fn equals_the_model(real: &Broadcast, model: &Model) {
    assert_eq!(real.rundown(), model.rundown);
    let pinned = |number: &Number| real.question(*number).unwrap().standing.pinned;
    assert!(real.rundown().is_sorted_by_key(|number| !pinned(number)), "pinned ones stand first");
    assert_eq!(real.muted().len(), model.muted.len());
    assert_eq!(real.on_air().map(|air| air.number), model.on_air);
    assert_eq!(real.phase(), model.phase);
    assert_eq!(real.questions().len(), model.questions.len());
    for (question, asked) in real.questions().iter().zip(&model.questions) {
        let number = question.number;
        let standing = &question.standing;
        assert_eq!((question.id, standing.status), (asked.id, asked.status), "{number}");
        assert_eq!((question.text(), standing.revision), (&*asked.text, asked.revision), "{number}");
        assert_eq!((standing.root, &standing.topics), (asked.root, &asked.topics), "{number}");
        assert_eq!(
            (standing.remark.as_deref(), standing.pinned),
            (asked.remark.as_deref(), asked.pinned),
            "{number}"
        );
        assert_eq!(question.same as usize, model.same(number), "people who ask {number}");
        assert_eq!(question.votes as usize, asked.voters.len(), "votes for {number}");
        assert_eq!(real.folded(number), model.children(number), "folded into {number}");
        assert_eq!(question.merged as usize, real.folded(number).len());
        let viewer = real.viewer(question.viewer).unwrap();
        assert_eq!((viewer.id, viewer.is_muted()), (asked.viewer, model.muted.contains(&asked.viewer)));
        assert_eq!(viewer.questions.iter().filter(|n| **n == number).count(), 1);
        assert_eq!(real.find(asked.id).unwrap().number, number);
    }
    let answered: Vec<Number> =
        real.public().wall.iter().skip(model.rundown.len()).map(|q| q.number).collect();
    let newest: Vec<Number> = model.answered.iter().rev().copied().collect();
    assert_eq!(answered, newest[..answered.len()]);
}

/// The first promise of all.
fn shows_only_what_was_approved(real: &Broadcast, model: &Model) {
    let approved = |number: Number, text: &str| {
        assert!(model.approved.contains(&(number, text.to_owned())), "nobody approved {text:?} of {number}");
    };
    let host = real.host_rundown();
    for item in host.on_air.iter().chain(&host.next) {
        approved(item.number, &item.text);
        assert!(model.approved.iter().any(|(number, _)| *number == item.number));
    }
    let public = real.public();
    for question in public.on_air.iter().chain(&public.wall) {
        approved(question.number, &question.text);
    }
    for question in real.questions() {
        let shown = real.similar(question.number, 900, "same_subject", question.id);
        shown.into_iter().for_each(|similar| approved(similar.number, &similar.text));
        let by_status =
            matches!(question.standing.status, Status::Approved | Status::OnAir | Status::Answered);
        assert_eq!(real.public_question(question.number).is_some(), by_status);
        assert_eq!(real.rundown().contains(&question.number), question.standing.status == Status::Approved);
        // Nothing is folded into what is itself folded away or taken back: it would be lost.
        let root = question.standing.root.map(|root| real.question(root).unwrap());
        assert_eq!(root.is_some(), question.standing.status == Status::Merged);
        assert!(root.is_none_or(|r| !matches!(r.standing.status, Status::Merged | Status::Withdrawn)));
    }
}

fn windows_are_plain_cuts(real: &Broadcast) {
    let last = real.questions().len() as Number;
    for status in Status::ALL.map(Some).into_iter().chain([None]) {
        for sort in [Sort::Arrival, Sort::Newest, Sort::Asked, Sort::Waiting] {
            let filters = [(None, None), (Some("roads"), None), (None, Some("kanash"))];
            for ((topic, place), after) in
                filters.into_iter().flat_map(|f| [None, Some(last / 2 + 1)].map(|a| (f, a)))
            {
                let query = Query {
                    status,
                    sort,
                    topic: topic.map(Into::into),
                    place: place.map(Into::into),
                    after,
                    limit: 3,
                    ..Query::default()
                };
                let cut = real.window(&query);
                let (total, numbers) = plain_cut(real, &query);
                assert_eq!((cut.total, cut.numbers), (total, numbers), "{query:?}");
            }
        }
    }
}

fn plain_cut(real: &Broadcast, query: &Query) -> (usize, Vec<Number>) {
    let key = |number: Number| {
        let question = real.question(number);
        let rank = real.rundown().iter().position(|n| *n == number).map_or(-1, |rank| rank as i64);
        match (query.status, query.sort) {
            (Some(Status::Approved), _) => (rank, 0),
            (_, Sort::Arrival) => (i64::from(number), 0),
            (_, Sort::Newest) => (-i64::from(number), 0),
            (_, Sort::Waiting) => (question.map_or(-1, |q| q.changed_at() as i64), number),
            (_, Sort::Asked) => (-question.map_or(i64::MAX, |q| i64::from(q.same)), number),
        }
    };
    let fits = |q: &&efir_core::Question| {
        query.status.is_none_or(|status| q.standing.status == status)
            && query.topic.as_ref().is_none_or(|topic| q.standing.topics.contains(topic))
            && query.place.as_ref().is_none_or(|place| q.verdict.places.contains(place))
    };
    let mut numbers: Vec<Number> = real.questions().iter().filter(fits).map(|q| q.number).collect();
    numbers.sort_by_key(|number| key(*number));
    let total = numbers.len();
    numbers.retain(|number| query.after.is_none_or(|after| key(*number) > key(after)));
    numbers.truncate(query.limit);
    (total, numbers)
}

fn counts_are_plain_counts(real: &Broadcast) {
    let counts = real.counts();
    let all = real.questions();
    for status in Status::ALL {
        let plain = all.iter().filter(|q| q.standing.status == status).count();
        assert_eq!((real.count(status), counts.status[status.name()]), (plain, plain), "{status:?}");
    }
    let in_play = all.iter().filter(|q| !matches!(q.standing.status, Status::Rejected | Status::Withdrawn));
    let mut topics = BTreeMap::new();
    in_play.flat_map(|q| &q.standing.topics).for_each(|topic| *topics.entry(topic.clone()).or_default() += 1);
    assert_eq!(counts.topics, topics);
    assert_eq!(counts.questions, all.len());
}

prop_state_machine! {
    #![proptest_config(Config { cases: 100, max_shrink_iters: 4_000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_state_machine_does_what_the_model_does(sequential 1..120 => Real);
}
