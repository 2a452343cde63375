//! `efir import`, `efir export` and `efir verify`: what works on the log itself, beside a running server or without one.

use std::{io::Write, path::Path};

use anyhow::{Context, bail};
use efir_core::{Broadcast, directory};
use efir_log::{Chain, Log, LogError, Opening, Role as LogRole};
use tokio_util::sync::CancellationToken;

use super::block_on;
use crate::{
    config::Config,
    dry_run,
    export::{self, Format},
    import,
    lanes::Lanes,
    node, room, rulebook,
};

async fn broadcasts(log: &dyn Log, only: Option<&str>) -> anyhow::Result<Vec<(String, Broadcast, Chain)>> {
    let directory = node::open_directory(log, None).await?;
    if let Some(slug) = only.filter(|slug| !directory.broadcasts().contains_key(*slug)) {
        bail!("there is no broadcast {slug:?} in this log");
    }
    let mut all = Vec::new();
    for (slug, listed) in
        directory.broadcasts().iter().filter(|(slug, _)| only.is_none_or(|only| only == *slug))
    {
        let replayed = room::replay(log, slug, node::settings(listed)).await;
        let (broadcast, chain) = replayed.with_context(|| format!("broadcast {slug}"))?;
        all.push((slug.clone(), broadcast, chain));
    }
    Ok(all)
}

/// `efir verify`
pub(super) fn verify(config: &Config, only: Option<&str>) -> anyhow::Result<()> {
    block_on(async {
        let log = efir_log::open(&config.log, Opening::tool()).await?.log;
        let mut out = std::io::stdout().lock();
        for (slug, broadcast, chain) in broadcasts(&*log, only).await? {
            let epoch = log.tail(&slug).await?.position.epoch;
            let entries = chain.offset();
            writeln!(
                out,
                "{slug}: {entries} entries, position {epoch}-{entries}, hash {}",
                broadcast.hash()
            )?;
        }
        // The directory's chain is checked with the rest, though it is no broadcast.
        check_chain(&*log, directory::STREAM).await
    })
}

async fn check_chain(log: &dyn Log, stream: &str) -> anyhow::Result<()> {
    let mut chain = Chain::default();
    loop {
        let records = log.read(stream, chain.offset(), 1_024).await?;
        if records.is_empty() {
            return Ok(());
        }
        for record in &records {
            chain.step(record).context("the directory")?;
        }
    }
}

/// `efir export`
pub(super) fn export(config: &Config, slug: &str, format: Format) -> anyhow::Result<()> {
    block_on(async {
        let log = efir_log::open(&config.log, Opening::tool()).await?.log;
        let directory = node::open_directory(&*log, None).await?;
        let listed = directory.broadcasts().get(slug);
        let Some(listed) = listed else { bail!("there is no broadcast {slug:?} in this log") };
        let (broadcast, damage) = match room::replay(&*log, slug, node::settings(listed)).await {
            Ok((broadcast, _)) => (broadcast, None),
            Err(damage @ LogError::Damaged { .. }) => {
                (room::salvage(&*log, slug, node::settings(listed)).await?, Some(damage))
            }
            Err(error) => return Err(error.into()),
        };
        std::io::stdout().lock().write_all(&export::write(&broadcast, format)?)?;
        match damage {
            Some(damage) => Err(anyhow::Error::new(damage).context("only what can be read was exported")),
            None => Ok(()),
        }
    })
}

/// `efir rules diff`
pub(super) fn diff(config: &Config, old: &Path, new: &Path, slug: &str, json: bool) -> anyhow::Result<()> {
    let load = |folder: &Path| rulebook::load((folder != Path::new("-")).then_some(folder));
    let (old, new) = (load(old)?, load(new)?);
    block_on(async {
        let log = efir_log::open(&config.log, Opening::tool()).await?.log;
        let all = broadcasts(&*log, Some(slug)).await?;
        let (_, broadcast, _) = all.first().context("the broadcast was just found")?;
        let report = dry_run::run(&old, &new, &dry_run::questions(broadcast));
        let mut out = std::io::stdout().lock();
        match json {
            true => writeln!(out, "{}", serde_json::to_string(&report)?)?,
            false => write!(out, "{report}")?,
        }
        Ok(())
    })
}

/// `efir import`
pub(super) fn import(config: &Config, slug: &str, file: &Path) -> anyhow::Result<()> {
    let rows = import::read(file)?;
    block_on(async {
        let opened = efir_log::open(&config.log, config.opening(LogRole::Tool)).await?;
        let rules = rulebook::load(config.rules.as_deref())?;
        let stop = CancellationToken::new();
        let title = crate::serve::first_title();
        let node = node::Node::open(opened, rules, false, &title, Lanes::one(), stop.clone()).await?;
        let Ok(room) = node.room(slug) else { bail!("there is no broadcast {slug:?} in this log") };
        let summary = import::run(&node, &room, rows).await?;
        stop.cancel();
        writeln!(std::io::stdout(), "{summary}")?;
        Ok(())
    })
}
