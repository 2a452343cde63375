//! All that a moderator may want to know of one question: what is folded into it, what else its author asked, and
//! what was done with it. Asked for one question at a time, and bounded: the newest first, the rest page by page.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    broadcast::Broadcast,
    question::{Number, Question, Status, Step},
    window::Row,
};

/// The most entries in each list of a card, and in each further page of it.
pub const CARD_MAX: usize = 50;

/// One question opened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // `docs/protocol.md` tells each field
pub struct Card {
    pub row: Row,
    pub folded: Vec<Said>,
    pub others: Vec<Said>,
    pub steps: Vec<Step>,
    pub left: Left,
}

/// How many older ones each list of a card has beyond what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Left {
    pub folded: usize,
    pub others: usize,
    pub steps: usize,
}

/// A list of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardList {
    /// What is folded into the question.
    Folded,
    /// What else its author asked.
    Others,
    /// What was done with it.
    Steps,
}

/// A further page of one of a card's lists.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct CardPage {
    pub number: Number,
    pub list: CardList,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<Said>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    pub left: usize,
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
        let newest = |list| self.card_page(number, list, None);
        let (folded, others) = (newest(CardList::Folded)?, newest(CardList::Others)?);
        let steps = newest(CardList::Steps)?;
        Some(Card {
            row: self.row(number)?,
            folded: folded.said,
            others: others.said,
            steps: steps.steps,
            left: Left { folded: folded.left, others: others.left, steps: steps.left },
        })
    }

    /// A page of one of a card's lists: what is older than `before`, which is a question's number, or of the steps how
    /// many were left.
    pub fn card_page(&self, number: Number, list: CardList, before: Option<u32>) -> Option<CardPage> {
        let question = self.question(number)?;
        let mut page = CardPage { number, list, said: Vec::new(), steps: Vec::new(), left: 0 };
        let numbers = match list {
            CardList::Folded => self.folded(number),
            CardList::Others => &self.viewer(question.viewer)?.questions,
            CardList::Steps => {
                let end = before.map_or(question.steps.len(), |end| question.steps.len().min(end as usize));
                page.left = end.saturating_sub(CARD_MAX);
                page.steps = question.steps[page.left..end].to_vec();
                return Some(page);
            }
        };
        let older = numbers.iter().rev().filter(|n| **n != number && before.is_none_or(|end| **n < end));
        page.left = older.clone().count().saturating_sub(CARD_MAX);
        page.said = older.take(CARD_MAX).map(|n| said(self.get(*n))).collect();
        Some(page)
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
