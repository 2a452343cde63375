//! A moderator's window: the few rows of the queue that a browser asked for, cut from the state.

use std::{cmp::Reverse, sync::Arc};

use moderation_rules::{Action, Finding};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    broadcast::Broadcast,
    question::{Number, Question, Status, What},
    wave::Wave,
};

/// The most rows that a window holds.
pub const ROWS_MAX: usize = 200;

/// Which part of the queue is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Questions with this status; none is any, `any` on the wire.
    #[serde(default = "pending", with = "status_or_any")]
    pub status: Option<Status>,
    /// With this topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// From this place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// That came this way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// In which a rule found this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// With these words, in any inflection, or with this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// In this order.
    #[serde(default)]
    pub sort: Sort,
    /// After this row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Number>,
    /// So many at most; see [`ROWS_MAX`].
    #[serde(default = "hundred")]
    pub limit: usize,
}

fn pending() -> Option<Status> {
    Some(Status::Pending)
}

/// A status by its name, or `any`.
mod status_or_any {
    use serde::{Deserialize, Deserializer, Serializer, de::value::StringDeserializer};

    use crate::question::Status;

    pub fn serialize<S: Serializer>(status: &Option<Status>, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(status.map_or("any", Status::name))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Status>, D::Error> {
        let name = String::deserialize(input)?;
        if name == "any" {
            return Ok(None);
        }
        Status::deserialize(StringDeserializer::<D::Error>::new(name)).map(Some)
    }
}

fn hundred() -> usize {
    100
}

impl Default for Query {
    fn default() -> Self {
        Query {
            status: pending(),
            topic: None,
            place: None,
            channel: None,
            label: None,
            q: None,
            sort: Sort::default(),
            after: None,
            limit: hundred(),
        }
    }
}

impl Query {
    fn has_filter(&self) -> bool {
        let Query { topic, place, channel, label, q, .. } = self;
        [topic, place, channel, label].iter().any(|filter| filter.is_some())
            || q.as_deref().is_some_and(|q| !q.trim().is_empty())
    }
}

/// An order of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Oldest first.
    #[default]
    Arrival,
    /// Newest first.
    Newest,
    /// Most asked first.
    Asked,
    /// Longest as it is now first.
    Waiting,
}

/// The numbers in a window, in order, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// How many questions answer the query, in the window or not.
    pub total: usize,
    /// Those in the window.
    pub numbers: Vec<Number>,
}

/// A question as a moderator sees it. `docs/protocol.md` tells each field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Row {
    pub id: Uuid,
    pub number: Number,
    pub status: Status,
    pub text: String,
    pub original: Option<String>,
    pub name: Option<String>,
    pub place: Option<String>,
    pub channel: Arc<str>,
    pub topics: Vec<String>,
    pub places: Vec<String>,
    pub at: u64,
    pub same: u32,
    pub merged: u32,
    pub votes: u32,
    pub viewer: Uuid,
    pub by_viewer: usize,
    pub action: Action,
    pub labels: Vec<String>,
    pub findings: Vec<Finding>,
    pub like: Vec<LikeRow>,
    pub merged_into: Option<Number>,
    pub claimed: Option<ClaimRow>,
    pub changed: Option<ChangeRow>,
    pub reason: Option<Arc<str>>,
    pub revision: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wave: Option<Wave>,
    /// A word to the host.
    pub note: Option<Arc<str>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
    /// Nothing more is taken from its author.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub muted: bool,
}

/// A question that a row may repeat.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct LikeRow {
    pub id: Uuid,
    pub number: Number,
    pub text: String,
    pub score: f64,
    pub reason: Arc<str>,
}

/// Who looks at a row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct ClaimRow {
    pub by: Option<Arc<str>>,
    pub id: Uuid,
}

/// What was done with a row last.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct ChangeRow {
    pub at: u64,
    pub by: Option<Arc<str>>,
    pub what: What,
}

/// A search, prepared once for many texts.
struct Search {
    number: Option<Number>,
    stems: Vec<String>,
}

impl Search {
    fn new(q: &str) -> Option<Self> {
        let q = q.trim();
        let number = q.trim_start_matches('№').trim().parse().ok();
        (!q.is_empty()).then(|| Search { number, stems: moderation_rules::normalise::stems(q) })
    }

    fn finds(&self, question: &Question) -> bool {
        if self.number == Some(question.number) {
            return true;
        }
        if self.stems.is_empty() {
            return false;
        }
        let fold = |text: &str| text.to_lowercase().replace('ё', "е");
        let mut text = fold(question.text());
        text.push('\n');
        text += &fold(question.personal.place.as_deref().unwrap_or_default());
        self.stems.iter().all(|stem| text.contains(stem.as_str()))
    }
}

impl Broadcast {
    /// The window that answers a query. Without a filter it costs as much as its rows; with one, a look at
    /// each question of that status.
    pub fn window(&self, query: &Query) -> Window {
        let limit = query.limit.clamp(1, ROWS_MAX);
        let all = self.in_order(query);
        if !query.has_filter() && query.after.is_none() {
            let total = query.status.map_or(self.questions.len(), |status| self.count(status));
            return Window { total, numbers: all.take(limit).collect() };
        }
        let mut window = Window::default();
        let (fits, behind) = (self.fits(query), self.behind(query));
        for number in all.filter(|number| fits(*number)) {
            window.total += 1;
            if window.numbers.len() < limit && behind(number) {
                window.numbers.push(number);
            }
        }
        window
    }

