//! The tests of the state machine through what everybody else may use of it.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod air;
mod console_views;
mod golden;
mod model;
mod personal;
mod pins;
mod rules_of_the_house;
mod stage;
mod table;
mod undo;
