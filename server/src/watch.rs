//! Follows the folder of rule files: what is saved there is in force a moment later, or refused with its line.

use std::{path::PathBuf, sync::Arc, time::Duration};

use notify::{RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{node::Node, rulebook};

/// Editors save in several steps: so long nothing may happen before the files are read.
const QUIET: Duration = Duration::from_millis(100);

/// Puts changed rules in force until it is told to stop. The old ones stay where the new ones are broken.
pub async fn rules(node: Arc<Node>, folder: PathBuf, stop: CancellationToken) -> notify::Result<()> {
    let (changed, mut changes) = mpsc::unbounded_channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading the files is no change of them. The receiver is gone only when the server ends.
        if event.is_ok_and(|event| !event.kind.is_access()) {
            let _ = changed.send(());
        }
    })?;
    watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    // What was saved between the start and now.
    reload(&node, &folder).await;
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            change = changes.recv() => if change.is_none() { return Ok(()) },
        }
        while let Ok(Some(())) = tokio::time::timeout(QUIET, changes.recv()).await {}
        reload(&node, &folder).await;
    }
}

async fn reload(node: &Node, folder: &std::path::Path) {
    let rules = match rulebook::load(Some(folder)) {
        Ok(rules) if rules.version() == node.rules().version() => return,
        Ok(rules) => rules,
        Err(error) => {
            tracing::error!(%error, "the rules were changed and cannot be used: the old ones stay in force");
            return;
        }
    };
    tracing::info!(version = rules.version(), "other rules are in force");
    node.set_rules(rules);
    if let Err(error) = node.note_rules().await {
        tracing::error!(%error, "cannot note in the log which rules are in force");
    }
}
