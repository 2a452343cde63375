//! A wave: many people who ask the same within minutes. Computed from the entries' times alone, so every node and
//! every screen sees the same one. Who decides about it is a moderator: nothing is hidden or deleted here.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    broadcast::Broadcast,
    question::{Number, Question},
};

/// The time within which a burst is counted, in milliseconds.
pub const WAVE_MS: u64 = 5 * 60_000;
/// So many within that time are a wave.
pub const WAVE_MIN: usize = 10;
/// Bars of a wave's course.
const BARS: usize = 20;
/// How long each bar is.
const BAR_MS: u64 = WAVE_MS / BARS as u64;
/// So many of the newest questions folded into one are looked at.
const LOOKED_AT: usize = 2_000;

/// A burst of questions that were folded into one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wave {
    /// How many came within [`WAVE_MS`].
    pub count: usize,
    /// That time, in minutes.
    pub minutes: u64,
    /// When the last of them came, in milliseconds.
    pub until: u64,
    /// How many came in each quarter minute of the five minutes that end there.
    pub course: Vec<u32>,
    /// From how many viewers they came.
    pub viewers: usize,
    /// From how many addresses, of those whose address is known.
    pub addresses: usize,
}

impl Broadcast {
    /// The densest burst among a question and what is folded into it, where there is one.
    pub fn wave(&self, number: Number) -> Option<Wave> {
        let folded = self.folded(number);
        let newest = &folded[folded.len().saturating_sub(LOOKED_AT)..];
        if newest.len() + 1 < WAVE_MIN {
            return None;
        }
        let mut asked: Vec<&Question> = newest.iter().chain([&number]).map(|n| self.get(*n)).collect();
        // Numbers follow the order of the log, and imported questions bring their own times.
        asked.sort_by_key(|question| question.at);
        let burst = densest(&asked)?;
        let until = burst.last()?.at;
        let mut course = vec![0; BARS];
        for question in asked.iter().filter(|question| question.at <= until) {
            let bar = (until - question.at) / BAR_MS;
            if let Some(bar) = BARS.checked_sub(1 + bar as usize) {
                course[bar] += 1;
            }
        }
        let viewers: BTreeSet<u32> = burst.iter().map(|question| question.viewer).collect();
        let addresses: BTreeSet<&str> =
            burst.iter().filter_map(|question| question.personal.address.as_deref()).collect();
        Some(Wave {
            count: burst.len(),
            minutes: WAVE_MS / 60_000,
            until,
            course,
            viewers: viewers.len(),
            addresses: addresses.len(),
        })
    }
}

/// The longest run within [`WAVE_MS`], the latest of equals, if it is long enough.
fn densest<'a, 'b>(asked: &'a [&'b Question]) -> Option<&'a [&'b Question]> {
    let mut first = 0;
    let mut best: &[&Question] = &[];
    for last in 0..asked.len() {
        while asked[last].at - asked[first].at > WAVE_MS {
            first += 1;
        }
        if last + 1 - first >= best.len() {
            best = &asked[first..=last];
        }
    }
    (best.len() >= WAVE_MIN).then_some(best)
}
