//! The protocol of each role: frames in, frames out, no I/O. Sockets are in `http::socket`.

pub mod frames;
pub mod incoming;
pub mod pace;
pub mod window;
