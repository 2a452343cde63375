//! The state machine of a broadcast. Entries go in through [`Broadcast::apply`], views come out through
//! [`window`] and [`audience`]; nothing else changes state, and nothing else is shown.
//!
//! No async, clock, randomness or I/O: the time is the time in the entry, an id comes with its entry, and
//! what the rules and the likeness said was recorded when the question came in.

mod apply;
pub mod audience;
pub mod balance;
mod broadcast;
pub mod card;
mod command;
mod digest;
pub mod directory;
mod entry;
pub mod muted;
mod question;
mod refusal;
mod settings;
mod support;
mod undo;
pub mod wave;
pub mod window;

pub use apply::{Applied, Touched};
pub use broadcast::{Broadcast, Claim, Heard, Note, OnAir, Viewer};
pub use command::{Command, Spot};
pub use entry::{Actor, Ask, Deed, Entry, EntryError, FORMAT, Like, Link, Personal, Role};
pub use question::{Number, Question, Standing, Status, Step, What};
pub use refusal::Refusal;
pub use settings::{Phase, Settings, SettingsPatch};
pub use support::CLAIM_MS;
