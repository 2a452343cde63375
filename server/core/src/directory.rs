//! The directory: one more log, whose entries say which broadcasts there are, and what all nodes share.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entry::Actor;

/// The directory's stream; no broadcast may have this name, since a slug has no such character.
pub const STREAM: &str = "@directory";

/// One change of the directory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Version of the format.
    pub v: u16,
    /// A repeated id changes nothing.
    pub id: Uuid,
    /// When, in milliseconds.
    pub at: u64,
    /// Who.
    pub by: Actor,
    /// What.
    #[serde(rename = "do")]
    pub deed: Deed,
}

/// What an entry of the directory does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// A key that tokens and receipts are made with: with the first. What was made with any of them is good.
    Secret {
        /// 32 bytes in hexadecimal.
        key: String,
    },
    /// A broadcast begins to exist. A slug that is taken stays with the first.
    Create {
        /// Its name in addresses.
        slug: String,
        /// Its name for people.
        title: String,
        /// Whether one may ask without a token.
        #[serde(default = "yes")]
        anonymous: bool,
    },
    /// Rules were put in force.
    Rules {
        /// Their version.
        version: String,
    },
}

fn yes() -> bool {
    true
}

/// A broadcast as the directory knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name for people when it was created.
    pub title: String,
    /// Whether one may ask without a token.
    pub anonymous: bool,
}

/// The directory's state.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    offset: u64,
    secrets: Vec<Arc<str>>,
    broadcasts: BTreeMap<String, Listed>,
    rules: Option<String>,
}

impl Directory {
    /// Folds the next entry. One that it does not know changes nothing but the offset.
    pub fn apply(&mut self, json: &str) {
        self.offset += 1;
        match serde_json::from_str::<Entry>(json).map(|entry| entry.deed) {
            Ok(Deed::Secret { key }) => {
                if !self.secrets().any(|known| known == key) {
                    self.secrets.push(key.into());
                }
            }
            Ok(Deed::Create { slug, title, anonymous }) => {
                self.broadcasts.entry(slug).or_insert(Listed { title, anonymous });
            }
            Ok(Deed::Rules { version }) => self.rules = Some(version),
            Err(_) => {}
        }
    }

    /// How many entries have been folded.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The keys, oldest first.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        self.secrets.iter().map(|key| &**key)
    }

    /// The broadcasts by slug.
    pub fn broadcasts(&self) -> &BTreeMap<String, Listed> {
        &self.broadcasts
    }

    /// The version of the rules that was put in force last.
    pub fn rules(&self) -> Option<&str> {
        self.rules.as_deref()
    }
}

/// Whether a broadcast may have that slug: 1 to 64 lowercase Latin letters, digits and inner hyphens.
pub fn is_slug(slug: &str) -> bool {
    let bytes = slug.as_bytes();
    let inner = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
    (1..=64).contains(&bytes.len())
        && bytes.iter().all(inner)
        && bytes.first() != Some(&b'-')
        && bytes.last() != Some(&b'-')
}
