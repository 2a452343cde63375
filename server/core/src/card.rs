//! All that a moderator may want to know of one question: what is folded into it, what else its author asked, and
//! what was done with it. Asked for one question at a time, and bounded.

use std::sync::Arc;

use serde::Serialize;
use uuid::Uuid;

use crate::{
    broadcast::Broadcast,
    question::{Number, Question, Status, Step},
    window::Row,
};

/// The most questions in each list of a card, the newest ones.
pub const CARD_MAX: usize = 50;

/// One question opened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // `docs/protocol.md` tells each field
pub struct Card {
    pub row: Row,
    pub folded: Vec<Said>,
    pub others: Vec<Said>,
    pub steps: Vec<Step>,
}

/// A question in a card's list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Said {
    pub id: Uuid,
    pub number: Number,
    pub status: Status,
    pub text: String,
    pub name: Option<String>,
    pub place: Option<String>,
    pub channel: Arc<str>,
    pub at: u64,
}

impl Broadcast {
    /// One question opened.
    pub fn card(&self, number: Number) -> Option<Card> {
        let question = self.question(number)?;
        let theirs = &self.viewer(question.viewer)?.questions;
        let newest = |numbers: &[Number]| -> Vec<Said> {
            let others = numbers.iter().rev().filter(|other| **other != number);
            others.take(CARD_MAX).map(|other| said(self.get(*other))).collect()
        };
        let steps = &question.steps;
        Some(Card {
            row: self.row(number)?,
            folded: newest(self.folded(number)),
            others: newest(theirs),
            steps: steps[steps.len().saturating_sub(CARD_MAX)..].to_vec(),
        })
    }
}

fn said(question: &Question) -> Said {
    Said {
        id: question.id,
        number: question.number,
        status: question.standing.status,
        text: question.text().to_owned(),
        name: question.personal.name.as_deref().map(str::to_owned),
        place: question.personal.place.as_deref().map(str::to_owned),
        channel: question.channel.clone(),
        at: question.at,
    }
}