    /// How many questions with a number above that one answer the query: those that came since.
    pub fn fresh(&self, query: &Query, above: Number) -> usize {
        let fits = self.fits(query);
        match query.status {
            Some(status) => {
                self.index.by_status[status as usize].range(above + 1..).filter(|n| fits(**n)).count()
            }
            None => (above + 1..=self.questions.len() as Number).filter(|n| fits(*n)).count(),
        }
    }

    fn in_order(&self, query: &Query) -> Box<dyn Iterator<Item = Number> + '_> {
        let by_number: Box<dyn DoubleEndedIterator<Item = Number> + '_> = match query.status {
            Some(status) => Box::new(self.index.by_status[status as usize].iter().copied()),
            None => Box::new(1..=self.questions.len() as Number),
        };
        match (query.sort, query.status) {
            (_, Some(Status::Approved)) => Box::new(self.rundown.iter().copied()),
            (Sort::Arrival, _) => by_number,
            (Sort::Newest, _) => Box::new(by_number.rev()),
            (Sort::Asked, Some(status)) => {
                Box::new(self.index.by_asked[status as usize].iter().map(|(_, number)| *number))
            }
            (Sort::Asked, None) => {
                let mut numbers: Vec<Number> = by_number.collect();
                numbers.sort_by_key(|number| (Reverse(self.get(*number).same), *number));
                Box::new(numbers.into_iter())
            }
            (Sort::Waiting, _) => {
                // Nearly in order already, for most wait since they came.
                let mut numbers: Vec<Number> = by_number.collect();
                numbers.sort_by_key(|number| (self.get(*number).changed_at(), *number));
                Box::new(numbers.into_iter())
            }
        }
    }

    /// Says of a question whether the query's filters let it pass.
    fn fits<'a>(&'a self, query: &'a Query) -> impl Fn(Number) -> bool + 'a {
        let search = query.q.as_deref().and_then(Search::new);
        move |number| {
            let question = self.get(number);
            query.topic.as_ref().is_none_or(|topic| question.standing.topics.contains(topic))
                && query.place.as_ref().is_none_or(|place| question.verdict.places.contains(place))
                && query.channel.as_ref().is_none_or(|channel| **channel == *question.channel)
                && query.label.as_ref().is_none_or(|label| question.verdict.labels.contains(label))
                && search.as_ref().is_none_or(|search| search.finds(question))
        }
    }

    /// Says of a row whether it is behind the query's `after`, which may have left the window meanwhile.
    fn behind<'a>(&'a self, query: &Query) -> Box<dyn Fn(Number) -> bool + 'a> {
        let Some(after) = query.after else { return Box::new(|_| true) };
        let asked = |number| self.question(number).map(|question| (Reverse(question.same), number));
        match query.sort {
            // Of the rundown only its own questions have a place in it.
            _ if query.status == Some(Status::Approved) => {
                let rank = self.question(after).and_then(|question| self.rank(question.number));
                Box::new(move |number| self.rank(number) > rank)
            }
            Sort::Arrival => Box::new(move |number| number > after),
            Sort::Newest => Box::new(move |number| number < after),
            Sort::Asked => {
                let after = asked(after);
                Box::new(move |number| asked(number) > after)
            }
            Sort::Waiting => {
                let since = |number| self.question(number).map(|question| (question.changed_at(), number));
                let after = since(after);
                Box::new(move |number| since(number) > after)
            }
        }
    }

    /// A question as a moderator sees it.
    pub fn row(&self, number: Number) -> Option<Row> {
        let question = self.question(number)?;
        let standing = &question.standing;
        let viewer = self.viewer(question.viewer)?;
        Some(Row {
            id: question.id,
            number,
            status: standing.status,
            text: question.text().to_owned(),
            original: standing.edited.as_ref().map(|_| question.typed().to_owned()),
            name: question.personal.name.as_deref().map(str::to_owned),
            place: question.personal.place.as_deref().map(str::to_owned),
            channel: question.channel.clone(),
            topics: standing.topics.clone(),
            places: question.verdict.places.clone(),
            at: question.at,
            same: question.same,
            merged: question.merged,
            votes: question.votes,
            viewer: viewer.id,
            by_viewer: viewer.questions.len(),
            action: question.verdict.action,
            labels: question.verdict.labels.clone(),
            findings: question.verdict.findings.clone(),
            like: self.like_rows(question),
            merged_into: standing.root,
            claimed: self.claimed(number),
            changed: question.steps.last().map(|step| ChangeRow {
                at: step.at,
                by: step.by.clone(),
                what: step.what,
            }),
            reason: standing.reason.clone(),
            revision: standing.revision,
            wave: self.wave(number),
            note: standing.remark.clone(),
            pinned: standing.pinned,
            muted: viewer.is_muted(),
        })
    }

    /// What a question may repeat, as those questions stand now: each by its root, and itself never.
    fn like_rows(&self, question: &Question) -> Vec<LikeRow> {
        let mut rows: Vec<LikeRow> = Vec::new();
        for like in &question.like {
            let Some(root) = self.find(like.question).map(|other| self.root_of(other)) else { continue };
            let gone = matches!(root.standing.status, Status::Withdrawn | Status::Rejected);
            if gone || root.number == question.number || rows.iter().any(|row| row.number == root.number) {
                continue;
            }
            rows.push(LikeRow {
                id: root.id,
                number: root.number,
                text: root.text().to_owned(),
                score: f64::from(like.score) / 1000.0,
                reason: like.reason.clone(),
            });
        }
        rows
    }

    fn claimed(&self, number: Number) -> Option<ClaimRow> {
        let (id, claim) = self.claims.iter().find(|(_, claim)| claim.number == number)?;
        Some(ClaimRow { by: claim.name.clone(), id: *id })
    }
}
