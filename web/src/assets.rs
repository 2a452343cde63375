//! Scripts, styles and fonts, inside the binary. All have one version, made of what they hold, in their address: so
//! they are kept by browsers for good, a module's relative imports keep the version, and a new build is fetched whole.

use std::{borrow::Cow, sync::LazyLock};

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "static"]
struct Files;

/// Keeps the host's screen for a reload without network; served under a name that stays.
pub const HOST_WORKER: &str = include_str!("../static/host-sw.js");

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Files::iter().collect();
    names.sort();
    let mut hasher = Sha256::new();
    for name in names {
        hasher.update(name.as_bytes());
        hasher.update(Files::get(&name).map(|file| file.metadata.sha256_hash()).unwrap_or_default());
    }
    hex::encode(&hasher.finalize()[..6])
});

/// A file for a browser.
#[derive(Clone, Debug)]
pub struct Asset {
    /// What it holds.
    pub bytes: Cow<'static, [u8]>,
    /// Its media type.
    pub mime: &'static str,
}

/// The address of a file in `web/static`.
pub fn asset_url(name: &str) -> String {
    format!("/static/{}/{name}", *VERSION)
}

/// The file of an address, without its `/static/`. One of another build is not to be had under its name.
pub fn asset(path: &str) -> Option<Asset> {
    let (version, name) = path.split_once('/')?;
    let mime = mime(name.rsplit_once('.')?.1)?;
    let file = (version == *VERSION).then(|| Files::get(name))??;
    Some(Asset { bytes: file.data, mime })
}

fn mime(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "webmanifest" => "application/manifest+json",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_had_by_its_address_and_no_other() {
        let url = asset_url("base.css");
        let found = asset(url.trim_start_matches("/static/")).expect("it is there");
        assert_eq!(found.mime, "text/css; charset=utf-8");
        for bad in ["base.css", "000000000000/base.css", "../Cargo.toml", "", "x/vendor/README.md"] {
            assert!(asset(bad).is_none(), "{bad}");
        }
    }

    /// A relative import that leads nowhere would break a page in silence.
    #[test]
    fn every_import_and_address_in_the_static_files_is_there() {
        for name in Files::iter().filter(|name| !name.starts_with("vendor/")) {
            let file = Files::get(&name).expect("listed");
            let text = String::from_utf8_lossy(&file.data).into_owned();
            let imports = text.split(" from \"").skip(1).chain(text.split("url(\"").skip(1));
            for target in imports.filter_map(|rest| rest.split('"').next()).filter(|to| to.starts_with('.')) {
                let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
                let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
                for part in target.split('/') {
                    match part {
                        "." => {}
                        ".." => drop(path.pop()),
                        part => path.push(part),
                    }
                }
                assert!(Files::get(&path.join("/")).is_some(), "{name} asks for {target}");
            }
        }
    }
}
