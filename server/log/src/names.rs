//! What a stream may be called, the same in every log.

use crate::LogError;

/// The longest name of a stream, in bytes.
pub const STREAM_NAME_MAX_BYTES: usize = 128;

/// Refuses names that some log could not hold: braces would break the hash tag that keeps a stream's Redis keys
/// on one shard, and control characters make a mess of messages and of `redis-cli`.
pub(crate) fn check_stream(stream: &str) -> Result<(), LogError> {
    let is_fit = |c: char| !c.is_control() && c != '{' && c != '}';
    if !stream.is_empty() && stream.len() <= STREAM_NAME_MAX_BYTES && stream.chars().all(is_fit) {
        return Ok(());
    }
    let shown: String = stream.chars().take(40).collect();
    Err(LogError::config(
        format!("{shown:?} cannot be the name of a stream"),
        format!("use 1 to {STREAM_NAME_MAX_BYTES} bytes without braces and control characters"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_for_every_log_pass_and_others_are_refused() {
        for good in ["direct-line", "~directory", "прямая-линия", &"x".repeat(STREAM_NAME_MAX_BYTES)]
        {
            assert_eq!(check_stream(good), Ok(()), "{good}");
        }
        for bad in ["", "a{b", "}", "a\nb", &"x".repeat(STREAM_NAME_MAX_BYTES + 1)] {
            assert!(matches!(check_stream(bad), Err(LogError::Config { .. })), "{bad:?}");
        }
    }
}
