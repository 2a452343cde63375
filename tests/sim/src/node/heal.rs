//! A node compares what it folded with what the log holds, and heals the log: the glue of `server/src/room/follow.rs`
//! around the same pure parts.

use super::*;

impl Node {
    pub(super) fn compare(&mut self) {
        if !self.ready || self.comparing.is_some() || self.healing.is_some() {
            return;
        }
        let list = efir::room::shown::List::of(&self.broadcast, self.position());
        let mark = self.kept.mark();
        let ticket = self.ask(Op::Confirm(mark.position.offset));
        self.comparing = Some((ticket, mark, list));
    }

    pub(super) fn compared(
        &mut self,
        mark: &Mark,
        list: efir::room::shown::List,
        said: &efir_log::Confirmed,
    ) {
        match mark.compare(said) {
            _ if self.has(Bug::NeverCompares) && !self.nature.waits_for_replicas => {}
            Finding::Same => {
                if said.durable && self.nature.waits_for_replicas {
                    self.shown.make_durable(list);
                    self.lists_changed();
                    self.settle_durable();
                }
            }
            Finding::Renewed(epoch) => {
                self.kept.renew(epoch);
                self.begin_epoch();
            }
            Finding::Forked(_) => self.forked(),
        }
    }

    /// The log is not the one that was folded: the screens stay as they are until it is whole again.
    pub(super) fn forked(&mut self) {
        if !self.ready {
            // It cannot start from such a log, and is started again.
            self.following = Some(self.ask(Op::Tail));
            return;
        }
        self.shown.freeze(&self.broadcast, self.position());
        self.following = None;
        self.comparing = None;
        self.healing = Some(Healing::Looking(self.ask(Op::Tail)));
    }

    pub(super) fn heal(&mut self, answer: Answer, now: Ms, chance: &mut Chance) {
        match answer {
            Answer::Tail(tail) => match self.kept.lost_end(&tail).map(<[NewEntry]>::to_vec) {
                Some(lost) => {
                    let lost = lost.into_iter().filter(|entry| self.is_written_back(entry)).collect();
                    self.healing = Some(Healing::Extending(self.ask(Op::Extend(tail, lost))));
                }
                None => self.healing = Some(Healing::Reading(self.ask(Op::ReadAll))),
            },
            Answer::Extended(Some(epoch)) => {
                self.heals += 1;
                self.healing = None;
                self.kept.renew(epoch);
                self.begin_epoch();
                self.follow();
            }
            Answer::Extended(None) => self.healing = Some(Healing::Reading(self.ask(Op::ReadAll))),
            Answer::Found(found) => {
                let merged = self.kept.merged(&found).filter(|_| !self.has(Bug::HealsByForgetting));
                let Some(merged) = merged else {
                    return self.begin_again(&found.records, found.tail, now, chance);
                };
                let seen = Seen::End(found.tail.unwrap_or_default());
                let entries =
                    merged.entries.into_iter().filter(|entry| self.is_written_back(entry)).collect();
                self.healing = Some(Healing::Replacing(self.ask(Op::Replace(seen, entries))));
            }
            Answer::Replaced(done) => {
                if done && (self.has(Bug::HealsWithoutHides) || self.has(Bug::HealsWithoutTheLine)) {
                    // It takes for right what it has written.
                    self.kept = Kept::new(0, true);
                }
                self.healing = Some(Healing::Reading(self.ask(Op::ReadAll)));
            }
            _ => {
                self.healing = Some(Healing::Later);
                self.after(BACKOFF, NodeTimer::Heal);
            }
        }
    }

    pub(super) fn begin_again(
        &mut self,
        records: &[Record],
        tail: Option<efir_log::Tail>,
        now: Ms,
        chance: &mut Chance,
    ) {
        self.heals += 1;
        self.healing = None;
        self.kept = Kept::new(tail.unwrap_or_default().position.epoch, true);
        self.broadcast = Broadcast::new(Settings::default());
        for record in records {
            if self.kept.push(record).is_err() {
                return self.forked();
            }
            self.fold_one(record, now, chance);
        }
        self.begin_epoch();
        self.follow();
    }

    pub(super) fn begin_epoch(&mut self) {
        if !self.nature.waits_for_replicas || self.has(Bug::ReceiptBeforeTheReplicas) {
            self.shown.all_is_durable(self.position());
        }
        let outcome = |id: &Uuid| Some((*id, self.broadcast.outcome(*id)?, self.kept.position()));
        let known: Vec<_> = self.waiting.keys().filter_map(outcome).collect();
        self.shown.unhide(known.iter().map(|(id, ..)| *id));
        self.settle(known);
        self.settle_durable();
        self.everything_changed();
        self.report(None);
        self.compare();
    }

    pub(crate) fn set_tick(&mut self) {
        if !std::mem::replace(&mut self.tick_is_set, true) {
            self.after(VIEWER_TICK, NodeTimer::Tick);
        }
    }
}
