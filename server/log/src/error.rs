//! What can go wrong with a log, in words for the person who runs it.
//!
//! One error type for every log, so that those above need not know which one they have. No other crate's error
//! is carried inside: messages are made where the error happens, where it is known what to do about it.

use std::path::PathBuf;

/// Why a log could not do as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// Another try may help. If this was an append, it may have happened: append the same ids again.
    #[error("the log is unavailable: {what}")]
    Unavailable {
        /// What did not answer, and how.
        what: String,
    },
    /// More is waiting to be appended than may wait. Nothing was appended.
    #[error("too many entries wait to be appended to {stream}; try again in {retry_after_ms} ms")]
    Overloaded {
        /// The stream whose queue is full.
        stream: String,
        /// When to try again.
        retry_after_ms: u64,
    },
    /// What the log holds cannot be right.
    #[error(
        "{} is damaged{}: {what}; `efir verify` shows how far it is whole, `efir export` saves what can be read, \
         then restore a backup",
        of(stream), at(*offset)
    )]
    Damaged {
        /// The damaged stream; empty when it is not known which.
        stream: String,
        /// The first entry that is wrong; 0 when it is not known which.
        offset: u64,
        /// What is wrong with it.
        what: String,
    },
    /// Another server runs on this log, and only one may.
    #[error("{} is the log of a server that is running; stop that one, or give this one a log of its own with --log disk:PATH", path.display())]
    Locked {
        /// The directory of the log.
        path: PathBuf,
    },
    /// The log's address or the far end's settings are not usable.
    #[error("{what}; {help}")]
    Config {
        /// What is wrong, and where.
        what: String,
        /// What to do about it.
        help: String,
    },
    /// A write failed in a way after which nothing can be promised, so that this log takes no more entries.
    #[error(
        "the log takes no more entries since a write to it failed: {what}; mend the disk, then start again"
    )]
    Poisoned {
        /// The write that failed, and how.
        what: String,
    },
    /// A file or directory of the log could not be used.
    #[error("{}: {what}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What was tried, and how it failed.
        what: String,
    },
}

fn of(stream: &str) -> String {
    if stream.is_empty() { "the log".to_owned() } else { format!("the log of {stream}") }
}

fn at(offset: u64) -> String {
    if offset == 0 { String::new() } else { format!(" at offset {offset}") }
}

impl LogError {
    /// Whether the same call may succeed later without anybody's help.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable { .. } | Self::Overloaded { .. })
    }

    /// Writes it to the server's own log of events: ERROR where a person must act, WARN where it passes by itself.
    pub fn report(&self, stream: &str, what: &str) {
        if self.is_retryable() {
            tracing::warn!(stream, error = %self, "{what}");
        } else {
            tracing::error!(stream, error = %self, "{what}");
        }
    }

    pub(crate) fn unavailable(what: impl Into<String>) -> Self {
        Self::Unavailable { what: what.into() }
    }

    pub(crate) fn config(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Config { what: what.into(), help: help.into() }
    }

    pub(crate) fn damaged(stream: &str, offset: u64, what: impl Into<String>) -> Self {
        Self::Damaged { stream: stream.to_owned(), offset, what: what.into() }
    }

    pub(crate) fn io(path: impl Into<PathBuf>, what: impl Into<String>) -> Self {
        Self::Io { path: path.into(), what: what.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_says_where_as_far_as_that_is_known() {
        let shown = |stream, offset| LogError::damaged(stream, offset, "it is torn").to_string();
        assert!(shown("air", 7).starts_with("the log of air is damaged at offset 7: it is torn; "));
        assert!(shown("", 0).starts_with("the log is damaged: it is torn; "));
    }

    #[test]
    fn only_what_passes_by_itself_is_tried_again() {
        assert!(LogError::unavailable("it hums").is_retryable());
        assert!(LogError::Overloaded { stream: "air".to_owned(), retry_after_ms: 1 }.is_retryable());
        for error in [
            LogError::damaged("air", 1, ""),
            LogError::config("", ""),
            LogError::io("", ""),
            LogError::Locked { path: PathBuf::new() },
            LogError::Poisoned { what: String::new() },
        ] {
            assert!(!error.is_retryable(), "{error}");
        }
    }
}
