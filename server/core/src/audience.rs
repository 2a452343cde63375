//! What each audience may see of a broadcast: everybody, the host, the overlay, the asker of a question,
//! the moderators as a whole. What is not built here reaches no screen. Rows of a window are in `window`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    balance::Balance,
    broadcast::Broadcast,
    question::{Number, Question, Status},
    settings::Phase,
};

/// How many questions the viewers' wall shows.
pub const WALL_MAX: usize = 50;

/// A question as everybody may see it: a moderator approved its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)] // `docs/protocol.md` tells each field
pub struct PublicQuestion {
    pub id: Uuid,
    pub number: Number,
    pub text: String,
    pub name: Option<String>,
    pub place: Option<String>,
    pub same: u32,
    pub status: Status,
    pub since: u64,
}

/// What all viewers see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Public {
    pub phase: Phase,
    pub on_air: Option<PublicQuestion>,
    pub wall: Vec<PublicQuestion>,
    pub counts: PublicCounts,
}

/// The figures that everybody sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct PublicCounts {
    pub questions: usize,
    pub answered: usize,
    /// Filled in by the server, which knows who is connected.
    pub viewers: usize,
}

/// A question on the host's screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct RundownItem {
    pub id: Uuid,
    pub number: Number,
    pub text: String,
    pub name: Option<String>,
    pub place: Option<String>,
    pub same: u32,
    pub note: Option<String>,
    pub revision: u32,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<u64>,
}

/// The host's list, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Rundown {
    pub on_air: Option<RundownItem>,
    /// What was on air before.
    pub previous: Option<RundownItem>,
    pub next: Vec<RundownItem>,
    pub title: String,
    pub phase: Phase,
    pub air_from: Option<u64>,
    pub air_until: Option<u64>,
}

/// What became of a question, for its asker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Mine {
    pub id: Uuid,
    pub number: Number,
    /// Of a merged question still `merged`; how its root stands is in `root_status`.
    pub status: Status,
    pub text: String,
    pub duplicate_of: Option<Uuid>,
    pub duplicate_number: Option<Number>,
    pub root_status: Option<Status>,
    pub same: u32,
    pub rank: Option<usize>,
    pub reason: Option<String>,
    /// When it last changed.
    pub at: u64,
}

/// The figures of the console.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Counts {
    pub status: BTreeMap<&'static str, usize>,
    pub topics: BTreeMap<String, u32>,
    pub places: BTreeMap<String, u32>,
    pub questions: usize,
    /// Filled in by the server, which knows who is connected.
    pub viewers: usize,
    pub phase: Phase,
    pub aired: Balance,
    /// Viewers of whom nothing is taken.
    pub muted: usize,
}

/// How a like question is found while one types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Similar {
    pub id: Uuid,
    pub number: Number,
    pub text: String,
    pub same: u32,
    pub score: f64,
    pub reason: String,
    pub voted: bool,
}

impl Rundown {
    /// The same for the overlay, which everybody sees: what is on air and nothing else, least of all a word to the host.
    pub fn for_overlay(&self) -> Self {
        let on_air = self.on_air.clone().map(|item| RundownItem { note: None, ..item });
        Rundown { on_air, previous: None, next: Vec::new(), title: self.title.clone(), ..*self }
    }
}

impl Broadcast {
    /// What all viewers see.
    pub fn public(&self) -> Public {
        let newest_answered = self.answered.iter().rev();
        let wall = self.rundown.iter().chain(newest_answered).take(WALL_MAX);
        Public {
            phase: self.phase,
            on_air: self.on_air.and_then(|air| self.public_question(air.number)),
            wall: match self.settings.wall {
                true => wall.filter_map(|number| self.public_question(*number)).collect(),
                false => Vec::new(),
            },
            counts: PublicCounts {
                questions: self.questions.len(),
                answered: self.count(Status::Answered),
                viewers: 0,
            },
        }
    }

    /// A question for everybody, if a moderator approved it.
    pub fn public_question(&self, number: Number) -> Option<PublicQuestion> {
        let question = self.question(number)?;
        question.standing.status.is_public().then(|| PublicQuestion {
            id: question.id,
            number,
            text: question.text().to_owned(),
            name: owned(&question.personal.name),
            place: owned(&question.personal.place),
            same: question.same,
            status: question.standing.status,
            since: question.changed_at(),
        })
    }

    /// The host's list.
    pub fn host_rundown(&self) -> Rundown {
        Rundown {
            on_air: self
                .on_air
                .map(|air| RundownItem { since: Some(air.since), ..self.item(self.get(air.number)) }),
            previous: self.aired_last().map(|number| self.item(self.get(number))),
            next: self.rundown.iter().map(|number| self.item(self.get(*number))).collect(),
            title: self.settings.title.clone(),
            phase: self.phase,
            air_from: self.settings.air_from,
            air_until: self.settings.air_until,
        }
    }

    fn item(&self, question: &Question) -> RundownItem {
        RundownItem {
            id: question.id,
            number: question.number,
            text: question.text().to_owned(),
            name: owned(&question.personal.name),
            place: owned(&question.personal.place),
            same: question.same,
            note: question.standing.remark.as_deref().map(str::to_owned),
            revision: question.standing.revision,
            pinned: question.standing.pinned,
            since: None,
        }
    }

    /// What became of a question, for its asker.
    pub fn mine(&self, number: Number) -> Option<Mine> {
        let question = self.question(number)?;
        let root = self.root_of(question);
        let folded = root.number != number;
        Some(Mine {
            id: question.id,
            number,
            status: question.standing.status,
            text: question.typed().to_owned(),
            duplicate_of: folded.then_some(root.id),
            duplicate_number: folded.then_some(root.number),
            root_status: folded.then_some(root.standing.status),
            same: root.same,
            rank: self.rank(root.number).map(|rank| rank + 1),
            reason: root.standing.reason.as_deref().map(str::to_owned),
            at: question.changed_at().max(root.changed_at()),
        })
    }

    /// The figures of the console.
    pub fn counts(&self) -> Counts {
        Counts {
            status: Status::ALL.iter().map(|status| (status.name(), self.count(*status))).collect(),
            topics: self.index.topics.clone(),
            places: self.index.places.clone(),
            questions: self.questions.len(),
            viewers: 0,
            phase: self.phase,
            aired: self.balance(),
            muted: self.index.muted.len(),
        }
    }

    /// A like question for somebody who types: only one that a moderator approved, since anybody may type.
    pub fn similar(&self, root: Number, score: u16, reason: &str, viewer: Uuid) -> Option<Similar> {
        let question = self.public_question(root)?;
        Some(Similar {
            id: question.id,
            number: root,
            text: question.text,
            same: question.same,
            score: f64::from(score) / 1000.0,
            reason: reason.to_owned(),
            voted: self.voted(root, viewer),
        })
    }
}

fn owned(text: &Option<Box<str>>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}
