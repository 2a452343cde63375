//! `efir links` and `efir token`: the ways in.

use std::io::Write;

use anyhow::{Context, bail};
use efir_core::{Role, directory::Directory};
use efir_log::Opening;

use super::block_on;
use crate::{config::Config, node, tokens::Keys};

fn directory(config: &Config) -> anyhow::Result<(Directory, Keys)> {
    block_on(async {
        let log = efir_log::open(&config.log, Opening::tool()).await?.log;
        let title = crate::serve::first_title();
        let directory = node::open_directory(&*log, Some(&title)).await?;
        let keys = Keys::new(directory.secrets()).context("the directory has no key yet")?;
        Ok((directory, keys))
    })
}

/// `efir links`
pub(super) fn print(config: &Config, only: Option<&str>) -> anyhow::Result<()> {
    let (directory, keys) = directory(config)?;
    let mut out = std::io::stdout().lock();
    let slugs: Vec<&str> = match only {
        Some(slug) if directory.broadcasts().contains_key(slug) => vec![slug],
        Some(slug) => bail!("there is no broadcast {slug:?}; there are: {}", names(&directory)),
        None => directory.broadcasts().keys().map(String::as_str).collect(),
    };
    for slug in slugs {
        write!(out, "{}", list(&keys, &config.base_url(config.listen), slug))?;
    }
    Ok(())
}

/// `efir token`
pub(super) fn token(config: &Config, slug: &str, role: Role, name: Option<&str>) -> anyhow::Result<()> {
    let (directory, keys) = directory(config)?;
    if !directory.broadcasts().contains_key(slug) {
        bail!("there is no broadcast {slug:?}; there are: {}", names(&directory));
    }
    writeln!(std::io::stdout(), "{}", node::token(&keys, role, slug, name))?;
    Ok(())
}

fn names(directory: &Directory) -> String {
    directory.broadcasts().keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The links of one broadcast, a line each.
pub fn list(keys: &Keys, base: &str, slug: &str) -> String {
    let link = |page: &str, role| format!("{base}/{page}?token={}", node::token(keys, role, slug, None));
    format!(
        "viewers    {base}/b/{slug}\nmoderators {}\nhost       {}\noverlay    {}\nadmin      {}\n",
        link(&format!("moderate/{slug}"), Role::Moderator),
        link(&format!("host/{slug}"), Role::Host),
        link(&format!("overlay/{slug}"), Role::Overlay),
        link("admin", Role::Admin),
    )
}
