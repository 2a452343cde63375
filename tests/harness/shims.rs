//! Libraries that are put before the C library's: a disk that fails, a disk that forgets, a clock that jumps. Each gives
//! a script for [`crate::Start::by`].

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// A library, in a folder that it shares with what it is told by.
struct Shim {
    folder: TempDir,
    library: PathBuf,
}

impl Shim {
    fn of(source: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (code, library) = (folder.path().join("shim.c"), folder.path().join("shim.so"));
        fs::write(&code, source).expect("the folder is there");
        let made = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&code).status();
        assert!(
            made.is_ok_and(|status| status.success()),
            "cc, with which the log itself was built, is needed"
        );
        Shim { folder, library }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn script(&self, variables: &[(&str, &Path)]) -> String {
        let variables = variables.iter().map(|(name, path)| format!(" {name}='{}'", path.display()));
        format!("export LD_PRELOAD='{}'{}", self.library.display(), variables.collect::<String>())
    }
}

/// A disk that fails to sync once it is told to.
pub struct FailingSync(Shim);

impl Default for FailingSync {
    fn default() -> Self {
        Self(Shim::of(include_str!("shims/failing_sync.c")))
    }
}

impl FailingSync {
    /// What a shell does before it begins the program.
    pub fn script(&self) -> String {
        self.0.script(&[("SYNC_FAILS", &self.0.file("fails"))])
    }

    /// From now on.
    pub fn fail(&self) {
        fs::write(self.0.file("fails"), "").expect("the folder is there");
    }
}

/// A clock that is put forward and back.
pub struct Clock(Shim);

impl Default for Clock {
    fn default() -> Self {
        let clock = Self(Shim::of(include_str!("shims/clock.c")));
        clock.jump_to(0);
        clock
    }
}

impl Clock {
    /// What a shell does before it begins the program.
    pub fn script(&self) -> String {
        self.0.script(&[("CLOCK", &self.0.file("clock"))])
    }

    /// So many seconds from the true time, from now on.
    pub fn jump_to(&self, seconds: i64) {
        // In place: the program looks at this very file.
        let mut options = fs::OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).open(self.0.file("clock"));
        let written = file.and_then(|mut file| std::io::Write::write_all(&mut file, &seconds.to_ne_bytes()));
        written.expect("the folder is there");
    }
}

/// A disk that keeps nothing but what was synced.
pub struct ForgetfulDisk {
    shim: Shim,
    disk: PathBuf,
    durable: PathBuf,
}

impl ForgetfulDisk {
    /// All under that folder is on it.
    pub fn under(disk: &Path) -> Self {
        let shim = Shim::of(include_str!("shims/forgetful_disk.c"));
        let durable = shim.file("durable");
        fs::create_dir(&durable).expect("the folder is there");
        Self { shim, disk: disk.canonicalize().expect("the folder is there"), durable }
    }

    /// What a shell does before it begins the program.
    pub fn script(&self) -> String {
        let lies = self.shim.file("lies");
        self.shim.script(&[("DISK", &self.disk), ("DURABLE", &self.durable), ("SYNC_LIES", &lies)])
    }

    /// From now on it says of all that it is synced, and syncs nothing.
    pub fn lie(&self) {
        fs::write(self.shim.file("lies"), "").expect("the folder is there");
    }

    /// After all that ran on it was killed: what was not synced is gone.
    pub fn power_comes_back(&self) {
        for entry in fs::read_dir(&self.disk).expect("the disk is there") {
            let path = entry.expect("the disk can be read").path();
            let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            removed.expect("the disk can be written");
        }
        copy_all(&self.durable, &self.disk);
    }
}

fn copy_all(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("the folder can be read");
        let (path, there) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            fs::create_dir(&there).expect("the folder is there");
            copy_all(&path, &there);
        } else if !path.to_string_lossy().ends_with('~') {
            // The other files are copies that the power cut came into.
            fs::copy(&path, &there).expect("the folder can be written");
        }
    }
}
