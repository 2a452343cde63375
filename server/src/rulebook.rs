//! Where rule files come from: the shipped ones, or a folder.

use std::path::{Path, PathBuf};

use moderation_rules::rules::{Rules, RulesError};

/// Rules that cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum RulebookError {
    /// The folder or a file in it cannot be read.
    #[error("cannot read the rules in {}: {error}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The folder holds no rule file.
    #[error("there is no .toml file in {}: name a folder with rule files by --rules, or leave it out", .0.display())]
    Empty(PathBuf),
    /// A file is broken.
    #[error(transparent)]
    Broken(#[from] RulesError),
}

/// The rules of a folder, or the shipped ones.
pub fn load(folder: Option<&Path>) -> Result<Rules, RulebookError> {
    match folder {
        None => Ok(Rules::shipped()),
        Some(folder) => Ok(Rules::load(&read(folder)?)?),
    }
}

/// The rule files of a folder, by name.
pub fn read(folder: &Path) -> Result<Vec<(String, String)>, RulebookError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| RulebookError::Read { path, error }
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).map_err(failed(&path))?));
        }
    }
    if files.is_empty() {
        return Err(RulebookError::Empty(folder.to_owned()));
    }
    files.sort();
    Ok(files)
}
