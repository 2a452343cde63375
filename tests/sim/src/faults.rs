//! What goes wrong, and when.

use crate::world::{Event, World};

impl World {
    /// One thing goes wrong; or, when that time is over, everything is put right.
    pub(crate) fn fault(&mut self) {
        if !self.is_rough() {
            return self.put_right();
        }
        let wait = self.chance.about(4_000).min(self.plan.calm_from() - self.now);
        self.later(wait.max(1), Event::Fault);
        match self.chance.below(100) {
            0..20 => self.crash_one(),
            20..50 => {
                let open: Vec<_> = self.links.iter().filter(|(_, l)| l.open).map(|(conn, _)| *conn).collect();
                let broken = self.chance.pick(&open).copied();
                broken.into_iter().for_each(|conn| self.break_link(conn));
            }
            50..60 => {
                let open: Vec<_> = self.links.iter().filter(|(_, l)| l.open).map(|(conn, _)| *conn).collect();
                let slow = self.chance.pick(&open).copied();
                slow.and_then(|conn| self.links.get_mut(&conn)).into_iter().for_each(|link| link.slow = true);
            }
            60..70 => self.log_down_until = self.now + self.chance.about(1_500),
            70..80 => {
                let place = self.chance.below(self.places.len() as u64) as usize;
                self.places[place].stopped_until = self.now + self.chance.about(3_000);
            }
            _ if self.plan.forks => self.lose(),
            _ => {}
        }
    }

    fn crash_one(&mut self) {
        let place = self.chance.below(self.places.len() as u64) as usize;
        self.forget_needed();
        let life = self.places[place].life;
        if self.places[place].node.is_none() || self.needed.contains(&(place, life)) {
            return;
        }
        self.crash(place);
        // One in five stays away until everything is put right.
        if !self.chance.permille(200) {
            let wait = self.chance.about(5_000);
            self.later(wait, Event::NodeStarts { place });
        }
    }

    /// The log loses its end, everything, or is put back to an older state.
    fn lose(&mut self) {
        let end = self.log.tail().position.offset;
        let left = match self.chance.below(10) {
            0 => 0,
            1 => self.chance.below(end + 1),
            // A failover to a replica that was behind, which is never behind of what was promised.
            _ if self.log.waits_for_replicas => self.chance.between(self.log.durable(), end),
            _ => end.saturating_sub(self.chance.between(1, 8)),
        };
        if !self.is_covered(left) {
            return;
        }
        let alive = self.places.iter().enumerate().filter(|(_, place)| place.node.is_some());
        self.needed = alive.map(|(at, place)| (at, place.life)).collect();
        match left {
            0 => self.log.empty(1_000 + self.now),
            left => self.log.cut(left),
        }
    }

    /// Whether all that was acknowledged and is about to be lost is known to a node: else nobody could bring it back, and
    /// nobody promises to.
    fn is_covered(&self, left: u64) -> bool {
        let nodes: Vec<_> =
            self.places.iter().filter_map(|place| place.node.as_ref()).filter(|n| n.ready).collect();
        let lost = &self.log.records()[left as usize..];
        lost.iter().all(|record| {
            !self.checks.was_told(record.id)
                || nodes.iter().any(|node| node.broadcast.outcome(record.id).is_some())
        })
    }

    /// Nodes are needed until the log holds what they hold.
    fn forget_needed(&mut self) {
        let tail = self.log.tail();
        let mut alive = self.places.iter().filter_map(|place| place.node.as_ref());
        if alive.all(|node| node.ready && node.log_hash == tail.hash && node.position() == tail.position) {
            self.needed.clear();
        }
    }

    /// From here on nothing goes wrong, and whoever went away comes back.
    fn put_right(&mut self) {
        self.log_down_until = 0;
        self.links.values_mut().for_each(|link| link.slow = false);
        (0..self.places.len()).for_each(|place| self.later(1, Event::NodeStarts { place }));
    }
}
