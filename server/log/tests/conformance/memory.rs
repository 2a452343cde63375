//! The suite on the log in memory.

use std::sync::Arc;

use async_trait::async_trait;
use efir_log::{Log, MemoryLog};

use crate::{cases::Store, conformance};

/// Handles are clones: there is nothing else that memory could be shared by.
#[derive(Default)]
struct Memory(Arc<MemoryLog>);

#[async_trait]
impl Store for Memory {
    async fn open(&self) -> Arc<dyn Log> {
        self.0.clone()
    }

    async fn open_with_window(&self, window: u64) -> Arc<dyn Log> {
        Arc::new(MemoryLog::with_dedup_window(window))
    }
}

conformance!(Memory::default);
