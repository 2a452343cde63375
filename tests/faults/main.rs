//! Faults injected into real processes, servers on one log under a stream of questions: whatever was acknowledged is
//! there, once; nothing is shown that nobody approved; what was rejected is never shown again; both servers agree.
//!
//! A short set runs with all other tests, the rest by `tests/run --faults`. Each prints the line of
//! `docs/reliability.md` that it is the proof of.
#![allow(clippy::print_stdout, reason = "each test prints the line of the table that it is the proof of")]

mod clocks;
mod cluster;
mod disks;
mod fleet;
mod history;
mod proxy;
mod sentinel;
mod servers;
mod single;
mod warned;
