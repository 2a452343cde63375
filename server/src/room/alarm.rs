//! What those who run a broadcast must know at once: alarms on every moderator's screen, and what they are made from,
//! the room's own view of how its log does.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use efir_log::{Concern, Fork};
use efir_web::{Arg, Lang};
use tokio::sync::watch;

/// For how long the log may say nothing, or replicas may lag, before moderators are told and the node is not ready.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// A node that is so many entries behind is not ready.
const LAG_MAX: u64 = 1_024;

/// One alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Its stable code.
    pub code: &'static str,
    /// Whether it is so still; one that is over says what came of it.
    pub on: bool,
    args: Vec<(&'static str, String)>,
}

impl Alarm {
    /// One with the values that its words need.
    pub fn new(code: &'static str, on: bool, args: Vec<(&'static str, String)>) -> Self {
        Self { code, on, args }
    }

    /// In the words of that language.
    pub fn detail(&self, lang: Lang) -> String {
        let over = if self.on { "" } else { "-over" };
        let args: Vec<(&str, Arg)> =
            self.args.iter().map(|(name, value)| (*name, number_or_text(value))).collect();
        efir_web::t(lang, &format!("alarm-{}{over}", self.code.replace('_', "-")), &args)
    }
}

/// Numbers have plurals.
fn number_or_text(value: &str) -> Arg {
    value.parse::<u64>().map_or_else(|_| value.into(), Arg::from)
}

/// A room's alarms by code, and how its log does.
#[derive(Debug)]
pub struct Alarms {
    /// The newest of each code.
    pub shown: watch::Sender<BTreeMap<&'static str, Alarm>>,
    health: Mutex<Health>,
}

#[derive(Debug)]
struct Health {
    heard: Instant,
    /// Since when something folded waits to be durable.
    waiting: Option<Instant>,
    forked: bool,
    lag: u64,
}

impl Default for Alarms {
    fn default() -> Self {
        let health = Health { heard: Instant::now(), waiting: None, forked: false, lag: 0 };
        Self { shown: watch::Sender::default(), health: Mutex::new(health) }
    }
}

impl Alarms {
    fn health(&self) -> MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All that is wrong with the settings of the log. Of several servers that are set up alike one is named; the others
    /// are in the server's own log of events, and are named here once that one is mended.
    pub fn concern(&self, concerns: &[Concern]) {
        let unsafe_one = concerns.iter().find_map(|concern| match concern {
            Concern::Unsafe { server, settings } => {
                Some(vec![("server", server.clone()), ("settings", settings.clone())])
            }
            Concern::Unknown { .. } => None,
        });
        let unknown = concerns.iter().find_map(|concern| match concern {
            Concern::Unknown { server } => Some(vec![("server", server.clone())]),
            Concern::Unsafe { .. } => None,
        });
        for (code, args) in [("redis_unsafe", unsafe_one), ("redis_unknown", unknown)] {
            match args {
                Some(args) => self.raise(code, args),
                None => self.set(code, false),
            }
        }
    }

    /// The log is not the one that was folded.
    pub(super) fn forked(&self, _fork: &Fork) {
        self.health().forked = true;
        self.raise("log_forked", Vec::new());
    }

    /// It is again.
    pub(super) fn healed(&self, back: usize) {
        let mut health = self.health();
        (health.forked, health.heard, health.lag) = (false, Instant::now(), 0);
        drop(health);
        self.put("log_forked", false, vec![("back", back.to_string())]);
    }

    /// Which entry of the log cannot be read as it was written, with no copy to mend it from; none where all can.
    pub(super) fn damaged(&self, broadcast: &str, offset: Option<u64>) {
        let Some(offset) = offset else { return self.set("log_damaged", false) };
        if !self.is_damaged() {
            tracing::error!(
                broadcast,
                offset,
                "the log is damaged behind us; the broadcast goes on from memory"
            );
        }
        self.raise("log_damaged", vec![("offset", offset.to_string())]);
    }

    /// Whether an entry of the log is damaged that cannot be mended.
    pub fn is_damaged(&self) -> bool {
        self.shown.borrow().get("log_damaged").is_some_and(|alarm| alarm.on)
    }

    /// The log answered.
    pub(super) fn heard(&self) {
        self.health().heard = Instant::now();
    }

    /// How many entries the log holds beyond those folded.
    pub(super) fn lags(&self, lag: u64) {
        self.health().lag = lag;
    }

    /// Whether something folded waits to be durable.
    pub(super) fn waits(&self, is_waiting: bool) {
        let mut health = self.health();
        health.waiting = is_waiting.then(|| health.waiting.unwrap_or_else(Instant::now));
    }

    /// Entries in the log that are not folded yet, as of the last look.
    pub fn lag(&self) -> u64 {
        self.health().lag
    }

    /// Why this node should not be sent anybody now.
    pub fn unready(&self) -> Option<&'static str> {
        let health = self.health();
        let late = |since: Instant| since.elapsed() > PATIENCE;
        match () {
            () if health.forked => Some("forked"),
            () if late(health.heard) => Some("the log does not answer"),
            () if health.waiting.is_some_and(late) => Some("too few replicas"),
            () if health.lag > LAG_MAX => Some("behind"),
            () => None,
        }
    }

    /// Looks at the time: what lasts too long is an alarm.
    pub(super) fn look(&self) {
        let health = self.health();
        let silent = health.heard.elapsed() > PATIENCE && !health.forked;
        let waits = health.waiting.is_some_and(|since| since.elapsed() > PATIENCE);
        drop(health);
        self.set("log_silent", silent);
        self.set("too_few_replicas", waits);
    }

    fn set(&self, code: &'static str, on: bool) {
        let is_on = self.shown.borrow().get(code).is_some_and(|alarm| alarm.on);
        if on != is_on {
            self.put(code, on, Vec::new());
        }
    }

    fn raise(&self, code: &'static str, args: Vec<(&'static str, String)>) {
        self.put(code, true, args);
    }

    fn put(&self, code: &'static str, on: bool, args: Vec<(&'static str, String)>) {
        let alarm = Alarm::new(code, on, args);
        self.shown.send_if_modified(|shown| shown.insert(code, alarm.clone()) != Some(alarm));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_far_behind_the_log_says_so_until_it_is_not() {
        let alarms = Alarms::default();
        for (lag, unready) in [(0, None), (LAG_MAX, None), (LAG_MAX + 1, Some("behind")), (3, None)] {
            alarms.lags(lag);
            assert_eq!((alarms.lag(), alarms.unready()), (lag, unready));
        }
    }
}
