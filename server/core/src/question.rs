//! A question: what came in, which never changes, and how it stands, which does.

use std::sync::Arc;

use moderation_rules::Verdict;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entry::{Like, Personal};

/// A question's number within its broadcast: 1, 2, 3 …
pub type Number = u32;

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody looked yet.
    Pending,
    /// A rule or a moderator wants a person to look.
    Held,
    /// In the rundown.
    Approved,
    /// Being answered now.
    OnAir,
    /// Was answered.
    Answered,
    /// Not for this broadcast.
    Rejected,
    /// A duplicate of another.
    Merged,
    /// Taken back by its asker.
    Withdrawn,
}

impl Status {
    /// All, in the order of the console.
    pub const ALL: [Status; 8] = [
        Status::Pending,
        Status::Held,
        Status::Approved,
        Status::OnAir,
        Status::Answered,
        Status::Rejected,
        Status::Merged,
        Status::Withdrawn,
    ];

    /// The name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Status::Pending => "pending",
            Status::Held => "held",
            Status::Approved => "approved",
            Status::OnAir => "on_air",
            Status::Answered => "answered",
            Status::Rejected => "rejected",
            Status::Merged => "merged",
            Status::Withdrawn => "withdrawn",
        }
    }

    /// Whether everybody may see the question's text: a moderator approved it.
    pub fn is_public(self) -> bool {
        matches!(self, Status::Approved | Status::OnAir | Status::Answered)
    }
}

/// One question with all that is known of it.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// The asker's id for it.
    pub id: Uuid,
    /// Its number for everybody.
    pub number: Number,
    /// Index of the asker among the broadcast's viewers.
    pub viewer: u32,
    /// When it came in, in milliseconds.
    pub at: u64,
    /// The way it came.
    pub channel: Arc<str>,
    /// What was typed, and by whom.
    pub personal: Box<Personal>,
    /// What the rules said.
    pub verdict: Verdict,
    /// What it may repeat.
    pub like: Box<[Like]>,
    /// How it stands now.
    pub standing: Standing,
    /// How many people ask this: it and what is folded into it, authors and voters, each person once.
    pub same: u32,
    /// How many questions are folded into it.
    pub merged: u32,
    /// How many voted for it.
    pub votes: u32,
    /// Counts changes of `standing`, so that an undo sees whether things have moved on.
    pub changes: u32,
    /// What was done with it, oldest first.
    pub steps: Vec<Step>,
}

/// The part of a question that commands change, kept together so that a change can be undone whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Where it stands.
    pub status: Status,
    /// A moderator's text, in place of the asker's.
    pub edited: Option<Arc<str>>,
    /// Counts changes of the text.
    pub revision: u32,
    /// Topics by id.
    pub topics: Vec<String>,
    /// The question it is folded into.
    pub root: Option<Number>,
    /// Why it was rejected.
    pub reason: Option<Arc<str>>,
    /// A moderator's word to the host about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<Arc<str>>,
    /// Whether it stands first in the rundown, among others that do.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
}

/// One thing that was done with a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// When, in milliseconds.
    pub at: u64,
    /// Who, where it was one of the people who make the broadcast.
    pub by: Option<Arc<str>>,
    /// What.
    pub what: What,
}

/// What was done with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // each is the command of that name
pub enum What {
    Approved,
    Rejected,
    Held,
    Reopened,
    Edited,
    Merged,
    Split,
    Labelled,
    Taken,
    Cleared,
    Answered,
    Withdrawn,
    Undone,
    Remarked,
    Moved,
    Pinned,
    Unpinned,
}

impl What {
    /// All of them.
    pub const ALL: [What; 17] = [
        What::Approved,
        What::Rejected,
        What::Held,
        What::Reopened,
        What::Edited,
        What::Merged,
        What::Split,
        What::Labelled,
        What::Taken,
        What::Cleared,
        What::Answered,
        What::Withdrawn,
        What::Undone,
        What::Remarked,
        What::Moved,
        What::Pinned,
        What::Unpinned,
    ];
}

impl Question {
    /// The text fit for a screen: a moderator's, or the asker's with personal data covered.
    pub fn text(&self) -> &str {
        self.standing.edited.as_deref().unwrap_or_else(|| self.typed())
    }

    /// What the asker wrote, with personal data covered.
    pub fn typed(&self) -> &str {
        self.personal.masked.as_deref().unwrap_or(&self.personal.text)
    }

    /// When it last changed, in milliseconds.
    pub fn changed_at(&self) -> u64 {
        self.steps.last().map_or(self.at, |step| step.at)
    }

    /// Who changed it last.
    pub fn changed_by(&self) -> Option<Arc<str>> {
        self.steps.last().and_then(|step| step.by.clone())
    }
}
