//! Scripts, styles and fonts, inside the binary. All have one version, made of what they hold, in their address: so
//! they are kept by browsers for good, a module's relative imports keep the version, and a new build is fetched whole.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::packed::Packed;

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

/// Every file as browsers get it, by name.
static FILES: LazyLock<BTreeMap<String, Packed>> = LazyLock::new(|| {
    let packed = |name: Cow<'static, str>| {
        let file = Files::get(&name)?.data;
        let ours = (name.ends_with(".js") || name.ends_with(".css")) && !name.starts_with("vendor/");
        let text = ours.then(|| std::str::from_utf8(&file).ok()).flatten().map(without_comments);
        Some((name.into_owned(), Packed::new(text.map_or(file, |text| text.into_bytes().into()))))
    };
    Files::iter().filter_map(packed).collect()
});

/// A file for a browser.
#[derive(Clone, Debug)]
pub struct Asset {
    /// What it holds, as it travels.
    pub bytes: Cow<'static, [u8]>,
    /// How it is packed, where it is.
    pub encoding: Option<&'static str>,
    /// Its media type.
    pub mime: &'static str,
}

/// The address of a file in `web/static`.
pub fn asset_url(name: &str) -> String {
    format!("/static/{}/{name}", *VERSION)
}

/// The file of an address, without its `/static/`, packed in a way that the browser `accepts`. One of another build is
/// not to be had under its name.
pub fn asset(path: &str, accepts: impl Fn(&str) -> bool) -> Option<Asset> {
    let (version, name) = path.split_once('/')?;
    let mime = mime(name.rsplit_once('.')?.1)?;
    let file = (version == *VERSION).then(|| FILES.get(name))??;
    let (encoding, bytes) = file.for_one_who(accepts);
    Some(Asset { bytes: bytes.into(), encoding, mime })
}

/// Comments are for those who read the sources; a phone on a bad link is spared them. Only such as fill whole lines
/// go, and the lines stay, so that what a browser says of a line is true.
fn without_comments(text: &str) -> String {
    let mut inside = false;
    let kept = |line: &str| {
        let start = line.trim_start();
        let begins = !inside && start.starts_with("/*");
        let comment = inside || begins || start.starts_with("//");
        inside = (inside || begins) && !start.trim_end().ends_with("*/");
        if comment { "\n".to_owned() } else { format!("{line}\n") }
    };
    text.lines().map(kept).collect()
}

/// The themes of the overlay, the usual one first; they are in `static/overlay/card.css`.
pub const OVERLAY_THEMES: [&str; 4] = ["paper", "night", "strip", "plain"];

/// A file of the OGraf graphic: the overlay's own, under a name that a playout system may keep.
pub fn graphic_file(name: &str) -> Option<Asset> {
    if !["graphic.mjs", "card.js", "card.css"].contains(&name) {
        return None;
    }
    let file = Files::get(&format!("overlay/{name}"))?;
    Some(Asset { bytes: file.data, encoding: None, mime: mime(name.rsplit_once('.')?.1)? })
}

fn mime(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "js" | "mjs" => "text/javascript; charset=utf-8",
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
        let found = asset(url.trim_start_matches("/static/"), |_| true).expect("it is there");
        assert_eq!((found.mime, found.encoding), ("text/css; charset=utf-8", Some("br")));
        for bad in ["base.css", "000000000000/base.css", "../Cargo.toml", "", "x/vendor/README.md"] {
            assert!(asset(bad, |_| true).is_none(), "{bad}");
        }
    }

    #[test]
    fn comments_stay_at_home_and_lines_stay_where_they_are() {
        let text =
            "// why\nlet a = 1; // kept\n/** what\n * it is */\n  // more\nb(`x // y`);\n/* one */\nc();\n";
        assert_eq!(without_comments(text), "\nlet a = 1; // kept\n\n\n\nb(`x // y`);\n\nc();\n");
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
