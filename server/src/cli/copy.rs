//! `efir copy`: all that a log holds into another log, of whatever kind: a backup, its restoration, or a move.

use std::io::Write;

use anyhow::{Context, bail};
use efir_core::directory;
use efir_log::{Chain, Log, NewEntry, Opening, Role as LogRole};

use super::block_on;
use crate::{config::Config, node};

/// Entries that are copied at once.
const BATCH: usize = 1_024;

/// `efir copy`
pub(super) fn copy(config: &Config, to: &str) -> anyhow::Result<()> {
    block_on(async {
        let from = efir_log::open(&config.log, Opening::tool()).await?.log;
        let to = efir_log::open(to, config.opening(LogRole::Tool)).await?.log;
        let directory = node::open_directory(&*from, None).await?;
        // The directory last: a copy that was broken off is no log that a server would begin with.
        let streams = directory.broadcasts().keys().map(String::as_str).chain([directory::STREAM]);
        let mut out = std::io::stdout().lock();
        for stream in streams {
            let entries = copy_stream(&*from, &*to, stream).await.with_context(|| stream.to_owned())?;
            writeln!(out, "{stream}: {entries} entries")?;
        }
        Ok(())
    })
}

/// What is there already is not added again, so that it can be repeated, also while a server goes on.
async fn copy_stream(from: &dyn Log, to: &dyn Log, stream: &str) -> anyhow::Result<u64> {
    let mut chain = Chain::default();
    loop {
        let records = from.read(stream, chain.offset(), BATCH).await?;
        if records.is_empty() {
            break;
        }
        for record in &records {
            chain.step(record).map_err(|damage| damage.of(stream))?;
        }
        let entries = records.iter().map(|record| NewEntry { id: record.id, bytes: record.bytes.clone() });
        to.append(stream, &entries.collect::<Vec<_>>()).await?;
    }
    let said = to.confirm(stream, chain.offset()).await?;
    if said.tail.position.offset != chain.offset() || said.tail.hash != *chain.hash() {
        bail!("the other log holds something else, too: copy into an empty one");
    }
    if !said.durable {
        bail!("too few replicas have it yet: run the copy again, nothing is added twice");
    }
    Ok(chain.offset())
}
