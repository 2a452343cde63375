//! A node: the log, the directory, a room for each broadcast, the rules and the keys. What the screens, the
//! API and the command line stand on.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use efir_core::{
    Actor, Role, Settings,
    directory::{self, Directory, Listed},
};
use efir_log::{Concern, Log, LogError, Opened};
use moderation_rules::rules::Rules;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    clock,
    directory::Shelf,
    intake::{desk::Judges, flood::Flood},
    lanes::Lanes,
    problem::Problem,
    room::{Room, alarm},
    tokens::{BadKey, Claims, Keys, TOKEN_MS},
};

/// How long to wait after the directory could not be followed.
const BACKOFF: Duration = Duration::from_secs(1);
/// How often the log's settings are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// The name behind the id of the first broadcast, so that two nodes that begin at once write one.
const DIRECTORY_IDS: Uuid = Uuid::from_u128(0x9a0c_7c1e_51fd_4bb2_8f57_3f20_6c9d_0b11);
/// The first broadcast of an empty log.
pub const FIRST_SLUG: &str = "direct-line";

/// One server's share of Efir.
pub struct Node {
    /// The log.
    pub log: Arc<dyn Log>,
    keys: RwLock<Arc<Keys>>,
    /// How much of each thing a viewer and an address may do.
    pub flood: Flood,
    /// Whose turn it is to be judged.
    pub judges: Judges,
    rules: RwLock<Arc<Rules>>,
    directory: Shelf,
    concerns: RwLock<Vec<Concern>>,
    lanes: Lanes,
    rooms: RwLock<HashMap<String, Arc<Room>>>,
    stop: CancellationToken,
}

/// Why a node cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// The log does not answer, or is damaged.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The directory's key is no key.
    #[error(transparent)]
    Key(#[from] BadKey),
}

/// Efir itself as the author of an entry.
pub fn system() -> Actor {
    Actor { role: Role::System, id: Uuid::nil(), name: None }
}

impl Node {
    /// Reads the directory (making its key and the first broadcast where it is empty) and opens every room.
    pub async fn open(
        opened: Opened,
        rules: Rules,
        rate_limit: bool,
        first_title: &str,
        lanes: Lanes,
        stop: CancellationToken,
    ) -> Result<Arc<Self>, NodeError> {
        let Opened { log, concerns } = opened;
        open_directory(&*log, Some(first_title)).await?;
        let directory = Shelf::open(log.clone()).await?;
        let keys = keys_of(&directory)?;
        let node = Arc::new(Node {
            log,
            keys: RwLock::new(Arc::new(keys)),
            flood: Flood::new(rate_limit),
            judges: Judges::default(),
            rules: RwLock::new(Arc::new(rules)),
            directory,
            concerns: RwLock::new(concerns),
            lanes,
            rooms: RwLock::default(),
            stop,
        });
        node.open_rooms().await?;
        tokio::spawn(node.clone().follow_directory());
        tokio::spawn(node.clone().look_at_settings());
        Ok(node)
    }

