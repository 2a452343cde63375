//! One way to see a text, whatever letters it was written in.
//!
//! [`fold::Folded`] is the text in small letters of one form, with a map back to the characters as
//! written; [`stems`] are its words as search and likeness know them. Nothing here knows a rule.

pub mod fold;
pub mod lattice;
pub mod letters;
pub mod sentences;
mod short;
mod stem;
pub mod suspects;
pub mod words;

pub use fold::Folded;
pub use stem::{stem, stems};
pub use words::{Word, words};
