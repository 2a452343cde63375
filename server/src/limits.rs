//! Every limit with its name and its default. `docs/limits.md` tells them to people; a test compares the two.

use std::time::Duration;

/// The largest frame and message a client may send, in bytes.
pub const FRAME_BYTES: usize = 16 * 1024;
/// The largest body of a request, in bytes.
pub const BODY_BYTES: usize = 64 * 1024;
/// The largest body with rule files, in bytes.
pub const RULES_BYTES: usize = 1024 * 1024;
/// What a socket reads at once, in bytes: the library's default of 128 KiB would be a gigabyte for ten thousand.
pub const READ_BUFFER_BYTES: usize = 2 * 1024;
/// How long a connection may take to say what it asks for, and stay silent between two requests.
pub const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
/// How long a request's body may pause.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(15);
/// The longest name, place or topic, in graphemes.
pub const LINE_GRAPHEMES: usize = 80;
/// Of the wall's texts the first view of the viewers' page has so many characters; the rest is asked for.
pub const WALL_PAGE_CHARACTERS: usize = 8_000;
/// Combining marks on one base character.
pub const MARKS: usize = 3;
/// Commands of one socket that are under way at once; more wait unread.
pub const IN_FLIGHT: usize = 8;
/// How long a screen that comes back to a server that is behind of it waits for that server.
pub const CATCH_UP: Duration = Duration::from_secs(5);
/// How long one write to a socket may take before the socket is given up.
pub const SEND_TIMEOUT: Duration = Duration::from_secs(10);
/// How often a silent socket is asked whether it lives; twice unanswered, it is closed.
pub const PING_EVERY: Duration = Duration::from_secs(25);
/// For how long what happened is gathered before viewers see it.
pub const VIEWER_TICK: Duration = Duration::from_millis(100);
/// For how long what happened is gathered before a moderator's window is cut anew.
pub const WINDOW_TICK: Duration = Duration::from_millis(50);
/// How long a moderator's window rests after it was cut, in times of what the cut took: a tenth of the time at most goes
/// into it.
pub const WINDOW_REST: u32 = 9;
/// What the system keeps of what a viewer's connection has not taken yet, in bytes; Linux keeps twice that.
pub const SEND_BUFFER_BYTES: usize = 64 * 1024;
/// Connections of viewers that wait to be served for the first time; more are told to come back.
pub const ARRIVING: usize = 512;
/// Connections of which it is not known yet who they are, or which are being refused, beyond the viewers' places; where
/// there are more, who has stood there longest goes.
pub const AT_THE_DOOR: usize = 4_096;
/// Questions, votes and look-ups of a broadcast's viewers that are under way at once in a server; more are told to come back.
pub const UNDER_WAY: usize = 2_048;
/// How long an append may be retried before the asker is told to try again.
pub const APPEND_DEADLINE: Duration = Duration::from_secs(10);
/// Questions of one viewer a minute.
pub const VIEWER_QUESTIONS_PER_MINUTE: u32 = 10;
/// Questions from one address a minute: a whole town may stand behind it.
pub const ADDRESS_QUESTIONS_PER_MINUTE: u32 = 1_200;
/// Votes and withdrawals of one viewer a minute.
pub const VIEWER_VOTES_PER_MINUTE: u32 = 60;
/// Look-ups of like questions by one viewer a minute.
pub const VIEWER_LOOKUPS_PER_MINUTE: u32 = 120;