    /// The key of tokens and receipts.
    pub fn keys(&self) -> Arc<Keys> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes in what keys the directory has by now: a node that began on an emptied log made one of its own, and the
    /// others fill the log again with theirs. So what any of them signed is good on all.
    fn follow_keys(&self) {
        match keys_of(&self.directory) {
            Ok(keys) => *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys),
            Err(error) => tracing::error!(%error, "the directory's key cannot be used"),
        }
    }

    /// The rules in force.
    pub fn rules(&self) -> Arc<Rules> {
        self.rules.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts other rules in force for new questions.
    pub fn set_rules(&self, rules: Rules) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(rules);
    }

    /// The room of a broadcast.
    pub fn room(&self, slug: &str) -> Result<Arc<Room>, Problem> {
        let rooms = self.rooms.read().unwrap_or_else(PoisonError::into_inner);
        rooms.get(slug).cloned().ok_or(Problem::NotFound)
    }

    /// All rooms, by slug.
    pub fn rooms(&self) -> Vec<Arc<Room>> {
        let rooms = self.rooms.read().unwrap_or_else(PoisonError::into_inner);
        let mut rooms: Vec<_> = rooms.values().cloned().collect();
        rooms.sort_by(|a, b| a.slug.cmp(&b.slug));
        rooms
    }

    /// Begins a broadcast; when it returns, this node serves it.
    pub async fn create(
        &self,
        slug: &str,
        title: &str,
        anonymous: bool,
        by: Actor,
    ) -> Result<Arc<Room>, Problem> {
        if !directory::is_slug(slug) {
            return Err(Problem::BadSlug);
        }
        if title.trim().is_empty() || title.chars().count() > 200 {
            return Err(Problem::BadRequest("title: 1 to 200 characters are needed".to_owned()));
        }
        if self.room(slug).is_ok() {
            return Err(Problem::SlugTaken);
        }
        let deed =
            directory::Deed::Create { slug: slug.to_owned(), title: title.trim().to_owned(), anonymous };
        let id = clock::new_id();
        self.directory.append(id, by, deed).await?;
        self.open_rooms().await?;
        self.room(slug)
    }

    /// Notes in the directory which rules are in force, where that changed.
    pub async fn note_rules(&self) -> Result<(), LogError> {
        let version = self.rules().version();
        if self.directory.get(|d| d.rules() == Some(version.as_str())) {
            return Ok(());
        }
        let deed = directory::Deed::Rules { version };
        crate::directory::append(&*self.log, clock::new_id(), system(), deed).await
    }

    /// Why this node should not be sent anybody now.
    pub fn unready(&self) -> Option<&'static str> {
        let rooms = self.rooms();
        let unready = rooms.iter().find_map(|room| room.alarms.unready());
        unready.or_else(|| (self.directory.age() > alarm::PATIENCE).then_some("the log does not answer"))
    }

    /// What is wrong with the log's settings, as of the last look.
    pub fn concerns(&self) -> Vec<Concern> {
        self.concerns.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks at the log's settings again and again: after a failover another Redis is the primary, and it may be set up
    /// otherwise; and settings may be changed while it runs.
    async fn look_at_settings(self: Arc<Self>) {
        loop {
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            // That it does not answer is told of by whoever reads or writes it.
            let Ok(now) = self.log.concerns().await else { continue };
            let before = self.concerns();
            now.iter().filter(|concern| !before.contains(concern)).for_each(Concern::report);
            if now.is_empty() && !before.is_empty() {
                tracing::info!("the log's settings are as they must be again");
            }
            self.rooms().iter().for_each(|room| room.alarms.concern(&now));
            *self.concerns.write().unwrap_or_else(PoisonError::into_inner) = now;
        }
    }

    /// Tells whoever runs the servers, once, when these do not judge alike.
    fn compare_rules(&self, told: &mut Option<String>) {
        let here = self.rules().version();
        let elsewhere =
            self.directory.get(|d| d.rules().map(str::to_owned)).filter(|version| *version != here);
        if let Some(elsewhere) = elsewhere.as_deref().filter(|version| told.as_deref() != Some(version)) {
            tracing::warn!(here, elsewhere, "another server put other rules in force");
        }
        *told = elsewhere;
    }

    async fn follow_directory(self: Arc<Self>) {
        let mut told = None;
        loop {
            let followed = tokio::select! {
                () = self.stop.cancelled() => return,
                followed = self.directory.follow() => followed,
            };
            let opened = match followed {
                Ok(()) => {
                    self.follow_keys();
                    self.compare_rules(&mut told);
                    self.open_rooms().await
                }
                Err(error) => Err(error),
            };
            if let Err(error) = opened {
                // The links to the log end with the program, in any order.
                if self.stop.is_cancelled() {
                    return;
                }
                error.report(directory::STREAM, "cannot follow the directory");
                tokio::time::sleep(BACKOFF).await;
            }
        }
    }

    async fn open_rooms(&self) -> Result<(), LogError> {
        let listed = self.directory.get(|d| d.broadcasts().clone());
        for (slug, listed) in listed {
            if self.room(&slug).is_ok() {
                continue;
            }
            let (log, lanes, stop) = (self.log.clone(), &self.lanes, self.stop.clone());
            let room = Room::open(&slug, settings(&listed), log, &self.concerns(), lanes, stop).await?;
            let mut rooms = self.rooms.write().unwrap_or_else(PoisonError::into_inner);
            rooms.entry(slug).or_insert(room);
        }
        Ok(())
    }
}

fn keys_of(directory: &Shelf) -> Result<Keys, BadKey> {
    directory.get(|directory| Keys::new(directory.secrets()))
}

/// A broadcast's settings before its first entry.
pub fn settings(listed: &Listed) -> Settings {
    Settings { title: listed.title.clone(), anonymous: listed.anonymous, ..Settings::default() }
}

/// A token for a role in a broadcast.
pub fn token(keys: &Keys, role: Role, slug: &str, name: Option<&str>) -> String {
    let slug = if role == Role::Admin { "*" } else { slug };
    keys.seal(&Claims {
        role,
        slug: slug.into(),
        id: clock::new_id(),
        name: name.map(Into::into),
        until: clock::now_ms() + TOKEN_MS,
    })
}

/// Reads the directory. With a title, an empty one gets its key and its first broadcast.
pub async fn open_directory(log: &dyn Log, first_title: Option<&str>) -> Result<Directory, LogError> {
    let mut directory = read_directory(log).await?;
    if let Some(title) = first_title.filter(|_| directory.secrets().next().is_none()) {
        let secret = directory::Deed::Secret { key: Keys::fresh_secret() };
        // Of two nodes that begin at once each has its own: the one that stands first signs.
        crate::directory::append(log, clock::new_id(), system(), secret).await?;
        let first =
            directory::Deed::Create { slug: FIRST_SLUG.to_owned(), title: title.to_owned(), anonymous: true };
        crate::directory::append(log, Uuid::new_v5(&DIRECTORY_IDS, b"first"), system(), first).await?;
        directory = read_directory(log).await?;
    }
    Ok(directory)
}

async fn read_directory(log: &dyn Log) -> Result<Directory, LogError> {
    let mut directory = Directory::default();
    loop {
        let records = log.read(directory::STREAM, directory.offset(), 256).await?;
        if records.is_empty() {
            return Ok(directory);
        }
        records.iter().for_each(|record| directory.apply(&record.bytes));
    }
}
