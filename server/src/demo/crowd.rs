//! Brings the crowd together and tells each what to do when, until it is told to end.

use std::{
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval, sleep},
};
use tokio_util::sync::CancellationToken;

use super::{
    dice::Dice,
    pace::{Due, Pace},
    people,
    person::{Contact, Person, Wall, Wish},
    texts::{Kind, Text, Texts},
};

/// Within which time all come.
const ARRIVAL: Duration = Duration::from_secs(5);
/// How often it is looked what is due.
const TICK: Duration = Duration::from_millis(100);
/// One in so many reads the wall.
const READERS: usize = 10;
/// So many send all the spam, so that a moderator can mute them.
const SPAMMERS: usize = 3;
/// How often one looks for like questions before one asks.
const LOOKS: f64 = 0.25;
/// How often a question is asked once more by the same person, word for word.
const REPEATS: f64 = 0.03;
/// Those who asked last, who may repeat or take back.
const ASKERS: usize = 50;
/// Open files that are left to the server itself and to the guests; each of the crowd needs two.
const SPARE_FILES: usize = 160;

/// Lets so many people ask and vote in the broadcast of that name.
pub async fn gather(people: usize, server: SocketAddr, slug: &str, stop: CancellationToken) {
    let people = affordable(people);
    let url: Arc<str> = format!("ws://{server}/ws/{slug}/viewer").into();
    let wall = Arc::new(Wall::default());
    let mut dice = Dice::default();
    let mut tasks = JoinSet::new();
    let mut contacts = Vec::with_capacity(people);
    for (number, persona) in people::personas(people, &mut dice).into_iter().enumerate() {
        let reads = number.is_multiple_of(READERS).then(|| wall.clone());
        let (person, contact) = Person::new(persona, server, url.clone(), reads);
        tasks.spawn(person.live(ARRIVAL.mul_f64(number as f64 / people as f64)));
        contacts.push(contact);
    }
    let conductor = Conductor { texts: Texts::new(&mut dice), contacts, wall, askers: Vec::new(), dice };
    tokio::select! {
        () = stop.cancelled() => {}
        () = conductor.lead() => {}
    }
    // Whoever is still connected leaves with the set.
    drop(tasks);
}

struct Conductor {
    texts: Texts,
    contacts: Vec<Contact>,
    wall: Arc<Wall>,
    askers: Vec<usize>,
    dice: Dice,
}

impl Conductor {
    async fn lead(mut self) {
        while !self.contacts.iter().any(is_online) {
            sleep(TICK).await;
        }
        let (mut pace, start) = (Pace::default(), Instant::now());
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            let now = start.elapsed().as_secs_f64();
            let due = pace.due(now, self.wall.len(), &mut self.dice);
            self.tell(due);
        }
    }

    fn tell(&mut self, due: Due) {
        for _ in 0..due.questions {
            match self.asker().filter(|_| self.dice.chance(REPEATS)) {
                Some(asker) => self.wish(asker, Wish::Repeat),
                None => {
                    let text = self.texts.next(&mut self.dice);
                    text.into_iter().for_each(|text| self.ask(text));
                }
            }
        }
        for _ in 0..due.wave {
            let text = self.texts.next_in_wave(due.wave_number, &mut self.dice);
            text.into_iter().for_each(|text| self.ask(text));
        }
        for _ in 0..due.votes {
            let (voter, question) = (self.anybody(self.contacts.len()), self.wall.choose(&mut self.dice));
            if let (Some(voter), Some(question)) = (voter, question) {
                self.wish(voter, Wish::Vote(question));
            }
        }
        for _ in 0..due.withdrawals {
            if let Some(asker) = self.asker() {
                self.wish(asker, Wish::Withdraw);
            }
        }
    }

    fn ask(&mut self, text: Text) {
        let who = match text.kind {
            Kind::Spam => self.anybody(SPAMMERS.min(self.contacts.len())),
            _ => self.anybody(self.contacts.len()),
        };
        let Some(who) = who else { return };
        if text.kind != Kind::Spam {
            if self.askers.len() == ASKERS {
                self.askers.remove(0);
            }
            self.askers.push(who);
        }
        match self.dice.chance(LOOKS) && text.kind == Kind::Plain {
            true => self.wish(who, Wish::Look(text)),
            false => self.wish(who, Wish::Ask(text)),
        }
    }

    /// One of those who asked last.
    fn asker(&mut self) -> Option<usize> {
        self.dice.one_of(&self.askers).copied()
    }

    /// One of the first so many, if one of them is connected.
    fn anybody(&mut self, of: usize) -> Option<usize> {
        let online = (0..of).filter(|at| is_online(&self.contacts[*at]));
        let online: Vec<usize> = online.collect();
        self.dice.one_of(&online).copied()
    }

    /// One who is too slow for it just does not do it.
    fn wish(&self, who: usize, wish: Wish) {
        let _ = self.contacts[who].wishes.try_send(wish);
    }
}

fn is_online(contact: &Contact) -> bool {
    contact.online.load(Ordering::Relaxed)
}

/// As many of them as this process may have open files for, so that guests still get in.
fn affordable(people: usize) -> usize {
    let Some(files) = open_files(&std::fs::read_to_string("/proc/self/limits").unwrap_or_default()) else {
        return people;
    };
    let most = files.saturating_sub(SPARE_FILES) / 2;
    if people > most {
        tracing::warn!(
            "{people} people need more open files than {files}: {most} come; raise `ulimit -n` for more"
        );
    }
    people.min(most)
}

/// The limit of open files, as Linux tells it.
fn open_files(limits: &str) -> Option<usize> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crowd(people: usize) -> (Conductor, Vec<Person>) {
        let mut dice = Dice::seeded(7);
        let server = SocketAddr::from(([127, 0, 0, 1], 1));
        let personas = people::personas(people, &mut dice);
        let (people, contacts): (Vec<_>, Vec<_>) =
            personas.into_iter().map(|persona| Person::new(persona, server, "ws://x".into(), None)).unzip();
        let texts = Texts::new(&mut dice);
        (Conductor { texts, contacts, wall: Arc::default(), askers: Vec::new(), dice }, people)
    }

    #[test]
    fn only_those_who_are_connected_are_asked_to_do_something() {
        let (mut conductor, _people) = crowd(5);
        assert_eq!(conductor.anybody(5), None);
        conductor.tell(Due { questions: 3, votes: 3, withdrawals: 3, ..Due::default() });
        conductor.contacts[2].online.store(true, Ordering::Relaxed);
        assert_eq!(conductor.anybody(5), Some(2));
        assert_eq!(conductor.anybody(2), None);
        conductor.tell(Due { questions: 40, wave: 5, ..Due::default() });
        assert!(conductor.askers.iter().all(|asker| *asker == 2));
        assert_eq!(conductor.contacts[2].wishes.capacity(), 0);
        assert_eq!(conductor.contacts[1].wishes.capacity(), conductor.contacts[1].wishes.max_capacity());
    }

    #[test]
    fn the_limit_of_open_files_is_read_where_there_is_one() {
        let limits =
            "Limit   Soft Limit  Hard Limit  Units\nMax open files            1024        524288       files";
        assert_eq!(open_files(limits), Some(1024));
        assert_eq!(open_files("Max open files   unlimited   unlimited   files"), None);
        assert_eq!(open_files(""), None);
    }
}
