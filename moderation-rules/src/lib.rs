//! What Efir knows of a text, as pure functions: no clock, no randomness, no I/O.
//!
//! [`clean`] makes a text fit to be kept, [`rules`] says what may be done with it, and
//! [`likeness`] says who asked the same before. Both stand on [`normalise`].

pub mod clean;
pub mod likeness;
pub mod normalise;
pub mod rules;
mod verdict;

pub use verdict::{Action, Checked, Finding, Verdict};
