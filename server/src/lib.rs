//! Efir: questions to a live broadcast, from the viewers' phones to the host's screen.
//!
//! Data goes round once, one way: a socket or a request → `intake` → the log → `room` (follow, apply, publish) →
//! the sockets. `ARCHITECTURE.md` tells the rest.

pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod directory;
mod doors;
pub mod dry_run;
pub mod export;
pub mod http;
pub mod import;
pub mod intake;
pub mod lanes;
pub mod limits;
pub mod node;
pub mod problem;
pub mod room;
pub mod rulebook;
pub mod serve;
pub mod session;
pub mod tokens;
pub mod watch;
