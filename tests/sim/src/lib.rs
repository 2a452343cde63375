//! A deterministic simulation of Efir: several nodes around a log with faults, people with bad links, clocks that drift,
//! crashes; first everything goes wrong, then nothing more does and all must agree. Everything comes from one seed, nothing
//! waits for anything real, and the same seed gives the same bytes.
//!
//! What runs here is the server's own pure code: the state machine, what is kept of the log and merged into it, what may be
//! shown on air, the frames and their reader, a moderator's window. What is played is what does I/O around it.

pub mod bugs;
mod chance;
pub mod check;
mod client;
mod effect;
mod faults;
mod intake;
mod log;
mod makers;
mod node;
mod people;
pub mod plan;
mod session;
mod spoiled;
mod world;

use bugs::Bug;
use check::Violation;
use plan::Plan;
use world::World;

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Report {
    /// Which run it was.
    pub seed: u64,
    /// The first promise that was broken.
    pub violation: Option<Violation>,
    /// A hash of everything that happened, in its order.
    pub trace: String,
    /// How long it lasted, in simulated milliseconds.
    pub lasted_ms: u64,
    /// Entries in the log in the end.
    pub entries: u64,
    /// Questions that were asked, and those of them that were acknowledged.
    pub questions: (usize, usize),
    /// How often the log was healed.
    pub heals: u32,
}

/// Runs what a seed says, with a bug planted or without.
pub fn run(plan: Plan, bug: Option<Bug>) -> Report {
    let seed = plan.seed;
    let mut world = World::new(plan, bug);
    let violation = world.run().err();
    Report {
        seed,
        violation,
        trace: world.trace(),
        lasted_ms: world.now,
        entries: world.log.tail().position.offset,
        questions: world.checks.questions(),
        heals: world.heals,
    }
}
