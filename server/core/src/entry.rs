//! The entries of a broadcast's log: their types and their JSON. What an entry does is in `apply`.
//!
//! The log keeps an entry's bytes as they came, so a field that this version does not know survives;
//! an entry whose deed it does not know moves the position and changes nothing.

use std::sync::Arc;

use moderation_rules::{Verdict, likeness::Fingerprint};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::command::Command;

/// The version of the entries' format that this program writes.
pub const FORMAT: u16 = 1;

/// One change of a broadcast, as it stands in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Version of the format.
    pub v: u16,
    /// The command's id, made by whoever wants the change; a repeated id has its first outcome.
    /// Of a question it is the question's id.
    pub id: Uuid,
    /// When it was taken in, in milliseconds since 1970-01-01 UTC. The only time that `apply` knows.
    pub at: u64,
    /// Who wants it.
    pub by: Actor,
    /// What is to be done.
    #[serde(rename = "do")]
    pub deed: Deed,
    /// What may be sealed and erased; nothing personal stands anywhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<Box<Personal>>,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// In which role.
    pub role: Role,
    /// The account's, browser's or token's id.
    pub id: Uuid,
    /// How colleagues know them; never set for viewers, whose name is personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
}

/// What somebody may be towards a broadcast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Asks and votes.
    Viewer,
    /// Sees the question on air, nothing else.
    Overlay,
    /// Reads the rundown and moves it on.
    Host,
    /// Decides what goes into the rundown.
    Moderator,
    /// Opens and closes the line, and may do all the others may.
    Admin,
    /// Efir itself.
    System,
}

impl Role {
    /// The name as it stands in tokens, entries and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Overlay => "overlay",
            Role::Host => "host",
            Role::Moderator => "moderator",
            Role::Admin => "admin",
            Role::System => "system",
        }
    }
}

/// What an entry does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// A question came in; its id is the entry's.
    Ask(Box<Ask>),
    /// "I ask this too", or not any more.
    Vote {
        /// Which question.
        question: Uuid,
        /// Given or taken back.
        on: bool,
    },
    /// The asker takes the question back.
    Withdraw {
        /// Which question.
        question: Uuid,
    },
    /// Two near-twins that came in at the same instant by two ways are joined after all.
    Join {
        /// The later one.
        question: Uuid,
        /// What it repeats, and how sure that is.
        #[serde(flatten)]
        link: Link,
    },
    /// A command of the people who make the broadcast.
    Command(Command),
    /// Written by a later version: counted, and not understood.
    #[serde(skip)]
    Unknown,
}

/// What was found out about a question when it came in. Never computed again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// The way it came: `web`, `import`, and later channels.
    pub channel: Arc<str>,
    /// The topic that the asker chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// What the rules said.
    #[serde(default)]
    pub verdict: Verdict,
    /// By what it is compared with others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<Fingerprint>,
    /// The question it repeats, where that is sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join: Option<Link>,
    /// The questions it may repeat, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub like: Vec<Like>,
}

/// A question that this one is folded into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The other question.
    pub into: Uuid,
    /// How sure, in thousandths.
    pub score: u16,
}

/// A question that this one may repeat: for a person to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Like {
    /// The other question.
    pub question: Uuid,
    /// How alike, in thousandths.
    pub score: u16,
    /// What they share, by the name that the likeness gives it.
    pub reason: Arc<str>,
}

/// The personal part of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// The text as typed, cleaned.
    pub text: Box<str>,
    /// The text with personal data covered, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masked: Option<Box<str>>,
    /// What the asker goes by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Box<str>>,
    /// Where the asker lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Box<str>>,
    /// How to reach the asker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Box<str>>,
    /// A mark of the address it came from: the same for the same one, and none can be read from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Box<str>>,
}

/// Bytes that are no entry.
#[derive(Debug, thiserror::Error)]
#[error("not an entry of a broadcast's log: {0}")]
pub struct EntryError(#[from] serde_json::Error);

/// The part of an entry that every version has.
#[derive(Deserialize)]
struct Header {
    v: u16,
    id: Uuid,
    at: u64,
    by: Actor,
}

impl Entry {
    /// An entry of this version.
    pub fn new(id: Uuid, at: u64, by: Actor, deed: Deed) -> Self {
        Entry { v: FORMAT, id, at, by, deed, personal: None }
    }

    /// Reads an entry. One of a later version whose deed is not known comes out as [`Deed::Unknown`].
    pub fn parse(json: &str) -> Result<Self, EntryError> {
        match serde_json::from_str(json) {
            Ok(entry) => Ok(entry),
            Err(error) => match serde_json::from_str::<Header>(json) {
                Ok(Header { v, id, at, by }) => {
                    Ok(Entry { v, id, at, by, deed: Deed::Unknown, personal: None })
                }
                Err(_) => Err(error.into()),
            },
        }
    }

    /// The JSON that goes into the log.
    pub fn to_json(&self) -> Arc<str> {
        // Cannot fail: no map with keys other than strings, no type whose Serialize fails; `Unknown` is never written.
        serde_json::to_string(self).expect("an entry is plain data").into()
    }
}
