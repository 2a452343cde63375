//! Viewers of whom nothing more is taken: who muted them and when, and the list of them for moderators.

use std::{cmp::Reverse, sync::Arc};

use serde::Serialize;
use uuid::Uuid;

use crate::{broadcast::Broadcast, question::Number};

/// The most muted viewers in a list, the newest ones.
pub const MUTED_MAX: usize = 200;

/// That nothing more is taken from a viewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mute {
    /// Since when, in milliseconds.
    pub at: u64,
    /// Who decided so.
    pub by: Option<Arc<str>>,
}

/// A muted viewer as moderators see them: by the last of their questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)] // `docs/protocol.md` tells each field
pub struct MutedViewer {
    pub viewer: Uuid,
    #[serde(flatten)]
    pub mute: Mute,
    pub questions: usize,
    pub number: Option<Number>,
    pub text: Option<String>,
    pub name: Option<String>,
    pub place: Option<String>,
}

impl Broadcast {
    /// Who is muted, the newest first.
    pub fn muted(&self) -> Vec<MutedViewer> {
        let viewers = self.index.muted.iter().filter_map(|index| self.viewer(*index));
        let mut muted: Vec<_> = viewers.filter_map(|viewer| Some((viewer, viewer.muted.clone()?))).collect();
        muted.sort_by_key(|(viewer, mute)| (Reverse(mute.at), viewer.id));
        muted.truncate(MUTED_MAX);
        let told = muted.into_iter().map(|(viewer, mute)| {
            let last = viewer.questions.last().map(|number| self.get(*number));
            let owned = |text: Option<&str>| text.map(str::to_owned);
            MutedViewer {
                viewer: viewer.id,
                mute,
                questions: viewer.questions.len(),
                number: last.map(|question| question.number),
                text: last.map(|question| question.text().to_owned()),
                name: owned(last.and_then(|question| question.personal.name.as_deref())),
                place: owned(last.and_then(|question| question.personal.place.as_deref())),
            }
        });
        told.collect()
    }
}
