//! A log that nobody keeps: the demonstration writes to the disk like the real thing, and leaves nothing behind.

/// A log in a temporary folder, which is removed when this is dropped.
pub struct ThrowAway(tempfile::TempDir);

impl ThrowAway {
    /// A new, empty one.
    pub fn new() -> std::io::Result<Self> {
        tempfile::Builder::new().prefix("efir-demo-").tempdir().map(ThrowAway)
    }

    /// Its address for `--log`.
    pub fn log(&self) -> String {
        format!("disk:{}", self.0.path().display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_gone_when_it_is_dropped() {
        let throw_away = ThrowAway::new().unwrap();
        let address = throw_away.log();
        let path = std::path::Path::new(address.strip_prefix("disk:").unwrap());
        assert!(path.is_dir());
        drop(throw_away);
        assert!(!path.exists());
    }
}
