//! Makes the frames that many share, once each: the viewers' at a tick, the host's and the overlay's at once.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::extract::ws::Utf8Bytes;
use efir_core::{Note, Number, Role, Touched};
use tokio::{sync::watch, time};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Room, wall::PublicFrames};
use crate::{limits, session::frames};

/// How often figures that only depend on who is connected are told to viewers, in ticks.
const VIEWERS_EVERY: u32 = 20;

/// The channels on which a room speaks. In each the newest wins, so a slow reader costs nothing.
pub struct Broadcasting {
    /// To all viewers.
    pub public: watch::Sender<PublicFrames>,
    /// To host and moderators.
    pub rundown: watch::Sender<Utf8Bytes>,
    /// To overlays: what is on air and nothing else.
    pub overlay: watch::Sender<Utf8Bytes>,
    /// To moderators: something changed at that offset.
    pub changed: watch::Sender<u64>,
    /// To host and moderators: the word to the host.
    pub note: watch::Sender<Option<Note>>,
    /// Who of the makers is connected to this node.
    pub people: watch::Sender<Vec<Person>>,
    /// Touched since the viewers' last tick.
    pending: Mutex<Pending>,
}

#[derive(Default)]
struct Pending {
    questions: BTreeSet<Number>,
    public: bool,
}

/// One of those who make the broadcast, connected to this node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: Uuid,
    /// How colleagues know them.
    pub name: Option<Arc<str>>,
    /// In which role.
    pub role: Role,
}

impl Default for Broadcasting {
    fn default() -> Self {
        Broadcasting {
            public: watch::Sender::default(),
            rundown: watch::Sender::default(),
            overlay: watch::Sender::default(),
            changed: watch::Sender::new(0),
            note: watch::Sender::new(None),
            people: watch::Sender::default(),
            pending: Mutex::default(),
        }
    }
}

impl Broadcasting {
    fn pending(&self) -> std::sync::MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    /// Tells everybody what they may see, after a replay.
    pub(super) fn publish_all(&self) {
        let everything = Touched { rundown: true, line: true, note: true, ..Touched::default() };
        self.publish(&everything);
        self.publish_public();
    }

    /// Tells host and moderators at once; notes what viewers are told at the next tick.
    pub(super) fn publish(&self, touched: &Touched) {
        let position = self.list_position();
        if touched.rundown || touched.line {
            self.publish_rundown();
        }
        self.lists_sent(position);
        if touched.note {
            self.out.note.send_replace(self.read().broadcast.note().cloned());
        }
        let offset = self.read().broadcast.offset();
        self.out.changed.send_replace(offset);
        let mut pending = self.out.pending();
        pending.questions.extend(&touched.questions);
        pending.public |= touched.rundown || touched.line || !touched.questions.is_empty();
    }

    /// Shows on air what may be shown now.
    pub(super) fn publish_lists(&self) {
        let position = self.list_position();
        self.publish_rundown();
        self.lists_sent(position);
        self.out.pending().public = true;
    }

    pub(super) fn publish_rundown(&self) {
        let mut sending = self.sending();
        if !self.lists_are_known() {
            return;
        }
        let (position, rundown) = self.rundown();
        *sending = position;
        let mut approved: BTreeSet<Number> = rundown.next.iter().map(|item| item.number).collect();
        approved.extend(rundown.on_air.iter().map(|item| item.number));
        let overlay = rundown.for_overlay();
        self.out.rundown.send_replace(frames::rundown(position, &rundown));
        self.out.overlay.send_replace(frames::rundown(position, &overlay));
        // A place in the rundown is part of what its asker sees.
        self.out.pending().questions.extend(approved);
    }

    pub(super) fn publish_public(&self) {
        let _sending = self.sending();
        if !self.lists_are_known() {
            return;
        }
        let (position, mut public) = self.public();
        public.counts.viewers = self.viewers();
        let next = self.out.public.borrow().next(position, &public);
        self.out.public.send_replace(next);
    }

    /// Puts the changed questions, and those folded into them, into their askers' mailboxes.
    fn tell_askers(&self, questions: &BTreeSet<Number>) {
        let state = self.read();
        let broadcast = &state.broadcast;
        for &number in questions {
            for number in broadcast.folded(number).iter().chain([&number]) {
                let asker = broadcast.question(*number).and_then(|q| broadcast.viewer(q.viewer));
                if let Some(asker) = asker {
                    self.mailboxes.put(asker.id, *number);
                }
            }
        }
    }

    /// One of the makers connected or left.
    pub fn person(&self, person: &Person, here: bool) {
        self.out.people.send_modify(|people| {
            if here {
                people.push(person.clone());
            } else if let Some(at) = people.iter().position(|other| other == person) {
                people.remove(at);
            }
        });
    }

    /// Who is here and on which question: those connected to this node, and those who hold a claim on any.
    pub fn presence(&self) -> Vec<frames::Presence> {
        let state = self.read();
        let claims = state.broadcast.claims();
        let mut people: HashMap<Uuid, frames::Presence> = HashMap::new();
        for person in self.out.people.borrow().iter() {
            let question = claims.get(&person.id).map(|claim| claim.number);
            let name = person.name.clone();
            people.insert(person.id, frames::Presence { id: person.id, name, role: person.role, question });
        }
        for (id, claim) in claims {
            people.entry(*id).or_insert_with(|| frames::Presence {
                id: *id,
                name: claim.name.clone(),
                role: Role::Moderator,
                question: Some(claim.number),
            });
        }
        let mut people: Vec<_> = people.into_values().collect();
        people.sort_by_key(|person| person.id);
        people
    }
}

/// The viewers' tick: what happened within it goes out as one frame.
pub(super) async fn tick(room: Arc<Room>, stop: CancellationToken) {
    let mut tick = time::interval(limits::VIEWER_TICK);
    tick.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
    let mut told_viewers = 0;
    for count in 0u32.. {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        room.alarms.look();
        let pending = std::mem::take(&mut *room.out.pending());
        let figures = count.is_multiple_of(VIEWERS_EVERY) && room.viewers() != told_viewers;
        if pending.public || figures {
            told_viewers = room.viewers();
            room.publish_public();
        }
        if !pending.questions.is_empty() {
            room.tell_askers(&pending.questions);
        }
        if count.is_multiple_of(SWEEP_EVERY) {
            room.mailboxes.sweep();
        }
    }
}

/// How often mailboxes of askers that left are forgotten, in ticks.
const SWEEP_EVERY: u32 = (60_000 / limits::VIEWER_TICK.as_millis()) as u32;
const _: () = assert!(limits::VIEWER_TICK.as_millis() <= Duration::from_millis(250).as_millis());
