//! Whether the air is fair: what was asked against what was aired, by topic and by place, what to take next, and how
//! long an answer takes.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    broadcast::Broadcast,
    question::{Number, Question, Status, What},
};

/// So many of the most asked new questions are looked through for one to suggest.
const LOOKED_AT: usize = 1_000;
/// The mean time of an answer is taken of so many of the last ones.
const LAST_ANSWERS: usize = 50;

/// What was aired, and what should be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Questions on air or answered, by topic.
    pub topics: BTreeMap<String, u32>,
    /// The same by place.
    pub places: BTreeMap<String, u32>,
    /// The topic whose share of the air is furthest behind its share of the questions, and its most asked question.
    pub suggest: Option<Suggestion>,
    /// How long an answer takes, in milliseconds: the mean of the last ones.
    pub answer_ms: Option<u64>,
}

/// What to take next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Suggestion {
    pub topic: String,
    pub number: Number,
    pub status: Status,
}

impl Broadcast {
    /// Whether the air is fair.
    pub fn balance(&self) -> Balance {
        Balance {
            topics: self.index.aired_topics.clone(),
            places: self.index.aired_places.clone(),
            suggest: self.suggest(),
            answer_ms: self.answer_ms(),
        }
    }

    fn suggest(&self) -> Option<Suggestion> {
        let sum = |counts: &BTreeMap<String, u32>| u64::from(counts.values().sum::<u32>());
        let (asked_all, aired_all) = (sum(&self.index.topics).max(1), sum(&self.index.aired_topics).max(1));
        // In parts of `asked_all * aired_all`, so that no fraction is rounded.
        let behind = |topic: &str, asked: u32| {
            let aired = self.index.aired_topics.get(topic).copied().unwrap_or_default();
            (u64::from(asked) * aired_all).saturating_sub(u64::from(aired) * asked_all)
        };
        let mut topics: Vec<_> =
            self.index.topics.iter().map(|(topic, asked)| (behind(topic, *asked), topic)).collect();
        topics.retain(|(behind, _)| *behind > 0);
        topics.sort_by_key(|(behind, topic)| (std::cmp::Reverse(*behind), *topic));
        topics.into_iter().take(3).find_map(|(_, topic)| {
            let number = self.most_asked_of(topic)?;
            let status = self.get(number).standing.status;
            Some(Suggestion { topic: topic.clone(), number, status })
        })
    }

    /// The most asked question of a topic: of the rundown, else of the new ones.
    fn most_asked_of(&self, topic: &str) -> Option<Number> {
        let of = |status: Status| {
            let numbers = self.index.by_asked[status as usize].iter().map(|(_, number)| *number);
            numbers.take(LOOKED_AT).find(|n| self.get(*n).standing.topics.iter().any(|t| t == topic))
        };
        of(Status::Approved).or_else(|| of(Status::Pending))
    }

    fn answer_ms(&self) -> Option<u64> {
        let times = self.answered.iter().rev().map(|number| self.get(*number)).filter_map(answered_in);
        let times: Vec<u64> = times.take(LAST_ANSWERS).collect();
        (!times.is_empty()).then(|| times.iter().sum::<u64>() / times.len() as u64)
    }
}

/// From being taken to being answered; nothing for one that was answered along with another.
fn answered_in(question: &Question) -> Option<u64> {
    let mut steps = question.steps.iter().rev();
    let answered = steps.find(|step| step.what == What::Answered)?;
    let taken = steps.next().filter(|step| step.what == What::Taken)?;
    Some(answered.at.saturating_sub(taken.at))
}
