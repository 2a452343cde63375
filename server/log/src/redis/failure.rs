//! What a Redis error means for a log: try again, ask a person, or the log is damaged.

use redis::{ErrorKind, RedisError, ServerErrorKind};

use super::address::{Address, Kind};
use crate::LogError;

/// A stream where it is known, an empty name where not.
pub(super) fn explain(address: &Address, stream: &str, error: &RedisError) -> LogError {
    let code = error.code().unwrap_or_default();
    let what = || format!("{}: {error}", address.shown());
    match error.kind() {
        ErrorKind::AuthenticationFailed | ErrorKind::Server(ServerErrorKind::NoPerm) => {
            return not_allowed(what());
        }
        ErrorKind::InvalidClientConfig => {
            return LogError::config(what(), "correct the address given to --log");
        }
        ErrorKind::Server(ServerErrorKind::Moved | ServerErrorKind::Ask | ServerErrorKind::CrossSlot)
            if address.kind != Kind::Cluster =>
        {
            return LogError::config(
                format!("{} is a node of a Redis Cluster", address.shown()),
                "use redis+cluster://h1:p1,h2:p2",
            );
        }
        _ => {}
    }
    match code {
        "NOAUTH" | "WRONGPASS" => not_allowed(what()),
        "WRONGTYPE" => LogError::config(
            format!("{}: the keys of {stream:?} hold something that is not Efir's: {error}", address.shown()),
            "give the log a prefix of its own, as in redis://HOST/?prefix=NAME",
        ),
        "EFIRDAMAGED" => damaged(stream, error.detail().unwrap_or_default()),
        "ERR" if error.detail().is_some_and(|detail| detail.contains("cluster support disabled")) => {
            LogError::config(format!("{} is not a cluster", address.shown()), "use redis://HOST:PORT")
        }
        // A script that names its engine in its first line is news to a Redis older than 7.0.
        "ERR" if error.detail().is_some_and(|detail| detail.contains("compiling script")) => {
            LogError::config(what(), "use Redis 7.0 or newer, or Valkey")
        }
        // READONLY, NOREPLICAS, UNBLOCKED, MISCONF, LOADING, CLUSTERDOWN, TRYAGAIN, OOM, timeouts, broken links:
        // each passes by itself or once somebody mends the server, and an append is safe to repeat.
        _ => LogError::unavailable(what()),
    }
}

fn not_allowed(what: String) -> LogError {
    LogError::config(
        what,
        "give --log a user and password that may use the keys, as in redis://USER:PASSWORD@HOST",
    )
}

/// The script answers `EFIRDAMAGED OFFSET what`.
fn damaged(stream: &str, detail: &str) -> LogError {
    let (offset, what) = detail.split_once(' ').unwrap_or(("", detail));
    LogError::damaged(stream, offset.parse().unwrap_or(0), what)
}
