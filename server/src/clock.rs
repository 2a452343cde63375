//! The one place where the program asks what time it is and draws ids.

use std::time::{SystemTime, UNIX_EPOCH};

use uuid::Uuid;

/// Milliseconds since 1970-01-01 UTC.
pub fn now_ms() -> u64 {
    // Before 1970 the clock is wrong anyway.
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as u64)
}

/// A new id, in order of time.
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}
